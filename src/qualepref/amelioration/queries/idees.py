"""Where actions may be born: published remarks, réclamations and gaps not yet tied to one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q

from qualepref.amelioration.enums import TypeEvaluation, VerdictGrille
from qualepref.amelioration.models import Action, LigneGrille
from qualepref.enquetes.enums import GenreEnquete
from qualepref.enquetes.models import Verbatim
from qualepref.organisation.models import Site
from qualepref.suivi.models import Demande


LIMITE = 50
NATURES_RECLAMATIONS = ("reclamation", "suggestion")
SOURCES_EVALUATIONS = {
    TypeEvaluation.AUTO_DIAGNOSTIC: "auto_diagnostic",
    TypeEvaluation.AUDIT_INTERNE: "audit_interne",
    TypeEvaluation.AUDIT_EXTERNE: "audit_externe",
}


class OrigineInconnueError(LookupError):
    """Nothing of that kind and key may give an action on this site."""

    def __init__(self) -> None:
        super().__init__("Ce constat n’existe pas, ou n’existe plus.")


@dataclass(frozen=True, slots=True)
class Origine:
    """What an action may answer. genre: « ligne », « verbatim » or « demande », the name of its key.

    texte: its words, free text of users or agents. source, engagement…: what the form starts with.
    """

    genre: str
    objet: LigneGrille | Verbatim | Demande
    libelle: str
    jour: dt.date
    texte: str
    source: str
    service: int | None = None
    engagement: int | None = None
    sous_engagement: str = ""

    @property
    def initial(self) -> dict[str, object]:
        """What the form of the action starts with."""
        return {
            "source": self.source,
            "service": self.service,
            "engagement": self.engagement,
            "sous_engagement": self.sous_engagement,
        }


@dataclass(frozen=True, slots=True)
class Idees:
    """What waits for an action, the latest first, a page of each kind."""

    ecarts: list[Origine]
    verbatims: list[Origine]
    demandes: list[Origine]
    limite: int = LIMITE


def load_idees(site: Site) -> Idees:
    """Return what no action answers yet: gaps of grids, published remarks, réclamations."""
    return Idees(
        ecarts=[origine_of_ligne(x) for x in _ecarts(site)[:LIMITE]],
        verbatims=[origine_of_verbatim(v) for v in _verbatims(site)[:LIMITE]],
        demandes=[origine_of_demande(d) for d in _demandes(site)[:LIMITE]],
    )


def find_origine(site: Site, *, genre: str, pk: int) -> Origine:
    """Return what an action would answer, whether one does already or not.

    Raises:
        OrigineInconnueError: nothing of that kind and key on this site.
    """
    if genre == "ligne":
        ligne = LigneGrille.objects.filter(evaluation__site=site, pk=pk)
        trouvee = ligne.select_related("evaluation").first()
        if trouvee is not None:
            return origine_of_ligne(trouvee)
    if genre == "verbatim":
        verbatim = Verbatim.objects.publiables().filter(site=site, pk=pk)
        lu = verbatim.select_related("campagne").first()
        if lu is not None:
            return origine_of_verbatim(lu)
    if genre == "demande":
        demande = Demande.objects.filter(site=site, pk=pk, nature__in=NATURES_RECLAMATIONS).first()
        if demande is not None:
            return origine_of_demande(demande)
    raise OrigineInconnueError


def origine_of_action(action: Action) -> Origine | None:
    """Return what an action answers, None when it names nothing."""
    if action.ligne is not None:
        return origine_of_ligne(action.ligne)
    if action.verbatim is not None:
        return origine_of_verbatim(action.verbatim)
    return None if action.demande is None else origine_of_demande(action.demande)


def origine_of_ligne(ligne: LigneGrille) -> Origine:
    """Return a gap of a grid as the origin of an action."""
    numero = ligne.sous_engagement or str(ligne.engagement)
    return Origine(
        genre="ligne",
        objet=ligne,
        libelle=f"Engagement {numero}, {ligne.evaluation.titre}",
        jour=ligne.evaluation.debut_le,
        texte=ligne.ecart or ligne.piste or ligne.commentaire,
        source=SOURCES_EVALUATIONS[TypeEvaluation(ligne.evaluation.type)],
        service=ligne.service_id,
        engagement=ligne.engagement,
        sous_engagement=ligne.sous_engagement,
    )


def origine_of_verbatim(verbatim: Verbatim) -> Origine:
    """Return a published remark as the origin of an action; only its published words are shown."""
    mystere = verbatim.campagne.genre == GenreEnquete.MYSTERE
    return Origine(
        genre="verbatim",
        objet=verbatim,
        libelle=f"Remarque, {verbatim.campagne.titre}",
        jour=verbatim.jour,
        texte=verbatim.texte_publie,
        source="enquete_mystere" if mystere else "enquete_satisfaction",
    )


def origine_of_demande(demande: Demande) -> Origine:
    """Return a réclamation or a suggestion as the origin of an action."""
    return Origine(
        genre="demande",
        objet=demande,
        libelle=f"Réclamation ou suggestion {demande.reference}",
        jour=demande.recue_le,
        texte=demande.objet,
        source="suggestions",
        service=demande.service_id,
    )


def _ecarts(site: Site):
    return (
        LigneGrille.objects.filter(evaluation__site=site, actions__isnull=True)
        .filter(Q(verdict__in=(VerdictGrille.PARTIEL, VerdictGrille.NON_CONFORME)) | ~Q(ecart=""))
        .select_related("evaluation")
        .order_by("-evaluation__debut_le", "engagement", "sous_engagement", "pk")
    )


def _verbatims(site: Site):
    return (
        Verbatim.objects.publiables()
        .filter(site=site, action__isnull=True)
        .select_related("campagne")
        .order_by("-jour", "-pk")
    )


def _demandes(site: Site):
    return Demande.objects.filter(
        site=site, nature__in=NATURES_RECLAMATIONS, action__isnull=True
    ).order_by("-recue_le", "-pk")
