"""Every refusal of a declared value or of a target, each with its reason and its way out."""

from __future__ import annotations

from typing import ClassVar


class DonneeRefuseeError(ValueError):
    """A value or a target that cannot be. `champ`: the field at fault, None for the whole.

    `motif` says why, `remede` what to do; MOTIF and REMEDE are templates of what they name.
    """

    CHAMP: ClassVar[str | None] = None
    MOTIF: ClassVar[str] = ""
    REMEDE: ClassVar[str] = ""

    def __init__(self, champ: str | None = None, **precisions: object) -> None:
        self.champ = champ or self.CHAMP
        self.motif = self.MOTIF.format(**precisions)
        self.remede = self.REMEDE.format(**precisions)
        super().__init__(f"{self.motif[:1].upper()}{self.motif[1:]}. {self.remede}")


class IndicateurAbsentError(DonneeRefuseeError):
    """No indicator of that code or label."""

    CHAMP = "indicateur"
    MOTIF = "l’indicateur « {indicateur} » n’existe pas dans le référentiel de ce site"
    REMEDE = "{conseil}"


class IndicateurHorsPerimetreError(DonneeRefuseeError):
    """The indicator belongs to a module the site has not taken."""

    CHAMP = "indicateur"
    MOTIF = "l’indicateur {indicateur} relève du module {module}, que ce site n’a pas retenu"
    REMEDE = "Retirer cette ligne, ou ajouter le module au périmètre du site."


class IndicateurSansSensError(DonneeRefuseeError):
    """A target on an indicator that nothing judges."""

    CHAMP = "indicateur"
    MOTIF = "l’indicateur {indicateur} est suivi pour information : aucune cible ne le juge"
    REMEDE = "Choisir un autre indicateur."


class DetailInconnuError(DonneeRefuseeError):
    """The indicator is not followed that way, or the code is not one of its parts."""

    CHAMP = "code_detail"
    MOTIF = "l’indicateur {indicateur} n’est pas suivi par {dimension} « {code} »"
    REMEDE = "{conseil}"


class MoisImpossibleError(DonneeRefuseeError):
    """A month that does not exist, or out of the range of the calendars."""

    MOTIF = "le mois « {mois} » n’existe pas, ou sort des calendriers connus"
    REMEDE = "Écrire un mois et une année, par exemple 04/2022."


class PeriodeRenverseeError(DonneeRefuseeError):
    """The last month precedes the first."""

    CHAMP = "dernier_mois"
    MOTIF = "la période est renversée : {dernier} précède {premier}"
    REMEDE = "Échanger les deux mois."


class PeriodeAVenirError(DonneeRefuseeError):
    """The period is not over."""

    CHAMP = "dernier_mois"
    MOTIF = "la période s’achève en {dernier}, qui est à venir"
    REMEDE = "Arrêter la période au dernier mois connu."


class NombreIllisibleError(DonneeRefuseeError):
    """Not a number."""

    MOTIF = "{motif}"
    REMEDE = "{remede}"


class NombreNegatifError(DonneeRefuseeError):
    """A negative count, rate or delay."""

    MOTIF = "un nombre négatif ({nombre}) n’a pas de sens ici"
    REMEDE = "Corriger le nombre."


class NombreDemesureError(DonneeRefuseeError):
    """More digits than are kept."""

    MOTIF = "le nombre {nombre} a trop de chiffres"
    REMEDE = "Donner au plus {entiers} chiffres avant la virgule et {decimales} après."


class DenominateurNulError(DonneeRefuseeError):
    """A ratio to nothing."""

    CHAMP = "denominateur"
    MOTIF = "le dénominateur est nul : un rapport à zéro n’existe pas"
    REMEDE = "S’il n’y a rien eu, choisir l’état « rien reçu » et laisser les nombres vides."


class DenominateurManquantError(DonneeRefuseeError):
    """A numerator alone for an indicator that is a ratio."""

    CHAMP = "denominateur"
    MOTIF = "l’indicateur {indicateur} est un rapport, et le dénominateur manque"
    REMEDE = "Donner le dénominateur, ou la valeur seule."


class DenominateurSuperfluError(DonneeRefuseeError):
    """A denominator for a plain count."""

    CHAMP = "denominateur"
    MOTIF = "l’indicateur {indicateur} est un simple nombre : il n’a pas de dénominateur"
    REMEDE = "Laisser le dénominateur vide."


class NumerateurManquantError(DonneeRefuseeError):
    """A denominator alone."""

    CHAMP = "numerateur"
    MOTIF = "le dénominateur est donné sans numérateur"
    REMEDE = "Donner le numérateur, ou la valeur seule."


class ValeursContradictoiresError(DonneeRefuseeError):
    """The quotient of the parts is not the value beside them."""

    CHAMP = "valeur"
    MOTIF = "{numerateur} / {denominateur} font {quotient}, et la valeur donnée est {valeur}"
    REMEDE = (
        "Corriger l’un des trois nombres, ou laisser la valeur vide : elle se déduit des deux "
        "autres. Ce qu’un document a imprimé se note dans « Valeur imprimée »."
    )


