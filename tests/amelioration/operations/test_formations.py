import datetime as dt
from fractions import Fraction

import pytest

from amelioration.usines_formations import (
    JOUR,
    LE,
    build_formation,
    build_personne,
    build_seance,
)
from qualepref.amelioration.models import Formation, Personne, Presence
from qualepref.amelioration.operations.formations import (
    FormationRefuseeError,
    FormationTenueError,
    delete_formation,
    delete_seance,
    update_seance,
)
from qualepref.amelioration.operations.personnes import (
    PersonneFormeeError,
    delete_personne,
    erase_personnes,
    set_depart,
)
from qualepref.amelioration.operations.presences import (
    AgentAbsentError,
    BesoinRefuseError,
    PresenceNoteeError,
    SeanceAVenirError,
    add_inscriptions,
    close_besoin,
    record_besoin,
    record_presences,
    remove_inscription,
)
from qualepref.amelioration.queries.formations import (
    list_a_inscrire,
    load_totaux,
    seance_donnee_of,
)
from qualepref.amelioration.queries.personnes import load_eloignes, load_suivi
from qualepref.amelioration.rules.formations import SeanceDonnee
from qualepref.socle.models import Evenement
from usines import build_service, build_site


pytestmark = pytest.mark.django_db
DEMAIN = LE + dt.timedelta(1)


@pytest.fixture
def site():
    return build_site(modules=(1, 2, 3))


def totaux_de(site, annee=2026):
    return load_totaux(site, annee, le=LE)


def test_les_totaux_comptent_chaque_agent_une_fois_par_formation_et_en_tout(site):
    anne, luc, lea = (build_personne(site, prenom=p) for p in ("Anne", "Luc", "Léa"))
    build_personne(site, prenom="Max")
    accueil, langue = build_formation(site), build_formation(site, "Public étranger")
    build_seance(accueil, presents=[anne, luc])
    build_seance(accueil, debut_le=JOUR + dt.timedelta(7), presents=[luc])
    build_seance(langue, presents=[luc, lea])

    totaux = totaux_de(site)

    assert [
        (li.formation.titre, li.compte.seances, li.compte.formes) for li in totaux.formations
    ] == [
        ("Accueillir un public difficile", 2, 2),
        ("Public étranger", 1, 2),
    ]
    assert totaux.compte.taux == Fraction(3, 4)


def test_un_engagement_de_module_ne_compte_que_ses_agents(site):
    numero = next(e.engagement.numero for e in totaux_de(site).engagements if e.engagement.module)
    module = next(e.engagement.module for e in totaux_de(site).engagements if e.engagement.module)
    dedans = build_personne(site, prenom="Luc", modules=(module,))
    build_personne(site, prenom="Max", modules=(module,))
    dehors = build_personne(site, prenom="Léa", modules=(1,))
    build_seance(build_formation(site, engagements=(numero,)), presents=[dedans, dehors])

    ligne = next(e for e in totaux_de(site).engagements if e.engagement.numero == numero)

    assert (ligne.compte.nommes, ligne.compte.hors, ligne.compte.taux) == (1, 1, Fraction(1, 2))


def test_une_seance_peut_se_compter_sans_nommer_personne(site):
    build_seance(build_formation(site), effectif=9)

    compte = totaux_de(site).formations[0].compte

    assert (compte.formes, compte.anonymes, compte.agents, compte.taux) == (9, 9, 0, None)


def test_un_agent_parti_avant_l_annee_n_est_pas_au_denominateur(site):
    build_personne(site, prenom="Luc", partie_le=dt.date(2025, 12, 31))
    build_personne(site, prenom="Léa", arrivee_le=DEMAIN)
    build_personne(site)

    assert totaux_de(site).compte.agents == 1


@pytest.mark.parametrize(
    "valeurs",
    [{"fin_le": JOUR - dt.timedelta(1)}, {"debut_le": DEMAIN, "fin_le": DEMAIN, "effectif": 3}],
)
def test_une_seance_impossible_est_refusee(site, valeurs):
    with pytest.raises(FormationRefuseeError):
        build_seance(build_formation(site), **valeurs)


def test_un_titre_deja_pris_ou_un_engagement_sans_formation_sont_refuses(site):
    build_formation(site)

    with pytest.raises(FormationRefuseeError, match="porte déjà ce titre"):
        build_formation(site, "ACCUEILLIR un public difficile")
    with pytest.raises(FormationRefuseeError, match="engagement 12"):
        build_formation(site, "Autre", engagements=(12,))


