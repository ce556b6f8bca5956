"""Figures that a site reads from its own mystery calls."""

import datetime as dt
import shutil
from fractions import Fraction

import pytest

from chiffres import create_site
from enquetes.usines import build_retour
from enquetes.usines_mystere import APPEL, LUNDI, build_mystere, build_test, fill
from qualepref.enquetes.enums import Mode
from qualepref.enquetes.operations.cellules import merge_retours
from qualepref.indicateurs.queries.tableau import load_tableau
from qualepref.noyau.calcul.releves import Etat
from usines import build_agent


LE = dt.date(2023, 1, 31)
# 23 calls and 92 rings: four on average, as the Puy-de-Dôme published for May 2022.
SONNERIES = [2, 3, 4, 5, 6] * 4 + [4, 4, 4]
COMMUN = """\
domaine: Accueil téléphonique
module: 1
engagements: [10]
periodicite: annee
base: Appels mystère où un agent a répondu
methode: Appels des enquêtes mystère, additionnés.
source: Préfecture du Puy-de-Dôme, CLU du 30 juin 2022
"""
FILTRE = "  filtre: {questionnaire: mystere-appels, question: %s}\n"
DECROCHE = f"""\
libelle: Appels mystère décrochés en moins de cinq sonneries
unite: pourcent
sens: hausse
{COMMUN}formule:
  numerateur: {{reponses: satisfaites}}
  denominateur: {{reponses: exprimees}}
{FILTRE % "moins_de_cinq"}"""
MOYENNE = f"""\
libelle: Nombre moyen de sonneries au standard
unite: nombre
sens: baisse
{COMMUN}formule:
  numerateur: {{reponses: somme}}
  denominateur: {{reponses: nombres}}
{FILTRE % "sonneries"}"""
EXEMPLES = """\
exemples:
  - titre: Aucun appel mystère sur la période
    du: 2022-05
    attendu: {etat: non_collecte}
"""


@pytest.fixture
def clermont(db, settings, tmp_path):
    """A site that adds two figures of its own to the référentiel."""
    dossier = tmp_path / "referentiels"
    shutil.copytree(settings.REFERENTIELS, dossier)
    propres = dossier / "sites" / "pref-63"
    for code, definition in (("63-DECROCHE", DECROCHE), ("63-SONNERIES", MOYENNE)):
        (propres / "indicateurs" / f"{code}.yaml").write_text(definition, encoding="utf-8")
        (propres / "exemples" / f"{code}.yaml").write_text(EXEMPLES, encoding="utf-8")
    settings.REFERENTIELS = dossier
    return create_site("pref-63")


def line(site, code):
    return load_tableau(site, 2022, le=LE).ligne(code).releve


def test_les_indicateurs_d_un_site_lisent_ses_appels_mystere(clermont):
    campagne = build_mystere(clermont)
    for n in SONNERIES:
        build_retour(
            campagne,
            APPEL | {"sonneries": n, "moins_de_cinq": "oui" if n < 5 else "non"},
            jour=LUNDI,
            mode=Mode.TELEPHONE,
        )

    avant = line(clermont, "63-DECROCHE"), line(clermont, "63-SONNERIES")
    merge_retours(campagne)

    assert (avant[0].numerateur, avant[0].denominateur) == (15, 23)
    assert (avant[1].numerateur, avant[1].denominateur, avant[1].valeur) == (92, 23, 4)
    assert (line(clermont, "63-DECROCHE"), line(clermont, "63-SONNERIES")) == avant


def test_la_seconde_grille_n_entre_dans_aucun_indicateur(clermont):
    campagne = build_mystere(clermont)
    yann, claire = (build_agent("enqueteur", clermont) for _ in range(2))
    for numero in (1, 2, 3):
        test = build_test(campagne, yann, numero=numero, second=claire)
        fill(test, yann, sonneries=2)
        fill(test, claire, sonneries=9)

    assert line(clermont, "63-SONNERIES").valeur == Fraction(2)


def test_deux_appels_mystere_ne_donnent_aucun_chiffre(clermont):
    campagne = build_mystere(clermont)
    for _ in range(2):
        build_retour(campagne, APPEL, jour=LUNDI, mode=Mode.TELEPHONE)

    tus = line(clermont, "63-SONNERIES"), line(clermont, "63-DECROCHE")

    assert [(r.etat, r.valeur, r.denominateur) for r in tus] == [
        (Etat.NON_COLLECTE, None, None)
    ] * 2
