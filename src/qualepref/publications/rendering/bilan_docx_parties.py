"""Parts of the Word report: a family of indicators, a survey, figures published before."""

from __future__ import annotations

from collections.abc import Mapping

from qualepref.noyau.documents.word import Word
from qualepref.noyau.graphiques.modele import Graphique
from qualepref.noyau.redaction.modele import TexteRiche
from qualepref.publications.rendering.bilan_donnees import (
    Bilan,
    Bloc,
    Detail,
    Evolution,
    Famille,
    FicheIndicateur,
)
from qualepref.publications.rendering.enquetes_donnees import CampagneBilan
from qualepref.publications.rendering.tableaux_donnees import TableauDetail


Images = Mapping[int, bytes]


def write_texte(word: Word, texte: TexteRiche) -> None:
    """Write what people wrote."""
    for bloc in texte.blocs:
        elements = [[(m.texte, m.gras) for m in element] for element in bloc.elements]
        if bloc.liste:
            word.add_liste(elements)
        else:
            word.add_paragraphe(*elements[0])


def write_tableau(word: Word, tableau: TableauDetail) -> None:
    """Write a small table and what it leaves out."""
    entetes = tuple(e or "Mois" for e in tableau.entetes)
    word.add_tableau(tableau.legende, entetes, tableau.lignes)
    if tableau.note:
        word.add_paragraphe(tableau.note)


def write_famille(word: Word, famille: Famille, *, bilan: Bilan, images: Images) -> None:
    """Write the indicators of a domain: results, months, codes, method."""
    word.add_titre(famille.titre, 1)
    write_texte(word, famille.commentaire)
    for bloc in famille.blocs:
        _write_bloc(word, bloc, bilan=bilan, images=images)
    if famille.sans_resultat:
        word.add_tableau(
            famille.titre_sans_resultat,
            ("Indicateur", "État", f"Cible {bilan.annee}", "Pourquoi"),
            [
                (s.libelle, s.etat.libelle, s.cible or "sans", s.raison)
                for s in famille.sans_resultat
            ],
        )


def _write_bloc(word: Word, bloc: Bloc, *, bilan: Bilan, images: Images) -> None:
    for fiche in bloc.fiches:
        _write_resultat(word, fiche, bilan)
    if bloc.graphique is not None:
        write_graphique(word, bloc.graphique, images=images)
    if bloc.mois is not None:
        write_tableau(word, bloc.mois)
    for evolution in bloc.evolutions:
        _write_evolution(word, evolution, seule=bloc.seule, images=images)
    if bloc.detail is not None:
        _write_detail(word, bloc.detail)
    for fiche in bloc.fiches:
        _write_methode(word, fiche)


def write_graphique(word: Word, graphique: Graphique, *, images: Images) -> None:
    """Write a chart as its picture, described."""
    image = images[id(graphique)]
    word.add_image(image, titre=graphique.titre, description=graphique.description)


def _write_evolution(word: Word, evolution: Evolution, *, seule: bool, images: Images) -> None:
    nom = "Mois après mois. " if seule else f"{evolution.nom}, mois après mois. "
    dits = " ".join(filter(None, (*evolution.constats, evolution.assurance)))
    word.add_paragraphe((nom, True), f"{dits} ({evolution.methode})")
    if evolution.graphique is not None:
        write_graphique(word, evolution.graphique, images=images)
    if evolution.evenements:
        word.add_paragraphe(f"Événements : {' ; '.join(evolution.evenements)}.")


def _write_resultat(word: Word, fiche: FicheIndicateur, bilan: Bilan) -> None:
    word.add_titre(fiche.libelle, 2)
    suite = f" ({fiche.calcul})" if fiche.calcul else ""
    word.add_paragraphe((fiche.resultat, True), suite, f" – {fiche.verdict.libelle}.")
    if fiche.intervalle:
        word.add_paragraphe(fiche.intervalle)
    word.add_paragraphe(
        f"Cible {bilan.annee} : {fiche.cible or 'sans cible'} ; cible {bilan.annee_suivante} : "
        f"{fiche.cible_suivante or 'non fixée'}."
    )
    nationale = f"valeur nationale\N{NO-BREAK SPACE}: {fiche.nationale}" if fiche.nationale else ""
    if fiche.precedente or nationale:
        reperes = "\N{NO-BREAK SPACE}; ".join(filter(None, (fiche.precedente, nationale)))
        word.add_paragraphe(f"À comparer\N{NO-BREAK SPACE}: {reperes}.")


