"""Why a published figure changed, as far as the audit trail tells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from qualepref.noyau.referentiel.modele import Formule, Referentiel
from qualepref.publications.rules.changements import Changement


# What the trail calls a write -> what a reader calls it.
NOMS = {
    "corriger": "correction",
    "enregistrer": "saisie",
    "saisir": "saisie",
    "supprimer": "suppression",
    "importer": "import",
    "attester": "attestation",
}
CITEES = 3


@dataclass(frozen=True, slots=True)
class Ecriture:
    """A line of the audit trail: what was done, to what, and when."""

    action: str
    objet: str
    jour: dt.date


def list_prefixes(code: str, formule: Formule | None, referentiel: Referentiel) -> tuple[str, ...]:
    """Return how the trail names what an indicator is made from: registers, quantities, values."""
    prefixes = [f"valeur {code} ", f"cible {code} ", "valeurs déclarées", "fermeture "]
    if formule is None:
        return tuple(prefixes)
    for terme in (*formule.numerateur, *formule.denominateur):
        if terme.grandeur:
            prefixes.append(f"comptages {terme.grandeur}")
        if terme.reponses:
            prefixes.append("campagne ")
        natures = {v for champ, valeurs in terme.filtre if champ == "nature" for v in valeurs}
        for registre in referentiel.registres:
            if terme.mesure and natures & {n.code for n in registre.natures}:
                prefixes += [f"{registre.code} ", f"registre {registre.code}"]
    return tuple(dict.fromkeys(prefixes))


def explain_changement(
    changement: Changement, ecritures: Sequence[Ecriture], prefixes: Iterable[str]
) -> Changement:
    """Return the change with what was written since, unless it says why already."""
    debuts = tuple(prefixes)
    # A code may end the object: « comptages appels_recus ».
    retenues = [e for e in ecritures if f"{e.objet} ".startswith(debuts)]
    if changement.raison or not retenues:
        return changement
    dites = [
        f"{NOMS.get(e.action, e.action)} ({e.objet}, {e.jour:%d/%m/%Y})" for e in retenues[:CITEES]
    ]
    reste = len(retenues) - len(dites)
    suite = f" et {reste} autre{'s' if reste > 1 else ''}" if reste else ""
    return replace(changement, raison=f"Écrit depuis : {', '.join(dites)}{suite}.")
