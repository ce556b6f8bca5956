"""What a template of decks may not hold: another file's content, entities, places off the slide."""

from __future__ import annotations

import io
import zipfile
from typing import Any


# An office file never declares a type of document: only an attack does.
DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY")
# Shares of the slide under which tables and charts would not be read.
LARGEUR_MIN, HAUTEUR_MIN = 0.5, 0.35
# How far off the slide a place may stand, in shares of it.
DEBORD = 0.02


class GabaritIncompletError(ValueError):
    """A template without the layouts that a deck is made of."""

    def __init__(self, manques: tuple[str, ...]) -> None:
        super().__init__(
            "Ce modèle de diaporama ne peut pas servir : il lui manque "
            f"{' ; '.join(manques)}. Ajoutez-le dans PowerPoint ou LibreOffice, menu du masque des "
            "diapositives, puis déposez le fichier de nouveau."
        )


class GabaritIllisibleError(ValueError):
    """Not a deck that can be opened."""

    MOTIF = (
        "Ce modèle de diaporama ne s’ouvre pas. Enregistrez-le de nouveau au format PowerPoint "
        "(.pptx), puis déposez-le."
    )

    def __init__(self) -> None:
        super().__init__(self.MOTIF)


class GabaritLieError(GabaritIllisibleError):
    """A template that fetches a picture or a file from elsewhere when it is opened."""

    MOTIF = (
        "Ce modèle de diaporama va chercher une image ou un fichier ailleurs à chaque ouverture : "
        "vos diaporamas en dépendraient. Intégrez-le au modèle (Fichier, Informations, Modifier les "
        "liens d’accès aux fichiers), puis déposez-le de nouveau."
    )


class GabaritEtroitError(GabaritIllisibleError):
    """A template whose place for texts is too small, or off the slide."""

    MOTIF = (
        "Dans ce modèle de diaporama, la zone de texte sort de la diapositive ou n’en prend pas la "
        "moitié de la largeur et le tiers de la hauteur : un tableau n’y serait pas lisible. "
        "Agrandissez-la dans le masque des diapositives, puis déposez le fichier de nouveau."
    )


def check_parties(octets: bytes) -> None:
    """Make sure that no part of a file declares entities.

    Raises:
        GabaritIllisibleError: one does.
    """
    with zipfile.ZipFile(io.BytesIO(octets)) as archive:
        for nom in archive.namelist():
            if nom.endswith((".xml", ".rels")):
                partie = archive.read(nom).upper()
                if any(mot in partie for mot in DECLARATIONS):
                    raise GabaritIllisibleError


def check_paquet(presentation: Any) -> None:
    """Make sure that a deck saved from a template opens as one, and fetches nothing.

    Raises:
        GabaritIllisibleError: of another kind than .pptx, with macros for example, or without inks.
        GabaritLieError: it is linked to something kept elsewhere; a hyperlink is not.
    """
    from pptx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE

    if presentation.part.content_type != CONTENT_TYPE.PML_PRESENTATION_MAIN:
        raise GabaritIllisibleError
    for masque in presentation.slide_masters:
        if not any(r.reltype == RELATIONSHIP_TYPE.THEME for r in masque.part.rels.values()):
            raise GabaritIllisibleError
    for relation in presentation.part.package.iter_rels():
        if relation.is_external and relation.reltype != RELATIONSHIP_TYPE.HYPERLINK:
            raise GabaritLieError


def check_place(presentation: Any, place: Any) -> None:
    """Make sure that tables and charts can be read where a template puts its texts.

    Raises:
        GabaritEtroitError: too small, or off the slide.
    """
    large, haut = presentation.slide_width, presentation.slide_height
    bords = (
        -place.left / large,
        -place.top / haut,
        (place.left + place.width) / large - 1,
        (place.top + place.height) / haut - 1,
    )
    if (
        max(bords) > DEBORD
        or place.width < LARGEUR_MIN * large
        or place.height < HAUTEUR_MIN * haut
    ):
        raise GabaritEtroitError
