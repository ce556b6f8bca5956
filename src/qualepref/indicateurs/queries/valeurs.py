"""Declared values of a site, as rows and as facts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from qualepref.indicateurs.models import ValeurDeclaree
from qualepref.indicateurs.queries.faits import load_faits
from qualepref.indicateurs.queries.perimetre import load_perimetre
from qualepref.indicateurs.rules.declarees import Declaree, build_releve_declare
from qualepref.indicateurs.rules.perimetre import Perimetre
from qualepref.indicateurs.rules.valeurs import ValeurDonnee, strip_zeros
from qualepref.noyau.calcul.formules import compute_releve, expand_formule
from qualepref.noyau.calcul.periodes import Periode
from qualepref.noyau.calcul.releves import Etat, Releve, Source
from qualepref.noyau.referentiel.modele import Indicateur
from qualepref.organisation.models import Site


@dataclass(frozen=True, slots=True)
class ValeurMontree:
    """A declared value, as the dashboard reads it.

    indicateur, releve: None when the référentiel or the perimeter no longer holds it. calcule: the
    reading that the site's own rows give for the same period, which is then shown instead.
    """

    valeur: ValeurDeclaree
    indicateur: Indicateur | None
    detail: str
    releve: Releve | None
    calcule: Releve | None


def list_valeurs_montrees(site: Site, *, annee: int, le: dt.date) -> list[ValeurMontree]:
    """Return the declared values that bear on a year, each beside what registers say."""
    valeurs = list(list_valeurs(site, annee=annee))
    perimetre = load_perimetre(site)
    calcules = _compute(site, valeurs, perimetre, le)
    return [_show(v, perimetre, le, calcules.get(v.pk)) for v in valeurs]


def declaree_of(valeur: ValeurDeclaree) -> Declaree:
    """Return a stored value as the rules of readings take it."""
    return Declaree(
        periode=Periode(valeur.premier_mois, valeur.dernier_mois),
        etat=Etat(valeur.etat),
        source=Source(valeur.origine),
        provenance=valeur.source,
        numerateur=valeur.numerateur,
        denominateur=valeur.denominateur,
        valeur=valeur.valeur,
        imprimee=valeur.imprimee,
    )


def list_valeurs(site: Site, *, annee: int | None = None) -> QuerySet[ValeurDeclaree]:
    """Return the declared values that bear on a year, on any year without one."""
    valeurs = load_connues(site)
    if annee is not None:
        periode = Periode.annee(annee)
        valeurs = valeurs.filter(
            premier_mois__lte=periode.dernier, dernier_mois__gte=periode.premier
        )
    return valeurs.order_by("premier_mois", "dernier_mois", "indicateur", "code_detail")


def load_connues(site: Site) -> QuerySet[ValeurDeclaree]:
    """Return every declared value of a site."""
    return ValeurDeclaree.objects.filter(site=site)


def donnee_of(valeur: ValeurDeclaree) -> ValeurDonnee:
    """Return a stored value as it was given."""
    return ValeurDonnee(
        indicateur=valeur.indicateur,
        dimension=valeur.dimension,
        code_detail=valeur.code_detail,
        premier_mois=valeur.premier_mois,
        dernier_mois=valeur.dernier_mois,
        numerateur=_strip(valeur.numerateur),
        denominateur=_strip(valeur.denominateur),
        valeur=_strip(valeur.valeur),
        etat=Etat(valeur.etat),
        source=valeur.source,
        imprimee=valeur.imprimee,
    )


def _strip(nombre: Decimal | None) -> Decimal | None:
    return None if nombre is None else strip_zeros(nombre)


def _compute(
    site: Site, valeurs: Sequence[ValeurDeclaree], perimetre: Perimetre, le: dt.date
) -> dict[int, Releve]:
    """Return primary key -> what registers give in place of a value, where they give something."""
    etendue = Periode.enclosing(m for v in valeurs for m in (v.premier_mois, v.dernier_mois))
    if etendue is None:
        return {}
    connus = {**perimetre.hors, **perimetre.indicateurs}
    formules = {
        code: expand_formule(perimetre.indicateurs[code], connus)
        for code in {v.indicateur for v in valeurs} & perimetre.indicateurs.keys()
    }
    cube = load_faits(site, etendue, formules=formules.values(), le=le)
    calcules = {}
    for valeur in valeurs:
        indicateur = perimetre.indicateurs.get(valeur.indicateur)
        formule = formules.get(valeur.indicateur)
        if indicateur is None or formule is None:
            continue
        releve = compute_releve(
            indicateur, formule, cube, Periode(valeur.premier_mois, valeur.dernier_mois),
            site=site.pk, le=le, detail=_detail_of(valeur),
        )  # fmt: skip
        if releve.etat is not Etat.NON_COLLECTE:
            calcules[valeur.pk] = releve
    return calcules


def _show(
    valeur: ValeurDeclaree, perimetre: Perimetre, le: dt.date, calcule: Releve | None
) -> ValeurMontree:
    indicateur = perimetre.indicateurs.get(valeur.indicateur)
    declaree = declaree_of(valeur)
    releve = None
    if indicateur is not None:
        releve = build_releve_declare(
            indicateur, [declaree], declaree.periode, site=valeur.site_id, le=le
        )
    libelles = perimetre.libelles.get(valeur.dimension, {})
    return ValeurMontree(
        valeur=valeur,
        indicateur=indicateur,
        detail=libelles.get(valeur.code_detail, valeur.code_detail),
        releve=releve,
        calcule=calcule,
    )


def _detail_of(valeur: ValeurDeclaree) -> tuple[str, str] | None:
    return (valeur.dimension, valeur.code_detail) if valeur.dimension else None
