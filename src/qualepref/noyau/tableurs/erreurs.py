"""Refusals of a whole file: one exception per cause, its message fit for the screen."""

from typing import ClassVar


class FichierRefuseError(Exception):
    """A file that cannot be read; `motif` says why, `remede` what the user can do.

    fichier: the name the user knows. feuille: None when the whole file is at fault.
    precisions: what the templates MOTIF and REMEDE name between braces.
    """

    MOTIF: ClassVar[str] = "ce fichier ne peut pas être lu."
    REMEDE: ClassVar[str] = ""

    def __init__(self, fichier: str, *, feuille: str | None = None, **precisions: object) -> None:
        self.fichier = fichier
        self.feuille = feuille
        self.motif = self.MOTIF.format(**precisions)
        self.remede = self.REMEDE.format(**precisions)
        ou = f"« {fichier} »" if feuille is None else f"« {fichier} », feuille « {feuille} »"
        super().__init__(f"{ou} : {self.motif} {self.remede}".rstrip())


class FichierVideError(FichierRefuseError):
    """Nothing in the file."""

    MOTIF = "le fichier est vide."
    REMEDE = "Vérifier l’enregistrement ou l’export, puis déposer de nouveau le fichier."


class FichierTropGrosError(FichierRefuseError):
    """More bytes than accepted."""

    MOTIF = "le fichier pèse {taille}, pour {maximum} au plus."
    REMEDE = "Le découper par période, ou l’enregistrer sans images ni feuilles inutiles."


class ContenuDemesureError(FichierRefuseError):
    """A compressed file that unfolds far beyond what a register needs (zip bomb, styled void)."""

    MOTIF = "une fois décompressé, le contenu dépasse {maximum}."
    REMEDE = (
        "Copier le tableau seul dans un classeur neuf (les lignes vides mises en forme sous le "
        "tableau gonflent le fichier), puis déposer ce classeur."
    )


class FormatInconnuError(FichierRefuseError):
    """Not a spreadsheet: the content says what it is."""

    MOTIF = "ce n’est pas un tableur reconnu : {constat}."
    REMEDE = "Enregistrer le tableau au format .xlsx, .ods ou .csv, puis le déposer de nouveau."


class ExtensionTrompeuseError(FichierRefuseError):
    """The extension announces one format, the content is another."""

    MOTIF = "l’extension {extension} annonce un autre format que le contenu, qui est {constat}."
    REMEDE = "Renommer le fichier en {attendue}, ou l’enregistrer de nouveau depuis le tableur."


class FichierIllisibleError(FichierRefuseError):
    """Damaged or truncated file."""

    MOTIF = "le fichier est abîmé ou incomplet et ne s’ouvre pas."
    REMEDE = "L’ouvrir dans le tableur, l’enregistrer sous un autre nom et déposer cette copie."


class FichierProtegeError(FichierRefuseError):
    """Encrypted: a password is needed to read it."""

    MOTIF = "le fichier est protégé par un mot de passe."
    REMEDE = "Retirer le mot de passe dans le tableur, enregistrer, puis déposer le fichier."


class EncodageInconnuError(FichierRefuseError):
    """Text that is neither UTF-8 nor Windows-1252."""

    MOTIF = "les caractères de ce texte ne sont ni en UTF-8 ni en Windows-1252."
    REMEDE = "Enregistrer le fichier en « CSV UTF-8 » depuis le tableur."


class GuillemetNonFermeError(FichierRefuseError):
    """A CSV whose quote is never closed: the rows after it cannot be told apart."""

    MOTIF = "un guillemet ouvert à la ligne {ligne} n’est jamais refermé."
    REMEDE = 'Corriger le guillemet (") de cette ligne, ou enregistrer le tableau en .xlsx.'


class ClasseurSansFeuilleError(FichierRefuseError):
    """No sheet, or no sheet with anything in it."""

    MOTIF = "le classeur ne contient aucune donnée."
    REMEDE = (
        "Vérifier que le tableau se trouve bien dans ce fichier, et que sa feuille est remplie."
    )


class FeuilleInconnueError(FichierRefuseError):
    """The sheet asked for is not in the workbook."""

    MOTIF = "la feuille « {demandee} » n’existe pas ; le classeur contient : {presentes}."
    REMEDE = "Choisir l’une de ces feuilles, ou renommer la feuille dans le tableur."


class TropDeLignesError(FichierRefuseError):
    """The last filled cell stands below the last row accepted."""

    MOTIF = "la dernière cellule remplie est à la ligne {ligne}, pour {maximum} lignes au plus."
    REMEDE = "Supprimer ce qui se trouve loin sous le tableau, ou découper le fichier par période."


class TropDeColonnesError(FichierRefuseError):
    """The last filled cell stands right of the last column accepted."""

    MOTIF = "le tableau s’étend sur {colonnes} colonnes, pour {maximum} au plus."
    REMEDE = "Supprimer les colonnes inutiles, à droite du tableau, et enregistrer."


class TropDeCellulesError(FichierRefuseError):
    """Rows times columns beyond what is read at once."""

    MOTIF = "le tableau occupe {cellules} cellules (lignes × colonnes), pour {maximum} au plus."
    REMEDE = "Supprimer les colonnes et lignes inutiles, ou découper le fichier par période."


class TexteDemesureError(FichierRefuseError):
    """A single cell or row heavier than any register's: no table holds that."""

    MOTIF = "une seule {place} contient plus de {maximum} de texte."
    REMEDE = "Retirer ou raccourcir ce texte, puis déposer de nouveau le fichier."


class EnteteIntrouvableError(FichierRefuseError):
    """No row looks like the expected headings."""

    MOTIF = "aucune ligne ne porte les intitulés attendus (cherchés : {attendus})."
    REMEDE = "Vérifier la ligne d’en-tête, ou partir du modèle proposé au téléchargement."


class ExportImpossibleError(FichierRefuseError):
    """A table that the format asked for cannot hold."""

    MOTIF = "l’export est impossible : {constat}."
    REMEDE = "{conseil}"
