import datetime as dt
from pathlib import Path

import pytest
import yaml
from hypothesis import given, strategies as st

from qualepref.noyau.calendrier import (
    DERNIER_JOUR,
    PREMIER_JOUR,
    Calendrier,
    DelaiNegatifError,
    Fermeture,
    HorsCalendrierError,
    JourAttenduError,
    PeriodeInverseeError,
    add_jours_ouvres,
    compute_delai_jours_ouvres,
    count_jours_ouvres,
    load_territoires,
)


EXEMPLES = yaml.safe_load((Path(__file__).parent / "exemples.yaml").read_text(encoding="utf-8"))
TERRITOIRES = list(
    load_territoires(Path(__file__).parents[3] / "calendriers" / "territoires.yaml").values()
)
FERIES = {t.code: {j for ferie in t.jours for j in ferie.regle.jours()} for t in TERRITOIRES}
UN_JOUR = dt.timedelta(days=1)
PONT = Fermeture(dt.date(2024, 5, 10), dt.date(2024, 5, 10), "pont de l'Ascension")

JOURS = st.dates(PREMIER_JOUR, DERNIER_JOUR)
RECEPTIONS = st.dates(PREMIER_JOUR, dt.date(2049, 12, 31))


@st.composite
def calendriers(draw):
    fermetures = []
    for _ in range(draw(st.integers(0, 4))):
        debut = draw(RECEPTIONS)
        fermetures.append(Fermeture(debut, debut + dt.timedelta(draw(st.integers(0, 20))), "x"))
    return Calendrier(draw(st.sampled_from(TERRITOIRES)), tuple(fermetures))


@st.composite
def periodes(draw):
    """Two dates, near each other more often than not."""
    debut = draw(RECEPTIONS)
    fin = draw(st.one_of(st.dates(debut, DERNIER_JOUR), st.dates(debut, debut + 40 * UN_JOUR)))
    return debut, fin


def is_ouvre(calendrier, jour):
    """Plain reference: read the lists, day by day."""
    ferme = any(f.debut <= jour <= f.fin for f in calendrier.fermetures)
    return jour.isoweekday() <= 5 and jour not in FERIES[calendrier.territoire.code] and not ferme


def jours_entre(debut, fin):
    """Days strictly after debut, up to fin included."""
    return [debut + UN_JOUR * n for n in range(1, (fin - debut).days + 1)]


# Examples worked out by hand


@pytest.mark.parametrize("exemple", EXEMPLES, ids=lambda e: e["cas"])
def test_add_jours_ouvres_exemples(territoires, exemple):
    ponts = tuple(Fermeture(jour, jour, "pont") for jour in exemple.get("ponts", ()))
    calendrier = Calendrier(territoires[exemple.get("territoire", "metropole")], ponts)

    echeance = add_jours_ouvres(exemple["recue_le"], exemple["jours"], calendrier=calendrier)

    assert echeance == exemple["echeance"]


@pytest.mark.parametrize(
    ("debut", "fin", "attendu", "delai"),
    [
        ("2026-11-16", "2026-11-16", 0, 0),  # same day
        ("2026-11-16", "2026-11-20", 4, 4),  # Monday to Friday
        ("2026-11-16", "2026-11-21", 4, 5),  # ... to Saturday: late for 4 days, due on Friday
        ("2026-11-16", "2026-11-22", 4, 5),
        ("2026-11-16", "2026-11-23", 5, 5),
        ("2026-11-21", "2026-11-22", 0, 1),  # Saturday to Sunday
        ("2026-11-21", "2026-11-23", 1, 1),
        ("2008-04-30", "2008-05-09", 5, 5),  # two holidays on 1 May 2008, one on the 8th
        ("2025-12-31", "2026-01-02", 1, 1),
        ("2024-02-28", "2024-03-01", 2, 2),
        ("2000-01-01", "2000-12-31", 251, 252),  # 260 weekdays less 9 holidays
    ],
)
def test_count_et_compute_delai_exemples(metropole, debut, fin, attendu, delai):
    calendrier = Calendrier(metropole)
    periode = dt.date.fromisoformat(debut), dt.date.fromisoformat(fin)

    calcule = (
        count_jours_ouvres(*periode, calendrier=calendrier),
        compute_delai_jours_ouvres(*periode, calendrier=calendrier),
    )

    assert calcule == (attendu, delai)


# Properties against the plain reference


@given(calendriers(), JOURS)
def test_is_jour_ouvre_egal_a_la_lecture_des_listes(calendrier, jour):
    assert calendrier.is_jour_ouvre(jour) == is_ouvre(calendrier, jour)


@given(calendriers(), JOURS)
def test_motif_present_si_et_seulement_si_ferme(calendrier, jour):
    assert (calendrier.motif(jour) is None) == calendrier.is_jour_ouvre(jour)


