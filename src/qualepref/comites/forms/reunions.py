"""A meeting, its agenda, the notes of the day, and its minutes."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django import forms
from dsfr.utils import dsfr_input_class_attr

from qualepref.comites.enums import GenrePoint, PresenceNotee
from qualepref.comites.forms.comites import RefusForm, capitalise
from qualepref.comites.models import Membre, PointOrdreDuJour, PresenceReunion, Reunion
from qualepref.comites.operations.reunions import PointDonne, ReunionDonnee
from qualepref.comites.queries.comites import PlaceOrdre
from qualepref.socle.forms import DateField


LIGNES_LIBRES = 2
RETIRER = "Laissez le titre vide pour retirer le point, avec ses notes."


class HeureField(forms.TimeField):
    """A time of day, from the browser's time field."""

    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")

    def __init__(self, **options):
        options.setdefault("input_formats", ["%H:%M", "%Hh%M", "%H h %M"])
        options.setdefault(
            "error_messages", {"invalid": "Cette heure n’est pas lisible. Écrivez 14:00."}
        )
        super().__init__(**options)


class ReunionForm(RefusForm):
    """When and where a meeting is, on the clocks of the site that convenes it."""

    jour = DateField(label="Jour")
    heure = HeureField(label="Heure de début")
    duree_minutes = forms.IntegerField(
        label="Durée (minutes)",
        required=False,
        min_value=5,
        max_value=24 * 60,
        widget=forms.TextInput({"inputmode": "numeric"}),
        help_text="Vide : celle du modèle.",
    )
    lieu = forms.CharField(
        label="Lieu",
        required=False,
        max_length=200,
        help_text="Bâtiment, salle, adresse, ou lien de la visioconférence.",
    )

    def __init__(self, *args, fuseau: str, **options):
        super().__init__(*args, **options)
        self.fuseau = fuseau

    def build_donnee(self) -> ReunionDonnee:
        """Return the meeting as typed."""
        lu = self.cleaned_data
        debut = dt.datetime.combine(lu["jour"], lu["heure"], tzinfo=ZoneInfo(self.fuseau))
        return ReunionDonnee(debut, lu["duree_minutes"], lu["lieu"])


def initial_of_reunion(reunion: Reunion) -> dict:
    """Return what the form shows of a meeting."""
    local = reunion.debut.astimezone(ZoneInfo(reunion.comite.pilote.fuseau))
    return {
        "jour": local.date(),
        "heure": local.time(),
        "duree_minutes": reunion.duree_minutes,
        "lieu": reunion.lieu,
    }


@dataclass(frozen=True, slots=True)
class RangeePoint:
    """The fields of one point of the agenda."""

    nom: str
    rang: forms.BoundField
    genre: forms.BoundField
    titre: forms.BoundField


class PointsForm(RefusForm):
    """The agenda, a few fields a point; new ones at the end."""

    dit_facultatif = False

    def __init__(self, *args, points: Sequence[PointOrdreDuJour], **options):
        super().__init__(*args, **options)
        self.cles: list[tuple[str, int | None]] = [(str(p.pk), p.pk) for p in points]
        for point in points:
            self._add(str(point.pk), point.rang, point.genre, point.titre)
        for n in range(1, LIGNES_LIBRES + 1):
            self.cles.append((f"nouveau{n}", None))
            self._add(f"nouveau{n}", len(points) + n, GenrePoint.AUTRE, "")

    @property
    def rangees(self) -> list[RangeePoint]:
        """The fields, point by point."""
        return [
            RangeePoint(
                f"Point {n}"
                if pk
                else f"Nouveau point {n - sum(p is not None for _, p in self.cles)}",
                self[f"rang-{cle}"],
                self[f"genre-{cle}"],
                self[f"titre-{cle}"],
            )
            for n, (cle, pk) in enumerate(self.cles, start=1)
        ]

    def build_points(self) -> list[PointDonne]:
        """Return the agenda as typed, in its order; points without a title are left out."""
        lu = self.cleaned_data
        voulus = [
            (
                lu[f"rang-{cle}"],
                n,
                PointDonne(GenrePoint(lu[f"genre-{cle}"]), lu[f"titre-{cle}"], pk),
            )
            for n, (cle, pk) in enumerate(self.cles)
            if lu[f"titre-{cle}"]
        ]
        return [point for _, _, point in sorted(voulus, key=lambda v: v[:2])]

    def _add(self, cle: str, rang: int, genre: str, titre: str) -> None:
        self.fields[f"rang-{cle}"] = forms.IntegerField(
            label="Rang",
            min_value=1,
            max_value=99,
            initial=rang,
            widget=forms.TextInput({"inputmode": "numeric"}),
        )
        self.fields[f"genre-{cle}"] = forms.ChoiceField(
            label="Nature", choices=capitalise(GenrePoint.choices), initial=genre
        )
        self.fields[f"titre-{cle}"] = forms.CharField(
            label="Titre", required=False, max_length=200, initial=titre
        )
        for nom in (f"rang-{cle}", f"genre-{cle}", f"titre-{cle}"):
            # The base form dressed the fields it knew, before these.
            dsfr_input_class_attr(self[nom])


