"""Results of a campaign: what was given back, what each question gives, site by site and together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from qualepref.enquetes.enums import GenreEnquete, Mode
from qualepref.enquetes.models import Campagne, CampagneSite, ResultatSeul
from qualepref.enquetes.queries.formulaires import get_questionnaire, get_vocabulaire_de
from qualepref.enquetes.queries.marques import (
    CompteRetours,
    load_compte_retours,
    load_marques,
)
from qualepref.enquetes.rules.croisements import (
    Croisement,
    Ecart,
    Modalite,
    build_croisements,
    find_ecarts,
)
from qualepref.enquetes.rules.resultats import (
    Bareme,
    EtatResultat,
    Marques,
    Precedente,
    ResultatQuestion,
    build_resultats,
    mask,
)
from qualepref.noyau.questionnaires.depouillement import POSEE
from qualepref.noyau.questionnaires.modele import Groupe, Questionnaire
from qualepref.organisation.models import Site
from qualepref.organisation.queries import get_referentiel


CENT = 100


@dataclass(frozen=True, slots=True)
class Retours:
    """Forms given back. attendus: None when not said for every site.

    par_mode: (mode, n); par_mois: (month such as 202205, n), in their orders. ecartes: left aside;
    incomplets: given up half-way elsewhere; neither is in any count.
    """

    total: int
    attendus: int | None
    par_mode: tuple[tuple[Mode, int], ...]
    par_mois: tuple[tuple[int, int], ...]
    ecartes: int
    incomplets: int

    @property
    def part(self) -> Fraction | None:
        """Share of the returns expected; None when nobody said how many."""
        return Fraction(self.total, self.attendus) if self.attendus else None


@dataclass(frozen=True, slots=True)
class RetoursSite:
    """Forms given back on one site."""

    site: Site
    total: int
    attendus: int | None


@dataclass(frozen=True, slots=True)
class GroupeResultats:
    """Questions asked together, and what they give."""

    groupe: Groupe
    resultats: tuple[ResultatQuestion, ...]

    @property
    def evaluees(self) -> tuple[ResultatQuestion, ...]:
        """Those of its questions from which a rate is drawn."""
        return tuple(r for r in self.resultats if r.question.evaluee)


@dataclass(frozen=True, slots=True)
class Resultats:
    """What a campaign gives, on one site or on all those it runs on (`site` None).

    questionnaire: None for past results without answers, which `seuls` holds; `seuls_tus`: those
    among them that a publication does not show, on too few answers. origine_seuil: who
    chose the threshold. cotes: judged questions, site by site, of a campaign on several sites.
    modes: the same, mode by mode; ecarts_modes: rates that they tell apart beyond chance. precedente: the campaign compared with; non_comparable: why there is none,
    though the campaign names one.
    """

    campagne: Campagne
    questionnaire: Questionnaire | None
    site: Site | None
    sites: tuple[RetoursSite, ...]
    bareme: Bareme
    origine_seuil: str
    retours: Retours
    groupes: tuple[GroupeResultats, ...]
    cotes: tuple[Croisement, ...]
    modes: tuple[Croisement, ...]
    ecarts_modes: tuple[Ecart, ...]
    seuls: tuple[ResultatSeul, ...]
    precedente: Campagne | None
    non_comparable: str
    seuls_tus: tuple[ResultatSeul, ...] = ()

    @property
    def questions(self) -> tuple[ResultatQuestion, ...]:
        """Every question's result, in the order of the questionnaire."""
        return tuple(r for g in self.groupes for r in g.resultats)

    @property
    def evaluees(self) -> tuple[ResultatQuestion, ...]:
        """Those of the questions from which a rate is drawn."""
        return tuple(r for r in self.questions if r.question.evaluee)

    @property
    def mystere(self) -> bool:
        """Whether tests are counted, and not people."""
        return self.campagne.genre == GenreEnquete.MYSTERE

    @property
    def cible(self) -> Fraction | None:
        """The campaign's target, as a share; questions may have their own."""
        cible = self.campagne.cible
        return None if cible is None else Fraction(cible) / CENT

    @property
    def autres(self) -> tuple[ResultatQuestion, ...]:
        """The others: who answered, why, what for."""
        return tuple(r for r in self.questions if not r.question.evaluee)

    @property
    def modes_compares(self) -> bool:
        """Whether two modes could be compared at all on some question."""
        return any(sum(lu.lisible for _, lu in c.resultats) > 1 for c in self.modes)


