"""The committee's deck as structure: titles, tables, charts, notes, and nothing that was not frozen."""

import datetime as dt
import hashlib
import io
import re
import zipfile
from dataclasses import replace

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from lxml import etree
from pptx import Presentation
from pptx.util import Emu

from chiffres import LE
from comites.usines import build_comite, build_membre, build_reunion, build_suite
from qualepref.comites.models import PointOrdreDuJour
from qualepref.noyau.documents.gabarits import build_gabarit
from qualepref.noyau.referentiel.lecture import load_referentiel
from qualepref.publications.models import Gabarit
from qualepref.publications.operations.instantanes import freeze_instantane
from qualepref.publications.queries.gabarits import GabaritPerduError, name_gabarit
from qualepref.publications.queries.support import get_support
from qualepref.publications.rendering.bilan_donnees import Manque
from qualepref.publications.rendering.figement import build_fige
from qualepref.publications.rendering.support import SupportNonFigeError, render_support
from qualepref.publications.rendering.support_familles import list_familles
from qualepref.publications.rendering.verification import verify_document
from qualepref.publications.rules.verification import Conclusion


pytestmark = pytest.mark.django_db
NOMBRE = re.compile(r"\d[\d\u00a0,.]*")
CLU = dt.datetime(2023, 6, 30, 12, tzinfo=dt.UTC)


@pytest.fixture
def fige(nantes, appels, courriels):
    return build_fige(nantes, 2022, le=LE)


def open_deck(octets):
    return Presentation(io.BytesIO(octets))


def tables_of(deck):
    return [f for d in deck.slides for f in d.shapes if f.has_table]


def charts_of(deck):
    return [f for d in deck.slides for f in d.shapes if f.has_chart]


def genres_of(deck):
    return [(d.shapes.title.text, d.slide_layout.element.get("type")) for d in deck.slides]


def titres_de_reunion(deck):
    """Titles of the slides before the annexes."""
    titres = [titre for titre, _ in genres_of(deck)]
    return titres[: titres.index("Annexes")]


def puces_of(diapositive):
    return [
        p.text
        for place in diapositive.placeholders
        if place.placeholder_format.idx == 1
        for p in place.text_frame.paragraphs
    ]


def corps_of(diapositive):
    """Sizes of type of a slide, but those of its foot and of its number."""
    cadres = [p.text_frame for p in diapositive.placeholders if p.placeholder_format.idx == 1]
    cadres += [
        c.text_frame for f in diapositive.shapes if f.has_table for c in f.table.iter_cells()
    ]
    morceaux = [m for cadre in cadres for p in cadre.paragraphs for m in p.runs]
    return [m.font.size.pt for m in morceaux if m.font.size is not None]


def rows_of(forme):
    return [[c.text for c in rangee.cells] for rangee in forme.table.rows]


def test_chaque_diapositive_a_son_titre_ses_notes_et_son_pied(fige):
    deck = open_deck(render_support(fige))

    titres = [d.shapes.title.text for d in deck.slides]
    assert len(titres) == len(set(titres))
    assert all(titres)
    assert deck.slide_width * 9 == deck.slide_height * 16
    for rang, diapositive in enumerate(deck.slides, 1):
        xml = etree.tostring(diapositive.element, encoding="unicode")
        assert re.search(f'type="slidenum".*?<a:t>{rang}</a:t>', xml) or rang == 1
        assert fige.reference in xml
        assert set(re.findall(r'<a:rPr[^>]*lang="([^"]+)"', xml)) == {"fr-FR"}
        if diapositive.slide_layout.element.get("type") != "secHead":
            assert diapositive.notes_slide.notes_text_frame.text.strip()
        assert not [f for f in diapositive.shapes if f.shape_type == 17], "texte hors d'une place"


def test_les_points_suivent_l_ordre_du_jour_type_sans_reunion(fige):
    deck = open_deck(render_support(fige))

    points = [
        p["titre"].replace(" :", "\u00a0:") for p in fige.contenu.donnees["comite"]["ordre_du_jour"]
    ]
    ordre = puces_of(deck.slides[1])
    assert [p.split(" (", 1)[0] for p in ordre] == points
    muets = {str(rang) for rang, p in enumerate(ordre, 1) if p.endswith(")")}
    numeros = [titre.split(". ", 1)[0] for titre in titres_de_reunion(deck)[2:]]
    assert numeros == sorted(numeros)
    assert set(numeros) | muets == {str(rang) for rang in range(1, len(points) + 1)}
    assert not set(numeros) & muets
    assert len(points) == 7


def test_un_point_long_est_annonce_et_les_annexes_suivent_la_reunion(fige):
    deck = open_deck(render_support(fige))

    intercalaires = [t for t, genre in genres_of(deck) if genre == "secHead"]
    assert intercalaires[-1] == "Annexes"
    assert all(t[0].isdigit() for t in intercalaires[:-1])
    titres = [t for t, _ in genres_of(deck)]
    apres = titres[titres.index("Annexes") + 1 :]
    assert apres
    assert all(t.startswith("Annexe – ") for t in apres)
    assert [len(titres_de_reunion(deck)), *apres] == [titres.index("Annexes"), *apres]


