"""Pure rules of declared values and targets: what is refused, how a value becomes a reading."""

from qualepref.indicateurs.rules.declarees import (
    Declaree,
    MoyenneDesMois,
    build_releve_declare,
    compute_moyenne_des_mois,
)


__all__ = ["Declaree", "MoyenneDesMois", "build_releve_declare", "compute_moyenne_des_mois"]
