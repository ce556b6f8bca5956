import pytest

from comites.usines import build_comite, build_membre, build_reunion
from qualepref.comites.enums import TypeComite
from qualepref.comites.models import Comite
from qualepref.comites.operations.comites import (
    ComiteAvecReunionsError,
    ComiteDonne,
    NomDeComitePrisError,
    SiteNonAssociableError,
    create_comite,
    delete_comite,
    update_comite,
)
from qualepref.socle.models import Evenement
from usines import CLERMONT, build_site


pytestmark = pytest.mark.django_db
CLU = ComiteDonne(TypeComite.CLU, "CLU", "Donner un avis")


def test_un_comite_couvre_toujours_le_site_qui_le_pilote():
    nantes, clermont = build_site(), build_site(**CLERMONT)

    comite = create_comite(
        nantes,
        donne=ComiteDonne(TypeComite.CLU, "CLU", sites=(clermont,)),
        associables=[nantes, clermont],
        par="ref",
    )

    assert set(comite.sites.all()) == {nantes, clermont}
    assert Evenement.objects.get().apres["sites"] == ["pref-44", "pref-63"]


def test_un_site_que_personne_n_associe_est_refuse_et_rien_n_est_ecrit():
    nantes, clermont = build_site(), build_site(**CLERMONT)
    donne = ComiteDonne(TypeComite.CLU, "CLU", sites=(clermont,))

    with pytest.raises(SiteNonAssociableError):
        create_comite(nantes, donne=donne, associables=[nantes], par="ref")

    assert not Comite.objects.exists()


def test_un_nom_ne_sert_qu_une_fois_par_site_pilote():
    nantes, clermont = build_site(), build_site(**CLERMONT)
    create_comite(nantes, donne=CLU, associables=[], par="ref")
    create_comite(clermont, donne=CLU, associables=[], par="ref")

    with pytest.raises(NomDeComitePrisError):
        create_comite(nantes, donne=CLU, associables=[], par="ref")


def test_update_comite_garde_les_sites_deja_la():
    nantes, clermont = build_site(), build_site(**CLERMONT)
    comite = build_comite(nantes, clermont)

    update_comite(
        comite,
        donne=ComiteDonne(TypeComite.COPIL, "COPIL", sites=(clermont,)),
        associables=[nantes],
        par="ref",
    )

    comite.refresh_from_db()
    assert (comite.type, comite.nom) == ("copil", "COPIL")
    assert clermont in comite.sites.all()


def test_delete_comite_refuse_un_comite_qui_a_des_reunions():
    comite = build_comite(build_site())
    build_membre(comite)
    reunion = build_reunion(comite)

    with pytest.raises(ComiteAvecReunionsError):
        delete_comite(comite, par="ref")

    reunion.delete()
    delete_comite(comite, par="ref")
    assert not Comite.objects.exists()