def test_ce_qui_est_projete_se_lit_de_loin(fige):
    limites = get_support().limites
    deck = open_deck(render_support(fige))

    for diapositive in list(deck.slides)[2 : len(titres_de_reunion(deck))]:
        if diapositive.slide_layout.element.get("type") == "secHead":
            continue
        formes = [f for f in diapositive.shapes if f.has_table or f.has_chart]
        assert len(formes) <= 1
        assert len(puces_of(diapositive)) <= limites.puces
        for forme in formes:
            if forme.has_table:
                assert 2 <= len(forme.table.rows) <= limites.lignes + 1
            else:
                assert forme.chart.category_axis.tick_labels.font.size.pt >= 14
        assert all(c >= limites.corps for c in corps_of(diapositive))
        assert formes or len(puces_of(diapositive)) > 1, "une diapositive pour presque rien"


def test_un_indicateur_est_dans_une_famille_ou_dit_sans_chiffre(fige):
    familles, muets = list_familles(fige.contenu)
    cles = get_support().chiffres_cles
    places = [i.code for f in familles for i in f.indicateurs] + [i.code for i in muets]

    assert len(places) == len(set(places))
    seuls = {i.code for i in fige.contenu.indicateurs} - set(places) - set(cles)
    assert len(seuls) <= 1, "un seul chiffre ne fait pas une diapositive"
    annexe = {
        r[0]
        for f in tables_of(open_deck(render_support(fige)))
        for r in rows_of(f)
        if rows_of(f)[0][2:3] == ["Calcul"]
    }
    assert {i.libelle for i in fige.contenu.indicateurs} <= annexe
    assert [f.premier_module for f in familles] == sorted(f.premier_module for f in familles)


def test_l_annee_en_bref_compte_les_constats_par_module(fige):
    contenu = fige.contenu
    deck = open_deck(render_support(fige))
    (bref,) = [f for f in tables_of(deck) if "par module et par constat" in f._element.xml]

    *modules, ensemble = rows_of(bref)[1:]

    par_colonne = [sum(map(int, c)) for c in list(zip(*modules, strict=True))[1:]]
    assert par_colonne == [int(c) for c in ensemble[1:]]
    assert par_colonne == [d.nombre for d in contenu.bilan.decompte]
    assert sum(par_colonne) == len(contenu.bilan.tableau)


def test_un_tableau_trop_long_est_entier_en_annexe(fige):
    comite = fige.contenu.donnees["comite"]
    manque = Manque("I1", "Appels", "70 %", "90 %", "20 de plus sur 100")
    manques = tuple(replace(manque, libelle=f"Cible {n}") for n in range(40))
    contenu = replace(fige.contenu, bilan=replace(fige.contenu.bilan, manques=manques))

    deck = open_deck(render_support(replace(fige, contenu=contenu)))

    vus = [
        (d.shapes.title.text, f, puces_of(d))
        for d in deck.slides
        for f in d.shapes
        if f.has_table and "Cibles non atteintes" in f._element.xml
    ]
    courts = [(f, p) for t, f, p in vus if not t.startswith("Annexe")]
    ((court, (chapeau,)),) = courts
    assert len(court.table.rows) == comite["composition"]["limites"]["lignes"] + 1
    assert "8 lignes sur 40" in chapeau
    entier = [r for t, f, _ in vus if t.startswith("Annexe") for r in rows_of(f)[1:]]
    assert [r[0] for r in entier] == [f"Cible {n}" for n in range(40)]


def test_un_instantane_fige_avant_les_annexes_le_dit(fige):
    donnees = {**fige.contenu.donnees}
    donnees["comite"] = {**donnees["comite"], "composition": {"points": []}}

    with pytest.raises(SupportNonFigeError, match=fige.reference):
        render_support(replace(fige, contenu=replace(fige.contenu, donnees=donnees)))


def test_tout_chiffre_d_un_tableau_est_dans_l_instantane(fige):
    fige_en_clair = fige.canonique.replace("\\u00a0", "\u00a0")
    connus = {n.rstrip(".,\u00a0") for n in NOMBRE.findall(fige_en_clair)}
    connus |= {str(sum(m.engagements for m in fige.contenu.bilan.perimetre))}
    # The year in short counts verdicts: checked by itself, figure by figure.
    tableaux = [
        f
        for f in tables_of(open_deck(render_support(fige)))
        if "par module et par constat" not in f._element.xml
    ]

    imprimes = {
        n.rstrip(".,\u00a0")
        for forme in tableaux
        for rangee in rows_of(forme)
        for cellule in rangee
        for n in NOMBRE.findall(cellule)
    }

    assert imprimes
    assert imprimes - connus == {"2021"} - connus


def test_un_mois_sans_releve_est_un_trou_et_se_dit(fige):
    deck = open_deck(render_support(fige))

    (mois,) = [f for f in tables_of(deck) if "de janvier à juin" in f._element.xml]
    lignes = {r[0]: r[1:] for r in rows_of(mois)}
    assert "non collecté" in lignes["Taux d’appels aboutis"]
    graphique = next(f.chart for f in charts_of(deck))
    valeurs = [v for p in graphique.plots for s in p.series for v in s.values]
    assert None in valeurs
    assert 0 not in valeurs
    assert graphique._chartSpace.xpath(".//c:dispBlanksAs/@val") == ["gap"]


