import dataclasses
import datetime as dt
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from qualepref.noyau.calcul.verdicts import Verdict
from qualepref.noyau.documents.composition import RenduImpossibleError
from qualepref.noyau.redaction.lecture import parse_texte
from qualepref.publications.rendering.bilan_donnees import Bilan, Publies
from qualepref.publications.rendering.conventions import CONVENTIONS, DEMONSTRATION, Convention
from qualepref.publications.rendering.pdf import Donnees, render_bilan_pdf


CSV = "code;résultat\r\nappels-aboutis;48 %\r\n".encode()
JSON = json.dumps({"appels-aboutis": "48 %"}).encode()
DATE = dt.date(2023, 2, 15)
SECONDES_A_FROID = 3
BORD_DROIT = 595.3 - 56.7 + 4  # the margin, and the space that ends a line


@pytest.fixture(scope="module")
def cache(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("polices")


@pytest.fixture
def render(cache):
    def render_one(bilan: Bilan) -> bytes:
        return render_bilan_pdf(bilan, donnees=Donnees(CSV, JSON), date=DATE, polices=cache)

    return render_one


@pytest.fixture
def pdf(render, bilan):
    with pikepdf.open(io.BytesIO(render(bilan))) as ouvert:
        yield ouvert


def read_pages(contenu: bytes) -> list[str]:
    """Return the text of each page, without the marks that only allow long words to break."""
    document = pypdfium2.PdfDocument(contenu)
    try:
        textes = []
        for page in document:
            couche = page.get_textpage()
            textes.append(couche.get_text_bounded().replace("\u200b", ""))
            couche.close()
            page.close()
        return textes
    finally:
        document.close()


def squeeze(texte: str) -> str:
    return re.sub(r"[\s\u200b\ufffe\u00ad]+", "", texte)


def structure(pdf: pikepdf.Pdf) -> list[pikepdf.Dictionary]:
    """Return every element of the tag tree."""
    trouves: list[pikepdf.Dictionary] = []

    def visit(noeud) -> None:
        if isinstance(noeud, pikepdf.Array):
            for enfant in noeud:
                visit(enfant)
        elif isinstance(noeud, pikepdf.Dictionary):
            if "/S" in noeud:
                trouves.append(noeud)
            if "/K" in noeud:
                visit(noeud.K)

    visit(pdf.Root.StructTreeRoot.K)
    return trouves


def with_methode(bilan: Bilan, methode: str) -> Bilan:
    famille = bilan.familles[0]
    bloc = famille.blocs[0]
    fiche = dataclasses.replace(bloc.fiches[0], methode=methode)
    blocs = (dataclasses.replace(bloc, fiches=(fiche,)),)
    return dataclasses.replace(
        bilan, familles=(dataclasses.replace(famille, blocs=blocs), *bilan.familles[1:])
    )


def test_render_bilan_pdf_est_en_francais(pdf):
    assert str(pdf.Root.Lang).startswith("fr")


def test_render_bilan_pdf_est_balise(pdf):
    assert pdf.Root.MarkInfo.Marked is True


@pytest.mark.parametrize(
    ("propriete", "attendu"),
    [("pdfuaid:part", "1"), ("pdfaid:part", "3"), ("pdfaid:conformance", "A")],
)
def test_render_bilan_pdf_annonce_ses_normes(pdf, propriete, attendu):
    with pdf.open_metadata(update_docinfo=False) as metadonnees:
        assert metadonnees[propriete] == attendu


def test_render_bilan_pdf_porte_un_titre_affiche(pdf):
    with pdf.open_metadata(update_docinfo=False) as metadonnees:
        assert metadonnees["dc:title"] == "Bilan annuel 2022 – Préfecture de la Loire-Atlantique"
    assert pdf.Root.ViewerPreferences.DisplayDocTitle is True


@pytest.mark.parametrize(("nom", "octets"), [("indicateurs.csv", CSV), ("indicateurs.json", JSON)])
def test_render_bilan_pdf_joint_ses_donnees(pdf, nom, octets):
    piece = pdf.attachments[nom]

    assert piece.get_file().read_bytes() == octets
    assert piece.obj.AFRelationship == "/Data"


def test_render_bilan_pdf_decrit_chaque_graphique(pdf, bilan):
    descriptions = [str(e.Alt) for e in structure(pdf) if e.S == "/Figure"]

    attendues = [b.graphique.description for fa in bilan.familles for b in fa.blocs if b.graphique]
    attendues += [g.description for s in bilan.sections for g in s.graphiques]
    assert list(map(squeeze, descriptions)) == list(map(squeeze, attendues))


def test_render_bilan_pdf_donne_des_entetes_a_chaque_tableau(pdf):
    balises = [str(e.S) for e in structure(pdf)]

    assert balises.count("/THead") == balises.count("/Table") > 0


def test_render_bilan_pdf_ouvre_un_titre_par_famille(render, bilan):
    texte = "\n".join(read_pages(render(bilan)))

    assert [f.titre for f in bilan.familles if texte.count(f.titre) < 2] == []


def test_render_bilan_pdf_redonne_les_memes_octets(render, bilan):
    assert render(bilan) == render(bilan)


def test_render_bilan_pdf_depend_de_sa_date(bilan, cache):
    autre = render_bilan_pdf(
        bilan, donnees=Donnees(CSV, JSON), date=dt.date(2024, 3, 1), polices=cache
    )

    with pikepdf.open(io.BytesIO(autre)) as ouvert:
        assert str(ouvert.docinfo.CreationDate).startswith("D:20240301")


@pytest.mark.parametrize(
    "hostile",
    [
        '#import "@preview/x:1.0.0": *',
        '#eval("1+1") #read("/etc/passwd")',
        "$x^2$ et $ integral $",
        "*gras* _italique_ `code`",
        "@reference <etiquette> = titre",
        "C:\\dossier\\u{41} \\n",
        '// commentaire /* bloc */ "guillemets"',
        "<script>alert(1)</script> & &amp;",
    ],
)
def test_render_bilan_pdf_imprime_un_texte_hostile_tel_quel(render, bilan, hostile):
    pages = read_pages(render(with_methode(bilan, hostile)))

    assert squeeze(hostile) in squeeze("".join(pages))


def test_render_bilan_pdf_garde_un_mot_immense_dans_la_page(render, bilan):
    mot = "préfecture" * 40

    contenu = render(with_methode(bilan, mot))
    assert squeeze(mot) in squeeze("".join(read_pages(contenu)))
    assert rightmost(contenu) <= BORD_DROIT


def rightmost(contenu: bytes) -> float:
    """Return how far right the text of the inner pages goes, in points."""
    document = pypdfium2.PdfDocument(contenu)
    try:
        bords = []
        for numero in range(1, len(document)):
            page = document[numero]
            couche = page.get_textpage()
            bords += [couche.get_rect(i)[2] for i in range(couche.count_rects())]
            couche.close()
            page.close()
        return max(bords)
    finally:
        document.close()


def test_render_bilan_pdf_reste_dans_ses_marges(render, bilan):
    assert rightmost(render(bilan)) <= BORD_DROIT


@pytest.mark.parametrize(
    ("caractere", "code"),
    [("漢", "U+6F22"), ("😀", "U+1F600"), ("\ue000", "U+E000"), ("\ufffe", "U+FFFE")],
)
def test_render_bilan_pdf_refuse_un_caractere_sans_dessin(render, bilan, caractere, code):
    with pytest.raises(RenduImpossibleError) as refus:
        render(with_methode(bilan, f"Appels {caractere} aboutis"))

    message = str(refus.value)
    assert code in message
    assert "Accueil téléphonique › Appels aboutis au standard › méthode de calcul" in message
    assert "remplacez-le" in message


def test_render_bilan_pdf_nomme_la_case_dont_le_texte_ne_s_imprime_pas(render, bilan):
    with pytest.raises(RenduImpossibleError, match=r"texte écrit pour le préambule.*Bravo 😀"):
        render(dataclasses.replace(bilan, redige=parse_texte("Bravo 😀")))


def test_render_bilan_pdf_refuse_un_caractere_sans_dessin_dans_un_graphique(render, bilan):
    famille = bilan.familles[1]
    graphique = famille.blocs[0].graphique
    faux = dataclasses.replace(graphique, etiquettes=("漢", *graphique.etiquettes[1:]))
    blocs = (dataclasses.replace(famille.blocs[0], graphique=faux),)
    familles = (dataclasses.replace(famille, blocs=blocs),)

    with pytest.raises(RenduImpossibleError, match=r"U\+6F22"):
        render(dataclasses.replace(bilan, familles=familles))


def test_render_bilan_pdf_imprime_l_espace_fine_et_le_trait_insecable(render, bilan):
    texte = squeeze("".join(read_pages(render(with_methode(bilan, "1\u202f000 porte\u2011clés")))))

    assert "1000porte-clés" in texte


def test_render_bilan_pdf_ne_coupe_pas_le_nom_du_label(render, bilan):
    preambule = tuple("x" * n + " " + "démarche Qual-e-Pref " * 30 for n in range(1, 9))

    texte = "".join(read_pages(render(dataclasses.replace(bilan, preambule=preambule))))
    assert len(re.findall(r"Qual-e-Pref", texte)) >= 8 * 30


def test_render_bilan_pdf_avertit_d_une_demonstration_sur_chaque_page(render, bilan):
    pages = read_pages(render(bilan))

    attendu = squeeze(DEMONSTRATION)
    assert [n for n, page in enumerate(pages, 1) if attendu not in squeeze(page)] == []


def test_render_bilan_pdf_n_avertit_pas_hors_demonstration(render, bilan):
    pages = read_pages(render(dataclasses.replace(bilan, demonstration=False)))

    assert "Démonstration" not in "".join(pages)


def test_render_bilan_pdf_dit_chaque_verdict_du_tableau_en_toutes_lettres(render, bilan):
    texte = squeeze("".join(read_pages(render(dataclasses.replace(bilan, familles=())))))

    # Once more in the key of the shapes, and in the conventions for the one they explain.
    attendus = {v.libelle: sum(li.verdict is v for li in bilan.tableau) + 1 for v in Verdict}
    comptes = {libelle: texte.count(squeeze(libelle)) for libelle in attendus}
    assert comptes == attendus


def test_render_bilan_pdf_compte_les_verdicts(render, bilan):
    texte = squeeze(read_pages(render(bilan))[2])

    for compte in bilan.decompte:
        assert squeeze(f"{compte.nombre}{compte.libelle}") in texte


def test_render_bilan_pdf_dit_le_verdict_sur_chaque_fiche(render, bilan):
    sans_tableau = dataclasses.replace(bilan, tableau=(), manques=())

    texte = squeeze("".join(read_pages(render(sans_tableau))))
    fiches = [f for famille in bilan.familles for b in famille.blocs for f in b.fiches]
    for verdict in {f.verdict for f in fiches}:
        attendu = sum(f.verdict is verdict for f in fiches) + 1  # the key of the shapes
        assert texte.count(squeeze(verdict.libelle)) == attendu


def test_render_bilan_pdf_met_un_delai_a_cote_de_son_taux(render, bilan):
    texte = squeeze("".join(read_pages(render(bilan))))

    for attendu in ("96 %", "732 / 759 demandes échantillonnées", "1 807 jours ouvrés pour 759"):
        assert squeeze(attendu) in texte


def test_render_bilan_pdf_ne_coupe_pas_un_grand_nombre_de_son_unite(render, bilan):
    famille = bilan.familles[0]
    fiche = dataclasses.replace(famille.blocs[0].fiches[0], resultat="49\u00a0200\u00a0/\u00a0mois")
    blocs = (dataclasses.replace(famille.blocs[0], fiches=(fiche, fiche)),)
    coupe = dataclasses.replace(bilan, familles=(dataclasses.replace(famille, blocs=blocs),))

    lignes = [ligne for page in read_pages(render(coupe)) for ligne in page.splitlines()]
    assert sum("49 200 / mois" in ligne.replace("\u00a0", " ") for ligne in lignes) == 2


def test_render_bilan_pdf_range_a_part_ce_qui_n_a_pas_de_resultat(render, bilan):
    texte = squeeze("".join(read_pages(render(bilan))))

    assert squeeze("Non collecté cette année") in texte
    assert squeeze("raison non donnée") in texte


def test_render_bilan_pdf_dit_ce_qu_il_fallait(render, bilan):
    assert squeeze("3 de plus sur 724") in squeeze(read_pages(render(bilan))[2])


def test_render_bilan_pdf_separe_les_ecarts_des_chiffres_qui_concordent(render, bilan):
    texte = squeeze("".join(read_pages(render(bilan))))

    for attendu in ("diffère", "repris tel quel", "Les 6 chiffres publiés qui concordent"):
        assert squeeze(attendu) in texte


def test_render_bilan_pdf_dit_ce_qui_manque(render, bilan):
    texte = squeeze("".join(read_pages(render(bilan))))

    for attendu in ("non collecté", "non renseignée", "aucun mois", "non fixée"):
        assert squeeze(attendu) in texte


def test_render_bilan_pdf_rend_un_bilan_presque_vide(render, bilan):
    vide = dataclasses.replace(
        bilan,
        label=None,
        perimetre=(),
        familles=(),
        tableau=(),
        preambule=(),
        sections=(),
        publies=Publies(),
        notes=(),
        referentiel="",
        statut="",
    )

    texte = squeeze("".join(read_pages(render(vide))))
    assert squeeze("le site n’est pas encore labellisé") in texte
    assert squeeze("Aucun indicateur n’a été collecté.") in texte


def test_render_bilan_pdf_numerote_les_pages_et_les_reference(render, bilan):
    pages = read_pages(render(bilan))

    for numero, page in enumerate(pages[1:], 2):
        assert squeeze(f"Page {numero} / {len(pages)}") in squeeze(page)
        assert squeeze(bilan.reference) in squeeze(page)


def test_render_bilan_pdf_imprime_les_conventions_du_bilan(render, bilan):
    propre = Convention("Terme local", "Sens que lui donne le site.")

    derniere = read_pages(render(dataclasses.replace(bilan, conventions=(*CONVENTIONS, propre))))[
        -1
    ]
    assert squeeze("Sens que lui donne le site.") in squeeze(derniere)


def test_render_bilan_pdf_se_contente_des_polices_embarquees(monkeypatch, bilan, cache):
    monkeypatch.setattr(
        "qualepref.noyau.documents.composition.prepare_polices", lambda dossier: None
    )

    pdf = render_bilan_pdf(bilan, donnees=Donnees(CSV, JSON), date=DATE, polices=cache)
    assert "Bilan annuel" in read_pages(pdf)[0]


def test_render_bilan_pdf_a_froid_tient_en_trois_secondes(bilan, tmp_path):
    debut = _work()

    render_bilan_pdf(bilan, donnees=Donnees(CSV, JSON), date=DATE, polices=tmp_path)

    assert _work() - debut < SECONDES_A_FROID


def _work() -> float:
    """Return the seconds the processor gave to this process and to those it waited for."""
    return sum(os.times()[:4])


def test_rendering_s_importe_sans_django():
    programme = (
        "import sys, qualepref.publications.rendering.pdf;"
        "sys.exit(any(m == 'django' or m.startswith('django.') for m in sys.modules))"
    )

    fin = subprocess.run([sys.executable, "-c", programme], check=False)
    assert fin.returncode == 0
