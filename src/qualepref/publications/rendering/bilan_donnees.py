"""What an annual report says, word for word: the same objects make the web page and the PDF.

Every text is decided by the caller and printed as it is; an empty string means that there is
nothing to print, and the rendering says « non collecté » where silence would mislead.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from qualepref.noyau.calcul.releves import Etat
from qualepref.noyau.calcul.verdicts import Verdict
from qualepref.noyau.graphiques.modele import Graphique
from qualepref.noyau.redaction.modele import SANS_TEXTE, TexteRiche
from qualepref.publications.rendering.conventions import CONVENTIONS, Convention
from qualepref.publications.rendering.enquetes_donnees import CampagneBilan
from qualepref.publications.rendering.tableaux_donnees import TableauDetail


AVEC_CHIFFRE = (Etat.VALEUR,)


class Constat(StrEnum):
    """A published figure against ours. REPRIS: nothing to compute it from, it is taken over."""

    CONCORDE = "concorde"
    DIFFERE = "differe"
    REPRIS = "repris"
    SANS_CALCUL = "sans_calcul"

    @property
    def libelle(self) -> str:
        """French words for the table."""
        return LIBELLES_CONSTAT[self]


LIBELLES_CONSTAT = {
    Constat.CONCORDE: "concorde",
    Constat.DIFFERE: "diffère",
    Constat.REPRIS: "repris tel quel",
    Constat.SANS_CALCUL: "pas de calcul",
}

# Verdicts under a heading that already says the target.
VERDICTS_COURTS = {
    Verdict.ATTEINTE: "atteinte",
    Verdict.NON_ATTEINTE: "non atteinte",
    Verdict.INDECIDABLE: "incertain",
    Verdict.SANS_CIBLE: "sans cible",
    Verdict.SANS_VALEUR: "–",
}
# Singular and plural, in the order of the dashboard's count.
DECOMPTE = {
    Verdict.ATTEINTE: ("cible atteinte", "cibles atteintes"),
    Verdict.NON_ATTEINTE: ("cible non atteinte", "cibles non atteintes"),
    Verdict.INDECIDABLE: ("résultat incertain", "résultats incertains"),
    Verdict.SANS_CIBLE: ("résultat sans cible", "résultats sans cible"),
    Verdict.SANS_VALEUR: ("indicateur sans résultat", "indicateurs sans résultat"),
}


@dataclass(frozen=True, slots=True)
class LigneDetail:
    """One code of a detail: « pref-etrangers@ », 100 %, 307 / 307, and the mean delay of the same.

    `barre`: length of its bar in thousandths of the longest place; None without a figure.
    """

    libelle: str
    resultat: str
    etat: Etat
    verdict: Verdict
    fraction: str = ""
    barre: int | None = None
    delai: str = ""
    verdict_delai: Verdict = Verdict.SANS_CIBLE

    @property
    def verdict_court(self) -> str:
        """The verdict in a column that names the target."""
        return VERDICTS_COURTS[self.verdict]

    @property
    def verdict_delai_court(self) -> str:
        """The verdict on the mean delay, likewise."""
        return VERDICTS_COURTS[self.verdict_delai]


@dataclass(frozen=True, slots=True)
class GroupeDetail:
    """The codes of one dimension: « Par boîte »."""

    titre: str
    lignes: tuple[LigneDetail, ...]


@dataclass(frozen=True, slots=True)
class Detail:
    """An indicator by mailbox, service, nature…, drawn and written at once.

    `nom`: heading of the figures (« Taux »). `repere`: where the target falls on the bars, in
    thousandths. `cible`: « 90 % », empty without one, and then without verdicts. `nom_delai`,
    `cible_delai`: the same for the mean delay beside it, empty without one.
    """

    legende: str
    nom: str
    groupes: tuple[GroupeDetail, ...]
    cible: str = ""
    repere: int | None = None
    nom_delai: str = ""
    cible_delai: str = ""


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

    `resultat`: « 91 % », or the state in words when there is no figure. `calcul`: « 719 / 786
    courriels répondus », empty when the figure came alone. `cible`, `cible_suivante`: « 90 % »,
    empty when there is none. `nationale`: the country's value with its year. `intervalle`: the
    confidence interval of a sample, in words. `tracage`: « traçage exhaustif », or the sample with
    its weeks. `source`: « calculé à partir des registres ». `version`: of the definition.
    `moyenne_des_mois`: the mean of the monthly figures, where it prints something else.
    `precedente`: the year before by the same definition, « 88 % en 2021 (700 / 795) ».
    """

    code: str
    libelle: str
    engagements: tuple[int, ...]
    resultat: str
    etat: Etat
    verdict: Verdict
    calcul: str = ""
    cible: str = ""
    cible_suivante: str = ""
    nationale: str = ""
    methode: str = ""
    periode_couverte: str = ""
    tracage: str = ""
    intervalle: str = ""
    source: str = ""
    version: str = ""
    moyenne_des_mois: str = ""
    precedente: str = ""
    notes: tuple[str, ...] = ()

    @property
    def a_un_chiffre(self) -> bool:
        """Tell whether `resultat` is a figure and not a state in words."""
        return self.etat in AVEC_CHIFFRE


