import io
import zipfile

import docx
import pytest

from archives import MANIERES, build_abimee
from documents import build_docx, build_zip
from fichiers import replace_membre
from qualepref.noyau.verification.comparaison import compare_extraits
from qualepref.noyau.verification.lecture import read_document
from qualepref.noyau.verification.modele import DocumentIllisibleError


def texts(octets):
    return [(x.lieu, x.texte) for x in read_document(octets).lignes]


def test_read_document_lit_une_page_titre_par_titre():
    page = (
        b"<html><style>p{}</style><h2>Appels</h2><p>Taux <b>91&nbsp;%</b></p><img alt='12'></html>"
    )

    assert texts(page)[:-1] == [
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
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b" " * 500_000_000)
    abime = io.BytesIO()
    with zipfile.ZipFile(abime, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b"<w:p")

    for octets in (
        b"%PDF-1.7 rien",
        b"PK\x03\x04abime",
        bombe.getvalue(),
        abime.getvalue(),
        b"{]",
        b"[" * 200_000,
        b"Code;Valeur\nI1;" + b"9" * 200_000,
        b"a\x00b",
    ):
        with pytest.raises(DocumentIllisibleError):
            read_document(octets)


@pytest.mark.parametrize("maniere", MANIERES)
@pytest.mark.parametrize("document", ["word/document.xml", "ppt/presentation.xml"])
def test_read_document_refuse_une_archive_qui_ne_se_lit_pas(maniere, document):
    with pytest.raises(DocumentIllisibleError):
        read_document(build_abimee(maniere, {document: "<a/>" * 20}))


def test_read_document_n_ouvre_aucune_entite_exterieure():
    mauvais = io.BytesIO()
    with zipfile.ZipFile(mauvais, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            "word/document.xml",
            '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><d>&x;</d>',
        )

    assert "root" not in str(texts(mauvais.getvalue()))


def test_read_document_voit_une_barre_allongee_une_ligne_cachee_un_style_ou_un_script_ajoute():
    page = "<style>p{}</style><p>91 %</p><svg><rect height='9'/></svg>"
    changees = (
        page.replace("'9'", "'2'"),
        page.replace("<p>", "<p hidden>"),
        page.replace("p{}", "p{display:none}"),
        f"{page}<script>document.body.innerHTML = ''</script>",
    )

    ecarts = [set(texts(page.encode())) ^ set(texts(c.encode())) for c in changees]

    assert all(len(e) == 2 for e in ecarts)


def test_read_document_ne_lit_pas_un_texte_que_word_cache_et_voit_une_image_changee():
    def build(image, cache):
        document, octets = docx.Document(), io.BytesIO()
        document.add_paragraph().add_run("91 %").font.hidden = cache
        document.save(octets)
        with zipfile.ZipFile(octets, "a") as archive:
            archive.writestr("word/media/image1.png", image)
        return set(texts(octets.getvalue()))

    temoin = build(b"une image", None)

    assert temoin ^ build(b"une image", True) == {("texte", "91 %")}
    assert len(temoin ^ build(b"une autre", None)) == 2


def test_read_document_lit_une_cellule_hors_des_entetes():
    assert ("ligne 3, ", "99") in texts(b"Code;Taux\r\r\nI1;91;99")


def test_read_document_lit_une_presentation_de_libreoffice_sans_ses_descriptions():
    espaces = " ".join(
        f'xmlns:{nom}="urn:oasis:names:tc:opendocument:xmlns:{uri}:1.0"'
        for nom, uri in (
            ("office", "office"), ("draw", "drawing"), ("text", "text"), ("svg", "svg-compatible"),
            ("presentation", "presentation"),
        )
    )  # fmt: skip
    contenu = (
        f"<office:document-content {espaces}><draw:page><text:p>91<text:s/>%"
        "<draw:frame><svg:title>dessin</svg:title></draw:frame></text:p>"
        "<presentation:notes><text:p>Méthode</text:p></presentation:notes></draw:page>"
        "<draw:page><text:p/><text:h>Suite</text:h></draw:page></office:document-content>"
    )
    octets = build_zip(
        ("mimetype", "application/vnd.oasis.opendocument.presentation"),
        ("content.xml", contenu),
        ("Object 1/content.xml", contenu.replace("draw:page", "draw:table")),
    )

    extrait = read_document(octets)

    assert (extrait.genre, extrait.modifiable) == ("odp", True)
    assert [(x.lieu, x.texte, x.annexe) for x in extrait.lignes] == [
        ("graphiques", "91 %", True),
        ("graphiques", "Méthode", True),
        ("graphiques", "Suite", True),
        ("diapositive 1", "91 %", False),
        ("diapositive 1", "Méthode", True),
        ("diapositive 2", "Suite", False),
    ]


def test_read_document_voit_un_contenu_pris_dans_un_autre_fichier():
    octets = build_docx("91 %")
    ajout = b'<w:altChunk r:id="rId99"/><w:sectPr'
    avec = replace_membre(octets, "word/document.xml", lambda x: x.replace(b"<w:sectPr", ajout, 1))

    assert set(texts(avec)) - set(texts(octets)) == {
        ("texte", "contenu pris dans un autre fichier")
    }


def test_read_document_ne_fait_qu_un_ecart_d_un_titre_change():
    page = "<h2>{}</h2><p>91 %</p><p>12</p>"

    (ecart,) = compare_extraits(
        read_document(page.format("Appels").encode()), read_document(page.format("Autre").encode())
    )

    assert (ecart.attendu, ecart.trouve) == ("Appels", "Autre")
