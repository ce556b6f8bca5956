"""Posters and paper forms: their structure, their words, what a reader of screens is told."""

import datetime as dt
import io
import re

import pikepdf
import pypdfium2
import pytest

from enquetes.usines import build_campagne
from qualepref.enquetes.models import Collecteur
from qualepref.enquetes.queries.formulaires import find_questionnaire
from qualepref.enquetes.rendering.affiche import draw_qr, render_affiche
from qualepref.enquetes.rendering.papier import CampagneSansQuestionsError, render_papier
from qualepref.enquetes.rules.touches import list_touches
from usines import build_service, build_site


pytestmark = pytest.mark.django_db

LE = dt.date(2026, 3, 2)
ADRESSE = "https://qualite.loire-atlantique.gouv.fr/enquete/k7qxm2pf/"


@pytest.fixture
def site():
    return build_site()


@pytest.fixture
def campagne(site):
    return build_campagne(site)


def print_papier(campagne, langue="fr"):
    return render_papier(campagne, site=campagne.pilote, langue=langue, le=LE)


def print_affiche(campagne, service=None, adresse=ADRESSE):
    collecteur = Collecteur.objects.create(
        campagne=campagne,
        site=campagne.pilote,
        service=service,
        mode="en_ligne",
        adresse="k7qxm2pf",
    )
    return render_affiche(campagne, collecteur=collecteur, adresse=adresse, le=LE)


def read_texte(contenu):
    document = pypdfium2.PdfDocument(contenu)
    try:
        pages = []
        for page in document:
            couche = page.get_textpage()
            pages.append(couche.get_text_bounded().replace("\xa0", " ").replace("\u200b", ""))
            couche.close()
            page.close()
        return pages
    finally:
        document.close()


def tags(contenu):
    """Return the kind of every element of the tag tree, in order."""
    trouves = []

    def visit(noeud):
        if isinstance(noeud, pikepdf.Array):
            for enfant in noeud:
                visit(enfant)
        elif isinstance(noeud, pikepdf.Dictionary):
            if "/S" in noeud:
                trouves.append(
                    (str(noeud.S), str(noeud.get("/Alt", "")), str(noeud.get("/Lang", "")))
                )
            if "/K" in noeud:
                visit(noeud.K)

    with pikepdf.open(io.BytesIO(contenu)) as pdf:
        visit(pdf.Root.StructTreeRoot.K)
    return trouves


def read_metadonnees(contenu):
    with pikepdf.open(io.BytesIO(contenu)) as pdf, pdf.open_metadata(update_docinfo=False) as lues:
        return {cle: str(valeur) for cle, valeur in lues.items()} | {"langue": str(pdf.Root.Lang)}


@pytest.mark.parametrize("langue", ["fr", "en", "ar"])
def test_le_papier_est_accessible_dans_sa_langue(campagne, langue):
    lues = read_metadonnees(print_papier(campagne, langue))

    assert lues["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
    assert lues["langue"].startswith(langue)


def test_le_papier_titre_ses_rubriques_et_ses_questions(campagne):
    pan = find_questionnaire("pan")

    genres = [genre for genre, _, _ in tags(print_papier(campagne))]
    assert genres.count("/H1") == len(pan.groupes)
    assert genres.count("/H2") == len(pan.questions)


def test_le_papier_pose_chaque_question_avec_ses_reponses(campagne):
    texte = re.sub(r"\s+", " ", " ".join(read_texte(print_papier(campagne))))

    for rang, question in enumerate(find_questionnaire("pan").questions, start=1):
        assert f"{rang}. {question.libelle}" in texte
        assert all(str(option.libelle) in texte for _, option in list_touches(question))


def test_le_papier_dit_ses_conditions_par_numero(campagne):
    texte = re.sub(r"\s+", " ", " ".join(read_texte(print_papier(campagne))))

    assert (
        "Si vous avez répondu « En partie, je dois continuer » ou « Non » à la question 14" in texte
    )


def test_le_papier_porte_lot_feuille_et_ou_le_rendre(campagne):
    texte = re.sub(r"\s+", " ", " ".join(read_texte(print_papier(campagne))))

    for mots in ("Lot", "Feuille n°", "Ne notez pas votre nom.", "Remettez cette feuille"):
        assert mots in texte


@pytest.mark.parametrize(
    ("code", "pages"),
    [("pan", 2), ("telephone", 2), ("collectivites", 2), ("accueil-physique", 3)],
)
def test_le_papier_tient_en_peu_de_pages(site, code, pages):
    campagne = build_campagne(site, questionnaire=code, langues=["fr"])

    assert len(read_texte(print_papier(campagne))) <= pages


def test_le_papier_arabe_se_lit_de_droite_a_gauche(campagne):
    with pikepdf.open(io.BytesIO(print_papier(campagne, "ar"))) as pdf:
        polices = {
            str(objet.BaseFont)
            for objet in pdf.objects
            if isinstance(objet, pikepdf.Dictionary) and "/BaseFont" in objet
        }

    assert any("IBMPlexSansArabic" in nom for nom in polices)


def test_le_papier_refuse_des_resultats_seuls(site):
    with pytest.raises(CampagneSansQuestionsError):
        print_papier(build_campagne(site, formulaire=None))


def test_l_affiche_est_accessible_et_decrit_son_qr(campagne):
    contenu = print_affiche(campagne)

    assert read_metadonnees(contenu)["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
    descriptions = [alt for genre, alt, _ in tags(contenu) if genre == "/Figure"]
    assert f"Code QR qui ouvre la page {ADRESSE}" in descriptions


def test_l_affiche_tient_sur_une_page_et_dit_l_essentiel(campagne, site):
    (page,) = read_texte(print_affiche(campagne, service=build_service(site)))

    for mots in (
        "Donnez votre avis", "Tell us what you think", "6 mai 2022", "17 août 2022",
        "qualite.loire-atlantique.gouv.fr/enquete/k7qxm2pf", "DMI – bureau du séjour",
    ):  # fmt: skip
        assert mots in re.sub(r"\s+", " ", page)


def test_l_affiche_dit_la_langue_de_chaque_phrase(campagne):
    langues = {langue for _, _, langue in tags(print_affiche(campagne)) if langue}

    assert {"en", "ar"} <= langues


def test_une_adresse_longue_reste_dans_la_page(campagne):
    longue = f"https://{'tres-long-nom-de-domaine.' * 4}gouv.fr/enquete/k7qxm2pf/"

    document = pypdfium2.PdfDocument(print_affiche(campagne, adresse=longue))
    page = document[0]
    couche = page.get_textpage()
    bord = max(couche.get_charbox(n)[2] for n in range(couche.count_chars()))
    couche.close()
    page.close()
    document.close()
    assert bord <= 595.3 - 56.7 + 4


def test_le_qr_est_un_dessin_sans_script():
    dessin = draw_qr(ADRESSE)

    assert dessin.startswith("<svg")
    assert "script" not in dessin


def test_le_meme_jour_redonne_les_memes_octets(campagne):
    assert print_papier(campagne) == print_papier(campagne)
