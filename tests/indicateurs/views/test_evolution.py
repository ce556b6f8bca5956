"""The page of an indicator's evolution and the events of a site, seen by four people."""

import datetime as dt
import json
import sys

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chiffres import cell, create_agent
from qualepref.config.commandes import main
from qualepref.indicateurs.models import CibleSite, EvenementSite
from qualepref.indicateurs.operations.evenements import add_evenement, update_evenement
from qualepref.indicateurs.queries.evolution import load_evolution
from qualepref.indicateurs.queries.projection import load_projections
from qualepref.indicateurs.queries.tableau import load_tableau
from qualepref.indicateurs.rendering.evolution import say_assurance, say_constats, say_methode
from qualepref.indicateurs.rules.evenements import EvenementDonne
from qualepref.indicateurs.rules.projection import Issue
from qualepref.indicateurs.rules.refus import DonneeRefuseeError
from qualepref.noyau.calcul.assurance import Assurance
from qualepref.noyau.statistiques.cartes import Famille, Methode
from qualepref.organisation.acces import today_at
from qualepref.organisation.enums import NomRole
from qualepref.organisation.models import Role
from qualepref.socle.models import Evenement


pytestmark = pytest.mark.django_db
MAIL = ("information", "courriel")
LE = dt.date(2023, 1, 31)
PAGE = "/sites/pref-63/tableau-de-bord/2022/I11/evolution/"
EVENEMENTS = "/sites/pref-63/evenements/"


