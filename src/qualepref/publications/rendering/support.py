"""The deck of the users' committee: the agenda of its meeting, each point with its figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from qualepref.noyau.calcul.verdicts import Verdict
from qualepref.noyau.documents.composition import RenduImpossibleError
from qualepref.noyau.documents.diapositives import Diaporama
from qualepref.noyau.documents.textes import clean_texte, format_date
from qualepref.noyau.referentiel.vocabulaire import curl_apostrophes
from qualepref.publications.queries.gabarits import read_gabarit
from qualepref.publications.rendering.bilan_donnees import VERDICTS_COURTS
from qualepref.publications.rendering.conventions import DEMONSTRATION
from qualepref.publications.rendering.figes import Contenu, Fige
from qualepref.publications.rendering.support_modele import Diapo, Liste, Mention, Tableau, hold
from qualepref.publications.rendering.support_vues import build_vue


TITRE = "Comité local des usagers"
ANNEXE = "Annexe – "
SANS_DONNEE = "rien n’est enregistré pour ce point"
# Slides that one table takes at the meeting; beyond, its first rows, and all of them in the annexes.
DIAPOSITIVES_MAX = 2
VERT, ROUGE, BRUN = "18753C", "C9191E", "716043"
# The word says the verdict; its ink only helps.
ENCRES = {
    hold(VERDICTS_COURTS[Verdict.ATTEINTE]): VERT,
    hold(VERDICTS_COURTS[Verdict.NON_ATTEINTE]): ROUGE,
    hold(VERDICTS_COURTS[Verdict.INDECIDABLE]): BRUN,
    Verdict.ATTEINTE.libelle: VERT,
    Verdict.NON_ATTEINTE.libelle: ROUGE,
}


class SupportNonFigeError(RenduImpossibleError):
    """A snapshot frozen before decks were made of it, or when they were made otherwise."""

    def __init__(self, reference: str) -> None:
        super().__init__(
            f"L’instantané {reference} a été figé par une version de l’application qui ne faisait "
            "pas ce support : il n’a pas de quoi en faire un. Publiez un rectificatif."
        )


@dataclass(frozen=True, slots=True)
class Partie:
    """A point of the agenda: its rank, from 1, its title, and its slides by the title of a view.

    `mention`: why it has no slide, "" where nothing was to be shown.
    """

    rang: int
    titre: str
    vues: dict[str, list[Diapo]]
    mention: str = ""

    @property
    def diapos(self) -> list[Diapo]:
        """Its slides, in order."""
        return [d for diapos in self.vues.values() for d in diapos]


def render_support(fige: Fige) -> bytes:
    """Return the deck as PPTX; same snapshot, same bytes.

    Raises:
        GabaritPerduError: the site's template, frozen by its digest, is no longer kept.
        SupportNonFigeError: the snapshot is older than decks are.
    """
    contenu = fige.contenu
    comite = contenu.donnees.get("comite")
    if comite is None or "annexes" not in comite["composition"]:
        raise SupportNonFigeError(fige.reference)
    diaporama = Diaporama(
        titre=f"{TITRE} – {contenu.site.nom} – {contenu.annee}",
        auteur=contenu.site.nom,
        pied=_say_pied(fige),
        date=contenu.arrete_le,
        modele=read_gabarit(comite["gabarit"]) if comite["gabarit"] else None,
    )
    limites = comite["composition"]["limites"]
    parties = list(list_parties(contenu))
    _open(diaporama, fige, parties)
    reportes: list[Diapo] = []
    for partie in parties:
        if len(partie.diapos) >= limites["intercalaire"]:
            diaporama.add_partie(
                f"{partie.rang}. {_clean(partie.titre)}", _clean(_announce(partie.vues))
            )
        for diapo in partie.diapos:
            courte, entiere = _abridge(diapo, limites)
            reportes += entiere
            _write(diaporama, _head(courte, f"{partie.rang}. "), limites)
    _annex(diaporama, contenu, reportes)
    return diaporama.build()


def list_parties(contenu: Contenu) -> Iterator[Partie]:
    """Yield each point of the agenda with its slides; a view goes under one point only."""
    comite = contenu.donnees["comite"]
    points = comite["ordre_du_jour"]
    placees = [
        (vue, _place_of(vue, partie["genre"], points))
        for partie in comite["composition"]["points"]
        for vue in partie["vues"]
    ]
    for rang, point in enumerate(points):
        lues = {
            vue["titre"]: list(build_vue(contenu, vue["vue"], vue["titre"]))
            for vue, place in placees
            if place == rang
        }
        vues = {nom: [d for d in ds if not isinstance(d, Mention)] for nom, ds in lues.items()}
        mentions = [d.texte for ds in lues.values() for d in ds if isinstance(d, Mention)]
        mention = (
            "" if any(vues.values()) else "".join(mentions[:1]) or (SANS_DONNEE if lues else "")
        )
        yield Partie(rang + 1, point["titre"], vues, mention)


def list_annexes(contenu: Contenu) -> dict[str, list[Diapo]]:
    """Return the slides of the annexes by the title of their view: those that no point names first."""
    comite = contenu.donnees["comite"]
    composition, points = comite["composition"], comite["ordre_du_jour"]
    vues = [
        *(
            vue
            for partie in composition["points"]
            for vue in partie["vues"]
            if vue["annexe"] and _place_of(vue, partie["genre"], points) is None
        ),
        *composition["annexes"]["vues"],
    ]
    return {
        v["titre"]: [
            d for d in build_vue(contenu, v["vue"], v["titre"]) if not isinstance(d, Mention)
        ]
        for v in vues
    }


def _annex(diaporama: Diaporama, contenu: Contenu, reportes: Sequence[Diapo]) -> None:
    """Write what stands after the meeting's slides; nothing where there is nothing."""
    composition = contenu.donnees["comite"]["composition"]
    vues = list_annexes(contenu)
    diapos = [*reportes, *(d for diapos in vues.values() for d in diapos)]
    if not diapos:
        return
    annoncees = {**{d.titre: [d] for d in reportes}, **vues}
    diaporama.add_partie(composition["annexes"]["titre"], _clean(_announce(annoncees)))
    limites = {**composition["limites"], "corps": composition["limites"]["corps_annexe"]}
    limites["lignes"] = None
    for diapo in diapos:
        _write(diaporama, _head(diapo, ANNEXE), limites)


