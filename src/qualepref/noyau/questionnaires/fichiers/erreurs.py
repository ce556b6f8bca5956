"""Refusals of a whole file of answers."""

from qualepref.noyau.tableurs.erreurs import FichierRefuseError


class ColonneIntrouvableError(FichierRefuseError):
    """The mapping names a column the file has not."""

    MOTIF = "la colonne « {colonne} » n’existe pas ; le fichier contient : {presentes}."
    REMEDE = "Reprendre l’intitulé tel que le fichier l’écrit."


class RoleInconnuError(FichierRefuseError):
    """The mapping names a question or an option the questionnaire has not."""

    MOTIF = "« {role} » n’est ni une question de cette enquête, ni l’un des champs {speciaux}."
    REMEDE = "Écrire le code de la question, ou question/option pour une colonne à cocher."


class StructureIllisibleError(FichierRefuseError):
    """A .lss that is not, or no longer, a LimeSurvey structure."""

    MOTIF = "ce fichier n’est pas une structure LimeSurvey (.lss) lisible : {constat}."
    REMEDE = "Dans LimeSurvey, exporter de nouveau la « structure du questionnaire (.lss) »."
