"""Grids as a kind of file: exported, filled in away from the network, imported back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from qualepref.amelioration.enums import VerdictGrille
from qualepref.amelioration.models import LigneGrille
from qualepref.amelioration.operations.evaluations import REPRIS, set_ligne
from qualepref.amelioration.queries.evaluations import list_exigences_de, load_grille
from qualepref.amelioration.rules.evaluations import LigneDonnee, check_ligne
from qualepref.noyau.tableurs.champs import Champ, TypeChamp
from qualepref.noyau.tableurs.conversion import Ligne
from qualepref.noyau.tableurs.vocabulaire import Absence
from qualepref.organisation.models import Site
from qualepref.suivi.queries.genres import GenreFichier, LignesControlees
from qualepref.suivi.rules.bilans import Difference
from qualepref.suivi.rules.champs import FauteLigne


GRILLES = "grilles"
TEXTES = ("ecart", "point_fort", "piste", "commentaire")

CHAMPS = [
    Champ("evaluation", "N° d’évaluation", TypeChamp.ENTIER, ("évaluation",), obligatoire=True),
    # Written for the reader, never read: the numbers decide.
    Champ("titre", "Titre de l’évaluation"),
    Champ("numero", "Engagement", TypeChamp.LITTERAL, ("numéro",), obligatoire=True),
    Champ("texte", "Texte de l’engagement"),
    Champ("service", "Service", TypeChamp.LITTERAL),
    Champ("verdict", "Verdict", TypeChamp.CHOIX, obligatoire=True,
          valeurs=dict(VerdictGrille.choices)),
    Champ("ecart", "Écart constaté", TypeChamp.LITTERAL, ("écart",)),
    Champ("point_fort", "Point fort", TypeChamp.LITTERAL),
    Champ("piste", "Piste d’amélioration", TypeChamp.LITTERAL, ("piste",)),
    Champ("commentaire", "Commentaire", TypeChamp.LITTERAL),
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class LigneLue:
    """A row of a file that can be written: the line it is about, and what it says."""

    ligne: LigneGrille
    donnee: LigneDonnee

    @property
    def change(self) -> bool:
        """Whether writing it would change anything."""
        return any(getattr(self.ligne, c) != getattr(self.donnee, c) for c in REPRIS)

    @property
    def objet(self) -> str:
        """How the line is named in an account."""
        numero = self.ligne.sous_engagement or self.ligne.engagement
        return f"{self.ligne.evaluation_id}, {numero}"


def _build_champs(_site: Site) -> list[Champ]:
    return CHAMPS


def _check(site: Site, lignes: Sequence[Ligne], _le: dt.date) -> LignesControlees:
    connues = _index(site)
    controlees = LignesControlees()
    vues: set[int] = set()
    for ligne in lignes:
        trouvee, fautes = _find(connues, ligne.valeurs)
        if trouvee is not None and trouvee.pk in vues:
            motif = "cette ligne de la grille est donnée deux fois"
            fautes.append(FauteLigne("numero", motif, "N’en garder qu’une."))
        donnee = _read(ligne.valeurs, trouvee)
        fautes += check_ligne(donnee)
        if trouvee is not None and trouvee.evaluation.close_le and LigneLue(trouvee, donnee).change:
            motif = "cette évaluation est close"
            remede = "La rouvrir d’abord, ou rendre à la ligne ce qu’elle disait."
            fautes.append(FauteLigne("evaluation", motif, remede))
        if trouvee is None or fautes:
            controlees.fautes += [(ligne.numero, faute) for faute in fautes]
            continue
        vues.add(trouvee.pk)
        controlees.valides.append(LigneLue(trouvee, donnee))
    return controlees


def _index(site: Site) -> dict[tuple[int, str, str], LigneGrille]:
    """Return the lines of the site's grids by evaluation, number and service, by name or code."""
    connues: dict[tuple[int, str, str], LigneGrille] = {}
    for ligne in LigneGrille.objects.filter(evaluation__site=site).select_related(
        "evaluation", "service"
    ):
        numero = ligne.sous_engagement or str(ligne.engagement)
        noms = (ligne.service.nom, ligne.service.code) if ligne.service else ("",)
        connues |= {(ligne.evaluation_id, numero, nom.casefold()): ligne for nom in noms}
    return connues


def _find(
    connues: dict[tuple[int, str, str], LigneGrille], valeurs: dict[str, Any]
) -> tuple[LigneGrille | None, list[FauteLigne]]:
    numero = str(valeurs["numero"]).replace(",", ".")
    service = _text(valeurs.get("service"))
    ligne = connues.get((valeurs["evaluation"], numero, service.casefold()))
    if ligne is None:
        ou = f", service « {service} »" if service else ""
        motif = f"l’évaluation {valeurs['evaluation']} n’a pas de ligne « {numero} »{ou}"
        remede = "Partir d’une grille exportée, sans changer ses numéros ni ses services."
        return None, [FauteLigne("numero", motif, remede)]
    return ligne, []


def _read(valeurs: dict[str, Any], ligne: LigneGrille | None) -> LigneDonnee:
    """Return what a row says; a text whose column is not in the file stays as it was."""
    textes = {c: _text(valeurs[c]) if c in valeurs else getattr(ligne, c, "") for c in TEXTES}
    return LigneDonnee(VerdictGrille(valeurs["verdict"]), **textes)


def _text(valeur: object) -> str:
    return "" if valeur is None or isinstance(valeur, Absence) else str(valeur)


def _compare(_site: Site, lignes: Sequence[LigneLue]) -> Difference:
    modifiees = tuple(lue.objet for lue in lignes if lue.change)
    return Difference((), modifiees, len(lignes) - len(modifiees))


@transaction.atomic
def _write(site: Site, lignes: Sequence[LigneLue], *, par: str, le: dt.date) -> Difference:
    difference = _compare(site, lignes)
    for lue in lignes:
        if lue.change:
            set_ligne(lue.ligne, donnee=lue.donnee, par=str(par))
    return difference


def _list_lignes(site: Site, annee: int | None) -> Iterator[list[Any]]:
    evaluations = site.evaluations.order_by("debut_le", "pk")
    if annee is not None:
        evaluations = evaluations.filter(debut_le__year=annee)
    for evaluation in evaluations:
        textes = {e.cle: e for e in list_exigences_de(evaluation)}
        for module in load_grille(evaluation).modules:
            for affichee in module.lignes:
                ligne = affichee.ligne
                exigence = textes[ligne.engagement, ligne.sous_engagement]
                yield [
                    evaluation.pk, evaluation.titre, exigence.numero, exigence.texte,
                    ligne.service.nom if ligne.service else None, ligne.get_verdict_display(),
                    *(getattr(ligne, c) or None for c in TEXTES),
                ]  # fmt: skip


GENRE_GRILLES = GenreFichier(
    code=GRILLES,
    libelle="Grilles des diagnostics et des audits",
    build_champs=_build_champs,
    check=_check,
    compare=_compare,
    write=_write,
    list_lignes=_list_lignes,
)
