"""From words to a publication that no longer changes, as three people see it."""

import datetime as dt
import hashlib

import pypdfium2
import pytest
from django.urls import reverse

from chiffres import LE, count
from comites.usines import build_comite, build_reunion
from qualepref.organisation.queries import get_referentiel
from qualepref.publications.enums import EtatPublication
from qualepref.publications.models import Instantane, Publication, Redaction
from qualepref.publications.operations import publications
from qualepref.publications.operations.publications import (
    ApercuPerimeError,
    AutreContenuPublieError,
    publish_documents,
)
from qualepref.suivi.operations.comptages import set_comptages
from usines import connect


def address(nom, site, *suite):
    return reverse(nom, args=[site.code, *suite])


def publish(site, agent, **champs):
    """Publish 2022 by the form, as it was just looked at."""
    page = address("publication_preparer", site, 2022)
    navigateur = connect(agent)
    apercu = navigateur.get(page).context["fige"].reference
    return navigateur.post(page, {"genres": ["bilan"], "apercu": apercu, **champs})


@pytest.fixture
def publiee(nantes, agents, appels):
    publish(nantes, agents["référent"])
    return Publication.objects.get()


def test_publier_fige_et_garde_les_fichiers(nantes, agents, publiee):
    instantane = Instantane.objects.get()

    assert (publiee.instantane, publiee.etat, publiee.par) == (
        instantane,
        EtatPublication.PUBLIEE,
        agents["référent"].username,
    )
    assert hashlib.sha256(instantane.contenu.encode()).hexdigest() == instantane.empreinte
    lisibles = publiee.fichiers.filter(nom__regex="(csv|json|html)$")
    assert all(instantane.reference.encode() in bytes(f.octets) for f in lisibles)


def test_publier_deux_fois_la_meme_chose_ne_publie_rien_de_plus(nantes, agents, publiee):
    reponse = publish(nantes, agents["référent"])

    assert reponse.status_code == 302
    assert Publication.objects.count() == Instantane.objects.count() == 1


def test_des_chiffres_changes_exigent_un_motif_et_font_un_rectificatif(nantes, agents, publiee):
    avant = {f.nom: bytes(f.octets) for f in publiee.fichiers.all()}
    count(nantes, "appels_recus", 202204, 500, "standard")
    count(nantes, "appels_perdus", 202204, 100, "standard")

    refus = publish(nantes, agents["référent"])
    assert refus.status_code == 200
    assert "Dites pourquoi" in refus.content.decode()
    assert publish(nantes, agents["référent"], motif="Avril manquait.").status_code == 302

    publiee.refresh_from_db()
    erratum = publiee.rectificatif
    assert (publiee.etat, erratum.motif) == (EtatPublication.RECTIFIEE, "Avril manquait.")
    mois = [c["cle"] for c in erratum.changements if c["cle"].startswith("I1/mois/")]
    assert mois == ["I1/mois/04"]
    annee = next(c for c in erratum.changements if c["cle"] == "I1")
    assert (annee["avant"], annee["apres"]) == (
        "70\xa0% (2\xa0100 / 3\xa0000)",
        "71\xa0% (2\xa0500 / 3\xa0500)",
    )
    assert {f.nom: bytes(f.octets) for f in publiee.fichiers.all()} == avant


def test_la_page_dit_ce_qui_differe_depuis_et_pourquoi(nantes, agents, publiee):
    navigateur = connect(agents["référent"])
    recus = next(g for g in get_referentiel(nantes).grandeurs if g.code == "appels_recus")
    set_comptages(
        nantes, grandeur=recus, valeurs={(202201, "standard"): 1500}, source="standard",
        par=agents["référent"], le=LE,
    )  # fmt: skip

    texte = navigateur.get(address("publication", nantes, publiee.pk)).content.decode()

    assert "Chiffres différents aujourd’hui" in texte
    assert "70\xa0% (2\xa0100 / 3\xa0000)" in texte
    assert "74\xa0% (2\xa0600 / 3\xa0500)" in texte
    assert "saisie (comptages appels_recus, " in texte


def test_un_apercu_se_dit_apercu_et_ce_qui_est_publie_non(nantes, agents, publiee):
    apercu = connect(agents["lecteur"]).get(address("bilan_pdf", nantes, 2022)).content

    couvertures = [
        pypdfium2.PdfDocument(octets)[0].get_textpage().get_text_range()
        for octets in (apercu, bytes(publiee.fichiers.get(nom="bilan.pdf").octets))
    ]
    assert ["Aperçu, non publié" in texte for texte in couvertures] == [True, False]


def test_un_apercu_perime_ne_se_publie_pas(nantes, agents, appels):
    page = address("publication_preparer", nantes, 2022)
    navigateur = connect(agents["référent"])

    reponse = navigateur.post(page, {"genres": ["bilan"], "apercu": "QP-000000000000"})

    assert "ont changé depuis l’aperçu" in reponse.content.decode()
    assert not Publication.objects.exists()


