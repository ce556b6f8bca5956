"""The annual report as a Word document that people may edit."""

from __future__ import annotations

from collections.abc import Iterator

from qualepref.noyau.documents.textes import format_date
from qualepref.noyau.documents.word import Word
from qualepref.noyau.graphiques.modele import Graphique
from qualepref.publications.rendering.bilan_docx_parties import (
    write_enquete,
    write_famille,
    write_graphique,
    write_publies,
    write_tableau,
    write_texte,
)
from qualepref.publications.rendering.bilan_donnees import Bilan
from qualepref.publications.rendering.conventions import DEMONSTRATION
from qualepref.publications.rendering.figes import Fige
from qualepref.publications.rendering.images import draw_graphiques


def render_docx(fige: Fige) -> bytes:
    """Return the report of a snapshot as a Word document; the same snapshot gives the same bytes."""
    bilan = fige.contenu.bilan
    graphiques = list(_iter_graphiques(bilan))
    images = dict(
        zip(map(id, graphiques), draw_graphiques(graphiques, date=bilan.arrete_le), strict=True)
    )
    word = Word(
        titre=f"{bilan.titre} {bilan.annee} – {bilan.site_nom}",
        auteur=bilan.site_nom,
        pied=_say_pied(bilan),
        date=bilan.arrete_le,
    )
    _write_debut(word, bilan)
    _write_synthese(word, bilan)
    for famille in bilan.familles:
        write_famille(word, famille, bilan=bilan, images=images)
    if bilan.enquetes:
        word.add_titre("Les enquêtes de l’année", 1)
        write_texte(word, bilan.commentaire_enquetes)
        for enquete in bilan.enquetes:
            write_enquete(word, enquete, images=images)
    for section in bilan.sections:
        word.add_titre(section.titre, 1)
        write_texte(word, section.commentaire)
        for paragraphe in section.paragraphes:
            word.add_paragraphe(paragraphe)
        for graphique in section.graphiques:
            write_graphique(word, graphique, images=images)
        for tableau in section.tableaux:
            write_tableau(word, tableau)
    if bilan.perspectives:
        word.add_titre(f"Perspectives {bilan.annee_suivante}", 1)
        write_texte(word, bilan.perspectives)
    write_publies(word, bilan)
    word.add_titre("Conventions", 1)
    for convention in bilan.conventions:
        word.add_paragraphe((f"{convention.terme}. ", True), convention.sens)
    return word.build()


def _say_pied(bilan: Bilan) -> str:
    pied = f"Référence {bilan.reference} – données arrêtées au {format_date(bilan.arrete_le)}"
    return f"{DEMONSTRATION}\n{pied}" if bilan.demonstration else pied


def _write_debut(word: Word, bilan: Bilan) -> None:
    word.add_paragraphe((" ".join(bilan.autorite), True))
    word.add_titre(f"{bilan.titre} {bilan.annee}", 0)
    word.add_paragraphe((bilan.site_nom, True))
    if bilan.sous_titre:
        word.add_paragraphe(bilan.sous_titre)
    if bilan.demonstration:
        word.add_paragraphe((DEMONSTRATION, True))
    word.add_paragraphe(
        f"Données arrêtées au {format_date(bilan.arrete_le)}. Référence {bilan.reference}."
    )
    for rectificatif in bilan.rectificatifs:
        word.add_paragraphe(rectificatif)
    word.add_sommaire("Sommaire")
    word.add_saut()
    if bilan.redige:
        word.add_titre("Préambule", 1)
        write_texte(word, bilan.redige)
    word.add_titre("Ce que dit ce bilan", 1)
    for paragraphe in bilan.preambule:
        word.add_paragraphe(paragraphe)
    word.add_titre("Qual-e-Pref en quelques mots", 1)
    for paragraphe in bilan.presentation:
        word.add_paragraphe(paragraphe)
    if bilan.label is not None:
        word.add_paragraphe(
            f"Label décidé le {bilan.label.decision} par {bilan.label.organisme}, pour "
            f"{bilan.label.duree}, valable jusqu’au {bilan.label.fin}."
        )
    if bilan.perimetre:
        word.add_tableau(
            "Modules du périmètre et nombre d’engagements",
            ("Module", "Titre", "Statut", "Engagements"),
            [
                *((str(m.numero), m.titre, m.statut, str(m.engagements)) for m in bilan.perimetre),
                ("Total", "", "", str(bilan.total_engagements)),
            ],
        )


def _write_synthese(word: Word, bilan: Bilan) -> None:
    word.add_titre("Le tableau de bord", 1)
    word.add_paragraphe(" ; ".join(f"{c.nombre} {c.libelle}" for c in bilan.decompte))
    if bilan.manques:
        word.add_tableau(
            "Les cibles non atteintes, et ce qu’il fallait pour les atteindre",
            ("Indicateur", "Résultat", "Cible", "Il fallait"),
            [(m.libelle, m.resultat, m.cible, m.ecart or "–") for m in bilan.manques],
        )
    word.add_tableau(
        "Tous les indicateurs",
        ("Indicateur", "Calcul", "Résultat", f"Cible {bilan.annee}", f"Cible {bilan.annee_suivante}", "Constat"),
        [
            (x.libelle, x.fraction or "–", x.resultat, x.cible or "sans", x.cible_suivante or "non fixée", x.verdict.libelle)
            for x in bilan.tableau
        ],
    )  # fmt: skip
    for note in bilan.notes:
        word.add_paragraphe(note)


def _iter_graphiques(bilan: Bilan) -> Iterator[Graphique]:
    for bloc in (b for famille in bilan.familles for b in famille.blocs):
        if bloc.graphique is not None:
            yield bloc.graphique
        yield from (e.graphique for e in bloc.evolutions if e.graphique is not None)
    for enquete in bilan.enquetes:
        yield from enquete.graphiques
    for section in bilan.sections:
        yield from section.graphiques
