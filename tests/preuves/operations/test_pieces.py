"""Pieces: kept whole or not at all, versions, deletion, trace."""

import datetime as dt
import hashlib

import pytest
from django.db import IntegrityError, transaction

from amelioration.usines_plan import build_action
from preuves.usines import LE, PDF, PNG, build_fichier, build_piece
from qualepref.noyau.fichiers.erreurs import PieceRefuseeError, PieceTropGrosseError
from qualepref.preuves.models import Piece, VersionPiece
from qualepref.preuves.operations.fichiers import delete_orphelins
from qualepref.preuves.operations.pieces import (
    DerniereVersionError,
    DescriptionRefuseeError,
    FichierIdentiqueError,
    PieceDonnee,
    add_version,
    delete_piece,
    delete_version,
    update_piece,
)
from qualepref.preuves.queries.pieces import locate_fichier
from qualepref.socle.models import Evenement
from usines import CLERMONT, build_service, build_site


pytestmark = pytest.mark.django_db


def test_un_fichier_est_garde_sous_son_empreinte(list_fichiers):
    site = build_site()

    piece = build_piece(site, fichier=build_fichier("C:\\temp\\..\\Compte rendu.pdf"))

    version = piece.versions.get()
    assert version.nom == "Compte rendu.pdf"
    assert version.empreinte == hashlib.sha256(PDF).hexdigest()
    assert list_fichiers() == [locate_fichier(site, version.empreinte)]
    assert locate_fichier(site, version.empreinte).read_bytes() == PDF
    trace = Evenement.objects.get(action="déposer une pièce")
    assert trace.apres["empreinte"] == version.empreinte
    assert piece.titre not in str(trace.apres)


def test_un_fichier_refuse_ne_laisse_rien(list_fichiers, settings):
    settings.PREUVE_TAILLE_MAXIMALE = 100
    site = build_site()

    with pytest.raises(PieceTropGrosseError, match="100 octets"):
        build_piece(site, fichier=build_fichier("a.pdf", PDF + bytes(100)))
    with pytest.raises(PieceRefuseeError):
        build_piece(site, fichier=build_fichier("a.docx", PDF))

    assert list_fichiers() == []
    assert not Piece.objects.exists()


@pytest.mark.parametrize(
    ("valeurs", "champ"),
    [
        ({"engagements": ()}, "engagements"),
        ({"engagements": ("99",)}, "engagements"),
        ({"engagements": ("3.x",)}, "engagements"),
        ({"etablie_le": LE + dt.timedelta(1)}, "etablie_le"),
        ({"etablie_le": LE, "expire_le": LE - dt.timedelta(1)}, "expire_le"),
    ],
)
def test_ce_qui_ne_peut_etre_dit_d_une_piece_est_refuse(valeurs, champ, list_fichiers):
    site = build_site()

    with pytest.raises(DescriptionRefuseeError) as refus:
        build_piece(site, **valeurs)

    assert refus.value.champ == champ
    assert list_fichiers() == []


def test_le_service_d_un_autre_site_est_refuse():
    ailleurs = build_service(build_site(**CLERMONT))

    with pytest.raises(DescriptionRefuseeError):
        build_piece(build_site(), service=ailleurs)


def test_une_version_remplace_la_precedente_qui_reste(list_fichiers):
    piece = build_piece(build_site())

    version = add_version(piece, fichier=build_fichier("a.png", PNG), par="usine", le=LE)

    assert version.numero == 2
    assert [v.numero for v in piece.versions.all()] == [2, 1]
    assert len(list_fichiers()) == 2
    with pytest.raises(FichierIdentiqueError, match="déjà la dernière version"):
        add_version(piece, fichier=build_fichier("b.png", PNG), par="usine", le=LE)
    assert piece.versions.count() == 2


@pytest.mark.django_db(transaction=True)
def test_un_fichier_s_efface_quand_plus_rien_ne_le_nomme(list_fichiers):
    site = build_site()
    une, autre = build_piece(site), build_piece(site, titre="Le même document")
    assert len(list_fichiers()) == 1

    delete_piece(une, par="usine")
    assert len(list_fichiers()) == 1
    delete_piece(autre, par="usine")

    assert list_fichiers() == []
    assert not VersionPiece.objects.exists()
    assert Evenement.objects.filter(action="supprimer une pièce").count() == 2


@pytest.mark.django_db(transaction=True)
def test_une_version_se_supprime_mais_pas_la_seule(list_fichiers):
    piece = build_piece(build_site())
    with pytest.raises(DerniereVersionError):
        delete_version(piece.versions.get(), par="usine")
    add_version(piece, fichier=build_fichier("a.png", PNG), par="usine", le=LE)

    delete_version(piece.versions.get(numero=1), par="usine")

    assert [v.numero for v in piece.versions.all()] == [2]
    assert len(list_fichiers()) == 1


def test_ce_qu_une_ecriture_coupee_laisse_est_efface_la_nuit(list_fichiers):
    site = build_site()
    piece = build_piece(site)
    garde = locate_fichier(site, piece.versions.get().empreinte)
    garde.with_name("0" * 64).write_bytes(b"reste")

    assert delete_orphelins(site) == 1
    assert list_fichiers() == [garde]


def test_une_piece_se_corrige_et_le_dit(list_fichiers):
    piece = build_piece(build_site())

    update_piece(
        piece,
        donnee=PieceDonnee(titre="Autre titre", engagements=("3", "16.3"), expire_le=LE),
        par="usine",
        le=LE,
    )

    assert [str(e) for e in piece.engagements.all()] == ["3", "16.3"]
    trace = Evenement.objects.get(action="corriger une pièce")
    assert trace.avant == {"expire_le": None, "engagements": ["3"]}


def test_une_piece_repond_a_une_action_ou_a_une_ligne_pas_aux_deux():
    site = build_site()
    piece = build_piece(site, action=build_action(site))

    from qualepref.amelioration.models import Evaluation, LigneGrille

    ligne = LigneGrille.objects.create(
        evaluation=Evaluation.objects.create(
            site=site, type="audit_interne", titre="Audit", debut_le=LE,
            referentiel="qual-e-pref", version="2019-02",
        ),
        engagement=3,
    )  # fmt: skip
    with pytest.raises(DescriptionRefuseeError):
        build_piece(site, action=piece.action, ligne=ligne)
    piece.ligne = ligne
    with pytest.raises(IntegrityError, match="piece_un_seul_lien"), transaction.atomic():
        piece.save()


def test_une_piece_n_expire_pas_avant_d_etre_etablie():
    piece = build_piece(build_site())
    piece.etablie_le, piece.expire_le = LE, LE - dt.timedelta(1)

    with pytest.raises(IntegrityError), transaction.atomic():
        piece.save()
