"""Decks as structure: long tables cut, charts with holes and targets, templates of one's own."""

import datetime as dt
import io
import zipfile
from fractions import Fraction

import pytest
from pptx import Presentation
from pptx.enum.chart import XL_LABEL_POSITION

from qualepref.noyau.documents.diapositives import Diaporama, check_modele
from qualepref.noyau.documents.gabarits import build_gabarit
from qualepref.noyau.documents.gabarits_controle import (
    GabaritEtroitError,
    GabaritIllisibleError,
    GabaritIncompletError,
    GabaritLieError,
)
from qualepref.noyau.documents.mise_en_diapositives import lay_liste, lay_tableau
from qualepref.noyau.graphiques.modele import Genre, Graphique, Serie
from qualepref.noyau.referentiel.modele import Unite


def build_deck(**options):
    return Diaporama(
        titre="Essai", auteur="Préfecture", pied="Pied", date=dt.date(2023, 1, 31), **options
    )


def read_deck(diaporama):
    return Presentation(io.BytesIO(diaporama.build()))


def build_graphique(genre=Genre.BARRES, etiquettes=("janv.", "févr.", "mars"), **options):
    valeurs = (Fraction(9, 10), None, *[Fraction(1, 2)] * (len(etiquettes) - 2))
    base = {
        "titre": "Taux par mois", "description": "90 % en janvier, rien en février.",
        "series": (Serie("Taux", valeurs),), "unite": Unite.POURCENT,
    }  # fmt: skip
    return Graphique(genre=genre, etiquettes=tuple(etiquettes), **(base | options))


def test_la_cible_est_une_ligne_parmi_les_barres_et_le_trou_reste_un_trou():
    diaporama = build_deck()
    diaporama.add_graphique("Taux", build_graphique(cible=Fraction(4, 5)), notes=["Méthode"])

    (forme,) = [f for f in read_deck(diaporama).slides[0].shapes if f.has_chart]

    barres, lignes = forme.chart.plots
    assert list(barres.series[0].values) == [0.9, None, 0.5]
    assert list(lignes.series[0].values) == [0.8, 0.8, 0.8]
    assert lignes.series[0].name == "Cible 80\u00a0%"
    assert list(barres.categories) == ["janv.", "févr.\nn.c.", "mars"]
    assert "n.c. : non collecté" in forme.chart.chart_title.text_frame.text
    classeur = forme.chart.part.chart_workbook.xlsx_part.blob
    assert classeur.startswith(b"PK"), "ses chiffres se modifient"


def test_trop_de_barres_couchees_vont_sur_la_diapositive_suivante():
    diaporama = build_deck()
    etiquettes = [f"Question {n}" for n in range(20)]
    diaporama.add_graphique("Avis", build_graphique(Genre.HORIZONTALES, etiquettes), notes=["n"])

    deck = read_deck(diaporama)

    graphiques = [f.chart for d in deck.slides for f in d.shapes if f.has_chart]
    assert [len(list(g.plots[0].categories)) for g in graphiques] == [6, 7, 7]
    assert [d.shapes.title.text for d in deck.slides] == ["Avis", "Avis (suite)", "Avis (suite 2)"]


@pytest.mark.parametrize("lignes", [1, 12, 40, 123])
def test_un_tableau_long_se_coupe_sans_rien_perdre(lignes):
    contenu = [
        (f"Indicateur numéro {n}, dont le nom est long", "non collecté", "90 %")
        for n in range(lignes)
    ]

    mise = lay_tableau(("Indicateur", "Résultat", "Cible"), contenu, 856, 346)

    assert [ligne for tranche in mise.tranches for ligne in tranche.lignes] == contenu
    assert all(mise.entete + sum(t.hauteurs) <= 346 for t in mise.tranches)
    assert sum(mise.largeurs) == pytest.approx(856)


def test_un_caractere_interdit_et_une_formule_restent_du_texte():
    diaporama = build_deck()
    diaporama.add_tableau("T", ["A"], [["=1+1\x00<b>"]], legende="L", notes=["n"])

    (forme,) = [f for f in read_deck(diaporama).slides[0].shapes if f.has_table]

    assert forme.table.cell(1, 0).text == "=1+1<b>"


