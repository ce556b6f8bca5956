"""Read one YAML file as plain objects; what YAML itself gets wrong becomes a fault."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal
from itertools import accumulate
from pathlib import Path
from typing import Any

import yaml

from qualepref.noyau.yaml_strict.fautes import Faute


# Deeper than any file a person writes. libyaml calls itself once a level: a hostile file of 80 kB
# would overflow the stack and end the process.
PROFONDEUR = 100
_CROCHETS = re.compile(r"[\[\]{}]")
# What opens levels without a bracket: indentation, and « - », « ? », « : » in a row.
_RETRAIT = re.compile(r"(?:[ \t]|[-?:](?=[ \t])){32,}+")
# libyaml where it is there: ten times faster, same results.
_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Chargeur(_Base):  # type: ignore[misc]
    """Keep decimals exact, keep impossible dates as text, note the keys written twice."""

    def __init__(self, texte: str) -> None:
        super().__init__(texte)
        self.doublons: list[tuple[str, int, int]] = []

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> Any:  # noqa: FBT001, FBT002
        lignes: dict[str, int] = {}
        for cle, _ in node.value:
            ligne = cle.start_mark.line + 1
            if isinstance(cle, yaml.ScalarNode) and cle.value in lignes:
                self.doublons.append((cle.value, lignes[cle.value], ligne))
            elif isinstance(cle, yaml.ScalarNode):
                lignes[cle.value] = ligne
        return super().construct_mapping(node, deep=deep)


def _construct_decimal(chargeur: Any, noeud: yaml.ScalarNode) -> Decimal | str:
    texte = str(chargeur.construct_scalar(noeud)).replace("_", "")
    try:
        return Decimal(texte)
    except ArithmeticError:
        return texte


def _construct_date(chargeur: Any, noeud: yaml.ScalarNode) -> dt.date | str:
    texte = str(chargeur.construct_scalar(noeud))
    try:
        return dt.date.fromisoformat(texte)
    except ValueError:
        return texte


_Chargeur.add_constructor("tag:yaml.org,2002:float", _construct_decimal)
_Chargeur.add_constructor("tag:yaml.org,2002:timestamp", _construct_date)


def read_fichier(path: Path, nom: str) -> tuple[dict[str, Any] | None, list[Faute]]:
    """Return the keys of a YAML file and its faults; None when nothing can be read of it.

    nom: how the file is named in faults. Numbers with a point are exact decimals.
    """
    try:
        texte = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None, [Faute(nom, "", "le fichier manque.")]
    except UnicodeDecodeError:
        return None, [Faute(nom, "", "le fichier n’est pas en UTF-8 ; enregistrez-le ainsi.")]
    return parse_yaml(texte, nom)


def parse_yaml(texte: str, nom: str) -> tuple[dict[str, Any] | None, list[Faute]]:
    """Return the keys of a YAML text and its faults; see `read_fichier`."""
    if _is_profond(texte):
        return None, [Faute(nom, "", f"plus de {PROFONDEUR} listes s’emboîtent.")]
    try:
        chargeur = _Chargeur(texte)
        try:
            contenu = chargeur.get_single_data()
        finally:
            chargeur.dispose()
    except yaml.YAMLError as erreur:
        return None, [Faute(nom, "", _tell_syntaxe(erreur))]
    except ValueError:  # an integer of thousands of digits
        return None, [Faute(nom, "", "un nombre entier est trop long pour être lu.")]
    fautes = [
        Faute(nom, cle, f"clé écrite deux fois, lignes {premiere} et {seconde} ; gardez-en une.")
        for cle, premiere, seconde in chargeur.doublons
    ]
    if not isinstance(contenu, Mapping):
        return None, [*fautes, Faute(nom, "", "le fichier doit contenir des clés (« nom: … »).")]
    return dict(contenu), fautes


def _is_profond(texte: str) -> bool:
    """Whether too many levels are open at once; brackets and blanks of texts count too."""
    if any(len(m[0]) > 2 * PROFONDEUR for m in _RETRAIT.finditer(texte)):
        return True
    sens = (1 if m[0] in "[{" else -1 for m in _CROCHETS.finditer(texte))
    return max(accumulate(sens), default=0) > PROFONDEUR


def _tell_syntaxe(erreur: yaml.YAMLError) -> str:
    marque = getattr(erreur, "problem_mark", None)
    ou = f" à la ligne {marque.line + 1}, colonne {marque.column + 1}" if marque else ""
    return (
        f"la syntaxe YAML est incorrecte{ou} ; "
        "vérifiez l’indentation, les deux-points et les guillemets."
    )
