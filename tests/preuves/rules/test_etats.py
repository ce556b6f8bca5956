"""What evidence is worth, and the rows drawn for an auditor."""

import datetime as dt
import hashlib

import pytest

from qualepref.noyau.agendas.plages import add_mois
from qualepref.noyau.calcul.periodes import Periode
from qualepref.preuves.enums import EtatPreuve
from qualepref.preuves.rules.etats import (
    judge_engagement,
    judge_piece,
    judge_vivante,
    last_mois,
)
from qualepref.preuves.rules.noms import build_nom, simplify_nom
from qualepref.preuves.rules.tirage import draw_references


LE = dt.date(2022, 12, 15)


@pytest.mark.parametrize(
    ("derniere", "suffisante", "etat"),
    [
        (None, True, "absente"),
        (dt.date(2021, 12, 14), True, "a_renouveler"),
        (dt.date(2021, 12, 15), True, "probante"),
        (LE, False, "insuffisante"),
    ],
)
def test_une_preuve_vivante_vaut_tant_qu_elle_est_recente(derniere, suffisante, etat):
    assert judge_vivante(derniere, suffisante=suffisante, mois=12, le=LE) == etat


@pytest.mark.parametrize(
    ("a_revoir_le", "expire_le", "etat"),
    [
        (None, None, "probante"),
        (LE, LE, "probante"),
        (dt.date(2022, 12, 14), None, "a_renouveler"),
        (None, dt.date(2022, 12, 14), "a_renouveler"),
    ],
)
def test_une_piece_vaut_jusqu_a_son_dernier_jour_compris(a_revoir_le, expire_le, etat):
    assert judge_piece(a_revoir_le=a_revoir_le, expire_le=expire_le, le=LE) == etat


def test_un_engagement_vaut_sa_meilleure_preuve_et_rien_sans_preuve():
    assert judge_engagement([EtatPreuve.ABSENTE, EtatPreuve.PROBANTE]) == EtatPreuve.PROBANTE
    assert judge_engagement([EtatPreuve.A_RENOUVELER]) == EtatPreuve.A_RENOUVELER
    assert judge_engagement([]) == EtatPreuve.ABSENTE


def test_les_mois_reculent_sans_sauter():
    assert add_mois(dt.date(2022, 3, 31), -1) == dt.date(2022, 2, 28)
    assert add_mois(dt.date(2022, 1, 5), -14) == dt.date(2020, 11, 5)
    assert last_mois(dt.date(2022, 3, 31), 12) == Periode(202103, 202202)


def test_le_tirage_se_refait_avec_n_importe_quel_outil():
    references = [f"2022-{n:04}" for n in range(200)]

    tirees = draw_references(references, graine="7", registre="courriers", nombre=3)

    def rank(reference):
        return hashlib.sha256(f"7:courriers:{reference}".encode()).hexdigest()

    assert tirees == sorted(sorted(references, key=rank)[:3])
    assert draw_references(references[::-1], graine="7", registre="courriers", nombre=3) == tirees
    assert draw_references(references, graine="8", registre="courriers", nombre=3) != tirees


def test_les_noms_de_fichiers_sont_lisibles_et_jamais_deux_fois():
    pris = set()
    noms = [
        build_nom(
            "Été à l’accueil : horaires", engagement="16.3", version=2, extension="pdf", pris=pris
        )
        for _ in range(2)
    ]

    assert noms == [
        "E16-3-ete-a-l-accueil-horaires-v2.pdf",
        "E16-3-ete-a-l-accueil-horaires-v2-2.pdf",
    ]
    assert simplify_nom("../../etc/passwd") == "etc-passwd"
    assert simplify_nom("日本") == "piece"
