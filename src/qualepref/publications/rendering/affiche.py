"""The poster « Transparence publique » of a snapshot: one quarter, read from afar."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

from qualepref.noyau.calcul.periodes import Periode, mois_of
from qualepref.noyau.calcul.rendu import INSECABLE
from qualepref.noyau.documents.composition import A3A, UA, Document, render_document
from qualepref.noyau.documents.textes import clean_texte, format_date
from qualepref.noyau.referentiel.modele import Unite
from qualepref.publications.rendering.bilan_donnees import AVEC_CHIFFRE
from qualepref.publications.rendering.figes import Contenu, Fige, IndicateurFige, ReleveFige


PAPIERS = ("a4", "a3")
ORDINAUX = ("1er", "2e", "3e", "4e")
# A number stays with what it counts.
COUPURES = re.compile(r"(?<=\d) (?=jours? ouvré)|(?<=jours) (?=ouvrés)|(?<=jour) (?=ouvré)")

# Rank of a quarter, from 0, and its months.
Place = tuple[int, Periode]


@dataclass(frozen=True, slots=True)
class LigneAffiche:
    """One figure. `base`: « 719 / 786 »; `avant`: that of the quarter before, "" without one."""

    libelle: str
    resultat: str
    chiffre: bool
    base: str = ""
    avant: str = ""
    cible: str = ""


@dataclass(frozen=True, slots=True)
class BlocAffiche:
    """A part of the poster."""

    titre: str
    lignes: tuple[LigneAffiche, ...]


def render_affiche(fige: Fige, papier: str) -> bytes:
    """Return the poster as PDF/UA-1 and PDF/A-3a, on « a4 » or « a3 »; same snapshot, same bytes.

    Raises:
        RenduImpossibleError: a character has no drawing in any font, or typesetting failed.
    """
    contenu = fige.contenu
    rang = choose_trimestre(contenu)
    periode = Periode.trimestres(contenu.annee)[rang]
    document = Document(
        modele=(
            resources.files("qualepref.publications.rendering") / "typst" / "affiche.typ"
        ).read_bytes(),
        contenu={
            "papier": papier,
            "date": [contenu.arrete_le.year, contenu.arrete_le.month, contenu.arrete_le.day],
            "autorite": [clean_texte(ligne) for ligne in contenu.site.autorite],
            "site_nom": clean_texte(contenu.site.nom),
            "trimestre": f"{ORDINAUX[rang]} trimestre {contenu.annee}",
            "jours": f"du {format_date(periode.debut)} au {format_date(periode.fin)}",
            "partiel": contenu.arrete_le <= periode.fin,
            "arrete": format_date(contenu.arrete_le),
            "reference": fige.reference,
            "demonstration": contenu.demonstration,
            "blocs": [_clean(bloc) for bloc in build_blocs(contenu, rang) if bloc.lignes],
        },
        normes=(UA, A3A),
        date=contenu.arrete_le,
        noms={"site_nom": "nom du site", "libelle": "libellé", "titre": "titre"},
    )
    return render_document(document)


def choose_trimestre(contenu: Contenu) -> int:
    """Return the rank, from 0, of the last quarter over with a figure; without any, of the last over.

    A year whose first quarter still runs gives that one.
    """
    finis = [
        rang
        for rang, periode in enumerate(Periode.trimestres(contenu.annee))
        if periode.fin < contenu.arrete_le
    ]
    suivis = [i for _, i in _iter_suivis(contenu)]
    parlants = [r for r in finis if any(i.trimestres[r].etat in AVEC_CHIFFRE for i in suivis)]
    return (parlants or finis or [0])[-1]


def build_blocs(contenu: Contenu, rang: int) -> Iterator[BlocAffiche]:
    """Yield the parts of the poster for a quarter, from 0, from top to bottom."""
    place = rang, Periode.trimestres(contenu.annee)[rang]
    composition = contenu.donnees["affiche"]
    for bloc in composition["blocs"]:
        lignes = (
            ligne
            for b, indicateur in _iter_suivis(contenu)
            if b is bloc
            for ligne in _iter_lignes(indicateur, bloc["par"], place)
        )
        yield BlocAffiche(bloc["titre"], tuple(lignes))
    satisfaction = composition["satisfaction"]
    enquetes = [c for c in contenu.bilan.enquetes if c.taux][-satisfaction["enquetes"] :]
    yield BlocAffiche(
        satisfaction["titre"],
        tuple(
            LigneAffiche(c.titre, c.taux, chiffre=True, base=f"{_say_parts(c.fraction)}, {c.dates}")
            for c in reversed(enquetes)
        ),
    )


def _iter_suivis(contenu: Contenu) -> Iterator[tuple[dict[str, Any], IndicateurFige]]:
    """Yield each block with each of its indicators that the perimeter has."""
    for bloc in contenu.donnees["affiche"]["blocs"]:
        for code in bloc["indicateurs"]:
            if indicateur := contenu.indicateur(code):
                yield bloc, indicateur


def _iter_lignes(indicateur: IndicateurFige, par: str, place: Place) -> Iterator[LigneAffiche]:
    """Yield the lines of an indicator: its details of that dimension, else itself."""
    details = [d for d in indicateur.details if par and d.dimension == par and d.trimestres]
    if not details:
        yield _build_ligne(indicateur.libelle, indicateur, indicateur.trimestres, place)
    for detail in details:
        yield _build_ligne(detail.libelle, indicateur, detail.trimestres, place)


def _build_ligne(
    libelle: str, indicateur: IndicateurFige, releves: Sequence[ReleveFige], place: Place
) -> LigneAffiche:
    rang, periode = place
    releve = releves[rang]
    avant = releves[rang - 1] if rang else None
    return LigneAffiche(
        libelle=libelle,
        resultat=releve.imprime,
        chiffre=releve.etat in AVEC_CHIFFRE,
        base=_say_base(releve, indicateur, periode),
        avant=avant.imprime if avant and avant.etat in AVEC_CHIFFRE else "",
        cible=indicateur.cible_imprimee,
    )


def _say_parts(fraction: str) -> str:
    """Return « 719 sur 786 »: a poster is read by people who do not divide."""
    return fraction.replace(" / ", " sur ")


def _say_base(releve: ReleveFige, indicateur: IndicateurFige, periode: Periode) -> str:
    """Return « 63 sur 63, octobre 2022 »: what a figure rests on, its months when not all three.

    A mean only says of how many: « sur 50 ».
    """
    parties = _say_parts(releve.fraction)
    if parties and indicateur.unite is not Unite.POURCENT:
        parties = f"sur {parties.partition(' sur ')[2]}"
    couverte = Periode(mois_of(releve.debut), mois_of(releve.fin))
    partielle = releve.etat in AVEC_CHIFFRE and couverte != periode
    return ", ".join(filter(None, (parties, str(couverte) if partielle else "")))


def _clean(bloc: BlocAffiche) -> dict[str, Any]:
    return {
        "titre": clean_texte(bloc.titre),
        "lignes": [
            {
                "libelle": COUPURES.sub(INSECABLE, clean_texte(ligne.libelle)),
                "resultat": clean_texte(ligne.resultat),
                "chiffre": ligne.chiffre,
                "base": clean_texte(ligne.base),
                "avant": clean_texte(ligne.avant),
                "cible": clean_texte(ligne.cible),
            }
            for ligne in bloc.lignes
        ],
    }
