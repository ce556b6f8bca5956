"""Checks any file of codes needs: codes met twice, codes that nothing declares."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from difflib import get_close_matches

from qualepref.noyau.yaml_strict.fautes import Faute


Reproche = tuple[str, str]


def tell_inconnu(code: object, famille: str, connus: Iterable[object]) -> str:
    """Return « x » ne figure pas parmi les natures, with the closest known code if any."""
    proches = get_close_matches(str(code), [str(c) for c in connus], n=1)
    conseil = f"vouliez-vous dire « {proches[0]} » ?" if proches else "corrigez-le ou déclarez-le."
    return f"« {code} » ne figure pas parmi {famille} ; {conseil}"


def as_fautes(reproches: Iterable[Reproche], fichier: str) -> list[Faute]:
    """Return (key, reason) pairs as the faults of a file."""
    return [Faute(fichier, cle, motif) for cle, motif in reproches]


def check_doublons(valeurs: Iterable[tuple[str, Hashable]], genre: str) -> Iterator[Reproche]:
    """Yield each (key, value) whose value was already met, naming the first key."""
    vus: dict[Hashable, str] = {}
    for cle, valeur in valeurs:
        if valeur in vus:
            yield cle, f"{genre} « {valeur} » figure déjà à la clé {vus[valeur]}."
        else:
            vus[valeur] = cle
