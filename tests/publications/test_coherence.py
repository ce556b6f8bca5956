"""What cannot be true is not published; what is doubtful is looked at first."""

import datetime as dt
import json

import pytest
from django.urls import reverse

from amelioration.usines_formations import build_formation, build_personne, build_seance
from amelioration.usines_plan import build_action
from chiffres import LE, store
from enquetes.usines import build_campagne, build_retour
from qualepref.amelioration.enums import EtatAction, SourceAction
from qualepref.noyau.figement.empreintes import dump_canonique
from qualepref.publications.models import Publication
from qualepref.publications.operations import publications as operations
from qualepref.publications.operations.publications import (
    ChiffresContradictoiresError,
    ChiffresDouteuxError,
    publish_documents,
)
from qualepref.publications.rendering.coherence import list_constats
from qualepref.publications.rendering.figement import build_fige, load_fige
from usines import build_service, connect


pytestmark = pytest.mark.django_db


@pytest.fixture
def mois(nantes):
    """Ninety in a hundred, every month of 2022."""
    for numero in range(202201, 202213):
        store(nantes, "I2", premier=numero, numerateur="90", denominateur="100")


def declare_annee(site, numerateur, denominateur):
    store(site, "I2", premier=202201, dernier=202212,
          numerateur=numerateur, denominateur=denominateur)  # fmt: skip


def test_une_annee_declaree_contre_ses_mois_ne_se_publie_pas(nantes, agents, mois):
    declare_annee(nantes, "960", "1000")

    with pytest.raises(ChiffresContradictoiresError, match=r"= 1.080 ; imprimé 960"):
        publish_documents(nantes, annee=2022, genres=["bilan"], par="essai", le=LE)

    page = connect(agents["référent"]).get(reverse("publication_preparer", args=[nantes.pk, 2022]))
    texte = page.content.decode()
    assert "ne peuvent pas être vrais ensemble" in texte
    assert reverse("indicateur", args=[nantes.pk, 2022, "I2"]) in texte
    assert not Publication.objects.exists()


def test_une_annee_declaree_comme_ses_mois_se_publie(nantes, mois):
    declare_annee(nantes, "1080", "1200")

    publish_documents(nantes, annee=2022, genres=["donnees"], par="essai", le=LE)

    assert list_constats(build_fige(nantes, 2022, le=LE).contenu) == ()
    assert Publication.objects.count() == 1


def test_un_chiffre_douteux_se_relit_puis_s_accepte(nantes, agents):
    store(nantes, "I5", premier=202201, dernier=202212, numerateur="320", denominateur="1000")
    page = reverse("publication_preparer", args=[nantes.pk, 2022])
    navigateur = connect(agents["référent"])
    apercu = navigateur.get(page)
    envoi = {"genres": ["donnees"], "apercu": apercu.context["fige"].reference}

    refus = navigateur.post(page, envoi)

    assert "16 fois la cible" in apercu.content.decode()
    assert "Relisez les chiffres à vérifier" in refus.content.decode()
    with pytest.raises(ChiffresDouteuxError):
        publish_documents(nantes, annee=2022, genres=["donnees"], par="essai", le=LE)
    assert navigateur.post(page, {**envoi, "doutes_acceptes": "on"}).status_code == 302
    assert Publication.objects.count() == 1


@pytest.fixture
def complet(nantes, courriels):
    """A year with mailboxes, a plan of two axes, two trainings that share an agent, a survey."""
    store(nantes, "I5", premier=202201, dernier=202212, numerateur="20", denominateur="1000")
    for module, source in (
        (1, SourceAction.AUDIT_INTERNE),
        (1, SourceAction.ENQUETE_SATISFACTION),
        (4, SourceAction.ENQUETE_SATISFACTION),
    ):
        build_action(nantes, module=module, source=source, etat=EtatAction.FAIT,
                     terminee_le=dt.date(2022, 5, 2))  # fmt: skip
        build_action(nantes, module=module, source=source)
    build_action(nantes, etat=EtatAction.ABANDONNE, terminee_le=dt.date(2022, 5, 2),
                 motif_abandon="Sans objet")  # fmt: skip
    anne, luc = build_personne(nantes), build_personne(nantes, prenom="Luc")
    for titre, presents in (("Accueillir", [anne, luc]), ("Écrire clair", [anne])):
        build_seance(
            build_formation(nantes, titre), debut_le=dt.date(2022, 6, 14), le=LE, presents=presents
        )
    campagne = build_campagne(nantes, cible=90, seuil=10)
    for niveau, fois in (("satisfaisant", 38), ("peu_satisfaisant", 2)):
        for _ in range(fois):
            build_retour(campagne, {"globale": niveau, "age": "plus_55"})
    return nantes


