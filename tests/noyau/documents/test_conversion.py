"""ODP by LibreOffice: absent, too slow, killed, cut short; nothing of it is left."""

import io
import tempfile
import time
import zipfile
from pathlib import Path

import pytest
from pptx import Presentation

from qualepref.noyau.documents import conversion
from qualepref.noyau.documents.conversion import (
    ConversionImpossibleError,
    ConversionTropLongueError,
    SuiteAbsenteError,
    convert_odp,
    find_suite,
)


CIBLE = 'for mot; do case "$mot" in *.pptx) f="${mot%.pptx}.odp";; esac; done'


@pytest.fixture
def provisoire(tmp_path, monkeypatch):
    """Where temporary files go: it must be empty afterwards."""
    dossier = tmp_path / "provisoire"
    dossier.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(dossier))
    return dossier


@pytest.fixture
def suite(tmp_path, monkeypatch):
    """Put a program of that text in the place of LibreOffice."""

    def install(texte):
        programmes = tmp_path / "programmes"
        programmes.mkdir()
        programme = programmes / "soffice"
        programme.write_text(f"#!/bin/sh\n{CIBLE}\n{texte}\n")
        programme.chmod(0o755)
        monkeypatch.setenv("PATH", f"{programmes}:/usr/bin:/bin")

    return install


def is_alive(pid):
    """Tell whether a process still runs; one that waits to be buried does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_son_absence_se_dit_en_francais(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))

    assert find_suite() is None
    with pytest.raises(SuiteAbsenteError, match="n’est pas installé sur cette machine"):
        convert_odp(b"")


def test_trop_longue_elle_est_arretee_avec_tout_ce_qu_elle_a_lance(
    provisoire, suite, monkeypatch, tmp_path
):
    """As LibreOffice does, the script starts the program that works."""
    temoin = tmp_path / "pid"
    suite(f"sleep 60 & echo $! > {temoin}; wait")
    monkeypatch.setattr(conversion, "DELAI_MAXIMUM", 1)

    debut = time.monotonic()
    with pytest.raises(ConversionTropLongueError, match="a été arrêté"):
        convert_odp(b"support")

    assert time.monotonic() - debut < 10
    assert not is_alive(int(temoin.read_text()))
    assert not list(provisoire.iterdir())


@pytest.mark.parametrize(
    "texte",
    [
        'printf "PK moitié" > "$f"; kill -9 $$',
        'printf "PK moitié" > "$f"; exit 0',
        'printf "" > "$f"',
        "exit 0",
        "exit 77",
    ],
)
def test_tuee_ou_ecrite_a_moitie_elle_ne_laisse_rien(provisoire, suite, texte):
    suite(texte)

    with pytest.raises(ConversionImpossibleError, match="n’a pas pu écrire"):
        convert_odp(b"support")

    assert not list(provisoire.iterdir())


def test_un_autre_document_que_celui_demande_est_refuse(provisoire, suite, tmp_path):
    autre = tmp_path / "autre.odt"
    with zipfile.ZipFile(autre, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
    suite(f'cp {autre} "$f"')

    with pytest.raises(ConversionImpossibleError):
        convert_odp(b"support")

    assert not list(provisoire.iterdir())


@pytest.mark.skipif(find_suite() is None, reason="LibreOffice n’est pas installé")
def test_un_diaporama_devient_un_odp_et_rien_d_autre_ne_reste(provisoire):
    sortie = io.BytesIO()
    deck = Presentation()
    deck.slides.add_slide(deck.slide_layouts[5]).shapes.title.text = "Ordre du jour"
    deck.save(sortie)

    octets = convert_odp(sortie.getvalue())

    with zipfile.ZipFile(io.BytesIO(octets)) as archive:
        assert "Ordre du jour" in archive.read("content.xml").decode()
    assert not list(provisoire.iterdir())
