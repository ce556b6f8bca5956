from decimal import Decimal

import pytest
from django.conf import settings

from qualepref.demonstration.donnees import (
    DemonstrationInvalideError,
    PeriodeIllisibleError,
    load_comptes,
    load_publications,
    read_imprimee,
    read_periode,
)
from qualepref.noyau.calcul.periodes import Periode


@pytest.mark.parametrize(
    ("imprimee", "attendue"),
    [
        ("99,6 %", "99.6"), ("32,00 %", "32"), ("36 / mois", "36"), ("49 200", "49200"),
        ("49\N{NO-BREAK SPACE}200", "49200"), ("12 JOURS", "12"), ("100%", "100"),
        ("2,37", "2.37"),
    ],
)  # fmt: skip
def test_read_imprimee_lit_le_nombre_en_tete(imprimee, attendue):
    assert read_imprimee(imprimee) == Decimal(attendue)


@pytest.mark.parametrize("imprimee", ["", "/", "aucun", "n.c"])
def test_read_imprimee_ne_voit_jamais_zero_dans_une_cellule_sans_nombre(imprimee):
    assert read_imprimee(imprimee) is None


def test_read_periode_lit_un_mois_et_une_suite_de_mois():
    assert read_periode(202201) == Periode(202201, 202201)
    assert read_periode("202201-202203") == Periode(202201, 202203)


def test_read_periode_refuse_ce_qui_n_est_pas_un_mois():
    with pytest.raises(PeriodeIllisibleError, match="T1 2022"):
        read_periode("T1 2022")


def test_load_publications_dit_toutes_les_fautes_d_un_fichier(tmp_path):
    (tmp_path / "essai.yaml").write_text("document: Essai\nsites: []\nautre: 1\n")

    with pytest.raises(DemonstrationInvalideError) as refus:
        load_publications(tmp_path)

    assert all(mot in str(refus.value) for mot in ("essai.yaml", "annee", "sites", "autre"))


def test_load_comptes_dit_quel_fichier_manque(tmp_path):
    with pytest.raises(DemonstrationInvalideError, match=r"comptes\.yaml"):
        load_comptes(tmp_path)


@pytest.mark.parametrize(("site", "publies"), [("pref-44", 27), ("pref-63", 23)])
def test_le_perimetre_contient_le_nombre_publie_d_engagements(
    site, publies, publications, referentiel
):
    decrit = publications[site].sites[0]

    assert decrit.engagements_publies == publies
    assert referentiel.count_engagements(decrit.modules) == publies


@pytest.mark.parametrize(
    ("grandeur", "total"),
    [
        ("usagers_pan", 263), ("messages_recus", 3795), ("appels_recus", 11 * 49200),
    ],
)  # fmt: skip
def test_les_comptages_font_les_totaux_publies(grandeur, total, publications):
    comptages = publications["pref-44"].sites[0].comptages

    assert sum(sum(c.valeurs.values()) for c in comptages if c.grandeur == grandeur) == total


def test_tous_les_comptages_sont_des_grandeurs_du_referentiel(publications, referentiel):
    for publication in publications.values():
        for comptage in publication.sites[0].comptages:
            codes = [code for code, _ in referentiel.grandeur(comptage.grandeur).dimensions]
            assert comptage.dimension in (codes or [""])


def test_toute_reconstitution_de_nombres_non_publies_dit_son_hypothese(publications):
    lots = {lot.code: lot for lot in publications["pref-44"].reconstitution.lots}

    assert all(lots[c].hypothese for c in ("rdv-elus", "maj-site", "boite-etrangers"))


def test_aucun_compte_n_a_de_mot_de_passe_ecrit():
    texte = (settings.DEMONSTRATION / "comptes.yaml").read_text(encoding="utf-8")

    assert "mot_de_passe" not in texte