def test_tableaux_et_graphiques_sont_nommes_et_tiennent_dans_la_page(fige):
    deck = open_deck(render_support(fige))

    bas = deck.slide_height - Emu(19 * 36_000)
    formes = [*tables_of(deck), *charts_of(deck)]
    assert formes
    for forme in formes:
        assert forme._element.nvGraphicFramePr.cNvPr.get("descr")
        haut = forme.height if forme.has_chart else sum(r.height for r in forme.table.rows)
        assert forme.top + haut <= bas
        assert forme.left + forme.width <= deck.slide_width
    for forme in tables_of(deck):
        assert forme.table.first_row
        assert all(len(r) == len(rows_of(forme)[0]) for r in rows_of(forme))


def test_le_meme_instantane_donne_les_memes_octets(fige):
    un, deux = render_support(fige), render_support(fige)

    assert un == deux
    with zipfile.ZipFile(io.BytesIO(un)) as archive:
        assert {m.date_time for m in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_un_chiffre_falsifie_est_montre(nantes, fige):
    freeze_instantane(nantes, fige=fige, par="essai", le=LE)
    octets = render_support(fige)
    deck = open_deck(octets)
    forme = next(f for f in tables_of(deck) if "Taux d’appels aboutis" in f._element.xml)
    ligne = next(r for r in forme.table.rows if r.cells[0].text == "Taux d’appels aboutis")
    juste = ligne.cells[1].text
    ligne.cells[1].text_frame.paragraphs[0].runs[0].text = "99\u00a0%"
    sortie = io.BytesIO()
    deck.save(sortie)

    verification = verify_document(sortie.getvalue())

    assert verify_document(octets).conclusion is Conclusion.IDENTIQUE
    assert verification.conclusion is Conclusion.ALTERE
    assert [(c.attendu, c.trouve, c.chiffre) for c in verification.constats] == [
        (juste, "99\u00a0%", True)
    ]


def test_la_reunion_a_venir_donne_l_ordre_les_sieges_et_les_suites(nantes):
    comite = build_comite(nantes)
    build_membre(comite, nom="Durand", organisation="")
    passee = build_reunion(
        comite, debut=CLU - dt.timedelta(days=365), tenue=True, publie_le=LE,
        compte_rendu="- Ouvrir le samedi",
    )  # fmt: skip
    build_suite(passee, texte="Ouvrir le samedi", etat="donnee", reponse="Ouvert depuis mai.")
    build_suite(passee, texte="Le guichet de M. Martin est lent")
    reunion = build_reunion(comite, debut=CLU)
    reunion.points.all().delete()
    PointOrdreDuJour.objects.create(reunion=reunion, rang=1, genre="suites", titre="Retour")

    fige = build_fige(nantes, 2022, le=LE)

    comite = fige.contenu.donnees["comite"]
    assert comite["reunion"]["jour"] == "2023-06-30"
    assert [p["titre"] for p in comite["ordre_du_jour"]] == ["Retour"]
    assert [s["texte"] for s in comite["precedente"]["suites"]] == ["Ouvrir le samedi"]
    assert sum(c["total"] for c in comite["precedente"]["decompte"]) == 2
    assert "Durand" not in fige.canonique
    assert "Martin" not in fige.canonique
    textes = [r for f in tables_of(open_deck(render_support(fige))) for r in rows_of(f)]
    assert any("Ouvert depuis mai." in cellule for ligne in textes for cellule in ligne)


def test_le_modele_du_site_est_fige_par_son_empreinte(nantes, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    deck = open_deck(build_gabarit())
    deck.core_properties.title = "Le nôtre"
    sortie = io.BytesIO()
    deck.save(sortie)
    empreinte = hashlib.sha256(sortie.getvalue()).hexdigest()
    default_storage.save(name_gabarit(empreinte), ContentFile(sortie.getvalue()))
    Gabarit.objects.create(
        site=nantes, nom="a.pptx", empreinte=empreinte, depose_le=LE, par="essai"
    )
    fige = build_fige(nantes, 2022, le=LE)

    octets = render_support(fige)
    Gabarit.objects.all().delete()

    assert render_support(fige) == octets
    default_storage.delete(name_gabarit(empreinte))
    with pytest.raises(GabaritPerduError, match="sauvegarde"):
        render_support(fige)


def test_le_support_ne_nomme_que_des_indicateurs_du_referentiel(settings):
    referentiel = load_referentiel(settings.REFERENTIELS / "qual-e-pref" / "2019-02")
    support = get_support()

    assert {*support.chiffres_cles, *support.graphiques} <= {
        i.code for i in referentiel.indicateurs
    }
    nommes = {d for groupe in support.familles.groupes for d in groupe.domaines}
    assert nommes <= {i.domaine for i in referentiel.indicateurs}
