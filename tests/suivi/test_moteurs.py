import datetime as dt

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings

from exemples import load_cas
from moteurs import LE, lignes, reduce_base, reduce_duckdb, reduce_reference, write_demandes
from qualepref.noyau.calcul.cellules import build_group_by
from qualepref.noyau.calcul.parquet import add_cellules
from qualepref.noyau.calcul.periodes import Periode
from qualepref.noyau.calcul.reference import LigneDemande, reduce_lignes
from qualepref.organisation.models import Boite, Service, Site
from qualepref.suivi.models import Demande
from qualepref.suivi.operations.cellules import refresh_cellules, update_cellules
from qualepref.suivi.sources import find_mois_perimes, load_cube


pytestmark = pytest.mark.django_db
SITES = ("pref-44", "pref-63")


@pytest.fixture
def sites():
    for code in SITES:
        site = Site.objects.create(
            code=code,
            nom=code,
            type="prefecture",
            departement=code[-2:],
            chef_lieu="Chef-lieu",
            calendrier="metropole",
            fuseau="Europe/Paris",
        )
        Boite.objects.create(site=site, code="elections", nom="Élections")
        for service in ("accueil", "cabinet"):
            Service.objects.create(site=site, code=service, nom=service)
    return [Site.objects.get(pk=code) for code in SITES]


@given(donnees=lignes(SITES))
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_tous_les_moteurs_donnent_les_memes_cellules(donnees, sites, tmp_path):
    attendu = reduce_reference(donnees, le=LE)

    with transaction.atomic():
        base = reduce_base(donnees, le=LE)
        transaction.set_rollback(True)

    assert base == attendu
    assert reduce_duckdb(donnees, le=LE, dossier=tmp_path) == attendu


@given(donnees=lignes(SITES))
@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_le_temps_qui_passe_se_voit_sans_aucune_ecriture(donnees, sites):
    plus_tard = LE + dt.timedelta(5)

    with transaction.atomic():
        reduce_base(donnees, le=LE)
        relues = [
            c for s in sites for c in load_cube(s, Periode(202112, 202206), le=plus_tard).cellules
        ]
        transaction.set_rollback(True)

    assert sorted(relues) == reduce_lignes(donnees, le=plus_tard)


@pytest.mark.parametrize(
    "cas", [c for c in load_cas() if c.exemple.lignes], ids=lambda cas: cas.nom
)
def test_chaque_exemple_donne_le_meme_releve_par_la_base(cas, sites):
    codes = {
        cle: {getattr(ligne, cle) for ligne in cas.lignes} - {""} for cle in ("service", "boite")
    }
    for modele, cle in ((Service, "service"), (Boite, "boite")):
        for code in codes[cle]:
            modele.objects.get_or_create(site=sites[0], code=code, defaults={"nom": code})

    cas.check(reduce_base(cas.lignes, le=cas.exemple.le))


def test_la_requete_se_lit_telle_quelle_sur_la_table_des_demandes(sites):
    ligne = LigneDemande("pref-44", 202201, "information", "courrier", "a_temps")
    write_demandes([ligne])

    with connection.cursor() as curseur:
        curseur.execute(build_group_by(Demande._meta.db_table, le=LE))
        mesures = curseur.fetchall()[0][8:]

    assert tuple(map(int, mesures)) == reduce_lignes([ligne], le=LE)[0].mesures


OUVERTE = LigneDemande("pref-44", 202206, "information", "courrier", "ouverte", echeance=LE)


def test_find_mois_perimes_seulement_apres_l_echeance(sites):
    write_demandes([OUVERTE])
    update_cellules(sites[0], mois=[202206], le=dt.date(2022, 6, 10))
    annee = Periode.annee(2022)

    perimes = [find_mois_perimes(sites[0], annee, le=le) for le in (LE, LE + dt.timedelta(1))]

    assert perimes == [set(), {202206}]


def test_refresh_cellules_refait_les_mois_qui_attendent(sites):
    write_demandes([OUVERTE])
    update_cellules(sites[0], mois=[202206], le=LE)
    demain = LE + dt.timedelta(1)

    faits = refresh_cellules(sites[0], le=demain)

    assert faits == 1
    assert find_mois_perimes(sites[0], Periode.annee(2022), le=demain + dt.timedelta(1)) == set()


def test_les_sites_s_additionnent_en_une_vue_nationale(sites):
    a = [LigneDemande("france", 202201, "information", "", "a_temps")] * 2
    b = [LigneDemande("france", 202201, "information", "", "hors_delai")]

    ensemble = add_cellules([*reduce_lignes(a, le=LE), *reduce_lignes(b, le=LE)])

    assert ensemble == reduce_lignes([*a, *b], le=LE)
