"""Results in French words: rates, bases, verdicts, comparisons. Nothing is decided here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction

from qualepref.enquetes.models import ResultatSeul
from qualepref.enquetes.queries.resultats import Resultats, Retours
from qualepref.enquetes.rules.croisements import Ecart
from qualepref.enquetes.rules.resultats import EtatResultat, ResultatQuestion, Taux
from qualepref.noyau.calcul.rendu import INSECABLE, format_nombre, format_valeur, round_half_up
from qualepref.noyau.calcul.verdicts import Verdict
from qualepref.noyau.questionnaires.depouillement import SANS_MODALITE
from qualepref.noyau.referentiel.modele import Unite


DECIMALES, DECIMALES_DE_PLUS, DECIMALES_MOYENNE = 1, 3, 1
CENT = 100


def say_part(part: Fraction | None, decimales: int = DECIMALES) -> str:
    """Return « 91,5 % »; "" without a share."""
    return "" if part is None else format_valeur(part, Unite.POURCENT, decimales)


def say_taux(taux: Taux | None, cible: Fraction | None = None) -> str:
    """Return « 91,5 % »; "" without a rate.

    More decimals, three at most, where fewer would print a missed target as if it were met.
    """
    if taux is None:
        return ""
    exacte = taux.valeur * CENT
    candidates = range(DECIMALES, DECIMALES + DECIMALES_DE_PLUS + 1)
    fideles = (
        d
        for d in candidates
        if cible is None or (round_half_up(exacte, d) >= cible * CENT) is (taux.valeur >= cible)
    )
    return say_part(taux.valeur, next(fideles, candidates[-1]))


def say_taux_de(lu: ResultatQuestion) -> str:
    """Return the rate of a question, never printed as if it met a target that it misses."""
    return say_taux(lu.taux, lu.cible)


def say_compte(lu: ResultatQuestion) -> str:
    """Return « 12 sur 18 », what is counted where no rate may be drawn; "" where neither may."""
    if lu.taux is not None or lu.satisfaits is None or not lu.exprimes:
        return ""
    return f"{format_nombre(lu.satisfaits)} sur {format_nombre(lu.exprimes)}"


def say_fraction(taux: Taux | None) -> str:
    """Return « 286 / 312 »; "" without a rate."""
    if taux is None:
        return ""
    return f"{format_nombre(taux.satisfaits)} / {format_nombre(taux.exprimes)}"


def say_intervalle(taux: Taux | None) -> str:
    """Return « 88,1 à 94,2 % », the interval at 95 %; "" without a rate."""
    if taux is None:
        return ""
    bas = format_nombre(Fraction(taux.bas) * CENT, DECIMALES)
    return f"{bas} à {say_part(Fraction(taux.haut))}"


def say_etat(lu: ResultatQuestion) -> str:
    """Return how far a result can be read, in words."""
    if lu.etat is not EtatResultat.PERSONNE:
        return lu.etat.libelle
    if not lu.posees:
        return "question posée à personne"
    return "personne n’était concerné" if lu.repondues else lu.etat.libelle


def say_base(lu: ResultatQuestion) -> str:
    """Return what the figures of a question are about: « 258 réponses, question posée 272 fois »."""
    texte = _count(lu.repondues, "réponse")
    if lu.posees != lu.repondues:
        texte += f", question posée {format_nombre(lu.posees)} fois"
    if lu.question.evaluee and lu.exprimes != lu.repondues:
        texte += f", dont {format_nombre(lu.repondues - lu.exprimes)} sans objet"
    return texte


def say_etat_autre(lu: ResultatQuestion) -> str:
    """Return the same as `say_etat` where it adds something: not for texts, nor for what is plain."""
    if lu.question.type in SANS_MODALITE or lu.etat is EtatResultat.SIGNIFICATIF:
        return ""
    return say_etat(lu)


def say_cible(cible: Fraction | None) -> str:
    """Return « 90 % », with the decimals it needs; "" without a target."""
    if cible is None:
        return ""
    besoin = (d for d in range(2) if (cible * CENT * 10**d).denominator == 1)
    return say_part(cible, next(besoin, 2))


def say_verdict(lu: ResultatQuestion) -> str:
    """Return what can be said against the target in full; "" without a rate or a target."""
    if lu.cible is None or lu.taux is None:
        return ""
    if lu.verdict is not Verdict.INDECIDABLE:
        return f"{_upper(lu.verdict.libelle)} ({say_cible(lu.cible)})."
    return f"{_upper(lu.verdict.libelle)} ({say_cible(lu.cible)}). {say_manquantes(lu)}"


def say_manquantes(lu: ResultatQuestion) -> str:
    """Return how many more answers would tell, or why none would; "" when it is told."""
    if lu.verdict is not Verdict.INDECIDABLE or lu.taux is None:
        return ""
    if lu.manquantes is None and lu.taux.valeur == lu.cible:
        return "Le taux observé est la cible elle-même."
    if lu.manquantes is None:
        return "Le taux est trop près de la cible pour que des réponses de plus suffisent."
    if lu.manquantes == 1:
        return "Une réponse de plus, semblable aux autres, permettrait de conclure."
    return (
        f"{format_nombre(lu.manquantes)} réponses de plus, semblables, permettraient de conclure."
    )


def say_evolution(lu: ResultatQuestion) -> str:
    """Return the rate of the campaign before, and whether chance explains the difference."""
    if lu.evolution is None or lu.taux is None:
        return ""
    avant = lu.evolution.avant
    debut = f"{say_taux(avant)} sur {_count(avant.exprimes, 'réponse')}"
    if lu.evolution.distinct is None:
        return f"{debut} : trop peu de réponses pour comparer."
    if not lu.evolution.distinct:
        return f"{debut} : le hasard suffit à expliquer la différence."
    sens = "hausse" if lu.taux.valeur > avant.valeur else "baisse"
    return f"{debut} : {sens} que le hasard n’explique pas."


def say_moyenne(lu: ResultatQuestion) -> str:
    """Return « 4,2 en moyenne, médiane 4, de 1 à 12 »; "" when it is no number."""
    if lu.moyenne is None or lu.mediane is None:
        return ""
    premiere, derniere = lu.options[0].libelle, lu.options[-1].libelle
    mediane = format_nombre(lu.mediane, 0 if lu.mediane.denominator == 1 else DECIMALES_MOYENNE)
    moyenne = format_nombre(lu.moyenne, DECIMALES_MOYENNE)
    return f"{moyenne} en moyenne, médiane {mediane}, de {premiere} à {derniere}"


def say_retours(retours: Retours) -> str:
    """Return « 312 retours sur 400 attendus (78 %) », or without what nobody expected."""
    texte = _count(retours.total, "retour")
    if retours.attendus is None:
        return texte
    part = f" ({say_part(retours.part, 0)})" if retours.part is not None else ""
    return f"{texte} sur {_count(retours.attendus, 'attendu')}{part}"


def say_cote(retours: Retours) -> str:
    """Return what is left out of every count; "" when nothing is."""
    parties = (
        (retours.ecartes, "retour écarté", "retours écartés"),
        (retours.incomplets, "retour abandonné", "retours abandonnés"),
    )
    presents = [_count(n, un, pluriel=plusieurs) for n, un, plusieurs in parties if n]
    return f"Hors compte : {_join(presents)}" if presents else ""


def say_seuil(resultats: Resultats) -> str:
    """Return the threshold, who chose it, and what is hidden under another."""
    seuil = f"{_count(resultats.bareme.seuil, 'réponse')} (choisi par {resultats.origine_seuil})"
    if resultats.bareme.minimum:
        return f"{seuil} ; sous {_count(resultats.bareme.minimum, 'test')}, rien n’est montré"
    return seuil


def say_ecarts_modes(resultats: Resultats) -> Iterable[str]:
    """Return sentences about rates that modes tell apart; one alone says that none does."""
    if len(resultats.retours.par_mode) <= 1:
        return []
    if not resultats.modes_compares:
        return [
            "Les réponses de chaque mode de recueil sont trop peu nombreuses pour dire si l’on "
            "répond autrement d’un mode à l’autre."
        ]
    if not resultats.ecarts_modes:
        return [
            "D’un mode de recueil à l’autre, aucun taux ne diffère plus que le hasard ne l’explique."
        ]
    return [say_ecart(e) for e in resultats.ecarts_modes]


def say_ecart(ecart: Ecart) -> str:
    """Return « Courtoisie : 95 % (190 / 200) en ligne, 71 % (…) papier. »."""
    (haut, taux_haut), (bas, taux_bas) = ecart.haut, ecart.bas
    return (
        f"« {ecart.question.libelle} » : {say_taux(taux_haut)} ({say_fraction(taux_haut)}) pour "
        f"« {haut.libelle} », {say_taux(taux_bas)} ({say_fraction(taux_bas)}) pour "
        f"« {bas.libelle} »."
    )


def say_seul(seul: ResultatSeul) -> str:
    """Return a past result as it was published: « 82 % », with its parts where somebody gave them."""
    if seul.pourcentage is None:
        return say_part(Fraction(seul.numerateur, seul.repondants)) if seul.repondants else ""
    return f"{_decimal(seul.pourcentage)}{INSECABLE}%"


def say_base_seul(seul: ResultatSeul) -> str:
    """Return what a published percentage rests on; that nobody said, when nobody did."""
    if seul.repondants is None:
        return "pourcentage seul : personne n’a publié sur combien de réponses"
    if seul.numerateur is None:
        return f"sur {_count(seul.repondants, 'réponse')}"
    return f"{format_nombre(seul.numerateur)} / {format_nombre(seul.repondants)}"


def say_base_tu(seul: ResultatSeul) -> str:
    """Return how many answers a published percentage rests on, when they are too few to give it."""
    return f"sur {_count(seul.repondants or 0, 'réponse')}"


def _decimal(valeur: Decimal) -> str:
    return f"{valeur.normalize():f}".replace(".", ",")


def _upper(texte: str) -> str:
    return texte[:1].upper() + texte[1:]


def _count(n: int, nom: str, *, pluriel: str = "") -> str:
    """Return « 1 réponse », « 312 réponses »; `pluriel` where an s is not enough."""
    if n <= 1:
        return f"{format_nombre(n)} {nom}"
    return f"{format_nombre(n)} {pluriel or f'{nom}s'}"


def _join(mots: Sequence[str]) -> str:
    if len(mots) <= 1:
        return "".join(mots)
    return f"{', '.join(mots[:-1])} et {mots[-1]}"
