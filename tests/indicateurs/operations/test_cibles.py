"""Setting, deleting and writing the targets of a site."""

from decimal import Decimal

import pytest

from qualepref.indicateurs.models import CibleSite
from qualepref.indicateurs.operations.cibles import (
    adopt_cibles,
    delete_cible,
    set_cible,
    write_cibles,
)
from qualepref.indicateurs.rules import refus
from qualepref.indicateurs.rules.cibles import CibleDonnee
from qualepref.socle.models import Evenement


def set_one(site, *, minimum="90", unite="%", indicateur="I1", **autres):
    return set_cible(
        site,
        indicateur=indicateur,
        annee=2022,
        minimum=Decimal(minimum),
        unite=unite,
        source="COPIL du 3 mars 2022",
        par="referent.63",
        **autres,
    )


def aim(indicateur="I1", minimum="90", annee=2022, unite="pourcent"):
    return CibleDonnee(indicateur, annee, Decimal(minimum), unite, "COPIL")


def test_set_cible_d_un_intervalle_garde_ses_deux_bornes(site):
    cible = set_one(site, indicateur="I10", minimum="75", maximum=Decimal(80))

    cible.refresh_from_db()
    assert (cible.minimum, cible.maximum, cible.unite) == (75, 80, "pourcent")


def test_set_cible_de_nouveau_la_corrige_et_trace_l_ancienne(site):
    set_one(site)

    set_one(site, minimum="92")

    assert CibleSite.objects.get().minimum == 92
    evenement = Evenement.objects.first()
    assert evenement.action == "corriger"
    assert (evenement.avant["minimum"], evenement.apres["minimum"]) == ("90", "92")


def test_set_cible_identique_ne_laisse_pas_de_trace(site):
    set_one(site)

    set_one(site)

    assert Evenement.objects.count() == 1


def test_set_cible_sans_unite_est_refusee(site):
    with pytest.raises(refus.UniteManquanteError, match="n’a pas d’unité"):
        set_one(site, unite="")

    assert not CibleSite.objects.exists()


def test_set_cible_d_un_indicateur_inconnu_est_refusee(site):
    with pytest.raises(refus.IndicateurAbsentError, match="I99"):
        set_one(site, indicateur="I99")


def test_delete_cible_garde_dans_l_historique_ce_qu_elle_etait(site):
    cible = set_one(site)

    delete_cible(cible, par="referent.63")

    assert not CibleSite.objects.exists()
    evenement = Evenement.objects.first()
    assert (evenement.action, evenement.avant["minimum"]) == ("supprimer", "90")


def test_write_cibles_deux_fois_ne_change_rien(site):
    lot = [aim("I1"), aim("I10", "75")]

    premiere = write_cibles(site, cibles=lot, par="système")
    seconde = write_cibles(site, cibles=lot, par="système")

    assert len(premiere.nouvelles) == 2
    assert (seconde.nouvelles, seconde.modifiees, seconde.inchangees) == ((), (), 2)


def test_write_cibles_avec_une_faute_n_ecrit_rien(site):
    with pytest.raises(refus.UniteInadapteeError):
        write_cibles(site, cibles=[aim("I1"), aim("I10", unite="jours")], par="système")

    assert not CibleSite.objects.exists()


def test_write_cibles_refuse_deux_fois_la_meme_annee(site):
    with pytest.raises(refus.DoublonError):
        write_cibles(site, cibles=[aim(minimum="90"), aim(minimum="91")], par="système")


def test_write_cibles_reconnait_celle_qui_change(site):
    write_cibles(site, cibles=[aim()], par="système")

    difference = write_cibles(site, cibles=[aim(minimum="91")], par="système")

    assert difference.modifiees == ("cible 2022 de I1",)


def test_adopt_cibles_garde_celle_que_l_annee_a_deja(site):
    write_cibles(site, cibles=[aim(minimum="90"), aim(minimum="95", annee=2023)], par="referent.63")

    assert adopt_cibles(site, annee=2023, par="referent.63") == []

    assert CibleSite.objects.get(annee=2023).minimum == 95


def test_adopt_cibles_laisse_le_referentiel_juger_ou_il_fixe_une_cible(site):
    """The référentiel of tests sets 90 % for I1 in 2022."""
    write_cibles(site, cibles=[aim(minimum="85", annee=2021)], par="referent.63")

    assert adopt_cibles(site, annee=2022, par="referent.63") == []


def test_adopt_cibles_dit_d_ou_elles_viennent_et_ne_l_ecrit_qu_une_fois(site):
    write_cibles(site, cibles=[aim()], par="referent.63")

    for annee in (2023, 2024):
        adopt_cibles(site, annee=annee, par="referent.63")

    assert CibleSite.objects.get(annee=2024).source == "Recopiée de 2023 : COPIL"


def test_adopt_cibles_garde_un_intervalle_et_son_unite(site):
    set_one(site, indicateur="I10", minimum="75", maximum=Decimal(80))

    (reprise,) = adopt_cibles(site, annee=2023, par="referent.63")

    assert (reprise.minimum, reprise.maximum, reprise.unite) == (75, 80, "pourcent")


def test_adopt_cibles_oublie_un_indicateur_sorti_du_perimetre(site):
    write_cibles(site, cibles=[aim()], par="referent.63")
    site.modules_retenus.all().delete()

    assert adopt_cibles(site, annee=2023, par="referent.63") == []


def test_adopt_cibles_laisse_une_trace_quand_elle_ecrit(site):
    write_cibles(site, cibles=[aim()], par="referent.63")

    for _ in range(2):
        adopt_cibles(site, annee=2023, par="referent.63")

    evenement = Evenement.objects.get(action="recopier")
    assert (evenement.objet, evenement.apres["indicateurs"]) == ("cibles 2023", ["I1"])
