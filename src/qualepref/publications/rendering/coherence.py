"""What a snapshot says, checked as anybody's publication is, before it can be published.

Each part is checked by itself: an indicator stands once in a snapshot, so that two whose labels
look alike never accuse each other. Beside indicators, only what arithmetic proves counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from qualepref.noyau.calcul.rendu import format_nombre
from qualepref.noyau.coherence.controle import ARITHMETIQUE, FAMILLES
from qualepref.noyau.coherence.modele import (
    CLASSES_FAUSSES,
    LIBELLES_CLASSE,
    Chiffre,
    Classe,
    Constat,
    Publication,
)
from qualepref.noyau.coherence.periodes import Grain, Periode
from qualepref.noyau.coherence.valeurs import Lu, parse_imprime
from qualepref.noyau.documents.textes import hold_ponctuation
from qualepref.publications.queries.controle import check_publication
from qualepref.publications.rendering.coherence_parties import (
    PROPORTIONS,
    Partie,
    iter_campagnes,
    iter_details,
    iter_imprimes,
    iter_plan,
)
from qualepref.publications.rendering.figes import Contenu, IndicateurFige, ReleveFige


RETENUES = (*CLASSES_FAUSSES, Classe.DOUTEUX)
GRAINS = {"année": Grain.ANNEE, "trimestre": Grain.TRIMESTRE}
NOMS_MOIS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
    "octobre", "novembre", "décembre",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ConstatPublie:
    """A finding on what would be published. indicateur: its code, "" for a survey."""

    indicateur: str
    sujet: str
    constat: Constat

    @property
    def faux(self) -> bool:
        """Whether it forbids to publish."""
        return self.constat.classe in CLASSES_FAUSSES

    @property
    def preuve(self) -> str:
        """The arithmetic in words, its punctuation held to what precedes it."""
        return hold_ponctuation(self.constat.preuve)

    @property
    def classe(self) -> str:
        """The class in words."""
        return LIBELLES_CLASSE[self.constat.classe]


def list_constats(contenu: Contenu) -> tuple[ConstatPublie, ...]:
    """Return what cannot be true of a snapshot, and what is doubtful, the surest first."""
    trouves = [
        ConstatPublie(partie.indicateur, partie.sujet, constat)
        for partie in _iter_parties(contenu)
        for constat in _check(contenu, partie)
    ]
    return tuple(sorted(dict.fromkeys(trouves), key=lambda c: RETENUES.index(c.constat.classe)))


def _iter_parties(contenu: Contenu) -> Iterator[Partie]:
    for indicateur in contenu.indicateurs:
        chiffres = tuple(_iter_indicateur(indicateur))
        yield Partie(indicateur.code, indicateur.libelle, chiffres, entiere=True)
        yield from iter_details(indicateur)
    yield from iter_imprimes(contenu.bilan)
    yield from iter_plan(contenu.donnees.get("plan"))
    yield from iter_campagnes(contenu.bilan.enquetes, contenu.donnees.get("enquetes", []))


def _check(contenu: Contenu, partie: Partie) -> Iterator[Constat]:
    if not partie.chiffres and not partie.tableaux:
        return
    date = Periode(contenu.arrete_le, contenu.arrete_le, Grain.JOUR)
    publication = Publication(
        contenu.site.nom, "Instantané", date, partie.chiffres, tableaux=partie.tableaux
    )
    familles, classes = (FAMILLES, RETENUES) if partie.entiere else (ARITHMETIQUE, CLASSES_FAUSSES)
    for constat in check_publication(publication, familles=familles).constats:
        if constat.classe in classes:
            yield constat


def _iter_indicateur(indicateur: IndicateurFige) -> Iterator[Chiffre]:
    yield from _iter_releve(indicateur, "année", indicateur.annee)
    for rang, releve in enumerate(indicateur.trimestres, start=1):
        yield from _iter_releve(indicateur, f"trimestre {rang}", releve)
    for nom, releve in zip(NOMS_MOIS, indicateur.mois, strict=True):
        yield from _iter_releve(indicateur, nom, releve)


def _iter_releve(indicateur: IndicateurFige, place: str, releve: ReleveFige) -> Iterator[Chiffre]:
    """Yield a figure, then the two counts it rests on."""
    proportion = indicateur.unite in PROPORTIONS
    cible = indicateur.cible_imprimee if place == "année" else ""
    periode = Periode(releve.debut, releve.fin, GRAINS.get(place.split()[0], Grain.MOIS))
    yield Chiffre(
        id=f"{indicateur.code} ({place})",
        label=f"{indicateur.libelle} – {place}",
        imprime=releve.imprime,
        lu=parse_imprime(releve.imprime),
        unite=indicateur.unite.value,
        section=indicateur.libelle,
        periode=periode,
        numerateur=releve.numerateur if proportion else None,
        denominateur=releve.denominateur if proportion else None,
        # One result far from its target is enough: its months say no more.
        cible=parse_imprime(cible) if cible else None,
        cible_imprimee=cible,
        module=indicateur.module,
    )
    comptes = (("Numérateur", releve.numerateur), ("Dénominateur", releve.denominateur))
    for nom, compte in comptes if proportion else ():
        if compte is not None:
            yield Chiffre(
                id=f"{indicateur.code}, {nom.lower()} ({place})",
                label=f"{nom} – {place}",
                imprime=format_nombre(compte, 0),
                lu=Lu(compte),
                unite="nombre",
                section=f"Comptes – {indicateur.libelle}",
                periode=periode,
            )
