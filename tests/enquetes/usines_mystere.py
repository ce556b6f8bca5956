"""Mystery campaigns, their scenarios, tests and grids, for the tests of the surveys."""

import datetime as dt
from fractions import Fraction

from enquetes.usines import build_campagne
from qualepref.enquetes.models import Scenario, TestMystere
from qualepref.enquetes.operations.grilles import record_grille
from qualepref.enquetes.operations.mystere import Reglages
from qualepref.enquetes.rules.tirage import Creneau


LUNDI = dt.date(2022, 5, 2)
FIN = dt.date(2022, 5, 31)
MATIN = Creneau(dt.time(9), dt.time(10, 30))
APRES_MIDI = Creneau(dt.time(14), dt.time(15))
APPEL = {
    "jour": LUNDI, "creneau": "matin", "motif": "permis", "svi": "non", "agent_joint": "oui",
    "sonneries": 4, "moins_de_cinq": "oui", "salutation": "oui", "courtoisie": "oui",
    "langage": "oui", "prise_en_charge": "oui", "information": "oui",
    "communication": "sans_objet", "transfert": "non", "reponse": "oui", "conge": "oui",
}  # fmt: skip
COURRIEL = {
    "envoye_le": LUNDI, "canal": "boite", "motif": "permis", "recue": "oui",
    "recue_le": dt.date(2022, 5, 5), "delai": "oui", "reponse": "oui", "clarte": "oui",
    "salutation": "oui", "courtoisie": "oui", "conge": "oui", "mentions": "non", "signature": "oui",
}  # fmt: skip
SANS_REPONSE = {"envoye_le": LUNDI, "canal": "boite", "motif": "permis", "recue": "non"}


def build_scenario(site, canal="appel", titre="Permis perdu", **valeurs):
    """Return a scenario of a site."""
    base = {"question": "J’ai perdu mon permis, que faire ?", "attendu": "Une démarche en ligne."}
    return Scenario.objects.create(site=site, canal=canal, titre=titre, **(base | valeurs))


def build_mystere(*sites, questionnaire="mystere-appels", **valeurs):
    """Return a mystery campaign of May 2022, open, by telephone unless said otherwise."""
    base = {"titre": "Appels mystère de mai 2022", "theme": "telephone", "ouverte_le": LUNDI,
            "fermee_le": FIN, "validee_le": LUNDI}  # fmt: skip
    return build_campagne(*sites, questionnaire=questionnaire, **(base | valeurs))


def build_reglages(*enqueteurs, **valeurs):
    """Return settings of a draw of eight tests at the main line."""
    base = {"tests": 8, "part_double": Fraction(0), "creneaux": (MATIN, APRES_MIDI),
            "services": (), "standard": True, "enqueteurs": enqueteurs}  # fmt: skip
    return Reglages(**(base | valeurs))


def build_test(campagne, enqueteur, *, numero=1, second=None, **valeurs):
    """Return a test of a campaign, on its first day, at its leading site."""
    base = {"site": campagne.pilote, "jour": LUNDI, "debut": MATIN.debut, "fin": MATIN.fin}
    scenario = valeurs.pop("scenario", None) or campagne.pilote.scenarios.first()
    return TestMystere.objects.create(
        campagne=campagne,
        numero=numero,
        scenario=scenario or build_scenario(campagne.pilote),
        enqueteur=enqueteur,
        second=second,
        **(base | valeurs),
    )


def fill(test, agent, le=LUNDI, **changees):
    """Fill in the grid of a test about calls, as this agent saw it."""
    record_grille(test, reponses=APPEL | changees, par=agent, le=le)
