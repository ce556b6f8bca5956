"""What the base keeps of the improvement work, by subject."""

from qualepref.amelioration.models.evaluations import Evaluation, LigneGrille
from qualepref.amelioration.models.formations import Besoin, Formation, Personne, Presence, Seance
from qualepref.amelioration.models.plan import Action


__all__ = (
    "Action",
    "Besoin",
    "Evaluation",
    "Formation",
    "LigneGrille",
    "Personne",
    "Presence",
    "Seance",
)
