"""Campaigns and forms for the tests of the surveys."""

import datetime as dt
from uuid import uuid4

from qualepref.enquetes.enums import Mode, ProvenanceRetour
from qualepref.enquetes.models import Campagne, CampagneSite
from qualepref.enquetes.operations.formulaires import freeze_formulaire
from qualepref.enquetes.operations.retours import RetourDonne, check_reponses, record_retour
from qualepref.enquetes.queries.formulaires import find_questionnaire, get_vocabulaire


OUVERTURE = dt.date(2022, 5, 6)
FERMETURE = dt.date(2022, 8, 17)


def build_campagne(*sites, questionnaire="pan", **valeurs):
    """Return an open campaign on these sites, led by the first, on the digital help point."""
    modele = find_questionnaire(questionnaire)
    formulaire = freeze_formulaire(modele, vocabulaire=get_vocabulaire(), par="usine")
    base = {
        "pilote": sites[0],
        "genre": modele.genre,
        "theme": "pan",
        "titre": "Point d’accueil numérique 2022",
        "formulaire": formulaire,
        "ouverte_le": OUVERTURE,
        "fermee_le": FERMETURE,
        "validee_le": OUVERTURE,
        "modes": [Mode.EN_LIGNE, Mode.PAPIER],
        "langues": list(modele.langues),
    }
    campagne = Campagne.objects.create(**(base | valeurs))
    CampagneSite.objects.bulk_create(CampagneSite(campagne=campagne, site=s) for s in sites)
    return campagne


def build_retour(campagne, reponses, *, site=None, jour=OUVERTURE, mode=Mode.EN_LIGNE, **valeurs):
    """Return a form given back to a campaign, on its leading site unless said otherwise."""
    donne = RetourDonne(
        site=site or campagne.pilote,
        jour=jour,
        mode=mode,
        cle=valeurs.pop("cle", None) or uuid4(),
        verifiee=check_reponses(campagne, reponses=reponses),
        provenance=valeurs.pop("provenance", ProvenanceRetour.PUBLIC),
        **valeurs,
    )
    return record_retour(campagne, donne=donne)
