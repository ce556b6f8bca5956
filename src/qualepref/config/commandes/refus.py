"""The refusals that commands foresee, each as a French message for its user."""

from __future__ import annotations

import errno

import dj_database_url
from django.apps import apps
from django.db import DatabaseError

from qualepref.config.environnement import VariableInvalideError


# What the system answers -> what to tell of the file it names.
FICHIERS = {
    errno.ENOENT: "n’existe pas. Vérifiez le chemin.",
    errno.EACCES: "est d’accès interdit. Vérifiez vos droits sur ce fichier ou ce dossier.",
    errno.EPERM: "est d’accès interdit. Vérifiez vos droits sur ce fichier ou ce dossier.",
    errno.EROFS: "est sur un disque en lecture seule. Choisissez un autre emplacement.",
    errno.EISDIR: "est un dossier. Donnez le nom d’un fichier.",
    errno.ENOTDIR: "passe par un fichier pris pour un dossier. Vérifiez le chemin.",
    errno.EEXIST: "passe par un fichier pris pour un dossier. Vérifiez le chemin.",
    errno.ENOSPC: "ne tient plus sur le disque. Libérez de la place, puis relancez la commande.",
    errno.ENAMETOOLONG: "porte un nom trop long. Raccourcissez-le.",
}
# A part of what the database says -> what to tell.
BASE = (
    (
        ("no such table", "no such column", "does not exist"),
        "La base n’est pas prête. Lancez d’abord : ./qualepref preparer (ou demo).",
    ),
    (
        ("locked",),
        "La base est occupée par un autre travail. Attendez qu’il finisse, puis relancez.",
    ),
    (
        ("readonly", "read-only"),
        "La base est en lecture seule. Vérifiez vos droits sur le dossier de données.",
    ),
    (
        ("unable to open", "not a database", "malformed"),
        "Le fichier de la base ne s’ouvre pas. Vérifiez le dossier QUALEPREF_DONNEES.",
    ),
    (
        ("connect", "could not translate host", "authentication", "resolve host"),
        "La base de données ne répond pas. Vérifiez DATABASE_URL, et qu’elle est démarrée.",
    ),
)


def explain(erreur: Exception) -> str | None:
    """Return the French message of a foreseen refusal, None for anything else."""
    if isinstance(erreur, dj_database_url.ParseError | dj_database_url.UnknownSchemeError):
        return (
            "DATABASE_URL n’est pas l’adresse d’une base. Forme attendue : "
            "postgres://utilisateur:mot-de-passe@machine:5432/base"
        )
    if isinstance(erreur, VariableInvalideError):
        return str(erreur)
    if isinstance(erreur, OSError) and erreur.filename is not None:
        suite = FICHIERS.get(erreur.errno or 0)
        return None if suite is None else f"« {erreur.filename} » {suite}"
    if isinstance(erreur, DatabaseError):
        texte = str(erreur).lower()
        return next((m for marques, m in BASE if any(q in texte for q in marques)), None)
    # Before the applications are loaded, none of these can have been raised.
    return (
        str(erreur)
        if apps.ready and isinstance(erreur, (*_list_refus(), *_list_refus_coherence()))
        else None
    )


def _list_refus() -> tuple[type[Exception], ...]:
    from qualepref.indicateurs.queries.tableau import IndicateurInconnuError
    from qualepref.noyau.calendrier import CalendrierInvalideError
    from qualepref.noyau.demarche.lecture import DemarcheInvalideError
    from qualepref.noyau.documents.composition import RenduImpossibleError
    from qualepref.noyau.questionnaires.fautes import QuestionnaireInvalideError
    from qualepref.noyau.referentiel.fautes import ReferentielInvalideError
    from qualepref.noyau.reunions.lecture import ReunionsInvalidesError
    from qualepref.noyau.tableurs.erreurs import ExportImpossibleError, FichierRefuseError
    from qualepref.noyau.territoires.fautes import TerritoiresInvalidesError
    from qualepref.organisation.operations import (
        IdentifiantPrisError,
        MotDePasseFaibleError,
        RoleImpossibleError,
    )
    from qualepref.organisation.queries import ServiceInconnuError, SiteInconnuError
    from qualepref.suivi.operations.imports import (
        ColonneInconnueError,
        ColonnesManquantesError,
        EnteteADesignerError,
    )
    from qualepref.suivi.queries.champs import RegistreInconnuError

    return (
        ServiceInconnuError,
        IdentifiantPrisError,
        MotDePasseFaibleError,
        RoleImpossibleError,
        SiteInconnuError,
        IndicateurInconnuError,
        RegistreInconnuError,
        ColonneInconnueError,
        ColonnesManquantesError,
        EnteteADesignerError,
        FichierRefuseError,
        ExportImpossibleError,
        ReferentielInvalideError,
        CalendrierInvalideError,
        TerritoiresInvalidesError,
        ReunionsInvalidesError,
        DemarcheInvalideError,
        RenduImpossibleError,
        QuestionnaireInvalideError,
        *_list_refus_amelioration(),
        *_list_refus_enquetes(),
        *_list_refus_modeles(),
        *_list_refus_preuves(),
        *_list_refus_publications(),
        *_list_refus_demonstration(),
    )


