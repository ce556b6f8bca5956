"""Whatever happens to an archive on its way, its reading fails in a way that is foreseen."""

import io
import random
import zipfile

import pytest

from archives import MANIERES, build_abimee
from qualepref.noyau.archives.fautes import ILLISIBLE


MEMBRES = {"word/document.xml": "<a>" + "texte " * 200 + "</a>", "é.xml": "x" * 50}


def read_tout(octets):
    with zipfile.ZipFile(io.BytesIO(octets)) as archive:
        for membre in archive.infolist():
            if membre.file_size < 1_000_000:
                archive.read(membre)


@pytest.mark.parametrize("maniere", MANIERES)
def test_chaque_maniere_d_etre_illisible_est_prevue(maniere):
    with pytest.raises(ILLISIBLE):
        read_tout(build_abimee(maniere, MEMBRES))


@pytest.mark.parametrize(
    "compression",
    [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA],
)
def test_des_octets_changes_au_hasard_ne_surprennent_pas(compression):
    flux = io.BytesIO()
    with zipfile.ZipFile(flux, "w", compression) as archive:
        for nom, contenu in MEMBRES.items():
            archive.writestr(nom, contenu)
    tirage = random.Random(compression)
    refuses = 0
    for _ in range(300):
        octets = bytearray(flux.getvalue())
        for rang in tirage.choices(range(len(octets)), k=tirage.choice((1, 2, 5))):
            octets[rang] = tirage.randrange(256)
        try:
            read_tout(bytes(octets))
        except ILLISIBLE:
            refuses += 1
    assert refuses
