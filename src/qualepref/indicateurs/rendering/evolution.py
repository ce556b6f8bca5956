"""A control chart in French words: signal or noise, what to expect of the target, how to read it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from qualepref.indicateurs.models import EvenementSite
from qualepref.indicateurs.queries.evolution import Evolution
from qualepref.indicateurs.queries.reglages import get_reglages
from qualepref.indicateurs.rendering.textes import (
    say_calcul,
    say_cible,
    say_fraction,
    say_valeur,
)
from qualepref.noyau.calcul.assurance import Assurance
from qualepref.noyau.calcul.periodes import MOIS, MOIS_COURTS, Periode
from qualepref.noyau.calcul.releves import Etat, Releve
from qualepref.noyau.calcul.rendu import (
    ECHELLE,
    format_nombre,
    format_valeur,
    round_half_up,
    scale,
)
from qualepref.noyau.graphiques.modele import Genre, Graphique, Limites, Marque, Serie
from qualepref.noyau.referentiel.modele import Indicateur, Unite
from qualepref.noyau.statistiques.cartes import Bornes, Famille, Methode, Segment
from qualepref.noyau.statistiques.signaux import Cote, Signal


DECIMALES_MINIMUM, DECIMALES_MAXIMUM = 1, 4
DECIMALES_FACTEUR = 1
DUREES = (Unite.JOURS, Unite.JOURS_OUVRES)
MARQUES = {"hors_limites": Marque.HORS_LIMITES, "meme_cote": Marque.SERIE}
# A centre is either the two sums of all months, or the plain mean of their figures: named so.
CENTRES = {Famille.PROPORTION: "ensemble des mois", Famille.MESURE: "moyenne des mois"}
METHODES = {
    Methode.P: (
        "Carte p : chaque mois est un taux sur les cas de ce mois ; plus il y a de cas, plus les "
        "limites se resserrent."
    ),
    Methode.P_PRIME: (
        "Carte p’ : les taux varient plus que le seul hasard des cas ne l’explique ; les limites "
        "sont élargies d’autant (facteur de Laney : {facteur})."
    ),
    Methode.XMR: (
        "Carte XmR : les limites viennent de l’écart habituel entre deux mois qui se suivent."
    ),
}


def build_graphique_de_controle(evolution: Evolution, mots: Mapping[int, str]) -> Graphique:
    """Return the control chart; `mots`: what to write of each event, by primary key."""
    i = evolution.indicateur
    valeurs = tuple(p.valeur for p in evolution.carte.points)
    etats = tuple(
        Etat.PAS_ENCORE_DU if r.demandee.premier in evolution.courants else r.etat
        for r in evolution.releves
    )
    mois = [r.demandee.premier for r in evolution.releves]
    constats = " ".join(filter(None, [*say_constats(evolution), say_assurance(evolution)]))
    periode = Periode(mois[0], mois[-1])
    n = tuple(p.n or None for p in evolution.carte.points)
    return Graphique(
        genre=Genre.CONTROLE,
        titre=f"{i.libelle}, {periode}",
        description=f"{i.libelle}, mois par mois, {periode}. {constats}",
        etiquettes=tuple(f"{MOIS_COURTS[m % 100 - 1]} {m // 100}" for m in mois),
        series=(Serie(i.libelle, valeurs, etats),),
        unite=i.unite,
        decimales=i.decimales,
        cible=evolution.seuil,
        cible_libelle=f"cible {say_cible(evolution.cible, i)}"
        if evolution.seuil is not None
        else "",
        # Too many months for a row of figures under them: the table has them.
        limites=_build_limites(evolution, mots),
        n=n if any(n) else (),
        n_libelle="cas",
    )


def say_constats(evolution: Evolution) -> list[str]:
    """Return what the chart says: noise, or each signal that still matters."""
    reglages, segment = get_reglages(), evolution.segment
    if segment.centre is None:
        depuis = " depuis le dernier événement" if len(evolution.carte.segments) > 1 else ""
        return [
            f"Pas encore de limites : il faut {reglages.minimum.provisoire} mois connus{depuis}, "
            f"il y en a {segment.connus}."
        ]
    if evolution.recents:
        return [f"Signal : {_say_signal(evolution, s)}" for s in evolution.recents]
    return [
        f"{say_bruit(evolution)} Les écarts d’un mois à l’autre sont ceux du hasard : inutile d’en "
        "chercher la cause un par un."
    ]


def say_bruit(evolution: Evolution) -> str:
    """Return that nothing stands out, in one sentence."""
    anciens = " depuis un an" if evolution.signaux else ""
    return f"Bruit : aucun mois ne sort de l’ordinaire{anciens}."


def say_conseil(evolution: Evolution) -> str:
    """Return what to do of a signal; "" without any."""
    if not evolution.recents:
        return ""
    return (
        "Cherchez ce qui s’est passé, en bien comme en mal. Si vous le savez, notez-le comme un "
        "événement : s’il a changé le niveau pour de bon, la moyenne et les limites repartent de là."
    )


def say_assurance(evolution: Evolution, *, annee: int | None = None) -> str:
    """Return what to expect of the target; "" without one or without limits.

    annee: the year whose target it is, where a reader could not tell.
    """
    bornes, i = evolution.segment.ordinaires, evolution.indicateur
    if bornes is None or evolution.seuil is None:
        return ""
    if _is_vague(evolution, bornes):
        return (
            f"On ne peut pas dire si la cible ({say_cible(evolution.cible, i)}) sera tenue : il y a "
            "trop peu de cas par mois."
        )
    de = "" if annee is None else f" de {annee}"
    cible = f"cible{de} ({say_cible(evolution.cible, i)})"
    entre = say_bornes(bornes, i, evolution.seuil)
    phrases = {
        Assurance.TENUE: (
            f"La {cible} sera tenue : si rien ne change, un mois ordinaire reste entre {entre}"
        ),
        Assurance.MANQUEE: (
            f"La {cible} sera manquée : si rien ne change, un mois ordinaire reste entre "
            f"{entre}. Il faut changer la façon de faire, pas attendre un bon mois"
        ),
        Assurance.HASARD: (
            f"La {cible} sera atteinte certains mois et manquée d’autres, au hasard : elle "
            f"est dans ce qui varie d’ordinaire, entre {entre}"
        ),
        Assurance.IMPREVISIBLE: (
            f"On ne peut pas dire si la {cible} sera tenue : un signal récent dit que le "
            "niveau bouge encore"
        ),
    }
    return _end(phrases[evolution.assurance])


def _is_vague(evolution: Evolution, bornes: Bornes) -> bool:
    """Tell whether months hold so few cases that any share would be ordinary."""
    partout = (bornes.bas, bornes.haut) == (Fraction(0), Fraction(1))
    return evolution.carte.famille is Famille.PROPORTION and partout


def say_methode(evolution: Evolution) -> str:
    """Return how the limits under way are drawn, and whether they are only trial ones."""
    segment, reglages = evolution.segment, get_reglages()
    if segment.centre is None:
        return ""
    facteur = format_nombre(segment.facteur, DECIMALES_FACTEUR)
    texte = METHODES[segment.methode].format(facteur=facteur)
    if segment.etabli:
        return texte
    return (
        f"{texte} Limites provisoires : {segment.connus} mois connus sur les "
        f"{reglages.minimum.etabli} qu’il faut."
    )


def say_bornes(bornes: Bornes, indicateur: Indicateur, seuil: Fraction | None) -> str:
    """Return « 80,1 % et 97,4 % », precise enough that no bound looks like a target it is not."""
    decimales = max(indicateur.decimales, DECIMALES_MINIMUM)
    while decimales < DECIMALES_MAXIMUM and any(
        _hides(borne, seuil, indicateur, decimales) for borne in (bornes.bas, bornes.haut)
    ):
        decimales += 1
    bas, haut = (format_valeur(b, indicateur.unite, decimales) for b in (bornes.bas, bornes.haut))
    return f"{bas} et {haut}"


def list_evenements_dits(
    evolution: Evolution, *, en_toutes_lettres: bool
) -> list[tuple[EvenementSite, str]]:
    """Return the events of the chart and what to write of them.

    Words somebody typed may name people: without the right to read rows, only the kind is told.
    """
    return [
        (e, e.libelle if en_toutes_lettres else e.get_nature_display())
        for e in evolution.evenements
    ]


def _build_limites(evolution: Evolution, mots: Mapping[int, str]) -> Limites:
    carte = evolution.carte
    rangs = range(len(carte.points))
    segments = [carte.segment_de(rang) for rang in rangs]
    bornes = [
        s.bornes_de(rang) if s.centre is not None else None
        for s, rang in zip(segments, rangs, strict=True)
    ]
    dits = ["" for _ in rangs]
    for e in evolution.evenements:
        rang = evolution.rang_de(e)
        dits[rang] = " ; ".join(filter(None, [dits[rang], mots[e.pk]]))
    return Limites(
        centres=tuple(s.centre for s in segments),
        bas=tuple(b.bas if b else None for b in bornes),
        haut=tuple(b.haut if b else None for b in bornes),
        marques=tuple(_list_marques(evolution)),
        evenements=tuple(dits),
        centre_libelle=CENTRES[carte.famille],
    )


def _list_marques(evolution: Evolution) -> Iterator[Marque]:
    """Yield the mark of each month: beyond the limits first, which is the stronger."""
    for rang in range(len(evolution.carte.points)):
        ici = {s.regle.genre for s in evolution.signaux if s.premier <= rang <= s.dernier}
        yield next((marque for genre, marque in MARQUES.items() if genre in ici), Marque.AUCUNE)


def _say_signal(evolution: Evolution, signal: Signal) -> str:
    i, releves = evolution.indicateur, evolution.releves
    segment = evolution.carte.segment_de(signal.premier)
    premier, dernier = (releves[r].demandee for r in (signal.premier, signal.dernier))
    ou = "au-dessus" if signal.cote is Cote.HAUT else "au-dessous"
    if signal.regle.genre == "hors_limites":
        bornes = segment.bornes_de(signal.premier)
        assert bornes is not None  # noqa: S101 (a month beyond its limits has some)
        releve = releves[signal.premier]
        return (
            f"{premier} ({_say_point(releve, i)}) est {ou} des limites "
            f"({say_bornes(bornes, i, releve.valeur)})."
        )
    nombre = signal.dernier - signal.premier + 1
    de = _elide(MOIS[premier.premier % 100 - 1], str(premier))
    return (
        f"{de} à {dernier}, {nombre} mois de suite {ou} de {_say_centre(evolution, segment)} : le "
        "niveau a changé."
    )


def _say_point(releve: Releve, indicateur: Indicateur) -> str:
    """Return a month's figure with its two sums, where they are known and more than a count."""
    parts = say_calcul(releve, indicateur) if indicateur.unite in DUREES else ""
    if indicateur.unite in ECHELLE:
        parts = say_fraction(releve)
    return ", ".join(filter(None, (say_valeur(releve, indicateur), parts)))


