"""The reports of the demonstration: every figure of the dashboard stands in the PDF, word for word."""

import datetime as dt
import io
import json
import re

import pikepdf
import pypdfium2
import pytest
from django.core.management import call_command
from django.test import override_settings
from pptx import Presentation

from bilans import list_sans_resultat
from qualepref.demonstration.operations import load_demonstration
from qualepref.indicateurs.queries.publiables import load_publiable
from qualepref.indicateurs.queries.tableau import load_tableau
from qualepref.indicateurs.rendering.donnees import render_tableau
from qualepref.indicateurs.rendering.textes import (
    say_cible,
    say_fraction,
    say_valeur,
    say_valeur_courte,
)
from qualepref.organisation.models import Site
from qualepref.publications.rendering.bilan_pdf import render_pdf
from qualepref.publications.rendering.conventions import DEMONSTRATION
from qualepref.publications.rendering.figement import build_fige
from qualepref.publications.rendering.support import render_support


LE = dt.date(2023, 1, 31)
MAINTENANT = dt.datetime(2023, 1, 31, 9, tzinfo=dt.UTC)
PAGES_MAXIMUM = 24
# Fewest slides of the meeting: the published reports have so much to show.
MINIMA = {"pref-44": 25, "pref-63": 12}
pytestmark = pytest.mark.usefixtures("rapports", "db")


@pytest.fixture(scope="module")
def rapports(django_db_setup, django_db_blocker, tmp_path_factory):
    """The two reports and what the dashboard says, computed once."""
    donnees = tmp_path_factory.mktemp("demonstration")
    with django_db_blocker.unblock(), override_settings(DONNEES=donnees):
        load_demonstration(le=LE, maintenant=MAINTENANT)
        yield {code: build_rapport(Site.objects.get(pk=code)) for code in ("pref-44", "pref-63")}
        call_command("flush", verbosity=0, interactive=False)


def build_rapport(site):
    fige = build_fige(site, 2022, le=LE)
    pdf = render_pdf(fige)
    document = pypdfium2.PdfDocument(pdf)
    pages = []
    for page in document:
        couche = page.get_textpage()
        pages.append(squeeze(couche.get_text_bounded()))
        couche.close()
        page.close()
    document.close()
    tableau = load_tableau(site, 2022, le=LE)
    publiable = load_publiable(site, 2022, le=LE)
    return {
        "pdf": pdf,
        "pages": pages,
        "tableau": tableau,
        "publiable": publiable,
        "fige": fige,
        "bilan": fige.contenu.bilan,
    }


def squeeze(texte: str) -> str:
    """Return the text without spaces nor hyphens, which the reader gives otherwise at line ends."""
    return re.sub(r"[\s\u200b\ufffe\u00ad\x02-]+", "", texte)


@pytest.fixture(params=["pref-44", "pref-63"])
def rapport(rapports, request):
    return rapports[request.param]


def alternatives(pdf: bytes) -> str:
    """Return the words that stand for the charts."""
    with pikepdf.open(io.BytesIO(pdf)) as ouvert:
        return " ".join(str(o.Alt) for o in ouvert.objects if is_figure(o))


def is_figure(objet) -> bool:
    return (
        isinstance(objet, pikepdf.Dictionary) and objet.get("/S") == "/Figure" and "/Alt" in objet
    )


def test_bilan_dit_chaque_ligne_du_tableau_de_bord(rapport):
    texte = "".join(rapport["pages"])

    absents = [
        ligne.indicateur.code
        for ligne in rapport["tableau"].lignes
        if squeeze(
            ligne.indicateur.libelle
            + (say_fraction(ligne.releve) or "–")
            + say_valeur(ligne.releve, ligne.indicateur)
            + (say_cible(ligne.cible, ligne.indicateur) or "sans")
            + (say_cible(ligne.cible_suivante, ligne.indicateur) or "non fixée")
        )
        not in texte
    ]
    assert absents == []


