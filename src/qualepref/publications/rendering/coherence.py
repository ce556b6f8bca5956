"""What a snapshot says, checked as anybody's publication is, before it can be published.

Each indicator is checked by itself: it stands once in a snapshot, so that two indicators whose
labels look alike never accuse each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from qualepref.noyau.calcul.rendu import format_nombre
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
from qualepref.noyau.referentiel.modele import Unite
from qualepref.publications.queries.controle import check_publication
from qualepref.publications.rendering.enquetes_donnees import CampagneBilan
from qualepref.publications.rendering.figes import Contenu, IndicateurFige, ReleveFige


PROPORTIONS = (Unite.POURCENT, Unite.POUR_MILLE)
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
    def classe(self) -> str:
        """The class in words."""
        return LIBELLES_CLASSE[self.constat.classe]


def list_constats(contenu: Contenu) -> tuple[ConstatPublie, ...]:
    """Return what cannot be true of a snapshot, and what is doubtful, the surest first."""
    trouves = [
        ConstatPublie(indicateur.code, indicateur.libelle, constat)
        for indicateur in contenu.indicateurs
        for constat in _check(contenu, tuple(_iter_indicateur(indicateur)))
    ]
    trouves += [
        ConstatPublie("", campagne.titre, constat)
        for campagne in contenu.bilan.enquetes
        for constat in _check(contenu, tuple(_iter_campagne(campagne)))
    ]
    return tuple(sorted(trouves, key=lambda c: RETENUES.index(c.constat.classe)))


def _check(contenu: Contenu, chiffres: tuple[Chiffre, ...]) -> Iterator[Constat]:
    if not chiffres:
        return
    date = Periode(contenu.arrete_le, contenu.arrete_le, Grain.JOUR)
    publication = Publication(contenu.site.nom, "Instantané", date, chiffres)
    for constat in check_publication(publication).constats:
        if constat.classe in RETENUES:
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


def _iter_campagne(campagne: CampagneBilan) -> Iterator[Chiffre]:
    """Yield the rate of each criterion with its parts, « 286 / 312 »."""
    for rang, critere in enumerate(campagne.criteres, start=1):
        parts = [parse_imprime(p.strip()).valeur for p in critere.calcul.split("/")]
        lu = parse_imprime(critere.resultat)
        if len(parts) == 2 and lu.valeur is not None:
            yield Chiffre(
                id=f"{campagne.titre}, critère {rang}",
                label=critere.libelle,
                imprime=critere.resultat,
                lu=lu,
                unite=lu.unite,
                section=campagne.titre,
                numerateur=parts[0],
                denominateur=parts[1],
            )