def load_resultats(campagne: Campagne, *, site: Site | None = None) -> Resultats:
    """Return the results of a campaign on a site, or on all its sites together."""
    questionnaire = get_questionnaire(campagne)
    if questionnaire is None:
        return _load_seuls(campagne, site)
    places = list(campagne.places.select_related("site"))
    bareme, origine = find_bareme(campagne, site=site)
    marques = load_marques(campagne, "mode")
    compte = load_compte_retours(campagne, questionnaire)
    avant, non_comparable = _load_precedente(campagne, site)
    lus = build_resultats(
        questionnaire,
        _pool(marques, site),
        bareme=bareme,
        cibles=load_cibles(campagne, questionnaire),
        avant=avant,
    )
    cotes = _put_side_by_side(campagne, questionnaire, marques, places)
    if site is not None and bareme.minimum:
        lus = _hide_like_cotes(lus, cotes, site)
    modes = _cross_modes(questionnaire, marques, site, bareme)
    return Resultats(
        campagne=campagne,
        questionnaire=questionnaire,
        site=site,
        sites=tuple(_iter_sites(places, compte)),
        bareme=bareme,
        origine_seuil=origine,
        retours=_build_retours(places, site, compte, marques, questionnaire),
        groupes=_group(questionnaire, lus),
        cotes=tuple(c for c in cotes if c.question.evaluee),
        ecarts_modes=find_ecarts(modes),
        modes=modes,
        seuls=_list_seuls(campagne, site),
        precedente=campagne.precedente if avant else None,
        non_comparable=non_comparable,
    )


def _load_seuls(campagne: Campagne, site: Site | None) -> Resultats:
    """Return the results of a campaign that has no answers, as somebody published them."""
    places = list(campagne.places.select_related("site"))
    compte = CompteRetours(Counter(), Counter(), Counter())
    bareme, origine = find_bareme(campagne, site=site)
    return Resultats(
        campagne=campagne,
        questionnaire=None,
        site=site,
        sites=tuple(_iter_sites(places, compte)),
        bareme=bareme,
        origine_seuil=origine,
        retours=_build_retours(places, site, compte, {}, None),
        groupes=(),
        cotes=(),
        ecarts_modes=(),
        modes=(),
        seuls=_list_seuls(campagne, site),
        precedente=None,
        non_comparable="",
    )


def list_cachees(campagne: Campagne, site: Site) -> frozenset[str]:
    """Return the codes of the questions of which a site shows nothing, beside all sites together.

    Too few tests answered them there; or what is shown of all would tell those of another site.
    """
    questionnaire = get_questionnaire(campagne)
    if questionnaire is None:
        return frozenset()
    places = list(campagne.places.select_related("site"))
    marques = load_marques(campagne, "mode")
    return _find_cachees(_put_side_by_side(campagne, questionnaire, marques, places), site)


def find_bareme(campagne: Campagne, *, site: Site | None) -> tuple[Bareme, str]:
    """Return what results are read with, and who chose the threshold.

    The campaign's threshold, else its questionnaire's, else the site's, else the référentiel's; of
    the leading site for all sites together.
    """
    questionnaire = get_questionnaire(campagne)
    vocabulaire = get_vocabulaire_de(campagne)
    lieu = site or campagne.pilote
    candidats = (
        (campagne.seuil, "la campagne"),
        (questionnaire.seuil_significatif if questionnaire else None, "le questionnaire"),
        (lieu.seuil_significatif, "le site"),
    )
    choisis = [(seuil, qui) for seuil, qui in candidats if seuil is not None]
    seuil, origine = (
        choisis[0] if choisis else (get_referentiel(lieu).seuil_significatif, "le référentiel")
    )
    minimum = vocabulaire.tests_minimum if campagne.genre == GenreEnquete.MYSTERE else 0
    return Bareme(seuil, vocabulaire.reponses_de_plus, minimum), origine


def load_cibles(campagne: Campagne, questionnaire: Questionnaire) -> dict[str, Fraction]:
    """Return the exact share aimed at by each question: its own target, else the campaign's."""
    cibles: dict[str, Fraction] = {}
    if campagne.cible is not None:
        commune = Fraction(campagne.cible) / CENT
        cibles = {q.code: commune for q in questionnaire.iter_questions()}
    for cible in campagne.cibles.all():
        cibles[cible.question] = Fraction(cible.valeur) / CENT
    return cibles


def _list_seuls(campagne: Campagne, site: Site | None) -> tuple[ResultatSeul, ...]:
    seuls = ResultatSeul.objects.filter(campagne=campagne).select_related("site")
    return tuple(seuls.filter(site=site) if site else seuls)


def _load_precedente(campagne: Campagne, site: Site | None) -> tuple[Precedente | None, str]:
    """Return the campaign to compare with, or None and why."""
    avant = campagne.precedente
    if avant is None:
        return None, ""
    questionnaire = get_questionnaire(avant)
    if questionnaire is None:
        return None, "elle n’a que des résultats publiés, sans les réponses."
    sites = {p.site_id for p in avant.places.all()}
    if site is not None and site.pk not in sites:
        return None, "elle ne portait pas sur ce site."
    if site is None and sites != {p.site_id for p in campagne.places.all()}:
        return None, "elle ne portait pas sur les mêmes sites ; comparez site par site."
    bareme, _ = find_bareme(avant, site=site)
    codes = frozenset(q.code for q in questionnaire.iter_questions() if q.evaluee)
    marques = load_marques(avant, "mode", site=site, questions=codes)
    return Precedente(questionnaire, _pool(marques, None), bareme), ""


