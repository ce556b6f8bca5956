"""Every bad file is refused by its own name, with a message that says what to do."""

import io
import os
import zipfile

import openpyxl
import pytest
from msoffcrypto.format.ooxml import OOXMLFile

from archives import MANIERES, build_abimee
from qualepref.noyau.tableurs.erreurs import (
    ClasseurSansFeuilleError,
    ContenuDemesureError,
    EncodageInconnuError,
    ExtensionTrompeuseError,
    FichierIllisibleError,
    FichierProtegeError,
    FichierRefuseError,
    FichierTropGrosError,
    FichierVideError,
    FormatInconnuError,
    GuillemetNonFermeError,
)
from qualepref.noyau.tableurs.lecture import read_classeur
from qualepref.noyau.tableurs.limites import Limites


LIGNE_ODS = (
    '<table:table-row><table:table-cell office:value-type="string"><text:p>a</text:p>'
    "</table:table-cell></table:table-row>"
)


@pytest.mark.parametrize("contenu", [b"", b" \r\n\r\n", b"\xef\xbb\xbf"])
def test_read_classeur_refuse_un_fichier_vide(texte, contenu):
    with pytest.raises(FichierVideError, match=r"« registre\.csv » : le fichier est vide"):
        read_classeur(texte(contenu))


def test_read_classeur_refuse_un_fichier_trop_gros(texte):
    with pytest.raises(FichierTropGrosError, match="pèse 1,2 ko, pour 1 ko au plus"):
        read_classeur(texte("a;b\n" * 300), limites=Limites(octets=1000))


@pytest.mark.parametrize(
    ("contenu", "constat"),
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n\x1a\n....", "image"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "page web"),
        (b'<?xml version="1.0"?><Workbook/>', "XML"),
        (b"\x7fELF\x02\x01\x01\x00\x00", "binaire"),
    ],
)
def test_read_classeur_dit_ce_qu_est_un_fichier_qui_n_est_pas_un_tableur(texte, contenu, constat):
    with pytest.raises(FormatInconnuError, match=constat):
        read_classeur(texte(contenu, nom="registre.xls"))


@pytest.mark.parametrize(
    ("membre", "constat"),
    [("word/document.xml", "Word"), ("xl/workbook.bin", "xlsb"), ("photo.jpg", "archive ZIP")],
)
def test_read_classeur_dit_ce_qu_est_une_archive(tmp_path, membre, constat):
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr(membre, "x")

    with pytest.raises(FormatInconnuError, match=constat):
        read_classeur(tmp_path / "a.xlsx")


def test_read_classeur_refuse_un_texte_opendocument(ods):
    path = ods(LIGNE_ODS, mimetype="application/vnd.oasis.opendocument.text")

    with pytest.raises(FormatInconnuError, match="pas un classeur"):
        read_classeur(path)


@pytest.mark.parametrize("nom", ["registre.csv", "registre.ods", "registre.xls"])
def test_read_classeur_refuse_une_extension_trompeuse(xlsx, nom):
    with pytest.raises(ExtensionTrompeuseError, match=r"Renommer le fichier en \.xlsx"):
        read_classeur(xlsx([["a"]], nom="x.xlsx"), nom=nom)


def test_read_classeur_accepte_un_nom_sans_extension(xlsx):
    assert read_classeur(xlsx([["a"]]), nom="depot-temporaire").nom == "depot-temporaire"


def test_read_classeur_refuse_un_xlsx_protege(xlsx, tmp_path):
    path = tmp_path / "secret.xlsx"
    with xlsx([["a"]]).open("rb") as clair, path.open("wb") as chiffre:
        OOXMLFile(clair).encrypt("motdepasse", chiffre)

    with pytest.raises(FichierProtegeError, match="mot de passe"):
        read_classeur(path)


@pytest.mark.parametrize(
    "manifeste",
    [
        '<manifest:file-entry manifest:full-path="content.xml">'
        '<manifest:encryption-data manifest:checksum="x"/></manifest:file-entry>'
    ],
)
def test_read_classeur_refuse_un_ods_protege(ods, manifeste):
    with pytest.raises(FichierProtegeError):
        read_classeur(ods(LIGNE_ODS, manifeste=manifeste))


def test_read_classeur_refuse_une_archive_chiffree(xlsx, tmp_path):
    octets = bytearray(xlsx([["a"]]).read_bytes())
    octets[octets.find(b"PK\x01\x02") + 8] |= 1  # flag bit 0 of the first central entry
    (tmp_path / "chiffre.xlsx").write_bytes(octets)

    with pytest.raises(FichierProtegeError):
        read_classeur(tmp_path / "chiffre.xlsx")


@pytest.mark.parametrize("part", [0.3, 0.6, 0.95])
def test_read_classeur_refuse_un_xlsx_tronque(xlsx, tmp_path, part):
    octets = xlsx([["a"] * 20] * 50).read_bytes()
    (tmp_path / "coupe.xlsx").write_bytes(octets[: int(len(octets) * part)])

    with pytest.raises(FichierIllisibleError, match="abîmé"):
        read_classeur(tmp_path / "coupe.xlsx")


