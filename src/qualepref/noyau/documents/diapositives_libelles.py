"""What a native chart says beside its values: labels, title, formats of numbers, sizes of type."""

from __future__ import annotations

from collections.abc import Sequence

from qualepref.noyau.calcul.releves import Etat
from qualepref.noyau.calcul.rendu import INSECABLE, SUFFIXE, format_valeur
from qualepref.noyau.documents.mise_en_diapositives import LARGESSE
from qualepref.noyau.graphiques.marques import MARQUES
from qualepref.noyau.graphiques.modele import Genre, Graphique
from qualepref.noyau.graphiques.tableau import format_cible
from qualepref.noyau.graphiques.toile import estimate_width
from qualepref.noyau.referentiel.modele import Unite


# Room between bars, in hundredths of their breadth.
ECART = 35
COUCHEES = (Genre.HORIZONTALES, Genre.NIVEAUX)
# Labels are as large as they stand beside each other; below the last, they may turn.
CORPS_ETIQUETTES = (16, 14, 12, 11)
# What axes and their marks take of the breadth of a chart, in points.
HORS_TRACE = 70
# Decimals are written as in France, whatever the machine.
FRANCAIS = "[$-40C]"


def has_cible(graphique: Graphique) -> bool:
    """Whether the target is a line across the chart: lying bars have it in words."""
    return graphique.cible is not None and graphique.genre not in COUCHEES


def say_serie_cible(graphique: Graphique) -> str:
    """Return the name of the line of the target: « Cible 80 % »."""
    texte = format_cible(graphique)
    return texte[:1].upper() + texte[1:]


def format_of(graphique: Graphique) -> str:
    """Return the format of values as office suites write them."""
    nombre = "#,##0" + (f".{'0' * graphique.decimales}" if graphique.decimales else "")
    if graphique.unite is Unite.POURCENT:
        return f'{FRANCAIS}{nombre.removeprefix("#,##")}"{INSECABLE}"%'
    suffixe = SUFFIXE[graphique.unite]
    return f'{FRANCAIS}{nombre}"{INSECABLE}{suffixe}"' if suffixe else f"{FRANCAIS}{nombre}"


def fit_etiquettes(graphique: Graphique, largeur: float) -> int:
    """Return the largest size at which labels stand side by side."""
    if graphique.genre in COUCHEES:
        return CORPS_ETIQUETTES[0]
    rangs = range(len(graphique.etiquettes))
    mots = [mot for rang in rangs for mot in say_etiquette(graphique, rang).split("\n")]
    return _fit(mots, (largeur - HORS_TRACE) / len(rangs))


def fit_dedans(graphique: Graphique, largeur: float) -> int:
    """Return the largest size at which values stand inside their bars."""
    valeurs = [v for serie in graphique.series for v in serie.valeurs if v is not None]
    mots = [format_valeur(v, graphique.unite, graphique.decimales) for v in valeurs]
    barres = len(graphique.etiquettes) * len(graphique.series)
    return _fit(mots, (largeur - HORS_TRACE) / barres / (1 + ECART / 100))


def fit_legende(graphique: Graphique, largeur: float) -> int:
    """Return the largest size at which each name of the key stands on one line."""
    return _fit([serie.nom for serie in graphique.series], largeur - 2 * HORS_TRACE)


def _fit(mots: Sequence[str], place: float) -> int:
    return next(
        (
            corps
            for corps in CORPS_ETIQUETTES
            if max(estimate_width(mot, corps) for mot in mots) * LARGESSE <= place
        ),
        CORPS_ETIQUETTES[-1],
    )


def say_etiquette(graphique: Graphique, rang: int) -> str:
    """Return a label, with what its figure rests on, or why there is none."""
    etiquette = graphique.etiquettes[rang]
    n = graphique.n[rang] if graphique.n else None
    vides = [s for s in graphique.series if s.valeurs[rang] is None]
    if len(vides) == len(graphique.series):
        suite = " ".join(MARQUES[vides[0].etat(rang)])
    else:
        suite = f"n = {n}" if n is not None else ""
    if not suite:
        return etiquette
    return f"{etiquette} ({suite})" if graphique.genre in COUCHEES else f"{etiquette}\n{suite}"


def say_titre(graphique: Graphique) -> str:
    """Return the title, with the key of what stands under the labels."""
    cles = [f"n : {graphique.n_libelle}"] if graphique.n and graphique.n_libelle != "n" else []
    etats = [
        serie.etat(rang)
        for serie in graphique.series
        for rang, valeur in enumerate(serie.valeurs)
        if valeur is None
    ]
    if Etat.NON_COLLECTE in etats:
        cles.append("n.c. : non collecté")
    elif Etat.NON_CALCULABLE in etats:
        cles.append("n.c. : non calculable")
    if graphique.cible is not None and not has_cible(graphique):
        cles.append(format_cible(graphique))
    return f"{graphique.titre} ({' ; '.join(cles)})" if cles else graphique.titre
