import datetime as dt
from dataclasses import replace

import pypdfium2 as pdfium
import pytest

from chiffres import LE, cell, count
from qualepref.noyau.calcul.verdicts import Verdict
from qualepref.noyau.referentiel.lecture import load_referentiel
from qualepref.publications.queries.affiche import get_affiche
from qualepref.publications.rendering.affiche import (
    build_blocs,
    build_enquete,
    choose_trimestre,
    render_affiche,
    say_avis,
    say_mois,
)
from qualepref.publications.rendering.enquetes_donnees import CampagneBilan, LigneCritere
from qualepref.publications.rendering.figement import build_fige


pytestmark = pytest.mark.django_db


@pytest.fixture
def titres(nantes):
    """Titles of the first two quarters, identity papers and licences."""
    for mois, n, jours in ((202201, 100, 2000), (202203, 300, 9000), (202205, 50, 1100)):
        count(nantes, "titres_n", mois, n, "cni-passeport")
        count(nantes, "titres_delai_somme", mois, jours, "cni-passeport")
    count(nantes, "titres_n", 202204, 10, "permis")
    count(nantes, "titres_delai_somme", 202204, 130, "permis")


def blocs_of(site, rang, le=LE):
    return {b.titre: b.lignes for b in build_blocs(build_fige(site, 2022, le=le).contenu, rang)}


def test_les_delais_se_lisent_par_titre_et_par_trimestre(nantes, titres):
    premier, deuxieme = (
        {x.libelle: x for x in blocs_of(nantes, rang)["Délais des titres"]} for rang in (0, 1)
    )

    identite, permis = "carte nationale d’identité et passeport", "permis de conduire"
    lus = {nom.lower(): ligne for nom, ligne in deuxieme.items()}
    assert {nom.lower() for nom in premier} >= {identite, permis}
    assert (lus[identite].resultat, lus[identite].base) == (
        "22\N{NO-BREAK SPACE}j",
        "sur 50, mai 2022",
    )
    assert lus[identite].avant == "28\N{NO-BREAK SPACE}j"
    assert (lus[permis].resultat, lus[permis].avant) == ("13\N{NO-BREAK SPACE}j", "")


def compose(contenu, **reglages):
    affiche = {**contenu.donnees["affiche"], **reglages}
    return replace(contenu, donnees={**contenu.donnees, "affiche": affiche})


def test_le_trimestre_est_le_dernier_acheve_qui_a_un_chiffre(nantes, titres):
    contenu = compose(build_fige(nantes, 2022, le=LE).contenu, trimestre_incomplet="dire")

    assert choose_trimestre(contenu) == 1
    assert choose_trimestre(replace(contenu, arrete_le=dt.date(2022, 6, 30))) == 0
    assert choose_trimestre(replace(contenu, arrete_le=dt.date(2022, 2, 1))) == 0


def test_un_trimestre_incomplet_cede_au_dernier_complet_et_l_affiche_le_dit(nantes, titres):
    contenu = build_fige(nantes, 2022, le=LE).contenu

    assert contenu.donnees["affiche"]["trimestre_incomplet"] == "dernier_complet"
    assert choose_trimestre(contenu) == 0
    assert say_mois(contenu, 0) == ""
    assert say_avis(contenu, 0, list(build_blocs(contenu, 0))) == (
        "Le 2e trimestre 2022 n’est pas complet (avril et mai 2022 seuls) : il n’est pas affiché."
    )


def test_un_trimestre_incomplet_montre_dit_ses_mois(nantes):
    count(nantes, "titres_n", 202210, 10, "permis")
    count(nantes, "titres_delai_somme", 202210, 130, "permis")
    complet = build_fige(nantes, 2022, le=LE).contenu
    dit = compose(complet, trimestre_incomplet="dire")

    for contenu in (complet, dit):  # no quarter of that year is complete
        assert choose_trimestre(contenu) == 3
        assert say_mois(contenu, 3) == "octobre 2022 seul"
        assert say_avis(contenu, 3, list(build_blocs(contenu, 3))) == ""


