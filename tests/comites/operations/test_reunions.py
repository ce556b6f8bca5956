import datetime as dt

import pytest

from comites.usines import (
    JOUR,
    QUATORZE_HEURES,
    build_comite,
    build_membre,
    build_reunion,
    build_suite,
)
from qualepref.comites.enums import GenrePoint, PresenceNotee, TypeComite
from qualepref.comites.models import Reunion
from qualepref.comites.operations.reunions import (
    OrdreDuJourVideError,
    PointDonne,
    ReunionAVenirError,
    ReunionDonnee,
    ReunionEnDoubleError,
    ReunionTenueError,
    create_reunion,
    delete_reunion,
    record_convocation,
    record_seance,
    set_points,
    update_reunion,
)
from qualepref.comites.queries.comites import list_ordre_du_jour
from usines import build_site


pytestmark = pytest.mark.django_db
AN = dt.timedelta(days=365)


def note(reunion, *, notes=None, presences=None, tenue=True, le=JOUR):
    record_seance(
        reunion, notes=notes or {}, presences=presences or {}, tenue=tenue, par="ref", le=le
    )


def test_l_ordre_du_jour_part_du_modele_du_comite():
    reunion = build_reunion(build_comite(build_site()))

    assert [p.genre for p in reunion.points.all()] == [
        "presentation", "suites", "indicateurs", "enquetes", "modeles", "plan", "echanges",
    ]  # fmt: skip
    assert reunion.duree_minutes == 120


def test_une_reunion_a_la_meme_heure_est_refusee():
    comite = build_comite(build_site())
    build_reunion(comite)

    with pytest.raises(ReunionEnDoubleError):
        create_reunion(comite, donnee=ReunionDonnee(QUATORZE_HEURES), par="ref")


def test_ce_qui_reste_du_revient_de_lui_meme_a_l_ordre_du_jour():
    comite = build_comite(build_site())
    premiere = build_reunion(comite, tenue=True)
    due = build_suite(premiere, echeance=dt.date(2023, 1, 1))
    build_suite(premiere, echeance=dt.date(2024, 1, 1))
    build_suite(premiere, echeance=dt.date(2023, 1, 1), etat="donnee", reponse="Fait")
    build_suite(premiere)

    suivante = build_reunion(comite, debut=QUATORZE_HEURES + AN)

    repris = {p.point.genre: list(p.suites) for p in list_ordre_du_jour(suivante) if p.suites}
    assert repris == {"suites": [due]}


def test_un_ordre_du_jour_sans_point_de_suites_en_recoit_un_quand_il_en_faut():
    comite = build_comite(build_site(), type=TypeComite.GROUPE)
    premiere = build_reunion(comite, tenue=True)
    reunion = build_reunion(comite, debut=QUATORZE_HEURES + AN)
    seul = [PointDonne(GenrePoint.ECHANGES, "Échanges")]

    set_points(reunion, points=seul, par="ref")
    assert [p.genre for p in reunion.points.all()] == ["echanges"]
    build_suite(premiere, echeance=dt.date(2023, 1, 1))
    set_points(reunion, points=seul, par="ref")

    assert [(p.rang, p.genre) for p in reunion.points.all()] == [(1, "suites"), (2, "echanges")]


def test_set_points_reordonne_retire_ajoute_et_garde_les_notes():
    reunion = build_reunion(build_comite(build_site()))
    premier, second, *_ = reunion.points.all()
    note(reunion, notes={second.pk: "Noté."})

    set_points(
        reunion,
        points=[
            PointDonne(GenrePoint.SUITES, "Renommé", second.pk),
            PointDonne(GenrePoint.AUTRE, "Visite du point numérique"),
            PointDonne(GenrePoint.PRESENTATION, premier.titre, premier.pk),
        ],
        par="ref",
    )

    points = list(reunion.points.all())
    assert [p.titre for p in points] == ["Renommé", "Visite du point numérique", premier.titre]
    assert points[0].notes == "Noté."
    with pytest.raises(OrdreDuJourVideError):
        set_points(reunion, points=[], par="ref")


def test_deplacer_une_reunion_demande_de_la_convoquer_a_nouveau():
    reunion = build_reunion(build_comite(build_site()))
    record_convocation(reunion, par="ref", le=dt.date(2022, 6, 1))

    update_reunion(reunion, donnee=ReunionDonnee(QUATORZE_HEURES, lieu="Ailleurs"), par="ref")
    assert reunion.convoquee_le == dt.date(2022, 6, 1)
    update_reunion(reunion, donnee=ReunionDonnee(QUATORZE_HEURES + AN), par="ref")

    reunion.refresh_from_db()
    assert reunion.convoquee_le is None


def test_une_reunion_n_est_pas_tenue_avant_son_jour_ni_deplacee_apres():
    reunion = build_reunion(build_comite(build_site()))

    with pytest.raises(ReunionAVenirError):
        note(reunion, le=dt.date(2022, 6, 29))
    note(reunion)
    with pytest.raises(ReunionTenueError):
        update_reunion(reunion, donnee=ReunionDonnee(QUATORZE_HEURES + AN), par="ref")
    with pytest.raises(ReunionTenueError):
        delete_reunion(reunion, par="ref")

    note(reunion, tenue=False)
    delete_reunion(reunion, par="ref")
    assert not Reunion.objects.exists()


def test_le_jour_d_une_reunion_est_celui_du_site_pilote():
    nouvelle_caledonie = build_site(fuseau="Pacific/Noumea")
    reunion = build_reunion(
        build_comite(nouvelle_caledonie), debut=dt.datetime(2022, 6, 29, 22, tzinfo=dt.UTC)
    )

    with pytest.raises(ReunionAVenirError):
        note(reunion, le=dt.date(2022, 6, 29))
    note(reunion, le=JOUR)

    assert reunion.tenue


def test_une_absence_n_est_pas_une_presence_non_notee():
    comite = build_comite(build_site())
    present, excuse, absent, muet = (build_membre(comite, organisation=f"A{n}") for n in range(4))
    reunion = build_reunion(comite)
    notees = {
        present.pk: PresenceNotee.PRESENT,
        excuse.pk: PresenceNotee.EXCUSE,
        absent.pk: PresenceNotee.ABSENT,
        muet.pk: PresenceNotee.NON_NOTEE,
    }

    note(reunion, presences=notees)
    note(reunion, presences=notees)

    lues = {p.membre_id: (p.present, p.excuse) for p in reunion.presences.all()}
    assert lues == {
        present.pk: (True, False),
        excuse.pk: (False, True),
        absent.pk: (False, False),
        muet.pk: (None, False),
    }
