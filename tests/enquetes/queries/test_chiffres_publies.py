"""Forms that hold published numerators give back the published percentages, to the decimal."""

from collections import Counter
from fractions import Fraction
from pathlib import Path
from uuid import uuid4

import pytest
import yaml

from enquetes.usines import OUVERTURE, build_campagne
from qualepref.enquetes.enums import Mode, ProvenanceRetour
from qualepref.enquetes.models import Retour
from qualepref.enquetes.operations.cellules import merge_retours
from qualepref.enquetes.operations.formulaires import freeze_formulaire
from qualepref.enquetes.queries.formulaires import get_vocabulaire
from qualepref.enquetes.queries.resultats import load_resultats
from qualepref.noyau.calcul.rendu import INSECABLE, format_valeur
from qualepref.noyau.questionnaires.conditions import is_remplie
from qualepref.noyau.questionnaires.lecture import parse_questionnaire
from qualepref.noyau.questionnaires.stockage import read_valeurs
from qualepref.noyau.referentiel.modele import Unite
from usines import build_site


DONNEES = yaml.safe_load((Path(__file__).parents[1] / "publies.yaml").read_text(encoding="utf-8"))
ENQUETES = DONNEES["enquetes"]


def to_yaml(question):
    """Return a published question as a questionnaire writes it."""
    commun = {"code": question["code"], "libelle": question["libelle"]}
    if "posee_si" in question:
        commun["condition"] = question["posee_si"]
    if "echelle" in question:
        return commun | {"type": "echelle", "echelle": question["echelle"]}
    genre = "choix-multiple" if "multiple" in question else "choix"
    codes = question.get("multiple") or question["options"]
    return commun | {"type": genre, "options": [{"code": c, "libelle": c} for c in codes]}


def build_questionnaire(enquete):
    contenu = {
        "code": "publie", "version": "1", "titre": enquete["nom"], "public": "essai",
        "genre": "satisfaction", "langues": ["fr"], "source": enquete["source"],
        "groupes": [
            {
                "code": "tout", "titre": "Tout",
                "questions": [to_yaml(q) for q in enquete["questions"]],
            }
        ],
    }  # fmt: skip
    questionnaire, fautes = parse_questionnaire(
        contenu, enquete["nom"], vocabulaire=get_vocabulaire()
    )
    assert not fautes
    return questionnaire


def fill_forms(questionnaire, enquete):
    """Return the values of as many forms as were returned, whose answers add up to the figures."""
    restent = {q["code"]: Counter(q["reponses"]) for q in enquete["questions"]}
    formulaires = []
    for _ in range(enquete["retours"]):
        valeurs = {}
        for question in questionnaire.questions:
            reste = restent[question.code]
            lues = read_valeurs(questionnaire, valeurs)
            posee = question.condition is None or is_remplie(question.condition, lues)
            if posee and (code := next((c for c, n in reste.items() if n), None)):
                reste[code] -= 1
                multiple = question.type == "choix-multiple"
                valeurs[question.code] = [code] if multiple else code
        formulaires.append(valeurs)
    assert not any(reste.total() for reste in restent.values())
    return formulaires


def tell_part(lu, quoi):
    """Return the exact share that was published: satisfied, dissatisfied, or one answer."""
    if quoi == "satisfaits":
        return lu.taux.valeur
    if quoi == "insatisfaits":
        mauvais = sum(o.n for o in lu.options if o.satisfait is False)
        return Fraction(mauvais, lu.exprimes)
    return next(o.part for o in lu.options if o.code == quoi)


def show(part, publie):
    """Return a share as it was printed: as many decimals."""
    decimales = len(publie.partition(",")[2].split()[0]) if "," in publie else 0
    return format_valeur(part, Unite.POURCENT, decimales).replace(INSECABLE, " ")


@pytest.mark.django_db
@pytest.mark.parametrize("enquete", ENQUETES, ids=[e["nom"] for e in ENQUETES])
def test_les_retours_redonnent_les_pourcentages_publies(enquete):
    questionnaire = build_questionnaire(enquete)
    formulaire = freeze_formulaire(questionnaire, vocabulaire=get_vocabulaire(), par="essai")
    campagne = build_campagne(build_site(), formulaire=formulaire)
    Retour.objects.bulk_create(
        Retour(
            campagne=campagne, site=campagne.pilote, cle=uuid4(), jour=OUVERTURE, mois=202205,
            mode=Mode.PAPIER, provenance=ProvenanceRetour.RECONSTITUTION, valeurs=valeurs,
        )
        for valeurs in fill_forms(questionnaire, enquete)
    )  # fmt: skip
    merge_retours(campagne)

    resultats = load_resultats(campagne)

    lus = {lu.question.code: lu for lu in resultats.questions}
    attendus = {
        (q["code"], quoi): publie
        for q in enquete["questions"]
        for quoi, publie in q["publie"].items()
    }
    assert resultats.retours.total == enquete["retours"]
    assert {
        cle: show(tell_part(lus[cle[0]], cle[1]), publie) for cle, publie in attendus.items()
    } == attendus


@pytest.mark.parametrize("constat", DONNEES["impossibles"], ids=lambda c: c["question"])
def test_aucun_effectif_entier_ne_donne_ce_pourcentage_sur_les_retours(constat):
    n, publie = constat["retours"], constat["publie"]

    assert publie not in {show(Fraction(k, n), publie) for k in range(n + 1)}


def test_les_autres_pourcentages_sont_possibles_sur_leur_base():
    impossibles = {(c["enquete"], c["question"]) for c in DONNEES["impossibles"]}

    for enquete in ENQUETES:
        for question in enquete["questions"]:
            n = sum(question["reponses"].values())
            if (enquete["nom"], question["code"]) in impossibles:
                assert n < enquete["retours"]
            for publie in question["publie"].values():
                assert publie in {show(Fraction(k, n), publie) for k in range(n + 1)}
