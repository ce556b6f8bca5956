"""Tables offered to the engine: the cells of a site, fresh as of the day asked."""

import datetime as dt
from collections.abc import Iterable

from django.db import connection
from django.db.models import Exists, OuterRef, Q

from qualepref.noyau.calcul.cellules import (
    MESURES,
    Cellule,
    CelluleComptage,
    Filtre,
    build_group_by,
)
from qualepref.noyau.calcul.cube import Cube
from qualepref.noyau.calcul.periodes import Periode
from qualepref.organisation.models import Site
from qualepref.organisation.queries import get_habitants, get_referentiel
from qualepref.suivi.enums import Declaration
from qualepref.suivi.models import Attestation, CelluleDemande, Comptage, Demande


COLONNES = ("service", "boite", "mois", "nature", "canal", "portee", "tracage", *MESURES)
DEBUT_MESURES = len(COLONNES) - len(MESURES)


def load_cube(site: Site, periode: Periode, *, le: dt.date) -> Cube:
    """Return the cells of a site over a period, as of `le`.

    Months whose stored cells are older than a deadline that passed since are reduced again on the
    fly; nothing is written.
    """
    perimes = find_mois_perimes(site, periode, le=le)
    codes = _codes(site)
    stockees = (
        CelluleDemande.objects.filter(site=site.pk, mois__range=(periode.premier, periode.dernier))
        .exclude(mois__in=perimes)
        .values_list(*COLONNES)
    )
    lignes = [*stockees, *_reduce_now(site, perimes, le)]
    cellules = [_build_cellule(site.pk, ligne, codes) for ligne in lignes]
    attestees, sans_objet = _attestations(site, periode)
    return Cube(
        cellules=[*cellules, *attestees],
        comptages=[
            CelluleComptage(site.pk, mois, grandeur, dimension, valeur)
            for mois, grandeur, dimension, valeur in Comptage.objects.filter(
                site=site, mois__range=(periode.premier, periode.dernier)
            ).values_list("mois", "grandeur", "dimension", "valeur")
        ],
        habitants=get_habitants(site),
        sans_objet=frozenset(sans_objet),
        stocks=frozenset(g.code for g in get_referentiel(site).grandeurs if g.stock),
    )


def find_demandes(site: Site, filtre: Filtre, periode: Periode):
    """Return the demandes behind the cells that a filter keeps over a period: a figure's rows."""
    champs = {"service": "service__code", "boite": "boite__code"}
    criteres = {f"{champs.get(cle, cle)}__in": valeurs for cle, valeurs in filtre}
    return Demande.objects.filter(
        site=site, mois__range=(periode.premier, periode.dernier), **criteres
    )


def sites_tenus() -> list[Site]:
    """Return the sites that hold demandes at all."""
    return list(Site.objects.filter(pk__in=Demande.objects.order_by().values("site").distinct()))


def sites_en_attente() -> list[Site]:
    """Return the sites that hold unanswered demandes: time alone changes their cells."""
    ouvertes = Q(issue="ouverte") | Q(tenue_issue="ouverte")
    codes = Demande.objects.filter(ouvertes).order_by().values("site").distinct()
    return list(Site.objects.filter(pk__in=codes))


def find_mois_perimes(site: Site, periode: Periode, *, le: dt.date) -> set[int]:
    """Return the months whose cells miss a deadline that passed before `le`."""
    perimees = CelluleDemande.objects.filter(
        _has_passed("issue", "echeance", le) | _has_passed("tenue_issue", "tenue_echeance", le),
        site=site.pk,
        mois__range=(periode.premier, periode.dernier),
        arretee_le__lt=le,
    )
    return set(perimees.order_by().values_list("mois", flat=True).distinct())


def _has_passed(issue: str, echeance: str, le: dt.date) -> Exists:
    """Whether a demande of the cell's month, still open, came due between the cell's day and `le`."""
    dues = {f"{echeance}__gte": OuterRef("arretee_le"), f"{echeance}__lt": le}
    return Exists(
        Demande.objects.filter(
            site=OuterRef("site"), mois=OuterRef("mois"), **{issue: "ouverte"}, **dues
        )
    )


def group_by_sql(mois: Iterable[int], *, le: dt.date) -> tuple[str, list[int]]:
    """Return the engine's GROUP BY for one site and these months, and the months as parameters."""
    liste = sorted(mois)
    marques = ", ".join(["%s"] * len(liste))
    condition = f"site = %s AND mois IN ({marques})"
    return build_group_by(Demande._meta.db_table, le=le, condition=condition), liste


def _reduce_now(site: Site, mois: set[int], le: dt.date) -> list[tuple]:
    if not mois:
        return []
    sql, liste = group_by_sql(mois, le=le)
    with connection.cursor() as curseur:
        curseur.execute(sql, [site.pk, *liste])
        return [ligne[1:] for ligne in curseur.fetchall()]


def _codes(site: Site) -> tuple[dict, dict]:
    services = dict(site.services.values_list("pk", "code"))
    boites = dict(site.boites.values_list("pk", "code"))
    return {None: "", **services}, {None: "", **boites}


def _build_cellule(site: str, ligne: tuple, codes: tuple[dict, dict]) -> Cellule:
    service, boite, mois, nature, canal, portee, tracage = ligne[:DEBUT_MESURES]
    services, boites = codes
    return Cellule(
        site, services[service], boites[boite], mois, nature, canal, portee, tracage,
        tuple(int(m) for m in ligne[DEBUT_MESURES:]),
    )  # fmt: skip


def _attestations(site: Site, periode: Periode) -> tuple[list[Cellule], list[tuple[str, str, int]]]:
    """Return empty cells for months attested « rien reçu », and the keys attested « sans objet »."""
    referentiel = get_referentiel(site)
    zero = (0,) * len(MESURES)
    vides, sans_objet = [], []
    for a in Attestation.objects.filter(site=site, mois__range=(periode.premier, periode.dernier)):
        registre = referentiel.registre(a.registre)
        for nature in registre.natures:
            for canal in registre.canaux or ("",):
                if a.declaration == Declaration.SANS_OBJET:
                    sans_objet.append((nature.code, canal, a.mois))
                else:
                    cle = (site.pk, "", "", a.mois, nature.code, canal, "", "exhaustif")
                    vides.append(Cellule(*cle, mesures=zero))
    return vides, sans_objet
