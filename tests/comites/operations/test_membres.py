import datetime as dt

import pytest

from comites.usines import JOUR, build_comite, build_membre, build_reunion
from qualepref.comites.enums import PresenceNotee, Qualite
from qualepref.comites.models import Membre
from qualepref.comites.operations.membres import (
    DepartAvantArriveeError,
    MembreDejaConvieError,
    MembreDonne,
    MembreSansNomError,
    add_membre,
    erase_membres,
    remove_membre,
    update_membre,
)
from qualepref.comites.operations.reunions import record_seance
from qualepref.config.commandes.servir import refresh_all
from qualepref.socle.models import Evenement
from usines import CLERMONT, build_site


pytestmark = pytest.mark.django_db


def test_un_membre_s_ajoute_et_se_modifie_sans_laisser_son_nom_au_journal():
    comite = build_comite(build_site())

    membre = add_membre(
        comite, donne=MembreDonne(Qualite.USAGERS, "APF", nom="Petit", prenom="Jeanne"), par="ref"
    )
    update_membre(membre, donne=MembreDonne(Qualite.USAGERS, "APF", nom="Martin"), par="ref")

    assert Membre.objects.get().nom == "Martin"
    traces = str(list(Evenement.objects.values_list("objet", "avant", "apres")))
    assert "Petit" not in traces
    assert "Martin" not in traces


@pytest.mark.parametrize(
    ("donne", "refus"),
    [
        (MembreDonne(Qualite.USAGERS), MembreSansNomError),
        (
            MembreDonne(Qualite.USAGERS, "APF", depuis=JOUR, jusqu_au=dt.date(2022, 6, 29)),
            DepartAvantArriveeError,
        ),
    ],
)
def test_un_siege_impossible_est_refuse(donne, refus):
    comite = build_comite(build_site())

    with pytest.raises(refus):
        add_membre(comite, donne=donne, par="ref")


def test_un_membre_dont_la_presence_est_notee_ne_se_retire_plus():
    comite = build_comite(build_site())
    membre, erreur = build_membre(comite), build_membre(comite, organisation="Doublon")
    record_seance(
        build_reunion(comite),
        notes={},
        presences={membre.pk: PresenceNotee.PRESENT},
        tenue=True,
        par="ref",
        le=JOUR,
    )

    with pytest.raises(MembreDejaConvieError):
        remove_membre(membre, par="ref")
    remove_membre(erreur, par="ref")

    assert list(Membre.objects.all()) == [membre]


def test_les_noms_s_effacent_a_la_fin_de_la_conservation_et_pas_avant():
    site, autre = build_site(), build_site(**CLERMONT)
    personne = {"nom": "Petit", "prenom": "Jeanne", "courriel": "j@clcv.fr", "fonction": "élue"}
    comite = build_comite(site)
    ancien = build_membre(comite, jusqu_au=dt.date(2022, 6, 30), **personne)
    seul = build_membre(comite, organisation="", jusqu_au=dt.date(2022, 6, 30), **personne)
    recent = build_membre(comite, jusqu_au=dt.date(2022, 7, 1), **personne)
    present = build_membre(comite, **personne)
    ailleurs = build_membre(build_comite(autre), jusqu_au=dt.date(2020, 1, 1), **personne)
    le = dt.date(2025, 7, 1)

    assert erase_membres(site, par="système", le=le) == 2
    assert erase_membres(site, par="système", le=le) == 0

    ancien.refresh_from_db()
    seul.refresh_from_db()
    assert (ancien.nom, ancien.courriel, ancien.fonction, ancien.organisation) == (
        "",
        "",
        "",
        "CLCV",
    )
    assert (seul.nom, seul.organisation) == ("", "Membre non nommé")
    for garde in (recent, present, ailleurs):
        garde.refresh_from_db()
        assert garde.nom == "Petit"


def test_le_travail_de_la_nuit_efface_les_noms():
    membre = build_membre(
        build_comite(build_site()), nom="Petit", prenom="Jeanne", jusqu_au=dt.date(2020, 1, 1)
    )

    refresh_all()

    membre.refresh_from_db()
    assert (membre.nom, membre.prenom, membre.organisation) == ("", "", "CLCV")
