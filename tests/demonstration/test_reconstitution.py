import datetime as dt
import itertools
from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
from django.conf import settings
from hypothesis import given, strategies as st

from qualepref.demonstration.donnees import load_publications
from qualepref.demonstration.reconstitution import (
    Delais,
    ReconstitutionImpossibleError,
    draw_delais,
    reconstitute,
)
from qualepref.noyau.calcul.rendu import round_half_up
from qualepref.suivi.rules import check_dates, stamp_demande


LOTS = [
    lot
    for publication in load_publications(settings.DEMONSTRATION)
    if publication.reconstitution
    for lot in publication.reconstitution.lots
]
# Printed in the annual report of Loire-Atlantique, written here a second time on purpose.
TOTAUX_PUBLIES = {
    "principale": (786, 719),
    "boite-permis-de-conduire": (213, 189),
    "boite-elections": (69, 69),
    "boite-berg": (13, 13),
    "boite-etrangers": (307, 307),
    "boite-naturalisations": (112, 112),
    "boite-commissions-medicales": (27, 27),
    "boite-coordination": (18, 15),
    "courriers-m1": (101, 97),
    "courriers-m4-legalite": (18, 12),
    "courriers-m4-budget": (8, 6),
    "courriels-m4-legalite": (604, 467),
    "courriels-m4-budget": (120, 110),
    "suggestion": (2, 2),
    "reclamation": (19, 18),
    "autre": (28, 28),
}
JOUR_DU_CHARGEMENT = dt.date(2022, 12, 31)


def stamp(ligne, regles):
    return stamp_demande(
        ligne.dates,
        nature=regles.natures[ligne.nature],
        canal=ligne.canal,
        calendrier=regles.calendrier,
    )


def mean(nombres):
    nombres = list(nombres)
    return Fraction(sum(nombres), len(nombres))


@pytest.mark.parametrize("lot", LOTS, ids=lambda lot: lot.code)
def test_reconstitute_donne_le_nombre_publie_de_lignes(lot, lignes):
    assert sum(ligne.lot == lot.code for ligne in lignes) == lot.n


@pytest.mark.parametrize("lot", LOTS, ids=lambda lot: lot.code)
def test_l_horloge_donne_le_nombre_publie_de_reponses_a_temps(lot, lignes, regles):
    issues = [stamp(ligne, regles).issue for ligne in lignes if ligne.lot == lot.code]

    assert (issues.count("a_temps"), issues.count("sans_date")) == (lot.a_temps, lot.sans_date)


@pytest.mark.parametrize("lot", LOTS, ids=lambda lot: lot.code)
def test_l_horloge_ne_laisse_aucune_demande_ouverte_ni_exclue(lot, lignes, regles):
    issues = {stamp(ligne, regles).issue for ligne in lignes if ligne.lot == lot.code}

    assert issues <= {"a_temps", "hors_delai", "sans_date"}


@pytest.mark.parametrize(
    "lot", [lot for lot in LOTS if lot.moyenne is not None], ids=lambda lot: lot.code
)
def test_le_delai_moyen_s_arrondit_a_celui_publie(lot, lignes, regles):
    delais = [
        delai
        for ligne in lignes
        if ligne.lot == lot.code and (delai := stamp(ligne, regles).delai_jours_ouvres) is not None
    ]

    assert round_half_up(mean(delais), 0) == lot.moyenne


@pytest.mark.parametrize(("prefixe", "publies"), TOTAUX_PUBLIES.items())
def test_les_totaux_sont_ceux_du_bilan_imprime(prefixe, publies, lignes, regles):
    issues = [stamp(li, regles).issue for li in lignes if li.lot.startswith(prefixe)]

    assert (len(issues), issues.count("a_temps")) == publies


def test_une_ligne_par_reponse_de_la_boite_principale_chaque_mois(lignes):
    mois = [li.dates.recue_le.month for li in lignes if li.boite == "prefecture"]

    assert [mois.count(m) for m in range(1, 11)] == [22, 21, 23, 73, 173, 178, 72, 97, 64, 63]


@pytest.mark.parametrize(
    ("canaux", "publie"), [(("urne", "courrier"), 4), (("courriel", "formulaire"), 2)]
)
def test_le_delai_moyen_de_l_ecoute_par_voie_est_celui_publie(canaux, publie, lignes, regles):
    delais = [
        stamp(li, regles).delai_jours_ouvres
        for li in lignes
        if li.registre == "ecoute" and li.canal in canaux
    ]

    assert round_half_up(mean(delais), 0) == publie


