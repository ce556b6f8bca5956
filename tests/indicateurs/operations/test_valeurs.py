"""Writing declared values: each trace, each refusal, all or nothing."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from chiffres import LE, give, store
from qualepref.indicateurs.models import ValeurDeclaree
from qualepref.indicateurs.operations.valeurs import (
    delete_valeur,
    record_valeur,
    update_valeur,
    write_valeurs,
)
from qualepref.indicateurs.queries.valeurs import donnee_of
from qualepref.indicateurs.rules import refus
from qualepref.noyau.calcul.releves import Etat
from qualepref.socle.models import Evenement


def record(site, **autres):
    return record_valeur(site, donnee=give(**autres), par="referent.63", le=LE)


def test_record_valeur_se_dit_saisie_et_garde_ses_parties(site):
    valeur = record(site, numerateur="719", denominateur="786")

    valeur.refresh_from_db()
    assert (valeur.origine, valeur.etat) == ("saisi", "valeur")
    assert (valeur.numerateur, valeur.denominateur, valeur.valeur) == (719, 786, None)


def test_record_valeur_laisse_une_trace_des_chiffres_sans_texte_libre(site):
    record(site, valeur="94.5", source="Nom de l'outil")

    evenement = Evenement.objects.get()
    assert (evenement.par, evenement.action) == ("referent.63", "enregistrer")
    assert evenement.objet == "valeur I4, janvier 2022"
    assert evenement.apres["valeur"] == "94.5"
    assert "source" not in evenement.apres


def test_record_valeur_refuse_la_meme_periode_deux_fois(site):
    record(site, valeur="94")

    with pytest.raises(refus.DejaDeclareeError, match="I4, janvier 2022"):
        record(site, valeur="95")


def test_record_valeur_refusee_n_ecrit_rien(site):
    with pytest.raises(refus.DenominateurNulError):
        record(site, numerateur="1", denominateur="0")

    assert not ValeurDeclaree.objects.exists()
    assert not Evenement.objects.exists()


def test_record_valeur_accepte_le_meme_mois_pour_un_autre_detail(site):
    site.boites.create(code="elections", nom="Élections")
    record(site, indicateur="I11", valeur="94")

    record(site, indicateur="I11", dimension="boite", code_detail="elections", valeur="80")

    assert ValeurDeclaree.objects.count() == 2


def test_update_valeur_trace_ce_qui_change_et_cela_seul(site):
    valeur = record(site, valeur="94")

    update_valeur(valeur, donnee=give(valeur="95"), par="referent.63", le=LE)

    evenement = Evenement.objects.first()
    assert evenement.action == "corriger"
    assert (evenement.avant, evenement.apres) == ({"valeur": "94"}, {"valeur": "95"})


def test_update_valeur_corrigee_a_la_main_n_est_plus_importee(site):
    valeur = store(site, valeur="94")

    update_valeur(valeur, donnee=give(valeur="95"), par="referent.63", le=LE)

    valeur.refresh_from_db()
    assert (valeur.origine, valeur.valeur) == ("saisi", 95)


def test_update_valeur_sans_changement_ne_laisse_pas_de_trace(site):
    valeur = store(site, valeur="94")

    update_valeur(valeur, donnee=donnee_of(valeur), par="referent.63", le=LE)

    assert not Evenement.objects.exists()
    assert valeur.origine == "importe"


def test_update_valeur_refuse_la_place_d_une_autre(site):
    store(site, premier=202202, valeur="94")
    valeur = store(site, premier=202201, valeur="95")

    with pytest.raises(refus.DejaDeclareeError):
        update_valeur(valeur, donnee=give(premier=202202, valeur="95"), par="referent.63", le=LE)


def test_delete_valeur_garde_dans_l_historique_ce_qu_elle_etait(site):
    valeur = store(site, valeur="94")

    delete_valeur(valeur, par="referent.63")

    assert not ValeurDeclaree.objects.exists()
    evenement = Evenement.objects.get()
    assert (evenement.action, evenement.avant["valeur"]) == ("supprimer", "94")


def write(site, *valeurs):
    return write_valeurs(site, valeurs=valeurs, par="système", le=LE)


def test_write_valeurs_deux_fois_ne_change_rien(site):
    lot = [give(premier=202201, valeur="94"), give(premier=202202, etat=Etat.RIEN_RECU)]

    premiere, seconde = write(site, *lot), write(site, *lot)

    assert (len(premiere.nouvelles), premiere.inchangees) == (2, 0)
    assert (seconde.nouvelles, seconde.modifiees, seconde.inchangees) == ((), (), 2)
    assert Evenement.objects.count() == 1


def test_write_valeurs_reconnait_celle_qui_change(site):
    write(site, give(valeur="94"))

    difference = write(site, give(numerateur="94", denominateur="100"))

    assert difference.modifiees == ("I4, janvier 2022",)
    assert ValeurDeclaree.objects.get().valeur is None


def test_write_valeurs_inchangee_garde_son_origine(site):
    record(site, valeur="94")

    write(site, give(valeur="94"))

    assert ValeurDeclaree.objects.get().origine == "saisi"


def test_write_valeurs_avec_une_faute_n_ecrit_rien(site):
    with pytest.raises(refus.IndicateurAbsentError):
        write(site, give(valeur="94"), give("I99", valeur="94"))

    assert not ValeurDeclaree.objects.exists()


def test_write_valeurs_refuse_deux_fois_la_meme_chose(site):
    with pytest.raises(refus.DoublonError, match="I4, janvier 2022"):
        write(site, give(valeur="94"), give(valeur="95"))


def test_write_valeurs_ne_touche_pas_un_autre_site(site, etranger):
    autre = etranger.roles.get().site
    store(autre, valeur="50")

    write(site, give(valeur="94"))

    assert autre.valeurs.get().valeur == 50


@pytest.mark.parametrize(
    "faux",
    [
        {"premier_mois": 202202, "dernier_mois": 202201},
        {"denominateur": Decimal(0)},
        {"valeur": None},
    ],
)
def test_la_base_refuse_ce_que_les_regles_refusent(site, faux):
    valeur = store(site, valeur="94")
    for champ, contenu in faux.items():
        setattr(valeur, champ, contenu)

    with pytest.raises(IntegrityError), transaction.atomic():
        valeur.save()


def test_la_base_refuse_deux_valeurs_pour_la_meme_chose(site):
    store(site, valeur="94")

    with pytest.raises(IntegrityError), transaction.atomic():
        store(site, valeur="95")


def test_record_valeur_prend_la_date_qu_on_lui_donne(site):
    with pytest.raises(refus.PeriodeAVenirError):
        record_valeur(site, donnee=give(valeur="1"), par="x", le=dt.date(2021, 12, 31))
