"""The questionnaires of the project, and a small one free to be spoiled."""

import shutil
from pathlib import Path

import pytest

from noyau.questionnaires.tableaux import TABLEUR, as_csv
from qualepref.noyau.questionnaires.fichiers.collecte import Reglages
from qualepref.noyau.questionnaires.fichiers.correspondance import build_plan
from qualepref.noyau.questionnaires.fichiers.lecture import Lecture
from qualepref.noyau.questionnaires.fichiers.roles import list_roles
from qualepref.noyau.questionnaires.fichiers.structure import Structure
from qualepref.noyau.questionnaires.fichiers.tableau import read_tableau
from qualepref.noyau.questionnaires.lecture import load_questionnaires, load_vocabulaire


RACINE = Path(__file__).parents[3] / "questionnaires"
ESSAI = """\
code: essai
version: 2026-01
titre: {fr: Essai, en: Trial}
public: Tout le monde
genre: satisfaction
langues: [fr, en]
source: Écrit pour les tests
seuil_significatif: 12
groupes:
  - code: venue
    titre: {fr: Venue, en: Visit}
    questions:
      - code: motif
        type: choix
        critere: motif
        libelle: {fr: Pourquoi ?, en: Why?}
        options:
          - {code: titre, libelle: {fr: Un titre, en: A document}}
          - {code: conseil, libelle: {fr: Un conseil, en: Advice}}
      - code: themes
        type: choix-multiple
        condition: {question: motif, egal: conseil}
        libelle: {fr: Sur quoi ?, en: About what?}
        options:
          - {code: sejour, libelle: {fr: Le séjour, en: Residence}}
          - {code: permis, libelle: {fr: Le permis, en: Licence}}
          - {code: rien, libelle: {fr: Rien, en: Nothing}, sans_objet: true}
      - code: minutes
        type: nombre
        minimum: 0
        maximum: 240
        libelle: {fr: Combien de minutes ?, en: How many minutes?}
  - code: avis
    titre: {fr: Avis, en: Opinion}
    questions:
      - code: accueil
        type: echelle
        echelle: satisfaction-4
        critere: courtoisie
        obligatoire: true
        libelle: {fr: Que pensez-vous de l’accueil ?, en: How was it?}
      - code: jour
        type: date
        minimum: 2026-01-01
        libelle: {fr: Quel jour ?, en: What day?}
      - code: raison
        type: texte
        longueur: 20
        condition:
          au_moins_une:
            - {question: accueil, parmi: [peu_satisfaisant, pas_satisfaisant]}
            - {question: minutes, superieur: 30}
        libelle: {fr: Qu’est-ce qui manquait ?, en: What was missing?}
"""


@pytest.fixture(scope="session")
def racine():
    return RACINE


@pytest.fixture(scope="session")
def vocabulaire():
    return load_vocabulaire(RACINE)


@pytest.fixture(scope="session")
def questionnaires():
    return load_questionnaires(RACINE)


@pytest.fixture
def dossier(tmp_path):
    """A folder with the scales, the criteria and the small questionnaire."""
    for nom in ("echelles.yaml", "criteres.yaml"):
        shutil.copy(RACINE / nom, tmp_path / nom)
    (tmp_path / "essai.yaml").write_text(ESSAI, encoding="utf-8")
    return tmp_path


@pytest.fixture
def essai(dossier):
    (questionnaire,) = load_questionnaires(dossier)
    return questionnaire


@pytest.fixture
def spoil(dossier):
    """Replace a text in one file of the folder; the text must be there once."""

    def replace(fichier: str, avant: str, apres: str) -> Path:
        chemin = dossier / fichier
        texte = chemin.read_text(encoding="utf-8")
        assert texte.count(avant) == 1, f"{avant!r} : {texte.count(avant)} fois dans {fichier}"
        chemin.write_text(texte.replace(avant, apres), encoding="utf-8")
        return chemin

    return replace


@pytest.fixture
def lire(tmp_path):
    """Read rows as a tool would have written them; return what they hold."""

    def read(questionnaire, lignes, format_=TABLEUR, *, brut=None, structure=None, **reglages):
        chemin = tmp_path / "reponses.csv"
        chemin.write_bytes(brut if brut is not None else as_csv(lignes))
        structure = structure or Structure()
        roles = list_roles(questionnaire, format_=format_, structure=structure)
        tableau = read_tableau(
            chemin,
            champs=[r.as_champ() for r in roles.values()],
            memoire=tuple(reglages.get("colonnes", {})),
        )
        choix = Reglages(**reglages)
        plan = build_plan(tableau, roles, format_=format_, choisies=choix.colonnes)
        collecte = Lecture(
            tableau, plan, questionnaire, format_=format_, reglages=choix, structure=structure
        ).run()
        return collecte, plan

    return read
