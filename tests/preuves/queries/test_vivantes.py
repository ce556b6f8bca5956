"""Each named query: nothing, then something that proves, then the same grown old."""

import datetime as dt

import pytest
from django.urls import reverse

from amelioration.usines_formations import build_formation, build_personne, build_seance
from amelioration.usines_plan import build_action
from comites.usines import build_comite, build_reunion
from enquetes.usines import build_campagne, build_retour
from modeles.usines import build_modele
from modeles.usines_svi import build_svi
from qualepref.amelioration.enums import EtatAction
from qualepref.amelioration.models import Evaluation
from qualepref.comites.models import Reunion
from qualepref.modeles.enums import AvisClu
from qualepref.modeles.operations.modeles import set_avis
from qualepref.preuves.queries.vivantes.constats import load_constat, load_constats
from qualepref.suivi.models import Comptage
from usines import build_service, build_site


pytestmark = pytest.mark.django_db
LE = dt.date(2022, 12, 15)


@pytest.fixture
def site():
    return build_site()


def read(site, code, *, le=LE):
    constat = load_constat(site, code, le=le)
    return constat.etat.value, constat.observation.valeur.replace("\xa0", " ")


def test_une_enquete_ouverte_sans_reponse_ne_cache_pas_la_precedente(site):
    assert read(site, "enquete-pan") == ("absente", "Aucune enquête.")
    build_retour(build_campagne(site), {})
    build_campagne(site, titre="Nouvelle", ouverte_le=dt.date(2022, 12, 1), fermee_le=None)

    etat, valeur = read(site, "enquete-pan")

    assert etat == "probante"
    assert "« Point d’accueil numérique 2022 », close le 17/08/2022 : 1 réponse" in valeur
    assert read(site, "enquete-pan", le=dt.date(2023, 11, 30))[0] == "a_renouveler"
    assert read(site, "enquete-accueil")[0] == "absente"


def test_une_reunion_sans_compte_rendu_ne_suffit_pas(site):
    assert read(site, "clu-compte-rendu")[0] == "absente"
    reunion = build_reunion(build_comite(site))
    Reunion.objects.update(tenue=True)
    jour = reunion.debut.date()

    etat, valeur = read(site, "clu-compte-rendu", le=jour)
    Reunion.objects.update(compte_rendu="Ouverture à 14 h.")

    assert (etat, "sans compte rendu" in valeur) == ("insuffisante", True)
    assert read(site, "clu-compte-rendu", le=jour)[0] == "probante"
    assert read(site, "clu-compte-rendu", le=jour - dt.timedelta(1))[0] == "absente"


def test_les_formations_comptent_des_presences_sans_nommer(site):
    assert read(site, "formations")[0] == "absente"
    anne = build_personne(site)
    seance = build_seance(build_formation(site), presents=[anne])

    constat = load_constat(site, "formations", le=seance.fin_le)

    assert constat.etat == "probante"
    assert "1 séance" in constat.observation.valeur
    assert anne.nom not in str(constat.observation)


def test_tous_les_modeles_en_usage_passent_devant_le_comite(site):
    assert read(site, "modeles-soumis")[0] == "absente"
    un = build_modele(site)
    build_modele(site, code="accuse-bis")
    set_avis(un, avis=AvisClu.FAVORABLE, texte="", par="usine", le=LE)

    etat, valeur = read(site, "modeles-soumis")

    assert etat == "insuffisante"
    assert "1 modèle en usage sur 2 soumis au comité" in valeur


def test_une_evaluation_ne_compte_que_close(site):
    audit = Evaluation.objects.create(
        site=site, type="audit_interne", titre="Audit interne", debut_le=dt.date(2022, 6, 1),
        referentiel="qual-e-pref", version="2019-02",
    )  # fmt: skip
    assert read(site, "audit")[0] == "absente"

    audit.close_le = dt.date(2022, 6, 30)
    audit.save()

    assert read(site, "audit")[0] == "probante"
    assert read(site, "auto-diagnostic")[0] == "absente"


def test_les_actions_faites_comptent_par_source(site):
    faite = {"etat": EtatAction.FAIT, "terminee_le": dt.date(2022, 5, 2)}
    build_action(site, source="agents", **faite)
    assert read(site, "actions-des-usagers")[0] == "absente"

    build_action(site, source="clu", **faite)

    etat, valeur = read(site, "actions-des-usagers")
    assert (etat, "1 action faite" in valeur) == ("probante", True)


def test_une_quantite_se_compte_chaque_trimestre(site):
    assert read(site, "appels-comptes")[0] == "absente"
    Comptage.objects.create(site=site, grandeur="appels_recus", mois=202210, valeur=900)

    assert read(site, "appels-comptes") == ("probante", "Dernier mois compté : octobre 2022.")
    assert read(site, "appels-comptes", le=dt.date(2023, 2, 1))[0] == "a_renouveler"


def test_le_serveur_vocal_en_vigueur_se_relit(site):
    assert read(site, "svi-a-jour")[0] == "absente"
    build_service(site)
    svi = build_svi(site)

    etat, valeur = read(site, "svi-a-jour", le=svi.en_vigueur_le)

    assert (etat, "jamais relue depuis" in valeur) == ("probante", True)
    tard = svi.en_vigueur_le + dt.timedelta(400)
    assert read(site, "svi-a-jour", le=tard)[0] == "a_renouveler"


def test_chaque_preuve_mene_a_une_page(site):
    constats = load_constats(site, le=LE)

    assert len(constats) > 25
    for constat in constats:
        observation = constat.observation
        assert reverse(observation.lien, args=[site.pk, *observation.arguments])
