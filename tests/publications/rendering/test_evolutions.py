"""What the months tell in the report: a sentence where they are enough, a chart where one stands out."""

import datetime as dt
import io
import json
import re
from fractions import Fraction

import docx
import pypdfium2
import pytest

from bilans import aim, find_bloc
from chiffres import LE, cell
from qualepref.indicateurs.models import CibleSite
from qualepref.indicateurs.operations.evenements import add_evenement
from qualepref.indicateurs.rules.evenements import EvenementDonne
from qualepref.noyau.figement.empreintes import dump_canonique
from qualepref.noyau.graphiques.modele import Genre
from qualepref.publications.models import Fichier, Instantane, Publication
from qualepref.publications.operations.publications import publish_documents
from qualepref.publications.rendering.bilan_docx import render_docx
from qualepref.publications.rendering.bilan_html import render_html
from qualepref.publications.rendering.bilan_pdf import render_pdf
from qualepref.publications.rendering.figement import build_fige, is_same, load_fige
from qualepref.publications.rendering.verification import verify_document
from qualepref.publications.rules.verification import Conclusion


NB = "\N{NO-BREAK SPACE}"
SIGNAL = f"Signal : mai 2022 (75{NB}%, 150 / 200) est au-dessous des limites"


def answer(site, a_temps, premier=202101):
    """One month of e-mails after the other, 200 of them each."""
    annee, debut = divmod(premier, 100)
    for rang, nombre in enumerate(a_temps, debut - 1):
        mois = (annee + rang // 12) * 100 + rang % 12 + 1
        cell(site, "information", "courriel", mois, recues=200, echues=200, a_temps=nombre)


@pytest.fixture
def bruit(nantes):
    answer(nantes, [178, 182, 180] * 8)


@pytest.fixture
def signal(nantes):
    answer(nantes, [178, 182, 180] * 5 + [182, 150] + [181, 179, 180, 178, 182, 180, 181])


def read(site):
    return find_bloc(build_fige(site, 2022, le=LE).contenu.bilan, "I11").evolutions


def squeeze(texte):
    return re.sub(r"[\s\u200b\ufffe\u00ad-]+", "", texte)


def test_un_mois_hors_des_limites_se_dit_avec_ses_deux_nombres_et_se_dessine(nantes, signal):
    aim(nantes, "I11", 2022, 85)

    (evolution,) = read(nantes)

    assert evolution.constats[0].startswith(SIGNAL)
    assert evolution.assurance.startswith(f"On ne peut pas dire si la cible (85{NB}%) sera tenue")
    assert evolution.methode == "carte p : 24 mois connus, janvier 2021 à décembre 2022"
    carte = evolution.graphique
    assert (carte.genre, len(carte.etiquettes), carte.cible) == (
        Genre.CONTROLE, 24, Fraction(85, 100),
    )  # fmt: skip
    assert carte.limites.centre_libelle == "ensemble des mois"
    assert f"mai 2022 75{NB}%" in carte.description


@pytest.mark.parametrize(
    ("cible", "attendu"),
    [
        (80, "sera tenue"),
        (99, "sera manquée"),
        (90, "certains mois et manquée d’autres, au hasard"),
    ],
)
def test_le_bruit_se_dit_en_une_phrase_avec_ce_qu_attend_la_cible_de_l_annee_suivante(
    nantes, bruit, cible, attendu
):
    aim(nantes, "I11", 2022, 50)
    aim(nantes, "I11", 2023, cible)

    (evolution,) = read(nantes)

    assert evolution.constats == ("Bruit : aucun mois ne sort de l’ordinaire.",)
    assert evolution.assurance.startswith(f"La cible de 2023 ({cible}{NB}%)")
    assert attendu in evolution.assurance
    assert evolution.graphique is None


def test_rien_ne_se_dit_de_trop_peu_de_mois_ni_d_un_bruit_sans_cible(nantes):
    answer(nantes, [181, 180, 179, 178, 181], premier=202201)
    aim(nantes, "I11", 2022, 85)
    assert read(nantes) == ()

    answer(nantes, [180, 182, 178], premier=202109)
    assert len(read(nantes)) == 1
    CibleSite.objects.all().delete()
    assert read(nantes) == ()


def test_un_evenement_s_imprime_par_sa_nature_jamais_par_les_mots_de_quelqu_un(nantes, signal):
    donne = EvenementDonne(dt.date(2022, 5, 3), "outil", "Logiciel de Mme Dupont", "", recale=False)
    add_evenement(nantes, donne=donne, par="essai", le=LE)

    (evolution,) = read(nantes)

    assert evolution.evenements == ("1 : mai 2022, nouvel outil ou logiciel",)
    assert "Dupont" not in repr(build_fige(nantes, 2022, le=LE))


def test_la_phrase_est_la_meme_dans_les_trois_documents(nantes, signal):
    fige = build_fige(nantes, 2022, le=LE)
    pdf = pypdfium2.PdfDocument(render_pdf(fige))
    word = docx.Document(io.BytesIO(render_docx(fige)))

    textes = [
        "".join(page.get_textpage().get_text_bounded() for page in pdf),
        "".join(p.text for p in word.paragraphs),
        re.sub(r"<[^>]+>", "", render_html(fige).decode()),
    ]
    assert [squeeze(SIGNAL) in squeeze(texte) for texte in textes] == [True] * 3


def make_older(canonique):
    """Return the text of a snapshot as it was frozen before it said what months tell."""
    brut = json.loads(canonique) | {"format": 1}
    for famille in brut["bilan"]["familles"]:
        for bloc in famille.get("blocs", ()):
            bloc.pop("evolutions", None)
    return dump_canonique(brut)


def test_un_instantane_d_avant_se_redessine_et_ne_demande_pas_de_rectificatif(nantes, signal):
    fige = build_fige(nantes, 2022, le=LE)
    ancien = load_fige(make_older(fige.canonique))

    assert ancien.reference != fige.reference
    assert find_bloc(ancien.contenu.bilan, "I11").evolutions == ()
    assert is_same(ancien, fige)
    assert render_html(ancien) == render_html(load_fige(ancien.canonique))
    assert render_pdf(ancien).startswith(b"%PDF")


def test_une_publication_d_avant_se_verifie_et_reste_en_vigueur(nantes, signal):
    (publiee,) = publish_documents(nantes, annee=2022, genres=["donnees"], par="essai", le=LE)
    ancien = load_fige(make_older(publiee.instantane.contenu))
    Instantane.objects.create(
        empreinte=ancien.empreinte, reference=ancien.reference, site=nantes, annee=2022,
        contenu=ancien.canonique, fige_le=LE,
    )  # fmt: skip
    Publication.objects.update(instantane=ancien.empreinte)
    Fichier.objects.all().delete()

    page = render_html(ancien)
    meme = verify_document(page)
    faux = verify_document(page.replace("2\xa0133".encode(), "2\xa0333".encode()))
    (tenue,) = publish_documents(nantes, annee=2022, genres=["donnees"], par="essai", le=LE)

    assert (meme.conclusion, tenue.pk) == (Conclusion.IDENTIQUE, publiee.pk)
    assert faux.conclusion is Conclusion.ALTERE
