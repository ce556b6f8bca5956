"""A survey under its threshold: no publication gives a share of it, whatever the format."""

import datetime as dt
import re

import pytest
from django.test import Client

from chiffres import LE
from enquetes.usines import build_campagne, build_retour
from portail.usines import build_page
from qualepref.noyau.verification.lecture import read_document
from qualepref.publications.rendering.figement import build_fige
from qualepref.publications.rendering.formats import FORMATS


# 23 satisfied of 29 or of 30: under the threshold of the référentiel, and at it.
SATISFAITS, SOUS, AU_SEUIL = 23, 29, 30
# 79,3 % or 76,7 %, 20,7 % or 23,3 % for the others, and what they are the shares of.
PARTS = re.compile(r"\b(?:79|7[67]|20|23)[,.]\d*\d\b|\b(?:79|77|21|23)\s?%")
COMPTES = re.compile(rf"\b{SATISFAITS}(?:,0+)? ?(?:/|sur)|\({SATISFAITS}\)")
CLES = re.compile(r"satisfaits|numerateur|valeur|pourcentage|\]\.n$|intervalle")

# Those that speak of surveys, or of the indicator drawn from them.
MUETS = ("cellules.csv", "comptages.csv", "datapackage.json")
PARLANTS = [f for f in FORMATS if f.nom not in MUETS]


def build_enquete(site, total):
    campagne = build_campagne(site, cible=75)
    for rang in range(total):
        content = rang < SATISFAITS
        avis = "satisfaisant" if content else "peu_satisfaisant"
        age = "de_25_a_39" if content else "plus_55"
        build_retour(campagne, {"globale": avis, "confidentialite": avis, "age": age})
    return campagne


def list_fuites(octets):
    """Return the lines of a document that give a share, or what it is the share of."""
    return [
        (ligne.lieu, ligne.texte)
        for ligne in read_document(octets).lignes
        if PARTS.search(ligne.texte)
        or COMPTES.search(ligne.texte)
        or (CLES.search(ligne.lieu) and ligne.texte in (str(SATISFAITS), f"{SATISFAITS}.0"))
    ]


@pytest.mark.parametrize("modele", FORMATS, ids=lambda f: f.nom)
def test_sous_le_seuil_aucun_document_ne_donne_de_part(nantes, modele):
    build_enquete(nantes, SOUS)

    document = modele.render(build_fige(nantes, 2022, le=LE))

    assert list_fuites(document) == []


@pytest.mark.parametrize("modele", PARLANTS, ids=lambda f: f.nom)
def test_au_seuil_le_meme_document_la_donne(nantes, modele):
    build_enquete(nantes, AU_SEUIL)

    document = modele.render(build_fige(nantes, 2022, le=LE))

    assert list_fuites(document) != []


@pytest.mark.parametrize("nom", ["bilan.pdf", "bilan.docx", "bilan.html", "support.pptx"])
def test_sous_le_seuil_un_document_dit_combien_ont_repondu(nantes, nom):
    build_enquete(nantes, SOUS)
    (modele,) = (f for f in FORMATS if f.nom == nom)

    lignes = read_document(modele.render(build_fige(nantes, 2022, le=LE))).lignes

    texte = " ".join(" ".join(ligne.texte for ligne in lignes).split())
    assert f"{SOUS} réponses" in texte
    assert "nombre de réponses non significatif" in texte


def test_le_preambule_compte_a_part_un_indicateur_sans_assez_de_reponses(nantes):
    build_enquete(nantes, SOUS)

    bilan = build_fige(nantes, 2022, le=LE).contenu.bilan

    assert "1 sur trop peu de réponses pour donner un taux" in bilan.preambule[1]


@pytest.mark.parametrize(("total", "montre"), [(SOUS, False), (AU_SEUIL, True)])
def test_la_page_publique_suit_la_meme_regle(nantes, total, montre):
    build_page(nantes)
    campagne = build_enquete(nantes, total)

    html = Client().get(f"/demarche-qualite/pref-44/enquetes/{campagne.pk}/").text

    assert bool(PARTS.search(html) or COMPTES.search(html)) is montre
    assert f"{total} réponses" in html or montre


@pytest.mark.parametrize("modele", PARLANTS, ids=lambda f: f.nom)
def test_les_mois_sous_le_seuil_d_une_annee_significative_se_taisent(nantes, modele):
    campagne = build_campagne(
        nantes, ouverte_le=dt.date(2022, 1, 1), fermee_le=dt.date(2022, 12, 31)
    )
    for mois in range(1, 13):
        for rang in range(11):
            avis = "satisfaisant" if rang < (1 if mois == 5 else 8) else "peu_satisfaisant"
            build_retour(campagne, {"globale": avis}, jour=dt.date(2022, mois, 10))

    lignes = read_document(modele.render(build_fige(nantes, 2022, le=LE))).lignes

    # One of 11 in May, out of what chance gives; 8 of 11 in the other months; 89 of 132 in the year.
    textes = [ligne.texte for ligne in lignes]
    mensuels = re.compile(r"\b9[,.][01]\d*\b|\b72[,.]7|\b[18] / 11\b")
    assert [t for t in textes if mensuels.search(t)] == []
    assert any(re.search(r"\b67[,.]4|\b89 / 132", t) for t in textes)