def test_une_affiche_sans_aucun_chiffre_le_dit_en_tete(nantes):
    fige = build_fige(nantes, 2022, le=LE)
    contenu = compose(fige.contenu, blocs=[])

    assert "Aucun chiffre n’a encore été relevé" in say_avis(
        fige.contenu, 3, list(build_blocs(fige.contenu, 3))
    )
    assert "dans le périmètre" in say_avis(contenu, 3, [])
    for papier in ("a4", "a3"):
        vide = render_affiche(replace(fige, contenu=contenu), papier)
        with pdfium.PdfDocument(vide) as document:
            texte = document[0].get_textpage().get_text_bounded()
        assert "dans le périmètre" in texte.replace("\r\n", " ")


def test_un_taux_dit_ses_parts_son_echantillon_et_son_constat(nantes):
    for mois in range(202204, 202207):
        cell(
            nantes, "information", "courriel", mois, tracage="echantillon",
            recues=3, echues=3, a_temps=2, repondues=3,
        )  # fmt: skip
    contenu = build_fige(nantes, 2022, le=LE).contenu
    (i11,) = [i for i in contenu.indicateurs if i.code == "I11"]
    juges = tuple(replace(t, verdict=Verdict.INDECIDABLE) for t in i11.trimestres)
    contenu = replace(contenu, indicateurs=(replace(i11, trimestres=juges, cible_imprimee="90 %"),))
    (courriels,) = [x for b in build_blocs(contenu, 1) for x in b.lignes]

    assert courriels.chiffre
    assert courriels.base == "6 sur 9, sur un échantillon"
    assert courriels.constat == "ce nombre de cas ne permet pas de conclure"


def test_une_enquete_dit_son_intervalle_et_son_constat():
    campagne = CampagneBilan(
        titre="Accueil", dates="du 3 au 7 mai 2022", recueil="", retours="", taux="99,6 %", faits=(),
        fraction="262 / 263",
        criteres=(
            LigneCritere("Avis", "99,6 %", "262 / 263", "97,9 à 99,9 %", "", "", Verdict.NON_ATTEINTE, "100 %"),
        ),
    )  # fmt: skip

    ligne = build_enquete(campagne)

    assert ligne.base == "262 sur 263 (97,9 à 99,9 %), du 3 au 7 mai 2022"
    assert (ligne.cible, ligne.constat) == ("100 %", "non atteint")
    assert build_enquete(replace(campagne, criteres=())).constat == ""


def test_un_indicateur_sans_chiffre_le_dit_et_n_est_pas_un_zero(nantes):
    (appels,) = blocs_of(nantes, 0)["Téléphone"]

    assert (appels.resultat, appels.chiffre, appels.base) == ("non collecté", False, "")


@pytest.mark.parametrize("papier", ["a4", "a3"])
def test_l_affiche_tient_en_une_page_et_ne_change_pas(nantes, titres, papier):
    for mois in range(202204, 202207):
        cell(nantes, "information", "courriel", mois, recues=9, echues=9, a_temps=8, repondues=9)
    fige = build_fige(nantes, 2022, le=LE)

    octets = render_affiche(fige, papier)

    with pdfium.PdfDocument(octets) as document:
        texte = document[0].get_textpage().get_text_bounded()
        assert len(document) == 1
    assert fige.reference in texte
    assert "2e trimestre 2022" in texte
    assert octets == render_affiche(fige, papier)


def test_l_affiche_ne_nomme_que_des_indicateurs_du_referentiel(settings):
    referentiel = load_referentiel(settings.REFERENTIELS / "qual-e-pref" / "2019-02")

    nommes = [code for bloc in get_affiche().blocs for code in bloc.indicateurs]

    assert set(nommes) <= {i.code for i in referentiel.indicateurs}
    assert len(nommes) == len(set(nommes))