def test_bilan_dit_chaque_resultat_dans_son_bloc(rapport):
    texte = "".join(rapport["pages"])

    absents = [
        f.code
        for famille in rapport["bilan"].familles
        for b in famille.blocs
        for f in b.fiches
        if len(b.fiches) == 1 and squeeze(f.libelle + f.resultat + f.calcul) not in texte
    ]
    assert absents == []


def test_bilan_dit_chaque_detail_du_tableau_de_bord(rapport):
    texte = "".join(rapport["pages"])

    absents = [
        (ligne.indicateur.code, d.libelle)
        for ligne in rapport["tableau"].lignes
        for d in ligne.details
        if d.dimension != "mois"
        and d.releve.valeur not in (None, ligne.releve.valeur)
        and squeeze(say_valeur(d.releve, ligne.indicateur)) not in suite(texte, d.libelle)
    ]
    assert absents == []


def suite(texte: str, libelle: str) -> str:
    """Return what follows each time a name stands, as far as its row goes."""
    return " ".join(m[1] for m in re.finditer(f"{re.escape(squeeze(libelle))}(.{{0,90}})", texte))


def test_bilan_dit_chaque_mois_du_tableau_de_bord(rapport):
    texte = "".join(rapport["pages"]) + squeeze(alternatives(rapport["pdf"]))

    absents = [
        ligne.indicateur.code
        for ligne in rapport["tableau"].lignes
        if sum(r.valeur is not None for r in ligne.mois) > 1
        and any(
            squeeze(say_valeur_courte(r, ligne.indicateur)) not in texte
            for r in ligne.mois
            if r.valeur is not None
        )
    ]
    assert absents == []


def test_bilan_dit_pourquoi_un_indicateur_n_a_pas_de_chiffre(rapport):
    texte = "".join(rapport["pages"])
    absents = list_sans_resultat(rapport["bilan"])

    assert absents
    assert [c for c, s in absents.items() if not s.raison or squeeze(s.raison) not in texte] == []


def test_bilan_joint_les_chiffres_du_tableau_de_bord(rapport):
    with pikepdf.open(io.BytesIO(rapport["pdf"])) as pdf:
        joints = json.loads(pdf.attachments["indicateurs.json"].get_file().read_bytes())

    attendu = render_tableau(rapport["publiable"]) | {"reference": rapport["fige"].reference}
    assert joints == attendu


def test_bilan_tient_en_vingt_quatre_pages(rapport):
    assert len(rapport["pages"]) <= PAGES_MAXIMUM


def test_bilan_n_a_pas_de_page_presque_vide(rapport):
    interieures = rapport["pages"][1:-1]

    assert [n for n, page in enumerate(interieures, 2) if len(page) < 400] == []


def test_bilan_avertit_la_ou_les_lignes_sont_reconstituees(rapport):
    attendu = squeeze(DEMONSTRATION)

    avertit = {attendu in page for page in rapport["pages"]}
    assert avertit == {rapport["bilan"].demonstration}


def test_bilan_redonne_les_memes_octets(rapport):
    assert render_pdf(rapport["fige"]) == rapport["pdf"]


def test_le_support_tient_dans_une_reunion_de_deux_heures(rapport):
    deck = Presentation(io.BytesIO(render_support(rapport["fige"])))
    titres = [d.shapes.title.text for d in deck.slides]
    reunion = list(deck.slides)[: titres.index("Annexes")]

    assert MINIMA[rapport["fige"].contenu.site.code] <= len(reunion) <= 30
    for diapositive in reunion:
        for forme in diapositive.shapes:
            if forme.has_table:
                cellules = [m for c in forme.table.iter_cells() for m in runs_of(c)]
                assert min(m.font.size.pt for m in cellules) >= 16
                assert len(forme.table.rows) <= 9


def runs_of(cellule):
    return [m for p in cellule.text_frame.paragraphs for m in p.runs]