def test_une_seance_tenue_ne_passe_pas_dans_l_avenir(site):
    seance = build_seance(build_formation(site), presents=[build_personne(site)])

    with pytest.raises(FormationRefuseeError, match="déjà notées"):
        update_seance(seance, donnee=SeanceDonnee(DEMAIN, DEMAIN), par="t", le=LE)
    assert seance_donnee_of(seance).debut_le == JOUR


def test_une_formation_tenue_ne_se_supprime_pas(site):
    formation = build_formation(site)
    seance = build_seance(formation)

    with pytest.raises(FormationTenueError):
        delete_formation(formation, par="t")
    delete_seance(seance, par="t")
    delete_formation(formation, par="t")

    assert not Formation.objects.exists()


def test_inscrire_un_agent_parti_est_refuse(site):
    parti = build_personne(site, partie_le=JOUR - dt.timedelta(1))

    with pytest.raises(AgentAbsentError, match="Anne Le Goff"):
        build_seance(build_formation(site), presents=[parti])


def test_la_presence_ne_se_note_pas_avant_la_seance(site):
    formation, anne = build_formation(site), build_personne(site)
    seance = build_seance(formation, debut_le=DEMAIN)
    inscrite = add_inscriptions(seance, personnes=[anne], par="t")[0]

    with pytest.raises(SeanceAVenirError):
        record_presences(seance, presents={inscrite.pk: True}, par="t", le=LE)


def test_inscrire_deux_fois_ne_change_rien(site):
    anne = build_personne(site)
    seance = build_seance(build_formation(site), presents=[anne])

    assert add_inscriptions(seance, personnes=[anne], par="t") == []
    with pytest.raises(PresenceNoteeError):
        remove_inscription(seance.presences.get(), par="t")


def test_venir_repond_au_besoin_et_se_raviser_le_rouvre(site):
    anne, formation = build_personne(site), build_formation(site)
    besoin = record_besoin(
        anne, formation=formation, exprime_le=dt.date(2026, 2, 2), par="t", le=LE
    )
    assert totaux_de(site).attente == 1

    seance = build_seance(formation, presents=[anne])
    besoin.refresh_from_db()
    assert besoin.satisfait_le == JOUR
    assert (totaux_de(site).satisfaits, totaux_de(site).attente) == (1, 0)

    record_presences(seance, presents={seance.presences.get().pk: False}, par="t", le=LE)
    besoin.refresh_from_db()
    assert besoin.satisfait_le is None


def test_supprimer_une_seance_rouvre_les_besoins_qu_elle_satisfaisait(site):
    anne, formation = build_personne(site), build_formation(site)
    besoin = record_besoin(anne, formation=formation, exprime_le=JOUR, par="t", le=LE)
    delete_seance(build_seance(formation, presents=[anne]), par="t")

    besoin.refresh_from_db()
    assert besoin.satisfait_le is None


def test_les_besoins_suivent_le_dernier_jour_corrige_de_leur_seance(site):
    anne, formation = build_personne(site), build_formation(site)
    ancien = record_besoin(anne, formation=formation, exprime_le=JOUR, par="t", le=LE)
    seance = build_seance(formation, presents=[anne])
    apres = JOUR + dt.timedelta(3)

    update_seance(seance, donnee=SeanceDonnee(debut_le=JOUR, fin_le=apres), par="t", le=LE)
    ancien.refresh_from_db()
    assert ancien.satisfait_le == apres

    avant = JOUR - dt.timedelta(3)
    update_seance(seance, donnee=SeanceDonnee(debut_le=avant, fin_le=avant), par="t", le=LE)
    ancien.refresh_from_db()
    assert ancien.satisfait_le is None


def test_noter_un_absent_ne_rouvre_pas_un_besoin_satisfait_autrement(site):
    anne, formation = build_personne(site), build_formation(site)
    besoin = record_besoin(anne, formation=formation, exprime_le=JOUR, par="t", le=LE)
    close_besoin(besoin, satisfait_le=JOUR, par="t", le=LE)
    seance = build_seance(formation)
    (inscrite,) = add_inscriptions(seance, personnes=[anne], par="t")

    record_presences(seance, presents={inscrite.pk: False}, par="t", le=LE)

    besoin.refresh_from_db()
    assert besoin.satisfait_le == JOUR


def test_un_besoin_impossible_est_refuse(site):
    anne, formation = build_personne(site), build_formation(site)
    with pytest.raises(BesoinRefuseError, match="à venir"):
        record_besoin(anne, formation=formation, exprime_le=DEMAIN, par="t", le=LE)
    besoin = record_besoin(anne, formation=formation, exprime_le=JOUR, par="t", le=LE)

    with pytest.raises(BesoinRefuseError, match="attend déjà"):
        record_besoin(anne, formation=formation, exprime_le=LE, par="t", le=LE)
    with pytest.raises(BesoinRefuseError, match="après le jour"):
        close_besoin(besoin, satisfait_le=JOUR - dt.timedelta(1), par="t", le=LE)


