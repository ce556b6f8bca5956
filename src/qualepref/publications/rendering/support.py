"""The deck of the users' committee: the agenda of its meeting, each point with its figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from qualepref.noyau.calcul.verdicts import Verdict
from qualepref.noyau.documents.composition import RenduImpossibleError
from qualepref.noyau.documents.diapositives import Diaporama
from qualepref.noyau.documents.textes import clean_texte, format_date
from qualepref.publications.queries.gabarits import read_gabarit
from qualepref.publications.rendering.bilan_donnees import VERDICTS_COURTS
from qualepref.publications.rendering.conventions import DEMONSTRATION
from qualepref.publications.rendering.figes import Contenu, Fige
from qualepref.publications.rendering.support_modele import Diapo, Liste, Tableau
from qualepref.publications.rendering.support_vues import build_vue


TITRE = "Comité local des usagers"
SANS_DONNEE = "Rien n’est enregistré pour ce point."
VERT, ROUGE, BRUN = "18753C", "C9191E", "716043"
# The word says the verdict; its ink only helps.
ENCRES = {
    VERDICTS_COURTS[Verdict.ATTEINTE]: VERT,
    VERDICTS_COURTS[Verdict.NON_ATTEINTE]: ROUGE,
    VERDICTS_COURTS[Verdict.INDECIDABLE]: BRUN,
}


class SupportNonFigeError(RenduImpossibleError):
    """A snapshot frozen before decks were made of it."""

    def __init__(self, reference: str) -> None:
        super().__init__(
            f"L’instantané {reference} a été figé par une version de l’application qui ne faisait "
            "pas encore de support : il n’a pas de quoi en faire un. Publiez un rectificatif."
        )


def render_support(fige: Fige) -> bytes:
    """Return the deck as PPTX; same snapshot, same bytes.

    Raises:
        GabaritPerduError: the site's template, frozen by its digest, is no longer kept.
        SupportNonFigeError: the snapshot is older than decks are.
    """
    contenu = fige.contenu
    comite = contenu.donnees.get("comite")
    if comite is None:
        raise SupportNonFigeError(fige.reference)
    diaporama = Diaporama(
        titre=f"{TITRE} – {contenu.site.nom} – {contenu.annee}",
        auteur=contenu.site.nom,
        pied=_say_pied(fige),
        date=contenu.arrete_le,
        modele=read_gabarit(comite["gabarit"]) if comite["gabarit"] else None,
    )
    _open(diaporama, fige)
    for rang, (titre, vues) in enumerate(list_parties(contenu), 1):
        diaporama.add_partie(f"{rang}. {_clean(titre)}", _clean(_announce(vues)))
        for diapo in (d for diapos in vues.values() for d in diapos):
            _write(diaporama, diapo)
    return diaporama.build()


def list_parties(contenu: Contenu) -> Iterator[tuple[str, dict[str, list[Diapo]]]]:
    """Yield each point of the agenda with its slides by view, none where it is empty; a view goes under one point only."""
    comite = contenu.donnees["comite"]
    points = comite["ordre_du_jour"]
    placees = [
        (vue, _place_of(vue, partie["genre"], points))
        for partie in comite["composition"]["points"]
        for vue in partie["vues"]
    ]
    for rang, point in enumerate(points):
        vues = {
            vue["titre"]: list(build_vue(contenu, vue["vue"], vue["titre"]))
            for vue, place in placees
            if place == rang
        }
        yield point["titre"], vues


def _announce(vues: dict[str, list[Diapo]]) -> str:
    """Return what a part is about to show, in a sentence; "" where it was to show nothing."""
    noms = [f"{nom[:1].lower()}{nom[1:]}" for nom, diapos in vues.items() if diapos]
    if not noms:
        return SANS_DONNEE if vues else ""
    phrase = ", ".join(noms)
    return f"{phrase[:1].upper()}{phrase[1:]}."


def _place_of(vue: dict[str, Any], genre: str, points: Sequence[dict[str, str]]) -> int | None:
    """Return the rank of the point a view goes under: the one that names it, else the first."""
    rangs = [rang for rang, point in enumerate(points) if point["genre"] == genre]
    nommes = [
        rang for rang in rangs if any(mot in points[rang]["titre"].lower() for mot in vue["mots"])
    ]
    return next(iter([*nommes, *rangs]), None)


def _open(diaporama: Diaporama, fige: Fige) -> None:
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
    points = contenu.donnees["comite"]["ordre_du_jour"]
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
        [_clean(p["titre"]) for p in points],
        notes=("L’ordre du jour est celui de la réunion au jour où les documents ont été figés.",),
        numeros=True,
    )
    if contenu.bilan.rectificatifs:
        diaporama.add_liste(
            "Ce que ce support rectifie",
            [_clean(r) for r in contenu.bilan.rectificatifs],
            notes=("Un support publié auparavant disait autre chose.",),
        )


def _write(diaporama: Diaporama, diapo: Diapo) -> None:
    notes = [_clean(n) for n in diapo.notes]
    if isinstance(diapo, Liste):
        diaporama.add_liste(diapo.titre, [_clean(p) for p in diapo.puces], notes=notes)
    elif isinstance(diapo, Tableau):
        diaporama.add_tableau(
            diapo.titre,
            [_clean(e) for e in diapo.entetes],
            [[_clean(c) for c in ligne] for ligne in diapo.lignes],
            legende=_clean(diapo.legende),
            notes=notes,
            encres=ENCRES,
            total=diapo.total,
        )
    else:
        diaporama.add_graphique(diapo.titre, diapo.graphique, notes=notes)


def _say_pied(fige: Fige) -> str:
    contenu = fige.contenu
    pied = (
        f"{contenu.site.nom} – {contenu.annee} – données arrêtées au "
        f"{format_date(contenu.arrete_le)} – {fige.reference}"
    )
    return _clean(f"{pied}\n{DEMONSTRATION}" if contenu.demonstration else pied)


def _clean(texte: str) -> str:
    """Return a text fit for a slide: typographic spaces, no hidden breaks."""
    return clean_texte(texte).replace("\N{ZERO WIDTH SPACE}", "")