def _pool(marques: Mapping[tuple, Marques], site: Site | None) -> Marques:
    """Return all marks added up, or those of a site, the first of their keys."""
    total: Marques = Counter()
    for cle, comptes in marques.items():
        if site is None or cle[0] == site.pk:
            total.update(comptes)
    return total


def pool_by(marques: Mapping[tuple, Marques], rang: int, site: Site | None) -> dict[str, Marques]:
    """Return marks by one of their keys alone, over all sites or on one, the first of their keys."""
    par_cle: dict[str, Marques] = {}
    for cle, comptes in marques.items():
        if site is None or cle[0] == site.pk:
            par_cle.setdefault(str(cle[rang]), Counter()).update(comptes)
    return par_cle


def list_modes(presents: Container[str]) -> tuple[Modalite, ...]:
    """Return the modes that somebody answered by, in their order."""
    return tuple(
        Modalite(str(code), str(libelle)) for code, libelle in Mode.choices if code in presents
    )


def _cross_modes(
    questionnaire: Questionnaire,
    marques: Mapping[tuple, Marques],
    site: Site | None,
    bareme: Bareme,
) -> tuple[Croisement, ...]:
    par_mode = pool_by(marques, 1, site)
    evaluees = [q for q in questionnaire.iter_questions() if q.evaluee]
    if len(par_mode) < 2:
        return ()
    return build_croisements(evaluees, par_mode, modalites=list_modes(par_mode), bareme=bareme)


def _put_side_by_side(
    campagne: Campagne,
    questionnaire: Questionnaire,
    marques: Mapping[tuple, Marques],
    places: list[CampagneSite],
) -> tuple[Croisement, ...]:
    """Return each question site by site, each read with its own threshold; none on a single one."""
    if len(places) < 2:
        return ()
    baremes = {p.site_id: find_bareme(campagne, site=p.site)[0] for p in places}
    return build_croisements(
        questionnaire.iter_questions(),
        pool_by(marques, 0, None),
        modalites=[Modalite(p.site_id, p.site.nom) for p in places],
        bareme=baremes[places[0].site_id],
        baremes=baremes,
    )


def _hide_like_cotes(
    lus: tuple[ResultatQuestion, ...], cotes: tuple[Croisement, ...], site: Site
) -> tuple[ResultatQuestion, ...]:
    """Return the results of a site, hidden where all sites side by side hide them."""
    caches = _find_cachees(cotes, site)
    return tuple(mask(lu) if lu.question.code in caches else lu for lu in lus)


def _find_cachees(cotes: Iterable[Croisement], site: Site) -> frozenset[str]:
    return frozenset(
        c.question.code
        for c in cotes
        for modalite, lu in c.resultats
        if modalite.code == site.pk and lu.etat is EtatResultat.MASQUE
    )


def _group(
    questionnaire: Questionnaire, lus: tuple[ResultatQuestion, ...]
) -> tuple[GroupeResultats, ...]:
    return tuple(
        GroupeResultats(g, tuple(lu for lu in lus if lu.groupe == g.code))
        for g in questionnaire.groupes
    )


def _iter_sites(places: Iterable[CampagneSite], compte: CompteRetours) -> Iterable[RetoursSite]:
    for place in places:
        total = sum(n for (site, _), n in compte.par_mois.items() if site == place.site_id)
        yield RetoursSite(place.site, total, place.attendus)


def _build_retours(
    places: list[CampagneSite],
    site: Site | None,
    compte: CompteRetours,
    marques: Mapping[tuple, Marques],
    questionnaire: Questionnaire | None,
) -> Retours:
    codes = {p.site_id for p in places if site is None or p.site_id == site.pk}
    attendus = [p.attendus for p in places if p.site_id in codes]
    par_mois: Counter[int] = Counter()
    for (lieu, mois), n in compte.par_mois.items():
        par_mois[mois] += n * (lieu in codes)
    premiere = questionnaire.questions[0].code if questionnaire else ""
    par_mode: Counter[str] = Counter()
    for (lieu, mode), comptes in marques.items():
        par_mode[mode] += comptes[premiere, POSEE] * (lieu in codes)
    return Retours(
        total=par_mois.total(),
        attendus=None if None in attendus else sum(n for n in attendus if n is not None),
        par_mode=tuple((Mode(m), par_mode[m]) for m, _ in Mode.choices if par_mode.get(m)),
        par_mois=tuple(sorted((mois, n) for mois, n in par_mois.items() if n)),
        ecartes=sum(n for lieu, n in compte.ecartes.items() if lieu in codes),
        incomplets=sum(n for lieu, n in compte.incomplets.items() if lieu in codes),
    )
