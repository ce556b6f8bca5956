"""What is exported imports back identical: rows, cells, three formats."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from qualepref.noyau.tableurs.ecriture import clean_texte
from qualepref.noyau.tableurs.inspection import CODES_ERREUR
from qualepref.noyau.tableurs.lecture import read_classeur
from qualepref.noyau.tableurs.vocabulaire import find_absence
from qualepref.suivi.models import CelluleDemande, Comptage, Demande
from qualepref.suivi.operations.cellules import update_cellules
from qualepref.suivi.operations.imports import FichierDonne, apply_import, check_import
from qualepref.suivi.operations.lots import write_comptages, write_lot
from qualepref.suivi.rendering.registres import export_registre
from qualepref.suivi.rules.lignes import build_ligne
from usines import build_boite, build_demande, build_service, build_site


FORMATS = ("xlsx", "ods", "csv")
LE = dt.date(2023, 3, 31)
MAINTENANT = dt.datetime(2023, 3, 31, 12, tzinfo=dt.UTC)
TECHNIQUES = {"id", "modifiee_le", "provenance"}


def _keep(texte):
    """Texts as forms and files leave them: no control character, trimmed."""
    return clean_texte(texte).strip()


# What looks like something else: formulas, totals, missing marks, dates, numbers, quotes.
PIEGES = [
    "=1+1", "+33 2 40 00 00 00", "-", "@SUM(A1)", "'=1", "''", "Total", "Total général", "n.c.",
    "néant", "/", "01/02/2022", "1,5", "007", "1e5", "vrai", 'a "b" ; c', "ligne\nsuite", "\u00a0a",
    "l'été", "œuvre", "𝄞", "=cmd|' /C calc'!A0", "http://exemple.fr", "Référence", "100 %",
]  # fmt: skip
textes = st.sampled_from(PIEGES) | st.text(max_size=30).map(_keep)
textes = textes.filter(lambda t: t not in CODES_ERREUR).map(_keep)
references = textes.filter(lambda t: t and find_absence(t) is None)
jours = st.dates(dt.date(2022, 1, 1), dt.date(2023, 3, 1))
ecarts = st.none() | st.integers(0, 60)


@st.composite
def demandes(draw):
    """A row that the register accepts, likely or not."""
    recue = draw(jours)
    apres = {
        champ: None if ecart is None else min(recue + dt.timedelta(ecart), LE)
        for champ in ("complete_le", "accuse_le", "attente_le", "repondue_le")
        for ecart in [draw(ecarts)]
    }
    return {
        "reference": draw(references),
        "nature": draw(st.sampled_from(["suggestion", "reclamation", "autre"])),
        "canal": draw(st.sampled_from(["courriel", "formulaire", "urne", "courrier"])),
        "portee": draw(st.sampled_from(["", "generale", "individuelle"])),
        "service": draw(st.booleans()),
        "boite": draw(st.booleans()),
        "tracage": draw(st.sampled_from(["exhaustif", "echantillon"])),
        "demandeur": draw(textes),
        "objet": draw(textes),
        "commentaire": draw(textes),
        "recue_le": recue,
        **apres,
        "complete": draw(st.booleans()),
        "attente_delai_annonce": draw(textes) if apres["attente_le"] else "",
        "repondue_sans_date": apres["repondue_le"] is None and draw(st.booleans()),
        "exclusion": draw(st.sampled_from(["", "", "hors-perimetre", "transmise"])),
    }


@pytest.fixture
def garni(nantes, sejour, principale):
    return nantes, sejour, principale


def snapshot():
    """Rows and cells, keys of the database aside."""
    lignes = [
        {k: v for k, v in ligne.items() if k not in TECHNIQUES}
        for ligne in Demande.objects.order_by("reference").values()
    ]
    cellules = sorted(
        ({k: v for k, v in c.items() if k != "id"} for c in CelluleDemande.objects.values()),
        key=str,
    )
    return lignes, cellules


def empty(site):
    mois = set(Demande.objects.values_list("mois", flat=True))
    Demande.objects.all().delete()
    update_cellules(site, mois=mois, le=LE)


def reimport(site, chemin, registre):
    donne = FichierDonne(chemin, registre)
    return apply_import(site, donne=donne, par="essai", le=LE, maintenant=MAINTENANT)


@pytest.mark.parametrize("extension", FORMATS)
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(lignes=st.lists(demandes(), min_size=1, max_size=12, unique_by=lambda d: d["reference"]))
def test_ce_qui_est_exporte_se_reimporte_a_l_identique(garni, tmp_path, extension, lignes):
    site, service, boite = garni
    empty(site)
    write_lot(
        site,
        registre="ecoute",
        lignes=[
            build_ligne(
                ligne
                | {"service_id": service.pk if ligne["service"] else None}
                | {"boite_id": boite.pk if ligne["boite"] else None}
            )
            for ligne in lignes
        ],
        provenance="saisie",
        par="essai",
        le=LE,
        maintenant=MAINTENANT,
    )
    avant = snapshot()
    chemin = tmp_path / f"registre.{extension}"

    nombre = export_registre(site, chemin, registre="ecoute")
    deja_la = check_import(site, donne=FichierDonne(chemin, "ecoute"), le=LE)
    empty(site)
    bilan = reimport(site, chemin, "ecoute")

    assert (nombre, deja_la.erreurs, deja_la.difference.inchangees) == (
        len(lignes),
        (),
        len(lignes),
    )
    assert bilan.applique
    assert snapshot() == avant


@pytest.mark.parametrize("extension", FORMATS)
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    comptages=st.lists(
        st.fixed_dictionaries(
            {
                "grandeur": st.sampled_from(["visites", "connexions"]),
                "dimension": st.just(""),
                "mois": st.sampled_from([202201, 202212, 202302]),
                "valeur": st.integers(0, 10**12),
                "source": textes,
            }
        ),
        min_size=1,
        unique_by=lambda c: (c["grandeur"], c["mois"]),
    )
)
def test_les_quantites_exportees_se_reimportent_a_l_identique(
    garni, tmp_path, extension, comptages
):
    site = garni[0]
    Comptage.objects.all().delete()
    write_comptages(site, comptages=comptages, provenance="saisie", par="essai")
    colonnes = ("grandeur", "dimension", "mois", "valeur", "source")
    avant = set(Comptage.objects.values_list(*colonnes))
    chemin = tmp_path / f"registre.{extension}"

    export_registre(site, chemin, registre="comptages")
    Comptage.objects.all().delete()
    reimport(site, chemin, "comptages")

    assert set(Comptage.objects.values_list(*colonnes)) == avant


@pytest.mark.parametrize("extension", FORMATS)
def test_un_texte_n_est_jamais_une_formule_dans_un_export(nantes, tmp_path, extension):
    build_demande(nantes, dt.date(2022, 3, 1), reference="C-1", objet="=HYPERLINK(A1)")
    chemin = tmp_path / f"registre.{extension}"

    export_registre(nantes, chemin, registre="courriers")

    ligne = read_classeur(chemin).feuilles[0].lignes[1]
    brut = chemin.read_bytes()
    assert "=HYPERLINK(A1)" in [str(c).lstrip("'") for c in ligne]
    assert b";=HYPERLINK" not in brut


def test_export_registre_se_limite_a_l_annee(nantes, tmp_path):
    build_demande(nantes, dt.date(2021, 12, 31), reference="C-1")
    build_demande(nantes, dt.date(2022, 1, 1), reference="C-2")

    assert export_registre(nantes, tmp_path / "r.csv", registre="courriers", annee=2022) == 1


def test_export_registre_donne_un_modele_sans_ligne(nantes, tmp_path):
    build_demande(nantes, dt.date(2022, 1, 1))
    chemin = tmp_path / "modele.xlsx"

    assert export_registre(nantes, chemin, registre="courriers", modele=True) == 0
    assert len(read_classeur(chemin).feuilles[0].lignes) == 1


def test_export_registre_ne_sort_pas_les_lignes_d_un_autre_site(nantes, clermont, tmp_path):
    build_demande(clermont, dt.date(2022, 1, 1))

    assert export_registre(nantes, tmp_path / "r.csv", registre="courriers") == 0


def test_une_migration_de_base_garde_services_et_boites(nantes, tmp_path):
    """Another base gives services other keys: the file speaks of their names."""
    service = build_service(nantes)
    boite = build_boite(nantes)
    build_demande(nantes, dt.date(2022, 1, 3), service=service, boite=boite, reference="C-1")
    chemin = tmp_path / "registre.ods"
    export_registre(nantes, chemin, registre="courriers")
    nouveau = build_site(code="pref-99")
    for _ in range(3):
        build_service(nouveau, f"s{_}", f"Service {_}")
    service, boite = build_service(nouveau), build_boite(nouveau)

    reimport(nouveau, chemin, "courriers")

    demande = Demande.objects.get(site=nouveau)
    assert (demande.service, demande.boite) == (service, boite)