def _list_refus_coherence() -> tuple[type[Exception], ...]:
    from qualepref.noyau.coherence.refus import (
        PublicationHorsTailleError,
        PublicationIllisibleError,
    )
    from qualepref.noyau.coherence.reglages import ReglesCoherenceInvalidesError

    return PublicationHorsTailleError, PublicationIllisibleError, ReglesCoherenceInvalidesError


def _list_refus_amelioration() -> tuple[type[Exception], ...]:
    from qualepref.amelioration.queries.reglages import ReglagesInvalidesError
    from qualepref.amelioration.queries.reglages_formations import ReglagesFormationsInvalidesError

    return (ReglagesInvalidesError, ReglagesFormationsInvalidesError)


def _list_refus_enquetes() -> tuple[type[Exception], ...]:
    from qualepref.enquetes.operations.ouvertures import EtapeImpossibleError
    from qualepref.enquetes.operations.preparation import CampagneRefuseeError
    from qualepref.enquetes.queries.formulaires import (
        FormulaireIllisibleError,
        QuestionnaireInconnuError,
    )
    from qualepref.enquetes.queries.numeros import CampagneInconnueError, SiteHorsCampagneError
    from qualepref.noyau.questionnaires.xlsform.erreurs import XlsformIllisibleError

    return (
        CampagneInconnueError,
        SiteHorsCampagneError,
        CampagneRefuseeError,
        EtapeImpossibleError,
        QuestionnaireInconnuError,
        FormulaireIllisibleError,
        XlsformIllisibleError,
    )


def _list_refus_modeles() -> tuple[type[Exception], ...]:
    from qualepref.modeles.queries.modeles import ModeleInconnuError
    from qualepref.modeles.queries.svi import VersionSviInconnueError
    from qualepref.modeles.rendering.documents import FormatImpossibleError
    from qualepref.modeles.rendering.gabarits import GabaritRefuseError
    from qualepref.noyau.modeles.lecture import ModelesInvalidesError

    return (
        ModeleInconnuError,
        FormatImpossibleError,
        GabaritRefuseError,
        ModelesInvalidesError,
        VersionSviInconnueError,
    )


def _list_refus_preuves() -> tuple[type[Exception], ...]:
    from qualepref.preuves.operations.dossiers import GraineRefuseeError
    from qualepref.preuves.queries.reglages import ReglagesPreuvesInvalidesError
    from qualepref.preuves.rendering.dossier import PieceAltereeError

    return GraineRefuseeError, ReglagesPreuvesInvalidesError, PieceAltereeError


def _list_refus_publications() -> tuple[type[Exception], ...]:
    from qualepref.noyau.donnees_ouvertes.lecture import DonneesOuvertesInvalidesError
    from qualepref.noyau.portail.lecture import PortailInvalideError
    from qualepref.noyau.verification.modele import DocumentIllisibleError
    from qualepref.publications.operations.publications import PublicationRefuseeError
    from qualepref.publications.rendering.figement import FormatInconnuError
    from qualepref.publications.rendering.formats import FormatAbsentError
    from qualepref.publications.rendering.lecture import InstantaneAltereError

    return (
        DocumentIllisibleError,
        DonneesOuvertesInvalidesError,
        PortailInvalideError,
        PublicationRefuseeError,
        FormatAbsentError,
        FormatInconnuError,
        InstantaneAltereError,
    )


def _list_refus_demonstration() -> tuple[type[Exception], ...]:
    from qualepref.demonstration.comptes import FichierComptesIllisibleError
    from qualepref.demonstration.donnees import DemonstrationInvalideError
    from qualepref.demonstration.evaluations import LigneInconnueError
    from qualepref.demonstration.modeles import TexteAbsentError
    from qualepref.demonstration.operations import DemonstrationAnterieureError
    from qualepref.demonstration.reconstitution import ReconstitutionImpossibleError
    from qualepref.demonstration.retours import EffectifsIntrouvablesError, QuestionAbsenteError

    return (
        DemonstrationInvalideError,
        DemonstrationAnterieureError,
        FichierComptesIllisibleError,
        ReconstitutionImpossibleError,
        EffectifsIntrouvablesError,
        QuestionAbsenteError,
        LigneInconnueError,
        TexteAbsentError,
    )
