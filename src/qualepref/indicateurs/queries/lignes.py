"""From a figure to its rows, and for each row why it counts or not."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields

from django.db.models import Q, QuerySet

from qualepref.noyau.calcul.formules import expand_formule, filtres_demandes, narrow_formule
from qualepref.noyau.calcul.periodes import Periode
from qualepref.noyau.referentiel.modele import Indicateur
from qualepref.organisation.models import Site
from qualepref.organisation.queries import get_referentiel
from qualepref.suivi.models import Comptage, Demande, SemaineEchantillon
from qualepref.suivi.rules import DatesDemande, Estampille, tell_pourquoi
from qualepref.suivi.sources import find_demandes


@dataclass(frozen=True, slots=True)
class LigneComptee:
    """A demande behind a figure, and why it counts or not."""

    demande: Demande
    pourquoi: str


def find_lignes(
    site: Site, indicateur: Indicateur, periode: Periode, *, detail: tuple[str, str] | None = None
) -> QuerySet[Demande]:
    """Return the demandes behind an indicator over a period, most recent first."""
    formule = expand_formule(indicateur, {i.code: i for i in get_referentiel(site).indicateurs})
    if formule is None:
        return Demande.objects.none()
    if detail is not None:
        formule = narrow_formule(formule, detail)
    filtres = filtres_demandes(formule)
    if not filtres:
        return Demande.objects.none()
    retenues = Q(pk__in=[])
    for filtre in filtres:
        retenues |= Q(pk__in=find_demandes(site, filtre, periode).order_by().values("pk"))
    union = (
        find_demandes(site, filtres[0], periode)
        if len(filtres) == 1
        else Demande.objects.filter(retenues)
    )
    return union.select_related("service", "boite").order_by("-recue_le", "-pk")


def find_comptages(site: Site, indicateur: Indicateur, periode: Periode) -> list[Comptage]:
    """Return the counted quantities behind an indicator over a period."""
    formule = expand_formule(indicateur, {i.code: i for i in get_referentiel(site).indicateurs})
    if formule is None:
        return []
    comptages = Comptage.objects.filter(
        site=site, mois__range=(periode.premier, periode.dernier)
    ).order_by("mois", "grandeur", "dimension")
    termes = [t for t in (*formule.numerateur, *formule.denominateur) if t.grandeur]
    return [
        c
        for c in comptages
        if any(
            c.grandeur == t.grandeur
            and c.dimension in dict(t.filtre).get("dimension", (c.dimension,))
            for t in termes
        )
    ]


def list_semaines(site: Site, indicateur: Indicateur, periode: Periode) -> list[SemaineEchantillon]:
    """Return the sample weeks of the registers an indicator reads, over a period."""
    referentiel = get_referentiel(site)
    formule = expand_formule(indicateur, {i.code: i for i in referentiel.indicateurs})
    if formule is None:
        return []
    natures = {n for f in filtres_demandes(formule) for n in dict(f).get("nature", ())}
    canaux = {c for f in filtres_demandes(formule) for c in dict(f).get("canal", ())}
    registres = [
        r.code
        for r in referentiel.registres
        if any(n.code in natures for n in r.natures)
        and (not canaux or not r.canaux or canaux & set(r.canaux))
    ]
    return list(
        SemaineEchantillon.objects.filter(
            site=site, registre__in=registres, lundi__range=(periode.debut, periode.fin)
        ).order_by("lundi")
    )


def explain_ligne(demande: Demande, *, le: dt.date) -> LigneComptee:
    """Return a demande with the reason why it counts or not as of `le`."""
    dates = DatesDemande(**{f.name: getattr(demande, f.name) for f in fields(DatesDemande)})
    estampille = Estampille(**{f.name: getattr(demande, f.name) for f in fields(Estampille)})
    return LigneComptee(demande, tell_pourquoi(dates, estampille, le=le))


def list_indicateurs_of(demande: Demande) -> list[Indicateur]:
    """Return the indicators whose formula reads this demande."""
    referentiel = get_referentiel(demande.site)
    par_code = {i.code: i for i in referentiel.indicateurs}
    cles = {
        "nature": demande.nature,
        "canal": demande.canal,
        "portee": demande.portee,
        "tracage": demande.tracage,
        "service": demande.service.code if demande.service else "",
        "boite": demande.boite.code if demande.boite else "",
    }
    lisent = []
    for indicateur in referentiel.indicateurs:
        formule = expand_formule(indicateur, par_code)
        if formule and any(
            all(cles[cle] in valeurs for cle, valeurs in filtre)
            for filtre in filtres_demandes(formule)
        ):
            lisent.append(indicateur)
    return lisent
