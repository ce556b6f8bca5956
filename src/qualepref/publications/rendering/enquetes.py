"""The surveys of the year in words: method, returns, what people think, what they suggest."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from qualepref.enquetes.enums import Mode
from qualepref.enquetes.models import Campagne
from qualepref.enquetes.queries.resultats import Resultats
from qualepref.enquetes.rendering.resultats_graphiques import build_graphiques
from qualepref.enquetes.rendering.resultats_textes import (
    say_base,
    say_base_seul,
    say_base_tu,
    say_cible,
    say_compte,
    say_cote,
    say_ecarts_modes,
    say_etat,
    say_evolution,
    say_fraction,
    say_intervalle,
    say_moyenne,
    say_part,
    say_retours,
    say_seuil,
    say_seul,
    say_taux_de,
    say_verdict,
)
from qualepref.enquetes.rules.mystere import ResultatsMystere
from qualepref.enquetes.rules.resultats import CompteOption, EtatResultat, ResultatQuestion
from qualepref.noyau.calcul.rendu import format_nombre
from qualepref.noyau.calcul.verdicts import Verdict
from qualepref.noyau.documents.textes import format_date
from qualepref.noyau.questionnaires.modele import TypeQuestion
from qualepref.publications.queries.enquetes import EnqueteAnnee, RemarquesPubliees
from qualepref.publications.rendering.enquetes_donnees import (
    CampagneBilan,
    Fait,
    GroupeRemarques,
    LigneCotes,
    LigneCritere,
    LigneReponses,
    LigneSeule,
)


MILLE = 1000
# Remarks quoted under each category; the others are counted.
CITEES = 8
# A chart of two levels says no more than the table under it.
NIVEAUX_MIN = 3
GLOBALE = "satisfaction-globale"
SANS_CATEGORIE = "Sans catégorie"
# What pictograms are made of, beyond the signs of Latin alphabets such as « ° » and « © ».
PICTOGRAMMES = frozenset({"So", "Sk", "Cn", "Co", "Cs", "Cf"})
DERNIER_LATIN = "\u1fff"
VARIANTES = frozenset(map(chr, range(0xFE00, 0xFE10)))
ECRITURES = frozenset(
    {"LATIN", "GREEK", "CYRILLIC", "HEBREW", "ARABIC", "MASCULINE", "FEMININE", "MICRO", "MODIFIER"}
)
AUTRE_ECRITURE = "(remarque dans une écriture que ce document ne sait pas imprimer)"
LEGENDE = "Ce que les personnes interrogées en pensent : part de satisfaits"
LEGENDE_MYSTERE = "Ce que les tests constatent : part de tests satisfaisants"
# As the conventions of the report abbreviate it.
NON_SIGNIFICATIF = "n.s."
PEU_DE_TESTS = "trop peu de tests pour un taux"
EN_COURS = (
    "Cette enquête mystère est en cours : ses résultats ne sont donnés qu’à la clôture, pour que "
    "ceux qui testent jugent sans les connaître."
)


def build_enquetes(enquetes: Iterable[EnqueteAnnee]) -> tuple[CampagneBilan, ...]:
    """Return what the report says of each campaign."""
    return tuple(_build(e) for e in enquetes)


def _build(enquete: EnqueteAnnee) -> CampagneBilan:
    campagne, resultats = enquete.campagne, enquete.resultats
    dates = _say_dates(campagne)
    if resultats is None:
        return CampagneBilan(
            titre=campagne.titre,
            dates=dates,
            recueil="",
            retours="",
            taux="",
            faits=(Fait("Dates", dates),),
            methode=campagne.methode,
            notes=(EN_COURS,),
        )
    recueil = _say_recueil(campagne, resultats)
    globale = _find_globale(resultats)
    cotes = [c for c in resultats.cotes if any(lu.taux for _, lu in c.resultats)]
    return CampagneBilan(
        titre=campagne.titre,
        dates=dates,
        recueil=", ".join(mode.label for mode, _ in resultats.retours.par_mode),
        retours=_say_total(resultats, enquete.mystere),
        taux=say_taux_de(globale) if globale else "",
        fraction=say_fraction(globale.taux) if globale else "",
        faits=tuple(_iter_faits(resultats, enquete.mystere, dates, recueil)),
        methode=campagne.methode,
        legende=LEGENDE if enquete.mystere is None else LEGENDE_MYSTERE,
        criteres=tuple(_tell_critere(lu) for lu in resultats.evaluees if lu.repondues),
        graphiques=tuple(g for g in build_graphiques(resultats) if len(g.series) >= NIVEAUX_MIN),
        autres=tuple(_iter_autres(resultats)),
        seuls=tuple(_iter_seuls(resultats)),
        lieux=tuple(m.libelle for m, _ in cotes[0].resultats) if cotes else (),
        cotes=tuple(
            LigneCotes(str(c.question.libelle), tuple(_say_cote(lu) for _, lu in c.resultats))
            for c in cotes
        ),
        remarques=tuple(_quote(r) for r in enquete.remarques),
        notes=tuple(_iter_notes(resultats, enquete.mystere)),
    )


def _say_dates(campagne: Campagne) -> str:
    debut = format_date(campagne.ouverte_le)
    if campagne.fermee_le is None:
        return f"depuis le {debut}"
    if campagne.fermee_le.year == campagne.ouverte_le.year:
        debut = debut.removesuffix(f" {campagne.ouverte_le.year}")
    return f"du {debut} au {format_date(campagne.fermee_le)}"


def _say_recueil(campagne: Campagne, resultats: Resultats) -> str:
    modes = resultats.retours.par_mode
    if len(modes) == 1:
        return str(modes[0][0].label)
    if modes:
        return ", ".join(f"{mode.label} ({format_nombre(n)})" for mode, n in modes)
    return ", ".join(Mode(mode).label for mode in campagne.modes)


def _say_total(resultats: Resultats, mystere: ResultatsMystere | None) -> str:
    if mystere is not None:
        return format_nombre(mystere.tests)
    return "" if resultats.questionnaire is None else say_retours(resultats.retours)


def _find_globale(resultats: Resultats) -> ResultatQuestion | None:
    """Return what people think of the whole; None when it is not asked, or may not be shown."""
    return next((r for r in resultats.evaluees if r.question.critere == GLOBALE and r.taux), None)


def _iter_faits(
    resultats: Resultats, mystere: ResultatsMystere | None, dates: str, recueil: str
) -> Iterator[Fait]:
    yield Fait("Dates", dates)
    if recueil:
        yield Fait("Recueil", recueil)
    if total := _say_total(resultats, mystere):
        yield Fait("Tests" if mystere else "Retours", total)
    if len(resultats.sites) > 1:
        lieux = [f"{s.site.nom} {format_nombre(s.total)}" for s in resultats.sites]
        yield Fait("Tous les sites", ", ".join(lieux))
    if mystere is not None:
        yield from iter_faits_mystere(mystere)
    elif resultats.evaluees:
        yield Fait("Seuil de lecture", say_seuil(resultats))
    if resultats.questionnaire is not None:
        questionnaire = resultats.questionnaire
        yield Fait("Questionnaire", f"{questionnaire.titre}, version {questionnaire.version}")


def iter_faits_mystere(mystere: ResultatsMystere) -> Iterator[Fait]:
    """Yield what mystery tests counted beside their questions; nothing under the minimum of tests."""
    if mystere.sonneries is not None:
        moyenne = mystere.sonneries
        texte = format_nombre(moyenne.valeur, 0 if moyenne.valeur.denominator == 1 else 1)
        calcul = f"{format_nombre(moyenne.somme)} / {format_nombre(moyenne.n)}"
        yield Fait("Sonneries en moyenne", f"{texte} ({calcul})")
    if mystere.courriels is not None:
        courriels = mystere.courriels
        sans = f"{format_nombre(courriels.sans_reponse)} sur {format_nombre(courriels.envoyes)}"
        yield Fait("Courriels sans réponse", sans)
        if courriels.delai is not None:
            delai = f"{format_nombre(courriels.delai.valeur, 1)} jours ouvrés"
            if courriels.annonce is not None:
                delai += (
                    f" ; {courriels.dans_le_delai} sur {courriels.delai.n} dans le délai annoncé "
                    f"({courriels.annonce})"
                )
            yield Fait("Délai moyen de réponse", delai)


def _tell_critere(lu: ResultatQuestion) -> LigneCritere:
    lisible = lu.etat is EtatResultat.SIGNIFICATIF
    filtree = lu.posees != lu.repondues or lu.repondues != lu.exprimes or lu.taux is None
    return LigneCritere(
        libelle=str(lu.question.libelle),
        resultat=say_taux_de(lu) or say_compte(lu),
        calcul=say_fraction(lu.taux),
        intervalle=say_intervalle(lu.taux),
        base=say_base(lu) if filtree and lu.repondues else "",
        constat=_say_constat(lu),
        verdict=lu.verdict if lisible else Verdict.SANS_VALEUR,
        cible=say_cible(lu.cible),
        avant=say_evolution(lu),
        barre=None if lu.taux is None else int(lu.taux.valeur * MILLE),
    )


def _say_constat(lu: ResultatQuestion) -> str:
    """Return the verdict beside a target, or why there is none; "" without a target."""
    if say_compte(lu):
        return PEU_DE_TESTS
    if lu.etat is not EtatResultat.SIGNIFICATIF:
        return say_etat(lu)
    if lu.cible is None or lu.verdict is Verdict.INDECIDABLE:
        return say_verdict(lu)
    return lu.verdict.libelle


def _iter_autres(resultats: Resultats) -> Iterator[LigneReponses]:
    for lu in resultats.autres:
        if not lu.repondues or lu.question.type in (TypeQuestion.TEXTE, TypeQuestion.DATE):
            continue
        donnees = sorted((o for o in lu.options if o.n), key=lambda o: -o.n)
        textes = [_say_option(o) for o in donnees]
        reponses = say_moyenne(lu) or " ; ".join(textes) or say_etat(lu)
        yield LigneReponses(str(lu.question.libelle), reponses, say_base(lu))


def _say_option(option: CompteOption) -> str:
    """Return « Entretien 64 % (200) », without its share where none may be drawn."""
    return " ".join(
        filter(None, (option.libelle, say_part(option.part, 0), f"({format_nombre(option.n)})"))
    )


def _iter_seuls(resultats: Resultats) -> Iterator[LigneSeule]:
    for s in resultats.seuls:
        yield LigneSeule(s.libelle, say_seul(s), say_base_seul(s), s.source)
    for s in resultats.seuls_tus:
        yield LigneSeule(s.libelle, NON_SIGNIFICATIF, say_base_tu(s), s.source)


def _say_cote(lu: ResultatQuestion) -> str:
    if lu.taux is not None:
        return f"{say_taux_de(lu)} ({say_fraction(lu.taux)})"
    if lu.etat is not EtatResultat.NON_SIGNIFICATIF:
        return ""
    return say_compte(lu) or f"{NON_SIGNIFICATIF} ({say_base(lu)})"


def _quote(remarques: RemarquesPubliees) -> GroupeRemarques:
    return GroupeRemarques(
        remarques.categorie or SANS_CATEGORIE,
        len(remarques.textes),
        tuple(clean_remarque(texte) for texte in remarques.textes[:CITEES]),
    )


def clean_remarque(texte: str) -> str:
    """Return a remark that the fonts of documents can draw: pictograms left out.

    A remark in a script that no font draws is told to be one, lest a word stop the whole report.
    """
    dessinables = (c for c in texte if not _is_pictogramme(c))
    propre = " ".join("".join(dessinables).split())
    lettres = {unicodedata.name(c, "").partition(" ")[0] for c in propre if c.isalpha()}
    return propre if lettres <= ECRITURES else AUTRE_ECRITURE


def _is_pictogramme(caractere: str) -> bool:
    return caractere in VARIANTES or (
        caractere > DERNIER_LATIN and unicodedata.category(caractere) in PICTOGRAMMES
    )


def _iter_notes(resultats: Resultats, mystere: ResultatsMystere | None) -> Iterator[str]:
    if mystere is not None and mystere.masque:
        yield f"Moins de {mystere.minimum} tests : aucun résultat n’est montré."
    if cote := say_cote(resultats.retours):
        yield f"{cote}."
    vides = [f"« {r.question.libelle} »" for r in resultats.evaluees if not r.repondues]
    if vides and resultats.retours.total:
        yield f"Sans aucune réponse : {', '.join(vides)}."
    if resultats.non_comparable:
        yield f"La campagne précédente ne se compare pas : {resultats.non_comparable}"
    yield from say_ecarts_modes(resultats)
    if mystere is not None and (accord := _say_accords(mystere)):
        yield accord


def _say_accords(mystere: ResultatsMystere) -> str:
    """Return how far two callers agreed on each criterion; "" when too few tests had two."""
    lus = [
        f"« {a.question.libelle} » {format_nombre(a.accord.kappa, 2)} ({a.lecture})"
        for a in mystere.accords
        if a.accord.kappa is not None
    ]
    if not lus:
        return ""
    return (
        f"{format_nombre(mystere.paires)} tests jugés par deux personnes ; leur accord, kappa de "
        f"Cohen : {', '.join(lus)}."
    )
