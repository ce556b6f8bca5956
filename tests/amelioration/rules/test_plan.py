import datetime as dt
from fractions import Fraction

import pytest

from amelioration.usines_plan import LE, build_donnee
from qualepref.amelioration.enums import EtatAction
from qualepref.amelioration.rules.plan import CellulePlan, Compte, build_totaux
from qualepref.amelioration.rules.plan_actions import (
    Cadre,
    check_action,
    find_cercle,
    settle_action,
)
from qualepref.amelioration.rules.plan_doublons import find_proches


CADRE = Cadre(
    modules=frozenset({1, 2}),
    engagements={8: 1, 28: 2},
    sous_engagements={"8.4": 8},
    indicateurs={"I11": "Courriels dans les délais"},
)
AXES = [("module-1", "Module 1"), ("pilotage", "Pilotage")]


def cellule(etat, nombre, module=1, source="agents"):
    return CellulePlan(module, source, None, EtatAction(etat), nombre)


def test_le_total_est_toujours_la_somme_de_ses_parts():
    cellules = [
        cellule("fait", 65), cellule("en_cours", 14), cellule("non_fait", 14),
        cellule("fait", 25, None), cellule("en_cours", 4, None), cellule("non_fait", 5, None),
    ]  # fmt: skip

    totaux = build_totaux(cellules, cle=lambda c: c.axe, libelles=AXES)

    assert [x.compte.taux_imprime for x in totaux.lignes] == [
        "70\N{NO-BREAK SPACE}%",
        "74\N{NO-BREAK SPACE}%",
    ]
    assert totaux.total == Compte(90, 18, 19, 0)
    assert totaux.total.taux == Fraction(90, 127)
    assert [x.part for x in totaux.lignes] == [Fraction(93, 127), Fraction(34, 127)]


def test_une_action_abandonnee_ne_compte_pas_dans_le_taux_mais_se_voit():
    totaux = build_totaux(
        [cellule("fait", 1), cellule("abandonne", 3)], cle=lambda c: c.axe, libelles=AXES
    )

    assert totaux.total.taux == 1
    assert (totaux.total.abandonne, totaux.total.total, totaux.total.denominateur) == (3, 4, 1)


def test_sans_action_a_compter_pas_de_taux():
    assert Compte(abandonne=2).taux is None
    assert Compte().taux_imprime == ""


def test_un_axe_inconnu_vient_en_dernier_sous_son_code():
    totaux = build_totaux([cellule("fait", 1, 9)], cle=lambda c: c.axe, libelles=AXES)

    assert [x.libelle for x in totaux.lignes] == ["module-9"]


@pytest.mark.parametrize(
    ("valeurs", "champ"),
    [
        ({"module": 4}, "module"),
        ({"engagement": 99}, "engagement"),
        ({"module": 1, "engagement": 28}, "engagement"),
        ({"engagement": 28, "sous_engagement": "8.4"}, "sous_engagement"),
        ({"sous_engagement": "8.4"}, "sous_engagement"),
        ({"indicateur": "I99"}, "indicateur"),
        ({"etat": EtatAction.ABANDONNE, "terminee_le": LE}, "motif_abandon"),
        ({"motif_abandon": "Plus de budget"}, "motif_abandon"),
        ({"etat": EtatAction.FAIT}, "terminee_le"),
        ({"terminee_le": LE}, "terminee_le"),
        ({"commencee_le": LE}, "commencee_le"),
        ({"echeance": dt.date(2021, 12, 31)}, "echeance"),
        ({"etat": EtatAction.EN_COURS, "commencee_le": dt.date(2022, 1, 9)}, "commencee_le"),
        (
            {
                "etat": EtatAction.FAIT,
                "commencee_le": dt.date(2022, 6, 2),
                "terminee_le": dt.date(2022, 6, 1),
            },
            "terminee_le",
        ),
        ({"inscrite_le": dt.date(2022, 12, 16)}, "inscrite_le"),
    ],
)
def test_une_valeur_impossible_nomme_son_champ(valeurs, champ):
    fautes = check_action(build_donnee(**valeurs), CADRE, le=LE)

    assert {f.champ for f in fautes} == {champ}


def test_une_action_sans_faute_passe():
    donnee = build_donnee(module=1, engagement=8, sous_engagement="8.4", indicateur="I11")

    assert check_action(donnee, CADRE, le=LE) == []


def test_en_cours_sans_date_a_commence_a_son_inscription():
    donnee = settle_action(build_donnee(etat=EtatAction.EN_COURS))

    assert donnee.commencee_le == donnee.inscrite_le


@pytest.mark.parametrize(
    ("apres", "cercle"),
    [
        ({"a": "b", "b": "c", "c": ""}, set()),
        ({"a": "a"}, {"a"}),
        ({"a": "b", "b": "c", "c": "b"}, {"b", "c"}),
        ({"a": "ailleurs"}, set()),
    ],
)
def test_un_cercle_d_actions_est_trouve(apres, cercle):
    assert set(find_cercle(apres)) == cercle


def test_deux_formulations_de_la_meme_action_se_rapprochent():
    titres = {
        1: "Accusé de réception des courriels",
        2: "Courriels : accusé de reception",
        3: "Installer une boucle auditive à l’accueil",
    }

    proches = find_proches(
        "Accuser réception des courriels", titres, ressemblance=85, propositions=5
    )

    assert set(proches) == {1, 2}
