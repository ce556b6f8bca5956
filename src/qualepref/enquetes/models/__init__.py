"""What the base keeps of surveys, by subject."""

from qualepref.enquetes.models.campagnes import (
    Campagne,
    CampagneSite,
    CibleQuestion,
    Collecteur,
    Formulaire,
    ResultatSeul,
)
from qualepref.enquetes.models.mystere import Scenario, TestMystere
from qualepref.enquetes.models.retours import (
    Brouillon,
    CelluleCroisee,
    CelluleReponse,
    ImportReponses,
    Retour,
    SecondeLecture,
    Verbatim,
)


__all__ = (
    "Brouillon",
    "Campagne",
    "CampagneSite",
    "CelluleCroisee",
    "CelluleReponse",
    "CibleQuestion",
    "Collecteur",
    "Formulaire",
    "ImportReponses",
    "ResultatSeul",
    "Retour",
    "Scenario",
    "SecondeLecture",
    "TestMystere",
    "Verbatim",
)
