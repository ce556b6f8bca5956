"""Grids of mystery tests: filled in once by each caller, without ever naming an agent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from django.db import transaction

from qualepref.enquetes.enums import CanalMystere, Mode, ProvenanceRetour
from qualepref.enquetes.models import Campagne, SecondeLecture, TestMystere
from qualepref.enquetes.operations.retours import (
    ReponsesRefuseesError,
    RetourDonne,
    check_reponses,
    record_retour,
)
from qualepref.enquetes.queries.formulaires import get_questionnaire, get_vocabulaire_de
from qualepref.enquetes.queries.remarques import get_remarques
from qualepref.enquetes.queries.tests_mystere import LigneTest, canal_of, lock_ligne
from qualepref.enquetes.rules.masquage import find_masques
from qualepref.noyau.questionnaires.modele import TypeQuestion
from qualepref.noyau.questionnaires.reponses import FauteReponse, ReponseVerifiee
from qualepref.noyau.questionnaires.stockage import cast_valeurs
from qualepref.organisation.models import Agent
from qualepref.socle.dates import format_jour
from qualepref.socle.operations import record_evenement


MODES = {CanalMystere.APPEL: Mode.TELEPHONE, CanalMystere.COURRIEL: Mode.EN_LIGNE}


class GrilleRefuseeError(ValueError):
    """No grid can be filled in for this test now; the message says why."""


@transaction.atomic
def record_grille(
    test: TestMystere, *, reponses: Mapping[str, Any], par: Agent, le: dt.date
) -> None:
    """Keep what a caller saw: the grid that counts, or that of the second caller beside it.

    Raises:
        GrilleRefuseeError: not their test, too early, given up, or already filled in.
        ReponsesRefuseesError: answers that do not hold, a remark that may name somebody included.
    """
    second = _check_grille(lock_ligne(test), par, le=le)
    verifiee = check_reponses(test.campagne, reponses=reponses)
    _check_remarques(test.campagne, verifiee)
    if second:
        _record_seconde(test, verifiee, par=par.username, le=le)
        return
    donne = RetourDonne(
        site=test.site,
        service=test.service,
        jour=le,
        mode=MODES[canal_of(test.campagne)],
        cle=uuid5(NAMESPACE_OID, f"{test.campagne_id}/{test.fiche}"),
        verifiee=verifiee,
        provenance=ProvenanceRetour.GRILLE,
        fiche=test.fiche,
        saisi_par=par.username,
    )
    record_retour(test.campagne, donne=donne)


def _check_grille(ligne: LigneTest, agent: Agent, *, le: dt.date) -> bool:
    """Return whether the agent is the second caller of the test, once nothing is in the way."""
    test = ligne.test
    if agent not in (test.enqueteur, test.second):
        raise GrilleRefuseeError("Ce test est fait par quelqu’un d’autre.")
    second = agent == test.second
    if test.abandonne:
        raise GrilleRefuseeError("Ce test est abandonné : il n’y a plus de grille à remplir.")
    if test.campagne.validee_le is None:
        raise GrilleRefuseeError("La campagne n’est pas encore ouverte.")
    if le < test.jour:
        raise GrilleRefuseeError(
            f"Ce test est prévu le {format_jour(test.jour)} : la grille s’ouvrira ce jour-là."
        )
    if ligne.seconde if second else ligne.grille:
        raise GrilleRefuseeError("Votre grille est déjà enregistrée : un test n’en a qu’une.")
    return second


def _check_remarques(campagne: Campagne, verifiee: ReponseVerifiee) -> None:
    """Refuse a remark that may name somebody: a service is tested, not a person."""
    questionnaire = get_questionnaire(campagne)
    textes = {q.code for q in questionnaire.questions if q.type is TypeQuestion.TEXTE}
    mots = get_vocabulaire_de(campagne).mots_personnels
    fautes = []
    for code, valeur in verifiee.valeurs:
        trouves = dict.fromkeys(_iter_personnels(str(valeur), mots)) if code in textes else {}
        if trouves:
            passages = ", ".join(f"« {passage} »" for passage in trouves)
            motif = (
                f"{passages} semble désigner une personne : dites ce que le service a fait, sans nom "
                "ni coordonnées."
            )
            fautes.append(FauteReponse(code, motif))
    if fautes:
        raise ReponsesRefuseesError(fautes)


def _iter_personnels(texte: str, mots: Iterable[str]) -> Iterator[str]:
    """Yield what a remark says that may name somebody."""
    yield from (mot for mot in mots if mot in texte.lower())
    for masque in find_masques(texte, get_remarques().lexique):
        yield texte[masque.debut : masque.fin]


def _record_seconde(test: TestMystere, verifiee: ReponseVerifiee, *, par: str, le: dt.date) -> None:
    valeurs, _ = cast_valeurs(verifiee, get_questionnaire(test.campagne))
    SecondeLecture.objects.create(
        campagne=test.campagne,
        site=test.site,
        fiche=test.fiche,
        valeurs=valeurs,
        saisi_par=par,
        jour=le,
    )
    record_evenement(
        par=par,
        action="seconde grille remplie",
        objet=str(test),
        site=test.campagne.pilote_id,
    )
