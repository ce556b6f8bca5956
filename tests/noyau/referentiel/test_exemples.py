"""Worked examples: sound ones load, and each fault in one is told."""

import datetime as dt
from fractions import Fraction

import pytest

from qualepref.noyau.referentiel.exemples import load_exemples
from qualepref.noyau.referentiel.fautes import ReferentielInvalideError
from qualepref.noyau.referentiel.lecture import extend, load_indicateurs_site, load_referentiel


M1 = "exemples/M1.yaml"
FRACTION = 'valeur: "2/3"'


def load(dossier):
    return load_exemples(dossier, load_referentiel(dossier))


def test_chaque_indicateur_a_deux_exemples_dont_un_sans_valeur(racine):
    referentiel = load_referentiel(racine / "qual-e-pref" / "2019-02")
    exemples = load_exemples(racine / "qual-e-pref" / "2019-02", referentiel)

    assert list(exemples) == [i.code for i in referentiel.indicateurs]
    assert [c for c, cas in exemples.items() if all(e.attendu.etat == "valeur" for e in cas)] == []


def test_les_exemples_d_un_site_se_chargent(racine):
    site = racine / "sites" / "pref-44"
    referentiel = load_referentiel(racine / "qual-e-pref" / "2019-02")
    indicateurs = load_indicateurs_site(site, referentiel)

    exemples = load_exemples(site, extend(referentiel, indicateurs))

    assert exemples.keys() == {i.code for i in indicateurs}


def test_un_exemple_donne_des_lignes_completes(mairie):
    exemple = load(mairie)["M1"][0]

    assert exemple.lignes[0] == (
        2,
        {"mois": 202403, "nature": "voirie", "canal": "application", "issue": "a_temps"},
    )
    assert (exemple.le, exemple.attendu.valeur) == (dt.date(2024, 3, 31), Fraction(2, 3))


@pytest.mark.parametrize(
    ("avant", "apres", "cle", "motif"),
    [
        ("  - titre: Deux", "  - note: x\n    titre: Deux", "exemples[0].note", "clé inconnue"),
        ("canal: application", "canal: urne", "exemples[0].lignes[0]", "aucun registre"),
        ("{issue: hors_delai}", "{issue: tard}", "exemples[0].lignes[1].issue", "n’est pas admis"),
        ("{issue: hors_delai}", "{issue: ouverte}", "exemples[0].lignes[1].echeance", "échéance"),
        ("    lignes:", "    comptages: [{grandeur: visites, valeur: 1}]\n    lignes:",
         "exemples[0].comptages[0].nature", "clé inconnue"),
        (FRACTION, 'valeur: "3/4"', "exemples[0].attendu.valeur", "rapport annoncé, 2/3"),
        ("etat: valeur, ", "etat: rien_recu, ", "exemples[0].attendu.valeur", "est sans valeur"),
        ("mois: 2024-03, nature", "mois: 2024-13, nature", "exemples[0].lignes[0].mois", "forme"),
    ],
)  # fmt: skip
def test_chaque_faute_d_un_exemple_est_dite(spoil, avant, apres, cle, motif):
    dossier = spoil(M1, avant, apres)

    with pytest.raises(ReferentielInvalideError) as refus:
        load(dossier)

    assert any(f.fichier == M1 and f.cle == cle and motif in f.motif for f in refus.value.fautes)


@pytest.mark.parametrize(
    ("comptage", "cle", "motif"),
    [
        ("grandeur: visites", "grandeur", "les grandeurs"),
        ("grandeur: habitants_recus, dimension: nord", "dimension", "les dimensions"),
    ],
)
def test_un_comptage_d_exemple_est_verifie(spoil, comptage, cle, motif):
    dossier = spoil(
        "exemples/M2.yaml",
        "  - titre: Aucune demande\n    du: 2025-03\n",
        "  - titre: Aucune demande\n    du: 2025-03\n"
        f"    comptages: [{{mois: 2025-03, {comptage}, valeur: 1}}]\n",
    )

    with pytest.raises(ReferentielInvalideError) as refus:
        load(dossier)

    assert [(f.cle, motif in f.motif) for f in refus.value.fautes] == [
        (f"exemples[1].comptages[0].{cle}", True)
    ]


def test_un_seul_exemple_ne_suffit_pas(mairie):
    chemin = mairie / M1
    texte = chemin.read_text(encoding="utf-8")
    chemin.write_text(texte[: texte.index("  - titre: Aucun")], encoding="utf-8")

    with pytest.raises(ReferentielInvalideError, match="la liste est trop courte"):
        load(mairie)


ENQUETE = """\
  - titre: Une enquête
    du: 2024-03
    reponses: [{{mois: 2024-03, questionnaire: pan, question: globale, posees: 9{suite}}}]
    attendu: {{etat: non_collecte}}
"""


@pytest.mark.parametrize(
    ("suite", "cle", "motif"),
    [
        (", repondues: 10", "repondues", "dépasse « posees »"),
        (", repondues: 8, exprimees: 9", "exprimees", "dépasse « repondues »"),
        (", satisfaites: 5, insatisfaites: 5", "satisfaites", "dépassent"),
        (", nombres: 12", "nombres", "dépasse « repondues »"),
        (", mode: pigeon", "mode", "les modes de réponse"),
        (", somme: '1,5'", "somme", "forme"),
    ],
    ids=lambda v: v,
)
def test_une_reponse_d_exemple_se_tient(mairie, suite, cle, motif):
    avec = (mairie / M1).read_text(encoding="utf-8") + ENQUETE.format(suite=suite)
    (mairie / M1).write_text(avec, encoding="utf-8")

    with pytest.raises(ReferentielInvalideError) as refus:
        load(mairie)

    assert [f.cle.rpartition(".")[2] for f in refus.value.fautes] == [cle]
    assert motif in refus.value.fautes[0].motif
