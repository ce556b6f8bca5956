"""Our documents read back: what is right passes, what was changed is pointed at."""

import datetime as dt
import hashlib
import io
import json
import os
import subprocess
import sys
from dataclasses import replace

import pikepdf
import pptx
import pytest

from chiffres import LE
from publications.falsification import add_champ, alter_chiffre, cover_page
from qualepref.publications.models import Gabarit, Instantane
from qualepref.publications.operations.publications import publish_documents
from qualepref.publications.rendering.figement import build_fige
from qualepref.publications.rendering.formats import FORMATS
from qualepref.publications.rendering.lecture import (
    InstantaneAltereError,
    read_instantane,
)
from qualepref.publications.rendering.support import SupportNonFigeError, render_support
from qualepref.publications.rendering.verification import verify_document
from qualepref.publications.rules.verification import Conclusion


# Renders a snapshot given on the input in a process of its own, elsewhere and on another day, and
# prints the digests.
AILLEURS = """
import hashlib, json, os, sys, time
import django; django.setup()
fuseau, jours = sys.argv[1], int(sys.argv[2])
os.environ["TZ"] = fuseau
time.tzset()
heure = time.time
time.time = lambda: heure() + jours * 86400
from qualepref.publications.rendering.figement import load_fige
from qualepref.publications.rendering.formats import FORMATS
fige = load_fige(sys.stdin.read())
print(json.dumps({f.nom: hashlib.sha256(f.render(fige)).hexdigest() for f in FORMATS}))
"""


@pytest.fixture
def fichiers(nantes, appels, courriels):
    """The published files of 2022, by name."""
    publiees = publish_documents(
        nantes, annee=2022, genres=["bilan"], par="essai", le=LE
    )  # fmt: skip
    return {f.nom: bytes(f.octets) for f in publiees[0].fichiers.all()}


def test_un_document_publie_est_authentique(fichiers):
    for nom, octets in fichiers.items():
        verification = verify_document(octets)

        assert (verification.conclusion, verification.document) == (Conclusion.IDENTIQUE, nom)
        assert "publication du 31/01/2023" in verification.publie[0]
        assert "depuis" not in verification.publie[0]


def test_un_pdf_seulement_reenregistre_reste_conforme(fichiers):
    sortie = io.BytesIO()
    with pikepdf.open(io.BytesIO(fichiers["bilan.pdf"])) as pdf:
        pdf.save(sortie)

    assert verify_document(sortie.getvalue()).conclusion is Conclusion.CONFORME


def test_un_chiffre_change_sur_une_page_est_nomme(fichiers):
    verification = verify_document(alter_chiffre(fichiers["bilan.pdf"], 4))

    assert verification.conclusion is Conclusion.ALTERE
    (constat,) = verification.constats
    assert (constat.lieu, constat.chiffre) == ("page 5", True)
    assert constat.attendu != constat.trouve


def test_une_page_masquee_se_voit_bien_que_son_texte_reste(fichiers):
    for cover in (cover_page, add_champ):
        verification = verify_document(cover(fichiers["bilan.pdf"], 2))

        (constat,) = verification.constats
        assert (verification.conclusion, constat.lieu) == (Conclusion.ALTERE, "page 3")


def test_un_chiffre_change_dans_les_donnees_est_nomme(fichiers):
    faux = fichiers["indicateurs.json"].replace(b'"numerateur": 57,', b'"numerateur": 61,', 1)

    (constat,) = verify_document(faux).constats

    assert (constat.attendu, constat.trouve) == ("57", "61")
    assert "courriels" in constat.sujet.lower()


def test_une_reference_inconnue_ou_absente_est_dite(nantes, fichiers):
    inconnu = verify_document(b"Code;Reference\nI1;QP-000000000000")
    coupee = verify_document("Code;QP\ufffe000000000000\n".encode())
    absente = verify_document(b"Code;Valeur\nI1;12")

    assert (inconnu.conclusion, coupee.conclusion, absente.conclusion) == (
        Conclusion.INCONNU,
        Conclusion.INCONNU,
        Conclusion.SANS_REFERENCE,
    )


def test_un_instantane_d_une_autre_version_se_compare_a_ce_qui_fut_publie(fichiers):
    instantane = Instantane.objects.get()
    brut = json.loads(instantane.contenu) | {"format": 0}
    Instantane.objects.filter(pk=instantane.pk).update(contenu=json.dumps(brut))
    faux = fichiers["indicateurs.json"].replace(b'"numerateur": 57,', b'"numerateur": 61,', 1)

    assert verify_document(fichiers["bilan.pdf"]).conclusion is Conclusion.IDENTIQUE
    (constat,) = verify_document(faux).constats
    assert (constat.attendu, constat.trouve) == ("57", "61")


def test_un_instantane_modifie_dans_la_base_est_refuse(fichiers):
    instantane = Instantane.objects.get()
    contenu = instantane.contenu.replace("57", "61")
    Instantane.objects.filter(pk=instantane.pk).update(contenu=contenu)

    with pytest.raises(InstantaneAltereError):
        read_instantane(Instantane.objects.get())


@pytest.mark.lent
def test_le_meme_instantane_redonne_les_memes_octets_dans_d_autres_processus(fichiers):
    fige = read_instantane(Instantane.objects.get())

    # 26 hours apart: it is never the same day in both.
    fins = [
        subprocess.run(
            [sys.executable, "-c", AILLEURS, fuseau, jours], input=fige.canonique,
            capture_output=True, text=True, check=False,
            env={
                **os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONHASHSEED": graine,
            },
        )
        for graine, fuseau, jours in (("1", "Pacific/Kiritimati", "400"), ("2", "Etc/GMT+12", "0"))
    ]  # fmt: skip

    attendus = {f.nom: hashlib.sha256(f.render(fige)).hexdigest() for f in FORMATS}
    assert [fin.returncode for fin in fins] == [0, 0], fins[0].stderr
    assert [json.loads(fin.stdout) for fin in fins] == [attendus, attendus]
    assert {nom.rpartition(".")[2] for nom in attendus} == {
        "pdf", "docx", "html", "csv", "json", "pptx",
    }  # fmt: skip


def test_le_meme_contenu_est_le_meme_instantane(nantes, appels):
    un, deux = (build_fige(nantes, 2022, le=LE) for _ in range(2))
    autre_jour = build_fige(nantes, 2022, le=LE + dt.timedelta(days=1))

    assert un == deux
    assert autre_jour.reference != un.reference


def test_un_support_qui_ne_se_refait_pas_est_dit_incomparable(nantes):
    Gabarit.objects.create(site=nantes, nom="m.pptx", empreinte="0" * 64, par="essai", depose_le=LE)
    publish_documents(nantes, annee=2022, genres=["donnees"], par="essai", le=LE)
    faux = pptx.Presentation()
    faux.slides.add_slide(faux.slide_layouts[0]).shapes.title.text = str(Instantane.objects.get())
    octets = io.BytesIO()
    faux.save(octets)

    assert verify_document(octets.getvalue()).conclusion is Conclusion.NON_COMPARABLE


def test_un_instantane_d_avant_les_supports_le_dit(nantes):
    fige = build_fige(nantes, 2022, le=LE)
    ancien = {c: v for c, v in fige.contenu.donnees.items() if c != "comite"}

    with pytest.raises(SupportNonFigeError, match="rectificatif"):
        render_support(replace(fige, contenu=replace(fige.contenu, donnees=ancien)))