def _head(diapo: Diapo, tete: str) -> Diapo:
    return replace(diapo, titre=f"{tete}{diapo.titre}")


def _abridge(diapo: Diapo, limites: Mapping[str, Any]) -> tuple[Diapo, list[Diapo]]:
    """Return a slide as the meeting sees it, and whole for the annexes where that is less."""
    if not isinstance(diapo, Tableau):
        return diapo, []
    maximum, nombre = limites["lignes"], len(diapo.lignes)
    if diapo.abrege is not None and nombre > maximum:
        return diapo.abrege, [diapo]
    if nombre > DIAPOSITIVES_MAX * maximum:
        phrase = f"{maximum} lignes sur {nombre} ; toutes sont en annexe."
        courte = replace(
            diapo,
            lignes=diapo.lignes[:maximum],
            chapeau=f"{diapo.chapeau} {phrase}".strip(),
            total=False,
        )
        return courte, [diapo]
    return diapo, []


def _announce(vues: dict[str, list[Diapo]]) -> str:
    """Return what a part is about to show, in a sentence."""
    noms = [f"{nom[:1].lower()}{nom[1:]}" for nom, diapos in vues.items() if diapos]
    phrase = ", ".join(noms)
    return f"{phrase[:1].upper()}{phrase[1:]}." if noms else ""


def _place_of(vue: dict[str, Any], genre: str, points: Sequence[dict[str, str]]) -> int | None:
    """Return the rank of the point a view goes under: the one that names it, else the first.

    None where there is none, or where it goes in the annexes instead of the first.
    """
    rangs = [rang for rang, point in enumerate(points) if point["genre"] == genre]
    nommes = [
        rang for rang in rangs if any(mot in points[rang]["titre"].lower() for mot in vue["mots"])
    ]
    return next(iter(nommes if vue["annexe"] else [*nommes, *rangs]), None)


def _open(diaporama: Diaporama, fige: Fige, parties: Sequence[Partie]) -> None:
    contenu = fige.contenu
    reunion = contenu.donnees["comite"]["reunion"]
    quand = format_date(dt.date.fromisoformat(reunion["jour"])) if reunion else ""
    lignes = [
        contenu.site.nom,
        f"Réunion du {quand}" if quand else "",
        f"Résultats de l’année {contenu.annee}, arrêtés au {format_date(contenu.arrete_le)}",
        f"Référence {fige.reference}",
        DEMONSTRATION if contenu.demonstration else "",
    ]
    diaporama.add_ouverture(
        reunion["comite"] if reunion else TITRE,
        [_clean(ligne) for ligne in lignes if ligne],
        autorite=contenu.site.autorite,
        notes=(
            f"Tous les chiffres viennent de l’instantané {fige.reference} ; le bilan annuel et "
            "l’affiche de la même année disent les mêmes.",
            "Ce fichier peut être modifié ; «\u00a0qualepref verifier\u00a0» dit alors ce qui ne "
            "correspond plus.",
        ),
    )
    diaporama.add_liste(
        "Ordre du jour",
        [_clean(f"{p.titre} ({p.mention})" if p.mention else p.titre) for p in parties],
        notes=("L’ordre du jour est celui de la réunion au jour où les documents ont été figés.",),
        numeros=True,
        maximum=contenu.donnees["comite"]["composition"]["limites"]["lignes"],
    )
    if contenu.bilan.rectificatifs:
        diaporama.add_liste(
            "Ce que ce support rectifie",
            [_clean(r) for r in contenu.bilan.rectificatifs],
            notes=("Un support publié auparavant disait autre chose.",),
            maximum=contenu.donnees["comite"]["composition"]["limites"]["puces"],
        )


def _write(diaporama: Diaporama, diapo: Diapo, limites: Mapping[str, Any]) -> None:
    titre, notes = _clean(diapo.titre), [_clean(n) for n in diapo.notes]
    if isinstance(diapo, Liste):
        puces = [_clean(p) for p in diapo.puces]
        diaporama.add_liste(titre, puces, notes=notes, maximum=limites["puces"])
    elif isinstance(diapo, Tableau):
        diaporama.add_tableau(
            titre,
            [_clean(e) for e in diapo.entetes],
            [[_clean(c) for c in ligne] for ligne in diapo.lignes],
            legende=_clean(diapo.legende),
            notes=notes,
            encres=ENCRES,
            total=diapo.total,
            chapeau=_clean(diapo.chapeau),
            minimum=limites["corps"],
            maximum=limites["lignes"],
        )
    else:
        diaporama.add_graphique(titre, diapo.graphique, notes=notes)


def _say_pied(fige: Fige) -> str:
    contenu = fige.contenu
    pied = (
        f"{contenu.site.nom} – {contenu.annee} – données arrêtées au "
        f"{format_date(contenu.arrete_le)} – {fige.reference}"
    )
    return _clean(f"{pied}\n{DEMONSTRATION}" if contenu.demonstration else pied)


def _clean(texte: str) -> str:
    """Return a text fit for a slide: typographic spaces and apostrophes, no hidden breaks."""
    return curl_apostrophes(clean_texte(texte)).replace("\N{ZERO WIDTH SPACE}", "")
