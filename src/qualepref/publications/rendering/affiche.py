"""The poster « Transparence publique » of a snapshot: one quarter, read from afar."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

from qualepref.noyau.calcul.periodes import MOIS_PAR_TRIMESTRE, Periode, mois_of
from qualepref.noyau.calcul.releves import TRACAGES_PARTIELS
from qualepref.noyau.calcul.rendu import INSECABLE
from qualepref.noyau.calcul.verdicts import Verdict
from qualepref.noyau.documents.composition import A3A, UA, Document, render_document
from qualepref.noyau.documents.textes import clean_texte, format_date
from qualepref.noyau.referentiel.modele import Unite
from qualepref.noyau.referentiel.vocabulaire import curl_apostrophes
from qualepref.publications.rendering.bilan_donnees import AVEC_CHIFFRE
from qualepref.publications.rendering.enquetes_donnees import CampagneBilan
from qualepref.publications.rendering.figes import (
    Contenu,
    DetailFige,
    Fige,
    IndicateurFige,
    ReleveFige,
)


PAPIERS = ("a4", "a3")
DERNIER_COMPLET = "dernier_complet"
# What is said of a target, after its value.
CONSTATS = {
    Verdict.ATTEINTE: "atteint",
    Verdict.NON_ATTEINTE: "non atteint",
    Verdict.INDECIDABLE: "ce nombre de cas ne permet pas de conclure",
}
EFFECTIF_INCONNU = "nombre de cas non publié"
SUR_ECHANTILLON = "sur un échantillon"
ORDINAUX = ("1er", "2e", "3e", "4e")
# A number stays with what it counts.
COUPURES = re.compile(r"(?<=\d) (?=jours? ouvré)|(?<=jours) (?=ouvrés)|(?<=jour) (?=ouvré)")

# Rank of a quarter, from 0, and its months.
Place = tuple[int, Periode]


@dataclass(frozen=True, slots=True)
class LigneAffiche:
    """One figure. `base`: « 719 sur 786 »; `avant`: that of the quarter before, "" without one.

    `constat`: what is said of the target, « atteint », "" without a figure or a target.
    """

    libelle: str
    resultat: str
    chiffre: bool
    base: str = ""
    avant: str = ""
    cible: str = ""
    constat: str = ""


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
    blocs = [bloc for bloc in build_blocs(contenu, rang) if bloc.lignes]
    document = Document(
        modele=(
            resources.files("qualepref.publications.rendering") / "typst" / "affiche.typ"
        ).read_bytes(),
        contenu={
            "papier": papier,
            "date": [contenu.arrete_le.year, contenu.arrete_le.month, contenu.arrete_le.day],
            "autorite": [curl_apostrophes(clean_texte(x)) for x in contenu.site.autorite],
            "site_nom": curl_apostrophes(clean_texte(contenu.site.nom)),
            "trimestre": f"{ORDINAUX[rang]} trimestre {contenu.annee}",
            "jours": f"du {format_date(periode.debut)} au {format_date(periode.fin)}",
            "mois": say_mois(contenu, rang),
            "avis": say_avis(contenu, rang, blocs),
            "arrete": format_date(contenu.arrete_le),
            "reference": fige.reference,
            "demonstration": contenu.demonstration,
            "enquetes": any("(" in x.base for x in blocs[-1].lignes) if blocs else False,
            "blocs": [_clean(bloc) for bloc in blocs],
        },
        normes=(UA, A3A),
        date=contenu.arrete_le,
        noms={"site_nom": "nom du site", "libelle": "libellé", "titre": "titre"},
    )
    return render_document(document)


def choose_trimestre(contenu: Contenu) -> int:
    """Return the rank, from 0, of the quarter shown: among those over, the last complete one.

    Without any, or where the composition wants it said, the last with a figure; else the last over.
    A year whose first quarter still runs gives that one.
    """
    finis = _list_finis(contenu)
    parlants = [r for r in finis if list_mois(contenu, r)]
    complets = [r for r in parlants if len(list_mois(contenu, r)) == MOIS_PAR_TRIMESTRE]
    if contenu.donnees["affiche"].get("trimestre_incomplet") != DERNIER_COMPLET:
        complets = []
    return (complets or parlants or finis or [0])[-1]


def list_mois(contenu: Contenu, rang: int) -> tuple[int, ...]:
    """Return the months of a quarter that the figures shown rest on."""
    releves = [
        r
        for bloc, i in _iter_suivis(contenu)
        for r in (i.trimestres[rang], *(d.trimestres[rang] for d in _list_details(i, bloc["par"])))
    ]
    couverts = {
        mois
        for r in releves
        if r.etat in AVEC_CHIFFRE
        for mois in Periode(mois_of(r.debut), mois_of(r.fin))
    }
    return tuple(m for m in Periode.trimestres(contenu.annee)[rang] if m in couverts)


def say_mois(contenu: Contenu, rang: int) -> str:
    """Return « octobre 2022 seul » where the figures do not rest on the whole quarter, else ""."""
    couverts = list_mois(contenu, rang)
    if not couverts or len(couverts) == MOIS_PAR_TRIMESTRE:
        return ""
    noms = [str(Periode.un_mois(m)) for m in couverts]
    if len(noms) == 1:
        return f"{noms[0]} seul"
    return f"{' et '.join([*(n.rpartition(' ')[0] for n in noms[:-1]), noms[-1]])} seuls"


def say_avis(contenu: Contenu, rang: int, blocs: Sequence[BlocAffiche]) -> str:
    """Return what the poster says above its figures: why there is none, or which quarter waits."""
    if not blocs:
        return "Aucun indicateur de cette affiche n’est dans le périmètre du site."
    if not any(ligne.chiffre for bloc in blocs for ligne in bloc.lignes):
        return "Aucun chiffre n’a encore été relevé. Cette affiche les montrera trimestre par trimestre."
    if contenu.arrete_le <= Periode.trimestres(contenu.annee)[rang].fin:
        return "Trimestre en cours."
    suivants = [r for r in _list_finis(contenu) if r > rang and list_mois(contenu, r)]
    if suivants:
        return (
            f"Le {ORDINAUX[suivants[-1]]} trimestre {contenu.annee} n’est pas complet "
            f"({say_mois(contenu, suivants[-1])}) : il n’est pas affiché."
        )
    return ""


def _list_finis(contenu: Contenu) -> list[int]:
    return [
        rang
        for rang, periode in enumerate(Periode.trimestres(contenu.annee))
        if periode.fin < contenu.arrete_le
    ]


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
    yield BlocAffiche(satisfaction["titre"], tuple(build_enquete(c) for c in reversed(enquetes)))


def build_enquete(campagne: CampagneBilan) -> LigneAffiche:
    """Return the overall satisfaction of a survey: a sample, hence its interval and its verdict."""
    globale = next(
        (
            c
            for c in campagne.criteres
            if (c.resultat, c.calcul) == (campagne.taux, campagne.fraction)
        ),
        None,
    )
    intervalle = f" ({globale.intervalle})" if globale and globale.intervalle else ""
    parties = (f"{_say_parts(campagne.fraction)}{intervalle}", campagne.dates)
    return LigneAffiche(
        campagne.titre,
        campagne.taux,
        chiffre=True,
        base=", ".join(parties),
        cible="" if globale is None else globale.cible,
        constat="" if globale is None else CONSTATS.get(globale.verdict, ""),
    )


def _iter_suivis(contenu: Contenu) -> Iterator[tuple[dict[str, Any], IndicateurFige]]:
    """Yield each block with each of its indicators that the perimeter has."""
    for bloc in contenu.donnees["affiche"]["blocs"]:
        for code in bloc["indicateurs"]:
            if indicateur := contenu.indicateur(code):
                yield bloc, indicateur


def _iter_lignes(indicateur: IndicateurFige, par: str, place: Place) -> Iterator[LigneAffiche]:
    """Yield the lines of an indicator: its details of that dimension, else itself."""
    details = _list_details(indicateur, par)
    if not details:
        yield _build_ligne(indicateur.libelle, indicateur, indicateur.trimestres, place)
    for detail in details:
        yield _build_ligne(detail.libelle, indicateur, detail.trimestres, place)


def _list_details(indicateur: IndicateurFige, par: str) -> list[DetailFige]:
    return [d for d in indicateur.details if par and d.dimension == par and d.trimestres]


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
        avant=_say_avant(avant, indicateur) if avant else "",
        cible=indicateur.cible_imprimee,
        constat=CONSTATS.get(releve.verdict, "") if releve.etat in AVEC_CHIFFRE else "",
    )


def _say_avant(releve: ReleveFige, indicateur: IndicateurFige) -> str:
    """Return « 88 % (204 sur 233) »; a mean says no parts, "" stands for no figure."""
    if releve.etat not in AVEC_CHIFFRE:
        return ""
    parties = _say_parts(releve.fraction) if indicateur.unite is Unite.POURCENT else ""
    return f"{releve.imprime} ({parties})" if parties else releve.imprime


def _say_parts(fraction: str) -> str:
    """Return « 719 sur 786 »: a poster is read by people who do not divide."""
    return fraction.replace(" / ", " sur ")


def _say_base(releve: ReleveFige, indicateur: IndicateurFige, periode: Periode) -> str:
    """Return « 63 sur 63, octobre 2022 »: what a figure rests on, its months when not all three.

    A mean only says of how many: « sur 50 ».
    """
    if releve.etat not in AVEC_CHIFFRE:
        return ""
    parties = _say_parts(releve.fraction) or EFFECTIF_INCONNU
    if releve.fraction and indicateur.unite is not Unite.POURCENT:
        parties = f"sur {parties.partition(' sur ')[2]}"
    couverte = Periode(mois_of(releve.debut), mois_of(releve.fin))
    return ", ".join(
        (
            parties,
            *((SUR_ECHANTILLON,) if releve.tracage in TRACAGES_PARTIELS else ()),
            *((str(couverte),) if couverte != periode else ()),
        )
    )


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
                "constat": ligne.constat,
            }
            for ligne in bloc.lignes
        ],
    }
