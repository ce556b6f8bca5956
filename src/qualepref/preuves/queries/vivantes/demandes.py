"""The last requests of some natures, and how each was answered."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence

from qualepref.noyau.tableurs.champs import Champ, TypeChamp
from qualepref.organisation.models import Site
from qualepref.organisation.queries import get_referentiel
from qualepref.preuves.queries.reglages import Vivante
from qualepref.preuves.queries.vivantes.observation import Observation
from qualepref.suivi.enums import Issue
from qualepref.suivi.models import Demande


CHAMPS = (
    Champ("reference", "Référence", TypeChamp.LITTERAL),
    Champ("nature", "Nature"),
    Champ("canal", "Canal"),
    Champ("recue_le", "Reçue le", TypeChamp.DATE),
    Champ("echeance", "Échéance", TypeChamp.DATE),
    Champ("repondue_le", "Répondue le", TypeChamp.DATE),
    Champ("delai", "Délai en jours ouvrés", TypeChamp.ENTIER),
    Champ("issue", "Suite"),
)
COLONNES = (
    "reference", "nature", "canal", "recue_le", "echeance", "repondue_le", "delai_jours_ouvres",
    "issue",
)  # fmt: skip
# After a number, singular or plural alike.
SUITES = {
    Issue.A_TEMPS: "dans le délai",
    Issue.HORS_DELAI: "hors délai",
    Issue.OUVERTE: "en attente de réponse",
    Issue.SANS_DATE: "sans date de réponse",
    Issue.SUSPENDUE: "en attente de pièces",
    Issue.EXCLUE: "sans délai à tenir",
}
RECUE, ISSUE = COLONNES.index("recue_le"), COLONNES.index("issue")


def observe_demandes(
    site: Site, vivantes: Sequence[Vivante], *, le: dt.date
) -> dict[str, Observation]:
    """Return the last requests received by then; one short read per register."""
    return {v.code: _observe(site, v, le) for v in vivantes}


def _observe(site: Site, vivante: Vivante, le: dt.date) -> Observation:
    referentiel = get_referentiel(site)
    voulues = frozenset(vivante.natures or ())
    registres = [r.code for r in referentiel.registres if voulues & {n.code for n in r.natures}]
    lignes = [
        ligne
        for registre in registres
        for ligne in Demande.objects.filter(
            site=site, registre=registre, nature__in=voulues, recue_le__lte=le
        )
        .order_by("-recue_le", "-pk")
        .values_list(*COLONNES)[: vivante.nombre]
    ]
    lignes.sort(key=lambda ligne: (ligne[RECUE], ligne[0]), reverse=True)
    gardees = lignes[: vivante.nombre]
    lien = ("registre", (registres[0],)) if len(registres) == 1 else ("registres", ())
    if not gardees:
        return Observation("Aucune demande au registre.", None, lien=lien[0], arguments=lien[1])
    natures = {n.code: n.libelle for n in referentiel.natures}
    canaux = dict(referentiel.canaux)
    return Observation(
        valeur=_say(Counter(ligne[ISSUE] for ligne in gardees), gardees[0][RECUE]),
        derniere=gardees[0][RECUE],
        champs=CHAMPS,
        lignes=tuple(
            (
                ligne[0],
                natures.get(ligne[1], ligne[1]),
                canaux.get(ligne[2], ligne[2]),
                *ligne[3:ISSUE],
                Issue(ligne[ISSUE]).label,
            )
            for ligne in gardees
        ),
        lien=lien[0],
        arguments=lien[1],
    )


def _say(issues: Counter[str], derniere: dt.date) -> str:
    total = issues.total()
    tete = "La dernière demande" if total == 1 else f"Les {total} dernières demandes"
    parts = ", ".join(f"{n} {SUITES[Issue(i)]}" for i, n in issues.most_common())
    return f"{tete} : {parts}. La plus récente est du {derniere:%d/%m/%Y}."