class SeanceForm(RefusForm):
    """What is noted on the day: attendance, notes by point, and that the meeting took place."""

    tenue = forms.BooleanField(
        label="La réunion a eu lieu",
        required=False,
        help_text="Elle compte alors parmi les réunions de l’année.",
    )
    dit_facultatif = False

    def __init__(
        self,
        *args,
        reunion: Reunion,
        places: Sequence[PlaceOrdre],
        membres: Sequence[Membre],
        presences: Sequence[PresenceReunion],
        chiffres: Mapping[str, Sequence[str]],
        **options,
    ):
        super().__init__(*args, **options)
        self.fields["tenue"].initial = reunion.tenue
        self.places, self.membres, self.chiffres = places, membres, chiffres
        notees = {p.membre_id: note_of(p) for p in presences}
        for membre, nom in zip(membres, name_sieges(membres), strict=True):
            self.fields[f"presence-{membre.pk}"] = forms.ChoiceField(
                label=nom,
                choices=capitalise(PresenceNotee.choices),
                initial=notees.get(membre.pk, PresenceNotee.NON_NOTEE),
            )
        for place in places:
            self.fields[f"notes-{place.point.pk}"] = forms.CharField(
                label=f"Notes : {place.point.titre}",
                required=False,
                initial=place.point.notes,
                widget=forms.Textarea({"rows": 5}),
            )
        for nom in self.fields:
            # The base form dressed the fields it knew, before these.
            if "-" in nom:
                dsfr_input_class_attr(self[nom])

    @property
    def champs_presences(self) -> list[forms.BoundField]:
        """The attendance of each member."""
        return [self[f"presence-{m.pk}"] for m in self.membres]

    @property
    def champs_notes(self) -> list[tuple[PlaceOrdre, Sequence[str], forms.BoundField]]:
        """Each point, the figures it speaks about, and its notes."""
        return [
            (place, self.chiffres.get(place.point.genre, ()), self[f"notes-{place.point.pk}"])
            for place in self.places
        ]

    def build_notes(self) -> dict[int, str]:
        """Return the notes typed, by point."""
        return {
            place.point.pk: self.cleaned_data[f"notes-{place.point.pk}"] for place in self.places
        }

    def build_presences(self) -> dict[int, PresenceNotee]:
        """Return the attendance typed, by member."""
        return {m.pk: PresenceNotee(self.cleaned_data[f"presence-{m.pk}"]) for m in self.membres}


def note_of(presence: PresenceReunion) -> PresenceNotee:
    """Return what was noted of a member."""
    if presence.excuse:
        return PresenceNotee.EXCUSE
    if presence.present is None:
        return PresenceNotee.NON_NOTEE
    return PresenceNotee.PRESENT if presence.present else PresenceNotee.ABSENT


def name_membre(membre: Membre) -> str:
    """Return « CLCV – Jeanne Petit », or what is known of it."""
    personne = f"{membre.prenom} {membre.nom}".strip()
    return " – ".join(filter(None, (membre.organisation, personne)))


def name_sieges(membres: Sequence[Membre]) -> list[str]:
    """Return the name of each seat, numbered where several would read the same."""
    noms = [name_membre(m) for m in membres]
    rangs: Counter[str] = Counter()
    numerotes = []
    for nom in noms:
        rangs[nom] += 1
        numerotes.append(f"{nom}, siège {rangs[nom]}" if noms.count(nom) > 1 else nom)
    return numerotes


class CompteRenduForm(RefusForm):
    """The minutes as plain text."""

    texte = forms.CharField(
        label="Compte rendu",
        required=False,
        widget=forms.Textarea({"rows": 28}),
        help_text="« ## » ouvre un titre, « ### » un sous-titre, « - » un élément de liste.",
    )


class PublicationForm(RefusForm):
    """When the minutes were put on the public site."""

    publie_le = DateField(
        label="Publié le", required=False, help_text="Vide : il n’est pas, ou plus, publié."
    )
