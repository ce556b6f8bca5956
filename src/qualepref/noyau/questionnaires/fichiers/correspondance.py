"""Which column is which question: proposed from headings, or said by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from qualepref.noyau.questionnaires.fichiers.erreurs import (
    ColonneIntrouvableError,
    RoleInconnuError,
)
from qualepref.noyau.questionnaires.fichiers.formats import (
    FormatCollecte,
    is_personnelle,
    is_technique,
)
from qualepref.noyau.questionnaires.fichiers.roles import SPECIAUX, Role
from qualepref.noyau.questionnaires.fichiers.tableau import Colonne, Tableau
from qualepref.noyau.tableurs.correspondance import propose_correspondance


AUCUNE = (
    "Aucune colonne n’a été reconnue comme une question de cette enquête : dites quelle colonne est "
    "quelle question, ou vérifiez que c’est le bon fichier."
)


@dataclass(frozen=True, slots=True)
class Attribution:
    """A column and the role it plays."""

    colonne: Colonne
    role: Role


@dataclass(frozen=True, slots=True)
class Plan:
    """What each column is. non_reprises: columns nobody gave a role.

    ecartees: columns of the tool itself, or that name people. blocages: sentences on what must be
    said by hand before anything is written.
    """

    attributions: tuple[Attribution, ...]
    non_reprises: tuple[Colonne, ...]
    ecartees: tuple[Colonne, ...]
    blocages: tuple[str, ...]

    def find(self, role: str) -> Colonne | None:
        """Return the column that plays a role, or None."""
        return next((a.colonne for a in self.attributions if a.role.code == role), None)


def build_plan(
    tableau: Tableau,
    roles: Mapping[str, Role],
    *,
    format_: FormatCollecte,
    choisies: Mapping[str, str],
) -> Plan:
    """Return the role of each column.

    choisies: name of a column -> role chosen by hand, "" to leave it out.

    Raises:
        ColonneIntrouvableError, RoleInconnuError: what was chosen does not exist.
    """
    _check_choisies(tableau, roles, choisies)
    ecartees = [c for c in tableau.colonnes if c.nom not in choisies and _is_ecartee(c, format_)]
    restantes = [c for c in tableau.colonnes if c not in ecartees]
    attribues = {c.nom: choisies[c.nom] for c in restantes if c.nom in choisies}
    blocages = list(_list_doubles(attribues, roles))
    proposees, doutes = _propose(
        [c for c in restantes if c.nom not in attribues and c.entete],
        {code: role for code, role in roles.items() if code not in attribues.values()},
    )
    attribues |= proposees
    blocages += doutes
    if not any(roles[code].question for code in attribues.values() if code):
        blocages.append(AUCUNE)
    return Plan(
        tuple(Attribution(c, roles[attribues[c.nom]]) for c in restantes if attribues.get(c.nom)),
        tuple(c for c in restantes if not attribues.get(c.nom)),
        tuple(ecartees),
        tuple(blocages),
    )


def _propose(
    libres: Sequence[Colonne], roles: Mapping[str, Role]
) -> tuple[dict[str, str], list[str]]:
    """Return the role found for each column by its heading, then what is in doubt."""
    # Columns of one heading stand for one another until it is known what the heading is.
    premieres = {c.entete: c for c in reversed(libres)}
    trouvees = propose_correspondance(list(premieres), [r.as_champ() for r in roles.values()])
    doutes = [
        _tell_doute(doute.champ.libelle, [premieres[e].nom for e in doute.candidats])
        for doute in trouvees.ambigues
    ]
    proposees = {}
    for association in trouvees.associations:
        jumelles = [c.nom for c in libres if c.entete == association.entete]
        if len(jumelles) > 1:
            doutes.append(_tell_doute(roles[association.code].libelle, jumelles))
        else:
            proposees[jumelles[0]] = association.code
    return proposees, doutes


def _list_doubles(attribues: Mapping[str, str], roles: Mapping[str, Role]) -> Iterator[str]:
    for code, combien in Counter(filter(None, attribues.values())).items():
        if combien > 1:
            yield _tell_doute(
                roles[code].libelle, [nom for nom, role in attribues.items() if role == code]
            )


def _tell_doute(libelle: str, colonnes: Sequence[str]) -> str:
    liste = ", ".join(f"« {nom} »" for nom in colonnes)
    if len(colonnes) == 1:
        return f"La colonne {liste} ressemble à « {libelle} » et à une autre question : dites laquelle."
    return f"Plusieurs colonnes pourraient être « {libelle} » : {liste}. Gardez-en une seule."


def _check_choisies(
    tableau: Tableau, roles: Mapping[str, Role], choisies: Mapping[str, str]
) -> None:
    noms = [c.nom for c in tableau.colonnes]
    for nom, role in choisies.items():
        if nom not in noms:
            presentes = ", ".join(f"« {n} »" for n in noms)
            raise ColonneIntrouvableError(tableau.fichier, colonne=nom, presentes=presentes)
        if role and role not in roles:
            raise RoleInconnuError(tableau.fichier, role=role, speciaux=", ".join(SPECIAUX))


def _is_ecartee(colonne: Colonne, format_: FormatCollecte) -> bool:
    return is_technique(colonne.entete, format_) or is_personnelle(colonne.entete)
