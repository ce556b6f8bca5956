import io
import zipfile

import pikepdf
import pytest
from docx import Document

from archives import MANIERES, build_abimee
from modeles.usines import JOUR, build_coordonnees, build_docx, build_modele, donne
from qualepref.modeles.operations.modeles import write_version
from qualepref.modeles.queries.modeles import compare_versions, read_exemplaires, read_modele
from qualepref.modeles.rendering.documents import (
    FormatImpossibleError,
    render_badges,
    render_modele,
)
from qualepref.modeles.rendering.gabarits import GabaritRefuseError, check_gabarit, fill_gabarit
from usines import CLERMONT, build_service, build_site


CONNUES = ("site.nom", "delai.mises-a-jour.maj-site")
HOSTILE = "<script>alert(1)</script> & {{ 7*7 }}"


def build_lu(depart="courrier-reponse", **remplies):
    site = build_site(**CLERMONT)
    build_coordonnees(site)
    service = build_service(site, "accueil", "Bureau de l’accueil")
    return read_modele(build_modele(site, depart, service=service), le=JOUR, remplies=remplies)


def texts(octets):
    document = Document(io.BytesIO(octets))
    return [p.text for p in document.paragraphs]


def rewrite(octets, nom, contenu):
    """Return the archive with one more member, or one replaced."""
    sortie = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(octets)) as source,
        zipfile.ZipFile(sortie, "w", zipfile.ZIP_DEFLATED) as cible,
    ):
        for membre in source.infolist():
            if membre.filename != nom:
                cible.writestr(membre, source.read(membre))
        cible.writestr(nom, contenu)
    return sortie.getvalue()


@pytest.mark.django_db
def test_le_texte_commence_par_l_objet():
    texte = render_modele(build_lu("accuse-general"), extension="txt", le=JOUR).decode()

    assert texte.startswith("Objet : Nous avons bien reçu votre message\n\nBonjour,")
    assert "sous 5\xa0jours ouvrés" in texte


@pytest.mark.django_db
def test_le_courriel_html_echappe_tout_et_n_a_ni_style_ni_script():
    lu = build_lu("courriel-reponse", reponse=HOSTILE)

    html = render_modele(lu, extension="html", le=JOUR).decode()

    assert "<script>" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; {{ 7*7 }}" in html
    assert "style" not in html
    assert '<html lang="fr">' in html


@pytest.mark.django_db
def test_les_listes_du_texte_sont_des_listes_du_courriel():
    html = render_modele(build_lu("accuse-general"), extension="html", le=JOUR).decode()

    assert html.count("<ul>") == 1
    assert html.count("<li>") == 5


@pytest.mark.django_db
def test_le_courrier_word_dit_qui_ecrit_a_qui_et_pourquoi():
    lu = build_lu(**{"usager.nom": "Claude Martin", "agent.nom": "Marie Roux\x0b"})

    paragraphes = texts(render_modele(lu, extension="docx", le=JOUR))

    assert paragraphes[0] == "PRÉFET\nDU PUY-DE-DÔME"
    assert any("Affaire suivie par\xa0: Marie Roux" in p for p in paragraphes)
    assert any(p.startswith("Claude Martin") for p in paragraphes)
    assert any(p.startswith("Objet\xa0: Votre demande du") for p in paragraphes)


@pytest.mark.django_db
def test_le_courrier_pdf_est_accessible():
    pdf = render_modele(build_lu(reponse=HOSTILE), extension="pdf", le=JOUR)

    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert document.Root.Lang == "fr-FR"
        assert document.open_metadata()["pdfuaid:part"] == "1"


@pytest.mark.django_db
def test_un_format_que_le_type_n_a_pas_est_refuse_avec_ceux_qu_il_a():
    with pytest.raises(FormatImpossibleError, match="pdf"):
        render_modele(build_lu("badge"), extension="docx", le=JOUR)


@pytest.mark.django_db
@pytest.mark.parametrize(("personnes", "pages"), [(1, 1), (10, 1), (11, 2)])
def test_les_badges_vont_par_dix(personnes, pages):
    modele = build_lu("badge").modele
    donnees = [{"agent.prenom": f"Pierre{n}"} for n in range(personnes)]

    pdf = render_badges(read_exemplaires(modele, le=JOUR, remplies=donnees), le=JOUR)

    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert len(document.pages) == pages
        assert document.Root.MarkInfo.Marked


