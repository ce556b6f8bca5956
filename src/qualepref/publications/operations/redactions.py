"""Words written for the documents of a year."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from qualepref.noyau.calcul.rendu import format_nombre
from qualepref.organisation.models import Site
from qualepref.publications.models import Redaction
from qualepref.publications.rules.champs import LONGUEUR_MAX
from qualepref.socle.operations import record_evenement


class TexteTropLongError(ValueError):
    """A written text that no longer fits a report."""

    def __init__(self, longueur: int) -> None:
        super().__init__(
            f"Ce texte compte {format_nombre(longueur)} caractères : {format_nombre(LONGUEUR_MAX)} au plus. "
            "Raccourcissez-le."
        )


@transaction.atomic
def write_redaction(
    site: Site, *, annee: int, champ: str, texte: str, par: str, le: dt.date
) -> None:
    """Write the text of a field for a year; an empty one takes it out of the documents.

    Raises:
        TexteTropLongError: longer than a report can print.
    """
    texte = texte.replace("\r\n", "\n").strip()
    if len(texte) > LONGUEUR_MAX:
        raise TexteTropLongError(len(texte))
    avant = Redaction.objects.filter(site=site, annee=annee, champ=champ).first()
    if (avant.texte if avant else "") == texte:
        return
    Redaction.objects.update_or_create(
        site=site, annee=annee, champ=champ, defaults={"texte": texte, "par": par, "le": le}
    )
    record_evenement(
        par=par,
        action="texte rédigé",
        objet=f"{annee} {champ}"[:120],
        site=site.pk,
        avant={"caracteres": len(avant.texte) if avant else 0},
        apres={"caracteres": len(texte)},
    )