@dataclass(frozen=True, slots=True)
class Evolution:
    """What the months of an indicator tell, with those of the year before: signal or noise.

    `nom`: short name of its figures (« Taux »). `assurance`: what to expect of the target, "" without
    one. `methode`: « carte p : 20 mois connus, janvier 2021 à décembre 2022 ». `graphique`: only
    where a month stands out. `evenements`: those numbered on it, in order.
    """

    nom: str
    constats: tuple[str, ...]
    assurance: str = ""
    methode: str = ""
    graphique: Graphique | None = None
    evenements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bloc:
    """What is read together: one indicator, or a rate and the mean delay of the same demandes.

    `graphique` and `mois` say the months, one or the other; both are about all the `fiches`.
    `evolutions`: of those whose months are many enough for limits.
    """

    fiches: tuple[FicheIndicateur, ...]
    graphique: Graphique | None = None
    mois: TableauDetail | None = None
    detail: Detail | None = None
    evolutions: tuple[Evolution, ...] = ()

    @property
    def seule(self) -> bool:
        """Tell whether one indicator stands alone: what is said needs no name."""
        return len(self.fiches) == 1


@dataclass(frozen=True, slots=True)
class SansResultat:
    """An indicator without any figure this year, and why."""

    code: str
    libelle: str
    etat: Etat
    raison: str
    methode: str = ""
    cible: str = ""
    cible_suivante: str = ""


@dataclass(frozen=True, slots=True)
class Famille:
    """Indicators of one domain: « Accueil téléphonique », « Courriels »."""

    titre: str
    intro: str
    blocs: tuple[Bloc, ...]
    sans_resultat: tuple[SansResultat, ...] = ()
    commentaire: TexteRiche = SANS_TEXTE

    @property
    def titre_sans_resultat(self) -> str:
        """Heading of those without a figure: « Non collecté cette année » when all are."""
        etats = {s.etat for s in self.sans_resultat}
        if len(etats) > 1:
            return "Sans résultat cette année"
        mot = next((e.libelle for e in etats), "")
        return f"{mot[:1].upper()}{mot[1:]} cette année"


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

    @property
    def a_un_chiffre(self) -> bool:
        """Tell whether `resultat` is a figure and not a state in words."""
        return self.etat in AVEC_CHIFFRE


@dataclass(frozen=True, slots=True)
class Manque:
    """A target that was missed, and by how much: « 3 de plus sur 724 »."""

    code: str
    libelle: str
    resultat: str
    cible: str
    ecart: str


@dataclass(frozen=True, slots=True)
class Comparaison:
    """A published figure beside the one computed from its own parts, and why they differ."""

    code: str
    libelle: str
    publie: str
    calcule: str
    constat: Constat
    explication: str = ""


@dataclass(frozen=True, slots=True)
class Concordance:
    """The published figures of one indicator that its own parts give back.

    `chiffres`: « Ensemble : 96 % », « mai à juillet : 90 % », which stand for `nombre` figures.
    """

    code: str
    libelle: str
    chiffres: tuple[str, ...]
    nombre: int


@dataclass(frozen=True, slots=True)
class Publies:
    """Published figures beside those computed: what needs a word first, what agrees after."""

    documents: tuple[str, ...] = ()
    comparaisons: tuple[Comparaison, ...] = ()
    concordances: tuple[Concordance, ...] = ()

    @property
    def nombre_concordant(self) -> int:
        """How many published figures agree without a word."""
        return sum(c.nombre for c in self.concordances)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report beside indicators and surveys: trainings, improvement plan.

    `code`: of its rubric. `commentaire`: what people wrote about it, printed first.
    """

    titre: str
    paragraphes: tuple[str, ...] = ()
    tableaux: tuple[TableauDetail, ...] = ()
    graphiques: tuple[Graphique, ...] = ()
    code: str = ""
    commentaire: TexteRiche = SANS_TEXTE


@dataclass(frozen=True, slots=True)
class Decompte:
    """How many indicators got a verdict: « 17 cibles atteintes »."""

    verdict: Verdict
    nombre: int

    @property
    def libelle(self) -> str:
        """The words after the number, in agreement with it."""
        return DECOMPTE[self.verdict][self.nombre > 1]


@dataclass(frozen=True, slots=True)
class Bilan:
    """A whole annual report.

    `presentation`: the label in a few words.
    `redige`, `commentaire_enquetes`, `perspectives`: what people wrote, empty when nobody did.
    `autorite`: the State's block, one line per item (« Préfet », « de la Loire-Atlantique »).
    `reference`: short id of the figures. `statut`: « Version définitive », « Projet »…
    `demonstration`: the data were reconstituted; the cover and every page say so.
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
    manques: tuple[Manque, ...] = ()
    label: LabelBilan | None = None
    sous_titre: str = ""
    statut: str = ""
    referentiel: str = ""
    preambule: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    enquetes: tuple[CampagneBilan, ...] = ()
    sections: tuple[Section, ...] = ()
    publies: Publies = Publies()
    conventions: tuple[Convention, ...] = CONVENTIONS
    rectificatifs: tuple[str, ...] = ()
    demonstration: bool = False
    presentation: tuple[str, ...] = ()
    redige: TexteRiche = SANS_TEXTE
    commentaire_enquetes: TexteRiche = SANS_TEXTE
    perspectives: TexteRiche = SANS_TEXTE

    @property
    def annee_suivante(self) -> int:
        """The year the outlook is about."""
        return self.annee + 1

    @property
    def total_engagements(self) -> int:
        """Engagements of all the modules of the perimeter."""
        return sum(m.engagements for m in self.perimetre)

    @property
    def decompte(self) -> tuple[Decompte, ...]:
        """How many lines of the dashboard got each verdict, those that none got left out."""
        nombres = ((v, sum(ligne.verdict is v for ligne in self.tableau)) for v in DECOMPTE)
        return tuple(Decompte(v, nombre) for v, nombre in nombres if nombre)
