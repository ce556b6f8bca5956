"""The auditor's folder: whole, verifiable, without names, the same again."""

import csv
import hashlib
import io
import zipfile

import pytest

from preuves.usines import LE, PNG, build_fichier, build_piece
from qualepref.preuves.operations.dossiers import export_dossier
from usines import build_site


pytestmark = pytest.mark.django_db


def write(site, tmp_path, *, nom="dossier.zip", graine="7", besoin="", le=LE):
    sortie = tmp_path / nom
    export_dossier(site, sortie=sortie, graine=graine, besoin=besoin, par="usine", le=le)
    return sortie


def read_csv(octets):
    return list(csv.reader(io.StringIO(octets.decode("utf-8-sig")), delimiter=";"))


def test_les_empreintes_se_verifient(tmp_path):
    site = build_site()
    build_piece(site)
    build_piece(
        site, titre="Été / à l’accueil", engagements=("16.3",), fichier=build_fichier("a.png", PNG)
    )

    sortie = write(site, tmp_path)

    with zipfile.ZipFile(sortie) as archive:
        archive.extractall(tmp_path / "lu")
        noms = archive.namelist()
    assert len(set(noms)) == len(noms)
    assert {
        "pieces/E03-compte-rendu-du-comite-local-v1.pdf",
        "pieces/E16-3-ete-a-l-accueil-v1.png",
    } <= set(noms)
    assert {"index.html", "index.ods", "style.css", "LISEZMOI.txt", "SHA256SUMS"} <= set(noms)
    sommes = (tmp_path / "lu" / "SHA256SUMS").read_text().splitlines()
    assert {ligne[66:] for ligne in sommes} == set(noms) - {"SHA256SUMS"}
    for ligne in sommes:
        contenu = (tmp_path / "lu" / ligne[66:]).read_bytes()
        assert hashlib.sha256(contenu).hexdigest() == ligne[:64]
