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
from qualepref.suivi.rules import DatesDemande, Estampille, Passage, tell_pourquoi
from qualepref.suivi.sources import find_demandes


# Measures of the second clock: see noyau.calcul.cellules.
PREFIXE_TENUE = "tenue_"


@dataclass(frozen=True, slots=True)
class LigneComptee:
    """A demande behind a figure, the clock that the figure reads, and why it counts or not."""

    demande: Demande
    echeance: dt.date | None
    arrivee_le: dt.date | None
    delai_jours_ouvres: int | None
    pourquoi: str


@dataclass(frozen=True, slots=True)
class ComptageCompte:
    """A counted quantity behind a figure, with the labels of the référentiel."""

    comptage: Comptage
    quantite: str
    detail: str


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


def find_comptages(site: Site, indicateur: Indicateur, periode: Periode) -> list[ComptageCompte]:
    """Return the counted quantities behind an indicator over a period."""
    referentiel = get_referentiel(site)
    formule = expand_formule(indicateur, {i.code: i for i in referentiel.indicateurs})
    if formule is None:
        return []
    grandeurs = {g.code: g for g in referentiel.grandeurs}
    termes = [t for t in (*formule.numerateur, *formule.denominateur) if t.grandeur]
    comptages = Comptage.objects.filter(
        site=site,
        mois__range=(periode.premier, periode.dernier),
        grandeur__in={t.grandeur for t in termes},
    ).order_by("mois", "grandeur", "dimension")
    return [
        ComptageCompte(
            comptage=c,
            quantite=grandeurs[c.grandeur].libelle,
            detail=dict(grandeurs[c.grandeur].dimensions).get(c.dimension, c.dimension),
        )
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


def explain_ligne(demande: Demande, indicateur: Indicateur, *, le: dt.date) -> LigneComptee:
    """Return a demande with the reason why an indicator counts it or not as of `le`.

    An indicator of the appointment itself reads the second clock, any other one the first.
    """
    dates = DatesDemande(**{f.name: getattr(demande, f.name) for f in fields(DatesDemande)})
    if reads_tenue(indicateur):
        tenue = Passage(issue=demande.tenue_issue, echeance=demande.tenue_echeance)
        return LigneComptee(
            demande,
            demande.tenue_echeance,
            demande.rdv_le,
            demande.tenue_delai_jours_ouvres,
            tell_pourquoi(dates, tenue, le=le),
        )
    estampille = Estampille(**{f.name: getattr(demande, f.name) for f in fields(Estampille)})
    arrivee = demande.attente_le if demande.attente else demande.proposee_le or demande.repondue_le
    return LigneComptee(
        demande,
        demande.echeance,
        arrivee,
        demande.delai_jours_ouvres,
        tell_pourquoi(dates, estampille, le=le),
    )


def reads_tenue(indicateur: Indicateur) -> bool:
    """Tell whether an indicator measures the appointment itself rather than its proposal."""
    if indicateur.formule is None:
        return False
    termes = (*indicateur.formule.numerateur, *indicateur.formule.denominateur)
    return any(t.mesure is not None and t.mesure.startswith(PREFIXE_TENUE) for t in termes)


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
