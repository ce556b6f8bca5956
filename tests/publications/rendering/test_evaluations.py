"""What the report says of diagnostics and audits."""

import datetime as dt

import pytest

from qualepref.amelioration.enums import TypeEvaluation, VerdictGrille
from qualepref.amelioration.operations.evaluations import (
    EvaluationDonnee,
    close_evaluation,
    create_evaluation,
    set_ligne,
)
from qualepref.amelioration.rules.evaluations import LigneDonnee
from qualepref.publications.rendering.evaluations import freeze_evaluations


LE = dt.date(2022, 12, 31)


@pytest.fixture
def audit(nantes):
    donnee = EvaluationDonnee(
        type=TypeEvaluation.AUDIT_INTERNE,
        titre="Audit interne croisé",
        debut_le=dt.date(2022, 5, 16),
        fin_le=dt.date(2022, 5, 18),
        auditeur="Jeanne Martin",
    )
    return create_evaluation(nantes, donnee=donnee, par="x", le=LE)


def judge(evaluation, ligne, verdict, **dit):
    set_ligne(ligne, donnee=LigneDonnee(VerdictGrille(verdict), **dit), par="x")


def lu(figee):
    return " ".join(figee.section.paragraphes).replace("\N{NO-BREAK SPACE}", " ")


def test_sans_evaluation_dans_l_annee_pas_de_rubrique(nantes, audit):
    assert freeze_evaluations(nantes, 2021, LE) is None
    assert freeze_evaluations(nantes, 2022, dt.date(2022, 5, 15)) is None


def test_une_grille_incomplete_n_a_pas_de_taux(nantes, audit, bilan_of):
    premiere = audit.lignes.first()
    judge(audit, premiere, "partiel", ecart="Le badge manque au guichet.")

    figee = freeze_evaluations(nantes, 2022, LE)

    total = audit.lignes.count()
    assert f"Audit interne croisé (audit interne), du 16 mai 2022 au 18 mai 2022 : 1 ligne évaluée sur {total}. La grille n’est pas complète" in lu(figee)  # fmt: skip
    assert "Écarts constatés : le badge manque au guichet." in lu(figee)
    assert "%" not in lu(figee)
    assert {ligne[-1] for ligne in figee.section.tableaux[0].lignes} == {"–"}
    assert figee.donnees[0]["conformite"] == {"numerateur": None, "denominateur": None}
    assert "Jeanne" not in f"{figee}"
    assert "Diagnostics et audits" in [s.titre for s in bilan_of(nantes).sections]


def test_une_grille_complete_donne_son_taux_par_module_et_ses_points_forts(nantes, audit):
    for rang, ligne in enumerate(audit.lignes.all()):
        judge(audit, ligne, "sans_objet" if rang == 0 else "conforme", point_fort="Accueil soigné.")
    close_evaluation(audit, conclusion="Label à demander", par="x", le=LE)

    figee = freeze_evaluations(nantes, 2022, LE)

    reste = audit.lignes.count() - 1
    assert f"conformité : 100 % ({reste} / {reste})" in lu(figee)
    assert "Conclusion : Label à demander." in lu(figee)
    assert lu(figee).count("accueil soigné") == 1
    *modules, ensemble = figee.section.tableaux[0].lignes
    for colonne in range(1, 7):
        assert sum(int(m[colonne]) for m in modules) == int(ensemble[colonne])
    assert sum(m["verdicts"]["conforme"] for m in figee.donnees[0]["modules"]) == reste
