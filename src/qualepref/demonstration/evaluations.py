"""Write the diagnostics and audits of the demonstration, line by line; once only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import Path

from qualepref.amelioration.enums import TypeEvaluation, VerdictGrille
from qualepref.amelioration.models import Evaluation, LigneGrille
from qualepref.amelioration.operations.evaluations import (
    EvaluationDonnee,
    close_evaluation,
    create_evaluation,
    set_ligne,
)
from qualepref.amelioration.rules.evaluations import LigneDonnee
from qualepref.demonstration.donnees import Bloc, Texte, load_fichier
from qualepref.organisation.models import Site
from qualepref.organisation.operations import SYSTEME
from qualepref.organisation.queries import get_site


class LigneDite(Bloc):
    """What is said of one line; service: its code, "" for the line of the whole site."""

    numero: Texte
    service: str = ""
    verdict: VerdictGrille
    commentaire: str = ""
    point_fort: str = ""
    ecart: str = ""
    piste: str = ""


class EvaluationDite(Bloc):
    """A diagnostic or an audit. defaut: the verdict of the lines that are not written here."""

    site: Texte
    type: TypeEvaluation
    titre: Texte
    debut_le: dt.date
    fin_le: dt.date
    auditeur: str = ""
    par_service: bool = False
    defaut: VerdictGrille
    lignes: tuple[LigneDite, ...]
    conclusion: str = ""
    close_le: dt.date | None = None


class Evaluations(Bloc):
    """The evaluations of a file, and what is supposed of them."""

    hypotheses: tuple[Texte, ...]
    evaluations: tuple[EvaluationDite, ...]

    def list_jours(self) -> Iterator[dt.date]:
        """Yield the last day of each, and the day it was closed."""
        for e in self.evaluations:
            yield e.close_le or e.fin_le


class LigneInconnueError(ValueError):
    """A line that the grid does not have."""

    def __init__(self, titre: str, lignes: Iterable[tuple[str, str]]) -> None:
        dites = ", ".join(f"{n} {s}".strip() for n, s in sorted(lignes))
        super().__init__(f"« {titre} » : la grille n’a pas de ligne {dites}.")


def load_evaluations(dossier: Path) -> tuple[Evaluations, ...]:
    """Return the evaluations of a folder, by file name.

    Raises:
        DemonstrationInvalideError: a file is unreadable, with every fault.
    """
    return tuple(load_fichier(p, Evaluations) for p in sorted(dossier.glob("*.yaml")))


def write_evaluations(lues: Iterable[Evaluations]) -> int:
    """Write the evaluations that are missing; return how many.

    Raises:
        LigneInconnueError: a line that the grid of its site does not have.
    """
    return sum(_write(decrite) for e in lues for decrite in e.evaluations)


def _write(decrite: EvaluationDite) -> int:
    site = get_site(decrite.site)
    if Evaluation.objects.filter(site=site, titre=decrite.titre).exists():
        return 0
    evaluation = create_evaluation(
        site, donnee=_donnee_of(decrite, site), par=SYSTEME, le=decrite.debut_le
    )
    dites = {(d.numero, d.service): d for d in decrite.lignes}
    for ligne in evaluation.lignes.select_related("service"):
        dite = dites.pop(_place(ligne), None)
        if dite is not None:
            set_ligne(ligne, donnee=_ligne_of(dite), par=SYSTEME)
    # The others at once: hundreds of lines of which nothing is told.
    restantes = evaluation.lignes.filter(verdict=VerdictGrille.A_EVALUER)
    restantes.update(verdict=decrite.defaut)
    if dites:
        raise LigneInconnueError(decrite.titre, dites)
    if decrite.close_le is not None:
        close_evaluation(
            evaluation, conclusion=decrite.conclusion, par=SYSTEME, le=decrite.close_le
        )
    return 1


def _donnee_of(decrite: EvaluationDite, site: Site) -> EvaluationDonnee:
    return EvaluationDonnee(
        type=decrite.type,
        titre=decrite.titre,
        debut_le=decrite.debut_le,
        fin_le=decrite.fin_le,
        auditeur=decrite.auditeur,
        services=tuple(site.services.order_by("code")) if decrite.par_service else (),
    )


def _place(ligne: LigneGrille) -> tuple[str, str]:
    service = ligne.service.code if ligne.service else ""
    return ligne.sous_engagement or str(ligne.engagement), service


def _ligne_of(dite: LigneDite) -> LigneDonnee:
    textes = {c: getattr(dite, c) for c in ("commentaire", "point_fort", "ecart", "piste")}
    return LigneDonnee(dite.verdict, **textes)
