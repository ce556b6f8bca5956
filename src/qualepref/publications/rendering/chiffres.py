"""Every figure a snapshot prints, under a place of its own: to compare and to point at."""

from __future__ import annotations

from collections.abc import Iterator

from qualepref.noyau.calcul.periodes import MOIS
from qualepref.publications.rendering.bilan_donnees import Section
from qualepref.publications.rendering.enquetes_donnees import CampagneBilan
from qualepref.publications.rendering.figes import Contenu, IndicateurFige, ReleveFige
from qualepref.publications.rules.changements import Chiffre


def list_chiffres(contenu: Contenu) -> dict[str, Chiffre]:
    """Return the figures by place: indicators with their months and codes, surveys, rubrics."""
    chiffres = [
        *(c for i in contenu.indicateurs for c in _of_indicateur(i)),
        *(c for enquete in contenu.bilan.enquetes for c in _of_enquete(enquete)),
        *(c for section in contenu.bilan.sections for c in _of_section(section)),
    ]
    return {c.cle: c for c in chiffres}


def _of_indicateur(i: IndicateurFige) -> Iterator[Chiffre]:
    def build(suite: str, nom: str, releve: ReleveFige) -> Chiffre:
        return Chiffre(
            cle=f"{i.code}{suite}",
            libelle=f"{i.libelle}{nom}",
            imprime=releve.imprime,
            calcul=releve.fraction,
            definition=i.version,
            periode=f"du {releve.debut:%d/%m/%Y} au {releve.fin:%d/%m/%Y}",
        )

    yield build("", "", i.annee)
    for cible, suite, nom in (
        (i.cible_imprimee, "cible", ", cible"),
        (i.cible_suivante_imprimee, "cible-suivante", ", cible suivante"),
    ):
        if cible:
            yield Chiffre(f"{i.code}/{suite}", f"{i.libelle}{nom}", cible)
    for rang, releve in enumerate(i.mois):
        yield build(f"/mois/{rang + 1:02}", f", {MOIS[rang]}", releve)
    for rang, releve in enumerate(i.trimestres, 1):
        yield build(f"/trimestre/{rang}", f", trimestre {rang}", releve)
    for d in i.details:
        if d.dimension == "mois":  # said above
            continue
        yield build(f"/{d.dimension}/{d.code}", f", {d.libelle}", d.releve)


def _of_enquete(enquete: CampagneBilan) -> Iterator[Chiffre]:
    for fait in enquete.faits:
        nom = f"{enquete.titre}, {fait.nom.lower()}"
        yield Chiffre(f"enquete/{enquete.titre}/{fait.nom}", nom, fait.valeur)
    for ligne in enquete.criteres:
        nom = f"{enquete.titre}, {ligne.libelle}"
        yield Chiffre(f"enquete/{enquete.titre}/{ligne.libelle}", nom, ligne.resultat, ligne.calcul)


def _of_section(section: Section) -> Iterator[Chiffre]:
    for tableau in section.tableaux:
        for ligne in tableau.lignes:
            for entete, cellule in zip(tableau.entetes[1:], ligne[1:], strict=True):
                yield Chiffre(
                    f"{section.code}/{tableau.legende}/{ligne[0]}/{entete}",
                    f"{section.titre}, {ligne[0]}, {entete[:1].lower()}{entete[1:]}",
                    cellule,
                )
