"""Percentages of one question that cannot stand together."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from qualepref.noyau.coherence.contexte import Grille, known
from qualepref.noyau.coherence.ecriture import tell, tell_imprime, tell_nom, tell_somme
from qualepref.noyau.coherence.familles.grim import list_effectifs
from qualepref.noyau.coherence.libelles import is_total
from qualepref.noyau.coherence.modele import Chiffre, Classe, Examens
from qualepref.noyau.coherence.reglages import Reglages
from qualepref.noyau.coherence.regle import Analyse, approve, find
from qualepref.noyau.tableurs.vocabulaire import normalize_texte, strip_accents


SOMME = "somme_des_reponses"
ENSEMBLE = "reponses_incompatibles"
SATISFAITS = "satisfaits_et_parts"
_TRES = re.compile(r"\btres satisf\w*")
_SATISFAIT = re.compile(r"(?<!in)(?<!tres )(?<!peu )(?<!pas )(?<!du tout )\b(?:plutot )?satisf\w*")
_INSATISFAIT = re.compile(
    r"\b(?:tres )?insatisf\w*|\b(?:non|peu|pas(?: du tout)?) satisf\w*|\bmecontent\w*"
)
_NEGATIONS = frozenset({"ne", "n", "pas", "non", "peu", "mal"})
_NIE = re.compile(r"i[nmlr]\w{4,}")
_COMPOSE = re.compile(r"satisf\w* (?:ou|et|\+|/) (?:tres |plutot )?satisf\w*|\btotal satisf\w*")


def examine(analyse: Analyse) -> Examens:
    """Check the options of each question, then satisfied shares with their parts."""
    for options, unique in _iter_questions(analyse):
        yield from _check_options(options, unique=unique)
    for groupe in analyse.contexte.par_section.values():
        yield from _check_opposes(analyse, groupe)
        yield from _check_composes(groupe)


def _iter_questions(analyse: Analyse) -> Iterator[tuple[list[Chiffre], bool]]:
    """Yield the percentages of each question, and whether one answer only was possible."""
    for grille in analyse.contexte.grilles:
        for entetes, lignes in grille.series:
            yield from _iter_grille(analyse, grille, entetes, lignes)
    reglages = analyse.contexte.reglages
    for groupe in analyse.contexte.par_section.values():
        for options in _iter_suites(groupe):
            dits = strip_accents(" ".join(c.label for c in options) + options[0].section)
            if reglages.plusieurs_reponses.search(dits):
                continue
            yield options, _is_unique([_option(c) for c in options], reglages)


def _iter_grille(
    analyse: Analyse, grille: Grille, entetes: tuple[str, ...], lignes: list[list[Chiffre | None]]
) -> Iterator[tuple[list[Chiffre], bool]]:
    reglages = analyse.contexte.reglages
    if reglages.plusieurs_reponses.search(strip_accents(f"{grille.titre} {grille.section}")):
        return
    rangs = [i for i, e in enumerate(entetes) if not is_total(e)]
    if not _is_unique([entetes[i] for i in rangs], reglages):
        return
    for cellules in lignes:
        options = [c for i in rangs if (c := cellules[i]) is not None]
        if len(options) > 1 and all(
            c.unite == "pourcent" and c.valeur is not None for c in options
        ):
            yield options, True


def _is_unique(options: list[str], reglages: Reglages) -> bool:
    """Whether the options are known to exclude each other: a scale, ages, yes or no."""
    plats = [strip_accents(o).strip() for o in options]
    if any(_COMPOSE.search(p) for p in plats):
        return False
    return any(_is_echelle(plats, motif) for motif in reglages.choix_unique.values())


def _is_echelle(plats: list[str], motif: re.Pattern[str]) -> bool:
    """Whether nearly all options are distinct steps of one scale, of one and the same thing."""
    trouves = [(t[0], p.replace(t[0], " ")) for p in plats if (t := motif.search(p))]
    if len(trouves) < max(2, len(plats) - 1):
        return False
    ages = all(re.search(r"\d", p) for p in plats)
    distincts = len({t for t, _ in trouves}) == len(trouves)
    objets = {frozenset(normalize_texte(reste).split()) for _, reste in trouves}
    return ages or (distincts and len(objets) == 1)


def _option(chiffre: Chiffre) -> str:
    return re.split(r"\s[–:-]\s", chiffre.label)[-1]


def _iter_suites(groupe: list[Chiffre]) -> Iterator[list[Chiffre]]:
    """Yield the runs of figures whose labels open with the same words and whose n is one."""
    suite: list[Chiffre] = []
    for chiffre in groupe:
        admis = not chiffre.tableau and chiffre.unite == "pourcent"
        if admis and suite and _continues(suite[-1], chiffre):
            suite.append(chiffre)
            continue
        if len(suite) > 1:
            yield _drop_repeats(suite)
        suite = [chiffre] if admis else []
    if len(suite) > 1:
        yield _drop_repeats(suite)


def _drop_repeats(suite: list[Chiffre]) -> list[Chiffre]:
    vus: dict[str, Chiffre] = {}
    for c in suite:
        vus.setdefault(normalize_texte(re.sub(r"\(.*?\)|«.*?»", "", c.label)), c)
    return list(vus.values())


def _continues(une: Chiffre, autre: Chiffre) -> bool:
    if une.valeur is None or autre.valeur is None or une.periode != autre.periode:
        return False
    if (une.effectif, une.denominateur, une.site) != (
        autre.effectif,
        autre.denominateur,
        autre.site,
    ):
        return False
    a, b = (re.split(r"\s[–:-]\s", c.label) for c in (une, autre))
    if len(a) > 1 and len(b) > 1:
        return normalize_texte(a[0]) == normalize_texte(b[0])
    premiers = [normalize_texte(c.label).split()[:1] for c in (une, autre)]
    return bool(premiers[0]) and premiers[0] == premiers[1]


def _check_options(options: list[Chiffre], *, unique: bool) -> Examens:
    connues = known(options)
    if len(connues) < 2 or len(connues) < len(options):
        return
    valeurs = [v for _, v in connues]
    somme = sum(valeurs, Fraction(0))
    marge = sum((c.lu.demi for c, _ in connues), Fraction(0))
    texte = f"{_tell_options(options)} : {tell_somme(valeurs)} %"
    if abs(somme - 100) <= marge:
        probleme = _find_incompatibles(options)
        if probleme:
            yield find(Classe.PROUVE, ENSEMBLE, options, f"{texte}. {probleme}")
        else:
            yield approve(SOMME, options, f"{texte}, aux arrondis près.")
    elif somme > 100 and unique:
        yield find(
            Classe.PROUVE, SOMME, options,
            f"{texte}. Une seule réponse étant possible, la somme ne peut dépasser 100 % que de "
            f"{tell(marge)} par les arrondis.",
        )  # fmt: skip
    elif unique and len(options) > 2 and somme >= 80:
        yield find(
            Classe.DOUTEUX, SOMME, options,
            f"{texte} : il manque {tell(100 - somme)} % ; des non-réponses sont peut-être comptées.",
        )  # fmt: skip
    elif not unique and len(options) > 2 and 100 < somme <= 105:
        yield find(
            Classe.DOUTEUX, SOMME, options,
            f"{texte}, à dire si plusieurs réponses étaient possibles.",
        )  # fmt: skip


def _tell_options(options: list[Chiffre]) -> str:
    return ", ".join(f"{tell_nom(c)}" for c in options)


def _find_incompatibles(options: list[Chiffre]) -> str:
    """Return why no counts of the common n give all the options together."""
    bases = {c.denominateur if c.denominateur is not None else c.effectif for c in options}
    base = next(iter(bases)) if len(bases) == 1 else None
    if base is None or base.denominator != 1 or base <= 0:
        return ""
    effectif = int(base)
    possibles = [list_effectifs(c.lu, effectif, 100) for c in options]
    if not all(possibles):
        return ""
    bas, haut = sum(p[0] for p in possibles), sum(p[-1] for p in possibles)
    if bas <= effectif <= haut:
        return ""
    dits = " + ".join(str(p[-1] if haut < effectif else p[0]) for p in possibles)
    total, sens = (haut, "au plus") if haut < effectif else (bas, "au moins")
    return (
        f"Sur {effectif} réponses, les effectifs qui donnent ces pourcentages font {sens} "
        f"{dits} = {total}."
    )


def _check_opposes(analyse: Analyse, groupe: list[Chiffre]) -> Examens:
    """Satisfied and dissatisfied of the same thing cannot exceed the whole."""
    objets: dict[tuple[object, ...], list[tuple[Chiffre, bool]]] = defaultdict(list)
    for c in groupe:
        plat = strip_accents(c.label)
        if c.unite != "pourcent" or c.valeur is None or c.tableau or "satisf" not in plat:
            continue
        negatif = _INSATISFAIT.search(plat) is not None
        objet = frozenset(m for m in analyse.contexte.sujets[c].mots if "satisf" not in m)
        # « amélioration de l’aménagement général » and « aménagement » are one object.
        objets[c.periode, c.effectif, min(objet, default="")].append((c, negatif))
    for membres in objets.values():
        positifs = [c for c, negatif in membres if not negatif]
        negatifs = [c for c, negatif in membres if negatif]
        if len(positifs) == 1 and len(negatifs) == 1:
            yield from _compare_opposes(positifs[0], negatifs[0])
    for affirmee, niee in _iter_negations(groupe, analyse.contexte.reglages):
        yield from _compare_opposes(affirmee, niee)


def _compare_opposes(a: Chiffre, b: Chiffre) -> Examens:
    somme, marge = (a.valeur or 0) + (b.valeur or 0), a.lu.demi + b.lu.demi
    texte = f"{tell_nom(a)} : {tell_imprime(a)} et {tell_nom(b)} : {tell_imprime(b)}"
    if somme > 100 + marge:
        yield find(
            Classe.PROUVE, SOMME, [a, b],
            f"{texte}, soit {tell(Fraction(somme))} % : plus que l’ensemble des répondants.",
        )  # fmt: skip
    else:
        yield approve(SOMME, [a, b], f"{texte}, soit {tell(Fraction(somme))} %.")


def _iter_negations(groupe: list[Chiffre], reglages: Reglages) -> Iterator[tuple[Chiffre, Chiffre]]:
    """Yield « horaires adaptés » with « horaires inadaptés », « honorés » with « non honorés »."""
    parts = [
        c for c in groupe
        if c.unite == "pourcent" and c.valeur is not None and not c.tableau
        and "satisf" not in strip_accents(c.label)
    ]  # fmt: skip
    dites = {(_base(c), tuple(normalize_texte(c.label).split())): c for c in parts}
    for (base, mots), niee in dites.items():
        for affirmes in _list_affirmes(mots, reglages):
            affirmee = dites.get((base, affirmes))
            if affirmee is not None:
                yield affirmee, niee


def _base(chiffre: Chiffre) -> tuple[object, ...]:
    return chiffre.periode, chiffre.effectif, chiffre.denominateur, chiffre.module


def _list_affirmes(mots: tuple[str, ...], reglages: Reglages) -> Iterator[tuple[str, ...]]:
    """Yield the words that these deny: one prefix or the words of negation taken away."""
    sans = tuple(m for m in mots if m not in _NEGATIONS)
    if sans != mots:
        yield sans
    for rang, mot in enumerate(mots):
        if _NIE.match(mot) and not reglages.faux_contraires.match(mot):
            yield (*mots[:rang], mot[2:], *mots[rang + 1 :])


def _check_composes(groupe: list[Chiffre]) -> Examens:
    """« satisfaits ou très satisfaits » is the sum of the two."""
    objets: dict[tuple[object, ...], dict[str, list[Chiffre]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for c in groupe:
        plat = strip_accents(c.label)
        if c.valeur is None or c.unite not in ("pourcent", "nombre") or "satisf" not in plat:
            continue
        genre, objet = _split_satisfaction(plat)
        if genre:
            objets[c.unite, c.periode, c.effectif, objet][genre].append(c)
    for genres in objets.values():
        if all(len(genres[g]) == 1 for g in ("compose", "tres", "satisfait")):
            yield from _compare_compose(*(genres[g][0] for g in ("compose", "tres", "satisfait")))


def _split_satisfaction(plat: str) -> tuple[str, str]:
    """Return « compose », « tres » or « satisfait », and the label without these words."""
    if _COMPOSE.search(plat):
        reste = re.sub(r"(?:tres |plutot )?satisf\w*|\btotal\b|\b(?:ou|et)\b|[+/]", " ", plat)
        return "compose", normalize_texte(reste)
    if _INSATISFAIT.search(plat):
        return "", ""
    if _TRES.search(plat):
        return "tres", normalize_texte(_TRES.sub(" ", plat))
    return "satisfait", normalize_texte(_SATISFAIT.sub(" ", plat))


def _compare_compose(compose: Chiffre, tres: Chiffre, satisfait: Chiffre) -> Examens:
    valeurs = [v for _, v in known([tres, satisfait])]
    marge = compose.lu.demi + tres.lu.demi + satisfait.lu.demi if compose.unite == "pourcent" else 0
    texte = f"{tell_nom(compose)} : {tell_somme(valeurs)} ; imprimé {tell_imprime(compose)}"
    figures = [compose, tres, satisfait]
    if abs(sum(valeurs, Fraction(0)) - (compose.valeur or 0)) <= marge:
        yield approve(SATISFAITS, figures, f"{texte}.")
    else:
        yield find(Classe.PROUVE, SATISFAITS, figures, f"{texte}.")
