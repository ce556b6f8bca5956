import datetime as dt

import openpyxl
import pytest

from amelioration.usines_plan import LE, build_action
from qualepref.amelioration.enums import EtatAction
from qualepref.amelioration.models import Action
from qualepref.organisation.models import Agent
from qualepref.suivi.operations.imports import FichierDonne, apply_import
from qualepref.suivi.rendering.registres import export_registre
from usines import build_agent, build_service, build_site


pytestmark = pytest.mark.django_db
MAINTENANT = dt.datetime(2022, 12, 15, 12, tzinfo=dt.UTC)
ENTETE = ["Référence", "Intitulé", "Source", "Axe", "Inscrite le", "État", "Échéance",
          "Terminée le", "Service", "Pilote", "Après l’action"]  # fmt: skip
LIGNE = ["A1", "Accuser réception", "audit interne", "Pilotage", dt.date(2022, 1, 5), "non fait",
         None, None, None, None, None]  # fmt: skip


@pytest.fixture
def site():
    return build_site()


def write(tmp_path, *lignes):
    classeur = openpyxl.Workbook()
    for ligne in (ENTETE, *lignes):
        classeur.active.append(ligne)
    chemin = tmp_path / "plan.xlsx"
    classeur.save(chemin)
    return chemin


def change(**valeurs):
    rangs = {"reference": 0, "titre": 1, "source": 2, "axe": 3, "inscrite": 4, "etat": 5,
             "echeance": 6, "terminee": 7, "service": 8, "pilote": 9, "apres": 10}  # fmt: skip
    ligne = list(LIGNE)
    for nom, valeur in valeurs.items():
        ligne[rangs[nom]] = valeur
    return ligne


def load(site, chemin):
    return apply_import(
        site, donne=FichierDonne(chemin=chemin, registre="plan"), par="x", le=LE,
        maintenant=MAINTENANT,
    )  # fmt: skip


def test_un_plan_s_importe_et_se_reimporte_sans_rien_changer(site, tmp_path):
    build_service(site, code="dmi", nom="DMI")
    chemin = write(
        tmp_path,
        change(service="DMI", apres="A2"),
        change(reference="A2", etat="Fait", terminee=dt.date(2022, 6, 1), axe="Module 1"),
    )

    premier, second = load(site, chemin), load(site, chemin)

    assert premier.erreurs == ()
    assert len(premier.difference.nouvelles) == 2
    assert second.difference.inchangees == 2
    assert Action.objects.get(reference="A1").apres.reference == "A2"


@pytest.mark.parametrize(
    ("lignes", "motif"),
    [
        ([change(etat="presque fait")], "presque fait"),
        ([change(), change()], "donnée 2 fois"),
        ([change(apres="Z9")], "ni dans ce fichier ni dans le plan"),
        ([change(apres="A2"), change(reference="A2", apres="A1")], "en cercle"),
        ([change(echeance=dt.date(2021, 1, 1))], "précède l’inscription"),
        ([change(etat="fait")], "dit quand"),
        ([change(pilote="personne.44")], "aucun agent"),
        ([change(service="Inconnu")], "Inconnu"),
        ([change(titre="x" * 301)], "dépasse 300"),
    ],
)
def test_un_plan_fautif_est_refuse_ligne_par_ligne_et_rien_n_est_ecrit(
    site, tmp_path, lignes, motif
):
    bilan = load(site, write(tmp_path, change(reference="B1"), *lignes))

    assert motif in " ".join(str(e) for e in bilan.erreurs)
    assert not Action.objects.exists()


def test_un_plan_exporte_se_relit_a_l_identique(site, tmp_path):
    pilote = build_agent("referent", site, username="marie.44")
    build_action(site, pilote=pilote.pk, module=1, engagement=8, titre="=1+1", indicateur="I11")
    build_action(site, etat=EtatAction.ABANDONNE, terminee_le=dt.date(2022, 5, 1),
                 motif_abandon="Plus de budget", apres="2022-001")  # fmt: skip
    chemin = tmp_path / "plan.ods"

    export_registre(site, chemin, registre="plan")
    bilan = load(site, chemin)

    assert bilan.erreurs == ()
    assert bilan.difference.inchangees == 2


def test_un_plan_de_5_000_actions_s_importe(site, tmp_path):
    Agent.objects.create(username="x")
    chemin = write(tmp_path, *(change(reference=f"R{n}", apres=f"R{n - 1}" if n else None)
                               for n in range(5000)))  # fmt: skip

    bilan = load(site, chemin)

    assert bilan.erreurs == ()
    assert Action.objects.count() == 5000


def test_une_colonne_absente_du_plan_ne_change_rien(site, tmp_path):
    build_action(site, reference="A1", description="Mot à mot.", preuve="Note", theme="Accueil")

    bilan = load(site, write(tmp_path, change(titre="Accuser réception de tout")))

    action = Action.objects.get(site=site)
    assert bilan.erreurs == ()
    assert action.titre == "Accuser réception de tout"
    assert (action.description, action.preuve, action.theme) == ("Mot à mot.", "Note", "Accueil")


def test_un_plan_dont_un_pilote_est_parti_se_relit(site, tmp_path):
    parti = build_agent("lecteur", site, username="parti", jusqu_au=dt.date(2022, 6, 1))
    build_action(site, reference="A1", titre="Accuser réception", inscrite_le=dt.date(2022, 1, 5),
                 pilote=parti.pk)  # fmt: skip

    bilan = load(site, write(tmp_path, change(pilote="parti")))

    assert (bilan.erreurs, bilan.difference.inchangees) == ((), 1)