def test_ceux_qui_ont_exprime_le_besoin_se_proposent_d_abord(site):
    build_personne(site, "Abel")
    zoe = build_personne(site, "Zola", "Zoé")
    formation = build_formation(site)
    record_besoin(zoe, formation=formation, exprime_le=JOUR, par="t", le=LE)

    proposes = list_a_inscrire(build_seance(formation))

    assert [(p.nom, p.attend) for p in proposes] == [("Zola", 1), ("Abel", 0)]


def test_le_suivi_d_un_agent_dit_ce_qu_il_a_suivi_et_attend(site):
    anne, accueil, langue = build_personne(site), build_formation(site), build_formation(site, "B")
    build_seance(accueil, presents=[anne], heures=7)
    record_besoin(anne, formation=langue, exprime_le=JOUR, par="t", le=LE)

    suivi = load_suivi(anne, le=LE)

    assert [p.seance.formation for p in suivi.suivies] == [accueil]
    assert [b.formation for b in suivi.attentes] == [langue]
    assert suivi.heures == 7


def test_les_eloignes_sont_ceux_qui_n_ont_rien_suivi_depuis_trois_ans(site):
    formation = build_formation(site)
    ancien, recent = build_personne(site, "Ancien"), build_personne(site, "Récent")
    build_personne(site, "Jamais")
    build_personne(site, "Nouveau", arrivee_le=dt.date(2026, 9, 1))
    build_personne(site, "Parti", partie_le=dt.date(2026, 9, 1))
    build_seance(formation, debut_le=dt.date(2022, 5, 3), presents=[ancien])
    build_seance(formation, presents=[recent])

    eloignes = load_eloignes(site, le=LE)

    assert [p.nom for p in eloignes.agents] == ["Jamais", "Ancien"]
    assert (eloignes.nombre_presents, eloignes.seuil) == (4, dt.date(2023, 11, 20))


def test_les_noms_s_effacent_apres_le_depart_et_les_chiffres_restent(site):
    anne, luc = build_personne(site), build_personne(site, prenom="Luc")
    seance = build_seance(
        build_formation(site), debut_le=dt.date(2022, 3, 1), presents=[anne, luc], effectif=1
    )
    set_depart(anne, partie_le=dt.date(2023, 11, 19), par="t")
    set_depart(luc, partie_le=dt.date(2023, 11, 20), par="t")

    assert erase_personnes(site, par="système", le=LE) == 1
    assert erase_personnes(site, par="système", le=LE) == 0

    seance.refresh_from_db()
    assert list(Personne.objects.values_list("prenom", flat=True)) == ["Luc"]
    assert seance.effectif + Presence.objects.filter(present=True).count() == 3
    assert totaux_de(site, 2022).compte.formes == 3


def test_le_journal_ne_nomme_personne(site):
    anne = build_personne(site, fonction="Cheffe de bureau", matricule="A-17")
    set_depart(anne, partie_le=LE, par="t")

    traces = " ".join(
        f"{e.objet} {e.avant} {e.apres}" for e in Evenement.objects.filter(site=site.pk)
    )
    assert not any(mot in traces for mot in ("Le Goff", "Anne", "Cheffe", "A-17"))


def test_un_agent_forme_ne_se_supprime_pas(site):
    anne, luc = build_personne(site), build_personne(site, prenom="Luc")
    build_seance(build_formation(site), presents=[anne])

    with pytest.raises(PersonneFormeeError, match="1 séance "):
        delete_personne(anne, par="t")
    delete_personne(luc, par="t")

    assert list(Personne.objects.all()) == [anne]


@pytest.mark.parametrize(
    ("valeurs", "motif"),
    [
        ({"matricule": "A-17"}, "porte ce matricule"),
        ({"modules": (6,)}, "périmètre"),
        ({"arrivee_le": LE, "partie_le": JOUR}, "avant d’être arrivé"),
        ({"fonction": "x" * 121}, "au plus"),
    ],
)
def test_un_agent_impossible_est_refuse(site, valeurs, motif):
    build_personne(site, matricule="A-17")

    with pytest.raises(FormationRefuseeError, match=motif):
        build_personne(site, prenom="Luc", **valeurs)


def test_le_service_d_un_autre_site_est_refuse(site):
    autre = build_service(build_site(code="pref-63"))

    with pytest.raises(FormationRefuseeError, match="pas du site"):
        build_personne(site, service=autre.pk)