def test_tout_le_calendrier_egal_a_la_lecture_des_listes(territoire):
    feries = FERIES[territoire.code]
    jours = [PREMIER_JOUR, *jours_entre(PREMIER_JOUR, DERNIER_JOUR)]

    ouvres = {jour for jour in jours if Calendrier(territoire).is_jour_ouvre(jour)}

    assert ouvres == {jour for jour in jours if jour.isoweekday() <= 5 and jour not in feries}


@given(calendriers(), RECEPTIONS, st.integers(0, 40))
def test_add_jours_ouvres_egal_au_compte_jour_par_jour(calendrier, debut, jours):
    attendu, reste = debut, jours
    while reste:
        attendu += UN_JOUR
        reste -= is_ouvre(calendrier, attendu)

    assert add_jours_ouvres(debut, jours, calendrier=calendrier) == attendu


@given(calendriers(), RECEPTIONS, st.integers(0, 60))
def test_count_jours_ouvres_egal_au_compte_jour_par_jour(calendrier, debut, ecart):
    fin = debut + ecart * UN_JOUR

    attendu = sum(is_ouvre(calendrier, jour) for jour in jours_entre(debut, fin))

    assert count_jours_ouvres(debut, fin, calendrier=calendrier) == attendu


@given(calendriers(), periodes(), st.dates(PREMIER_JOUR, DERNIER_JOUR))
def test_count_jours_ouvres_s_additionne(calendrier, periode, milieu):
    debut, fin = periode
    milieu = min(max(milieu, debut), fin)

    morceaux = [
        count_jours_ouvres(debut, milieu, calendrier=calendrier),
        count_jours_ouvres(milieu, fin, calendrier=calendrier),
    ]

    assert sum(morceaux) == count_jours_ouvres(debut, fin, calendrier=calendrier)


# A reply is in time by its delay if and only if it is by its date


@given(calendriers(), periodes(), st.integers(0, 40))
def test_dans_les_delais_par_le_delai_si_et_seulement_si_par_la_date(calendrier, periode, jours):
    recue, repondue = periode

    delai = compute_delai_jours_ouvres(recue, repondue, calendrier=calendrier)

    echeance = add_jours_ouvres(recue, jours, calendrier=calendrier)
    assert (delai <= jours) == (repondue <= echeance)


@given(calendriers(), periodes(), st.integers(-1, 1))
def test_dans_les_delais_autour_de_l_echeance(calendrier, periode, ecart):
    recue, repondue = periode
    delai = compute_delai_jours_ouvres(recue, repondue, calendrier=calendrier)
    jours = max(delai + ecart, 0)
    try:
        echeance = add_jours_ouvres(recue, jours, calendrier=calendrier)
    except HorsCalendrierError:
        echeance = dt.date.max

    assert (delai <= jours) == (repondue <= echeance)


@given(calendriers(), periodes())
def test_count_et_delai_egaux_pour_une_reponse_un_jour_ouvre(calendrier, periode):
    recue, repondue = periode
    ferme = repondue != recue and not calendrier.is_jour_ouvre(repondue)

    delai = compute_delai_jours_ouvres(*periode, calendrier=calendrier)

    assert delai == count_jours_ouvres(*periode, calendrier=calendrier) + ferme


@given(calendriers(), RECEPTIONS, st.integers(1, 40))
def test_l_echeance_tombe_un_jour_ouvre_au_compte_exact(calendrier, debut, jours):
    echeance = add_jours_ouvres(debut, jours, calendrier=calendrier)

    assert calendrier.is_jour_ouvre(echeance)
    assert count_jours_ouvres(debut, echeance, calendrier=calendrier) == jours


@given(calendriers(), RECEPTIONS, st.integers(0, 40))
def test_une_fermeture_de_plus_n_avance_jamais_l_echeance(calendrier, debut, jours):
    plus = Fermeture(debut, debut + 10 * UN_JOUR, "travaux")
    ferme = Calendrier(calendrier.territoire, (*calendrier.fermetures, plus))

    assert add_jours_ouvres(debut, jours, calendrier=ferme) >= add_jours_ouvres(
        debut, jours, calendrier=calendrier
    )


# Reasons, closures, version


@pytest.mark.parametrize(
    ("jour", "motif"),
    [
        ("2024-05-07", None),
        ("2024-05-08", "férié : Victoire 1945"),
        ("2024-05-10", "fermeture : pont de l'Ascension"),
        ("2024-05-11", "samedi"),
        ("2024-05-12", "dimanche"),
        ("2008-05-01", "férié : Fête du Travail et Ascension"),
        ("2025-11-01", "férié : Toussaint"),  # a Saturday
    ],
)
def test_motif_dit_pourquoi_le_site_est_ferme(metropole, jour, motif):
    calendrier = Calendrier(metropole, (PONT,))

    assert calendrier.motif(dt.date.fromisoformat(jour)) == motif


