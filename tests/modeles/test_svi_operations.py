import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from modeles.usines_svi import DEPUIS, build_etapes, build_svi, etape
from qualepref.modeles.models import Svi
from qualepref.modeles.operations.svi import (
    BrouillonInacheveError,
    DateAnterieureError,
    EtapeAttendueError,
    EtapesRefuseesError,
    MiseAJourSansRegistreError,
    VersionFermeeError,
    delete_brouillon,
    delete_etape,
    open_brouillon,
    publish_svi,
    record_mise_a_jour,
    record_relecture,
    withdraw_svi,
    write_etape,
    write_etapes,
)
from qualepref.modeles.queries.svi import (
    find_en_vigueur,
    list_etapes,
    list_mises_a_jour,
    read_svi,
    tell_etat,
)
from qualepref.modeles.rendering.svi import compare_svi
from qualepref.socle.models import Evenement
from qualepref.suivi.models import Demande
from usines import build_agent, build_service, build_site


pytestmark = pytest.mark.django_db
LE = dt.date(2022, 11, 2)


@pytest.fixture
def site():
    site = build_site()
    build_service(site)
    return site


def codes(svi):
    return {e.code for e in list_etapes(svi)}


def test_le_premier_brouillon_commence_par_un_accueil(site):
    brouillon = open_brouillon(site, par="marie", le=LE)

    assert (brouillon.version, codes(brouillon), tell_etat(brouillon, le=LE)) == (
        1, {"accueil"}, "brouillon",
    )  # fmt: skip
    assert open_brouillon(site, par="paul", le=LE) == brouillon


def test_une_nouvelle_version_part_de_la_precedente_qui_reste(site):
    premiere = build_svi(site)
    brouillon = open_brouillon(site, par="marie", le=LE)
    write_etape(brouillon, etape=etape("permis", "accueil", "2", paroles="Voir en ligne."), par="m")

    assert {e.code: e for e in list_etapes(premiere)} == {e.code: e for e in build_etapes()}
    publish_svi(brouillon, depuis=LE, par="marie", le=LE)

    assert find_en_vigueur(site, le=LE - dt.timedelta(1)) == premiere
    assert find_en_vigueur(site, le=LE) == brouillon
    assert [tell_etat(s, le=LE) for s in (premiere, brouillon)] == ["remplacée", "en vigueur"]
    ((nom, morceaux),) = compare_svi(
        read_svi(premiere, le=LE), read_svi(brouillon, le=LE), services={}
    )
    assert nom == "Permis"
    assert morceaux[-1] == ("ajoute", "annonce, puis fin de l’appel\nVoir en ligne.\n")


def test_une_version_en_vigueur_ne_se_modifie_plus(site):
    svi = build_svi(site)

    for appel in (
        lambda: write_etape(svi, etape=etape("x", "accueil", "4"), par="m"),
        lambda: delete_etape(svi, code="permis", par="m"),
        lambda: delete_brouillon(svi, par="m"),
        lambda: publish_svi(svi, depuis=LE, par="m", le=LE),
    ):
        with pytest.raises(VersionFermeeError, match="n’est plus un brouillon"):
            appel()


def test_une_etape_impossible_ne_s_ecrit_pas(site):
    svi = build_svi(site, depuis=None)

    with pytest.raises(EtapesRefuseesError, match="la touche 1 mène déjà ailleurs"):
        write_etape(svi, etape=etape("x", "accueil", "1"), par="m")
    with pytest.raises(EtapesRefuseesError, match="n’est pas un menu"):
        write_etape(svi, etape=etape("titres", "accueil", "1"), par="m")

    assert codes(svi) == {e.code for e in build_etapes()}


def test_retirer_un_menu_retire_sa_branche_sauf_si_un_retour_y_mene(site):
    svi = build_svi(site, depuis=None)
    write_etape(svi, etape=etape("ici", "accueil", "3", "retour", "", vers="titres"), par="m")

    with pytest.raises(EtapeAttendueError, match="« Ici »"):
        delete_etape(svi, code="titres", par="m")
    delete_etape(svi, code="ici", par="m")

    assert delete_etape(svi, code="titres", par="m") == 3
    assert codes(svi) == {"accueil", "permis"}