class EtatContreditError(DonneeRefuseeError):
    """A state that says there is no figure, beside a figure."""

    CHAMP = "etat"
    MOTIF = "l’état « {etat} » dit qu’il n’y a pas de chiffre, et un chiffre est donné"
    REMEDE = "Retirer le chiffre, ou l’état."


class EtatInconnuError(DonneeRefuseeError):
    """A state that nobody declares: the clock alone says what is not yet due."""

    CHAMP = "etat"
    MOTIF = "l’état « {etat} » ne se déclare pas"
    REMEDE = "Choisir parmi : {connus}."


class ValeurManquanteError(DonneeRefuseeError):
    """Neither a figure nor a state: missing is never zero."""

    CHAMP = "valeur"
    MOTIF = "il n’y a ni chiffre, ni état qui dise pourquoi il n’y en a pas"
    REMEDE = "Donner un chiffre, ou choisir un état (rien reçu, non collecté, sans objet…)."


class SourceManquanteError(DonneeRefuseeError):
    """Nobody could tell where the figure comes from."""

    CHAMP = "source"
    MOTIF = "la source manque : un chiffre se rattache à l’outil ou au document qui le donne"
    REMEDE = "Nommer l’outil national, le fichier ou le document, avec sa date."


class TexteTropLongError(DonneeRefuseeError):
    """A text longer than what is kept."""

    MOTIF = "ce texte compte {longueur} caractères, pour {maximum} au plus"
    REMEDE = "Le raccourcir."


class UniteManquanteError(DonneeRefuseeError):
    """A target without unit: 5 may be 5 %, 5 days or five."""

    CHAMP = "unite"
    MOTIF = "la cible n’a pas d’unité : « {cible} » peut se lire de plusieurs façons"
    REMEDE = "Écrire l’unité de l’indicateur, {attendue}."


class UniteInconnueError(DonneeRefuseeError):
    """A unit nobody knows."""

    CHAMP = "unite"
    MOTIF = "l’unité « {unite} » est inconnue"
    REMEDE = "Choisir parmi : {connues}."


class UniteInadapteeError(DonneeRefuseeError):
    """A unit that is not the indicator's."""

    CHAMP = "unite"
    MOTIF = "l’indicateur {indicateur} se mesure en {attendue}, et ce nombre est en {unite}"
    REMEDE = "{conseil}"


class UnitesMeleesError(DonneeRefuseeError):
    """One target in two units: those of its bounds, or of its number and its column."""

    CHAMP = "minimum"
    MOTIF = "deux unités se contredisent : {avant} et {apres}"
    REMEDE = "Écrire la même unité partout."


class IntervalleRenverseError(DonneeRefuseeError):
    """The lower bound exceeds the upper one."""

    CHAMP = "maximum"
    MOTIF = "l’intervalle est renversé : {minimum} dépasse {maximum}"
    REMEDE = "Échanger les deux bornes."


class CibleManquanteError(DonneeRefuseeError):
    """No number: an indicator without target has no line."""

    CHAMP = "minimum"
    MOTIF = "la cible n’a pas de nombre"
    REMEDE = "Donner la cible ; pour n’en avoir aucune, la supprimer."


class AnneeImpossibleError(DonneeRefuseeError):
    """A year out of the range of the calendars."""

    CHAMP = "annee"
    MOTIF = "l’année {annee} sort des calendriers connus ({premiere} à {derniere})"
    REMEDE = "Corriger l’année."


class DejaDeclareeError(DonneeRefuseeError):
    """Another value stands for the same indicator, detail and period."""

    CHAMP = "indicateur"
    MOTIF = "une valeur est déjà déclarée pour {objet}"
    REMEDE = "Corriger celle qui existe plutôt que d’en ajouter une autre."


class DoublonError(DonneeRefuseeError):
    """The same thing twice in one lot."""

    CHAMP = "indicateur"
    MOTIF = "{objet} : deux lignes du même lot le donnent"
    REMEDE = "Ne garder qu’une ligne."


class EvenementSansLibelleError(DonneeRefuseeError):
    """An event that says nothing."""

    CHAMP = "libelle"
    MOTIF = "l’événement ne dit pas ce qui s’est passé"
    REMEDE = "L’écrire en quelques mots, sans nommer personne."


class EvenementFuturError(DonneeRefuseeError):
    """An event that has not happened."""

    CHAMP = "survenu_le"
    MOTIF = "le {date} n’est pas encore passé"
    REMEDE = "Noter l’événement une fois qu’il a eu lieu."


class EvenementTropAncienError(DonneeRefuseeError):
    """An event before any figure can be."""

    CHAMP = "survenu_le"
    MOTIF = "le {date} précède les calendriers connus, qui commencent le {premier}"
    REMEDE = "Vérifier l’année."


class EvenementDejaNoteError(DonneeRefuseeError):
    """The same event, the same day, for the same indicator."""

    CHAMP = "libelle"
    MOTIF = "cet événement est déjà noté à cette date"
    REMEDE = "Corriger celui qui existe, ou changer le libellé."
