"""The auditor's folder: whole, verifiable, without names, the same again."""

import csv
import datetime as dt
import hashlib
import io
import re
import zipfile

import pytest

from preuves.usines import LE, PNG, build_fichier, build_piece
from qualepref.noyau.tableurs.lecture import read_classeur
from qualepref.preuves.enums import EtatDossier
from qualepref.preuves.operations.dossiers import (
    GraineRefuseeError,
    build_dossier,
    create_dossier,
    delete_dossiers_anciens,
    export_dossier,
    reset_dossiers,
)
from qualepref.preuves.queries.dossiers import locate_dossier
from qualepref.preuves.queries.pieces import locate_fichier
from usines import build_demande, build_site


pytestmark = pytest.mark.django_db
MAINTENANT = dt.datetime(2022, 12, 15, 9, tzinfo=dt.UTC)
COURRIERS = "echantillons/courriers.csv"


def write(site, tmp_path, *, nom="dossier.zip", graine="7", besoin="", le=LE):
    sortie = tmp_path / nom
    export_dossier(site, sortie=sortie, graine=graine, besoin=besoin, par="usine", le=le)
    return sortie


def read_csv(sortie, chemin):
    with zipfile.ZipFile(sortie) as archive:
        texte = archive.read(chemin).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(texte), delimiter=";"))


@pytest.fixture
def site():
    site = build_site()
    build_piece(site)
    build_piece(
        site,
        titre="Été / à l’accueil",
        engagements=("16.3",),
        fichier=build_fichier("a.png", PNG),
        donnees_personnelles="noms des agents",
    )
    for rang in range(40):
        build_demande(
            site,
            dt.date(2022, 11, 1 + rang % 28),
            reference=f"2022-{rang:03}",
            demandeur="=CMD() Martin",
            objet="Carte grise",
            le=LE,
        )
    return site


def test_les_empreintes_se_verifient_et_l_index_se_lit_hors_ligne(site, tmp_path):
    sortie = write(site, tmp_path)

    with zipfile.ZipFile(sortie) as archive:
        archive.extractall(tmp_path / "lu")
        noms = archive.namelist()
    assert len(set(noms)) == len(noms)
    assert {
        "pieces/E03-compte-rendu-du-comite-local-v1.pdf",
        "index.html", "index.ods", "style.css", "LISEZMOI.txt", COURRIERS,
    } <= set(noms)  # fmt: skip
    sommes = (tmp_path / "lu" / "SHA256SUMS").read_text().splitlines()
    assert {ligne[66:] for ligne in sommes} == set(noms) - {"SHA256SUMS"}
    for ligne in sommes:
        contenu = (tmp_path / "lu" / ligne[66:]).read_bytes()
        assert hashlib.sha256(contenu).hexdigest() == ligne[:64]
    page = (tmp_path / "lu" / "index.html").read_text()
    liens = set(re.findall(r'(?:href|src)="([^"#]+)"', page))
    assert liens <= set(noms)
    assert "<script" not in page
    assert "Graine du tirage" in page
    index = read_classeur(tmp_path / "lu" / "index.ods").feuilles[0]
    assert any("non jointe" in str(cellule) for ligne in index.lignes for cellule in ligne)


def test_les_noms_sont_laisses_de_cote_sauf_besoin_declare(site, tmp_path):
    sans = write(site, tmp_path)
    avec = write(site, tmp_path, nom="avec.zip", besoin="contrôle d’identité des dossiers")

    with zipfile.ZipFile(sans) as archive:
        tout = b"".join(archive.read(n) for n in archive.namelist())
        assert not any(n.startswith("pieces/E16") for n in archive.namelist())
    assert b"Martin" not in tout
    assert b"Carte grise" not in tout
    with zipfile.ZipFile(avec) as archive:
        assert "pieces/E16-3-ete-a-l-accueil-v1.png" in archive.namelist()
        assert "CONTIENT DES DONNÉES PERSONNELLES" in archive.read("LISEZMOI.txt").decode()
    entete, *lignes = read_csv(avec, COURRIERS)
    assert entete[-3:] == ["Demandeur", "Objet", "Commentaire"]
    assert lignes[0][-3] == "'=CMD() Martin"


def test_la_meme_graine_redonne_les_memes_octets(site, tmp_path):
    une = write(site, tmp_path)
    seconde = write(site, tmp_path, nom="b.zip")
    autre = write(site, tmp_path, nom="c.zip", graine="8")

    assert une.read_bytes() == seconde.read_bytes()
    lignes = read_csv(une, COURRIERS)
    assert len(lignes) == 26
    assert lignes != read_csv(autre, COURRIERS)


@pytest.mark.parametrize("graine", ["", "a:b", "é", "x" * 41])
def test_une_graine_a_double_sens_est_refusee(graine, tmp_path):
    with pytest.raises(GraineRefuseeError):
        write(build_site(), tmp_path, graine=graine)


def ask(site, **valeurs):
    base = {"graine": "7", "besoin": "", "par": "usine", "le": LE, "maintenant": MAINTENANT}
    return create_dossier(site, **(base | valeurs))


def test_un_dossier_demande_est_prepare_puis_oublie(site):
    dossier = build_dossier(ask(site))

    fichier = locate_dossier(dossier)
    assert dossier.etat == EtatDossier.PRET
    assert dossier.empreinte == hashlib.sha256(fichier.read_bytes()).hexdigest()
    assert (dossier.pieces, dossier.taille) == (1, fichier.stat().st_size)
    assert site.constats.filter(le=LE).exists()
    assert delete_dossiers_anciens(avant=MAINTENANT, par="système") == 0
    assert delete_dossiers_anciens(avant=MAINTENANT + dt.timedelta(1), par="système") == 1


@pytest.mark.parametrize("abime", ["absente", "alteree"])
def test_une_piece_alteree_arrete_le_dossier_en_le_disant(site, abime):
    version = site.pieces.get(titre="Compte rendu du comité local").versions.get()
    fichier = locate_fichier(site, version.empreinte)
    fichier.unlink() if abime == "absente" else fichier.write_bytes(b"autre chose")

    dossier = build_dossier(ask(site))

    assert dossier.etat == EtatDossier.REFUSE
    assert "Compte rendu du comité local" in dossier.motif
    assert not locate_dossier(dossier).exists()


def test_un_dossier_interrompu_est_rendu(site):
    dossier = ask(site)

    assert reset_dossiers() == 1
    dossier.refresh_from_db()
    assert "s’est arrêtée" in dossier.motif


def test_un_dossier_interrompu_ne_laisse_rien_sur_le_disque(site):
    zip_attendu = locate_dossier(ask(site))
    zip_attendu.parent.mkdir(parents=True, exist_ok=True)
    # What a process killed while it writes leaves behind.
    zip_attendu.with_name(f".{zip_attendu.name}.partiel").write_bytes(b"PK des noms")

    reset_dossiers()

    assert list(zip_attendu.parent.iterdir()) == []
