"""How an entered value becomes a reading, and the comparison that is not a pooling."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from qualepref.noyau.calcul.periodes import Periode
from qualepref.noyau.calcul.releves import Etat, Releve, Source
from qualepref.noyau.calcul.rendu import ECHELLE
from qualepref.noyau.referentiel.modele import Indicateur, Unite


ADDITIVES = {Unite.NOMBRE}
SANS_PARTIES = (
    "valeurs partielles sans numérateur ni dénominateur : "
    "aucune valeur d’ensemble ne peut en être tirée"
)
CHEVAUCHEMENT = (
    "valeurs sur des périodes qui se chevauchent : les additionner compterait des mois deux fois"
)


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

    @property
    def chiffree(self) -> bool:
        """Whether it carries a figure, significant or not."""
        return self.numerateur is not None or self.valeur is not None


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
    stock: bool = False,
) -> Releve | None:
    """Return the reading that declared values allow over a period; None when there are none.

    A value over exactly this period is taken as it is. Values over parts of it are pooled when
    their numerators and denominators are known, or when they are plain counts; rates without their
    parts cannot be pooled and give « non calculable », with the reason in words. A month is never
    counted twice: a quarter's value stands for its months. stock: the value is a state at a date,
    the latest one holds and nothing is added up.
    """
    dedans = [
        d
        for d in declarees
        if periode.premier <= d.periode.premier and d.periode.dernier <= periode.dernier
    ]
    if not dedans:
        return None
    commun = {
        "indicateur": indicateur.code,
        "version": indicateur.version,
        "site": site,
        "demandee": periode,
        "arrete_le": le,
        "detail": detail,
    }
    exacte = next((d for d in dedans if d.periode == periode), None)
    if exacte is not None:
        return _take(indicateur, exacte, commun)
    chiffrees = _drop_covered(indicateur, [d for d in dedans if d.chiffree])
    if stock and chiffrees:
        chiffrees = [max(chiffrees, key=lambda d: (d.periode.dernier, d.periode.premier))]
    if len(chiffrees) == 1:
        return _take(indicateur, chiffrees[0], commun)
    if not chiffrees:
        return _tell_etat(dedans, commun)
    return _pool(indicateur, chiffrees, commun)


def compute_moyenne_des_mois(releves: Iterable[Releve]) -> MoyenneDesMois | None:
    """Return the unweighted mean of monthly readings; None with fewer than two figures."""
    valeurs = [r.valeur for r in releves if r.valeur is not None]
    if len(valeurs) <= 1:
        return None
    return MoyenneDesMois(sum(valeurs, Fraction(0)) / len(valeurs), len(valeurs))


def _take(indicateur: Indicateur, declaree: Declaree, commun: dict[str, Any]) -> Releve:
    return Releve(
        **commun,
        couverte=declaree.periode if declaree.chiffree else None,
        etat=declaree.etat,
        source=declaree.source,
        numerateur=_fraction(declaree.numerateur),
        denominateur=_fraction(declaree.denominateur),
        valeur_seule=_unscale(declaree.valeur, indicateur.unite),
        provenance=declaree.provenance,
        publiee=declaree.imprimee,
    )


def _tell_etat(declarees: list[Declaree], commun: dict[str, Any]) -> Releve:
    """Return the state common to values without a figure, « non collecté » when they differ."""
    etats = {d.etat for d in declarees}
    return Releve(
        **_base(declarees, commun),
        couverte=None,
        etat=etats.pop() if len(etats) == 1 else Etat.NON_COLLECTE,
        provenance=_provenances(declarees),
    )


def _drop_covered(indicateur: Indicateur, chiffrees: list[Declaree]) -> list[Declaree]:
    """Return the figures left once those that others stand for are dropped.

    A period inside another is dropped; a value that cannot be pooled is dropped when values that
    can be cover all its months.
    """
    sommables = _keep_widest([d for d in chiffrees if _is_sommable(indicateur, d)])
    couverts = {m for d in sommables for m in d.periode}
    seules = [
        d for d in chiffrees if not _is_sommable(indicateur, d) and not couverts >= set(d.periode)
    ]
    return _keep_widest([*sommables, *seules])


def _keep_widest(declarees: list[Declaree]) -> list[Declaree]:
    return [
        d
        for d in declarees
        if not any(
            a.periode.premier <= d.periode.premier
            and d.periode.dernier <= a.periode.dernier
            and a.periode != d.periode
            for a in declarees
        )
    ]


def _is_sommable(indicateur: Indicateur, declaree: Declaree) -> bool:
    if indicateur.unite in ADDITIVES and not declaree.denominateur:
        return True
    return declaree.numerateur is not None and bool(declaree.denominateur)


def _pool(indicateur: Indicateur, chiffrees: list[Declaree], commun: dict[str, Any]) -> Releve:
    base = {
        **_base(chiffrees, commun),
        "couverte": Periode.enclosing(m for d in chiffrees for m in d.periode),
    }
    provenances = _provenances(chiffrees)
    mois = [m for d in chiffrees for m in d.periode]
    denominateurs = [Fraction(d.denominateur) for d in chiffrees if d.denominateur]
    melees = bool(denominateurs) and len(denominateurs) != len(chiffrees)
    if melees or not all(_is_sommable(indicateur, d) for d in chiffrees):
        raison = SANS_PARTIES
    elif len(mois) != len(set(mois)):
        raison = CHEVAUCHEMENT
    else:
        numerateurs = [d.valeur if d.numerateur is None else d.numerateur for d in chiffrees]
        significatif = any(d.etat is Etat.VALEUR for d in chiffrees)
        return Releve(
            **base,
            etat=Etat.VALEUR if significatif else Etat.NON_SIGNIFICATIF,
            numerateur=sum((Fraction(n) for n in numerateurs if n is not None), Fraction(0)),
            denominateur=sum(denominateurs, Fraction(0)) if denominateurs else None,
            provenance=provenances,
        )
    return Releve(**base, etat=Etat.NON_CALCULABLE, provenance=f"{provenances} ({raison})")


def _base(declarees: list[Declaree], commun: dict[str, Any]) -> dict[str, Any]:
    sources = {d.source for d in declarees}
    return {**commun, "source": sources.pop() if len(sources) == 1 else Source.IMPORTE}


def _provenances(declarees: list[Declaree]) -> str:
    return " ; ".join(dict.fromkeys(d.provenance for d in declarees))


def _fraction(valeur: Decimal | None) -> Fraction | None:
    return None if valeur is None else Fraction(valeur)


def _unscale(valeur: Decimal | None, unite: Unite) -> Fraction | None:
    """Return a value printed as 94 (%) in the indicator's own scale, 94/100."""
    return None if valeur is None else Fraction(valeur) / ECHELLE.get(unite, 1)