def _say_centre(evolution: Evolution, segment: Segment) -> str:
    """Return « la moyenne (88,4 %, 570 / 645) », or the mean of the months, named so."""
    i = evolution.indicateur
    decimales = max(i.decimales, DECIMALES_MINIMUM)
    valeur = format_valeur(segment.centre or Fraction(0), i.unite, decimales)
    if evolution.carte.famille is Famille.MESURE:
        return f"la moyenne des mois ({valeur})"
    points = evolution.carte.points[segment.premier : segment.dernier + 1]
    n = sum(p.n for p in points if p.valeur is not None)
    cas = format_nombre((segment.centre or Fraction(0)) * n)
    return f"la moyenne ({valeur}, {cas} / {format_nombre(n)})"


def _end(phrase: str) -> str:
    """Return the sentence with one full stop, which « j.o. » already has."""
    return phrase if phrase.endswith(".") else f"{phrase}."


def _elide(mois: str, texte: str) -> str:
    return f"d’{texte}" if mois[0] in "ao" else f"de {texte}"


def _hides(borne: Fraction, seuil: Fraction | None, indicateur: Indicateur, decimales: int) -> bool:
    """Tell whether rounding would print two different values alike."""
    if seuil is None or borne == seuil:
        return False
    unite = indicateur.unite
    return round_half_up(scale(borne, unite), decimales) == round_half_up(
        scale(seuil, unite), decimales
    )