@pytest.mark.django_db
def test_le_document_word_du_site_est_rempli_en_tete_comprise(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    lu = build_lu()
    gabarit = build_docx("Objet : {{ objet }}", "{{ corps }}", entete="{{ site.nom }}")
    modele = write_version(
        lu.modele, donne=donne(corps="Un.\n\n{reponse}"), docx=gabarit, par="marie", le=JOUR
    )

    octets = render_modele(
        read_modele(modele, le=JOUR, remplies={"reponse": HOSTILE}), extension="docx", le=JOUR
    )

    assert HOSTILE in "\n".join(texts(octets))
    entete = Document(io.BytesIO(octets)).sections[0].header.paragraphs[0].text
    assert entete == "Préfecture du Puy-de-Dôme"


def test_le_tiret_d_une_variable_s_ecrit_autrement_dans_word():
    gabarit = build_docx("Sous {{ delai.mises_a_jour.maj_site }}.")
    check_gabarit(gabarit, connues=CONNUES)

    rempli = fill_gabarit(gabarit, valeurs={"delai.mises-a-jour.maj-site": "3 jours ouvrés"})

    assert texts(rempli) == ["Sous 3 jours ouvrés."]


@pytest.mark.parametrize(
    "texte",
    [
        "{% for i in range(9) %}x{% endfor %}",
        "{{ 9 ** 9 }}",
        "{{ site.nom * 9 }}",
        "{{ site.nom | upper }}",
        "{{ site.nom.upper() }}",
        "{{ site['nom'] }}",
        "{{ ''.__class__ }}",
        "{{ site.nom",
        "{% set x = 1 %}",
        "{{ site.nom if corps }}",
    ],
)
def test_un_document_word_ne_porte_que_des_variables_simples(texte):
    with pytest.raises(GabaritRefuseError, match="variables simples"):
        check_gabarit(build_docx(texte), connues=CONNUES)


@pytest.mark.parametrize("texte", ["{{ site.nm }}", "{{ site.nom.__class__ }}", "{{ self }}"])
def test_une_variable_inconnue_d_un_document_word_est_nommee(texte):
    with pytest.raises(GabaritRefuseError, match=r"inconnues.*Variables possibles : corps"):
        check_gabarit(build_docx(texte), connues=CONNUES)


@pytest.mark.parametrize("octets", [b"", b"%PDF-1.7", b"PK\x03\x04abc", b"x" * 5000])
def test_un_fichier_qui_n_est_pas_un_document_word_est_refuse(octets):
    with pytest.raises(GabaritRefuseError, match=r"\.docx"):
        check_gabarit(octets, connues=CONNUES)


def test_une_archive_qui_n_est_pas_un_document_word_est_refusee():
    sortie = io.BytesIO()
    with zipfile.ZipFile(sortie, "w") as archive:
        archive.writestr("a.txt", "a")

    with pytest.raises(GabaritRefuseError, match="pas un document Word"):
        check_gabarit(sortie.getvalue(), connues=CONNUES)


def test_des_macros_sont_refusees():
    with pytest.raises(GabaritRefuseError, match="macros"):
        check_gabarit(rewrite(build_docx("a"), "word/vbaProject.bin", b"x"), connues=CONNUES)


def test_une_archive_demesuree_n_est_pas_ouverte(settings):
    settings.MODELE_TAILLE_DECOMPRESSEE = 2**20
    bombe = rewrite(build_docx("a"), "word/media/a.xml", b"0" * 2**21)

    with pytest.raises(GabaritRefuseError, match="démesuré"):
        check_gabarit(bombe, connues=CONNUES)


def test_un_fichier_trop_lourd_est_refuse(settings):
    settings.MODELE_TAILLE_MAXIMALE = 100

    with pytest.raises(GabaritRefuseError, match="pèse plus"):
        check_gabarit(build_docx("a"), connues=CONNUES)


def test_une_definition_xml_est_refusee():
    xml = b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'

    with pytest.raises(GabaritRefuseError, match="définitions"):
        check_gabarit(rewrite(build_docx("a"), "word/document.xml", xml), connues=CONNUES)


@pytest.mark.parametrize("xml", [b"<a/>", b"<a", b""])
def test_un_document_abime_est_refuse(xml):
    with pytest.raises(GabaritRefuseError, match="abîmé"):
        check_gabarit(rewrite(build_docx("a"), "word/document.xml", xml), connues=CONNUES)


@pytest.mark.parametrize("maniere", MANIERES)
def test_une_archive_qui_ne_se_lit_pas_est_refusee(maniere):
    membres = {"[Content_Types].xml": "<Types/>", "word/document.xml": "<w:document/>"}

    with pytest.raises(GabaritRefuseError, match="lisible"):
        check_gabarit(build_abimee(maniere, membres), connues=CONNUES)


def test_des_parentheses_sans_fin_sont_refusees():
    with pytest.raises(GabaritRefuseError, match="variables simples"):
        check_gabarit(build_docx("{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}"), connues=CONNUES)


def test_un_modele_attache_d_un_autre_poste_est_refuse():
    rels = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        b'relationships/attachedTemplate" Target="http://ailleurs/x.dotm" TargetMode="External"/>'
        b"</Relationships>"
    )

    with pytest.raises(GabaritRefuseError, match="autre poste"):
        check_gabarit(
            rewrite(build_docx("a"), "word/_rels/settings.xml.rels", rels), connues=CONNUES
        )


def test_une_variable_dans_les_proprietes_du_document_est_refusee():
    with pytest.raises(GabaritRefuseError, match="hors du texte"):
        check_gabarit(build_docx("a", titre="{{ site.nom }}"), connues=CONNUES)


@pytest.mark.django_db
def test_la_comparaison_redonne_les_deux_textes():
    avant = build_lu("badge").modele
    apres = write_version(
        avant, donne=donne(corps="{agent.prenom}\n{site.nom}\n"), par="marie", le=JOUR
    )

    morceaux = compare_versions(avant, apres)

    assert "".join(t for s, t in morceaux if s != "ajoute") == avant.corps
    assert "".join(t for s, t in morceaux if s != "retire") == apres.corps
