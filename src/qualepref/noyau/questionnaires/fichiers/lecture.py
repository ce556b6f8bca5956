"""Reads the rows of a file of answers, column by column, against its questionnaire."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from qualepref.noyau.questionnaires.fichiers.collecte import (
    Collecte,
    FauteCollecte,
    Reglages,
    TexteInconnu,
)
from qualepref.noyau.questionnaires.fichiers.correspondance import Attribution, Plan
from qualepref.noyau.questionnaires.fichiers.formats import FormatCollecte
from qualepref.noyau.questionnaires.fichiers.lecteurs import (
    COCHEES,
    DECOCHEES,
    Lecteur,
    OptionInconnueError,
    build_case,
    build_jour,
    build_langue,
    build_lecteur,
    build_repere,
    read_colonne,
    read_complet,
)
from qualepref.noyau.questionnaires.fichiers.options import (
    Options,
    build_options,
    build_reperes,
    is_autre,
)
from qualepref.noyau.questionnaires.fichiers.roles import (
    COMPLET,
    IDENTIFIANT,
    JOUR,
    LANGUE,
    MODE,
    SERVICE,
    SITE,
    VALABLE,
    VIDE,
)
from qualepref.noyau.questionnaires.fichiers.structure import Structure
from qualepref.noyau.questionnaires.fichiers.tableau import Colonne, Tableau, tell_cellule
from qualepref.noyau.questionnaires.modele import Question, Questionnaire, TypeQuestion
from qualepref.noyau.questionnaires.parcours import drop_hors_parcours, list_posees
from qualepref.noyau.questionnaires.stockage import TEXTE_DONNE
from qualepref.noyau.tableurs.refus import ValeurRefuseeError


REPERES = (SITE, SERVICE, MODE, LANGUE)
# What SDAPS writes where no box was ticked, or several were.
SDAPS_SANS_REPONSE = frozenset({"NA", "-1", "-2", "0"})
FEUILLE_VIDE, FEUILLE_NON_VALABLE = "feuille vide", "feuille marquée non valable dans SDAPS"
SIMPLES = COCHEES | DECOCHEES
# Characters of a faulty text shown.
APERCU = 100
SEPARATEUR = "\x1f"


class Lecture:
    """The reading of one table, under one plan."""

    def __init__(
        self,
        tableau: Tableau,
        plan: Plan,
        questionnaire: Questionnaire,
        *,
        format_: FormatCollecte,
        reglages: Reglages,
        structure: Structure,
    ) -> None:
        self.tableau, self.plan, self.questionnaire = tableau, plan, questionnaire
        self.format, self.reglages, self.structure = format_, reglages, structure
        self.collecte = Collecte(numeros=list(tableau.numeros))
        self.reprises = {a.colonne.nom for a in plan.attributions}

    def run(self) -> Collecte:
        """Return what the table holds."""
        self._read_questions()
        self._read_reperes()
        self._read_jours()
        self._read_complets()
        self._name_lignes()
        self._set_aside()
        self._follow_parcours()
        self.collecte.fautes.sort(key=lambda f: (f.ligne, len(f.lettre), f.lettre))
        return self.collecte

    @property
    def _nombre(self) -> int:
        return len(self.tableau.numeros)

    def _read_questions(self) -> None:
        entieres: dict[str, Attribution] = {}
        cases: dict[str, list[Attribution]] = defaultdict(list)
        for attribution in self.plan.attributions:
            role = attribution.role
            if role.question is None:
                continue
            if role.option is None:
                entieres[role.question.code] = attribution
            else:
                cases[role.question.code].append(attribution)
        for question in self.questionnaire.iter_questions():
            if question.code in entieres:
                valeurs = self._read_question(question, entieres[question.code])
                self._tell_cases_inutiles(cases[question.code])
            elif question.code in cases:
                valeurs = self._read_cases(question, cases[question.code])
            else:
                continue
            if question.type is TypeQuestion.TEXTE:
                self.collecte.textes[question.code] = valeurs
                valeurs = [None if v is None else TEXTE_DONNE for v in valeurs]
            self.collecte.valeurs[question.code] = valeurs

    def _read_question(self, question: Question, attribution: Attribution) -> list[Any]:
        options = build_options(
            question,
            intitules=self.structure.find(attribution.colonne.entete),
            choisies=self.reglages.valeurs.get(question.code),
            rangs=self.format is FormatCollecte.SDAPS,
            absence_muette=self.format is FormatCollecte.LIMESURVEY,
        )
        lire = build_lecteur(question, options, epoque=self.tableau.epoque)
        if self.format is FormatCollecte.SDAPS:
            lire = _skip_sdaps(lire, libre=question.type is TypeQuestion.TEXTE)
        return self._read(attribution.colonne, question.code, lire, options)

    def _tell_cases_inutiles(self, cases: Sequence[Attribution]) -> None:
        """Say which columns of options add nothing to the column of their whole question."""
        if self.format is FormatCollecte.SDAPS:
            return
        self.collecte.avertissements += [
            f"La colonne « {a.colonne.nom} » n’est pas reprise : une autre colonne donne déjà toute "
            "la réponse à cette question."
            for a in cases
            if a.colonne.remplie
        ]

    def _read_cases(self, question: Question, cases: Sequence[Attribution]) -> list[Any]:
        rangs = {option.code: rang for rang, option in enumerate(question.options)}
        ordonnees = sorted(cases, key=lambda a: rangs[a.role.option.code] if a.role.option else 0)
        codes = [a.role.option.code for a in ordonnees if a.role.option]
        colonnes = [self._read(a.colonne, a.role.code, build_case(a.role), None) for a in ordonnees]
        self._tell_precisions(ordonnees)
        combinaisons = list(zip(*colonnes, strict=True))
        lire = build_lecteur(question, build_options(question))
        lues: dict[tuple[bool | None, ...], Any] = {}
        for combinaison in set(combinaisons):
            cochees = [code for code, coche in zip(codes, combinaison, strict=True) if coche]
            lues[combinaison] = _gather(question, cochees, lire)
        valeurs = [lues[combinaison] for combinaison in combinaisons]
        refusees = any(isinstance(lue, ValeurRefuseeError) for lue in lues.values())
        return (
            self._take_fautes(ordonnees[0].colonne, question.code, valeurs, None)
            if refusees
            else valeurs
        )

    def _tell_precisions(self, cases: Sequence[Attribution]) -> None:
        """Say that the words written beside « other » have no place to be kept in."""
        for a in cases:
            if a.role.option and is_autre(a.role.option):
                n = sum(tell_cellule(c).casefold() not in SIMPLES for c in a.colonne.cellules)
                if n:
                    self.collecte.avertissements.append(
                        f"Colonne « {a.colonne.nom} » : « {a.role.option.libelle} » est compté, mais "
                        f"les précisions écrites ({n}) n’ont pas de question où être gardées."
                    )

    def _read_reperes(self) -> None:
        for role in REPERES:
            colonne = self.plan.find(role)
            if colonne is not None:
                options = build_reperes(
                    self.reglages.noms.get(role, {}), choisies=self.reglages.valeurs.get(role)
                )
                lire = build_langue(options) if role == LANGUE else build_repere(options)
                self.collecte.reperes[role] = self._read(colonne, role, lire, options)

    def _read_jours(self) -> None:
        jours: list[Any] = [None] * self._nombre
        roles = (COMPLET, JOUR) if self.format is FormatCollecte.LIMESURVEY else (JOUR,)
        fuseau = ZoneInfo(self.reglages.fuseau) if self.format is FormatCollecte.JDMA else None
        lire = build_jour(fuseau=fuseau, epoque=self.tableau.epoque)
        for role in roles:
            colonne = self.plan.find(role)
            if colonne is not None:
                lus = self._read(colonne, role, lire, None)
                jours = [jour or lu for jour, lu in zip(jours, lus, strict=True)]
        self.collecte.jours = jours

    def _read_complets(self) -> None:
        colonne = self.plan.find(COMPLET)
        if colonne is None:
            self.collecte.complets = [True] * self._nombre
        elif self.format is FormatCollecte.LIMESURVEY:
            self.collecte.complets = [tell_cellule(c) != "" for c in colonne.cellules]
        else:
            lus = self._read(colonne, COMPLET, read_complet, None)
            self.collecte.complets = [lu is not False for lu in lus]

    def _name_lignes(self) -> None:
        """Give each row what tells it apart: its identifier, or all it holds and its rank."""
        colonne = self.plan.find(IDENTIFIANT)
        if colonne is None:
            brutes = zip(*(c.cellules for c in self.tableau.colonnes), strict=True)
            self.collecte.identifiants = list(_number_contenus(brutes))
            return
        premieres: dict[str, int] = {}
        for rang, cellule in enumerate(colonne.cellules):
            identifiant = tell_cellule(cellule)
            if not identifiant:
                self._refuse(rang, colonne, "identifiant absent", "Le renseigner")
            elif premieres.setdefault(identifiant, rang) != rang:
                ligne = self.tableau.numeros[premieres[identifiant]]
                self._refuse(
                    rang,
                    colonne,
                    f"cet identifiant est déjà celui de la ligne {ligne}",
                    "Retirer la ligne en double, ou ne pas reprendre cette colonne",
                )
            self.collecte.identifiants.append(identifiant)

    def _set_aside(self) -> None:
        """Leave out the sheets that the tool says are blank or void."""
        vide, valable = self.plan.find(VIDE), self.plan.find(VALABLE)
        ecartes: dict[int, str] = {}
        for colonne, signe, motif in (
            (valable, "0", FEUILLE_NON_VALABLE),
            (vide, "1", FEUILLE_VIDE),
        ):
            if colonne is not None:
                ecartes |= {
                    rang: motif
                    for rang, cellule in enumerate(colonne.cellules)
                    if tell_cellule(cellule) == signe
                }
        if not ecartes:
            return
        for rang, motif in sorted(ecartes.items()):
            self.collecte.ecartees.setdefault(motif, []).append(self.tableau.numeros[rang])
        lignes = {self.tableau.numeros[rang] for rang in ecartes}
        self.collecte.fautes = [f for f in self.collecte.fautes if f.ligne not in lignes]
        gardes = [rang for rang in range(self._nombre) if rang not in ecartes]
        self.collecte.refusees = {
            nouveau for nouveau, rang in enumerate(gardes) if rang in self.collecte.refusees
        }
        self.collecte.keep(gardes)

    def _follow_parcours(self) -> None:
        """Take out answers to questions that were not asked; refuse those that are missing."""
        collecte = self.collecte
        for code, rangs in drop_hors_parcours(self.questionnaire, collecte.valeurs).items():
            collecte.hors_parcours[code] = len(rangs)
            for rang in rangs if code in collecte.textes else ():
                collecte.textes[code][rang] = None
        questions = {q.code: q for q in self.questionnaire.iter_questions()}
        nombre = len(collecte.numeros)
        for question in questions.values():
            if not question.obligatoire:
                continue
            posees = list_posees(question, questions, collecte.valeurs, nombre=nombre)
            valeurs = collecte.valeurs.get(question.code) or [None] * nombre
            for rang, valeur in enumerate(valeurs):
                posee = posees is None or posees[rang]
                if valeur is None and posee and collecte.complets[rang]:
                    self._miss(rang, question)

    def _miss(self, rang: int, question: Question) -> None:
        if rang in self.collecte.refusees:
            return  # its answer, or the one it depends on, is refused already
        self.collecte.refusees.add(rang)
        self.collecte.fautes.append(
            FauteCollecte(
                self.collecte.numeros[rang], "", str(question.libelle), "",
                f"la question « {question.libelle} » attend une réponse", "La renseigner",
            )
        )  # fmt: skip

    def _read(
        self, colonne: Colonne, role: str, lire: Lecteur, options: Options | None
    ) -> list[Any]:
        lues, refusees = read_colonne(colonne.cellules, lire)
        return self._take_fautes(colonne, role, lues, options) if refusees else lues

    def _take_fautes(
        self, colonne: Colonne, role: str, lues: list[Any], options: Options | None
    ) -> list[Any]:
        """Return the values with None for those refused, whose faults are kept."""
        fautives = [rang for rang, lue in enumerate(lues) if isinstance(lue, ValeurRefuseeError)]
        inconnus: Counter[str] = Counter()
        for rang in fautives:
            refus = lues[rang]
            self._refuse(rang, colonne, refus.motif, refus.remede)
            if isinstance(refus, OptionInconnueError):
                inconnus.update(refus.textes)
            lues[rang] = None
        self.collecte.inconnus += [
            TexteInconnu(role, colonne.nom, texte, n, options.suggest(texte) if options else "")
            for texte, n in inconnus.most_common()
        ]
        return lues

    def _refuse(self, rang: int, colonne: Colonne, motif: str, remede: str) -> None:
        valeur = tell_cellule(colonne.cellules[rang])
        self.collecte.refusees.add(rang)
        self.collecte.fautes.append(
            FauteCollecte(
                ligne=self.tableau.numeros[rang],
                lettre=colonne.lettre,
                colonne=colonne.nom,
                valeur=valeur if len(valeur) <= APERCU else valeur[: APERCU - 1] + "…",
                motif=motif,
                remede=remede.rstrip("."),
            )
        )


def _skip_sdaps(lire: Lecteur, *, libre: bool) -> Lecteur:
    """Return the reader preceded by what SDAPS writes for no answer, or for a text not typed."""
    muettes = SDAPS_SANS_REPONSE | ({"1"} if libre else set())
    return lambda cellule: None if tell_cellule(cellule) in muettes else lire(cellule)


def _gather(question: Question, cochees: list[str], lire: Lecteur) -> Any:
    """Return the answer that some ticked options make, or its refusal."""
    if not cochees:
        return None
    if question.type is TypeQuestion.CHOIX_MULTIPLE:
        return read_colonne([";".join(cochees)], lire)[0][0]
    if len(cochees) == 1:
        return cochees[0]
    return ValeurRefuseeError(
        "plusieurs réponses sont cochées, pour une seule attendue", "N’en garder qu’une"
    )


def _number_contenus(lignes: Iterable[tuple[Any, ...]]) -> Iterable[str]:
    """Yield a digest of each row and its rank among the rows that say the same."""
    vues: Counter[str] = Counter()
    for ligne in lignes:
        contenu = SEPARATEUR.join(map(str, ligne))
        digest = hashlib.sha256(contenu.encode()).hexdigest()
        vues[digest] += 1
        yield f"{digest} {vues[digest]}"
