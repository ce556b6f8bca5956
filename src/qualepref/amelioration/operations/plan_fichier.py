"""The plan as a kind of file, imported and exported like registers: all of it or nothing."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db import transaction

from qualepref.amelioration.enums import EtatAction, SourceAction
from qualepref.amelioration.models import Action
from qualepref.amelioration.operations.plan import build_valeurs
from qualepref.amelioration.queries.plan import (
    OBJET,
    donnee_of,
    list_axes,
    list_pilotes,
    load_cadre,
)
from qualepref.amelioration.rules.plan import PILOTAGE
from qualepref.amelioration.rules.plan_actions import (
    ActionDonnee,
    check_action,
    find_cercle,
    settle_action,
    tell_cercle,
)
from qualepref.noyau.tableurs.champs import Champ, TypeChamp
from qualepref.noyau.tableurs.conversion import Ligne
from qualepref.noyau.tableurs.vocabulaire import Absence
from qualepref.organisation.models import Agent, Site
from qualepref.socle.operations import record_evenement
from qualepref.suivi.queries.genres import GenreFichier, LignesControlees
from qualepref.suivi.rules.bilans import Difference
from qualepref.suivi.rules.champs import FauteLigne


PLAN = "plan"
TEXTES = ("titre", "description", "sous_engagement", "theme", "motif_abandon", "preuve", "apres")
DATES = ("inscrite_le", "echeance", "commencee_le", "terminee_le")
# What a file without their column leaves as it was; the last two, unless the state changes.
GARDES = (
    "description", "engagement", "sous_engagement", "theme", "service", "pilote", "echeance",
    "commencee_le", "preuve", "indicateur", "apres",
)  # fmt: skip
GARDES_AVEC_ETAT = ("terminee_le", "motif_abandon")
LONGUEURS = {
    c: Action._meta.get_field(c).max_length
    for c in ("reference", "titre", "sous_engagement", "theme", "motif_abandon", "preuve")
}


def _build_champs(site: Site) -> list[Champ]:
    """Return the columns of the file of a plan, in the order in which it is exported."""
    services = {s.code: s.nom for s in site.services.all()}
    indicateurs = load_cadre(site).indicateurs
    return [
        Champ("reference", "Référence", TypeChamp.LITTERAL, ("n°", "numéro"), obligatoire=True),
        Champ("titre", "Intitulé", TypeChamp.LITTERAL, ("action", "libellé"), obligatoire=True),
        Champ("description", "Description", TypeChamp.LITTERAL),
        Champ("source", "Source", TypeChamp.CHOIX, ("origine",), obligatoire=True,
              valeurs=dict(SourceAction.choices)),
        Champ("axe", "Axe", TypeChamp.CHOIX, ("module",), obligatoire=True,
              valeurs=dict(list_axes(site))),
        Champ("engagement", "Engagement", TypeChamp.ENTIER),
        Champ("sous_engagement", "Sous-engagement", TypeChamp.LITTERAL),
        Champ("theme", "Thème", TypeChamp.LITTERAL, ("thématique",)),
        Champ("service", "Service", TypeChamp.CHOIX, ("direction",), valeurs=services),
        Champ("pilote", "Pilote", TypeChamp.LITTERAL, ("identifiant du pilote",)),
        Champ("inscrite_le", "Inscrite le", TypeChamp.DATE, ("date d’inscription",),
              obligatoire=True),
        Champ("echeance", "Échéance", TypeChamp.DATE, ("date prévue", "date limite")),
        Champ("etat", "État", TypeChamp.CHOIX, ("avancement", "statut"), obligatoire=True,
              valeurs=dict(EtatAction.choices)),
        Champ("commencee_le", "Commencée le", TypeChamp.DATE),
        Champ("terminee_le", "Terminée le", TypeChamp.DATE, ("faite le", "date de réalisation")),
        Champ("motif_abandon", "Motif d’abandon", TypeChamp.LITTERAL),
        Champ("preuve", "Preuve", TypeChamp.LITTERAL),
        Champ("indicateur", "Indicateur", TypeChamp.CHOIX, valeurs=indicateurs),
        Champ("apres", "Après l’action", TypeChamp.LITTERAL),
    ]  # fmt: skip


def _check_lignes(site: Site, lignes: Sequence[Ligne], le: dt.date) -> LignesControlees:
    """Return the actions that rows give, and every fault of the others."""
    controlees, cadre = LignesControlees(), load_cadre(site)
    services = dict(site.services.values_list("code", "pk"))
    pilotes, connues = list_pilotes(site, le=le), _load_connues(site)
    donnees: dict[int, ActionDonnee] = {}
    for ligne in lignes:
        pilote, fautes = _find_pilote(ligne.valeurs.get("pilote"), pilotes)
        donnee = build_action(ligne.valeurs, services=services, pilote=pilote)
        if (connue := connues.get(donnee.reference)) is not None:
            donnee = _keep_absentes(donnee, connue, ligne.valeurs)
        fautes += [*_check_longueurs(donnee), *check_action(donnee, cadre, le=le)]
        controlees.fautes += [(ligne.numero, faute) for faute in fautes]
        donnees[ligne.numero] = settle_action(donnee)
    controlees.fautes += _check_references(site, donnees)
    controlees.valides = list(donnees.values())
    return controlees


def _keep_absentes(
    donnee: ActionDonnee, connue: ActionDonnee, colonnes: Collection[str]
) -> ActionDonnee:
    """Return the action with what it was where the file has no such column."""
    gardes = (*GARDES, *GARDES_AVEC_ETAT) if donnee.etat == connue.etat else GARDES
    return replace(donnee, **{c: getattr(connue, c) for c in gardes if c not in colonnes})


def build_action(
    brut: Mapping[str, Any], *, services: Mapping[str, int], pilote: int | None
) -> ActionDonnee:
    """Return the action a row gives, whatever its faults."""
    lues = {c: v for c, v in brut.items() if not isinstance(v, Absence)}
    axe = lues["axe"]
    return ActionDonnee(
        reference=lues["reference"],
        source=lues["source"],
        etat=EtatAction(lues["etat"]),
        module=None if axe == PILOTAGE else int(axe.removeprefix("module-")),
        engagement=lues.get("engagement"),
        service=services.get(lues.get("service", "")),
        pilote=pilote,
        indicateur=lues.get("indicateur", ""),
        **{c: lues.get(c, "") for c in TEXTES},
        **{c: lues.get(c) for c in DATES},
    )


def compare_actions(site: Site, *, actions: Sequence[ActionDonnee]) -> Difference:
    """Return what `write_actions` would do with these; nothing is written."""
    connues = _load_connues(site)
    nouvelles, modifiees = [], []
    for action in actions:
        if connues.get(action.reference) != action:
            cote = modifiees if action.reference in connues else nouvelles
            cote.append(action.reference)
    inchangees = len(actions) - len(nouvelles) - len(modifiees)
    return Difference(tuple(nouvelles), tuple(modifiees), inchangees)


@transaction.atomic
def write_actions(
    site: Site, *, actions: Sequence[ActionDonnee], par: str, trace: str = "importer"
) -> Difference:
    """Write checked actions, all or none, matched by reference; the same again is nothing.

    An action already there keeps what it answers: a line of a grid, a remark, a demande. trace: how
    the audit trail calls it.
    """
    Site.objects.select_for_update().get(pk=site.pk)
    difference = compare_actions(site, actions=actions)
    touchees = {*difference.nouvelles, *difference.modifiees}
    if not touchees:
        return difference
    a_ecrire = [a for a in actions if a.reference in touchees]
    valeurs = [build_valeurs(a) for a in a_ecrire]
    Action.objects.bulk_create(
        [Action(site=site, **v) for v in valeurs],
        update_conflicts=True,
        unique_fields=("site", "reference"),
        update_fields=[c for c in valeurs[0] if c != "reference"],
    )
    par_reference = {a.reference: a for a in Action.objects.filter(site=site)}
    liees = []
    for donnee in a_ecrire:
        action = par_reference[donnee.reference]
        avant = par_reference[donnee.apres].pk if donnee.apres else None
        if action.apres_id != avant:
            action.apres_id = avant
            liees.append(action)
    Action.objects.bulk_update(liees, ["apres"])
    record_evenement(
        par=par,
        action=trace,
        objet=OBJET,
        site=site.pk,
        apres={"nouvelles": len(difference.nouvelles), "modifiees": len(difference.modifiees)},
    )
    return difference


def _list_lignes(site: Site, annee: int | None) -> Iterator[list[Any]]:
    actions = Action.objects.filter(site=site).order_by("reference")
    if annee is not None:
        actions = actions.du_plan(annee)
    colonnes = (
        "reference", "titre", "description", "source", "module", "engagement", "sous_engagement",
        "theme", "service__code", "pilote__username", "inscrite_le", "echeance", "etat",
        "commencee_le", "terminee_le", "motif_abandon", "preuve", "indicateur", "apres__reference",
    )  # fmt: skip
    axe = colonnes.index("module")
    for ligne in actions.values_list(*colonnes):
        cellules = [None if v == "" else v for v in ligne]
        cellules[axe] = PILOTAGE if ligne[axe] is None else f"module-{ligne[axe]}"
        yield cellules


def _find_pilote(nom: Any, pilotes: Sequence[Agent]) -> tuple[int | None, list[FauteLigne]]:
    """Return the agent of that log-in or full name, and why there is none."""
    if not isinstance(nom, str) or isinstance(nom, Absence) or not nom.strip():
        return None, []
    cherche = nom.strip().casefold()
    trouves = [p for p in pilotes if cherche in (p.username.casefold(), str(p).casefold())]
    if len(trouves) == 1:
        return trouves[0].pk, []
    motif = "plusieurs agents portent ce nom" if trouves else f"aucun agent « {nom} » sur ce site"
    remede = "Écrire l’identifiant d’un agent qui a un rôle sur le site, ou laisser vide."
    return None, [FauteLigne("pilote", motif, remede)]


def _check_longueurs(donnee: ActionDonnee) -> Iterator[FauteLigne]:
    for champ, longueur in LONGUEURS.items():
        if longueur is not None and len(getattr(donnee, champ)) > longueur:
            yield FauteLigne(champ, f"ce texte dépasse {longueur} caractères", "Le raccourcir.")


def _check_references(
    site: Site, donnees: Mapping[int, ActionDonnee]
) -> list[tuple[int, FauteLigne]]:
    """Return the faults that rows make together: twice the same, links to nothing, circles."""
    fautes: list[tuple[int, FauteLigne]] = []
    fois = Counter(d.reference for d in donnees.values())
    chaine = {
        r: a or ""
        for r, a in Action.objects.filter(site=site).values_list("reference", "apres__reference")
    } | {d.reference: d.apres for d in donnees.values()}
    cercle = find_cercle({r: a for r, a in chaine.items() if a in chaine})
    for numero, donnee in donnees.items():
        if fois[donnee.reference] > 1:
            motif = f"la référence « {donnee.reference} » est donnée {fois[donnee.reference]} fois"
            remede = "Ne garder qu’une ligne par action."
            fautes.append((numero, FauteLigne("reference", motif, remede)))
        if donnee.apres and donnee.apres not in chaine:
            motif = f"l’action « {donnee.apres} » n’est ni dans ce fichier ni dans le plan"
            remede = "Écrire la référence d’une action du plan, ou laisser vide."
            fautes.append((numero, FauteLigne("apres", motif, remede)))
        if donnee.reference in cercle:
            fautes.append((numero, tell_cercle(cercle)))
    return fautes


def _load_connues(site: Site) -> dict[str, ActionDonnee]:
    actions = Action.objects.filter(site=site).select_related("apres")
    return {a.reference: donnee_of(a) for a in actions}


def _compare(site: Site, lignes: Sequence[Any]) -> Difference:
    return compare_actions(site, actions=lignes)


def _write(site: Site, lignes: Sequence[Any], *, par: str, le: dt.date) -> Difference:
    return write_actions(site, actions=lignes, par=par)


GENRE_PLAN = GenreFichier(
    code=PLAN,
    libelle="Plan d’amélioration",
    build_champs=_build_champs,
    check=_check_lignes,
    compare=_compare,
    write=_write,
    list_lignes=_list_lignes,
)
