import datetime as dt

import pytest
from django.db import IntegrityError
from django.db.models import ProtectedError

from amelioration.usines_plan import LE, build_action, build_donnee
from qualepref.amelioration.enums import EtatAction
from qualepref.amelioration.models import Action
from qualepref.amelioration.operations.plan import (
    ActionRefuseeError,
    OriginesMeleesError,
    assign_actions,
    change_etat,
    create_action,
    delete_action,
    update_action,
)
from qualepref.amelioration.queries.plan import (
    list_historique,
    list_partis,
    load_totaux,
    select_plan,
)
from qualepref.socle.models import Evenement
from usines import build_agent, build_demande, build_site


pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    return build_site()


def test_create_action_donne_la_reference_suivante_de_l_annee(site):
    references = [build_action(site).reference for _ in range(2)]

    assert references == ["2022-001", "2022-002"]
    assert Evenement.objects.filter(action="créer", objet="action 2022-001").exists()


def test_create_action_refuse_une_reference_deja_prise(site):
    build_action(site, reference="A1")

    with pytest.raises(ActionRefuseeError, match="existe déjà"):
        build_action(site, reference="A1")


def test_create_action_refuse_un_cercle(site):
    build_action(site, reference="A")
    b = build_action(site, reference="B", apres="A")

    with pytest.raises(ActionRefuseeError, match="en cercle"):
        update_action(
            Action.objects.get(reference="A"), donnee=build_donnee(apres="B"), par="x", le=LE
        )
    assert b.apres.reference == "A"


def test_create_action_refuse_une_suite_inconnue(site):
    with pytest.raises(ActionRefuseeError, match="n’existe pas dans ce plan"):
        build_action(site, apres="Z")


def test_create_action_garde_ce_a_quoi_elle_repond(site):
    demande = build_demande(site, dt.date(2022, 3, 1), registre="reclamations",
                            nature="reclamation", canal="courrier")  # fmt: skip

    action = build_action(site, origine={"demande": demande}, source="suggestions")

    assert action.demande == demande


def test_create_action_refuse_deux_origines(site):
    with pytest.raises(OriginesMeleesError):
        create_action(
            site, donnee=build_donnee(), par="x", le=LE, demande=object(), verbatim=object()
        )


def test_change_etat_date_le_debut_puis_la_fin(site):
    action = build_action(site)

    change_etat(action, etat=EtatAction.EN_COURS, par="a", le=dt.date(2022, 3, 1))
    change_etat(action, etat=EtatAction.FAIT, par="b", le=dt.date(2022, 5, 1), preuve="Note 12")

    action.refresh_from_db()
    assert (action.commencee_le, action.terminee_le) == (dt.date(2022, 3, 1), dt.date(2022, 5, 1))
    assert action.preuve == "Note 12"
    assert [e.par for e in list_historique(action)] == ["b", "a", "usine"]


def test_change_etat_revient_en_arriere(site):
    action = build_action(site, etat=EtatAction.FAIT, terminee_le=dt.date(2022, 2, 1))

    change_etat(action, etat=EtatAction.NON_FAIT, par="a", le=LE)

    action.refresh_from_db()
    assert (action.etat, action.terminee_le) == ("non_fait", None)


def test_change_etat_refuse_un_abandon_sans_motif(site):
    action = build_action(site)

    with pytest.raises(ActionRefuseeError, match="dit pourquoi"):
        change_etat(action, etat=EtatAction.ABANDONNE, par="a", le=LE)
    action.refresh_from_db()
    assert action.etat == "non_fait"


def test_change_etat_refuse_une_date_a_venir(site):
    action = build_action(site)

    with pytest.raises(ActionRefuseeError, match="à venir"):
        change_etat(action, etat=EtatAction.FAIT, par="a", le=LE, fait_le=dt.date(2023, 1, 1))


def test_delete_action_laisse_une_trace(site):
    action = build_action(site)

    delete_action(action, par="a")

    assert not Action.objects.exists()
    assert Evenement.objects.get(action="supprimer").avant["etat"] == "non_fait"


def test_l_etat_d_un_jour_passe_ne_change_plus(site):
    build_action(site, etat=EtatAction.FAIT, commencee_le=dt.date(2022, 3, 1),
                 terminee_le=dt.date(2022, 9, 1))  # fmt: skip
    build_action(site)

    def etats(le):
        return sorted(select_plan(site, 2022, le=le).values_list("etat_au", flat=True))

    assert etats(dt.date(2022, 2, 1)) == ["non_fait", "non_fait"]
    assert etats(dt.date(2022, 4, 1)) == ["en_cours", "non_fait"]
    assert etats(dt.date(2026, 1, 1)) == ["fait", "non_fait"]


def test_ce_qui_reste_a_faire_passe_a_l_annee_suivante(site):
    build_action(site, etat=EtatAction.FAIT, terminee_le=dt.date(2022, 9, 1))
    build_action(site, etat=EtatAction.EN_COURS)
    le = dt.date(2023, 5, 1)

    cette_annee = load_totaux(site, select_plan(site, 2022, le=le)).total
    suivante = load_totaux(site, select_plan(site, 2023, le=le)).total

    assert cette_annee.a_faire == suivante.total == 1


def test_les_trois_tables_ont_le_meme_total(site):
    build_action(site, module=1, source="agents")
    build_action(site, module=None, source="clu", etat=EtatAction.EN_COURS)

    totaux = load_totaux(site, select_plan(site, 2022, le=LE))

    assert totaux.axes.total == totaux.sources.total == totaux.services.total


def test_un_agent_qui_pilote_ne_se_supprime_pas_et_ses_actions_se_confient(site):
    parti, reste = build_agent(), build_agent("referent", site)
    action = build_action(site, pilote=parti.pk)

    with pytest.raises(ProtectedError):
        parti.delete()
    assert list_partis(site, le=LE) == [action]
    assert assign_actions(site, actions=[action], pilote=reste, par="a") == 1
    assert list_partis(site, le=LE) == []


def test_la_base_refuse_un_etat_que_ses_dates_dementent(site):
    action = build_action(site)

    with pytest.raises(IntegrityError, match="action_etat_selon_ses_dates"):
        Action.objects.filter(pk=action.pk).update(etat="fait")
