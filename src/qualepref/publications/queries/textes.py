"""The words people wrote for the documents of a year."""

from __future__ import annotations

from qualepref.noyau.redaction.lecture import parse_texte
from qualepref.noyau.redaction.modele import TexteRiche
from qualepref.organisation.models import Site
from qualepref.publications.models import Redaction


def load_bruts(site: Site, annee: int) -> dict[str, str]:
    """Return the written texts of a year as typed, by field, empty ones left out."""
    redactions = Redaction.objects.filter(site=site, annee=annee).exclude(texte="")
    return dict(redactions.order_by("champ").values_list("champ", "texte"))


def load_textes(site: Site, annee: int) -> dict[str, TexteRiche]:
    """Return the same in blocks, those without any block left out."""
    textes = {champ: parse_texte(brut) for champ, brut in load_bruts(site, annee).items()}
    return {champ: texte for champ, texte in textes.items() if texte}