def test_un_brouillon_inacheve_ne_repond_pas_aux_appels(site):
    brouillon = open_brouillon(site, par="m", le=LE)

    with pytest.raises(BrouillonInacheveError, match="Ce menu n’a aucun choix"):
        publish_svi(brouillon, depuis=LE, par="m", le=LE)
    assert find_en_vigueur(site, le=LE) is None


def test_une_version_ne_commence_pas_avant_la_precedente(site):
    build_svi(site)
    brouillon = open_brouillon(site, par="m", le=LE)

    with pytest.raises(DateAnterieureError, match="03/10/2022"):
        publish_svi(brouillon, depuis=DEPUIS - dt.timedelta(1), par="m", le=LE)
    a_venir = publish_svi(brouillon, depuis=dt.date(2023, 1, 2), par="m", le=LE)

    assert tell_etat(a_venir, le=LE) == "à venir"


def test_une_relecture_actualise_et_une_mise_hors_service_arrete(site):
    svi = build_svi(site)
    tard = dt.date(2023, 6, 1)
    assert "actualisation" in {c.genre for c in read_svi(svi, le=tard).constats}

    record_relecture(svi, par="m", le=tard)
    assert read_svi(svi, le=tard).constats == ()
    withdraw_svi(svi, par="m", le=tard)

    assert find_en_vigueur(site, le=tard) is None
    assert tell_etat(svi, le=tard) == "retirée"
    with pytest.raises(DateAnterieureError):
        record_relecture(svi, par="m", le=DEPUIS - dt.timedelta(1))


def test_un_fichier_fait_tout_le_brouillon(site):
    svi = build_svi(site)
    moins = [e for e in build_etapes() if e.code != "revenir"]

    difference = write_etapes(site, etapes=[*moins, etape("faq", "titres", "2")], par="m", le=LE)
    assert (difference.nouvelles, difference.modifiees) == (("faq",), ("revenir",))
    brouillon = Svi.objects.get(en_vigueur_le__isnull=True)
    assert codes(brouillon) == {"accueil", "titres", "permis", "guichet", "faq"}
    assert codes(svi) == {e.code for e in build_etapes()}

    delete_brouillon(brouillon, par="m")
    write_etapes(site, etapes=build_etapes(), par="m", le=LE)
    assert Svi.objects.count() == 1


def test_une_mise_a_jour_entre_au_registre_et_y_attend(site):
    agent = build_agent("referent", site)

    demande = record_mise_a_jour(site, objet="Horaires d’été", service=None, par=agent, le=LE)

    assert (demande.registre, demande.nature, demande.recue_le) == ("mises-a-jour", "maj-svi", LE)
    assert list_mises_a_jour(site) == [demande]
    Demande.objects.update(issue="dans_delai")
    assert list_mises_a_jour(site) == []


def test_un_referentiel_sans_registre_refuse_la_demande(site, monkeypatch):
    monkeypatch.setattr("qualepref.modeles.operations.svi.find_registre", lambda _: None)

    with pytest.raises(MiseAJourSansRegistreError):
        record_mise_a_jour(site, objet="x", service=None, par=build_agent(), le=LE)


def test_chaque_ecriture_laisse_sa_trace(site):
    svi = build_svi(site)
    record_relecture(svi, par="marie", le=LE)

    traces = Evenement.objects.filter(objet="serveur vocal version 1").order_by("pk")
    assert [e.action for e in traces] == ["préparer", "importer", "mettre en vigueur", "relire"]


def test_un_seul_brouillon_par_site(site):
    open_brouillon(site, par="m", le=LE)

    with pytest.raises(IntegrityError), transaction.atomic():
        Svi.objects.create(site=site, version=9, ecrit_le=LE, par="m")


@pytest.mark.parametrize("champ", ["relu_le", "retire_le"])
def test_rien_ne_precede_la_mise_en_vigueur(site, champ):
    with pytest.raises(IntegrityError), transaction.atomic():
        Svi.objects.create(
            site=site, version=9, ecrit_le=LE, par="m", en_vigueur_le=LE, **{champ: DEPUIS}
        )


def test_un_fichier_qui_ne_fait_que_retirer_est_un_changement(site):
    build_svi(site)
    moins = [e for e in build_etapes() if e.code != "revenir"]

    difference = write_etapes(site, etapes=moins, par="m", le=LE)

    assert (difference.nouvelles, difference.modifiees, difference.inchangees) == (
        (),
        ("revenir",),
        4,
    )
    assert codes(Svi.objects.get(en_vigueur_le__isnull=True)) == {e.code for e in moins}
