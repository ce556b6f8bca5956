"""Calendars begun, changed, deleted, and what the audit trail keeps of it."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from demarche.usines import build_cycle, date_jalon, get_jalon
from qualepref.config.commandes.servir import refresh_all
from qualepref.demarche.models import Cycle, Jalon
from qualepref.demarche.operations.cycles import (
    CycleCommenceError,
    CycleDonne,
    NomDeCyclePrisError,
    delete_cycle,
    update_cycle,
)
from qualepref.demarche.operations.jalons import (
    EtapeDejaPoseeError,
    JalonDonne,
    add_jalon,
    delete_jalon,
    record_fait,
    reopen_jalon,
    update_jalon,
)
from qualepref.demarche.queries.calendrier import load_calendrier
from qualepref.demarche.rules.ordre import PrealableNonFaitError, SuiteDejaFaiteError
from qualepref.noyau.agendas.plages import Plage
from qualepref.socle.models import Evenement
from usines import build_site


pytestmark = pytest.mark.django_db
LE = dt.date(2021, 3, 1)


@pytest.fixture
def cycle(db):
    return build_cycle(build_site())


def test_un_calendrier_commence_date_chaque_etape_a_partir_de_son_premier_mois(cycle):
    audit, agents = get_jalon(cycle, "audit-externe"), get_jalon(cycle, "communication-agents")

    assert cycle.debut == dt.date(2020, 6, 1)
    assert audit.plage.texte.replace("\xa0", " ") == "de mai à juin 2021"
    assert agents.plage is None


def test_un_nom_pris_est_refuse_et_un_calendrier_commence_se_garde(cycle):
    with pytest.raises(NomDeCyclePrisError):
        build_cycle(cycle.site)
    autre = build_cycle(cycle.site, nom="Autre")
    with pytest.raises(NomDeCyclePrisError):
        update_cycle(autre, donne=CycleDonne("Labellisation", LE), par="a")
    delete_cycle(autre, par="a")
    date_jalon(cycle, "copil", fait_le=LE)

    with pytest.raises(CycleCommenceError):
        delete_cycle(cycle, par="a")
    assert list(Cycle.objects.all()) == [cycle]


def test_l_ordre_se_verifie_dans_le_calendrier_tel_qu_il_est(cycle):
    interne, externe = get_jalon(cycle, "audit-interne"), get_jalon(cycle, "audit-externe")

    with pytest.raises(PrealableNonFaitError):
        record_fait(externe, fait_le=LE, commentaire="", par="a", le=LE)
    delete_jalon(get_jalon(cycle, "autodiagnostics"), par="a")
    record_fait(interne, fait_le=LE, commentaire="", par="a", le=LE)
    record_fait(externe, fait_le=LE, commentaire="Sans écart", par="a", le=LE)
    with pytest.raises(SuiteDejaFaiteError):
        reopen_jalon(interne, par="a")
    reopen_jalon(externe, par="a")

    externe.refresh_from_db()
    assert (externe.fait_le, externe.commentaire) == (None, "Sans écart")


def test_une_etape_s_ajoute_se_modifie_et_le_journal_ne_nomme_personne(cycle):
    donne = JalonDonne(
        "Visite", "evaluer", Plage.jour(LE), qui="Jeanne Petit", commentaire="Jeanne"
    )

    jalon = add_jalon(cycle, donne=donne, par="a")
    update_jalon(jalon, donne=JalonDonne("Visite du Jura", "evaluer"), par="a")

    with pytest.raises(EtapeDejaPoseeError):
        add_jalon(cycle, donne=JalonDonne("Autre", "evaluer", code="copil"), par="a")
    jalon.refresh_from_db()
    assert (jalon.titre, jalon.plage, jalon.precision) == ("Visite du Jura", None, "")
    traces = [str((e.objet, e.avant, e.apres)) for e in Evenement.objects.filter(par="a")]
    assert len(traces) == 2
    assert not any("Jeanne" in t for t in traces)


def test_le_calendrier_lu_dit_ce_qui_est_fait_en_retard_et_a_venir(cycle):
    date_jalon(cycle, "copil", fait_le=dt.date(2020, 7, 1))

    lu = load_calendrier(cycle, le=LE)

    assert (lu.faites, lu.total, lu.sans_date) == (1, 25, 2)
    assert lu.retards[0].code == "correspondants"
    assert lu.prochains[0].code == "clu-resultats"
    assert [p.en_retard for p in lu.phases] == [5, 4, 4, 0, 0, 0]
    assert lu.phases[0].plage.texte.replace("\xa0", " ") == "de juin à août 2020"


@pytest.mark.parametrize(
    "valeurs",
    [
        {"debut": LE},
        {"debut": LE, "fin": LE},
        {"debut": LE, "fin": LE - dt.timedelta(1), "precision": "jour"},
        {"precision": "mois"},
        {"code": "copil"},
    ],
)
def test_la_base_refuse_une_date_incomplete_ou_inversee_et_une_etape_en_double(cycle, valeurs):
    with pytest.raises(IntegrityError), transaction.atomic():
        Jalon.objects.create(cycle=cycle, phase="evaluer", rang=99, titre="X", **valeurs)


def test_les_noms_des_etapes_faites_s_effacent_la_nuit_au_terme_de_la_conservation(cycle):
    for code in ("copil", "intranet"):
        jalon = get_jalon(cycle, code)
        jalon.qui, jalon.commentaire = "Jeanne Petit", "Vu avec Jeanne"
        jalon.save()
    date_jalon(cycle, "copil", fait_le=LE)

    refresh_all()

    assert (get_jalon(cycle, "copil").qui, get_jalon(cycle, "copil").commentaire) == ("", "")
    assert get_jalon(cycle, "intranet").qui == "Jeanne Petit"
    assert Evenement.objects.filter(objet="étapes de la démarche", apres__etapes=1).count() == 1
