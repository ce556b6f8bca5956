"""What a file is, whatever its name says."""

import io
import time
import zipfile

import pytest

from archives import MANIERES, build_abimee
from qualepref.noyau.fichiers.detection import detect_nature
from qualepref.noyau.fichiers.erreurs import (
    PieceAbimeeError,
    PieceAvecMacrosError,
    PieceDemesureeError,
    PieceInconnueError,
    PieceProtegeeError,
    PieceTrompeuseError,
    PieceVideError,
)
from qualepref.noyau.fichiers.natures import NatureFichier


PDF = b"%PDF-1.7\ncorps\n%%EOF\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)
COURRIEL = b"From: a@exemple.fr\r\nDate: Mon, 4 Apr 2022 10:00:00 +0200\r\nSubject: essai\r\n\r\nBonjour\r\n"


def build_zip(**membres):
    """Return an archive; « __ » stands for « / » and « _pt_ » for « . » in names."""
    flux = io.BytesIO()
    with zipfile.ZipFile(flux, "w", zipfile.ZIP_DEFLATED) as archive:
        for nom, contenu in membres.items():
            archive.writestr(nom, contenu)
    return flux.getvalue()


WORD = {"[Content_Types].xml": "<Types/>", "word/document.xml": "<w:document/>"}
ODT = {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}


def detect(tmp_path, nom, contenu, *, decompresse_max=1_000_000):
    chemin = tmp_path / "depot"
    chemin.write_bytes(contenu)
    return detect_nature(chemin, nom=nom, decompresse_max=decompresse_max)


@pytest.mark.parametrize(
    ("nom", "contenu", "nature"),
    [
        ("a.pdf", PDF, NatureFichier.PDF),
        ("sans-extension", PDF, NatureFichier.PDF),
        ("PHOTO.JPEG", b"\xff\xd8\xff\xe0" + bytes(20), NatureFichier.JPEG),
        ("a.png", b"\x89PNG\r\n\x1a\n" + bytes(20), NatureFichier.PNG),
        ("a.docx", build_zip(**WORD), NatureFichier.DOCX),
        ("a.odt", build_zip(**ODT), NatureFichier.ODT),
        ("a.doc", OLE + "WordDocument".encode("utf-16-le"), NatureFichier.DOC),
        ("a.csv", "Nom;Délai\r\nA;3\r\n".encode(), NatureFichier.CSV),
        ("a.txt", "relevé du 4 avril".encode("cp1252"), NatureFichier.TEXTE),
        ("a.eml", COURRIEL, NatureFichier.COURRIEL),
    ],
)
def test_un_fichier_est_reconnu_a_son_contenu(tmp_path, nom, contenu, nature):
    assert detect(tmp_path, nom, contenu) is nature


@pytest.mark.parametrize(
    ("nom", "contenu", "refus", "dit"),
    [
        ("vide.pdf", b" \r\n", PieceVideError, "vide"),
        ("a.docx", PDF, PieceTrompeuseError, "c’est un document PDF"),
        ("a.pdf", b"\x89PNG\r\n\x1a\n" + bytes(20), PieceTrompeuseError, "une image PNG"),
        ("facture.exe", PDF, PieceTrompeuseError, "« .exe »"),
        ("a.pdf", PDF[:10], PieceAbimeeError, "incomplet"),
        ("a.docx", build_zip(**WORD)[:-30], PieceAbimeeError, "incomplet"),
        ("a.zip", build_zip(lisezmoi="x"), PieceInconnueError, "archive ZIP"),
        ("a.txt", b"MZ\x90\x00", PieceInconnueError, "programme"),
        ("a.txt", b"\xef\xbb\xbf  <!DOCTYPE html><p>", PieceInconnueError, "page web"),
        ("a.svg", b"<svg onload='x()'/>", PieceInconnueError, "page web ou un dessin"),
        ("a.csv", b"<?xml version='1.0'?><a/>", PieceInconnueError, "page web ou un dessin"),
        ("a.txt", b"texte\x00binaire", PieceInconnueError, "binaire"),
        (
            "a.docm",
            build_zip(**WORD, **{"word/vbaProject.bin": "x"}),
            PieceAvecMacrosError,
            "macros",
        ),
        ("a.xls", OLE + "_VBA_PROJECT".encode("utf-16-le"), PieceAvecMacrosError, "macros"),
        (
            "a.xlsx",
            OLE + "EncryptedPackage".encode("utf-16-le"),
            PieceProtegeeError,
            "mot de passe",
        ),
        (
            "a.odt",
            build_zip(**ODT, **{"META-INF/manifest.xml": "<m:encryption-data/>"}),
            PieceProtegeeError,
            "mot de passe",
        ),
    ],
)
def test_ce_qui_n_est_pas_une_piece_est_refuse_en_disant_pourquoi(
    tmp_path, nom, contenu, refus, dit
):
    with pytest.raises(refus) as leve:
        detect(tmp_path, nom, contenu)

    assert dit in str(leve.value)
    assert nom in str(leve.value)


@pytest.mark.parametrize("maniere", MANIERES)
def test_une_archive_qui_ne_se_lit_pas_est_refusee(tmp_path, maniere):
    with pytest.raises(PieceAbimeeError):
        detect(tmp_path, "a.docx", build_abimee(maniere, WORD))


def test_une_bombe_est_refusee_sans_etre_depliee(tmp_path):
    bombe = build_zip(**WORD, **{"word/media/vide.bin": bytes(50_000_000)})

    with pytest.raises(PieceDemesureeError, match="10 Mo"):
        detect(tmp_path, "a.docx", bombe, decompresse_max=10_000_000)

    assert len(bombe) < 100_000


def test_une_taille_qui_ment_est_refusee(tmp_path):
    honnete = build_zip(**WORD, **{"word/media/a.bin": bytes(100_000)})
    taille = (100_000).to_bytes(4, "little")
    menteur = honnete.replace(taille, (10).to_bytes(4, "little"))

    with pytest.raises(PieceAbimeeError):
        detect(tmp_path, "a.docx", menteur)


@pytest.mark.parametrize(
    "contenu",
    [
        b"a:\n" * 10_000_000,
        b"a:x\n" + b" \n" * 15_000_000,
        b"From: a@exemple.fr\n" + b"a:\n" * 10_000_000,
    ],
    ids=["entetes", "suites", "courriel"],
)
def test_un_texte_qui_mime_des_entetes_sans_fin_se_lit_aussitot(tmp_path, contenu):
    debut = time.perf_counter()

    assert detect(tmp_path, "a.txt", contenu) is NatureFichier.TEXTE

    assert time.perf_counter() - debut < 5
