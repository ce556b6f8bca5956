"""Refusals of a file given as evidence: one exception per cause, its message fit for the screen."""

from __future__ import annotations

from typing import ClassVar


class PieceRefuseeError(ValueError):
    """A file that is not kept; the message says why and what to do."""

    MOTIF: ClassVar[str] = "ce fichier ne peut pas être conservé."

    def __init__(self, nom: str, **precisions: object) -> None:
        super().__init__(f"« {nom} » : {self.MOTIF.format(**precisions)}")


class PieceVideError(PieceRefuseeError):
    """Nothing in the file."""

    MOTIF = "le fichier est vide. Vérifiez l’enregistrement, puis déposez-le de nouveau."


class PieceTropGrosseError(PieceRefuseeError):
    """More bytes than accepted."""

    MOTIF = (
        "le fichier dépasse {maximum}. Réduisez ses images ou sa résolution, ou déposez-le en "
        "plusieurs parties."
    )


class PieceDemesureeError(PieceRefuseeError):
    """A compressed file that unfolds far beyond what a document holds."""

    MOTIF = (
        "une fois décompressé, le contenu dépasse {maximum} : il n’est pas ouvert. Enregistrez le "
        "document en PDF, puis déposez ce PDF."
    )


class PieceTrompeuseError(PieceRefuseeError):
    """The name announces another kind of file."""

    MOTIF = (
        "son nom se termine par « .{extension} », mais c’est {constat}. Renommez-le ou "
        "enregistrez-le dans le bon format."
    )


class PieceInconnueError(PieceRefuseeError):
    """Not a kind of file that is kept."""

    MOTIF = (
        "c’est {constat}. Sont acceptés : PDF, images (PNG, JPEG, TIFF, WebP), documents de "
        "bureautique, CSV, textes et courriels (.eml)."
    )


class PieceAbimeeError(PieceRefuseeError):
    """Damaged, or cut short."""

    MOTIF = "le fichier est abîmé ou incomplet. Enregistrez-le de nouveau, puis déposez-le."


class PieceProtegeeError(PieceRefuseeError):
    """Encrypted: nobody could read it on the day of the audit."""

    MOTIF = "le fichier est protégé par un mot de passe. Enregistrez-le sans mot de passe."


class PieceAvecMacrosError(PieceRefuseeError):
    """Holds programs."""

    MOTIF = (
        "le fichier contient des macros. Enregistrez-le dans un format qui n’en a pas, ou en PDF."
    )
