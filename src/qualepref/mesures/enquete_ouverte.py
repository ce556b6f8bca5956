"""A survey open to the public, on a base of its own, and what came out of it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from qualepref.enquetes.enums import Mode, Presentation, Theme
from qualepref.enquetes.models import Campagne, CampagneSite, Collecteur, Retour, Verbatim
from qualepref.enquetes.operations.formulaires import freeze_formulaire
from qualepref.enquetes.queries.formulaires import get_vocabulaire
from qualepref.mesures.repondants import ADRESSE, REPERE, build_questionnaire
from qualepref.organisation.models import Site


SITE, FUSEAU = "mesure-charge", "Europe/Paris"
# The measure may run over midnight.
MARGE = dt.timedelta(days=2)


def open_enquete(*, maintenant: dt.datetime) -> None:
    """Open a survey at a public address, every question on one page."""
    le = maintenant.astimezone(ZoneInfo(FUSEAU)).date()
    questionnaire = build_questionnaire()
    site = Site.objects.create(
        code=SITE,
        nom="Préfecture de mesure",
        type="prefecture",
        departement="44",
        chef_lieu="Nantes",
        calendrier="metropole",
        fuseau=FUSEAU,
    )
    campagne = Campagne.objects.create(
        pilote=site,
        genre=questionnaire.genre,
        theme=Theme.ACCUEIL,
        titre="Mesure",
        formulaire=freeze_formulaire(questionnaire, vocabulaire=get_vocabulaire(), par="mesure"),
        ouverte_le=le - MARGE,
        fermee_le=le + MARGE,
        validee_le=le - MARGE,
        modes=[Mode.EN_LIGNE],
        langues=list(questionnaire.langues),
        presentation=Presentation.TOUT,
    )
    CampagneSite.objects.create(campagne=campagne, site=site)
    Collecteur.objects.create(campagne=campagne, site=site, mode=Mode.EN_LIGNE, adresse=ADRESSE)


def count_retours(confirmes: Mapping[str, Mapping[str, Any]]) -> dict[str, int]:
    """Return how the base compares with the forms acknowledged, answers by key.

    perdus: acknowledged and absent. doubles: written more than once, under any key. alteres: kept
    with other answers than those sent.
    """
    gardes = {str(cle): valeurs for cle, valeurs in Retour.objects.values_list("cle", "valeurs")}
    textes = dict(Verbatim.objects.values_list("retour__cle", "texte"))
    for cle, texte in textes.items():
        gardes[str(cle)][REPERE] = texte
    repetes = Counter(Verbatim.objects.values_list("texte", flat=True))
    return {
        "questions": len(build_questionnaire().questions),
        "confirmes": len(confirmes),
        "retours": Retour.objects.count(),
        "perdus": sum(cle not in gardes for cle in confirmes),
        "doubles": sum(n - 1 for n in repetes.values()),
        "alteres": sum(cle in gardes and gardes[cle] != v for cle, v in confirmes.items()),
    }