def test_une_publication_retiree_reste_lisible_avec_son_motif(nantes, agents, publiee):
    navigateur = connect(agents["référent"])
    navigateur.post(address("publication_retirer", nantes, publiee.pk), {"motif": "Erreur."})

    page = navigateur.get(address("publication", nantes, publiee.pk)).content.decode()
    fichier = navigateur.get(address("publication_fichier", nantes, publiee.pk, "bilan.pdf"))

    assert "Erreur." in page
    assert fichier.content == bytes(publiee.fichiers.get(nom="bilan.pdf").octets)


def test_les_textes_ecrits_sont_au_bilan_et_seulement_eux(nantes, agents, appels):
    navigateur = connect(agents["référent"])
    page = address("publication_textes", nantes, 2022)
    assert "Accueil téléphonique" in navigateur.get(page).content.decode()

    reponse = navigateur.post(page, {"texte-0": "Une **année** pleine.\r\n\r\n- <b>un</b>"})

    assert reponse.status_code == 302
    assert Redaction.objects.get().champ == "preambule"
    contenu = navigateur.get(address("bilan_annee", nantes, 2022)).content.decode()
    assert "Une <strong>année</strong> pleine." in contenu
    assert "<li>&lt;b&gt;un&lt;/b&gt;</li>" in contenu


@pytest.mark.parametrize("qui", ["lecteur", "auditeur", "national"])
def test_les_autres_lisent_sans_publier(nantes, agents, publiee, qui):
    navigateur = connect(agents[qui])

    for nom, suite in (("publications", ()), ("publication", (publiee.pk,))):
        assert navigateur.get(address(nom, nantes, *suite)).status_code == 200
    for nom, suite in (
        ("publication_preparer", (2022,)),
        ("publication_textes", (2022,)),
        ("publication_retirer", (publiee.pk,)),
    ):
        assert navigateur.post(address(nom, nantes, *suite)).status_code == 403


@pytest.mark.parametrize(("qui", "attendu"), [("autre site", 404), ("sans rôle", 404), (None, 302)])
def test_les_publications_n_existent_pas_pour_qui_n_a_rien_a_y_voir(
    nantes, agents, publiee, qui, attendu
):
    navigateur = connect(agents[qui]) if qui else connect()

    for nom, suite in (
        ("publications", ()),
        ("publication", (publiee.pk,)),
        ("publication_fichier", (publiee.pk, "bilan.pdf")),
        ("publication_preparer", (2022,)),
    ):
        assert navigateur.get(address(nom, nantes, *suite)).status_code == attendu


def test_un_ordre_du_jour_change_ne_rectifie_que_le_support(nantes, appels):
    (bilan,) = publish_documents(nantes, annee=2022, genres=["bilan"], par="essai", le=LE)
    comite = build_comite(nantes)
    reunion = build_reunion(comite, debut=dt.datetime(2023, 6, 30, 12, tzinfo=dt.UTC))

    (support,) = publish_documents(nantes, annee=2022, genres=["support"], par="essai", le=LE)
    memes = publish_documents(nantes, annee=2022, genres=["bilan", "support"], par="essai", le=LE)
    assert memes == (bilan, support)
    assert support.instantane != bilan.instantane
    assert "support.pptx" in {f.nom for f in support.fichiers.all()}

    reunion.points.first().delete()
    with pytest.raises(AutreContenuPublieError):
        publish_documents(nantes, annee=2022, genres=["support"], par="essai", le=LE)
    publish_documents(
        nantes, annee=2022, genres=["support"], par="essai", le=LE, motif="Ordre du jour revu."
    )
    bilan.refresh_from_db()
    support.refresh_from_db()
    assert (bilan.etat, support.etat) == ("publiee", "rectifiee")


def test_qui_publie_pendant_qu_un_autre_dessine_l_emporte(nantes, appels, monkeypatch):
    donnees = {"annee": 2022, "genres": ["donnees"], "le": LE}
    dessiner = publications.list_formats

    def publish_entre_temps(genre):
        monkeypatch.setattr(publications, "list_formats", dessiner)
        publish_documents(nantes, par="première", **donnees)
        return dessiner(genre)

    monkeypatch.setattr(publications, "list_formats", publish_entre_temps)

    with pytest.raises(ApercuPerimeError):
        publish_documents(nantes, par="seconde", **donnees)
    assert Publication.objects.get().par == "première"


def test_une_conversion_manquee_ne_retient_pas_la_publication(
    nantes, appels, tmp_path, monkeypatch
):
    suite = tmp_path / "soffice"
    suite.write_text("#!/bin/sh\nexit 1\n")
    suite.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin")

    (support,) = publish_documents(nantes, annee=2022, genres=["support"], par="essai", le=LE)

    assert [f.nom for f in support.fichiers.all()] == ["support.pptx"]
