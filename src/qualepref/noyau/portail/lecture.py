"""Read regles.yaml of the public page, strictly."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

from pydantic import Field

from qualepref.noyau.yaml_strict.fautes import Faute, sort_fautes, tell_fautes
from qualepref.noyau.yaml_strict.schemas import Code, Positif, SchemaStrict, Texte, read_forme


FICHIER = "regles.yaml"


class PortailInvalideError(Exception):
    """The rules of the public page cannot be used; `fautes` lists everything to correct."""

    def __init__(self, fautes: Iterable[Faute]) -> None:
        self.fautes = sort_fautes(fautes)
        super().__init__(
            "Les règles de la page publique ne peuvent pas être lues. Corrigez les fautes suivantes, "
            f"puis recommencez :\n{tell_fautes(self.fautes)}"
        )


class ReglesMessage(SchemaStrict):
    """What the public may write. accuse: code of the template that acknowledges it.

    jeton_heures: how long a page may stay open before it is sent. recu_jours: how long an
    acknowledgement may be read again.
    """

    natures: Annotated[list[Code], Field(min_length=1)]
    canal: Code
    accuse: Code
    objet_maximum: Positif
    texte_maximum: Positif
    nom_maximum: Positif
    courriel_maximum: Positif
    envoi_octets: Positif
    source_longueurs: Texte
    jeton_heures: Positif
    source_jeton: Texte
    recu_jours: Positif
    source_recu: Texte


class ReglesVerification(SchemaStrict):
    """What a document given to be verified may weigh."""

    envoi_octets: Positif
    source_envoi: Texte


class ReglesDocuments(SchemaStrict):
    """What a document put on the page may weigh."""

    octets_maximum: Positif
    source_octets: Texte


class ReglesPage(SchemaStrict):
    """How long a page may be kept by browsers and proxies; how many surveys it lists."""

    cache_secondes: Positif
    source_cache: Texte
    enquetes: Positif
    source_enquetes: Texte


class ReglesPortail(SchemaStrict):
    """regles.yaml."""

    message: ReglesMessage
    verification: ReglesVerification
    documents: ReglesDocuments
    page: ReglesPage


def load_regles(dossier: Path) -> ReglesPortail:
    """Return the rules of a folder.

    Raises:
        PortailInvalideError: the faults of the file, all listed.
    """
    regles, fautes = read_forme(ReglesPortail, dossier / FICHIER, FICHIER)
    if fautes or regles is None:
        raise PortailInvalideError(fautes)
    return regles
