"""From a figure to its rows: each row says why that figure counts it."""

import datetime as dt

import pytest

from qualepref.indicateurs.queries.lignes import explain_ligne, find_lignes
from qualepref.indicateurs.queries.tableau import load_tableau
from qualepref.noyau.calcul.periodes import Periode
from qualepref.noyau.calcul.releves import Etat
from qualepref.organisation.models import Agent
from qualepref.organisation.queries import get_referentiel
from qualepref.suivi.operations.attestations import set_attestation
from qualepref.suivi.operations.demandes import record_demande


LE = dt.date(2026, 11, 21)
REFERENT = Agent(username="referent")


@pytest.fixture
def rendez_vous_tardif(site):
    """Proposed within four working days, held long after ten."""
    valeurs = {
        "nature": "rdv-elu",
        "canal": "courriel",
        "recue_le": dt.date(2022, 3, 1),
        "proposee_le": dt.date(2022, 3, 2),
        "rdv_le": dt.date(2022, 4, 4),
    }
    return record_demande(site, registre="rendez-vous", valeurs=valeurs, par=REFERENT, le=LE)


@pytest.mark.parametrize(
    ("code", "pourquoi", "delai"),
    [("I24", "Comptée, dans le délai.", 1), ("I25", "Comptée, hors délai.", 23)],
)
def test_explain_ligne_lit_l_horloge_de_l_indicateur(
    site, rendez_vous_tardif, code, pourquoi, delai
):
    indicateur = get_referentiel(site).indicateur(code)

    (demande,) = find_lignes(site, indicateur, Periode.annee(2022))
    ligne = explain_ligne(demande, indicateur, le=LE)

    assert (ligne.pourquoi, ligne.delai_jours_ouvres) == (pourquoi, delai)


def test_une_attestation_vaut_aussi_pour_un_registre_sans_canal(site):
    for mois in Periode.annee(2022):
        set_attestation(
            site, registre="mises-a-jour", mois=mois, declaration="rien_recu", par=REFERENT, le=LE
        )

    ligne = load_tableau(site, 2022, le=LE, codes=frozenset({"I3"})).ligne("I3")

    assert ligne.releve.etat is Etat.RIEN_RECU
