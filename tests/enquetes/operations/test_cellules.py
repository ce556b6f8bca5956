from collections import Counter

import pytest

from enquetes.usines import build_campagne, build_retour
from qualepref.enquetes.models import CelluleReponse, Retour
from qualepref.enquetes.operations.cellules import merge_retours, withdraw_retour
from qualepref.enquetes.operations.retours import set_aside_retour
from qualepref.enquetes.queries.depouillement import PROFILS_DE_PLACE, load_depouillement
from qualepref.enquetes.queries.marques import load_marques
from usines import build_site


pytestmark = pytest.mark.django_db

REPONSES = (
    {"demarche": ["identite", "permis"], "globale": "tres_satisfaisant"},
    {"demarche": ["sejour"], "globale": "peu_satisfaisant", "suggestions": "Plus d’horaires."},
    {},
)


def test_additionner_ne_change_aucun_compte():
    campagne = build_campagne(build_site())
    for reponses in REPONSES:
        build_retour(campagne, reponses)
    avant = load_depouillement(campagne)

    assert merge_retours(campagne) == 3

    assert CelluleReponse.objects.exists()
    assert load_depouillement(campagne) == avant
    assert merge_retours(campagne) == 0


def test_retirer_un_retour_defait_ce_qui_fut_additionne():
    campagne = build_campagne(build_site())
    build_retour(campagne, REPONSES[0])
    merge_retours(campagne)
    avant = set(CelluleReponse.objects.values_list("question", "marque", "n"))
    retour = build_retour(campagne, REPONSES[1])
    merge_retours(campagne)

    withdraw_retour(Retour.objects.get(pk=retour.pk))

    assert set(CelluleReponse.objects.values_list("question", "marque", "n")) == avant


def test_un_retour_ecarte_n_est_compte_nulle_part():
    campagne = build_campagne(build_site())
    retour = build_retour(campagne, REPONSES[0])
    merge_retours(campagne)

    set_aside_retour(retour, suspect=True, par="referent")

    depouillement = load_depouillement(campagne)
    assert not any(depouillement.cellules.values())
    assert not any(depouillement.croisees.values())


@pytest.mark.parametrize("axe", PROFILS_DE_PLACE)
def test_les_sommes_par_lieu_sont_celles_des_cellules(axe):
    campagne = build_campagne(build_site())
    retours = [build_retour(campagne, reponses) for reponses in REPONSES]
    merge_retours(campagne)
    withdraw_retour(Retour.objects.get(pk=retours[0].pk))
    build_retour(campagne, REPONSES[0])

    lues = load_marques(campagne, axe)

    attendues: Counter = Counter()
    for (place, question, marque), n in load_depouillement(campagne).cellules.items():
        attendues[place.site, str(getattr(place, axe)), question, marque] += n
    comptees = {(*cle, *m): n for cle, marques in lues.items() for m, n in marques.items()}
    assert comptees == attendues
