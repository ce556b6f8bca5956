"""Diagnostics and audits: opened on a grid, judged line by line, closed, carried over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from qualepref.amelioration.enums import TypeEvaluation, VerdictGrille
from qualepref.amelioration.models import Evaluation, LigneGrille
from qualepref.amelioration.queries.evaluations import list_exigences_de
from qualepref.amelioration.rules.evaluations import (
    Exigence,
    LigneDonnee,
    check_ligne,
    compute_avancement,
    find_changees,
    list_exigences,
)
from qualepref.organisation.models import Service, Site
from qualepref.organisation.queries import get_referentiel
from qualepref.socle.operations import record_evenement
from qualepref.suivi.rules.champs import FauteLigne


REPRIS = ("verdict", "commentaire", "point_fort", "ecart", "piste")


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationDonnee:
    """An evaluation as somebody opens it; dates are civil days, bounds included.

    services: each engagement is judged for each of them; none: once for the whole site.
    precedente: the one whose lines are carried over.
    """

    type: TypeEvaluation
    titre: str
    debut_le: dt.date
    fin_le: dt.date | None = None
    auditeur: str = ""
    services: tuple[Service, ...] = ()
    precedente: Evaluation | None = None


class EvaluationRefuseeError(ValueError):
    """An evaluation that cannot be as wanted; `champ` is the part at fault."""

    def __init__(self, champ: str, motif: str) -> None:
        super().__init__(motif)
        self.champ = champ


class LigneRefuseeError(ValueError):
    """A line that cannot be written so; `fautes` names each field and why."""

    def __init__(self, fautes: Sequence[FauteLigne]) -> None:
        super().__init__(
            " ".join(f"{f.motif[:1].upper()}{f.motif[1:]}. {f.remede}" for f in fautes)
        )
        self.fautes = tuple(fautes)


class EvaluationCloseError(ValueError):
    """A closed evaluation does not change."""

    def __init__(self) -> None:
        super().__init__(
            "Cette évaluation est close : ses lignes ne changent plus. Le référent qualité peut la "
            "rouvrir."
        )


class GrilleIncompleteError(ValueError):
    """An evaluation is closed once every line is judged."""

    def __init__(self, restantes: int) -> None:
        lignes = "une ligne reste" if restantes == 1 else f"{restantes} lignes restent"
        super().__init__(f"La grille n’est pas complète : {lignes} à évaluer.")


class EvaluationSuivieError(ValueError):
    """Actions of the plan answer an evaluation: it is not deleted."""

    def __init__(self, actions: int) -> None:
        super().__init__(
            f"Des actions du plan répondent à cette évaluation ({actions}) : elle ne peut pas être "
            "supprimée."
        )


@transaction.atomic
def create_evaluation(site: Site, *, donnee: EvaluationDonnee, par: str, le: dt.date) -> Evaluation:
    """Open an evaluation on the perimeter and the référentiel the site holds on that day.

    Lines known from `precedente` come with what was said of them; a line whose wording changed is
    marked and judged anew.

    Raises:
        EvaluationRefuseeError: dates upside down, no module, a service or a precedent elsewhere.
    """
    _check(site, donnee)
    exigences = list_exigences(get_referentiel(site), site.modules)
    if not exigences:
        raise EvaluationRefuseeError(
            "titre", "Le périmètre du site ne retient aucun module : il n’y a rien à évaluer."
        )
    evaluation = Evaluation.objects.create(
        site=site,
        type=donnee.type,
        titre=donnee.titre,
        debut_le=donnee.debut_le,
        fin_le=donnee.fin_le,
        auditeur=donnee.auditeur,
        referentiel=site.referentiel,
        version=site.version,
        precedente=donnee.precedente,
    )
    LigneGrille.objects.bulk_create(_build_lignes(evaluation, exigences, donnee))
    _record(evaluation, "ouvrir une évaluation", par, lignes=evaluation.lignes.count())
    return evaluation


@transaction.atomic
def set_ligne(ligne: LigneGrille, *, donnee: LigneDonnee, par: str) -> LigneGrille:
    """Write what is said of a line, and return it.

    Raises:
        EvaluationCloseError: the evaluation is closed.
        LigneRefuseeError: a gap without verdict, a verdict without gap.
    """
    evaluation = Evaluation.objects.select_for_update().get(pk=ligne.evaluation_id)
    if evaluation.close_le is not None:
        raise EvaluationCloseError
    if fautes := check_ligne(donnee):
        raise LigneRefuseeError(fautes)
    avant = ligne.verdict
    for champ in REPRIS:
        setattr(ligne, champ, getattr(donnee, champ))
    ligne.save(update_fields=REPRIS)
    record_evenement(
        par=par,
        action="évaluer une ligne",
        objet=f"évaluation {evaluation.pk}, {ligne.sous_engagement or ligne.engagement}",
        site=evaluation.site_id,
        avant={"verdict": avant},
        apres={"verdict": ligne.verdict},
    )
    return ligne


@transaction.atomic
def close_evaluation(evaluation: Evaluation, *, conclusion: str, par: str, le: dt.date) -> None:
    """Close an evaluation whose grid is whole.

    Raises:
        GrilleIncompleteError: lines are still to be judged.
    """
    evaluation = Evaluation.objects.select_for_update().get(pk=evaluation.pk)
    avancement = compute_avancement(evaluation.lignes.values_list("verdict", flat=True))
    if not avancement.complete:
        raise GrilleIncompleteError(avancement.total - avancement.evaluees)
    evaluation.conclusion, evaluation.close_le = conclusion, le
    evaluation.save(update_fields=("conclusion", "close_le"))
    _record(evaluation, "clore une évaluation", par, close_le=le)


@transaction.atomic
def reopen_evaluation(evaluation: Evaluation, *, par: str) -> None:
    """Let the lines of a closed evaluation change again."""
    evaluation.close_le = None
    evaluation.save(update_fields=("close_le",))
    _record(evaluation, "rouvrir une évaluation", par)


@transaction.atomic
def delete_evaluation(evaluation: Evaluation, *, par: str) -> None:
    """Delete an evaluation that no action of the plan answers.

    Raises:
        EvaluationSuivieError: some do.
    """
    actions = evaluation.lignes.filter(actions__isnull=False).count()
    if actions:
        raise EvaluationSuivieError(actions)
    _record(evaluation, "supprimer une évaluation", par)
    evaluation.delete()


def _check(site: Site, donnee: EvaluationDonnee) -> None:
    if donnee.fin_le is not None and donnee.fin_le < donnee.debut_le:
        raise EvaluationRefuseeError(
            "fin_le",
            f"Le dernier jour ({donnee.fin_le:%d/%m/%Y}) précède le premier "
            f"({donnee.debut_le:%d/%m/%Y}).",
        )
    for service in donnee.services:
        if service.site_id != site.pk:
            raise EvaluationRefuseeError(
                "services", f"« {service} » n’est pas un service de « {site} »."
            )
    if donnee.precedente is not None and donnee.precedente.site_id != site.pk:
        raise EvaluationRefuseeError(
            "precedente", "L’évaluation reprise est celle d’un autre site."
        )


def _build_lignes(
    evaluation: Evaluation, exigences: Sequence[Exigence], donnee: EvaluationDonnee
) -> list[LigneGrille]:
    anciennes: dict[tuple[int, str, int | None], LigneGrille] = {}
    changees: frozenset[tuple[int, str]] = frozenset()
    if donnee.precedente is not None:
        anciennes = {
            (ligne.engagement, ligne.sous_engagement, ligne.service_id): ligne
            for ligne in donnee.precedente.lignes.all()
        }
        changees = find_changees(list_exigences_de(donnee.precedente), exigences)
    lignes = []
    for exigence in exigences:
        for service in donnee.services or (None,):
            ligne = LigneGrille(
                evaluation=evaluation,
                engagement=exigence.engagement,
                sous_engagement=exigence.sous_engagement,
                service=service,
                changee=exigence.cle in changees,
            )
            ancienne = anciennes.get((*exigence.cle, service.pk if service else None))
            if ancienne is not None:
                _carry(ancienne, ligne)
            lignes.append(ligne)
    return lignes


def _carry(ancienne: LigneGrille, ligne: LigneGrille) -> None:
    for champ in REPRIS:
        setattr(ligne, champ, getattr(ancienne, champ))
    if ligne.changee:
        ligne.verdict = VerdictGrille.A_EVALUER


def _record(evaluation: Evaluation, action: str, par: str, **apres: object) -> None:
    record_evenement(
        par=par,
        action=action,
        objet=f"évaluation {evaluation.pk} « {evaluation.titre[:60]} »",
        site=evaluation.site_id,
        apres=apres,
    )
