"""A mean delay that the share answered in time makes impossible."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from qualepref.noyau.coherence.contexte import known
from qualepref.noyau.coherence.ecriture import tell, tell_imprime, tell_nom, tell_unite
from qualepref.noyau.coherence.libelles import Nature, split_mots
from qualepref.noyau.coherence.modele import Chiffre, Classe, Constat, Examens
from qualepref.noyau.coherence.reglages import Reglages
from qualepref.noyau.coherence.regle import Analyse, approve, find


IMPOSSIBLE = "delai_impossible"


def examine(analyse: Analyse) -> Examens:
    """Compare each mean delay with the in-time rate of the same column or section."""
    for moyen, taux in _iter_paires(analyse):
        yield from _check(analyse, moyen, taux)


def _iter_paires(analyse: Analyse) -> Iterator[tuple[Chiffre, Chiffre]]:
    contexte = analyse.contexte
    canal = contexte.reglages.familles.get("canal", frozenset())
    for groupe in contexte.par_section.values():
        moyens = [
            c for c in groupe if contexte.nature(c) is Nature.DELAI_MOYEN and c.valeur is not None
        ]
        taux = [
            c for c in groupe if contexte.nature(c) is Nature.TAUX_DELAI and c.valeur is not None
        ]
        for moyen in moyens:
            a = contexte.sujets[moyen]
            freres = [
                t for t in taux
                if (t.tableau, t.colonne, t.periode, t.module)
                == (moyen.tableau, moyen.colonne, moyen.periode, moyen.module)
                and contexte.sujets[t].theme == a.theme
                and (contexte.sujets[t].mots & canal or a.mots & canal) == a.mots & canal
            ]  # fmt: skip
            exacts = [t for t in freres if contexte.sujets[t].mots == a.mots]
            choisis = exacts or [t for t in freres if _is_near(analyse, moyen, t)]
            if not choisis and len(moyens) == len(taux) == len(freres) == 1:
                # Alone in their part, and about one thing told in other forms of its words.
                choisis = [t for t in freres if contexte.sujets[t].mots & a.mots]
            if len(choisis) == 1:
                yield moyen, choisis[0]
    yield from _iter_lignes(analyse)


def _iter_lignes(analyse: Analyse) -> Iterator[tuple[Chiffre, Chiffre]]:
    """Yield the pairs of a table whose columns are the measures, one row per service."""
    natures = (Nature.DELAI_MOYEN, Nature.TAUX_DELAI)
    for grille in analyse.contexte.grilles:
        for ligne in grille.lignes:
            connues = [c for c, _ in known(grille.row(ligne))]
            moyens, taux = (
                [c for c in connues if analyse.contexte.nature(c) is nature] for nature in natures
            )
            if len(moyens) == len(taux) == 1 and _same_colonne(analyse, moyens[0], taux[0]):
                yield moyens[0], taux[0]


def _same_colonne(analyse: Analyse, moyen: Chiffre, taux: Chiffre) -> bool:
    reglages = analyse.contexte.reglages
    a, b = (split_mots(c.colonne, reglages) for c in (moyen, taux))
    return moyen.colonne != taux.colonne and (a <= b or b <= a)


def _is_near(analyse: Analyse, moyen: Chiffre, taux: Chiffre) -> bool:
    a, b = (analyse.contexte.sujets[c].mots for c in (moyen, taux))
    familles = analyse.contexte.reglages.familles
    return (a <= b or b <= a) and all(
        a & mots == b & mots for nom, mots in familles.items() if nom not in ("canal", "public")
    )


def find_echeance(analyse: Analyse, chiffre: Chiffre) -> Fraction | None:
    """Return the deadline in days of a rate: told by the file, else by its label."""
    if chiffre.echeance is not None:
        return chiffre.echeance
    dites = analyse.contexte.sujets[chiffre].echeances
    return next(iter(dites)) if len(dites) == 1 else None


def count_jours_civils(jours: Fraction, reglages: Reglages) -> Fraction:
    """Return how many calendar days that many working days may last at most."""
    semaines = -(-jours // reglages.semaine_ouvres)
    repos = reglages.semaine_civils - reglages.semaine_ouvres
    return jours + semaines * repos + reglages.feries


def _check(analyse: Analyse, moyen: Chiffre, taux: Chiffre) -> Examens:
    echeance = find_echeance(analyse, taux)
    if echeance is None or moyen.valeur is None or taux.valeur is None:
        return
    rapport = analyse.rapports.get(taux)
    if rapport is not None and rapport.numerateur <= rapport.denominateur:
        part = rapport.numerateur / rapport.denominateur
    else:
        part = taux.valeur / 100
    bas, haut = moyen.valeur - moyen.lu.demi, moyen.valeur + moyen.lu.demi
    figures = [moyen, taux]
    if part == 1 and taux.valeur == 100 and bas > echeance:
        yield _tell_long(analyse, moyen, taux, echeance)
    elif part < 1 and haut < (1 - part) * (echeance + 1):
        minimum = (1 - part) * (echeance + 1)
        yield find(
            Classe.DOUTEUX, IMPOSSIBLE, figures,
            f"{tell_nom(taux)} : {tell_imprime(taux)}. Les {tell((1 - part) * 100, 1)} % restants ont "
            f"attendu plus de {tell(echeance)} jours : le délai moyen ne peut descendre sous "
            f"{tell(minimum, 1)} ; imprimé {tell_imprime(moyen)}. À moins que les demandes sans "
            "réponse soient comptées dans le taux et non dans la moyenne.",
        )  # fmt: skip
    else:
        yield approve(
            IMPOSSIBLE, figures,
            f"{tell_nom(moyen)} : {tell_imprime(moyen)}, possible avec {tell_imprime(taux)} en "
            f"{tell_unite(echeance, 'jours')}.",
        )  # fmt: skip


def _tell_long(analyse: Analyse, moyen: Chiffre, taux: Chiffre, echeance: Fraction) -> Constat:
    """A working-day deadline may last longer in calendar days: then it is only doubtful."""
    base = analyse.rapports.get(taux)
    compte = f" ({tell(base.numerateur)} sur {tell(base.denominateur)})" if base else ""
    limite = echeance
    if taux.echeance_unite != "jours" and moyen.unite == "jours":
        limite = count_jours_civils(echeance, analyse.contexte.reglages)
    sur = (moyen.valeur or Fraction(0)) - moyen.lu.demi > limite
    texte = (
        f"{tell_nom(moyen)} : imprimé {tell_imprime(moyen)}. Or {tell_imprime(taux)} des réponses"
        f"{compte} sont données en {tell(echeance)} jours au plus : leur moyenne ne peut pas dépasser "
        f"{tell(echeance)} jours"
    )
    if limite != echeance:
        texte += f" ouvrés, soit {tell(limite)} jours civils avec week-ends et fériés"
    return find(Classe.PROUVE if sur else Classe.DOUTEUX, IMPOSSIBLE, [moyen, taux], f"{texte}.")
