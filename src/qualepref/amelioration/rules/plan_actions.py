"""What an action of the plan says, and why it cannot be: one rule for the form and for the file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from qualepref.amelioration.enums import EtatAction
from qualepref.suivi.rules.champs import FauteLigne


FINIS = frozenset({EtatAction.FAIT, EtatAction.ABANDONNE})


@dataclass(frozen=True, slots=True)
class ActionDonnee:
    """An action as somebody gives it.

    module: None for « Pilotage ». service, pilote: primary keys. indicateur: code, "" for none.
    apres: reference of the action to be done first, "" for none.
    """

    titre: str
    source: str
    inscrite_le: dt.date
    etat: EtatAction
    reference: str = ""
    description: str = ""
    module: int | None = None
    engagement: int | None = None
    sous_engagement: str = ""
    theme: str = ""
    service: int | None = None
    pilote: int | None = None
    echeance: dt.date | None = None
    commencee_le: dt.date | None = None
    terminee_le: dt.date | None = None
    motif_abandon: str = ""
    preuve: str = ""
    indicateur: str = ""
    apres: str = ""


@dataclass(frozen=True, slots=True)
class Cadre:
    """What an action may name on a site.

    modules: those of the perimeter. engagements: number -> module. sous_engagements: number ->
    engagement. indicateurs: code -> label.
    """

    modules: frozenset[int]
    engagements: Mapping[int, int]
    sous_engagements: Mapping[str, int]
    indicateurs: Mapping[str, str]


def settle_action(donnee: ActionDonnee) -> ActionDonnee:
    """Return the action with what goes without saying: under way, at the latest since it was written."""
    if donnee.etat is EtatAction.EN_COURS and donnee.commencee_le is None:
        return replace(donnee, commencee_le=donnee.inscrite_le)
    return donnee


def check_action(donnee: ActionDonnee, cadre: Cadre, *, le: dt.date) -> list[FauteLigne]:
    """Return every reason why the action cannot be written, none when it can."""
    return [
        *_check_place(donnee, cadre),
        *_check_etat(donnee),
        *_check_dates(donnee, le),
    ]


def _check_place(donnee: ActionDonnee, cadre: Cadre) -> Iterator[FauteLigne]:
    if donnee.module is not None and donnee.module not in cadre.modules:
        yield FauteLigne(
            "module",
            f"le module {donnee.module} n’est pas dans le périmètre du site",
            "Choisir un module du périmètre, ou « Pilotage ».",
        )
    if donnee.engagement is not None:
        porteur = cadre.engagements.get(donnee.engagement)
        if porteur is None:
            yield FauteLigne(
                "engagement",
                f"l’engagement {donnee.engagement} n’existe pas dans le référentiel",
                "Vérifier son numéro.",
            )
        elif donnee.module is not None and porteur != donnee.module:
            yield FauteLigne(
                "engagement",
                f"l’engagement {donnee.engagement} est du module {porteur}, pas du module "
                f"{donnee.module}",
                "Corriger l’axe ou l’engagement.",
            )
    if donnee.sous_engagement:
        parent = donnee.sous_engagement.partition(".")[0]
        if parent != str(donnee.engagement or ""):
            yield FauteLigne(
                "sous_engagement",
                f"le sous-engagement {donnee.sous_engagement} n’est pas de l’engagement "
                f"{donnee.engagement or 'laissé vide'}",
                "Écrire l’engagement, puis l’un de ses sous-engagements, comme 8 et 8.4.",
            )
    if donnee.indicateur and donnee.indicateur not in cadre.indicateurs:
        yield FauteLigne(
            "indicateur",
            f"l’indicateur « {donnee.indicateur} » n’existe pas dans le périmètre du site",
            "Écrire le code d’un indicateur du tableau de bord, comme I11.",
        )


def _check_etat(donnee: ActionDonnee) -> Iterator[FauteLigne]:
    if donnee.etat is EtatAction.ABANDONNE and not donnee.motif_abandon:
        yield FauteLigne(
            "motif_abandon",
            "une action abandonnée dit pourquoi",
            "Écrire le motif d’abandon.",
        )
    if donnee.etat in FINIS and donnee.terminee_le is None:
        yield FauteLigne(
            "terminee_le",
            "une action faite ou abandonnée dit quand",
            "Écrire le jour où elle l’a été.",
        )
    if donnee.etat is not EtatAction.ABANDONNE and donnee.motif_abandon:
        yield FauteLigne(
            "motif_abandon",
            "seule une action abandonnée a un motif d’abandon",
            "Corriger l’état, ou laisser ce motif vide.",
        )
    if donnee.etat is EtatAction.NON_FAIT and donnee.commencee_le is not None:
        yield FauteLigne(
            "commencee_le",
            "une action non faite n’a pas commencé",
            "Écrire « en cours », ou laisser cette date vide.",
        )
    if donnee.etat not in FINIS and donnee.terminee_le is not None:
        yield FauteLigne(
            "terminee_le",
            "une action qui reste à faire n’a pas de date de fin",
            "Corriger l’état, ou laisser cette date vide.",
        )


def _check_dates(donnee: ActionDonnee, le: dt.date) -> Iterator[FauteLigne]:
    suites = (
        ("echeance", donnee.echeance, "inscrite_le", "l’échéance précède l’inscription au plan"),
        ("commencee_le", donnee.commencee_le, "inscrite_le", "le début précède l’inscription"),
        ("terminee_le", donnee.terminee_le, "inscrite_le", "la fin précède l’inscription"),
        ("terminee_le", donnee.terminee_le, "commencee_le", "la fin précède le début"),
    )
    for champ, jour, borne, motif in suites:
        limite = getattr(donnee, borne)
        if jour is not None and limite is not None and jour < limite:
            yield FauteLigne(champ, motif, f"Elle ne peut précéder le {limite:%d/%m/%Y}.")
    for champ in ("inscrite_le", "commencee_le", "terminee_le"):
        jour = getattr(donnee, champ)
        if jour is not None and jour > le:
            yield FauteLigne(champ, "cette date est à venir", f"Au plus tard le {le:%d/%m/%Y}.")


def find_cercle(apres: Mapping[str, str]) -> tuple[str, ...]:
    """Return the references of a circle of actions that wait for each other; empty without one.

    apres: reference -> the reference to be done first, "" for none.
    """
    sures: set[str] = set()
    for depart in apres:
        chemin: list[str] = []
        ici = depart
        while ici and ici not in sures:
            if ici in chemin:
                return tuple(chemin[chemin.index(ici) :])
            chemin.append(ici)
            ici = apres.get(ici, "")
        sures.update(chemin)
    return ()


def tell_cercle(cercle: Sequence[str]) -> FauteLigne:
    """Return the fault of actions that wait for each other."""
    suite = " → ".join((*cercle, cercle[0]))
    return FauteLigne(
        "apres",
        f"ces actions s’attendent en cercle : {suite}",
        "Retirer l’un des liens « après l’action ».",
    )
