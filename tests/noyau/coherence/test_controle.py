"""The check as a whole: what a published report holds, one case per rule, planted faults."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings, strategies as st

from noyau.coherence.fabrique import Fabrique, copy_of
from noyau.coherence.fautes import FAUTES
from noyau.coherence.rapport_annuel import build_rapport
from qualepref.noyau.coherence.modele import Classe


ICI = Path(__file__).parent
CAS = yaml.safe_load((ICI / "cas.yaml").read_text(encoding="utf-8"))


def _dits(controle):
    return [(c.regle, c.classe.value, c.figures[0]) for c in controle.constats]


def test_ce_que_contient_un_bilan_publie(controler):
    controle = controler(ICI / "publie.yaml")

    boite = "BOITE [Taux de réponse dans le délai de 5 jours ouvrés ; Total]"
    assert sorted(_dits(controle)) == sorted([
        ("total", "proven", "M4L [Nombre de réponses dans les délais ; Total]"),
        ("total", "proven", "PLAN [Total ; En cours]"),
        ("total", "proven", "PLAN [Total ; Non fait]"),
        ("taux_et_rapport", "proven", "L3"),
        ("moyenne_de_taux", "proven", boite),
        ("taux_tronque", "doubtful", "L3"),
        ("delai_impossible", "proven", "B5"),
        ("grim", "proven", "S2"),
        ("grim", "proven", "S3"),
        ("taux_global", "contradiction", "B1"),
        ("moyenne_de_delais", "contradiction", "B2"),
        ("valeurs_interverties", "contradiction", "T1"),
        ("deux_valeurs", "contradiction", "T4"),
        ("frequence_et_compte", "contradiction", "T3"),
        ("unite", "contradiction", "T5"),
        ("unite", "contradiction", "F1"),
        ("deux_echeances", "contradiction", "L2"),
        ("ordre_de_grandeur", "doubtful", "T6"),
        ("signe_inverse", "editorial", "T4"),
        ("mots_manquants", "editorial", "T4"),
        ("periode_hors_annee", "editorial", "T7"),
        ("fraction_en_mots", "editorial", "V1"),
    ])  # fmt: skip
    assert controle.contredit


def test_les_preuves_disent_le_calcul(controler):
    preuves = "\n".join(c.preuve for c in controler(ICI / "publie.yaml").constats)

    for calcul in (
        "467 + 110 = 577 ; imprimé 616",
        "577 / 724 = 79,7\u00a0%, qui s’arrondit à 80\u00a0%",
        "14 + 0 + 0 + 4 = 18 ; imprimé 15",
        "moyenne des 10 taux mensuels (94,2\u00a0%)",
        "719 / 786 = 91,5\u00a0%",
        "307 sur 307",
        "30 / 44 = 68,2\u00a0% et 31 / 44 = 70,5\u00a0%",
        "Avec 45 réponses, les 3 résultats de l’enquête sont possibles",
        "263 / 10 = 26,3",
        "Les deux valeurs sont interverties",
    ):
        assert calcul in preuves


@pytest.mark.parametrize("cas", CAS, ids=lambda c: c["nom"])
def test_une_regle_un_cas(controler, cas):
    donnees = {
        "document": {"site": "Préfecture"} | cas.get("document", {}),
        "figures": cas["figures"],
    }
    donnees |= {cle: cas[cle] for cle in ("dates", "tables") if cle in cas}

    controle = controler(donnees)

    assert sorted(_dits(controle)) == sorted(tuple(t) for t in cas.get("trouve", []))


@pytest.mark.parametrize(
    "nom", ["comite", "sous-prefecture", "rapport-annuel", "tableau-de-bord", "chiffres-cles"]
)
def test_une_publication_d_ailleurs_avec_ses_fautes(controler, nom):
    temoin = yaml.safe_load((ICI / "temoins" / f"{nom}.yaml").read_text(encoding="utf-8"))

    constats = controler(temoin["publication"]).constats

    def repond(constat, attendu):
        regle = attendu.get("regle", constat.regle)
        return regle == constat.regle and not set(attendu["figures"]).isdisjoint(constat.figures)

    muettes = [a["pourquoi"] for a in temoin["attendus"] if not any(repond(c, a) for c in constats)]
    assert muettes == []
    assert [c.preuve for c in constats if not any(repond(c, a) for a in temoin["attendus"])] == []
    justes = {figure for juste in temoin.get("justes", ()) for figure in juste["figures"]}
    assert [c.preuve for c in constats if c.figures[0] in justes] == []


@settings(max_examples=6, deadline=None)
@given(graine=st.integers(0, 10**9))
def test_un_gros_rapport_juste_reste_muet(controler, graine):
    rapport = build_rapport(graine)

    controle = controler(rapport)

    assert [c.preuve for c in controle.constats] == []
    chiffres = sum(len(t["rows"]) * (len(t["columns"]) - 1) for t in rapport["tables"])
    assert chiffres + len(rapport["figures"]) > 300
    assert len(controle.verifies) > 100


@settings(max_examples=12, deadline=None)
@given(graine=st.integers(0, 10**9))
def test_une_publication_juste_reste_muette(controler, graine):
    controle = controler(Fabrique(graine).build())

    assert [c.preuve for c in controle.constats] == []
    assert len(controle.verifies) > 40


@settings(max_examples=25, deadline=None)
@given(graine=st.integers(0, 10**9), plant=st.sampled_from(FAUTES))
def test_une_faute_plantee_est_trouvee_et_elle_seule(controler, graine, plant):
    publication = copy_of(Fabrique(graine).build())
    cible, regle = plant(publication)

    constats = controler(publication).constats

    assert regle in {c.regle for c in constats if cible["id"] in c.figures}
    assert [c.preuve for c in constats if cible["id"] not in c.figures] == []


def test_chaque_regle_a_son_titre_a_l_ecran(controler, reglages):
    dits = {c.regle for c in controler(ICI / "publie.yaml").constats}

    assert dits <= set(reglages.titres)
    assert set(controler(ICI / "publie.yaml").comptes) == set(Classe)
