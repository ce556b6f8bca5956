"""What an annual report says, word for word: the same objects make the web page and the PDF.

Every text is decided by the caller and printed as it is; an empty string means that there is
nothing to print, and the rendering says « non collecté » where silence would mislead.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from qualepref.noyau.calcul.releves import Etat
from qualepref.noyau.calcul.verdicts import Verdict
from qualepref.noyau.graphiques.modele import Graphique


@dataclass(frozen=True, slots=True)
class TableauDetail:
    """A small table: a caption, headings, rows as long as the headings.

    The first column names the rows. `total`: the last row is a total and stands out.
    """

    legende: str
    entetes: tuple[str, ...]
    lignes: tuple[tuple[str, ...], ...]
    total: bool = False


@dataclass(frozen=True, slots=True)
class LabelBilan:
    """The decision that gave the label: « 27 octobre 2022 », « SOCOTEC », « 3 ans »…"""

    decision: str
    organisme: str
    duree: str
    fin: str


@dataclass(frozen=True, slots=True)
class ModulePerimetre:
    """A module the label covers, and how many engagements it holds."""

    numero: int
    titre: str
    engagements: int
    statut: str = ""


@dataclass(frozen=True, slots=True)
class FicheIndicateur:
    """One indicator of the year, with all that is needed to judge it.

    `resultat`: « 91 % », or the state in words when there is no figure. `numerateur`,
    `denominateur`: « 719 », « 786 », empty when the figure came alone. `base`: what the
    denominator counts (« réponses apportées »). `cible`, `cible_suivante`: « 90 % », empty when
    there is none. `intervalle`: the confidence interval of a sample, in words. `tracage`: « relevé
    exhaustif », « échantillon : deux semaines ». `source`: « calculé par la plateforme »,
    « importé du bilan publié ». `version`: of the indicator's definition.
    `moyenne_des_mois`: the mean of the monthly figures, where it differs and was published so.
    """

    code: str
    libelle: str
    engagements: tuple[int, ...]
    resultat: str
    etat: Etat
    verdict: Verdict
    numerateur: str = ""
    denominateur: str = ""
    base: str = ""
    cible: str = ""
    cible_suivante: str = ""
    methode: str = ""
    periode_couverte: str = ""
    tracage: str = ""
    intervalle: str = ""
    source: str = ""
    version: str = ""
    moyenne_des_mois: str = ""
    notes: tuple[str, ...] = ()
    graphique: Graphique | None = None
    detail: TableauDetail | None = None

    @property
    def fraction(self) -> str:
        """« 719 / 786 réponses apportées », empty when the parts are unknown."""
        if not self.numerateur:
            return ""
        rapport = (
            f"{self.numerateur} / {self.denominateur}" if self.denominateur else self.numerateur
        )
        return f"{rapport} {self.base}".strip()


@dataclass(frozen=True, slots=True)
class Famille:
    """Indicators read together: « Accueil téléphonique », « Courriels »."""

    titre: str
    intro: str
    indicateurs: tuple[FicheIndicateur, ...]


@dataclass(frozen=True, slots=True)
class LigneTableau:
    """One line of the dashboard; lines of one `famille` follow each other."""

    famille: str
    code: str
    libelle: str
    resultat: str
    etat: Etat
    verdict: Verdict
    fraction: str = ""
    cible: str = ""
    cible_suivante: str = ""


@dataclass(frozen=True, slots=True)
class Comparaison:
    """A published figure beside the one computed from its own parts, and why they differ.

    `concorde` is True when both say the same once rounded.
    """

    code: str
    libelle: str
    publie: str
    calcule: str
    concorde: bool
    explication: str
    provenance: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A free part of the report: surveys, trainings, improvement plan, outlook."""

    titre: str
    paragraphes: tuple[str, ...] = ()
    tableaux: tuple[TableauDetail, ...] = ()
    graphiques: tuple[Graphique, ...] = ()


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
        "On ne peut pas conclure",
        "Le résultat vient d’un échantillon, et la cible se trouve dans son intervalle de "
        "confiance à 95 % (méthode de Wilson) ; ou les cas sont trop peu nombreux.",
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
    Convention("Sans objet", "L’engagement ne s’applique pas au site."),
    Convention(
        "Non significatif (n.s.)",
        "Trop peu de cas pour que le taux dise quelque chose ; il est imprimé sans verdict.",
    ),
    Convention("Pas encore dû", "La période n’est pas achevée, ou le délai court encore."),
    Convention(
        "Jour ouvré (j.o.)",
        "Jour de semaine, hors jours fériés du territoire et fermetures du site. Le jour de "
        "l’arrivée ne compte pas.",
    ),
    Convention(
        "Exhaustif, échantillon",
        "Exhaustif : chaque demande est tracée. Échantillon : seules celles de certaines semaines "
        "le sont.",
    ),
)


DEMONSTRATION = "Démonstration : données reconstituées. Ce document n’a aucune valeur officielle."


@dataclass(frozen=True, slots=True)
class Bilan:
    """A whole annual report.

    `autorite`: the State's block, one line per item (« Préfet », « de la Loire-Atlantique »).
    `reference`: short id of the frozen publication. `statut`: « Version définitive », « Projet »…
    `demonstration`: the data were reconstituted; the cover and every page say so.
    `comparaisons_intro`: how the published figures were obtained.
    """

    site_nom: str
    annee: int
    titre: str
    reference: str
    arrete_le: dt.date
    autorite: tuple[str, ...]
    perimetre: tuple[ModulePerimetre, ...]
    familles: tuple[Famille, ...]
    tableau: tuple[LigneTableau, ...]
    label: LabelBilan | None = None
    sous_titre: str = ""
    statut: str = ""
    referentiel: str = ""
    preambule: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    comparaisons_intro: str = ""
    comparaisons: tuple[Comparaison, ...] = ()
    conventions: tuple[Convention, ...] = CONVENTIONS
    rectificatifs: tuple[str, ...] = ()
    demonstration: bool = False

    @property
    def total_engagements(self) -> int:
        """Engagements of all the modules of the perimeter."""
        return sum(m.engagements for m in self.perimetre)

    def count_verdicts(self, verdict: Verdict) -> int:
        """Return how many lines of the dashboard got this verdict."""
        return sum(ligne.verdict is verdict for ligne in self.tableau)
