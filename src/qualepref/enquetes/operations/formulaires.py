"""Questionnaires pinned for campaigns."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import transaction

from qualepref.enquetes.models import Formulaire
from qualepref.enquetes.queries.formulaires import (
    get_vocabulaire,
    list_questionnaires,
    load_formulaire,
)
from qualepref.noyau.questionnaires.ecriture import dump_questionnaire
from qualepref.noyau.questionnaires.fautes import QuestionnaireInvalideError
from qualepref.noyau.questionnaires.lecture import CRITERES, ECHELLES, check_sens
from qualepref.noyau.questionnaires.modele import Questionnaire, Vocabulaire
from qualepref.organisation.models import Site
from qualepref.socle.operations import record_evenement


class VersionDejaPriseError(ValueError):
    """The same code and version, with another content."""

    def __init__(self, questionnaire: Questionnaire, *, par_le_logiciel: bool) -> None:
        qui = "fournie avec le logiciel" if par_le_logiciel else "déjà déposée"
        super().__init__(
            f"La version « {questionnaire.version} » de « {questionnaire.code} » est {qui}, avec "
            "un autre contenu. Changez « version » dans la feuille settings (ou « form_id », si "
            "c’est un autre questionnaire), puis déposez de nouveau le fichier."
        )


class QuestionnaireFourniError(ValueError):
    """Nothing new: the product brings the very same."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        super().__init__(
            f"« {questionnaire.titre} » est exactement le questionnaire fourni avec le logiciel : "
            "choisissez-le directement en créant une campagne."
        )


@transaction.atomic
def submit_formulaire(site: Site, *, questionnaire: Questionnaire, par: str) -> Formulaire:
    """Keep a questionnaire that a site wrote, and return it; given twice, it is kept once.

    Raises:
        VersionDejaPriseError, QuestionnaireFourniError.
        QuestionnaireInvalideError: a question changes meaning under a code already used.
    """
    fournis = [q for q in list_questionnaires() if q.code == questionnaire.code]
    for fourni in fournis:
        if fourni.empreinte == questionnaire.empreinte:
            raise QuestionnaireFourniError(questionnaire)
        if fourni.version == questionnaire.version:
            raise VersionDejaPriseError(questionnaire, par_le_logiciel=True)
    deposes = site.formulaires.filter(code=questionnaire.code).exclude(pk=questionnaire.empreinte)
    if deposes.filter(version=questionnaire.version).exists():
        raise VersionDejaPriseError(questionnaire, par_le_logiciel=False)
    anciens = [*fournis, *(load_formulaire(depose.pk)[0] for depose in deposes)]
    nom = f"{questionnaire.code} {questionnaire.version}"
    if fautes := [f for ancien in anciens for f in check_sens(ancien, questionnaire, nom)]:
        raise QuestionnaireInvalideError(nom, fautes)
    return freeze_formulaire(questionnaire, vocabulaire=get_vocabulaire(), par=par, depose_par=site)


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
