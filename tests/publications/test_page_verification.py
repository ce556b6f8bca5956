"""The screen that verifies a document: who opens it, what it says, what it refuses."""

import csv
import io
import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from chiffres import LE, count
from documents import HOSTILES
from fichiers import write_xlsx
from qualepref.config import commandes
from qualepref.publications.models import Fichier, Instantane, Publication
from qualepref.publications.operations.publications import publish_documents
from qualepref.socle.models import Evenement
from usines import connect


@pytest.fixture
def page(nantes):
    return reverse("publication_verifier", args=[nantes.code])


@pytest.fixture
def fichiers(nantes, appels):
    """The open data of 2022, by name."""
    publies = publish_documents(nantes, annee=2022, genres=["donnees"], par="essai", le=LE)
    return {f.nom: bytes(f.octets) for f in publies[0].fichiers.all()}


def write_xlsx_octets(lignes):
    """Return a workbook of these rows."""
    flux = io.BytesIO()
    write_xlsx(flux, lignes)
    return flux.getvalue()


def depose(page, agent, octets, nom):
    reponse = connect(agent).post(page, {"fichier": SimpleUploadedFile(nom, octets)})
    return reponse, re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", reponse.text))


@pytest.mark.parametrize(
    ("qui", "code"),
    [("lecteur", 200), ("auditeur", 200), ("autre site", 404), ("sans rôle", 404)],
)
def test_l_ecran_s_ouvre_a_qui_consulte_le_site(agents, page, qui, code):
    assert connect(agents[qui]).get(page).status_code == code


def test_l_ecran_demande_de_s_identifier(page):
    assert "next=" in connect().get(page).url
    assert "next=" in connect().post(page).url


def test_un_fichier_publie_est_authentique_et_rien_n_est_garde(agents, page, fichiers):
    avant = (Fichier.objects.count(), Instantane.objects.count(), Evenement.objects.count())

    _, texte = depose(page, agents["lecteur"], fichiers["impact.csv"], "recu.csv")

    assert "Document authentique" in texte
    assert "publication du 31/01/2023" in texte
    assert avant == (Fichier.objects.count(), Instantane.objects.count(), Evenement.objects.count())


def test_un_chiffre_change_se_lit_avec_ce_qui_etait_publie(agents, page, fichiers):
    faux = fichiers["datapackage.json"].replace(b"2022", b"<b>99</b>", 1)

    reponse, texte = depose(page, agents["lecteur"], faux, "<i>recu</i>.json")

    assert "1 différence de chiffres" in texte
    assert "&lt;b&gt;99&lt;/b&gt;" in reponse.text
    assert "<i>" not in reponse.text
    assert "passages chiffrés concordants" in texte


def test_une_version_plus_recente_est_dite_avec_son_lien(nantes, agents, page, fichiers):
    count(nantes, "appels_recus", 202204, 500, "standard")
    count(nantes, "appels_perdus", 202204, 100, "standard")
    publish_documents(
        nantes, annee=2022, genres=["donnees"], motif="Avril manquait.", par="essai", le=LE
    )
    derniere = Publication.objects.get(erratum_de__isnull=False)

    reponse, texte = depose(page, agents["lecteur"], fichiers["impact.csv"], "recu.csv")

    assert "Une version plus récente existe" in texte
    assert reverse("publication", args=[nantes.pk, derniere.pk]) in reponse.text


def test_le_document_d_un_autre_site_n_est_pas_compare(agents, fichiers):
    page = reverse("publication_verifier", args=["pref-63"])

    _, texte = depose(page, agents["autre site"], fichiers["datapackage.json"], "recu.json")

    assert "n’est pas connu de ce site" in texte
    assert "31/01/2023" not in texte


@pytest.mark.parametrize("genre", ["vide", "PDF protégé", "page dite PDF", "macros", "bombe DOCX"])
def test_un_document_hostile_est_refuse_sur_l_ecran(agents, page, genre):
    nom, octets, mot = HOSTILES[genre]()

    reponse, texte = depose(page, agents["lecteur"], octets, nom)

    assert reponse.status_code == 200
    assert mot in texte
    assert "Document authentique" not in texte


def test_sans_fichier_ou_trop_gros_l_ecran_le_dit(agents, page, settings, monkeypatch):
    rien = connect(agents["lecteur"]).post(page)
    settings.IMPORT_TAILLE_MAXIMALE = 10
    monkeypatch.setattr("qualepref.config.televersement.MARGE", 0)
    _, gros = depose(page, agents["lecteur"], b"Code;Taux\n" * 100, "gros.csv")

    assert "Choisissez le document" in rien.text
    assert "dépasse 50 Mo" in gros


def test_un_instantane_change_dans_la_base_est_dit(agents, page, fichiers):
    instantane = Instantane.objects.get()
    contenu = instantane.contenu.replace("2022", "2021")
    Instantane.objects.filter(pk=instantane.pk).update(contenu=contenu)

    faux = fichiers["datapackage.json"].replace(b"2022", b"2099", 1)
    reponse, texte = depose(page, agents["lecteur"], faux, "recu.json")

    assert reponse.status_code == 200
    assert "a été modifié" in texte


def test_la_commande_dit_par_son_code_ce_que_vaut_un_document(
    fichiers, tmp_path, monkeypatch, capsys
):
    reference = Instantane.objects.get().reference
    lignes = list(csv.reader(io.StringIO(fichiers["impact.csv"].decode("utf-8-sig"))))
    faux = [[c.replace("70", "97") for c in ligne] for ligne in lignes]
    donnes = {
        "authentique.csv": (fichiers["impact.csv"], 0, "identique"),
        "change.json": (fichiers["datapackage.json"].replace(b"2022", b"2021", 1), 3, "altere"),
        "autre.json": (b'{"reference": "QP-000000000000"}', 4, "inconnu"),
        "muet.csv": (b"Code;Taux\nI1;91\n", 5, "sans_reference"),
        "seul.xlsx": (write_xlsx_octets([[reference]]), 6, "non_comparable"),
        "tire.xlsx": (write_xlsx_octets([[reference], *lignes]), 7, "derive"),
        "tire-et-change.xlsx": (write_xlsx_octets([[reference], *faux]), 3, "derive"),
        "menteur.pdf": (fichiers["impact.csv"], 0, "identique"),
        "menteur.docx": (b"<p>91 %</p>", 1, None),
    }

    for nom, (octets, code, conclusion) in donnes.items():
        fichier = tmp_path / nom
        fichier.write_bytes(octets)
        monkeypatch.setattr("sys.argv", ["qualepref", "verifier", str(fichier), "--format", "json"])
        with pytest.raises(SystemExit) as fin:
            commandes.main()
        lu = json.loads(capsys.readouterr().out)
        assert (fin.value.code, lu.get("conclusion")) == (code, conclusion), (nom, lu)
    assert "page web" in lu["motif"]
