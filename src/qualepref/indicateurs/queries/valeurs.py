"""Declared values of a site, as rows and as facts."""

from __future__ import annotations

from decimal import Decimal

from django.db.models import QuerySet

from qualepref.indicateurs.models import ValeurDeclaree
from qualepref.indicateurs.rules.valeurs import ValeurDonnee, strip_zeros
from qualepref.noyau.calcul.periodes import Periode
from qualepref.noyau.calcul.releves import Etat
from qualepref.organisation.models import Site


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
