"""Working days: public holidays by territory, closures of a site, deadlines and delays."""

from qualepref.noyau.calendrier.chargement import CalendrierInvalideError, load_territoires
from qualepref.noyau.calendrier.explication import (
    Etape,
    Nature,
    etapes_echeance,
    explain_echeance,
)
from qualepref.noyau.calendrier.jours_ouvres import (
    Calendrier,
    DelaiNegatifError,
    Fermeture,
    HorsCalendrierError,
    JourAttenduError,
    PeriodeInverseeError,
    add_jours_ouvres,
    compute_delai_jours_ouvres,
    count_jours_ouvres,
)
from qualepref.noyau.calendrier.territoires import (
    DERNIER_JOUR,
    PREMIER_JOUR,
    Divergence,
    Ferie,
    JourFerie,
    Regle,
    Territoire,
)
from qualepref.noyau.calendrier.vectoriel import (
    ColonneInvalideError,
    add_jours_ouvres_np,
    compute_delais_jours_ouvres_np,
    count_jours_ouvres_np,
)


__all__ = [
    "DERNIER_JOUR",
    "PREMIER_JOUR",
    "Calendrier",
    "CalendrierInvalideError",
    "ColonneInvalideError",
    "DelaiNegatifError",
    "Divergence",
    "Etape",
    "Ferie",
    "Fermeture",
    "HorsCalendrierError",
    "JourAttenduError",
    "JourFerie",
    "Nature",
    "PeriodeInverseeError",
    "Regle",
    "Territoire",
    "add_jours_ouvres",
    "add_jours_ouvres_np",
    "compute_delai_jours_ouvres",
    "compute_delais_jours_ouvres_np",
    "count_jours_ouvres",
    "count_jours_ouvres_np",
    "etapes_echeance",
    "explain_echeance",
    "load_territoires",
]
