"""Open data of a snapshot: the schema they announce, the same bytes, nothing that may not be read."""

import csv
import datetime as dt
import hashlib
import io
import json

import pytest
from frictionless import Resource, Schema, system, validate

from qualepref.indicateurs.models import CibleSite
from qualepref.noyau.donnees_ouvertes.lecture import describe_indicateurs
from qualepref.publications.enums import GenrePublication
from qualepref.publications.queries.schemas import get_schemas
from qualepref.publications.rendering.donnees_ouvertes import list_lignes
from qualepref.publications.rendering.figement import build_fige
from qualepref.publications.rendering.formats import list_formats
from qualepref.suivi.models import Comptage
from usines import build_demande, build_service, build_site


pytestmark = pytest.mark.django_db

LE = dt.date(2023, 3, 1)


@pytest.fixture
def fige():
    site = build_site()
    service = build_service(site)
    for jour, repondue in ((3, 10), (4, 7), (5, None)):
        build_demande(
            site,
            dt.date(2022, 1, jour),
            service=service,
            repondue_le=repondue and dt.date(2022, 1, repondue),
            demandeur="Jeanne Martin",
            le=LE,
        )
    Comptage.objects.create(site=site, grandeur="visites", mois=202201, valeur=1200)
    return build_fige(site, 2022, le=LE)


def write_files(fige, dossier):
    fichiers = {f.nom: f.render(fige) for f in list_formats(GenrePublication.DONNEES)}
    for nom, octets in fichiers.items():
        (dossier / nom).write_bytes(octets)
    return fichiers


def test_les_fichiers_tiennent_le_schema_qu_ils_annoncent(fige, tmp_path):
    fichiers = write_files(fige, tmp_path)

    with system.use_context(trusted=True):
        paquet = validate(str(tmp_path / "datapackage.json"))
        schema = Schema.from_descriptor(describe_indicateurs(get_schemas().indicateurs))
        impact = validate(Resource(path=str(tmp_path / "impact.csv"), schema=schema))

    assert (len(paquet.tasks), paquet.flatten(["type", "note"])) == (3, [])
    assert impact.flatten(["type", "note"]) == []
    description = json.loads(fichiers["datapackage.json"])
    assert description["id"] == fige.reference
    for ressource in description["resources"]:
        octets = fichiers[ressource["path"]]
        assert ressource["bytes"] == len(octets)
        assert ressource["hash"] == f"sha256:{hashlib.sha256(octets).hexdigest()}"


def test_un_taux_et_ses_cellules_disent_la_meme_chose(fige, tmp_path):
    fichiers = write_files(fige, tmp_path)
    cellules = list(csv.DictReader(io.StringIO(fichiers["cellules.csv"].decode())))
    a_temps, echues = (sum(int(c[m]) for c in cellules) for m in ("a_temps", "echues"))

    annuelle = next(
        x
        for x in list_lignes(fige.contenu)
        if x["unite_mesure"] == "%" and not x["est_cible"] and "2 / 3" in x["commentaires"]
    )

    assert (a_temps, echues) == (2, 3)
    assert str(annuelle["valeur"]) == "66.6666666667"
    assert annuelle["date_debut"] == dt.date(2022, 1, 1)
    assert b"Jeanne" not in b"".join(fichiers.values())


def test_le_meme_instantane_donne_les_memes_octets(fige, tmp_path):
    assert write_files(fige, tmp_path) == write_files(fige, tmp_path)


def test_le_json_redit_les_lignes_du_csv(fige, tmp_path):
    fichiers = write_files(fige, tmp_path)
    lignes = list(csv.DictReader(io.StringIO(fichiers["impact.csv"].decode())))

    redites = json.loads(fichiers["impact.json"])["lignes"]

    assert len(lignes) == len(redites) > 1
    assert [x["indicateur"] for x in lignes] == [x["indicateur"] for x in redites]
    assert [float(x["valeur"]) for x in lignes] == [float(x["valeur"]) for x in redites]
    assert {x["est_cible"] for x in lignes} <= {"true", "false"}


def test_une_cible_en_intervalle_donne_ses_deux_bornes():
    site = build_site()
    build_demande(site, dt.date(2022, 1, 3), repondue_le=dt.date(2022, 1, 4), le=LE)
    code = next(
        x["indicateur"]
        for x in list_lignes(build_fige(site, 2022, le=LE).contenu)
        if x["unite_mesure"] == "%"
    )
    CibleSite.objects.update_or_create(
        site=site, indicateur=code.partition(" – ")[0], annee=2022,
        defaults={"minimum": 75, "maximum": 80, "unite": "pourcent", "source": "Comité"},
    )  # fmt: skip

    lignes = list_lignes(build_fige(site, 2022, le=LE).contenu)

    bornes = [x["valeur"] for x in lignes if x["est_cible"] and x["indicateur"] == code]
    assert bornes == [75, 80]