@pytest.fixture
def suivi(site):
    """Two years of e-mails: about 90 % in time, then about 99 % from June 2022 on."""
    for rang in range(24):
        mois = (2021 + rang // 12) * 100 + rang % 12 + 1
        a_temps = (178, 182, 180)[rang % 3] if mois < 202206 else (197, 199, 198)[rang % 3]
        cell(site, *MAIL, mois, recues=200, echues=200, a_temps=a_temps)
    CibleSite.objects.create(
        site=site, indicateur="I11", annee=2022, minimum=95, maximum=95, unite="pourcent",
        source="COPIL",
    )  # fmt: skip
    return site


def note(site, jour=dt.date(2022, 6, 14), *, recale=True, **autres):
    donne = EvenementDonne(
        survenu_le=jour, nature="outil", libelle="Nouveau logiciel", recale=recale, **autres
    )
    return add_evenement(site, donne=donne, par="referent.63", le=LE)


def load(site, *, premiere=2021, derniere=2022, le=LE):
    return load_evolution(site, "I11", premiere=premiere, derniere=derniere, le=le)[1]


def test_un_niveau_qui_change_est_un_signal_puis_un_nouveau_niveau_une_fois_note(suivi):
    avant = load(suivi)
    note(suivi)
    apres = load(suivi)

    assert avant.assurance is Assurance.IMPREVISIBLE
    assert any("mois de suite au-dessous de la moyenne" in c for c in say_constats(avant))
    assert [s.premier for s in apres.carte.segments] == [0, 17]
    assert say_constats(apres)[0].startswith("Bruit :")
    assert apres.assurance is Assurance.TENUE
    assert say_assurance(apres).startswith("La cible (95\u00a0%) sera tenue")
    assert "Limites provisoires : 7 mois connus sur les 12" in say_methode(apres)


def test_la_cible_manquee_et_la_cible_au_hasard_se_disent(suivi):
    note(suivi, dt.date(2021, 1, 1), recale=False)
    un_an = load(suivi, derniere=2021)
    CibleSite.objects.create(
        site=suivi, indicateur="I11", annee=2021, minimum=99, maximum=99, unite="pourcent",
        source="COPIL",
    )  # fmt: skip
    manquee = load(suivi, derniere=2021)
    CibleSite.objects.filter(annee=2021).update(minimum=91, maximum=91)
    hasard = load(suivi, derniere=2021)

    assert un_an.assurance is Assurance.SANS_CIBLE
    assert say_assurance(un_an) == ""
    assert "sera manquée" in say_assurance(manquee)
    assert "au hasard" in say_assurance(hasard)
    assert hasard.carte.famille is Famille.PROPORTION
    assert hasard.segment.methode is Methode.P


def test_le_mois_en_cours_et_les_mois_non_echus_ne_prennent_pas_place(suivi):
    cell(suivi, *MAIL, 202301, recues=50, echues=2, a_temps=2, en_cours=48)
    cell(suivi, *MAIL, 202302, recues=5, echues=1, a_temps=1)

    evolution = load(suivi, derniere=2023, le=dt.date(2023, 2, 3))

    assert evolution.releves[-1].demandee.premier == 202301
    assert (evolution.courants, evolution.carte.points[-1].valeur) == ({202301}, None)


def test_un_taux_par_habitant_est_une_mesure_pas_une_proportion(site):
    _, rien = load_evolution(site, "I4", premiere=2021, derniere=2022, le=LE)

    assert rien is None


def test_la_projection_compte_comme_le_tableau_de_bord(suivi):
    cell(suivi, *MAIL, 202301, recues=60, echues=20, a_temps=10, en_cours=35, exclues=5)
    CibleSite.objects.create(
        site=suivi, indicateur="I11", annee=2023, minimum=90, maximum=90, unite="pourcent",
        source="COPIL",
    )  # fmt: skip

    projection = load_projections(suivi, le=LE)["I11"]
    releve = load_tableau(suivi, 2023, le=LE).ligne("I11").releve

    assert (projection.a_temps, projection.echues) == (releve.numerateur, releve.denominateur)
    assert projection.ouvertes == 35
    assert projection.attendu.volume == 12 * 200 - 55
    assert projection.issue is Issue.POSSIBLE
    assert load_projections(suivi, le=LE, codes=frozenset({"I1"})) == {}


def test_calculer_donne_la_projection_sous_sa_propre_cle(site, monkeypatch, capsys):
    annee = today_at(site).year
    cell(site, *MAIL, annee * 100 + 1, recues=10, echues=10, a_temps=9)
    CibleSite.objects.create(
        site=site, indicateur="I11", annee=annee, minimum=90, maximum=90, unite="pourcent",
        source="COPIL",
    )  # fmt: skip
    for format_demande in ("json", "texte"):
        mots = ["calculer", "--site", "pref-63", "--annee", annee, "--format", format_demande]
        monkeypatch.setattr(sys, "argv", ["qualepref", *map(str, mots)])
        with pytest.raises(SystemExit) as sortie:
            main()
        assert not sortie.value.code
    donnees, texte = capsys.readouterr().out.split("\n}\n", 1)

    projections = json.loads(donnees + "}")["projections"]
    assert (projections["I11"]["a_temps"], projections["I11"]["echues"]) == (9, 10)
    assert projections["I11"]["phrase"] in texte


@pytest.mark.parametrize("page", [PAGE, f"{PAGE}?duree=5", f"{PAGE}?duree=x", EVENEMENTS])
def test_l_agent_du_site_voit_la_page_les_autres_non(suivi, lit, dehors, public, page):
    note(suivi)

    assert lit.get(page).status_code == 200
    assert dehors.get(page).status_code == 404
    assert public.get(page).headers["Location"].startswith("/connexion/")


def test_la_page_dit_signal_ou_bruit_dessine_et_tabule(suivi, gere):
    note(suivi)
    page = gere.get(PAGE).content.decode()

    assert "Bruit : aucun mois ne sort de l’ordinaire" in page
    assert "La cible (95\u00a0%) sera tenue" in page
    assert 'role="img"' in page
    assert '<th scope="col">Limites</th>' in page
    assert "Nouveau logiciel" in page
    assert "?indicateur=I11" in page


def test_une_page_sans_mois_connu_ne_trace_rien(site, lit):
    page = lit.get(PAGE).content.decode()

    assert "il n’y a rien à tracer" in page
    assert '<svg class="gq"' not in page


@pytest.mark.parametrize("page", ["1999/I11", "2099/I11", "2022/I99"])
def test_une_annee_ou_un_indicateur_absurde_n_existe_pas(suivi, lit, page):
    assert lit.get(f"/sites/pref-63/tableau-de-bord/{page}/evolution/").status_code == 404


def test_un_role_national_lit_la_nature_des_evenements_pas_leurs_mots(suivi, client):
    note(suivi)
    agent = create_agent("national")
    Role.objects.create(agent=agent, role=NomRole.NATIONAL)
    client.force_login(agent, backend="django.contrib.auth.backends.ModelBackend")

    page = client.get(PAGE).content.decode()

    assert "nouvel outil ou logiciel" in page
    assert "Nouveau logiciel" not in page
    assert client.get(EVENEMENTS).status_code == 403


def test_le_nombre_de_requetes_ne_depend_pas_du_nombre_d_annees(suivi, lit):
    lit.get(PAGE)
    comptes = []
    for duree in (1, 5):
        with CaptureQueriesContext(
            connection,
        ) as requetes:
            lit.get(f"{PAGE}?duree={duree}")
        comptes.append(len(requetes))

    assert comptes[0] == comptes[1] <= 25


def test_le_referent_note_corrige_et_supprime_un_evenement_avec_sa_trace(site, gere):
    saisie = {
        "survenu_le": "2022-06-14", "nature": "outil", "libelle": "Nouveau logiciel",
        "indicateur": "I11", "recale": "on",
    }  # fmt: skip

    assert gere.post(f"{EVENEMENTS}nouveau/", saisie).status_code == 302
    evenement = EvenementSite.objects.get()
    assert (evenement.indicateur, evenement.recale) == ("I11", True)
    deux_fois = gere.post(f"{EVENEMENTS}nouveau/", saisie)
    assert "déjà noté" in deux_fois.content.decode()
    gere.post(f"{EVENEMENTS}{evenement.pk}/", {**saisie, "libelle": "Renfort", "recale": ""})
    evenement.refresh_from_db()
    assert (evenement.libelle, evenement.recale) == ("Renfort", False)
    assert gere.get(f"{EVENEMENTS}{evenement.pk}/supprimer/").status_code == 200
    gere.post(f"{EVENEMENTS}{evenement.pk}/supprimer/")
    assert not EvenementSite.objects.exists()
    actions = list(Evenement.objects.order_by("pk").values_list("action", flat=True))
    assert actions[-3:] == ["enregistrer", "corriger", "supprimer"]
    assert "Renfort" not in str(list(Evenement.objects.values()))


@pytest.mark.parametrize("suite", ["nouveau/", "1/", "1/supprimer/"])
def test_un_lecteur_ne_note_rien(site, lit, suite):
    assert lit.get(EVENEMENTS + suite).status_code == 403


@pytest.mark.parametrize(
    ("changement", "motif"),
    [
        ({"libelle": " "}, "ne dit pas ce qui s’est passé"),
        ({"survenu_le": dt.date(2023, 2, 1)}, "n’est pas encore passé"),
        ({"survenu_le": dt.date(1990, 1, 1)}, "précède les calendriers"),
        ({"indicateur": "I24"}, "module"),
        ({"indicateur": "I999"}, "n’existe pas"),
    ],
)
def test_un_evenement_impossible_est_refuse_en_francais(site, changement, motif):
    donne = {"survenu_le": dt.date(2022, 6, 14), "nature": "outil", "libelle": "Renfort"}

    with pytest.raises(DonneeRefuseeError, match=motif):
        add_evenement(site, donne=EvenementDonne(**donne | changement), par="x", le=LE)

    assert not EvenementSite.objects.exists()


def test_le_meme_evenement_n_ecrit_rien(site):
    evenement = note(site)
    avant = Evenement.objects.count()

    donne = EvenementDonne(evenement.survenu_le, "outil", "Nouveau logiciel ", "", recale=True)
    update_evenement(evenement, donne=donne, par="x", le=LE)

    assert Evenement.objects.count() == avant
