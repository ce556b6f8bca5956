"""A mean delay followed by sample: its interval comes from its rows, and from nothing else."""

import datetime as dt
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chiffres import LE, cell
from qualepref.indicateurs.models import CibleSite
from qualepref.indicateurs.queries.tableau import load_tableau
from qualepref.indicateurs.rendering.donnees import render_ligne
from qualepref.indicateurs.rendering.textes import say_intervalle, say_reserve
from qualepref.noyau.calcul.verdicts import Verdict
from qualepref.noyau.statistiques.moyennes import SANS_DISPERSION
from usines import build_demande, build_service, build_site


pytestmark = pytest.mark.django_db
LUNDI = dt.date(2022, 1, 17)


@pytest.fixture
def nantes():
    return build_site()


def answer(site, delais, tracage="echantillon", prefixe="C", **valeurs):
    """Letters of the week of the sample, each answered after so many working days."""
    for rang, jours in enumerate(delais):
        semaines, reste = divmod(jours, 5)
        build_demande(
            site, LUNDI, reference=f"{prefixe}{rang}", le=LE, tracage=tracage, **valeurs,
            repondue_le=LUNDI + dt.timedelta(days=7 * semaines + reste),
        )  # fmt: skip


def read(site, cible=5):
    CibleSite.objects.update_or_create(
        site=site, indicateur="I12", annee=2022,
        defaults={"minimum": cible, "maximum": cible, "unite": "jours_ouvres", "source": "Essai"},
    )  # fmt: skip
    return load_tableau(site, 2022, le=LE, codes=frozenset({"I12"})).ligne("I12")


@pytest.mark.parametrize(
    ("cible", "verdict"),
    [(3, Verdict.NON_ATTEINTE), (5, Verdict.INDECIDABLE), (8, Verdict.ATTEINTE)],
)
def test_le_verdict_et_l_intervalle_viennent_des_lignes(nantes, cible, verdict):
    answer(nantes, [2] * 6 + [3] * 10 + [4] * 8 + [6] * 8 + [9] * 4)

    ligne = read(nantes, cible)

    assert (ligne.releve.valeur, ligne.releve.dispersion.n) == (Fraction(158, 36), 36)
    assert ligne.verdict is verdict
    assert say_intervalle(ligne.releve, ligne.indicateur) == (
        "3,7 à 5,2\xa0j.o. (intervalle à 95\xa0%)"
    )
    assert say_reserve(ligne.releve, ligne.indicateur) == ""
    bornes = render_ligne(ligne)["intervalle"]
    assert (round(bornes["bas"], 1), round(bornes["haut"], 1)) == (3.7, 5.2)


def test_trop_peu_de_lignes_ne_concluent_pas_meme_loin_de_la_cible(nantes):
    answer(nantes, [1, 2, 3, 2, 1])

    ligne = read(nantes, 10)

    assert (ligne.releve.dispersion, ligne.verdict) == (SANS_DISPERSION, Verdict.INDECIDABLE)
    assert say_reserve(ligne.releve, ligne.indicateur) == "sur échantillon, sans intervalle"


def test_des_sommes_sans_leurs_lignes_ne_concluent_pas(nantes):
    cell(
        nantes, "information", "courrier", 202201, tracage="echantillon",
        recues=50, echues=50, a_temps=50, repondues=50, delais=50, somme_jours_ouvres=300,
    )  # fmt: skip

    assert read(nantes, 20).verdict is Verdict.INDECIDABLE


def test_un_releve_exhaustif_se_juge_sur_son_seul_chiffre(nantes):
    answer(nantes, [1, 2, 3], tracage="exhaustif")

    ligne = read(nantes, 2)

    assert (ligne.releve.dispersion, ligne.verdict) == (None, Verdict.ATTEINTE)


def test_les_lignes_ne_sont_lues_qu_une_fois_pour_tous_les_mois_et_tous_les_services(nantes):
    dmi, dcl = (build_service(nantes, code=c, nom=c) for c in ("dmi", "dcl"))
    delais = [2] * 8 + [3] * 14 + [5] * 12
    for service in (dmi, dcl):
        answer(nantes, delais, service=service, prefixe=service.code)

    with CaptureQueriesContext(connection) as requetes:
        ligne = read(nantes)

    par_service = {d.code: d for d in ligne.details if d.dimension == "service"}
    assert {d.releve.dispersion.n for d in par_service.values()} == {34}
    assert ligne.mois[0].dispersion.n == ligne.releve.dispersion.n == 68
    assert {d.verdict for d in par_service.values()} == {Verdict.ATTEINTE}
    lues = [r for r in requetes.captured_queries if "delai_jours_ouvres" in r["sql"]]
    assert len([r for r in lues if "GROUP BY" in r["sql"]]) == 1
