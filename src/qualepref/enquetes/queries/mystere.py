"""What the grids of a mystery campaign say, beside the results of every survey."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection
from fractions import Fraction

from qualepref.enquetes.models import Campagne, Retour, SecondeLecture
from qualepref.enquetes.queries.depouillement import load_depouillement
from qualepref.enquetes.queries.formulaires import get_questionnaire, get_vocabulaire
from qualepref.enquetes.queries.resultats import list_cachees
from qualepref.enquetes.queries.tests_mystere import get_modele
from qualepref.enquetes.rules.accord import AccordQuestion, compute_accords
from qualepref.enquetes.rules.mystere import (
    REPONSE_RECUE,
    Courriels,
    ResultatsMystere,
    compute_courriels,
    compute_criteres,
    compute_sonneries,
    find_question,
)
from qualepref.noyau.questionnaires.modele import Questionnaire, TypeQuestion, Valeur
from qualepref.noyau.questionnaires.stockage import read_valeurs
from qualepref.organisation.models import Site
from qualepref.organisation.queries import get_calendrier, get_referentiel


CENT = 100


def load_mystere(campagne: Campagne, *, site: Site | None = None) -> ResultatsMystere | None:
    """Return what the grids of a campaign say, on one of its sites or on all (None).

    None for past results that come without grids. Under the minimum of tests, counts alone are
    told: nobody may guess from them who answered. Neither is anything told of a site that, taken
    from all sites together, would tell the few tests of another one.
    """
    questionnaire = get_questionnaire(campagne)
    if questionnaire is None:
        return None
    vocabulaire, modele = get_vocabulaire(), get_modele()
    minimum = vocabulaire.tests_minimum
    cachees = list_cachees(campagne, site) if site else frozenset()
    comptes: Counter[tuple[str, str]] = Counter()
    for (place, question, marque), n in load_depouillement(campagne).cellules.items():
        if question not in cachees and (site is None or place.site == site.pk):
            comptes[question, marque] += n
    tests = _grilles(campagne, site).count()
    masque = tests < minimum
    seuil = _seuil_of(campagne)
    seuils = {c.question: Fraction(c.valeur) / CENT for c in campagne.cibles.all()}
    paires = [] if masque else _load_paires(campagne, questionnaire, site)
    return ResultatsMystere(
        tests=tests,
        minimum=minimum,
        criteres=()
        if masque
        else compute_criteres(questionnaire, comptes, minimum=minimum, seuil=seuil, seuils=seuils),
        sonneries=None if masque else compute_sonneries(questionnaire, comptes, minimum=minimum),
        courriels=None
        if masque
        else _load_courriels(campagne, questionnaire, site, minimum, cachees),
        seuil=seuil,
        paires=len(paires),
        paires_minimum=modele.paires,
        accords=_list_accords(questionnaire, paires),
        cachees=sum(q.evaluee and q.code in cachees for q in questionnaire.iter_questions()),
    )


def _grilles(campagne: Campagne, site: Site | None):
    grilles = Retour.objects.filter(campagne=campagne, suspect=False, complet=True)
    return grilles.filter(site=site) if site else grilles


def _seuil_of(campagne: Campagne) -> Fraction:
    """Return the share from which a criterion is a strong point: the target, else the usual one."""
    if campagne.cible is None:
        return get_modele().seuil_points
    return Fraction(campagne.cible) / CENT


def _list_accords(
    questionnaire: Questionnaire, paires: list[tuple[dict[str, Valeur], dict[str, Valeur]]]
) -> tuple[AccordQuestion, ...]:
    return compute_accords(
        questionnaire,
        paires,
        minimum=get_modele().paires,
        paliers=get_vocabulaire().paliers,
    )


def _load_paires(
    campagne: Campagne, questionnaire: Questionnaire, site: Site | None
) -> list[tuple[dict[str, Valeur], dict[str, Valeur]]]:
    """Return the two grids of each test judged by two."""
    secondes = dict(
        SecondeLecture.objects.filter(campagne=campagne).values_list("fiche", "valeurs")
    )
    premieres = _grilles(campagne, site).filter(fiche__in=secondes)
    return [
        (read_valeurs(questionnaire, valeurs), read_valeurs(questionnaire, secondes[fiche]))
        for fiche, valeurs in premieres.order_by("pk").values_list("fiche", "valeurs")
    ]


def _load_courriels(
    campagne: Campagne,
    questionnaire: Questionnaire,
    site: Site | None,
    minimum: int,
    cachees: Collection[str],
) -> Courriels | None:
    recue = find_question(questionnaire, REPONSE_RECUE, TypeQuestion.ECHELLE)
    if recue is None or recue.code in cachees:
        return None
    lieux = {
        s.pk: (get_calendrier(s), _delai_annonce(s, campagne.ouverte_le))
        for s in campagne.sites.all()
    }
    lignes = _grilles(campagne, site).filter(site__in=lieux).values_list("site", "valeurs")
    grilles = (
        (
            {c: v for c, v in read_valeurs(questionnaire, valeurs).items() if c not in cachees},
            *lieux[code],
        )
        for code, valeurs in lignes
    )
    return compute_courriels(questionnaire, grilles, minimum=minimum)


def _delai_annonce(site: Site, le: dt.date) -> int | None:
    """Return the working days in which the référentiel of a site has an e-mail answered."""
    modele = get_modele()
    natures = [n for n in get_referentiel(site).natures if n.code == modele.nature]
    horloges = [h for n in natures for h in n.horloges_for(modele.canal_annonce, le)]
    return horloges[0].delai if horloges else None