@pytest.mark.parametrize("position", [0.2, 0.4, 0.5, 0.6, 0.8])
def test_read_classeur_refuse_un_xlsx_abime(xlsx, tmp_path, position):
    octets = bytearray(xlsx([["texte", 1, 2.5]] * 200).read_bytes())
    debut = int(len(octets) * position)
    octets[debut : debut + 40] = bytes(255 - o for o in octets[debut : debut + 40])
    (tmp_path / "abime.xlsx").write_bytes(octets)

    with pytest.raises(FichierRefuseError):
        read_classeur(tmp_path / "abime.xlsx")


@pytest.mark.parametrize("membre", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"])
def test_read_classeur_refuse_un_xml_abime(xlsx, tmp_path, membre):
    with (
        zipfile.ZipFile(xlsx([["a"]])) as source,
        zipfile.ZipFile(tmp_path / "x.xlsx", "w") as archive,
    ):
        for info in source.infolist():
            contenu = source.read(info.filename)
            archive.writestr(
                info.filename, contenu[: len(contenu) // 3] if info.filename == membre else contenu
            )

    with pytest.raises(FichierIllisibleError):
        read_classeur(tmp_path / "x.xlsx")


@pytest.mark.parametrize("maniere", MANIERES)
def test_read_classeur_refuse_une_archive_qui_ne_se_lit_pas(xlsx, tmp_path, maniere):
    with zipfile.ZipFile(xlsx([["a"]])) as source:
        membres = {nom: source.read(nom) for nom in source.namelist()}
    (tmp_path / "x.xlsx").write_bytes(build_abimee(maniere, membres))

    with pytest.raises(FichierIllisibleError):
        read_classeur(tmp_path / "x.xlsx")


def test_read_classeur_refuse_un_ods_abime(ods, tmp_path):
    with (
        zipfile.ZipFile(ods(LIGNE_ODS)) as source,
        zipfile.ZipFile(tmp_path / "x.ods", "w") as archive,
    ):
        for info in source.infolist():
            contenu = source.read(info.filename)
            archive.writestr(info.filename, contenu if "content" not in info.filename else b"<a")

    with pytest.raises((FichierIllisibleError, ClasseurSansFeuilleError)):
        read_classeur(tmp_path / "x.ods")


def test_read_classeur_refuse_un_ole_qui_n_est_pas_un_classeur(texte):
    contenu = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + os.urandom(2000)

    with pytest.raises(FichierIllisibleError):
        read_classeur(texte(contenu, nom="ancien.xls"))


def test_read_classeur_refuse_une_bombe(xlsx, tmp_path):
    with (
        zipfile.ZipFile(xlsx([["a"]])) as source,
        zipfile.ZipFile(tmp_path / "bombe.xlsx", "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for info in source.infolist():
            archive.writestr(info.filename, source.read(info.filename))
        archive.writestr("xl/media/image1.bin", bytes(20_000_000))

    with pytest.raises(ContenuDemesureError, match="dépasse 10 Mo"):
        read_classeur(tmp_path / "bombe.xlsx", limites=Limites(octets_decompresses=10_000_000))


def test_read_classeur_refuse_des_textes_demesures(xlsx):
    path = xlsx([["x" * 1000 + str(n)] for n in range(200)])

    with pytest.raises(ContenuDemesureError):
        read_classeur(path, limites=Limites(octets_textes=10_000))


def test_read_classeur_refuse_une_taille_declaree_mensongere(xlsx, tmp_path):
    octets = bytearray(xlsx([["texte long " * 50 + str(n)] for n in range(500)]).read_bytes())
    nom = octets.rfind(b"xl/sharedStrings.xml")
    octets[nom - 46 + 24 : nom - 46 + 28] = (100).to_bytes(4, "little")  # size in the directory
    (tmp_path / "menteur.xlsx").write_bytes(octets)

    with pytest.raises(FichierIllisibleError):
        read_classeur(tmp_path / "menteur.xlsx")


def test_read_classeur_refuse_deux_membres_de_meme_nom(xlsx, tmp_path):
    path = xlsx([["a"]])
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("xl/workbook.xml", "<workbook/>")

    with pytest.raises(FichierIllisibleError):
        read_classeur(path)


def test_read_classeur_refuse_un_classeur_sans_feuille_de_calcul(tmp_path):
    classeur = openpyxl.Workbook()
    classeur.create_chartsheet("Graphique")
    classeur.remove(classeur.worksheets[0])
    flux = io.BytesIO()
    classeur.save(flux)
    (tmp_path / "g.xlsx").write_bytes(flux.getvalue())

    with pytest.raises(ClasseurSansFeuilleError):
        read_classeur(tmp_path / "g.xlsx")


def test_read_classeur_refuse_un_encodage_inconnu(texte):
    with pytest.raises(EncodageInconnuError, match="CSV UTF-8"):
        read_classeur(texte(b"nom;ville\nDup\x81\x8d;Foix\n"))


def test_read_classeur_refuse_un_guillemet_jamais_referme(texte):
    with pytest.raises(GuillemetNonFermeError, match="à la ligne 3"):
        read_classeur(texte('a;b\n1;2\n3;"ouvert\n4;5\n6;7\n'))
