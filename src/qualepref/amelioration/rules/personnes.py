"""What is known of an agent of the perimeter, why it cannot be, and the columns of their file."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from qualepref.noyau.tableurs.champs import Champ, TypeChamp
from qualepref.noyau.tableurs.vocabulaire import Absence, normalize_texte
from qualepref.suivi.rules.champs import FauteLigne


AGENTS = "agents"
# What the table holds at most.
LONGUEURS = {"nom": 80, "prenom": 80, "matricule": 40, "fonction": 120}
# Nothing is tried again (++): a cell of blanks would take minutes.
_MODULES = re.compile(r"\d{1,4}+(?:(?:\s*+(?:[,;+]|et)\s*+|\s++)\d{1,4}+)*+")


@dataclass(frozen=True, slots=True)
class PersonneDonnee:
    """An agent of the perimeter as somebody gives them.

    service: primary key. modules: numbers of those the agent works for; empty for the whole
    perimeter. partie_le: last day there.
    """

    nom: str
    prenom: str
    matricule: str = ""
    service: int | None = None
    fonction: str = ""
    modules: tuple[int, ...] = ()
    arrivee_le: dt.date | None = None
    partie_le: dt.date | None = None

    @property
    def identite(self) -> tuple[str, str]:
        """What two spellings of the same name share."""
        return normalize_texte(self.nom), normalize_texte(self.prenom)


@dataclass(frozen=True, slots=True)
class LignePersonne:
    """An agent read in a file. champs: the columns that the file has; the others are left alone."""

    donnee: PersonneDonnee
    champs: frozenset[str]


def check_personne(donnee: PersonneDonnee, modules: Iterable[int]) -> list[FauteLigne]:
    """Return why an agent cannot be written. modules: those of the perimeter."""
    fautes = [
        FauteLigne(
            champ,
            f"ce texte compte {len(getattr(donnee, champ))} caractères, pour {maximum} au plus",
            "Le raccourcir.",
        )
        for champ, maximum in LONGUEURS.items()
        if len(getattr(donnee, champ)) > maximum
    ]
    connus = frozenset(modules)
    fautes += [
        FauteLigne(
            "modules",
            f"le module {module} n’est pas dans le périmètre du site",
            "Choisir un module du périmètre, ou n’en nommer aucun.",
        )
        for module in donnee.modules
        if module not in connus
    ]
    if donnee.arrivee_le and donnee.partie_le and donnee.partie_le < donnee.arrivee_le:
        fautes.append(
            FauteLigne(
                "partie_le", "l’agent part avant d’être arrivé", "Corriger l’une des deux dates."
            )
        )
    return fautes


def build_champs(services: Mapping[str, str]) -> list[Champ]:
    """Return the columns of the file of agents. services: code -> name."""
    return [
        Champ("matricule", "Matricule", TypeChamp.LITTERAL, ("numéro d’agent", "identifiant")),
        Champ("nom", "Nom", TypeChamp.LITTERAL, ("nom d’usage", "nom de famille"),
              obligatoire=True),
        Champ("prenom", "Prénom", TypeChamp.LITTERAL, ("prénom d’usage",), obligatoire=True),
        Champ("service", "Service", TypeChamp.CHOIX, ("bureau", "affectation"), valeurs=services),
        Champ("fonction", "Fonction", TypeChamp.TEXTE, ("poste", "emploi")),
        Champ("modules", "Modules", TypeChamp.TEXTE, ("module", "modules suivis")),
        Champ("arrivee_le", "Arrivée le", TypeChamp.DATE, ("date d’arrivée", "arrivé le")),
        Champ("partie_le", "Partie le", TypeChamp.DATE, ("date de départ", "parti le", "départ")),
    ]  # fmt: skip


def build_ligne(
    brut: Mapping[str, Any], services: Mapping[str, int]
) -> tuple[LignePersonne | None, list[FauteLigne]]:
    """Return the agent that a row gives, and what could not be read of it. services: code -> key."""
    lues = {c: None if isinstance(v, Absence) else v for c, v in brut.items()}
    nom, prenom = str(lues.get("nom") or "").strip(), str(lues.get("prenom") or "").strip()
    if not nom or not prenom:
        return None, [
            FauteLigne("nom", "le nom ou le prénom manque", "Écrire les deux, dans leur colonne.")
        ]
    texte = str(lues.get("modules") or "").strip()
    if texte and not _MODULES.fullmatch(texte):
        return None, [
            FauteLigne(
                "modules",
                f"« {texte} » n’est pas une suite de numéros de modules",
                "Écrire par exemple : 1, 2.",
            )
        ]
    code = lues.get("service")
    donnee = PersonneDonnee(
        nom=nom,
        prenom=prenom,
        matricule=str(lues.get("matricule") or ""),
        service=services[code] if code else None,
        fonction=str(lues.get("fonction") or ""),
        modules=tuple(sorted({int(m) for m in re.findall(r"\d+", texte)})),
        arrivee_le=lues.get("arrivee_le"),
        partie_le=lues.get("partie_le"),
    )
    return LignePersonne(donnee, frozenset(lues)), []


def list_cellules(donnee: PersonneDonnee, service: str) -> list[Any]:
    """Return the cells of an agent under `build_champs`. service: its code."""
    return [
        donnee.matricule or None,
        donnee.nom,
        donnee.prenom,
        service or None,
        donnee.fonction or None,
        ", ".join(map(str, donnee.modules)) or None,
        donnee.arrivee_le,
        donnee.partie_le,
    ]
