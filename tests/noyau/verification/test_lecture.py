import io
import zipfile

import docx
import pytest

from qualepref.noyau.verification.lecture import read_document
from qualepref.noyau.verification.modele import DocumentIllisibleError


def texts(octets):
    return [(x.lieu, x.texte) for x in read_document(octets).lignes]


def test_read_document_lit_une_page_titre_par_titre():
    page = (
        b"<html><style>p{}</style><h2>Appels</h2><p>Taux <b>91&nbsp;%</b></p><img alt='12'></html>"
    )

    assert texts(page) == [
        ("d\u00e9but de la page", "Appels"),
        ("sous \u00ab Appels \u00bb", "Taux 91 %"),
        ("sous \u00ab Appels \u00bb", "12"),
    ]


def test_read_document_lit_un_csv_cellule_par_cellule():
    lignes = read_document("Code;Taux\nI1;91,5".encode("cp1252")).lignes

    assert (lignes[-1].lieu, lignes[-1].texte, lignes[-1].sujet) == (
        "ligne 2, Taux",
        "91,5",
        "I1 – 91,5",
    )


def test_read_document_lit_un_json_chemin_par_chemin():
    assert texts(b'{"code": "I1", "mois": [1, null]}') == [
        ("code", '"I1"'), ("mois[0]", "1"), ("mois[1]", "null"),
    ]  # fmt: skip


def test_read_document_lit_les_titres_et_les_tableaux_d_un_docx():
    document = docx.Document()
    document.add_heading("Appels", 1)
    cellules = document.add_table(1, 2).rows[0].cells
    cellules[0].text, cellules[1].text = "Taux", "91 %"
    octets = io.BytesIO()
    document.save(octets)

    extrait = read_document(octets.getvalue())

    assert extrait.modifiable
    assert [(x.texte, x.sujet) for x in extrait.lignes][1:3] == [("Taux", "Taux"), ("91 %", "Taux")]


def test_read_document_refuse_ce_qui_ne_se_lit_pas():
    bombe = io.BytesIO()
    with zipfile.ZipFile(bombe, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 500_000_000)
    abime = io.BytesIO()
    with zipfile.ZipFile(abime, "w") as archive:
        archive.writestr("word/document.xml", b"<w:p")

    for octets in (
        b"%PDF-1.7 rien",
        b"PK\x03\x04abime",
        bombe.getvalue(),
        abime.getvalue(),
        b"{]",
        b"a\x00b",
    ):
        with pytest.raises(DocumentIllisibleError):
            read_document(octets)


def test_read_document_n_ouvre_aucune_entite_exterieure():
    mauvais = io.BytesIO()
    with zipfile.ZipFile(mauvais, "w") as archive:
        archive.writestr(
            "word/document.xml",
            '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><d>&x;</d>',
        )

    assert "root" not in str(texts(mauvais.getvalue()))
