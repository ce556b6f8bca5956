"""A number of things announced, another number listed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from qualepref.noyau.coherence.contexte import Grille, known
from qualepref.noyau.coherence.ecriture import tell, tell_imprime, tell_place, tell_somme
from qualepref.noyau.coherence.libelles import Nature, is_total, split_mots
from qualepref.noyau.coherence.modele import Chiffre, Classe, Constat, Examens, Tableau, Verifie
from qualepref.noyau.coherence.regle import Analyse, approve, find
from qualepref.noyau.coherence.valeurs import MOTS
from qualepref.noyau.tableurs.vocabulaire import normalize_texte, strip_accents


LISTE = "annonce_et_liste"
_CHOSE = re.compile(
    r"^(?:nombre (?:total )?(?:de |d'|des )|total (?:de |des |d'))?(?:les |des |d')?([a-z][\w-]+)"
)
_TITRE = re.compile(rf"\b(\d{{1,3}}|{'|'.join(MOTS)})\s+([a-z][\w-]{{3,}})")
_STATUTS = re.compile(
    r"^(?:fait\w*|realise\w*|en cours|non \w+|a faire|abandon\w*|termine\w*|prevu\w*|reporte\w*|engage\w*|a (?:lancer|engager|demarrer|venir)|planifie\w*|programme\w*)"
)
_UNITES_DE_TEMPS = {"jour", "mois", "an", "annee", "semaine", "trimestre", "minute", "heure"}


def examine(analyse: Analyse) -> Examens:
    """Compare each announced count with the table that lists the things counted."""
    publication = analyse.contexte.publication
    for tableau in publication.tableaux:
        yield from _check_titre(tableau)
    for chiffre in analyse.contexte.chiffres:
        if analyse.contexte.nature(chiffre) is Nature.COMPTE and not chiffre.tableau:
            chose = find_chose(chiffre.label)
            if chiffre.valeur is not None and chose:
                yield from _check_chiffre(analyse, chiffre, chose)


def find_chose(label: str) -> str:
    """Return what a count counts: « indicateur » for « Nombre d’indicateurs du tableau »."""
    trouve = _CHOSE.match(strip_accents(label))
    return _stem(trouve[1]) if trouve else ""


def _stem(mot: str) -> str:
    return mot.rstrip("sx")


def count_lignes(tableau: Tableau) -> int:
    """Return how many rows list something: neither blank, nor a total."""
    return sum(
        1 for ligne in tableau.lignes
        if sum(bool(c.strip()) for c in ligne) > 1 or (len(ligne) == 1 and ligne[0].strip())
        if not is_total(ligne[0])
    )  # fmt: skip


def _count_colonnes(tableau: Tableau) -> int:
    return sum(1 for c in tableau.colonnes[1:] if c.strip() and not is_total(c))


def _check_titre(tableau: Tableau) -> Examens:
    """A title that tells how many: « Sept boîtes fonctionnelles »."""
    trouve = _TITRE.search(strip_accents(tableau.titre))
    if trouve is None or _stem(trouve[2]) in _UNITES_DE_TEMPS:
        return
    dit = MOTS.get(trouve[1]) or int(trouve[1])
    lignes, colonnes = count_lignes(tableau), _count_colonnes(tableau)
    entetes = [_stem(m) for e in tableau.colonnes for m in normalize_texte(e).split()]
    if dit in (lignes, colonnes) or len(tableau.lignes) == dit:
        yield Verifie(LISTE, (tableau.id,), f"« {tableau.titre} » : {dit} annoncés et listés.")
    elif _stem(trouve[2]) in entetes or abs(lignes - dit) == 1 or abs(colonnes - dit) == 1:
        listes = lignes if _stem(trouve[2]) in entetes or abs(lignes - dit) == 1 else colonnes
        yield Constat(
            Classe.CONTRADICTION, LISTE, (tableau.id,),
            f"« {tableau.titre} » : {dit} annoncés, {listes} listés.",
        )  # fmt: skip


def _check_chiffre(analyse: Analyse, chiffre: Chiffre, chose: str) -> Examens:
    listes = list(_find_tableaux(analyse, chiffre, chose))
    if len(listes) == 1:
        tableau, compte = listes[0]
        texte = f"{tell_place(chiffre)} : {tell_imprime(chiffre)}"
        if compte == chiffre.valeur:
            yield Verifie(
                LISTE, (chiffre.id, tableau.id), f"{texte}, et {compte} lignes dans le tableau."
            )
        else:
            yield Constat(
                Classe.CONTRADICTION, LISTE, (chiffre.id, tableau.id),
                f"{texte} ; le tableau « {tableau.titre or tableau.id} » en liste {compte}.",
            )  # fmt: skip
    for grille in analyse.contexte.grilles:
        sections = {normalize_texte(grille.section), normalize_texte(grille.titre)}
        if normalize_texte(chiffre.section) in sections:
            yield from _check_statuts(chiffre, chose, grille)


def _find_tableaux(analyse: Analyse, chiffre: Chiffre, chose: str) -> Iterator[tuple[Tableau, int]]:
    """Yield the tables that list this thing: named by the title, or by the label itself."""
    mots = split_mots(chiffre.label, analyse.contexte.reglages)
    dits = set(normalize_texte(chiffre.label).split())
    for tableau in analyse.contexte.publication.tableaux:
        titre = [_stem(m) for m in normalize_texte(tableau.titre).split()]
        entetes = [_stem(m) for e in tableau.colonnes for m in normalize_texte(e).split()]
        if len(tableau.lignes) < 2 or not _same_module(chiffre, tableau):
            continue
        if analyse.contexte.reglages.extraits.search(strip_accents(tableau.titre)):
            continue
        nomme = chose in titre and (
            not _other_words(mots, tableau, analyse) or chiffre.module is not None
        )
        longs = {m for m in dits if len(m) > 4} - {chose, chose + "s", "nombre"}
        designe = chose in entetes and bool(longs & set(normalize_texte(tableau.titre).split()))
        if _TITRE.search(strip_accents(tableau.titre)) and not nomme:
            continue
        if (
            nomme
            and chose not in entetes
            and (
                len(tableau.colonnes) > 2 or tableau.id in {g.id for g in analyse.contexte.grilles}
            )
        ):
            continue
        if nomme or designe:
            yield tableau, count_lignes(tableau)


def _other_words(mots: frozenset[str], tableau: Tableau, analyse: Analyse) -> bool:
    return bool(
        mots
        - split_mots(f"{tableau.titre} {' '.join(tableau.colonnes)}", analyse.contexte.reglages)
    )


def _same_module(chiffre: Chiffre, tableau: Tableau) -> bool:
    trouve = re.search(r"\bmodule (?:n\W*)?(\d)", strip_accents(tableau.titre))
    return trouve is None or (chiffre.module is not None and int(trouve[1]) == chiffre.module)


def _check_statuts(chiffre: Chiffre, chose: str, grille: Grille) -> Examens:
    """A number of actions against the sum of those done, under way and to do."""
    statuts = [c for c in grille.colonnes if _STATUTS.match(strip_accents(c))]
    if chose != "action" or len(statuts) < 2:
        return
    # A column of totals says how many there are, whatever the names of the states.
    statuts = [c for c in grille.colonnes if is_total(c)][:1] or statuts
    totaux = [ligne for ligne in grille.lignes if is_total(ligne)]
    lignes = totaux[-1:] or [ligne for ligne in grille.lignes if not is_total(ligne)]
    cellules = [grille.cellules.get((ligne, s)) for ligne in lignes for s in statuts]
    connues = known(cellules)
    if len(connues) < len(cellules) or any(c.unite != "nombre" for c, _ in connues):
        return
    valeurs = [v for _, v in connues]
    figures = [chiffre, *(c for c, _ in connues)]
    somme = tell_somme(valeurs) if len(valeurs) > 1 else tell(valeurs[0])
    texte = f"{tell_place(chiffre)} : {tell_imprime(chiffre)} ; {somme} au tableau"
    if sum(valeurs, Fraction(0)) == chiffre.valeur:
        yield approve(LISTE, figures, f"{texte}.")
    else:
        yield find(Classe.CONTRADICTION, LISTE, figures, f"{texte}.")
