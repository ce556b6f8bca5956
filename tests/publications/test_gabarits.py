"""The site's own template for decks: who gives it, what is refused, what it changes."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pptx import Presentation

from qualepref.noyau.documents.gabarits import build_gabarit
from qualepref.publications.models import Gabarit
from usines import connect


@pytest.fixture(autouse=True)
def dossier(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def page(nantes):
    return reverse("publication_gabarit", args=[nantes.code])


def depose(page, agent, octets, nom="modele.pptx"):
    return connect(agent).post(page, {"fichier": SimpleUploadedFile(nom, octets)}, follow=True)


def build_bombe():
    sortie = io.BytesIO(build_gabarit())
    with zipfile.ZipFile(sortie, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("ppt/media/vide.bin", b"\0" * 60_000_000)
    return sortie.getvalue()


def build_macros():
    """A .pptm named .pptx."""
    sortie = io.BytesIO(build_gabarit())
    with zipfile.ZipFile(sortie, "a") as archive:
        archive.writestr("ppt/vbaProject.bin", b"Attribute VB_Name")
    return sortie.getvalue()


def build_incomplet():
    deck = Presentation(io.BytesIO(build_gabarit()))
    (ouverture,) = [d for d in deck.slide_layouts if d.name == "Ouverture"]
    deck.slide_layouts.remove(ouverture)
    sortie = io.BytesIO()
    deck.save(sortie)
    return sortie.getvalue()


@pytest.mark.parametrize(
    ("qui", "code"),
    [("référent", 200), ("lecteur", 404), ("auditeur", 404), ("autre site", 404)],
)
def test_seul_le_referent_donne_un_modele(agents, page, qui, code):
    reponse = connect(agents[qui]).get(page)

    assert reponse.status_code in (code, 403 if code == 404 else code)
    assert "next=" in connect().get(page).url


def test_un_modele_est_garde_rendu_puis_retire(agents, page, nantes):
    fichier = reverse("publication_gabarit_fichier", args=[nantes.code])
    client = connect(agents["référent"])
    assert client.get(fichier).content == build_gabarit()
    deck = Presentation(io.BytesIO(build_gabarit()))
    deck.core_properties.title = "Le nôtre"
    sortie = io.BytesIO()
    deck.save(sortie)

    reponse = depose(page, agents["référent"], sortie.getvalue(), "préfecture.pptx")

    assert "préfecture.pptx" in reponse.content.decode()
    assert client.get(fichier).content == sortie.getvalue()
    retirer = reverse("publication_gabarit_retirer", args=[nantes.code])
    assert client.get(retirer).status_code == 200
    client.post(retirer)
    assert not Gabarit.objects.exists()
    assert client.get(retirer).status_code == 404


@pytest.mark.parametrize(
    ("octets", "nom", "mots"),
    [
        (b"", "vide.pptx", "vide"),
        (b"%PDF-1.7 %%EOF", "bilan.pdf", "n’est pas un diaporama PowerPoint"),
        (b"MZ programme", "modele.pptx", "n’est pas un diaporama PowerPoint"),
        (build_gabarit()[:5000], "coupe.pptx", "abîmé"),
        (build_bombe(), "bombe.pptx", "une fois décompressé"),
        (build_macros(), "macros.pptx", "macros"),
        (build_gabarit(), "modele.pptm", "son nom se termine par"),
        (build_incomplet(), "court.pptx", "un titre et un sous-titre, pour l’ouverture"),
    ],
)  # fmt: skip
def test_un_fichier_qui_ne_peut_pas_servir_est_refuse_en_clair(agents, page, octets, nom, mots):
    reponse = depose(page, agents["référent"], octets, nom)

    assert mots in reponse.content.decode()
    assert not Gabarit.objects.exists()
