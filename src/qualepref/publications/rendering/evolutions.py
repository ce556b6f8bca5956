"""What the months of an indicator tell: a sentence where they are many enough, a chart where one stands out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from qualepref.indicateurs.queries.evolution import Evolution as Lue, aim
from qualepref.indicateurs.queries.reglages import get_reglages
from qualepref.indicateurs.queries.tableau import LigneTableau as Ligne
from qualepref.indicateurs.rendering.evolution import (
    build_graphique_de_controle,
    list_evenements_dits,
    say_assurance,
    say_bruit,
    say_constats,
)
from qualepref.indicateurs.rendering.textes import lower_initiale, say_valeur
from qualepref.noyau.calcul.periodes import Periode, format_mois
from qualepref.noyau.graphiques.modele import Graphique
from qualepref.noyau.statistiques.cartes import Methode, is_grossiere
from qualepref.publications.rendering.bilan_donnees import Evolution
from qualepref.publications.rendering.mois import name_chiffre


# Beyond, sentences say less than the chart.
SIGNAUX_DITS = 3
# The conventions of the report say what they are.
CARTES = {Methode.P: "carte p", Methode.P_PRIME: "carte p’", Methode.XMR: "carte XmR"}


def build_evolution(ligne: Ligne, lue: Lue | None) -> Evolution | None:
    """Return what the months of an indicator tell; None while they tell nothing.

    They must be many enough for limits, and aim at something or hold a signal. The target is that
    of the year to come, where it is set.
    """
    if lue is None or lue.segment.centre is None:
        return None
    if is_grossiere(lue.carte, reglages=get_reglages()):
        return None
    suivante = ligne.cible_suivante
    annee = lue.releves[-1].demandee.premier // 100 + 1
    suivie = aim(replace(lue, indicateur=ligne.indicateur), suivante or ligne.cible)
    assurance = say_assurance(suivie, annee=annee if suivante else None)
    if not suivie.recents:
        constats = (say_bruit(suivie),) if assurance else ()
        return (
            Evolution(name_chiffre(ligne.indicateur), constats, assurance, _say_carte(suivie))
            if constats
            else None
        )
    dits = list_evenements_dits(suivie, en_toutes_lettres=False)
    return Evolution(
        nom=name_chiffre(ligne.indicateur),
        constats=tuple(_say_signaux(suivie)),
        assurance=assurance,
        methode=_say_carte(suivie),
        graphique=_draw(suivie, {e.pk: mots for e, mots in dits}),
        evenements=tuple(_say_evenements(suivie, dits)),
    )


def _say_signaux(lue: Lue) -> list[str]:
    """Return each signal, those that are too many counted: the chart shows them."""
    constats = say_constats(lue)
    autres = len(constats) - SIGNAUX_DITS
    if autres <= 1:
        return constats
    return [*constats[:SIGNAUX_DITS], f"Et {autres} autres signaux, marqués sur la carte."]


def _say_carte(lue: Lue) -> str:
    """Return « carte p’, 20 mois connus, janvier 2021 à décembre 2022 », and whether limits are trial ones."""
    segment = lue.segment
    provisoires = "" if segment.etabli else ", limites provisoires"
    bouts = (lue.releves[rang].demandee.premier for rang in (segment.premier, segment.dernier))
    connus = f"{segment.connus} mois connus, {Periode(*bouts)}"
    return f"{CARTES[segment.methode]} : {connus}{provisoires}"


def _period_of(lue: Lue) -> Periode:
    return Periode(lue.releves[0].demandee.premier, lue.releves[-1].demandee.premier)


def _draw(lue: Lue, mots: dict[int, str]) -> Graphique:
    """Return the chart, described by its months too: a page has no table beside it."""
    graphique = build_graphique_de_controle(lue, mots)
    mois = ", ".join(
        f"{format_mois(r.demandee.premier)} {say_valeur(r, lue.indicateur)}"
        for r in lue.releves
        if r.valeur is not None
    )
    return replace(
        graphique,
        titre=f"{name_chiffre(lue.indicateur)}, {_period_of(lue)} : ce qui sort de l’ordinaire",
        description=f"{graphique.description} Mois par mois : {mois}.",
    )


def _say_evenements(lue: Lue, dits: Sequence[tuple[object, str]]) -> Iterator[str]:
    """Yield the events as they are numbered on the chart, those of one month together."""
    par_rang: dict[int, list[str]] = {}
    for evenement, mots in dits:
        par_rang.setdefault(lue.rang_de(evenement), []).append(mots)
    for numero, (rang, faits) in enumerate(sorted(par_rang.items()), 1):
        quand = format_mois(lue.releves[rang].demandee.premier)
        yield f"{numero} : {quand}, {lower_initiale(' ; '.join(faits))}"
