"""What the terms of an annual report mean, and the warning of a demonstration."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Convention:
    """A term used in the report, and what it means."""

    terme: str
    sens: str


CONVENTIONS = (
    Convention(
        "Résultat",
        "Rapport exact de deux sommes sur toute la période. Il n’est arrondi que pour être "
        "imprimé : au plus proche, et vers le haut à mi-chemin.",
    ),
    Convention(
        "Regroupement",
        "Une année ou un ensemble de services s’obtient en additionnant numérateurs et "
        "dénominateurs, jamais en faisant la moyenne des taux : un mois chargé compte plus qu’un "
        "mois calme. Une moyenne des mois, quand elle est donnée, est nommée comme telle.",
    ),
    Convention(
        "Cible atteinte",
        "La valeur exacte, avant tout arrondi, est comparée à la cible de l’année.",
    ),
    Convention(
        "On ne peut pas conclure, incertain",
        "Le résultat vient d’un échantillon, et la cible se trouve dans son intervalle de "
        "confiance à 95 % (Wilson pour un taux, Hall pour un délai moyen) ; ou les cas sont trop "
        "peu nombreux.",
    ),
    Convention(
        "Non collecté (n.c.)",
        "La donnée n’a pas été relevée. Ce n’est jamais un zéro : le mois reste vide sur le "
        "graphique et n’entre dans aucun calcul.",
    ),
    Convention(
        "Rien reçu",
        "Le relevé a été tenu, et aucune demande n’est arrivée : le taux n’a pas de sens.",
    ),
    Convention(
        "Non calculable",
        "Des mois ont un taux publié sans ses deux nombres : aucun taux de l’année ne peut en être "
        "tiré. Les mois sont donnés tels quels.",
    ),
    Convention(
        "n", "Ce sur quoi porte le chiffre d’un mois : le dénominateur du taux ou du délai moyen."
    ),
    Convention("Sans objet", "L’engagement ne s’applique pas au site."),
    Convention(
        "Non significatif (n.s.)",
        "Trop peu de réponses pour que le taux dise quelque chose ; il n’est pas imprimé, seul leur "
        "nombre l’est.",
    ),
    Convention("Pas encore dû", "La période n’est pas achevée, ou le délai court encore."),
    Convention(
        "Jour ouvré (j.o.)",
        "Jour de semaine, hors jours fériés du territoire et fermetures du site. Le jour de "
        "l’arrivée ne compte pas.",
    ),
    Convention(
        "Signal, bruit",
        "Lus sur une carte de contrôle (p pour un taux, p’ s’il varie plus que le hasard, XmR sinon), "
        "avec ceux de l’année précédente, les mois font un signal quand l’un sort des limites, ou "
        "huit de suite sont du même côté de la moyenne. Le reste est du bruit. Six mois connus font "
        "des limites provisoires, douze des limites établies.",
    ),
    Convention(
        "Part de satisfaits",
        "Dans une enquête, réponses favorables rapportées à celles des personnes qui se sont "
        "exprimées sur la question : ni les questions passées, ni les « sans objet » n’y comptent.",
    ),
    Convention(
        "Exhaustif, échantillon",
        "Exhaustif : chaque demande est tracée. Échantillon : seules celles de certaines semaines "
        "le sont.",
    ),
)


DEMONSTRATION = "Démonstration : données reconstituées. Ce document n’a aucune valeur officielle."
