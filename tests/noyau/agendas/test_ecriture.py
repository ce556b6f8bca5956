"""Calendar files, read again by a library of their own."""

import datetime as dt

from icalendar import Calendar

from qualepref.noyau.agendas.ecriture import Entree, write_agenda


LE = dt.datetime(2022, 5, 7, 8, 30, tzinfo=dt.UTC)


def relire(entree):
    lu = Calendar.from_ical(write_agenda([entree], nom="Échéances", le=LE))
    return lu, lu.walk("VEVENT")[0]


def test_des_jours_entiers_comprennent_le_dernier_et_laissent_libre():
    agenda, lue = relire(
        Entree("a@b", "Audit", dt.date(2022, 7, 1), dt.date(2022, 7, 31), adresse="https://x/y")
    )

    assert agenda["x-wr-calname"] == "Échéances"
    assert lue.decoded("dtstart") == dt.date(2022, 7, 1)
    assert lue.decoded("dtend") == dt.date(2022, 8, 1)
    assert (lue["transp"], lue["url"]) == ("TRANSPARENT", "https://x/y")


def test_une_heure_s_ecrit_en_temps_universel_et_occupe():
    paris = dt.timezone(dt.timedelta(hours=2))
    debut = dt.datetime(2022, 6, 30, 14, 0, tzinfo=paris)

    _, lue = relire(Entree("a@b", "CLU", debut, debut + dt.timedelta(hours=2), lieu="Salle"))

    assert lue.decoded("dtstart") == dt.datetime(2022, 6, 30, 12, 0, tzinfo=dt.UTC)
    assert "transp" not in lue
    assert lue["location"] == "Salle"


def test_un_titre_hostile_n_ajoute_aucune_ligne():
    jour = dt.date(2022, 7, 1)

    contenu = write_agenda(
        [Entree("a@b", "X\r\nATTENDEE:mailto:x@y.fr", jour, jour)], nom="", le=LE
    )

    assert b"\nATTENDEE" not in contenu