def _write_methode(word: Word, fiche: FicheIndicateur) -> None:
    faits = (
        ("Période couverte", fiche.periode_couverte or "aucun mois"),
        ("Relevé", fiche.tracage),
        ("Moyenne des mois", fiche.moyenne_des_mois),
        ("Source", fiche.source or "non communiquée"),
    )
    dits = " ".join(f"{nom} : {valeur}." for nom, valeur in faits if valeur)
    word.add_paragraphe(("Méthode. ", True), f"{fiche.methode or 'Non renseignée.'} {dits}")


def _write_detail(word: Word, detail: Detail) -> None:
    entetes = ["Détail", detail.nom, "Calcul"]
    if detail.cible:
        entetes.append(f"Cible {detail.cible}")
    if detail.nom_delai:
        entetes.append(detail.nom_delai)
    lignes = []
    for ligne in (x for groupe in detail.groupes for x in groupe.lignes):
        cellules = [ligne.libelle, ligne.resultat or "–", ligne.fraction or "–"]
        if detail.cible:
            cellules.append(ligne.verdict_court)
        if detail.nom_delai:
            cellules.append(ligne.delai or "–")
        lignes.append(cellules)
    word.add_tableau(detail.legende, entetes, lignes)


def write_enquete(word: Word, enquete: CampagneBilan, *, images: Images) -> None:
    """Write a survey: facts, what people think, other answers, remarks."""
    word.add_titre(enquete.titre, 2)
    word.add_paragraphe(" ; ".join(f"{f.nom} : {f.valeur}" for f in enquete.faits))
    if enquete.methode:
        word.add_paragraphe(("Méthode. ", True), enquete.methode)
    if enquete.criteres:
        word.add_tableau(
            enquete.legende,
            ("Question", "Satisfaits", "Calcul", "Intervalle à 95 %", "Cible", "Constat"),
            [
                (x.libelle, x.resultat or "–", x.calcul or x.base or "–", x.intervalle or "–", x.cible or "sans", x.constat)
                for x in enquete.criteres
            ],
        )  # fmt: skip
    for graphique in enquete.graphiques:
        write_graphique(word, graphique, images=images)
    if enquete.autres:
        word.add_tableau(
            "Les autres réponses",
            ("Question", "Réponses", "Base"),
            [(x.libelle, x.reponses, x.base) for x in enquete.autres],
        )
    if enquete.seuls:
        word.add_tableau(
            "Résultats repris d’un document, sans les réponses",
            ("Résultat publié", "Part", "Sur combien de réponses", "Source"),
            [(x.libelle, x.resultat, x.base, x.source or "non communiquée") for x in enquete.seuls],
        )
    for groupe in enquete.remarques:
        word.add_paragraphe((f"{groupe.categorie} ({groupe.nombre})", True))
        word.add_liste([[(texte, False)] for texte in groupe.textes])
    for note in enquete.notes:
        word.add_paragraphe(note)


def write_publies(word: Word, bilan: Bilan) -> None:
    """Write the figures published before, where they need a word."""
    publies = bilan.publies
    if publies.comparaisons:
        word.add_titre("Chiffres publiés, chiffres calculés", 1)
        word.add_tableau(
            "Ce qui diffère ou demande une explication",
            ("Indicateur", "Publié", "Calculé", "Constat", "Explication"),
            [
                (c.libelle, c.publie, c.calcule, c.constat.libelle, c.explication or "écart non expliqué")
                for c in publies.comparaisons
            ],
        )  # fmt: skip
