"""Somebody who fills in a survey as a browser does, and tries again when the line drops."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from http.client import HTTPConnection, HTTPException, HTTPResponse
from typing import Any
from urllib.parse import urlencode

from qualepref.noyau.questionnaires.modele import Questionnaire, TypeQuestion


ADRESSE = "charge"
MODELE, GROUPES = "accueil-physique", 3
# Tells each form from all others, in a free text that everybody is asked for.
FILTRE, REPONSE_FILTRE, REPERE = "handicap", "peu_satisfaisant", "handicap_difficulte"
PATIENCE_SECONDES = 300
JETON = re.compile(rb'name="jeton" value="([^"]+)"')
PAGE = re.compile(r"/([0-9a-f-]{36})/")


@cache
def build_questionnaire() -> Questionnaire:
    """Return the questionnaire of the load: the first groups of one of the product."""
    from qualepref.enquetes.queries.formulaires import (
        find_questionnaire,
        get_vocabulaire,
    )
    from qualepref.noyau.questionnaires.ecriture import dump_questionnaire
    from qualepref.noyau.questionnaires.lecture import parse_questionnaire
    from qualepref.noyau.yaml_strict.fichiers import parse_yaml

    entier = find_questionnaire(MODELE)
    court = replace(entier, code=ADRESSE, groupes=entier.groupes[:GROUPES])
    brut, _ = parse_yaml(dump_questionnaire(court, get_vocabulaire()), ADRESSE)
    questionnaire, fautes = parse_questionnaire(brut or {}, ADRESSE, vocabulaire=get_vocabulaire())
    assert questionnaire is not None, fautes  # noqa: S101
    return questionnaire


def draw_reponses(questionnaire: Questionnaire, rang: int) -> dict[str, Any]:
    """Return the answers of a form, the same ones each time, unlike those of any other."""
    from qualepref.noyau.questionnaires.reponses import list_questions_posees

    hasard = random.Random(rang)  # noqa: S311  made-up answers
    reponses: dict[str, Any] = {}
    for question in questionnaire.iter_questions():
        if question.type is TypeQuestion.TEXTE:
            reponses[question.code] = f"Questionnaire {rang}"
            continue
        choisie = hasard.choice(question.options).code
        multiple = question.type is TypeQuestion.CHOIX_MULTIPLE
        reponses[question.code] = [choisie] if multiple else choisie
    reponses[FILTRE] = REPONSE_FILTRE
    posees = {q.code for q in list_questions_posees(questionnaire, reponses)}
    return {code: valeur for code, valeur in reponses.items() if code in posees}


class Repondant:
    """One sender after the other on the same line."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._connexion = HTTPConnection("127.0.0.1", port, timeout=60)

    def fill(self, rang: int) -> tuple[str, dict[str, Any]]:
        """Fill in a form and send it until it is acknowledged; return its key and its answers.

        Raises:
            RuntimeError: the site refused it, or did not come back.
        """
        reponses = draw_reponses(build_questionnaire(), rang)
        accueil = f"/enquete/{ADRESSE}/"
        page = self._post(f"{accueil}commencer/", {"jeton": self._read_jeton(accueil)})
        champs = {f"q-{code}": valeur for code, valeur in reponses.items()}
        merci = self._post(page, {"jeton": self._read_jeton(page), "suivant": "", **champs})
        cle = PAGE.search(merci)
        if cle is None or not merci.endswith("/merci/"):
            raise RuntimeError(f"le questionnaire {rang} mène à {merci}")
        return cle[1], reponses

    def close(self) -> None:
        """Leave the line."""
        self._connexion.close()

    def _read_jeton(self, adresse: str) -> str:
        jeton = JETON.search(self._ask("GET", adresse)[1])
        if jeton is None:
            raise RuntimeError(f"{adresse} ne donne pas de jeton")
        return jeton[1].decode()

    def _post(self, adresse: str, champs: Mapping[str, Any]) -> str:
        corps = urlencode(champs, doseq=True)
        entetes = {"Content-Type": "application/x-www-form-urlencoded"}
        reponse, _ = self._ask("POST", adresse, corps, entetes)
        vers = reponse.headers.get("Location")
        if vers is None:
            raise RuntimeError(f"{adresse} répond {reponse.status}")
        return vers

    def _ask(
        self, methode: str, adresse: str, corps: str = "", entetes: Mapping[str, str] | None = None
    ) -> tuple[HTTPResponse, bytes]:
        """Ask, and ask again the same thing as long as nobody answers."""
        fin = time.monotonic() + PATIENCE_SECONDES
        while True:
            try:
                self._connexion.request(methode, adresse, corps, entetes or {})
                reponse = self._connexion.getresponse()
                return reponse, reponse.read()
            except (OSError, HTTPException) as panne:
                self._connexion.close()
                if time.monotonic() > fin:
                    raise RuntimeError(f"{adresse} : {panne!r}") from panne
                time.sleep(0.05)
