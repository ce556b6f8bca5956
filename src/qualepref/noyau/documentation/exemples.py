"""A worked example in French words: what comes in, and the figure that must come out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from qualepref.noyau.calcul.periodes import Periode, format_mois
from qualepref.noyau.calcul.releves import LIBELLES_ETAT, Etat
from qualepref.noyau.calcul.rendu import format_nombre, format_valeur
from qualepref.noyau.documentation.formules import tell_code
from qualepref.noyau.referentiel.exemples import Exemple
from qualepref.noyau.referentiel.modele import Indicateur, Referentiel


ISSUES_EN_MOTS = {
    "exclue": "exclue du calcul",
    "suspendue": "incomplète, délai suspendu",
    "ouverte": "sans réponse",
    "a_temps": "dans le délai",
    "hors_delai": "hors délai",
    "sans_date": "réponse sans date",
}
TENUES_EN_MOTS = {
    "ouverte": "rendez-vous non tenu",
    "a_temps": "rendez-vous tenu dans le délai",
    "hors_delai": "rendez-vous tenu hors délai",
}


def tell_exemple(exemple: Exemple, indicateur: Indicateur, referentiel: Referentiel) -> str:
    """Return the example as a paragraph of Markdown: its title, what comes in, what comes out."""
    periode = Periode(exemple.premier, exemple.dernier)
    entrees = " ; ".join(
        (
            *_tell_lignes(exemple, referentiel),
            *_tell_comptages(exemple, referentiel),
            *_tell_reponses(exemple, referentiel),
            *(f"{format_nombre(n)} habitants en {annee}" for annee, n in exemple.habitants),
            *_tell_sans_objet(exemple, referentiel),
        )
    )
    arret = "" if exemple.le == periode.fin else f", arrêté au {exemple.le:%d/%m/%Y}"
    source = f" *{exemple.source}.*" if exemple.source else ""
    return (
        f"- **{exemple.titre}** ({periode}{arret}). {entrees or 'Rien au registre'} → "
        f"**{tell_attendu(exemple, indicateur)}**.{source}"
    )


def tell_attendu(exemple: Exemple, indicateur: Indicateur) -> str:
    """Return « 719 / 786 = 91 % », or the state in words when nothing can be computed."""
    attendu = exemple.attendu
    etat = Etat(attendu.etat)
    if attendu.valeur is None:
        return LIBELLES_ETAT[etat]
    texte = format_valeur(attendu.valeur, indicateur.unite, indicateur.decimales)
    if attendu.numerateur is not None and attendu.denominateur is not None:
        parties = (format_nombre(attendu.numerateur), format_nombre(attendu.denominateur))
        texte = f"{parties[0]} / {parties[1]} = {texte}"
    return texte if etat is Etat.VALEUR else f"{texte} ({LIBELLES_ETAT[etat]})"


def _tell_lignes(exemple: Exemple, referentiel: Referentiel) -> Iterator[str]:
    """Yield one sentence: what all the rows share, then how many of each kind."""
    sortes: Counter[tuple[str, ...]] = Counter()
    for nombre, colonnes in exemple.lignes:
        sortes[tuple(_traits(colonnes, referentiel))] += nombre
    if not sortes:
        return
    communs = [t for t in next(iter(sortes)) if all(t in traits for traits in sortes)]
    if len(sortes) == 1:
        communs = communs[:-1]
    comptes = " ; ".join(
        f"{format_nombre(n)} × {', '.join(t for t in traits if t not in communs)}"
        for traits, n in sortes.items()
    )
    yield f"{', '.join(communs)} : {comptes}" if communs else comptes


def _traits(colonnes: Mapping[str, Any], referentiel: Referentiel) -> Iterator[str]:
    yield f"« {tell_code('nature', colonnes['nature'], referentiel)} »"
    if colonnes.get("canal"):
        canal = tell_code("canal", colonnes["canal"], referentiel)
        yield canal[0].lower() + canal[1:]
    for cle, mot in (("service", "service"), ("boite", "boîte")):
        if colonnes.get(cle):
            yield f"{mot} {colonnes[cle]}"
    if colonnes.get("portee"):
        yield tell_code("portee", colonnes["portee"], referentiel)
    if colonnes.get("tracage") == "echantillon":
        yield "par échantillon"
    yield from _traits_estampille(colonnes)


def _traits_estampille(colonnes: Mapping[str, Any]) -> Iterator[str]:
    issue = ISSUES_EN_MOTS[colonnes["issue"]]
    if colonnes.get("attente"):
        issue += " par une réponse d’attente"
    yield issue + _tell_delai(colonnes, "")
    if colonnes.get("tenue_issue"):
        yield TENUES_EN_MOTS[colonnes["tenue_issue"]] + _tell_delai(colonnes, "tenue_")


def _tell_delai(colonnes: Mapping[str, Any], prefixe: str) -> str:
    ouvres, jours = (colonnes.get(f"{prefixe}delai_{u}") for u in ("jours_ouvres", "jours"))
    if ouvres is not None:
        return f" ({ouvres} j.o.)"
    if jours is not None:
        return f" ({jours} j)"
    echeance = colonnes.get(f"{prefixe}echeance")
    return f" (échéance le {echeance:%d/%m/%Y})" if echeance else ""


def _tell_comptages(exemple: Exemple, referentiel: Referentiel) -> Iterator[str]:
    """Yield « Visites : 40 000 en janvier 2022, 35 000 en février 2022 », one per quantity."""
    seul_mois = exemple.premier == exemple.dernier
    valeurs: dict[tuple[str, str], list[str]] = {}
    for c in exemple.comptages:
        nombre = format_nombre(c["valeur"])
        dite = nombre if seul_mois else f"{nombre} en {format_mois(c['mois'])}"
        valeurs.setdefault((c["grandeur"], c["dimension"]), []).append(dite)
    for (grandeur, dimension), dites in valeurs.items():
        detail = f" ({tell_code('dimension', dimension, referentiel)})" if dimension else ""
        yield f"{referentiel.grandeur(grandeur).libelle}{detail} : {', '.join(dites)}"


def _tell_reponses(exemple: Exemple, referentiel: Referentiel) -> Iterator[str]:
    """Yield « Question « globale » du questionnaire « pan » (papier), posée à 9 personnes… »."""
    seul_mois = exemple.premier == exemple.dernier
    for r in exemple.reponses:
        mode = f" ({tell_code('mode', r['mode'], referentiel)})" if r["mode"] else ""
        quand = "" if seul_mois else f" en {format_mois(r['mois'])}"
        traits = [f"posée à {_count(r['posees'], 'personne')}", _count(r["repondues"], "réponse")]
        if ecartees := r["repondues"] - r["exprimees"]:
            traits.append(f"dont {format_nombre(ecartees)} « sans objet »")
        if r["satisfaites"]:
            traits.append(_count(r["satisfaites"], "satisfait"))
        if r["nombres"]:
            traits.append(f"somme {format_nombre(r['somme'])}")
        yield (
            f"Question « {r['question']} » du questionnaire « {r['questionnaire']} »{mode}{quand}, "
            f"{', '.join(traits)}"
        )


def _count(nombre: int, nom: str) -> str:
    return f"{format_nombre(nombre)} {nom}{'s' if nombre > 1 else ''}"


def _tell_sans_objet(exemple: Exemple, referentiel: Referentiel) -> Iterator[str]:
    canaux: dict[tuple[str, int], list[str]] = {}
    for nature, canal, mois in exemple.sans_objet:
        libelle = tell_code("canal", canal, referentiel).lower() if canal else "tout canal"
        canaux.setdefault((nature, mois), []).append(libelle)
    for (nature, mois), libelles in canaux.items():
        libelle = tell_code("nature", nature, referentiel)
        yield f"« {libelle} » sans objet en {format_mois(mois)} ({', '.join(libelles)})"
