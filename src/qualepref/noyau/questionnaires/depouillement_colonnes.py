"""The counts of `depouillement`, for many forms laid out in columns: each column is counted whole.

Ten times faster on a hundred thousand forms; a property-based test holds the two together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from qualepref.noyau.questionnaires.depouillement import (
    POSEE,
    REPONDUE,
    SANS_MODALITE,
    Depouillement,
    Place,
    as_modalites,
)
from qualepref.noyau.questionnaires.modele import Questionnaire, TypeQuestion
from qualepref.noyau.questionnaires.parcours import list_posees


Entiers = np.ndarray[Any, np.dtype[np.int64]]
# Marks of one group of forms, and how many forms of it bear the mark.
Ajout = Callable[[int, str, int], None]
ABSENTE, NON_POSEE = 0, 1


@dataclass(frozen=True, slots=True)
class _Colonne:
    """One question coded: `codes` of each form into `valeurs`, the first two being no answer."""

    codes: Entiers
    valeurs: list[Any]

    def tell(self, groupes: Entiers, nombre: int, ajoute: Ajout) -> None:
        """Tell the marks of each of the `nombre` groups of forms; a group below 0 is left out."""
        largeur = len(self.valeurs)
        retenus = groupes >= 0
        cles = (groupes[retenus] * largeur + self.codes[retenus]).astype(np.int64)
        comptes = np.bincount(cles, minlength=nombre * largeur)
        for cle in np.flatnonzero(comptes).tolist():
            groupe, code = divmod(cle, largeur)
            n = int(comptes[cle])
            if code == NON_POSEE:
                continue
            ajoute(groupe, POSEE, n)
            if code == ABSENTE:
                continue
            ajoute(groupe, REPONDUE, n)
            for modalite in self.valeurs[code]:
                ajoute(groupe, modalite, n)


def count_en_colonnes(
    questionnaire: Questionnaire,
    retours: Iterable[tuple[Place, Mapping[str, Any]]],
    *,
    profils: frozenset[str] = frozenset(),
) -> Depouillement:
    """Return the counts of forms given as (place, kept values), as `count_retours` does."""
    lignes = list(retours)
    donnees = [valeurs for _, valeurs in lignes]
    colonnes = {
        question.code: [valeurs.get(question.code) for valeurs in donnees]
        for question in questionnaire.iter_questions()
    }
    return count_colonnes(questionnaire, [p for p, _ in lignes], colonnes, profils=profils)


def count_colonnes(
    questionnaire: Questionnaire,
    places: Sequence[Place],
    colonnes: Mapping[str, Sequence[Any]],
    *,
    profils: frozenset[str] = frozenset(),
) -> Depouillement:
    """Return what `count_retours` returns; colonnes: code -> kept value of each form, or None."""
    cellules: Counter[tuple[Place, str, str]] = Counter()
    croisees: Counter[tuple[str, str, str, str, str]] = Counter()
    codees = dict(_encode(questionnaire, colonnes, len(places)))
    lieux = _number(places)
    sites = _number([place.site for place in places])
    for code, colonne in codees.items():

        def add_place(groupe: int, marque: str, n: int, code: str = code) -> None:
            cellules[lieux.noms[groupe], code, marque] += n

        colonne.tell(lieux.rangs, len(lieux.noms), add_place)
    for profil in profils & codees.keys():
        _cross(profil, codees, sites, croisees)
    return Depouillement(cellules, croisees)


class _Numeros(NamedTuple):
    rangs: Entiers
    noms: list[Any]


def _number(noms: Sequence[Any]) -> _Numeros:
    rangs = {nom: rang for rang, nom in enumerate(dict.fromkeys(noms))}
    return _Numeros(np.fromiter(map(rangs.__getitem__, noms), np.int64, len(noms)), list(rangs))


def _cross(
    profil: str,
    codees: Mapping[str, _Colonne],
    sites: _Numeros,
    croisees: Counter[tuple[str, str, str, str, str]],
) -> None:
    """Count the other questions among those who gave each answer to a question of profile."""
    repartition = codees[profil]
    largeur = len(repartition.valeurs)
    groupes = np.where(
        repartition.codes > NON_POSEE, sites.rangs * largeur + repartition.codes, np.int64(-1)
    )
    for code, colonne in codees.items():
        if code == profil:
            continue

        def add(groupe: int, marque: str, n: int, code: str = code) -> None:
            site, valeur = divmod(groupe, largeur)
            for modalite in repartition.valeurs[valeur]:
                croisees[sites.noms[site], profil, modalite, code, marque] += n

        colonne.tell(groupes, len(sites.noms) * largeur, add)


def _encode(
    questionnaire: Questionnaire, colonnes: Mapping[str, Sequence[Any]], nombre: int
) -> Iterator[tuple[str, _Colonne]]:
    questions = {q.code: q for q in questionnaire.iter_questions()}
    vide: Sequence[Any] = [None] * nombre
    for code, question in questions.items():
        brutes = colonnes.get(code, vide)
        if question.type is TypeQuestion.CHOIX_MULTIPLE:
            brutes = [v if v is None else tuple(v) for v in brutes]
        distinctes = [v for v in dict.fromkeys(brutes) if v is not None]
        rangs: dict[Any, int] = {None: ABSENTE}
        valeurs: list[tuple[str, ...]] = [(), ()]
        if question.type in SANS_MODALITE:
            rangs |= dict.fromkeys(distinctes, len(valeurs))
            valeurs.append(())
        else:
            rangs |= {v: rang for rang, v in enumerate(distinctes, start=len(valeurs))}
            valeurs += map(as_modalites, distinctes)
        codes = np.fromiter(map(rangs.__getitem__, brutes), np.int64, nombre)
        posees = list_posees(question, questions, colonnes, nombre=nombre)
        if posees is not None:
            codes[(codes == ABSENTE) & ~np.array(posees, dtype=bool)] = NON_POSEE
        yield code, _Colonne(codes, valeurs)
