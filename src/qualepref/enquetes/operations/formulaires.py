"""Questionnaires pinned for campaigns."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import transaction

from qualepref.enquetes.models import Formulaire
from qualepref.noyau.questionnaires.ecriture import dump_questionnaire
from qualepref.noyau.questionnaires.lecture import CRITERES, ECHELLES
from qualepref.noyau.questionnaires.modele import Questionnaire, Vocabulaire
from qualepref.organisation.models import Site
from qualepref.socle.operations import record_evenement


@transaction.atomic
def freeze_formulaire(
    questionnaire: Questionnaire,
    *,
    vocabulaire: Vocabulaire,
    par: str,
    depose_par: Site | None = None,
) -> Formulaire:
    """Keep a questionnaire as it is now, once; return what is kept.

    vocabulaire: what the questionnaire was read with, from the product's folder.
    """
    formulaire, nouveau = Formulaire.objects.get_or_create(
        empreinte=questionnaire.empreinte,
        defaults={
            "code": questionnaire.code,
            "version": questionnaire.version,
            "genre": questionnaire.genre,
            "titre": str(questionnaire.titre),
            "contenu": {
                "questionnaire": dump_questionnaire(questionnaire, vocabulaire),
                "echelles": _read_brut(ECHELLES),
                "criteres": _read_brut(CRITERES),
            },
        },
    )
    if depose_par:
        formulaire.deposants.add(depose_par)
    if nouveau:
        record_evenement(
            par=par,
            action="questionnaire retenu",
            objet=str(formulaire),
            site=depose_par.pk if depose_par else "",
            apres={"empreinte": formulaire.pk},
        )
    return formulaire


def _read_brut(nom: str) -> str:
    return (Path(settings.QUESTIONNAIRES) / nom).read_text(encoding="utf-8")
