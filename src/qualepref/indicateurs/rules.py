"""How an entered value becomes a reading, and the comparison that is not a pooling."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from qualepref.noyau.calcul.periodes import Periode
from qualepref.noyau.calcul.releves import Etat, Releve, Source
from qualepref.noyau.calcul.rendu import ECHELLE
from qualepref.noyau.referentiel.modele import Indicateur, Unite


ADDITIVES = {Unite.NOMBRE}


@dataclass(frozen=True, slots=True)
class Declaree:
    """An entered or imported value over whole months; see the model of the same facts."""

    periode: Periode
    etat: Etat
    source: Source
    provenance: str
    numerateur: Decimal | None = None
    denominateur: Decimal | None = None
    valeur: Decimal | None = None
    imprimee: str = ""


@dataclass(frozen=True, slots=True)
class MoyenneDesMois:
    """Unweighted mean of the monthly values: a comparison, never the indicator's value."""

    valeur: Fraction
    mois: int


def build_releve_declare(
    indicateur: Indicateur,
    declarees: Iterable[Declaree],
    periode: Periode,
    *,
    site: str,
    le: dt.date,
    detail: tuple[str, str] | None = None,
) -> Releve | None:
    """Return the reading that declared values allow over a period; None when there are none.

    A value over exactly this period is taken as it is. Values over parts of it are pooled when
    their numerators and denominators are known, or when they are plain counts; rates without their
    parts cannot be pooled and give « non calculable », with the reason in words.
    """
    dedans = [
        d
        for d in declarees
        if periode.premier <= d.periode.premier and d.periode.dernier <= periode.dernier
    ]
    if not dedans:
        return None
    exacte = next((d for d in dedans if d.periode == periode), None)
    commun = {
        "indicateur": indicateur.code,
        "version": indicateur.version,
        "site": site,
        "demandee": periode,
        "arrete_le": le,
        "detail": detail,
    }
    if exacte is None and len(dedans) == 1 and dedans[0].etat is Etat.VALEUR:
        exacte = dedans[0]
    if exacte is not None:
        return Releve(
            **commun,
            couverte=exacte.periode if exacte.etat is Etat.VALEUR else None,
            etat=exacte.etat,
            source=exacte.source,
            numerateur=_fraction(exacte.numerateur),
            denominateur=_fraction(exacte.denominateur),
            valeur_seule=_unscale(exacte.valeur, indicateur.unite),
            provenance=exacte.provenance,
            publiee=exacte.imprimee,
        )
    return _pool(indicateur, dedans, commun)


def compute_moyenne_des_mois(releves: Iterable[Releve]) -> MoyenneDesMois | None:
    """Return the unweighted mean of monthly readings; None with fewer than two figures."""
    valeurs = [r.valeur for r in releves if r.valeur is not None]
    if len(valeurs) <= 1:
        return None
    return MoyenneDesMois(sum(valeurs, Fraction(0)) / len(valeurs), len(valeurs))


def _pool(indicateur: Indicateur, declarees: list[Declaree], commun: dict) -> Releve:
    chiffrees = [d for d in declarees if d.etat is Etat.VALEUR]
    sources = {d.source for d in declarees}
    base = {
        **commun,
        "source": sources.pop() if len(sources) == 1 else Source.IMPORTE,
        "couverte": Periode.enclosing(m for d in chiffrees for m in d.periode),
    }
    provenances = " ; ".join(dict.fromkeys(d.provenance for d in declarees))
    if not chiffrees:
        etats = {d.etat for d in declarees}
        etat = etats.pop() if len(etats) == 1 else Etat.NON_COLLECTE
        return Releve(**base, etat=etat, provenance=provenances)
    if all(d.numerateur is not None and d.denominateur for d in chiffrees):
        return Releve(
            **base,
            etat=Etat.VALEUR,
            numerateur=sum((_fraction(d.numerateur) for d in chiffrees), Fraction(0)),
            denominateur=sum((_fraction(d.denominateur) for d in chiffrees), Fraction(0)),
            provenance=provenances,
        )
    if indicateur.unite in ADDITIVES:
        comptes = [d.valeur if d.numerateur is None else d.numerateur for d in chiffrees]
        return Releve(
            **base,
            etat=Etat.VALEUR,
            numerateur=sum((_fraction(c) for c in comptes), Fraction(0)),
            provenance=provenances,
        )
    raison = (
        "valeurs partielles sans numérateur ni dénominateur : "
        "aucune valeur d'ensemble ne peut en être tirée"
    )
    return Releve(**base, etat=Etat.NON_CALCULABLE, provenance=f"{provenances} ({raison})")


def _fraction(valeur: Decimal | None) -> Fraction | None:
    return None if valeur is None else Fraction(valeur)


def _unscale(valeur: Decimal | None, unite: Unite) -> Fraction | None:
    """Return a value printed as 94 (%) in the indicator's own scale, 94/100."""
    return None if valeur is None else Fraction(valeur) / ECHELLE.get(unite, 1)
