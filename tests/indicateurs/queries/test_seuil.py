"""Too few answers: the rate is printed, nothing is concluded from it."""

import datetime as dt

import pytest

from enquetes.usines import build_campagne, build_retour
from qualepref.indicateurs.models import CibleSite
from qualepref.indicateurs.queries.tableau import load_tableau
from qualepref.noyau.calcul.releves import Etat
from qualepref.noyau.calcul.verdicts import Verdict
from qualepref.organisation.models import Site
from qualepref.suivi.models import Comptage


LE = dt.date(2023, 1, 31)


@pytest.fixture
def vingt_neuf_reponses(site):
    campagne = build_campagne(site)
    for _ in range(29):
        build_retour(campagne, {"confidentialite": "satisfaisant"})
    CibleSite.objects.create(
        site=site,
        indicateur="I15",
        annee=2022,
        minimum=80,
        maximum=80,
        unite="pourcent",
        source="CLU",
    )
    return site


@pytest.mark.parametrize(
    ("seuil_du_site", "etat"), [(None, Etat.NON_SIGNIFICATIF), (29, Etat.VALEUR)]
)
def test_une_satisfaction_sous_le_seuil_n_est_pas_significative(
    vingt_neuf_reponses, seuil_du_site, etat
):
    Site.objects.update(seuil_significatif=seuil_du_site)
    site = Site.objects.get(pk=vingt_neuf_reponses.pk)

    ligne = load_tableau(site, 2022, le=LE).ligne("I15")

    assert (ligne.releve.etat, ligne.releve.valeur) == (etat, 1)
    assert (ligne.verdict is Verdict.INDECIDABLE) is (etat is Etat.NON_SIGNIFICATIF)


def test_le_seuil_ne_touche_pas_les_delais_de_reponse(vingt_neuf_reponses):
    Comptage.objects.create(
        site=vingt_neuf_reponses,
        grandeur="appels_recus",
        dimension="standard",
        mois=202203,
        valeur=5,
    )
    Comptage.objects.create(
        site=vingt_neuf_reponses,
        grandeur="appels_perdus",
        dimension="standard",
        mois=202203,
        valeur=1,
    )

    ligne = load_tableau(vingt_neuf_reponses, 2022, le=LE).ligne("I1")

    assert ligne.releve.etat is Etat.VALEUR