def test_notre_modele_sert_de_modele_et_ses_diapositives_ne_sont_pas_reprises():
    modele = build_deck()
    modele.add_liste("À ne pas reprendre", ["Texte"], notes=["n"])
    diaporama = build_deck(modele=modele.build())
    diaporama.add_liste("La nôtre", ["Texte"], notes=["n"])

    assert [d.shapes.title.text for d in read_deck(diaporama).slides] == ["La nôtre"]
    check_modele(build_gabarit())


def test_un_modele_incomplet_est_refuse_en_nommant_ce_qui_manque():
    deck = Presentation(io.BytesIO(build_gabarit()))
    (titre_seul,) = [d for d in deck.slide_layouts if d.name == "Titre seul"]
    deck.slide_layouts.remove(titre_seul)
    sortie = io.BytesIO()
    deck.save(sortie)

    with pytest.raises(GabaritIncompletError, match="un titre seul, pour les tableaux"):
        check_modele(sortie.getvalue())
    with pytest.raises(GabaritIllisibleError, match="ne s’ouvre pas"):
        check_modele(b"PK\x03\x04 rien")


def patch(nom, change):
    """Our template with one part changed, or taken out."""
    sortie = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(build_gabarit())) as lue,
        zipfile.ZipFile(sortie, "w") as ecrite,
    ):
        for partie in lue.namelist():
            contenu = lue.read(partie)
            contenu = change(contenu) if partie == nom else contenu
            if contenu:
                ecrite.writestr(partie, contenu)
    return sortie.getvalue()


def alter(change):
    """The library's own template, 4:3, changed."""
    deck = Presentation()
    change(deck)
    sortie = io.BytesIO()
    deck.save(sortie)
    return sortie.getvalue()


def shrink(deck):
    for disposition in deck.slide_layouts:
        for place in disposition.placeholders:
            if place.placeholder_format.idx == 1:
                place.left, place.top, place.width, place.height = 9, 9, 9999, 9999


def narrow(deck):
    deck.slide_width = 914_400


