import datetime as dt
import io

import pikepdf
import pytest

from qualepref.noyau.documents.composition import (
    UA,
    Document,
    RenduImpossibleError,
    render_document,
)


JOUR = dt.date(2026, 3, 2)
MODELE = b"""
#let d = json("contenu.json")
#set document(title: d.titre, date: datetime(year: 2026, month: 3, day: 2))
#set text(lang: "fr", font: ("Marianne", "IBM Plex Sans Arabic"))
= #d.titre
#d.texte
"""


def build_document(texte="Bonjour", modele=MODELE):
    return Document(
        modele=modele,
        contenu={"titre": "Affiche", "texte": texte},
        normes=(UA,),
        date=JOUR,
        noms={"texte": "corps du texte"},
    )


def test_render_document_annonce_sa_norme(tmp_path):
    pdf = pikepdf.open(io.BytesIO(render_document(build_document(), polices=tmp_path)))

    with pdf.open_metadata(update_docinfo=False) as metadonnees:
        assert metadonnees["pdfuaid:part"] == "1"


def test_render_document_redonne_les_memes_octets(tmp_path):
    premier = render_document(build_document(), polices=tmp_path)

    assert render_document(build_document(), polices=tmp_path) == premier


def test_render_document_dessine_l_arabe(tmp_path):
    pdf = pikepdf.open(
        io.BytesIO(render_document(build_document("ما رأيك في زيارتك؟"), polices=tmp_path))
    )

    polices = {str(o.BaseFont) for o in pdf.objects if "/BaseFont" in _dict(o)}
    assert any("IBMPlexSansArabic" in nom for nom in polices)


def test_render_document_dit_ou_est_un_caractere_sans_dessin(tmp_path):
    with pytest.raises(RenduImpossibleError, match=r"U\+6F22.*« corps du texte »"):
        render_document(build_document("漢"), polices=tmp_path)


def test_render_document_dit_un_gabarit_refuse(tmp_path):
    with pytest.raises(RenduImpossibleError, match="n’a pas pu être mis en page"):
        render_document(build_document(modele=b"#inconnu"), polices=tmp_path)


def _dict(objet):
    return objet if isinstance(objet, pikepdf.Dictionary) else {}
