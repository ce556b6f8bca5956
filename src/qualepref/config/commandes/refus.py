"""The refusals that commands foresee: each carries a French message for its user."""

from qualepref.demonstration.comptes import FichierComptesIllisibleError
from qualepref.demonstration.donnees import DemonstrationInvalideError
from qualepref.demonstration.operations import DemonstrationAnterieureError
from qualepref.demonstration.reconstitution import ReconstitutionImpossibleError
from qualepref.indicateurs.queries.tableau import IndicateurInconnuError
from qualepref.noyau.calendrier import CalendrierInvalideError
from qualepref.noyau.referentiel.fautes import ReferentielInvalideError
from qualepref.noyau.tableurs.erreurs import ExportImpossibleError, FichierRefuseError
from qualepref.noyau.territoires.fautes import TerritoiresInvalidesError
from qualepref.organisation.operations import (
    IdentifiantPrisError,
    MotDePasseFaibleError,
    RoleImpossibleError,
)
from qualepref.organisation.queries import ServiceInconnuError, SiteInconnuError
from qualepref.publications.rendering.pdf import RenduImpossibleError
from qualepref.suivi.operations.imports import ColonnesManquantesError
from qualepref.suivi.queries.champs import RegistreInconnuError


REFUS = (
    ServiceInconnuError,
    IdentifiantPrisError,
    MotDePasseFaibleError,
    RoleImpossibleError,
    SiteInconnuError,
    IndicateurInconnuError,
    RegistreInconnuError,
    ColonnesManquantesError,
    FichierRefuseError,
    ExportImpossibleError,
    ReferentielInvalideError,
    CalendrierInvalideError,
    TerritoiresInvalidesError,
    RenduImpossibleError,
    DemonstrationInvalideError,
    DemonstrationAnterieureError,
    FichierComptesIllisibleError,
    ReconstitutionImpossibleError,
    FileNotFoundError,
)