MACROS = (b"vnd.openxmlformats-officedocument.presentationml.presentation", b"vnd.ms-powerpoint.presentation.macroEnabled")  # fmt: skip
MODELE = (b"presentationml.presentation.main", b"presentationml.template.main")
ENTITE = (b"<p:presentation", b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><p:presentation')  # fmt: skip
LIEN = (
    b"</Relationships>",
    b'<Relationship Id="rId99" TargetMode="External" Target="https://exemple.fr/logo.png" '
    b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"/></Relationships>',
)


@pytest.mark.parametrize(
    ("nom", "change"),
    [
        ("[Content_Types].xml", lambda c: c.replace(*MACROS)),
        ("[Content_Types].xml", lambda c: c.replace(*MODELE)),
        ("ppt/presentation.xml", lambda c: c.replace(*ENTITE, 1)),
        ("ppt/presentation.xml", lambda c: c[:300]),
        ("ppt/_rels/presentation.xml.rels", lambda _: b""),
        ("ppt/theme/theme1.xml", lambda _: b""),
        ("ppt/slideMasters/slideMaster1.xml", lambda _: b"<a/>"),
    ],
)
def test_un_modele_abime_ou_d_un_autre_genre_est_refuse_en_clair(nom, change):
    with pytest.raises(GabaritIllisibleError, match="ne s’ouvre pas"):
        check_modele(patch(nom, change))


def test_un_modele_qui_va_chercher_ailleurs_est_refuse_un_lien_cliquable_non():
    parties = "ppt/_rels/presentation.xml.rels"
    with pytest.raises(GabaritLieError, match="Intégrez-le au modèle"):
        check_modele(patch(parties, lambda c: c.replace(*LIEN)))

    check_modele(patch(parties, lambda c: c.replace(*LIEN).replace(b"/image", b"/hyperlink")))


@pytest.mark.parametrize("change", [shrink, narrow])
def test_un_modele_trop_etroit_pour_un_tableau_est_refuse_en_clair(change):
    with pytest.raises(GabaritEtroitError, match="n’y serait pas lisible"):
        check_modele(alter(change))


def test_un_modele_4_3_sans_pied_ni_numero_sert():
    def strip(deck):
        for disposition in deck.slide_layouts:
            for place in list(disposition.placeholders):
                genre = str(place.placeholder_format.type)
                if "FOOTER" in genre or "NUMBER" in genre:
                    place._element.getparent().remove(place._element)

    octets = alter(strip)
    check_modele(octets)
    diaporama = build_deck(modele=octets)
    lignes = [
        (f"Indicateur numéro {n}, dont le nom est long", "non\u00a0collecté") for n in range(9)
    ]
    diaporama.add_tableau(
        "T", ["Indicateur", "Résultat"], lignes, legende="L", notes=["n"], maximum=8, minimum=16
    )

    deck = read_deck(diaporama)
    formes = [f for d in deck.slides for f in d.shapes if f.has_table]
    assert [len(f.table.rows) - 1 for f in formes] == [5, 4]
    for forme in formes:
        assert forme.left + forme.width <= deck.slide_width
        assert forme.top + sum(r.height for r in forme.table.rows) <= deck.slide_height
        assert forme.table.cell(0, 0).text_frame.paragraphs[0].font.size.pt >= 16


def darken(deck):
    """The colours of the theme swapped, as dark templates do."""
    (table,) = deck.slide_master.element.xpath("./p:clrMap")
    table.set("bg1", "dk1")
    table.set("tx1", "lt1")


def test_sur_un_modele_sombre_rien_n_est_ecrit_en_encre_sombre():
    diaporama = build_deck(modele=alter(darken))
    encres = {"atteinte": "18753C"}
    diaporama.add_tableau(
        "T", ["A", "B"], [["x", "atteinte"]], legende="L", notes=["n"], encres=encres
    )
    diaporama.add_graphique("G", build_graphique(), notes=["n"])

    tableau, graphique = (
        f for d in read_deck(diaporama).slides for f in d.shapes if f.has_table or f.has_chart
    )

    assert "18753C" not in tableau._element.xml
    fond = graphique.chart._chartSpace.xpath("./c:spPr/a:solidFill/a:srgbClr/@val")
    assert fond == ["FFFFFF"]
    assert str(graphique.chart.font.color.rgb) == "161616"
    clair = build_deck()
    clair.add_tableau("T", ["A", "B"], [["x", "atteinte"]], legende="L", notes=["n"], encres=encres)
    assert (
        "18753C" in next(f for f in read_deck(clair).slides[0].shapes if f.has_table)._element.xml
    )


@pytest.mark.parametrize("nombre", [1, 6, 7, 20])
def test_une_liste_longue_se_partage_et_une_courte_remplit_sa_place(nombre):
    puces = [f"Élément numéro {n}" for n in range(nombre)]

    mise = lay_liste(puces, 832, 338, maximum=6)

    assert [p for page in mise.pages for p in page] == puces
    assert max(map(len, mise.pages)) <= 6
    assert mise.corps >= 16
    assert max(len(p) for p in mise.pages) - min(len(p) for p in mise.pages) <= 1


def test_une_liste_de_longs_textes_ne_deborde_pas():
    texte = "Un texte qui dit beaucoup de choses à la fois. " * 12

    mise = lay_liste([texte] * 6, 832, 338, maximum=6)

    assert mise.corps == 16
    assert len(mise.pages) > 1
    assert sum(map(len, mise.pages)) == 6


def test_un_chapeau_est_lu_avant_le_tableau_qu_il_annonce():
    diaporama = build_deck()
    diaporama.add_tableau("T", ["A"], [["1"]], legende="L", notes=["n"], chapeau="Du 1er au 3 mai")

    (diapositive,) = read_deck(diaporama).slides

    titre, chapeau, tableau = list(diapositive.shapes)[:3]
    assert titre == diapositive.shapes.title
    assert chapeau.text_frame.text == "Du 1er au 3 mai"
    assert chapeau.top + chapeau.height <= tableau.top
    assert tableau.has_table


def test_une_valeur_juste_sous_la_cible_est_ecrite_dans_sa_barre():
    diaporama = build_deck()
    graphique = build_graphique(
        cible=Fraction(19, 20),
        series=(Serie("Taux", (Fraction(9, 10), Fraction(1), Fraction(1, 2))),),
    )
    diaporama.add_graphique("Taux", graphique, notes=["n"])

    (forme,) = [f for f in read_deck(diaporama).slides[0].shapes if f.has_chart]

    serie = forme.chart.plots[0].series[0]
    dedans = [serie.points[n].data_label.position for n in range(3)]
    assert dedans == [XL_LABEL_POSITION.INSIDE_END, None, None]
