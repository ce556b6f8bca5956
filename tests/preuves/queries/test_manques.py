"""What an auditor would find missing, in few reads."""

import datetime as dt

import pytest

from amelioration.usines_plan import build_action
from preuves.usines import LE, build_piece
from qualepref.amelioration.models import Evaluation, LigneGrille
from qualepref.preuves.enums import EtatPreuve
from qualepref.preuves.operations.constats import record_constats
from qualepref.preuves.queries.manques import load_tableau_preuves
from qualepref.preuves.queries.vivantes.constats import load_constat, load_constats
from usines import build_demande, build_site


pytestmark = pytest.mark.django_db


def find(site, numero, *, le=LE):
    tableau = load_tableau_preuves(site, le=le)
    return next(e for e in tableau.engagements if e.engagement.numero == numero)


def build_grille(site, **verdicts):
    """Return a closed audit whose lines bear these verdicts, by « eN »."""
    audit = Evaluation.objects.create(
        site=site, type="audit_interne", titre="Audit", debut_le=dt.date(2022, 6, 1),
        close_le=dt.date(2022, 6, 30), referentiel="qual-e-pref", version="2019-02",
    )  # fmt: skip
    for numero, verdict in verdicts.items():
        LigneGrille.objects.create(
            evaluation=audit, engagement=int(numero[1:]), verdict=verdict, ecart="x"
        )
    return audit


def test_sans_rien_tout_manque_dans_le_perimetre_seulement():
    tableau = load_tableau_preuves(build_site(modules=(1, 4)), le=LE)

    assert [m.module.numero for m in tableau.modules] == [1, 4]
    assert tableau.comptes[EtatPreuve.ABSENTE] == tableau.applicables == 24
    assert tableau.manques == 24
    assert tableau.select(module=4).applicables == 4


def test_une_piece_prouve_son_engagement_puis_expire():
    site = build_site()
    build_piece(site, engagements=("7",), expire_le=LE)

    assert find(site, 7).etat is EtatPreuve.PROBANTE
    assert not find(site, 7).manque
    apres = find(site, 7, le=LE + dt.timedelta(1))
    assert apres.etat is EtatPreuve.A_RENOUVELER
    assert any("expirée le 15/12/2022" in m for m in apres.manques)


def test_un_sous_engagement_sans_preuve_propre_est_dit():
    site = build_site()
    build_piece(site, engagements=("6",))
    assert find(site, 6).parts == ("6.2",)

    build_piece(site, titre="Hygiaphones", engagements=("6.2",))

    assert find(site, 6).parts == ()


def test_un_registre_tenu_prouve_de_lui_meme():
    site = build_site()
    for rang in range(3):
        build_demande(
            site,
            dt.date(2022, 12, 1 + rang),
            registre="ecoute",
            nature="reclamation",
            canal="courriel",
            repondue_le=dt.date(2022, 12, 6),
            demandeur="Madame Martin",
        )

    constat = load_constat(site, "ecoute-recentes", le=LE)
    rate = load_constat(site, "ecoute-electronique", le=dt.date(2023, 1, 10))

    assert constat.etat is EtatPreuve.PROBANTE
    assert "3 dans le délai" in constat.observation.valeur
    assert "Martin" not in str(constat.observation)
    assert rate.etat is EtatPreuve.PROBANTE
    assert "3 / 3" in rate.observation.valeur.replace("\xa0", " ")
    assert load_constat(site, "ecoute-recentes", le=dt.date(2023, 12, 4)).etat == "a_renouveler"


def test_un_ecart_sans_action_arrete_l_auditeur():
    site = build_site()
    build_piece(site, engagements=("7", "8", "9"))
    build_grille(site, e7="non_conforme", e8="sans_objet", e9="partiel")
    build_action(site, titre="Répondre", module=1, engagement=9)

    assert find(site, 7).ecart_sans_action
    assert find(site, 7).manque
    assert find(site, 8).sans_objet
    assert not find(site, 8).manque
    assert find(site, 9).ouvertes == 1
    assert not find(site, 9).manque


def test_les_lectures_ne_croissent_pas_avec_les_pieces(django_assert_max_num_queries):
    site = build_site()
    build_piece(site)
    with django_assert_max_num_queries(90) as avant:
        load_tableau_preuves(site, le=LE)
    for rang in range(8):
        build_piece(site, titre=f"Pièce {rang}", engagements=("3", "7"))

    with django_assert_max_num_queries(len(avant.captured_queries)):
        load_tableau_preuves(site, le=LE)


def test_un_constat_conserve_reste_tel_qu_il_etait():
    site = build_site()
    record_constats(site, constats=load_constats(site, le=LE), par="usine", le=LE)
    n = site.constats.count()

    record_constats(site, constats=load_constats(site, le=LE), par="usine", le=LE)

    assert site.constats.count() == n > 20
    assert site.constats.get(preuve="ecoute-recentes").etat == "absente"
