"""Publishing, correcting and withdrawing: what was published never changes."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version

from django.db import transaction

from qualepref.organisation.models import Site
from qualepref.publications.enums import EtatPublication, GenrePublication
from qualepref.publications.models import Fichier, Instantane, Publication
from qualepref.publications.operations.instantanes import freeze_instantane
from qualepref.publications.queries.instantanes import list_en_vigueur
from qualepref.publications.rendering.coherence import ConstatPublie, list_constats
from qualepref.publications.rendering.dessins import draw_documents
from qualepref.publications.rendering.ecarts import list_changements
from qualepref.publications.rendering.figement import build_fige, build_rectificatif, is_same
from qualepref.publications.rendering.figes import Fige, Rectificatif
from qualepref.publications.rendering.formats import Format, list_formats
from qualepref.publications.rendering.lecture import list_depassees, read_instantane
from qualepref.socle.operations import record_evenement


class PublicationRefuseeError(ValueError):
    """A publication that cannot be made now."""


class AutreContenuPublieError(PublicationRefuseeError):
    """Something else holds for that year: what differs is an erratum, with its reason."""

    def __init__(self, publication: Publication) -> None:
        super().__init__(
            f"« {publication} » est publié depuis le {publication.publiee_le:%d/%m/%Y} "
            f"({publication.instantane.reference}) avec d’autres chiffres ou d’autres textes. Dites "
            "pourquoi il faut rectifier : le motif sera imprimé."
        )


class ApercuPerimeError(PublicationRefuseeError):
    """What was looked at is no longer what would be published."""

    def __init__(self) -> None:
        super().__init__(
            "Les chiffres ou les textes ont changé depuis l’aperçu que vous avez relu. Relisez "
            "le nouvel aperçu, puis publiez."
        )


class AutrePublieEntretempsError(ApercuPerimeError):
    """Somebody published while documents were drawn."""

    def __init__(self) -> None:
        PublicationRefuseeError.__init__(
            self,
            "Quelqu’un d’autre a publié ou retiré des documents de cette année pendant que les "
            "vôtres se préparaient. Relisez l’aperçu, puis publiez de nouveau.",
        )


class PublicationCloseError(PublicationRefuseeError):
    """A publication already corrected or withdrawn."""

    def __init__(self, publication: Publication) -> None:
        super().__init__(
            f"Cette publication est déjà {publication.get_etat_display()} : elle ne change plus."
        )


class MotifManquantError(PublicationRefuseeError):
    """A withdrawal without its reason."""

    def __init__(self) -> None:
        super().__init__("Dites pourquoi : ce motif sera affiché avec la publication.")


class ChiffresContradictoiresError(PublicationRefuseeError):
    """Figures that cannot be true together. `constats`: what is false, each with its arithmetic."""

    def __init__(self, constats: Sequence[ConstatPublie]) -> None:
        self.constats = tuple(constats)
        dits = " ".join(f"{c.sujet} : {c.constat.preuve}" for c in self.constats)
        super().__init__(
            "Ces chiffres ne peuvent pas être vrais ensemble. Corrigez la valeur saisie ou "
            f"importée, puis publiez. {dits}"
        )


class ChiffresDouteuxError(PublicationRefuseeError):
    """Figures that are doubtful and that nobody said to have looked at. `constats`: all of them."""

    def __init__(self, constats: Sequence[ConstatPublie]) -> None:
        self.constats = tuple(constats)
        super().__init__(
            "Des chiffres sont à vérifier : relisez-les, puis acceptez-les. "
            + " ".join(c.constat.preuve for c in self.constats)
        )


class SansDocumentError(PublicationRefuseeError):
    """Nothing to publish was chosen."""

    def __init__(self) -> None:
        super().__init__("Choisissez au moins un document à publier.")


@dataclass(frozen=True, slots=True)
class Projet:
    """What is to be published. `fige`: the snapshot to draw from; `genres`: the kinds to give.

    `anciennes`: what holds today, by kind; `tenues`: those of them that still hold; `formats`: the
    files to draw, by kind.
    """

    fige: Fige
    genres: tuple[str, ...]
    anciennes: Mapping[str, Publication]
    tenues: Mapping[str, Publication]
    formats: Mapping[str, tuple[Format, ...]]


def publish_documents(
    site: Site,
    *,
    annee: int,
    genres: Collection[str],
    par: str,
    le: dt.date,
    motif: str = "",
    sujet: str = "",
    apercu: str = "",
    doutes_acceptes: bool = False,
    avance: Callable[[Sequence[str], Sequence[str]], None] = lambda *_: None,
    acheve: Callable[[Sequence[Publication]], None] = lambda *_: None,
) -> tuple[Publication, ...]:
    """Freeze a year and publish kinds of documents from it; return what now holds of them.

    Documents of one year and `sujet` never contradict each other: where some hold and say the
    same, the others are made from their snapshot; where figures or texts changed, `motif` is
    needed and all that say otherwise are replaced at once. A deck whose agenda alone is new has a
    snapshot of its own, with the same figures. `apercu`: identifier of what was looked at.

    Documents are drawn before the base is written to, so that nobody waits for them. `avance` is
    told the names of the files drawn and of all to draw; `acheve`, what now holds, in the
    transaction that publishes. What either raises leaves nothing published.

    Raises:
        AutreContenuPublieError: something else holds, and no reason was given.
        ApercuPerimeError: what would be published is no longer what was looked at.
        AutrePublieEntretempsError: somebody published meanwhile.
        SansDocumentError: no kind was given.
        ChiffresContradictoiresError: figures that cannot be true together.
        ChiffresDouteuxError: doubtful figures that `doutes_acceptes` does not accept.
        RenduImpossibleError: a document cannot be typeset; nothing is published.
    """
    fige = build_fige(site, annee, le=le)
    projet = check_publication(
        site, fige=fige, genres=genres, motif=motif, sujet=sujet, apercu=apercu,
        doutes_acceptes=doutes_acceptes,
    )  # fmt: skip
    formats = [modele for modeles in projet.formats.values() for modele in modeles]
    prevus = [modele.nom for modele in formats]
    avance([], prevus)
    dessins = draw_documents(projet.fige, formats, avance=lambda faits: avance(faits, prevus))
    with transaction.atomic():
        publiees = _write_publications(site, projet, dessins, par=par, le=le, sujet=sujet)
        acheve(publiees)
    return publiees


def check_publication(
    site: Site,
    *,
    fige: Fige,
    genres: Collection[str],
    motif: str = "",
    sujet: str = "",
    apercu: str = "",
    doutes_acceptes: bool = False,
) -> Projet:
    """Return what publishing a year just gathered would do; nothing is drawn nor written.

    Raises: as `publish_documents`, but for what happens while it draws.
    """
    if not genres:
        raise SansDocumentError
    if apercu and apercu != fige.reference:
        raise ApercuPerimeError
    _check_coherence(fige, doutes_acceptes=doutes_acceptes)
    anciennes = {p.genre: p for p in list_en_vigueur(site, fige.contenu.annee, sujet=sujet)}
    return _settle(fige, anciennes, genres, motif.strip())


def _check_coherence(fige: Fige, *, doutes_acceptes: bool) -> None:
    constats = list_constats(fige.contenu)
    faux = [c for c in constats if c.faux]
    if faux:
        raise ChiffresContradictoiresError(faux)
    if constats and not doutes_acceptes:
        raise ChiffresDouteuxError(constats)


def _settle(
    fige: Fige, anciennes: Mapping[str, Publication], genres: Collection[str], motif: str
) -> Projet:
    depassees = {p.genre for p in list_depassees(anciennes.values(), fige)}
    # An agenda that changed concerns the deck alone, and only when it is asked for again.
    if depassees - {GenrePublication.SUPPORT} or depassees & set(genres):
        derniere = max((anciennes[genre] for genre in depassees), key=lambda p: p.pk)
        fige = _correct(derniere, fige, motif)
        genres = [*anciennes, *(g for g in genres if g not in anciennes)]
    else:
        fige = _find_same(anciennes.values(), fige, genres) or fige
    tenues = {g: p for g, p in anciennes.items() if g not in depassees}
    formats = {genre: list_formats(genre) for genre in genres if genre not in tenues}
    return Projet(fige, tuple(genres), anciennes, tenues, formats)


def _write_publications(
    site: Site,
    projet: Projet,
    dessins: Mapping[str, bytes],
    *,
    par: str,
    le: dt.date,
    sujet: str,
) -> tuple[Publication, ...]:
    """Write publications with the files already drawn, provided nobody published meanwhile."""
    Site.objects.select_for_update().get(pk=site.pk)
    fige = projet.fige
    en_vigueur = list_en_vigueur(site, fige.contenu.annee, sujet=sujet)
    if {p.pk for p in en_vigueur} != {p.pk for p in projet.anciennes.values()}:
        raise AutrePublieEntretempsError
    instantane = freeze_instantane(site, fige=fige, par=par, le=le)
    faites = {
        genre: _publish(
            instantane, fige, genre, projet.anciennes.get(genre),
            [(modele, dessins[modele.nom]) for modele in modeles if modele.nom in dessins],
            par=par, le=le, sujet=sujet,
        )
        for genre, modeles in projet.formats.items()
    }  # fmt: skip
    return tuple(projet.tenues.get(genre) or faites[genre] for genre in projet.genres)


def _find_same(
    publications: Iterable[Publication], fige: Fige, genres: Collection[str]
) -> Fige | None:
    """Return the latest snapshot published that says the same in documents of these kinds."""
    derniers = sorted(publications, key=lambda p: -p.pk)
    for instantane in {p.instantane_id: p.instantane for p in derniers}.values():
        lu = read_instantane(instantane)
        if all(is_same(lu, fige, genre=genre) for genre in genres):
            return lu
    return None


@transaction.atomic
def withdraw_publication(publication: Publication, *, motif: str, par: str, le: dt.date) -> None:
    """Withdraw a publication: it stays readable, marked as withdrawn with its reason.

    Raises:
        PublicationCloseError: corrected or withdrawn meanwhile.
        MotifManquantError: no reason given.
    """
    verrou = Publication.objects.select_for_update().get(pk=publication.pk)
    if verrou.etat != EtatPublication.PUBLIEE:
        raise PublicationCloseError(verrou)
    if not motif.strip():
        raise MotifManquantError
    verrou.etat = EtatPublication.RETIREE
    verrou.retiree_le = le
    verrou.motif_retrait = motif.strip()
    verrou.save(update_fields=["etat", "retiree_le", "motif_retrait"])
    _record(verrou, "publication retirée", par)


def _correct(ancienne: Publication, fige: Fige, motif: str) -> Fige:
    """Return the snapshot with what it corrects."""
    if not motif:
        raise AutreContenuPublieError(ancienne)
    changements = list_changements(ancienne.instantane, fige)
    rectificatif = Rectificatif(
        ancienne.instantane.reference, ancienne.publiee_le, motif, changements
    )
    return build_rectificatif(fige, rectificatif)


def _publish(
    instantane: Instantane,
    fige: Fige,
    genre: str,
    ancienne: Publication | None,
    fichiers: Collection[tuple[Format, bytes]],
    *,
    par: str,
    le: dt.date,
    sujet: str,
) -> Publication:
    """Write a publication and its files."""
    rectificatif = fige.contenu.rectificatif if ancienne else None
    if ancienne is not None:
        ancienne.etat = EtatPublication.RECTIFIEE
        ancienne.save(update_fields=["etat"])
    publication = Publication.objects.create(
        site=instantane.site,
        annee=instantane.annee,
        genre=genre,
        sujet=sujet,
        instantane=instantane,
        publiee_le=le,
        par=par,
        version=version("qualepref"),
        erratum_de=ancienne,
        motif=rectificatif.motif if rectificatif else "",
        changements=[asdict(c) for c in rectificatif.changements] if rectificatif else [],
    )
    for modele, octets in fichiers:
        Fichier.objects.create(
            publication=publication,
            nom=modele.nom,
            type=modele.type,
            empreinte=hashlib.sha256(octets).hexdigest(),
            octets=octets,
        )
    _record(publication, "erratum publié" if ancienne else "publié", par)
    return publication


def _record(publication: Publication, action: str, par: str) -> None:
    record_evenement(
        par=par,
        action=action,
        objet=f"{publication.genre} {publication.annee}",
        site=publication.site_id,
        apres={"instantane": publication.instantane.reference},
    )
