"""Files of answers given to a campaign: what they hold, held against what the campaign knows."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from django.core.files.storage import default_storage

from qualepref.enquetes.enums import FormatReponses, Mode
from qualepref.enquetes.models import Campagne, ImportReponses, Retour
from qualepref.enquetes.queries.formulaires import get_questionnaire, get_vocabulaire_de
from qualepref.enquetes.rules.imports import ColonneLue, Effet, tell_nombre
from qualepref.noyau.questionnaires.fichiers.collecte import Collecte, Reglages
from qualepref.noyau.questionnaires.fichiers.correspondance import Plan, build_plan
from qualepref.noyau.questionnaires.fichiers.formats import FormatCollecte, detect_collecte
from qualepref.noyau.questionnaires.fichiers.lecture import Lecture
from qualepref.noyau.questionnaires.fichiers.roles import (
    IDENTIFIANT,
    LANGUE,
    MODE,
    SERVICE,
    SITE,
    Role,
    list_champs_entete,
    list_roles,
)
from qualepref.noyau.questionnaires.fichiers.structure import Structure
from qualepref.noyau.questionnaires.fichiers.tableau import (
    Colonne,
    Tableau,
    read_tableau,
    tell_cellule,
)
from qualepref.noyau.questionnaires.modele import Questionnaire
from qualepref.organisation.models import Service


# Under it the keys of imported rows are drawn; never changed, or rows would be imported twice.
ESPACE = UUID("6f0c1a3e-52a1-4a5e-9a0e-3f1f6f8a7d11")
EXEMPLES = 3
LONGUEUR_EXEMPLE = 60
FORMATS_TABLES = (FormatReponses.RESULTATS, FormatReponses.VERBATIMS)


class SansQuestionnaireError(ValueError):
    """Answers need a questionnaire to be held against."""

    def __init__(self) -> None:
        super().__init__(
            "Cette campagne n’a pas de questionnaire : elle ne reçoit que des résultats publiés ou "
            "des remarques."
        )


class FichierDisparuError(ValueError):
    """The file of an import is no longer kept."""

    def __init__(self) -> None:
        super().__init__("Ce fichier n’est plus conservé. Déposez-le de nouveau.")


@dataclass(frozen=True, slots=True)
class FichierLu:
    """A file of answers read for a campaign.

    lieux: what each row says of its place, resolved: site, primary key of the service or None,
    mode, language. jours: of each row, the default one where the file tells none.
    """

    tableau: Tableau
    plan: Plan
    collecte: Collecte
    format: str
    roles: Mapping[str, Role]
    lieux: list[Lieu]
    jours: list[dt.date]
    cles: list[UUID]


class Lieu(NamedTuple):
    """Where and how a row was answered."""

    site: str
    service: int | None
    mode: str
    langue: str


class Avancement(NamedTuple):
    """A step and its hundredths done; None when nobody can tell."""

    etape: str
    pourcentage: int | None


EN_ATTENTE = Avancement("En attente", None)


def list_imports(campagne: Campagne):
    """Return the files given to a campaign, the latest first."""
    return ImportReponses.objects.filter(campagne=campagne).select_related("site")


def find_import(campagne: Campagne, pk: int) -> ImportReponses | None:
    """Return a file given to a campaign; None when there is none."""
    return list_imports(campagne).select_related("campagne").filter(pk=pk).first()


def load_noms(depot: ImportReponses) -> dict[str, dict[str, str]]:
    """Return the sites, services, modes and languages that a column may name: code -> name."""
    noms = _build_reglages(depot).noms
    return {role: {code: connus[0] for code, connus in n.items()} for role, n in noms.items()}


def locate_fichier(depot: ImportReponses) -> Path:
    """Return where the file of an import waits.

    Raises:
        FichierDisparuError: it waits no longer.
    """
    if not depot.chemin:
        raise FichierDisparuError
    donne = Path(depot.chemin)
    chemin = donne if donne.is_absolute() else Path(default_storage.path(depot.chemin))
    if not chemin.exists():
        raise FichierDisparuError
    return chemin


def locate_avancement(depot: ImportReponses) -> Path:
    """Return the file in which the work on an import tells how far it is."""
    return Path(default_storage.path(f"reponses/{depot.pk}.avancement"))


def read_avancement(depot: ImportReponses) -> Avancement:
    """Return how far the work on an import is."""
    try:
        etape, _, pourcentage = locate_avancement(depot).read_text(encoding="utf-8").partition("\n")
    except FileNotFoundError:
        return EN_ATTENTE
    return Avancement(etape, int(pourcentage) if pourcentage.isdecimal() else None)


def list_roles_de(depot: ImportReponses) -> dict[str, Role]:
    """Return the roles that the columns of an import may have, by code.

    Raises:
        SansQuestionnaireError.
    """
    return list_roles(
        _questionnaire_of(depot.campagne),
        format_=FormatCollecte(depot.format or FormatCollecte.TABLEUR),
        structure=Structure.from_dict(depot.reglages.get("structure", {})),
    )


def read_fichier(depot: ImportReponses) -> FichierLu:
    """Return what the file of an import holds; the tool that wrote it is told when unknown.

    Raises:
        FichierRefuseError: the file cannot be read, or its mapping names what is not there.
        FichierDisparuError, SansQuestionnaireError.
    """
    questionnaire = _questionnaire_of(depot.campagne)
    reglages = depot.reglages
    structure = Structure.from_dict(reglages.get("structure", {}))
    choisies = reglages.get("colonnes", {})
    tableau = read_tableau(
        locate_fichier(depot),
        champs=list_champs_entete(questionnaire),
        nom=depot.nom,
        feuille=reglages.get("feuille") or None,
        memoire=(*choisies, *structure.colonnes),
    )
    format_ = FormatCollecte(depot.format) if depot.format else detect_collecte(tableau.entetes)
    roles = list_roles(questionnaire, format_=format_, structure=structure)
    plan = build_plan(tableau, roles, format_=format_, choisies=choisies)
    collecte = Lecture(
        tableau, plan, questionnaire, format_=format_, reglages=_build_reglages(depot),
        structure=structure,
    ).run()  # fmt: skip
    return FichierLu(
        tableau=tableau,
        plan=plan,
        collecte=collecte,
        format=format_.value,
        roles=roles,
        lieux=_resolve_lieux(depot, collecte),
        jours=_resolve_jours(depot, collecte),
        cles=list(_draw_cles(depot, collecte)),
    )


def load_connues(campagne: Campagne) -> dict[UUID, bool]:
    """Return the keys of the forms a campaign holds, and whether each is whole."""
    lignes = Retour.objects.filter(campagne=campagne).order_by().values_list("cle", "complet")
    return dict(lignes.iterator(chunk_size=10_000))


def build_effet(depot: ImportReponses, lu: FichierLu, *, le: dt.date) -> Effet:
    """Return what applying a file would do on that day."""
    collecte = lu.collecte
    connues = load_connues(depot.campagne)
    comptes = Counter(
        _tell_sort(cle, complet, rang in collecte.refusees, connues)
        for rang, (cle, complet) in enumerate(zip(lu.cles, collecte.complets, strict=True))
    )
    return Effet(
        format=lu.format,
        fichier=lu.tableau.fichier,
        feuille=lu.tableau.feuille,
        ligne_entete=lu.tableau.ligne_entete,
        colonnes=tuple(_show_colonnes(lu)),
        lues=len(lu.tableau.numeros),
        nouvelles=comptes["nouvelle"] + comptes["incomplete"],
        incompletes=comptes["incomplete"],
        connues=comptes["connue"],
        completees=comptes["completee"],
        refusees=comptes["refusee"],
        blocages=(*_check_ouverture(depot.campagne, le), *lu.plan.blocages),
        inconnus=tuple(collecte.inconnus),
        fautes=tuple(collecte.fautes),
        avertissements=tuple(_iter_avertissements(depot, lu, le)),
        ecartees=tuple((motif, tuple(lignes)) for motif, lignes in collecte.ecartees.items()),
        sauf_refusees=bool(depot.reglages.get("sauf_refusees")),
    )


def _check_ouverture(campagne: Campagne, le: dt.date) -> Iterator[str]:
    """Yield why a campaign cannot take answers yet: its questionnaire may still change."""
    if campagne.validee_le is None and (campagne.fermee_le is None or campagne.fermee_le >= le):
        yield "Cette campagne est en préparation : validez-la avant d’y importer des réponses."


def _tell_sort(cle: UUID, complet: bool, refusee: bool, connues: Mapping[UUID, bool]) -> str:  # noqa: FBT001
    if refusee:
        return "refusee"
    if cle not in connues:
        return "nouvelle" if complet else "incomplete"
    return "completee" if complet and not connues[cle] else "connue"


def _questionnaire_of(campagne: Campagne) -> Questionnaire:
    questionnaire = get_questionnaire(campagne)
    if questionnaire is None:
        raise SansQuestionnaireError
    return questionnaire


def _build_reglages(depot: ImportReponses) -> Reglages:
    services = Service.objects.filter(site__in=depot.campagne.sites.all())
    langues = get_vocabulaire_de(depot.campagne).langues
    return Reglages(
        colonnes=depot.reglages.get("colonnes", {}),
        valeurs=depot.reglages.get("valeurs", {}),
        noms={
            SITE: {s.pk: (s.nom,) for s in depot.campagne.sites.all()},
            SERVICE: {s.code: (s.nom,) for s in services},
            MODE: {m.value: (str(m.label),) for m in Mode},
            LANGUE: {langue.code: (langue.nom,) for langue in langues},
        },
        fuseau=depot.site.fuseau,
    )


def _resolve_lieux(depot: ImportReponses, collecte: Collecte) -> list[Lieu]:
    """Return the place of each row: what its columns say, else what was chosen for the file."""
    nombre = len(collecte.numeros)
    vides: list[str | None] = [None] * nombre
    colonnes = [collecte.reperes.get(role, vides) for role in (SITE, SERVICE, MODE, LANGUE)]
    services = {
        (s.site_id, s.code): s.pk
        for s in Service.objects.filter(site__in=depot.campagne.sites.all())
    }
    defaut = depot.reglages.get("service")
    mode = depot.reglages.get("mode") or Mode.EN_LIGNE.value
    lieux: dict[tuple[str | None, ...], Lieu] = {}
    resolus = []
    for dits in zip(*colonnes, strict=True):
        lieu = lieux.get(dits)
        if lieu is None:
            site = dits[0] or depot.site_id
            service = services.get((site, dits[1])) if dits[1] else defaut
            lieu = lieux[dits] = Lieu(site, service, dits[2] or mode, dits[3] or "fr")
        resolus.append(lieu)
    return resolus


def _resolve_jours(depot: ImportReponses, collecte: Collecte) -> list[dt.date]:
    defaut = get_jour_defaut(depot)
    return [jour or defaut for jour in collecte.jours]


def get_jour_defaut(depot: ImportReponses) -> dt.date:
    """Return the day of the rows that tell none: the one chosen, else the campaign's last.

    Of a campaign that was not closed yet, the day the file was given.
    """
    choisi = depot.reglages.get("jour")
    if choisi:
        return dt.date.fromisoformat(choisi)
    depose_le = depot.depose_a.astimezone(ZoneInfo(depot.site.fuseau)).date()
    return min(depot.campagne.fermee_le or depose_le, depose_le)


def _draw_cles(depot: ImportReponses, collecte: Collecte) -> Iterator[UUID]:
    espace = uuid5(ESPACE, f"{depot.campagne_id} {depot.site_id}")
    for identifiant in collecte.identifiants:
        yield uuid5(espace, identifiant)


def _show_colonnes(lu: FichierLu) -> Iterator[ColonneLue]:
    attribues = {a.colonne.nom: a.role for a in lu.plan.attributions}
    for colonne in lu.tableau.colonnes:
        if colonne in lu.plan.ecartees:
            continue
        role = attribues.get(colonne.nom)
        yield ColonneLue(
            colonne.nom,
            role.code if role else "",
            role.libelle if role else "",
            tuple(_take_exemples(colonne)),
        )


def _take_exemples(colonne: Colonne) -> list[str]:
    textes = (tell_cellule(c) for c in colonne.cellules[: EXEMPLES * 20] if c != "")
    return [t[:LONGUEUR_EXEMPLE] for t in dict.fromkeys(textes)][:EXEMPLES]


def _iter_avertissements(depot: ImportReponses, lu: FichierLu, le: dt.date) -> Iterator[str]:
    collecte, campagne = lu.collecte, depot.campagne
    yield from lu.tableau.avertissements
    yield from collecte.avertissements
    ecartees = ", ".join(f"« {c.nom} »" for c in lu.plan.ecartees)
    if ecartees:
        yield f"Colonnes laissées de côté, propres à l’outil ou qui désignent quelqu’un : {ecartees}."
    if lu.plan.find(IDENTIFIANT) is None:
        yield (
            "Ce fichier n’a pas de colonne d’identifiant : une réponse se reconnaît à tout ce que sa "
            "ligne contient. Corrigée dans le fichier, elle serait prise pour une nouvelle."
        )
    for code, n in collecte.hors_parcours.items():
        question = lu.roles[code].libelle
        quoi = tell_nombre(n, "réponse n’est pas reprise", "réponses ne sont pas reprises")
        yield f"« {question} » : {quoi}, la question n’était pas à poser au vu des précédentes."
    yield from _iter_dates(lu, campagne, le)
    sans_date = sum(jour is None for jour in collecte.jours)
    if sans_date:
        defaut = f"{get_jour_defaut(depot):%d/%m/%Y}"
        colonne = " (aucune colonne de date)" if sans_date == len(collecte.jours) else ""
        quoi = tell_nombre(sans_date, "ligne sans date est datée", "lignes sans date sont datées")
        yield f"{quoi} du {defaut}{colonne}."
    autres = {lieu.mode for lieu in lu.lieux} - set(campagne.modes)
    for mode in sorted(autres):
        yield f"Le mode « {Mode(mode).label} » n’est pas parmi ceux de la campagne."


def _iter_dates(lu: FichierLu, campagne: Campagne, le: dt.date) -> Iterator[str]:
    jours = Counter(jour for jour in lu.collecte.jours if jour is not None)
    futures = sum(n for jour, n in jours.items() if jour > le)
    dehors = sum(
        n
        for jour, n in jours.items()
        if jour < campagne.ouverte_le or (campagne.fermee_le and jour > campagne.fermee_le)
    )
    if futures:
        yield tell_nombre(
            futures, "ligne porte une date à venir.", "lignes portent une date à venir."
        )
    if dehors:
        quoi = tell_nombre(dehors, "ligne est datée", "lignes sont datées")
        fin = f" au {campagne.fermee_le:%d/%m/%Y}" if campagne.fermee_le else ""
        yield f"{quoi} hors de la campagne (du {campagne.ouverte_le:%d/%m/%Y}{fin})."
