"""Many demandes at once: all or nothing, stamped like one, the same again changes nothing."""

import datetime as dt

import pytest
from django.db import IntegrityError

from qualepref.socle.models import Evenement
from qualepref.suivi.models import CelluleDemande, Demande
from qualepref.suivi.operations import lots
from qualepref.suivi.operations.lots import compare_lot, write_lot
from qualepref.suivi.rules.lignes import build_ligne


LE = dt.date(2022, 12, 31)


def lettre(reference, recue_le=dt.date(2022, 3, 1), **valeurs):
    base = {"nature": "information", "canal": "courrier"}
    return build_ligne(base | {"reference": reference, "recue_le": recue_le} | valeurs)


@pytest.fixture
def ecrit(nantes, maintenant):
    def ecrit(*lignes, **options):
        return write_lot(
            nantes,
            registre="courriers",
            lignes=lignes,
            provenance="import",
            par="essai",
            le=LE,
            maintenant=maintenant,
            **options,
        )

    return ecrit


def test_write_lot_dit_ce_que_compare_lot_annonce(nantes, ecrit):
    ecrit(lettre("C-1"), lettre("C-2"))
    lignes = [lettre("C-1"), lettre("C-2", objet="Permis"), lettre("C-3")]

    annonce = compare_lot(nantes, registre="courriers", lignes=lignes)

    assert ecrit(*lignes) == annonce
    assert (annonce.nouvelles, annonce.modifiees, annonce.inchangees) == (("C-3",), ("C-2",), 1)


def test_write_lot_garde_la_cle_d_une_demande_modifiee(ecrit):
    ecrit(lettre("C-1"))
    cle = Demande.objects.get().pk

    ecrit(lettre("C-1", objet="Permis"))

    assert Demande.objects.get().pk == cle


def test_write_lot_sans_changement_ne_laisse_pas_de_trace(ecrit):
    ecrit(lettre("C-1"))

    ecrit(lettre("C-1"))

    assert Evenement.objects.filter(action="importer").count() == 1


def test_write_lot_date_la_modification(ecrit, maintenant):
    ecrit(lettre("C-1"))

    assert Demande.objects.get().modifiee_le == maintenant


def test_write_lot_interrompu_n_ecrit_rien(monkeypatch, ecrit):
    """The last of several chunks fails: those before it go too, with their cells."""
    monkeypatch.setattr(lots, "LIGNES_PAR_LOT", 2)

    def cut(faites, _total):
        if faites > 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ecrit(*(lettre(f"C-{n}") for n in range(6)), avance=cut)

    assert not Demande.objects.exists()
    assert not CelluleDemande.objects.exists()


def test_write_lot_refuse_en_bloc_ce_que_la_base_refuse(ecrit):
    with pytest.raises(IntegrityError):
        ecrit(lettre("C-1"), lettre("C-2", repondue_le=dt.date(2022, 1, 1)))

    assert not Demande.objects.exists()


@pytest.mark.parametrize("taille", [1, 3, 100])
def test_la_recherche_des_connues_ne_depend_pas_de_la_taille_des_lots(monkeypatch, ecrit, taille):
    ecrit(*(lettre(f"C-{n}") for n in range(10)))
    monkeypatch.setattr(lots, "LIGNES_PAR_LOT", taille)
    monkeypatch.setattr(lots, "REFERENCES_PAR_REQUETE", taille)

    difference = ecrit(*(lettre(f"C-{n}") for n in range(5, 12)))

    assert (len(difference.nouvelles), difference.inchangees) == (2, 5)


def test_write_lot_range_les_booleens_et_les_textes_difficiles(ecrit):
    """What a bulk loader might take for a separator, an escape or a missing value."""
    textes = ["\\N", "a\tb", "a\\nb", "l'été", "𝄞", '"', "a\nb"]
    ecrit(*(lettre(f"C-{n}", objet=t, complete=False) for n, t in enumerate(textes)))

    assert list(Demande.objects.order_by("reference").values_list("objet", flat=True)) == textes
    assert set(Demande.objects.values_list("complete", flat=True)) == {False}
