"""Rows whose counts are exactly those published: seeded, pure, the same on every machine."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from random import Random

from qualepref.demonstration.donnees import Lot, Reconstitution
from qualepref.noyau.calcul.periodes import Periode
from qualepref.noyau.calendrier import Calendrier, add_jours_ouvres
from qualepref.noyau.referentiel.modele import Horloge, Nature
from qualepref.suivi.rules import DatesDemande, SansHorlogeError


DEMI = Fraction(1, 2)


class ReconstitutionImpossibleError(ValueError):
    """No rows can have these published counts and this mean."""

    def __init__(self, lot: str, motif: str) -> None:
        super().__init__(
            f"Le lot « {lot} » ne peut pas être reconstitué : {motif}. "
            "Vérifiez les nombres publiés ou retirez la moyenne."
        )


@dataclass(frozen=True, slots=True)
class DemandeReconstituee:
    """One row made again; `lot` names what it comes from. Codes are those of the site."""

    lot: str
    registre: str
    nature: str
    canal: str
    dates: DatesDemande
    objet: str
    service: str | None = None
    boite: str | None = None
    tracage: str = "exhaustif"
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Delais:
    """What is asked of a set of delays, in working days.

    n of them, the first `a_temps` within `delai`, the others beyond by at most `retard_maximum`.
    moyenne: printed mean, half-up; vise: exact mean aimed at, None for the printed one.
    """

    n: int
    a_temps: int
    delai: int
    retard_maximum: int
    minimum: int = 0
    moyenne: Decimal | None = None
    vise: Decimal | None = None


def reconstitute(
    reconstitution: Reconstitution, *, natures: Mapping[str, Nature], calendrier: Calendrier
) -> tuple[DemandeReconstituee, ...]:
    """Return the rows of every lot, numbered by register in order of receipt.

    Same data, same rows: each lot draws from its own generator, seeded by the seed and its code.

    Raises:
        ReconstitutionImpossibleError: published numbers that no rows can give.
        SansHorlogeError: a nature has no deadline for a channel of the lot.
    """
    lignes = [
        ligne
        for lot in reconstitution.lots
        for ligne in _make_lot(lot, reconstitution, natures[lot.nature], calendrier)
    ]
    return _number(lignes)


def draw_delais(demande: Delais, *, lot: str, tirage: Random) -> list[int]:
    """Return delays in working days, in time first, whose mean rounds to the printed one.

    Raises:
        ReconstitutionImpossibleError: no such delays exist.
    """
    tardives = demande.n - demande.a_temps
    bornes = [(demande.minimum, demande.delai)] * demande.a_temps
    bornes += [(demande.delai + 1, demande.delai + demande.retard_maximum)] * tardives
    delais = [tirage.randint(bas, haut) for bas, haut in bornes]
    if demande.moyenne is not None:
        _adjust(delais, bornes, _total(demande, bornes, lot), tirage)
    return delais


def _total(demande: Delais, bornes: Sequence[tuple[int, int]], lot: str) -> int:
    """Return the sum of delays aimed at: one whose mean rounds to the printed mean."""
    moyenne = Fraction(demande.moyenne or 0)
    premier = math.ceil((moyenne - DEMI) * demande.n)
    dernier = math.ceil((moyenne + DEMI) * demande.n) - 1
    premier = max(premier, sum(bas for bas, _ in bornes))
    dernier = min(dernier, sum(haut for _, haut in bornes))
    if premier > dernier:
        raise ReconstitutionImpossibleError(
            lot,
            f"{demande.a_temps} réponses sur {demande.n} en {demande.delai} jours ouvrés ne peuvent "
            f"pas avoir un délai moyen de {demande.moyenne} jours",
        )
    vise = moyenne if demande.vise is None else Fraction(demande.vise)
    return min(max(math.floor(vise * demande.n + DEMI), premier), dernier)


def _adjust(
    delais: list[int], bornes: Sequence[tuple[int, int]], total: int, tirage: Random
) -> None:
    """Move delays one day at a time within their bounds until they add up to `total`."""
    while (ecart := total - sum(delais)) != 0:
        pas = 1 if ecart > 0 else -1
        mobiles = [i for i, (bas, haut) in enumerate(bornes) if bas <= delais[i] + pas <= haut]
        for i in tirage.sample(mobiles, min(abs(ecart), len(mobiles))):
            delais[i] += pas


def _make_lot(
    lot: Lot, reconstitution: Reconstitution, nature: Nature, calendrier: Calendrier
) -> list[DemandeReconstituee]:
    tirage = Random(f"{reconstitution.graine}:{lot.code}")  # noqa: S311 - rows, not secrets
    jours = _jours_of(lot, calendrier)
    horloges = nature.horloges_for(lot.canaux[0], jours[0])
    if not horloges:
        raise SansHorlogeError(nature, lot.canaux[0], jours[0])
    delais: list[int | None] = [
        *draw_delais(
            Delais(
                n=lot.n - lot.sans_date,
                a_temps=lot.a_temps,
                delai=horloges[0].delai,
                retard_maximum=reconstitution.retard_maximum,
                moyenne=lot.moyenne,
                vise=lot.vise,
            ),
            lot=lot.code,
            tirage=tirage,
        ),
        *[None] * lot.sans_date,
    ]
    lignes = [_make_ligne(lot, delai, jours, horloges[0], calendrier, tirage) for delai in delais]
    if lot.tenue is not None:
        lignes = _hold_rdv(lignes, lot, horloges[1].delai, calendrier, tirage)
    if lot.attente is not None:
        lignes = _answer_later(lignes, lot, calendrier, tirage)
    return lignes


def _jours_of(lot: Lot, calendrier: Calendrier) -> list[dt.date]:
    """Return the working days on which the demandes of a lot may arrive."""
    spans = [(Periode.un_mois(m).debut, Periode.un_mois(m).fin) for m in lot.mois]
    spans += [(lundi, lundi + dt.timedelta(days=6)) for lundi in lot.semaines]
    return [
        jour
        for debut, fin in spans
        for jour in (debut + dt.timedelta(days=i) for i in range((fin - debut).days + 1))
        if calendrier.is_jour_ouvre(jour)
    ]


def _make_ligne(
    lot: Lot,
    delai: int | None,
    jours: Sequence[dt.date],
    horloge: Horloge,
    calendrier: Calendrier,
    tirage: Random,
) -> DemandeReconstituee:
    recue_le = tirage.choice(jours)
    champ = "proposee_le" if "proposee_le" in horloge.arrivees else "repondue_le"
    dates = DatesDemande(recue_le)
    if delai is None:
        dates = replace(dates, repondue_sans_date=True)
    else:
        dates = replace(dates, **{champ: add_jours_ouvres(recue_le, delai, calendrier=calendrier)})
    if lot.accuse_a_partir_du is not None and recue_le >= lot.accuse_a_partir_du:
        dates = replace(dates, accuse_le=recue_le)
    return DemandeReconstituee(
        lot=lot.code,
        registre=lot.registre,
        nature=lot.nature,
        canal=tirage.choice(lot.canaux),
        dates=dates,
        objet=tirage.choice(lot.themes),
        service=tirage.choice(lot.services) if lot.services else None,
        boite=tirage.choice(lot.boites) if lot.boites else None,
        tracage="echantillon" if lot.semaines else "exhaustif",
    )


def _hold_rdv(
    lignes: list[DemandeReconstituee],
    lot: Lot,
    delai: int,
    calendrier: Calendrier,
    tirage: Random,
) -> list[DemandeReconstituee]:
    """Return the rows with an appointment held after the date proposed."""
    if lot.tenue is None:
        return lignes
    demande = Delais(
        n=len(lignes),
        a_temps=lot.tenue.a_temps,
        delai=delai,
        retard_maximum=lot.tenue.retard_maximum,
        minimum=lot.tenue.minimum,
        moyenne=lot.tenue.moyenne,
    )
    delais = draw_delais(demande, lot=lot.code, tirage=tirage)
    return [
        replace(
            ligne,
            dates=replace(
                ligne.dates,
                rdv_le=add_jours_ouvres(
                    ligne.dates.proposee_le or ligne.dates.recue_le, jours, calendrier=calendrier
                ),
            ),
        )
        for ligne, jours in zip(lignes, delais, strict=True)
    ]


def _answer_later(
    lignes: list[DemandeReconstituee], lot: Lot, calendrier: Calendrier, tirage: Random
) -> list[DemandeReconstituee]:
    """Return the rows with their answer turned into a waiting reply, the answer itself later.

    The calendar delays of the answers keep to the printed mean, within a day or two over the whole
    lot: an answer that would fall on a closed day is moved, and the next ones make up for it.
    """
    if lot.attente is None:
        return lignes
    vise = lot.attente.moyenne_fond_jours
    sorties, dette = [], 0
    for ligne in lignes:
        dates = ligne.dates
        attente_le = dates.repondue_le or dates.recue_le
        ecart = 0 if abs(dette) >= vise // 2 else tirage.randint(-vise // 3, vise // 3)
        fond_le = dates.recue_le + dt.timedelta(days=vise + ecart - dette)
        fond_le = max(fond_le, attente_le)
        if not calendrier.is_jour_ouvre(fond_le):
            fond_le = add_jours_ouvres(fond_le, 1, calendrier=calendrier)
        dette += (fond_le - dates.recue_le).days - vise
        sorties.append(
            replace(
                ligne,
                dates=replace(
                    dates,
                    attente_le=attente_le,
                    attente_delai_annonce=lot.attente.delai_annonce,
                    repondue_le=fond_le,
                ),
            )
        )
    return sorties


def _number(lignes: Sequence[DemandeReconstituee]) -> tuple[DemandeReconstituee, ...]:
    """Return the rows in order of receipt, each with its number of the register and year."""
    rangs: dict[tuple[str, int], int] = {}
    numerotees = []
    for ligne in sorted(lignes, key=lambda li: li.dates.recue_le):
        cle = (ligne.registre, ligne.dates.recue_le.year)
        rangs[cle] = rangs.get(cle, 0) + 1
        numerotees.append(replace(ligne, reference=f"{cle[1]}-{rangs[cle]:04d}"))
    return tuple(numerotees)
