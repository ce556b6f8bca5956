"""The page of a grid: one module at a time, all of it when asked for."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from qualepref.amelioration.enums import TypeEvaluation, VerdictGrille
from qualepref.amelioration.operations.evaluations import EvaluationDonnee, create_evaluation
from qualepref.amelioration.queries.evaluations import list_exigences_de
from usines import build_agent, build_site, connect


pytestmark = pytest.mark.django_db
LE = dt.date(2026, 3, 2)


@pytest.fixture
def evaluation():
    donnee = EvaluationDonnee(
        type=TypeEvaluation.AUTO_DIAGNOSTIC, titre="Auto-diagnostic", debut_le=LE
    )
    return create_evaluation(build_site(modules=(1, 4)), donnee=donnee, par="referent", le=LE)


@pytest.fixture
def referent(evaluation):
    return connect(build_agent("referent", evaluation.site))


@pytest.fixture
def lire(referent, evaluation):
    """Read the page of the grid; return the numbers of the modules whose lines it shows, its HTML."""

    def read(parametres=""):
        adresse = reverse("evaluation", args=[evaluation.site_id, evaluation.pk])
        page = referent.get(f"{adresse}?{parametres}").content.decode()
        return re.findall(r"<h3[^>]*>Module (\d+) ", page), page

    return read


def judge_module(evaluation, numero):
    """Judge every line of a module, and return how many it has."""
    siennes = {e.cle for e in list_exigences_de(evaluation) if e.module == numero}
    lignes = [
        li for li in evaluation.lignes.all() if (li.engagement, li.sous_engagement) in siennes
    ]
    evaluation.lignes.filter(pk__in=[li.pk for li in lignes]).update(verdict=VerdictGrille.CONFORME)
    return len(lignes)


@pytest.mark.parametrize(
    ("parametres", "montres"),
    [
        ("", ["1"]),
        ("module=4", ["4"]),
        ("module=tous", ["1", "4"]),
        ("module=99", ["1"]),
        ("verdict=a_evaluer", ["1", "4"]),
        ("verdict=conforme", []),
    ],
)
def test_la_grille_se_lit_module_par_module(lire, parametres, montres):
    assert lire(parametres)[0] == montres


def test_la_grille_s_ouvre_au_premier_module_qui_reste_a_evaluer(evaluation, lire):
    faites = judge_module(evaluation, 1)

    montres, page = lire()

    assert montres == ["4"]
    assert f"</a> : {faites} lignes sur {faites} évaluées</li>" in page
    assert "Module suivant" not in page
    assert "Module suivant : 4 – " in lire("module=1")[1]


def test_une_grille_complete_s_ouvre_au_premier_module(evaluation, lire):
    evaluation.lignes.update(verdict=VerdictGrille.CONFORME)

    assert lire()[0] == ["1"]


def test_une_ligne_ramene_a_son_module(evaluation, referent):
    site, ligne = evaluation.site_id, evaluation.lignes.get(engagement=37, sous_engagement="")

    page = referent.get(reverse("evaluation_ligne", args=[site, evaluation.pk, ligne.pk]))

    grille = reverse("evaluation", args=[site, evaluation.pk])
    assert page.context["retour"] == f"{grille}?module=4#ligne-{ligne.pk}"


def test_un_sous_engagement_sans_texte_publie_dit_ce_qu_on_en_sait(lire):
    assert "Texte non publié. Cité sans son texte par les préfectures du Jura" in lire()[1]
