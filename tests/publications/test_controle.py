"""The screen that checks a published document, and the command."""

import json
import re

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from qualepref.config import commandes
from usines import connect


FAUX = """
document: {site: Préfecture, date: '2022'}
figures:
  - {id: A, label: "Taux <b>de</b> réponse", published: 80 %, unit: pourcent, numerator: 577, denominator: 1000}
  - {id: B, label: Nombre de lettres, published: '33', unit: nombre, sample_size: 88}
"""
JUSTE = (
    "figures: [{id: A, label: Taux, published: 50 %, unit: pourcent, numerator: 1, denominator: 2}]"
)


@pytest.fixture
def page(nantes):
    return reverse("publication_controle", args=[nantes.code])


def depose(page, agent, texte, nom="bilan.yaml"):
    fichier = SimpleUploadedFile(nom, texte.encode())
    reponse = connect(agent).post(page, {"fichier": fichier})
    return reponse, re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", reponse.content.decode()))


@pytest.mark.parametrize(
    ("qui", "code"), [("lecteur", 200), ("autre site", 404), ("sans rôle", 404)]
)
def test_l_ecran_s_ouvre_a_qui_consulte_le_site(agents, page, qui, code):
    assert connect(agents[qui]).get(page).status_code == code


def test_l_ecran_demande_de_s_identifier(page):
    assert "next=" in connect().get(page).url


def test_les_constats_par_classe_puis_ce_qui_est_juste(agents, page):
    reponse, texte = depose(page, agents["lecteur"], FAUX)

    assert reponse.status_code == 200
    assert "Erreur prouvée" in texte
    assert "577 / 1\u00a0000 = 57,7\u00a0%\u00a0; imprimé 80\u00a0%" in reponse.content.decode()
    assert "Vérifié et juste (1)" in texte
    assert "33 sur 88" in texte
    assert "&lt;b&gt;de&lt;/b&gt;" in reponse.content.decode()


def test_rien_a_redire_se_dit(agents, page):
    _, texte = depose(page, agents["lecteur"], JUSTE)

    assert "rien à redire" in texte


@pytest.mark.parametrize(
    ("texte", "nom", "attendu"),
    [
        ("figures: [", "bilan.yaml", "syntaxe YAML"),
        ("document: {}", "bilan.yaml", "ni chiffre ni tableau"),
        ("%PDF-1.7", "bilan.pdf", "PDF"),
        ("", "bilan.xlsx", "vide"),
    ],
)
def test_un_fichier_illisible_dit_pourquoi(agents, page, texte, nom, attendu):
    reponse, lu = depose(page, agents["lecteur"], texte, nom)

    assert reponse.status_code == 200
    assert attendu in lu


def _lance(monkeypatch, capsys, *mots):
    monkeypatch.setattr("sys.argv", ["qualepref", "controler", *mots])
    with pytest.raises(SystemExit) as fin:
        commandes.main()
    return fin.value.code, capsys.readouterr()


@pytest.mark.parametrize(("texte", "code"), [(FAUX, 3), (JUSTE, 0), ("figures: [", 1)])
def test_la_commande_dit_par_son_code_si_quelque_chose_est_faux(
    tmp_path, monkeypatch, capsys, texte, code
):
    fichier = tmp_path / "bilan.yaml"
    fichier.write_text(texte, encoding="utf-8")

    rendu, sortie = _lance(monkeypatch, capsys, str(fichier), "--format", "json")

    lu = json.loads(sortie.out)
    assert rendu == code
    if code == 1:
        assert "syntaxe YAML" in lu["motif"]
    else:
        dits = [(c["classe"], c["regle"], c["figures"]) for c in lu["constats"]]
        assert dits == ([("proven", "taux_et_rapport", ["A"])] if code else [])
        assert all(c["preuve"] for c in lu["constats"])


def test_la_commande_range_par_classe_et_liste_ce_qui_est_juste(tmp_path, monkeypatch, capsys):
    fichier = tmp_path / "bilan.yaml"
    fichier.write_text(FAUX, encoding="utf-8")

    _, sortie = _lance(monkeypatch, capsys, str(fichier), "--verifies")

    assert "Erreur prouvée (1)" in sortie.out
    assert "Vérifié et juste (1)" in sortie.out
    assert "1 constats" not in sortie.err


def test_ce_qui_n_est_pas_controle_se_voit_en_tete(agents, page, tmp_path):
    classeur = openpyxl.Workbook()
    for ligne in (["Site", "Reçus", "Traités"], ["Alençon", 40, "=B2-10"], ["Flers", 10, 8]):
        classeur.active.append(ligne)
    chemin = tmp_path / "bilan.xlsx"
    classeur.save(chemin)

    fichier = SimpleUploadedFile("bilan.xlsx", chemin.read_bytes())
    reponse = connect(agents["lecteur"]).post(page, {"fichier": fichier})

    texte = reponse.content.decode()
    assert "Tout n’a pas été contrôlé" in texte
    assert "cellule non lue\u00a0: C2 (formule sans valeur enregistrée)" in texte


def test_sans_aucun_champ_ou_trop_gros_l_ecran_le_dit(agents, page, settings, monkeypatch):
    rien = connect(agents["lecteur"]).post(page)
    settings.IMPORT_TAILLE_MAXIMALE = 10
    monkeypatch.setattr("qualepref.config.televersement.MARGE", 0)
    _, gros = depose(page, agents["lecteur"], JUSTE)

    assert "Choisissez le fichier à contrôler." in rien.text
    assert "dépasse 0 Mo" in gros
