"""docs/indicateurs.md: every indicator as its YAML defines it, in the order of the domains."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path

from qualepref.noyau.calcul.rendu import format_nombre, format_valeur, scale
from qualepref.noyau.documentation.exemples import tell_exemple
from qualepref.noyau.documentation.formules import CLES_EN_MOTS, tell_formule
from qualepref.noyau.referentiel.exemples import Exemple, load_exemples
from qualepref.noyau.referentiel.lecture import extend, load_indicateurs_site, load_referentiel
from qualepref.noyau.referentiel.modele import (
    Cible,
    Indicateur,
    Periodicite,
    Referentiel,
    Sens,
    Unite,
)


UNITES = {
    Unite.POURCENT: "pourcentage",
    Unite.POUR_MILLE: "pour mille",
    Unite.JOURS_OUVRES: "jours ouvrés",
    Unite.JOURS: "jours",
    Unite.NOMBRE: "nombre",
    Unite.PAR_MOIS: "nombre par mois",
    Unite.PAR_JOUR: "nombre par jour",
}
SENS = {
    Sens.HAUSSE: "plus haut, mieux c’est",
    Sens.BAISSE: "plus bas, mieux c’est",
    Sens.INFORMATION: "pour information",
}
SUIVI = {
    Periodicite.MOIS: "chaque mois",
    Periodicite.TRIMESTRE: "chaque trimestre",
    Periodicite.ANNEE: "chaque année",
}
DECIMALES_CIBLE = 4
PREAMBULE = """\
<!-- Écrit par `./qualepref documenter` à partir de referentiels/ : ne pas corriger à la main. -->

# Les indicateurs de {nom}, version {version}

Chaque indicateur est le rapport de deux sommes prises sur toute la période : une année n’est jamais
la moyenne de ses mois. Un chiffre manquant n’est pas un zéro : il a un état (« non collecté »,
« rien reçu », « pas encore dû »…). Le pourcentage n’est arrondi que pour être imprimé, à mi-chemin
vers le haut ; la cible est comparée à la fraction exacte. Les mots de ce domaine sont dans
[glossaire.md](glossaire.md), l’écriture d’une définition dans [referentiel.md](referentiel.md).

Les exemples sont ceux de `referentiels/` ; les tests les font passer dans le moteur de calcul.
"""


def build_page(referentiels: Path, *, code: str, version: str) -> str:
    """Return the page of a référentiel and of the indicators that sites add to it, as Markdown.

    referentiels: the folder that holds them all.

    Raises:
        ReferentielInvalideError, ReferentielIntrouvableError: the files cannot be loaded.
    """
    dossier = referentiels / code / version
    referentiel = load_referentiel(dossier)
    morceaux = [
        PREAMBULE.format(nom=referentiel.nom, version=referentiel.version),
        _sommaire(_sort(referentiel.indicateurs, referentiel)),
        *_chapitre(referentiel.indicateurs, referentiel, load_exemples(dossier, referentiel), "##"),
    ]
    for site in sorted(p for p in (referentiels / "sites").glob("*") if p.is_dir()):
        propres = load_indicateurs_site(site, referentiel)
        etendu = extend(referentiel, propres)
        morceaux.append(f"## Indicateurs propres au site {site.name}")
        morceaux += _chapitre(propres, etendu, load_exemples(site, etendu), "###")
    return "\n\n".join(morceau.strip() for morceau in morceaux) + "\n"


def _sort(indicateurs: Sequence[Indicateur], referentiel: Referentiel) -> list[Indicateur]:
    return sorted(indicateurs, key=lambda i: referentiel.domaines.index(i.domaine))


def _sommaire(indicateurs: Sequence[Indicateur]) -> str:
    lignes = ["| Code | Indicateur | Module | Engagements | Cibles |", "|---|---|---|---|---|"]
    for i in indicateurs:
        cibles = ", ".join(f"{_tell_cible(c)} ({c.annee})" for c in i.cibles)
        engagements = ", ".join(map(str, i.engagements)) or "–"
        lignes.append(f"| {i.code} | {i.libelle} | {i.module or '–'} | {engagements} | {cibles} |")
    return "\n".join(lignes)


def _chapitre(
    indicateurs: Sequence[Indicateur],
    referentiel: Referentiel,
    exemples: Mapping[str, tuple[Exemple, ...]],
    niveau: str,
) -> Iterator[str]:
    """Yield a title per domain and a section per indicator; `niveau`: marks of the domain's title."""
    tries = _sort(indicateurs, referentiel)
    for domaine, membres in groupby(tries, key=lambda i: i.domaine):
        yield f"{niveau} {domaine}"
        for i in membres:
            yield _section(i, referentiel, exemples[i.code], f"{niveau}# ")


def _section(
    indicateur: Indicateur, referentiel: Referentiel, exemples: Sequence[Exemple], niveau: str
) -> str:
    i = indicateur
    faits = [f"- {nom} : {texte}" for nom, texte in _faits(i, referentiel) if texte]
    cas = [tell_exemple(e, i, referentiel) for e in exemples]
    return "\n".join(
        (f"{niveau}{i.code} – {i.libelle}", "", i.methode, "", *faits, "", "Exemples :", "", *cas)
    )


def _faits(i: Indicateur, referentiel: Referentiel) -> Iterator[tuple[str, str]]:
    if i.formule is None:
        yield "Formule", "aucune : la valeur vient d’ailleurs"
    else:
        formule = tell_formule(i.formule, referentiel)
        yield "Numérateur", formule.numerateur
        yield "Dénominateur", formule.denominateur
        yield "Restreint à", formule.lignes
    yield "Base", i.base
    yield "À la place de la définition du référentiel", i.remplace
    yield "Unité", f"{UNITES[i.unite]} ; {SENS[i.sens]} ; suivi {SUIVI[i.periodicite]}"
    yield "Rattachement", _tell_rattachement(i, referentiel)
    yield "Détail", ", ".join(f"par {CLES_EN_MOTS.get(d, d)}" for d in i.detail)
    yield "Cibles", " ; ".join(f"{_tell_cible(c)} en {c.annee} ({c.source})" for c in i.cibles)
    yield "Source", i.source
    yield "Version de la définition", f"`{i.version}`"


def _tell_rattachement(i: Indicateur, referentiel: Referentiel) -> str:
    module = f"module {i.module}" if i.module is not None else "tous modules"
    textes = {e.numero: e.texte for e in referentiel.engagements}
    cites = (f"engagement {n} (« {textes[n]} »)" for n in i.engagements)
    code = [f"code national {i.im}"] if i.im else []
    return ", ".join((module, *cites, *code))


def _tell_cible(cible: Cible) -> str:
    """Return « 90 % » or « 75 à 80 % », with no more decimals than the target has."""
    bornes = [scale(b, cible.unite) for b in dict.fromkeys((cible.minimum, cible.maximum))]
    decimales = next(
        (d for d in range(DECIMALES_CIBLE) if all((b * 10**d).denominator == 1 for b in bornes)),
        DECIMALES_CIBLE,
    )
    dernier = format_valeur(cible.maximum, cible.unite, decimales)
    return dernier if len(bornes) == 1 else f"{format_nombre(bornes[0], decimales)} à {dernier}"
