"""What a site's annual report is made from, beside the figures: targets, published values."""

from qualepref.indicateurs.models import CibleSite, ValeurPubliee


DOCUMENT = "Bilan annuel 2022"


def publish(site, indicateur, imprimee, valeur, *, explication="", dimension="", code=""):
    """A figure printed by the prefecture for 2022."""
    return ValeurPubliee.objects.create(
        site=site, indicateur=indicateur, annee=2022, imprimee=imprimee, valeur=valeur,
        document=DOCUMENT, explication=explication, dimension=dimension, code_detail=code,
    )  # fmt: skip


def aim(site, indicateur, annee, valeur, unite="pourcent"):
    """A target the site gave itself, in the unit printed."""
    return CibleSite.objects.create(
        site=site, indicateur=indicateur, annee=annee, minimum=valeur, maximum=valeur,
        unite=unite, source="Objectif du site",
    )  # fmt: skip


def list_fiches(bilan):
    """Return the indicators of a report that hold a figure, by code."""
    return {f.code: f for famille in bilan.familles for b in famille.blocs for f in b.fiches}


def find_bloc(bilan, code):
    """Return the block of a report where an indicator stands."""
    return next(
        b for famille in bilan.familles for b in famille.blocs if code in [f.code for f in b.fiches]
    )


def list_sans_resultat(bilan):
    """Return the indicators of a report without any figure, by code."""
    return {s.code: s for famille in bilan.familles for s in famille.sans_resultat}
