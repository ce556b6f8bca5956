"""What a publication shows of a dashboard: of too few answers, only how many there were."""

import datetime as dt

import pytest

from enquetes.usines import build_campagne, build_retour
from qualepref.indicateurs.models import CibleSite
from qualepref.indicateurs.queries.publiables import load_publiable
from qualepref.indicateurs.queries.tableau import load_tableau
from qualepref.indicateurs.rendering.textes import say_calcul, say_valeur
from qualepref.noyau.calcul.releves import Etat
from qualepref.noyau.calcul.verdicts import Verdict


pytestmark = pytest.mark.django_db

LE = dt.date(2023, 1, 31)


@pytest.fixture
def ligne_of(site):
    """Give the line of satisfaction as published, from answers by month."""

    def load(*effectifs):
        campagne = build_campagne(
            site, ouverte_le=dt.date(2022, 1, 1), fermee_le=dt.date(2022, 12, 31)
        )
        for mois, effectif in enumerate(effectifs, 1):
            for _ in range(effectif):
                build_retour(
                    campagne, {"confidentialite": "satisfaisant"}, jour=dt.date(2022, mois, 10)
                )
        CibleSite.objects.create(
            site=site, indicateur="I15", annee=2022, minimum="0.8", maximum="0.8",
            unite="pourcent", source="CLU",
        )  # fmt: skip
        return load_publiable(site, 2022, le=LE).ligne("I15")

    return load


def test_sous_le_seuil_il_ne_reste_que_l_effectif(ligne_of):
    ligne = ligne_of(20)

    releve = ligne.releve
    assert (releve.etat, releve.valeur, releve.numerateur) == (Etat.NON_SIGNIFICATIF, None, None)
    assert releve.denominateur == 20
    assert ligne.verdict is Verdict.SANS_VALEUR
    assert say_valeur(releve, ligne.indicateur) == "non significatif"
    assert say_calcul(releve, ligne.indicateur).startswith("20 usagers")


def test_au_seuil_l_annee_se_dit_et_ses_mois_trop_peu_suivis_se_taisent(ligne_of):
    ligne = ligne_of(20, 40)

    assert (ligne.releve.valeur, ligne.releve.denominateur) == (1, 60)
    assert [m.valeur for m in ligne.mois[:3]] == [None, 1, None]
    assert ligne.mois[0].denominateur == 20
    assert ligne.trimestres[0].valeur == 1
    assert ligne.moyenne_des_mois is None


def test_ce_qui_est_significatif_ne_change_pas(ligne_of, site):
    ligne = ligne_of(40, 40)

    assert ligne == load_tableau(site, 2022, le=LE).ligne("I15")