def test_deux_rendez_vous_sur_trois_sont_tenus_a_temps_en_douze_jours(lignes, regles):
    estampilles = [stamp(li, regles) for li in lignes if li.registre == "rendez-vous"]

    assert sorted(e.tenue_issue for e in estampilles) == ["a_temps", "a_temps", "hors_delai"]
    assert mean(e.tenue_delai_jours_ouvres for e in estampilles) == 12


def test_la_boite_des_etrangers_repond_sur_le_fond_en_dix_huit_jours(lignes):
    delais = [
        (li.dates.repondue_le - li.dates.recue_le).days for li in lignes if li.boite == "etrangers"
    ]

    assert round_half_up(mean(delais), 0) == 18


def test_aucune_ligne_n_a_de_date_impossible(lignes):
    fautes = [check_dates(ligne.dates, le=JOUR_DU_CHARGEMENT) for ligne in lignes]

    assert not any(fautes)


def test_toutes_les_dates_sont_des_jours_ouvres(lignes, regles):
    jours = {
        jour
        for li in lignes
        for jour in (
            li.dates.recue_le, li.dates.attente_le, li.dates.proposee_le,
            li.dates.rdv_le, li.dates.repondue_le,
        )
        if jour is not None
    }  # fmt: skip

    assert [jour for jour in jours if not regles.calendrier.is_jour_ouvre(jour)] == []


def test_l_echantillon_tient_dans_ses_deux_semaines(lignes):
    semaines = {li.dates.recue_le.isocalendar()[:2] for li in lignes if li.tracage == "echantillon"}

    assert semaines == {(2022, 3), (2022, 24)}


def test_les_courriers_viennent_des_cinq_services(lignes, publications):
    services = {li.service for li in lignes if li.registre == "courriers"}

    assert services == set(publications["pref-44"].sites[0].services)


def test_l_accuse_de_reception_n_existe_que_depuis_avril(lignes):
    mois = {li.dates.recue_le.month for li in lignes if li.dates.accuse_le}

    assert mois == {4, 5, 6, 7, 8, 9, 10}


def test_les_references_sont_uniques_dans_un_registre(lignes):
    references = {(li.registre, li.reference) for li in lignes}

    assert len(references) == len(lignes)


def test_reconstitute_redonne_les_memes_lignes(lignes, publications, regles):
    encore = reconstitute(
        publications["pref-44"].reconstitution,
        natures=regles.natures,
        calendrier=regles.calendrier,
    )

    assert encore == lignes


def test_une_autre_graine_donne_d_autres_lignes(lignes, publications, regles):
    autre = publications["pref-44"].reconstitution.model_copy(update={"graine": 45})

    encore = reconstitute(autre, natures=regles.natures, calendrier=regles.calendrier)

    assert encore != lignes


def test_ajouter_un_lot_ne_change_pas_les_autres(lignes, publications, regles):
    moins = publications["pref-44"].reconstitution
    moins = moins.model_copy(update={"lots": moins.lots[1:]})

    encore = reconstitute(moins, natures=regles.natures, calendrier=regles.calendrier)

    restent = [li for li in lignes if li.lot != "principale-01"]
    assert [(li.lot, li.dates) for li in encore] == [(li.lot, li.dates) for li in restent]


def test_draw_delais_refuse_une_moyenne_impossible():
    demande = Delais(n=307, a_temps=307, delai=5, retard_maximum=8, moyenne=Decimal(18))

    with pytest.raises(ReconstitutionImpossibleError, match="307 réponses sur 307"):
        draw_delais(demande, lot="boite-etrangers", tirage=Random(0))


@given(
    tardives=st.integers(0, 3),
    a_temps=st.integers(0, 3),
    moyenne=st.integers(0, 6),
    graine=st.integers(0, 5),
)
def test_draw_delais_trouve_des_delais_si_et_seulement_s_il_en_existe(
    tardives, a_temps, moyenne, graine
):
    n = tardives + a_temps
    if n == 0:
        return
    demande = Delais(n=n, a_temps=a_temps, delai=2, retard_maximum=3, moyenne=Decimal(moyenne))
    possibles = {
        sum(t) + sum(r)
        for t in itertools.product(range(3), repeat=a_temps)
        for r in itertools.product(range(3, 6), repeat=tardives)
        if round_half_up(Fraction(sum(t) + sum(r), n), 0) == moyenne
    }

    try:
        delais = draw_delais(demande, lot="essai", tirage=Random(graine))
    except ReconstitutionImpossibleError:
        assert not possibles
        return

    assert all(d <= 2 for d in delais[:a_temps])
    assert all(2 < d <= 5 for d in delais[a_temps:])
    assert sum(delais) in possibles
