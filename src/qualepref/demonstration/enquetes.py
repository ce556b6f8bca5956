"""Write the surveys of the demonstration: campaigns, forms, remarks, sheets, mystery tests."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from fractions import Fraction
from uuid import NAMESPACE_OID, uuid5

from qualepref.demonstration.donnees import read_imprimee
from qualepref.demonstration.donnees_enquetes import CampagneEnquete, Enquetes, Feuilles
from qualepref.demonstration.questionnaires import adapt_questionnaire
from qualepref.demonstration.retours import RetourReconstitue, list_jours, make_retours
from qualepref.enquetes.enums import EtatVerbatim, Mode, ProvenanceRetour, Theme
from qualepref.enquetes.models import Campagne, ResultatSeul, Retour, Verbatim
from qualepref.enquetes.operations.campagnes import create_campagne
from qualepref.enquetes.operations.mystere import Reglages, draw_tests
from qualepref.enquetes.operations.ouvertures import validate_campagne
from qualepref.enquetes.operations.preparation import CampagneDonnee, LieuDonne
from qualepref.enquetes.operations.retours import RetourDonne, check_reponses, write_retours
from qualepref.enquetes.operations.saisie import (
    FicheSaisie,
    record_fiche,
    record_seconde_lecture,
)
from qualepref.enquetes.operations.scenarios import import_scenarios
from qualepref.enquetes.queries.formulaires import find_questionnaire, get_vocabulaire
from qualepref.enquetes.queries.saisie import list_a_retaper, load_reponses
from qualepref.enquetes.queries.tests_mystere import canal_of, get_modele
from qualepref.enquetes.rules.tirage import Creneau
from qualepref.noyau.questionnaires.modele import Genre, Questionnaire
from qualepref.organisation.models import Agent, Site
from qualepref.organisation.operations import SYSTEME
from qualepref.organisation.queries import get_calendrier, get_site
from qualepref.socle.operations import record_evenement


CENT = 100


def write_enquetes(enquetes: Enquetes, *, le: dt.date) -> int:
    """Write the campaigns that are not there yet; return how many forms they hold."""
    ecrits = 0
    for decrite in enquetes.campagnes:
        pilote = get_site(decrite.pilote)
        if not Campagne.objects.filter(pilote=pilote, titre=decrite.titre).exists():
            ecrits += _write_campagne(decrite, enquetes, pilote, le)
    return ecrits


def list_derniers(enquetes: Enquetes) -> list[dt.date]:
    """Return the last days of the published surveys."""
    return [c.fermee_le for c in enquetes.campagnes if isinstance(c.fermee_le, dt.date)]


def _write_campagne(decrite: CampagneEnquete, enquetes: Enquetes, pilote: Site, le: dt.date) -> int:
    vocabulaire = get_vocabulaire()
    questionnaire = adapt_questionnaire(
        find_questionnaire(decrite.questionnaire), decrite, vocabulaire=vocabulaire
    )
    premier, dernier = decrite.bounds(le)
    campagne = create_campagne(
        pilote,
        donnee=_cast_donnee(decrite, questionnaire, premier, dernier),
        par=SYSTEME,
        le=premier,
    )
    validate_campagne(campagne, par=SYSTEME, le=premier)
    # A day that is not over is left to whoever visits the demonstration.
    veille = min(dernier, le - dt.timedelta(days=1))
    retours = make_retours(
        decrite,
        questionnaire,
        jours={
            lieu.site: list_jours(premier, veille, calendrier=get_calendrier(get_site(lieu.site)))
            for lieu in decrite.lieux
        },
        graine=enquetes.graine,
        repondants_minimum=enquetes.repondants_minimum,
    )
    ecrits = write_retours(campagne, donnes=_iter_donnes(campagne, retours), par=SYSTEME)
    _read_remarques(campagne, decrite)
    _write_resultats(campagne, decrite, source=enquetes.document)
    if decrite.feuilles is not None:
        modele = Retour.objects.filter(campagne=campagne).order_by("pk")
        _type_feuilles(campagne, decrite.feuilles, list(modele[: decrite.feuilles.nombre]), le)
        ecrits += decrite.feuilles.nombre
    if decrite.mystere is not None:
        _draw_mystere(campagne, decrite, enquetes, le)
    return ecrits


def _cast_donnee(
    decrite: CampagneEnquete, questionnaire: Questionnaire, premier: dt.date, dernier: dt.date
) -> CampagneDonnee:
    publique = questionnaire.genre is Genre.SATISFACTION
    return CampagneDonnee(
        titre=decrite.titre,
        theme=Theme(decrite.theme),
        ouverte_le=premier,
        fermee_le=dernier,
        lieux=tuple(LieuDonne(site=get_site(lieu.site)) for lieu in decrite.lieux),
        questionnaire=questionnaire,
        modes=tuple(decrite.modes) if publique else (),
        langues=questionnaire.langues,
        cible=decrite.cible,
        cibles=decrite.cibles,
        methode=decrite.methode,
    )


def _iter_donnes(campagne: Campagne, retours: Sequence[RetourReconstitue]) -> Iterator[RetourDonne]:
    sites = {site.pk: site for site in campagne.sites.all()}
    services = {(s.site_id, s.code): s for site in sites.values() for s in site.services.all()}
    for retour in retours:
        yield RetourDonne(
            site=sites[retour.site],
            jour=retour.jour,
            mode=Mode(retour.mode),
            cle=retour.cle,
            verifiee=check_reponses(campagne, reponses=retour.reponses),
            provenance=ProvenanceRetour.RECONSTITUTION,
            service=services[retour.site, retour.service] if retour.service else None,
        )


def _read_remarques(campagne: Campagne, decrite: CampagneEnquete) -> None:
    """Let be published the remarks that are said to have been read."""
    par_texte = {r.texte: r for r in decrite.remarques if r.relue}
    lus = list(Verbatim.objects.filter(campagne=campagne, texte__in=par_texte))
    for verbatim in lus:
        verbatim.categorie = par_texte[verbatim.texte].categorie
        verbatim.texte_publie = verbatim.texte
        verbatim.etat = EtatVerbatim.PUBLIABLE
        verbatim.relu_par, verbatim.relu_le = SYSTEME, campagne.fermee_le
    Verbatim.objects.bulk_update(lus, ["categorie", "texte_publie", "etat", "relu_par", "relu_le"])


def _write_resultats(campagne: Campagne, decrite: CampagneEnquete, *, source: str) -> None:
    resultats = [
        ResultatSeul(
            campagne=campagne,
            site=campagne.pilote,
            critere=resultat.critere,
            libelle=resultat.libelle,
            pourcentage=read_imprimee(resultat.imprimee),
            repondants=resultat.repondants,
            source=source,
        )
        for resultat in decrite.resultats
    ]
    if resultats:
        ResultatSeul.objects.bulk_create(resultats)
        record_evenement(
            par=SYSTEME,
            action="importer",
            objet="résultats publiés de la démonstration",
            site=campagne.pilote_id,
            apres={"nouvelles": len(resultats)},
        )


def _type_feuilles(
    campagne: Campagne, feuilles: Feuilles, modeles: Sequence[Retour], le: dt.date
) -> None:
    """Type a batch of sheets that say what some of the forms say, and some of them again."""
    site = campagne.pilote
    for numero, modele in enumerate(modeles, start=1):
        fiche = FicheSaisie(
            lot=feuilles.lot,
            numero=numero,
            mode=Mode.PAPIER,
            jour=modele.jour,
            service=modele.service,
            cle=uuid5(NAMESPACE_OID, f"{modele.cle}/feuille"),
            reponses=_without_textes(modele),
        )
        record_fiche(campagne, fiche=fiche, site=site, par=feuilles.par, le=le)
    tirees = list_a_retaper(campagne, site, feuilles.lot, par=feuilles.relues_par)
    for rang, nom in enumerate(tirees[: feuilles.relues]):
        saisie = Retour.objects.get(campagne=campagne, fiche=nom)
        reponses = load_reponses(saisie)
        if rang < feuilles.ecarts:
            reponses.pop(feuilles.question, None)
        record_seconde_lecture(saisie, reponses=reponses, par=feuilles.relues_par, le=le)


def _without_textes(retour: Retour) -> dict[str, object]:
    textes = Verbatim.objects.filter(retour=retour).values_list("question", flat=True)
    lues = load_reponses(retour)
    return {code: valeur for code, valeur in lues.items() if code not in set(textes)}


def _draw_mystere(
    campagne: Campagne, decrite: CampagneEnquete, enquetes: Enquetes, le: dt.date
) -> None:
    """Copy the scenarios of the product where they are missing, and draw the tests."""
    mystere, site = decrite.mystere, campagne.pilote
    import_scenarios(site, par=SYSTEME)
    proposees = [t for t in get_modele().list_tranches(canal_of(campagne)) if t.propose]
    draw_tests(
        campagne,
        reglages=Reglages(
            tests=mystere.tests,
            part_double=Fraction(mystere.part_double, CENT),
            creneaux=tuple(Creneau(t.debut, t.fin) for t in proposees),
            services=tuple(site.services.filter(code__in=mystere.services)),
            standard=True,
            enqueteurs=tuple(Agent.objects.filter(username__in=mystere.enqueteurs)),
        ),
        graine=enquetes.graine,
        par=SYSTEME,
        le=le,
    )
