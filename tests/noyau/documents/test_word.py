"""A Word document as assistive technologies read it, and as machines compare it."""

import datetime as dt
import io
import struct
import zlib

import docx
import pytest
from docx.oxml.ns import qn

from qualepref.noyau.documents.word import LARGEUR_MM, Word, share_largeurs


JOUR = dt.date(2023, 1, 31)


def build_png() -> bytes:
    def bloc(nom, contenu):
        somme = struct.pack(">I", zlib.crc32(nom + contenu))
        return struct.pack(">I", len(contenu)) + nom + contenu + somme

    entete = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    pixel = bloc(b"IDAT", zlib.compress(b"\0\0"))
    return b"\x89PNG\r\n\x1a\n" + bloc(b"IHDR", entete) + pixel + bloc(b"IEND", b"")


def build() -> bytes:
    word = Word(titre="Bilan", auteur="Préfecture", pied="Référence QP-0", date=JOUR)
    word.add_titre("Appels", 1)
    word.add_paragraphe("Une ", ("année", True), " pleine\x0b.")
    word.add_tableau("Par mois", ("Mois", "Taux"), [("mai", "90 %"), ("juin", "80 %")])
    word.add_image(build_png(), titre="Taux", description="Barres : mai 90 %.")
    return word.build()


def test_word_titre_tableau_et_image_se_lisent_sans_les_voir():
    document = docx.Document(io.BytesIO(build()))

    assert [p.text for p in document.paragraphs if p.style.name == "Heading 1"] == ["Appels"]
    premiere, *autres = document.tables[0].rows
    assert premiere._tr.trPr.find(qn("w:tblHeader")) is not None
    assert all(r._tr.trPr.find(qn("w:tblHeader")) is None for r in autres)
    assert document.inline_shapes[0]._inline.docPr.get("descr") == "Barres : mai 90 %."
    assert document.core_properties.language == "fr-FR"


def test_word_redonne_les_memes_octets():
    assert build() == build()


def test_share_largeurs_donne_la_place_a_qui_a_le_plus_a_dire():
    entetes = ("Indicateur", "Publié", "Explication")

    courte, etroite, longue = share_largeurs(
        [entetes, ("Taux d’appels aboutis au standard", "48\N{NO-BREAK SPACE}%", "mot " * 100)]
    )
    pareilles = share_largeurs([("a", "b"), ("c", "d")])
    trop = share_largeurs([["m" * 60] * 4])

    assert longue > courte > etroite > 0
    assert sum((courte, etroite, longue)) == pytest.approx(LARGEUR_MM)
    assert pareilles == [LARGEUR_MM / 2] * 2
    assert sum(trop) == pytest.approx(LARGEUR_MM)


def test_word_mene_a_chaque_partie_et_numerote_ses_pages():
    word = Word(titre="Bilan", auteur="Préfecture", pied="Référence QP-0", date=JOUR)
    word.add_sommaire("Sommaire")
    word.add_saut()
    for titre in ("Appels", "Courriels"):
        word.add_titre(titre, 1)

    document = docx.Document(io.BytesIO(word.build()))
    liens = list(document.element.body.iter(qn("w:hyperlink")))
    noms = [m.get(qn("w:name")) for m in document.element.body.iter(qn("w:bookmarkStart"))]
    champs = [c.text for c in document.sections[0].footer._element.iter(qn("w:instrText"))]

    assert ["".join(t.text for t in lien.iter(qn("w:t"))) for lien in liens] == [
        "Appels", "Courriels",
    ]  # fmt: skip
    assert [lien.get(qn("w:anchor")) for lien in liens] == noms
    assert champs == ["PAGE", "NUMPAGES"]


def test_word_garde_un_petit_tableau_sur_une_page():
    document = docx.Document(io.BytesIO(build()))

    *debut, fin = document.tables[0].rows
    assert all(
        p.paragraph_format.keep_with_next for r in debut for c in r.cells for p in c.paragraphs
    )
    assert not any(p.paragraph_format.keep_with_next for c in fin.cells for p in c.paragraphs)


def test_word_range_les_proprietes_d_un_tableau_dans_l_ordre_de_son_schema():
    document = docx.Document(io.BytesIO(build()))

    balises = [e.tag for e in document.tables[0]._tbl.tblPr]
    ordre = [qn(f"w:{nom}") for nom in ("tblStyle", "tblW", "tblBorders", "tblLayout", "tblLook")]
    assert balises == [balise for balise in ordre if balise in balises]
    assert qn("w:tblBorders") in balises