def test_fermeture_compte_ses_deux_bornes(metropole):
    lundi, mercredi = dt.date(2026, 11, 16), dt.date(2026, 11, 18)
    calendrier = Calendrier(metropole, (Fermeture(lundi, mercredi, "travaux"),))

    semaine = [lundi + n * UN_JOUR for n in range(-3, 5)]

    assert [j.day for j in semaine if calendrier.is_jour_ouvre(j)] == [13, 19, 20]


def test_fermeture_refuse_des_bornes_inversees():
    with pytest.raises(
        PeriodeInverseeError,
        match="La fermeture « pont » finit le 09/05/2024, avant de commencer le 10/05/2024",
    ):
        Fermeture(dt.date(2024, 5, 10), dt.date(2024, 5, 9), "pont")


def test_calendrier_refuse_une_fermeture_hors_bornes(metropole):
    with pytest.raises(HorsCalendrierError, match="02/01/2051"):
        Calendrier(metropole, (Fermeture(dt.date(2050, 12, 1), dt.date(2051, 1, 2), "x"),))


def test_version_ne_depend_ni_de_l_ordre_ni_du_libelle_des_fermetures(metropole):
    noel = Fermeture(dt.date(2024, 12, 24), dt.date(2024, 12, 24), "Noël")
    pont = Fermeture(PONT.debut, PONT.fin, "autre libellé")

    versions = {
        Calendrier(metropole, (PONT, noel)).version,
        Calendrier(metropole, (noel, pont)).version,
    }

    assert len(versions) == 1


def test_version_change_avec_une_fermeture_un_jour_ouvre(metropole):
    assert Calendrier(metropole).version != Calendrier(metropole, (PONT,)).version


def test_version_ne_change_pas_pour_une_fermeture_un_dimanche(metropole):
    dimanche = dt.date(2026, 11, 22)

    avec = Calendrier(metropole, (Fermeture(dimanche, dimanche, "marché"),))

    assert avec.version == Calendrier(metropole).version


def test_version_distingue_les_territoires(territoires):
    versions = {Calendrier(t).version for t in territoires.values()}

    assert len(versions) == len(territoires)


def test_version_stable_d_une_execution_a_l_autre(metropole):
    # Registers keep it: a change here restamps them all, and must be wanted.
    assert Calendrier(metropole).version == "d49acbcf8786"


# Refusals


HORS = [PREMIER_JOUR - UN_JOUR, DERNIER_JOUR + UN_JOUR]


@pytest.mark.parametrize("jour", HORS)
@pytest.mark.parametrize(
    "appel",
    [
        lambda c, j: c.is_jour_ouvre(j),
        lambda c, j: c.motif(j),
        lambda c, j: add_jours_ouvres(j, 0, calendrier=c),
        lambda c, j: count_jours_ouvres(j, j, calendrier=c),
        lambda c, j: compute_delai_jours_ouvres(j, j, calendrier=c),
    ],
    ids=["is_jour_ouvre", "motif", "add", "count", "delai"],
)
def test_hors_bornes_refuse(metropole, appel, jour):
    with pytest.raises(HorsCalendrierError, match=r"hors du calendrier, qui va du 01/01/2000 au"):
        appel(Calendrier(metropole), jour)


@pytest.mark.parametrize("jour", [PREMIER_JOUR, DERNIER_JOUR])
def test_les_bornes_elles_memes_sont_dans_le_calendrier(metropole, jour):
    assert Calendrier(metropole).motif(jour) in ("férié : Jour de l'an", "samedi")


def test_add_jours_ouvres_refuse_une_echeance_au_dela_du_calendrier(metropole):
    with pytest.raises(HorsCalendrierError, match=r"3 jour.* du 28/12/2050 dépasse le calendrier"):
        add_jours_ouvres(dt.date(2050, 12, 28), 3, calendrier=Calendrier(metropole))


def test_add_jours_ouvres_refuse_un_delai_negatif(metropole):
    with pytest.raises(DelaiNegatifError, match="délai de -1 jour"):
        add_jours_ouvres(dt.date(2026, 1, 5), -1, calendrier=Calendrier(metropole))


@pytest.mark.parametrize("compte", [count_jours_ouvres, compute_delai_jours_ouvres])
def test_une_periode_inversee_est_refusee(metropole, compte):
    with pytest.raises(PeriodeInverseeError, match="finit le 05/01/2026, avant de commencer"):
        compte(dt.date(2026, 1, 6), dt.date(2026, 1, 5), calendrier=Calendrier(metropole))


def test_un_instant_est_refuse_car_le_jour_depend_du_fuseau(metropole):
    instant = dt.datetime(2026, 1, 5, 22, 0, tzinfo=dt.UTC)

    with pytest.raises(JourAttenduError, match="fuseau du site"):
        Calendrier(metropole).is_jour_ouvre(instant)