def _tables(brut, section):
    return next(s for s in brut["bilan"]["sections"] if s["titre"] == section)["tableaux"]


def plant_axe(brut):
    _tables(brut, "Plan d’amélioration")[0]["lignes"][-1][1] = "4"


def plant_source(brut):
    _tables(brut, "Plan d’amélioration")[1]["lignes"][0][6] = "9"


def plant_etat(brut):
    brut["donnees"]["plan"]["total"]["non_fait"] += 2


def plant_realisation(brut):
    _tables(brut, "Plan d’amélioration")[0]["lignes"][0][4] = "60 % (2 / 4)"


def plant_seances(brut):
    _tables(brut, "Formations")[0]["lignes"][-1][1] = "3"


def plant_agents(brut):
    _tables(brut, "Formations")[0]["lignes"][-1][2] = "4"


def plant_part_formee(brut):
    _tables(brut, "Formations")[0]["lignes"][0][4] = "80 % (2 / 2)"


def plant_boite(brut):
    """The mailboxes hold more answers in time than the whole."""
    for indicateur in brut["indicateurs"]:
        for detail in indicateur.get("details", ()):
            if detail["dimension"] == "boite" and indicateur["unite"] == "pourcent":
                detail["releve"] |= {"numerateur": "40", "denominateur": "40", "imprime": "100 %"}


def plant_critere(brut):
    brut["bilan"]["enquetes"][0]["criteres"][0]["resultat"] = "97,0 %"


def plant_ensemble(brut):
    brut["bilan"]["enquetes"][0] |= {"taux": "97,0 %"}


def plant_reponses(brut):
    for question in brut["donnees"]["enquetes"][0]["questions"]:
        for option in question["reponses"]:
            option["n"] += 3 if option["n"] else 0


def plant_retours(brut):
    brut["donnees"]["enquetes"][0]["retours"]["total"] = 30


@pytest.mark.parametrize(
    ("plant", "sujet", "preuve"),
    [
        (plant_axe, "Plan d’amélioration", "2 + 1 + 0 = 3 ; imprimé 4"),
        (plant_source, "Plan d’amélioration", "imprimé 9, soit"),
        (plant_etat, "Plan d’amélioration", "imprimé 5, soit 2 de trop"),
        (plant_realisation, "Plan d’amélioration", "2 / 4 = 50,0"),
        (plant_seances, "Formations", "1 + 1 = 2 ; imprimé 3"),
        (plant_agents, "Formations", "imprimé 4, alors que les parts"),
        (plant_part_formee, "Formations", "2 / 2 = 100,0"),
        (plant_boite, "courriels", "40 + 40 = 80 : les parts dépassent l’ensemble"),
        (plant_critere, "", "38 / 40 = 95,00"),
        (plant_ensemble, "", "38 / 40 = 95,00"),
        (plant_reponses, "", "les parts dépassent l’ensemble"),
        (plant_retours, "", "30, dont 40 : les parts dépassent l’ensemble"),
    ],
)
def test_un_total_faux_dans_ce_qui_est_fige_ne_se_publie_pas(
    complet, monkeypatch, plant, sujet, preuve
):
    juste = build_fige(complet, 2022, le=LE)
    brut = json.loads(juste.canonique)
    plant(brut)
    faux = load_fige(dump_canonique(brut))
    monkeypatch.setattr(operations, "build_fige", lambda *_, **__: faux)

    with pytest.raises(ChiffresContradictoiresError) as refus:
        publish_documents(complet, annee=2022, genres=["bilan"], par="essai", le=LE)

    assert [c for c in list_constats(juste.contenu) if c.faux] == []
    texte = str(refus.value).replace("\N{NO-BREAK SPACE}", " ")
    assert preuve in texte
    assert sujet in texte
    assert not Publication.objects.exists()


def test_des_formations_et_des_services_nommes_comme_un_total_se_publient(complet):
    anne = build_personne(complet, prenom="Zoé")
    for titre in ("Ensemble, mieux accueillir", "Part de voix – Total respect", "Taux et frais"):
        build_seance(
            build_formation(complet, titre), debut_le=dt.date(2022, 6, 14), le=LE, presents=[anne]
        )
    service = build_service(complet, "total", "Total qualité")
    build_action(complet, module=1, service=service.pk)

    assert list_constats(build_fige(complet, 2022, le=LE).contenu) == ()
