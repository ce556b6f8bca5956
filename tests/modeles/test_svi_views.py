import datetime as dt

import pytest
from django.urls import reverse

from modeles.usines_svi import build_svi, etape
from qualepref.modeles.models import Svi
from qualepref.modeles.operations.svi import open_brouillon, record_mise_a_jour, write_etape
from qualepref.modeles.queries.svi import find_brouillon, list_etapes
from qualepref.suivi.models import Demande
from usines import CLERMONT, build_agent, build_service, build_site, connect


pytestmark = pytest.mark.django_db
LECTURES = (("svi", ()), ("svi_versions", ()))
ECRITURES = (
    ("svi_relire", ()),
    ("svi_retirer", ()),
    ("svi_preparer", ()),
    ("svi_vigueur", ()),
    ("svi_abandonner", ()),
    ("svi_etape_ajouter", ()),
    ("svi_etape", ("accueil",)),
    ("svi_etape_retirer", ("permis",)),
)
DEMANDE = ("svi_mise_a_jour", ())


@pytest.fixture
def site():
    site = build_site()
    build_service(site)
    build_svi(site)
    open_brouillon(site, par="usine", le=dt.date(2022, 11, 2))
    return site


@pytest.fixture
def referent(site):
    return connect(build_agent("referent", site, username="marie"))


def adresse(site, nom, arguments=()):
    return reverse(nom, args=[site.pk, *arguments])


def test_trois_personnes_et_chaque_role(site, referent):
    lecteurs = {
        "lecteur": build_agent("lecteur", site),
        "auditeur": build_agent("auditeur", site, jusqu_au=dt.date(2099, 1, 1)),
        "national": build_agent("national"),
        "correspondant": build_agent("correspondant", site, service=site.services.get()),
    }
    ailleurs = connect(build_agent("referent", build_site(**CLERMONT)))
    public = connect()
    for nom, arguments in (*LECTURES, *ECRITURES, DEMANDE):
        page = adresse(site, nom, arguments)
        assert referent.get(page).status_code == 200, nom
        assert ailleurs.get(page).status_code == 404, nom
        assert "/connexion/" in public.get(page).url, nom
        for role, agent in lecteurs.items():
            lit = (nom, arguments) in LECTURES or (nom == DEMANDE[0] and role == "correspondant")
            assert connect(agent).get(page).status_code == (200 if lit else 403), (nom, role)


def test_un_site_sans_serveur_vocal_le_dit():
    site = build_site()
    client = connect(build_agent("lecteur", site))

    page = client.get(adresse(site, "svi")).content.decode()

    assert "n’a pas de serveur vocal en service" in page
    assert "l’engagement 8 ne s’applique pas" in page
    assert client.get(adresse(site, "svi_versions")).status_code == 404


def test_la_page_montre_l_arbre_les_durees_et_ce_qui_est_a_revoir(site, referent):
    page = referent.get(adresse(site, "svi")).content.decode()

    assert "Version</dt><dd>1, en vigueur" in page
    assert "Agent\xa0: DMI – bureau du séjour" in page
    assert "Renvoi vers le 34\xa000" in page
    assert "étoile" in page
    assert "Rien n’a été actualisé ni relu" in page
    assert "Corriger" not in page


def test_le_referent_ecrit_une_etape_puis_met_en_vigueur(site, referent):
    formulaire = {
        "libelle": "Carte grise", "parent": "accueil", "touche": "3", "type": "numero",
        "numero": "34 00", "paroles_fr": "  Nous vous   passons le 34 00. ", "paroles_en": "Hold.",
    }  # fmt: skip

    reponse = referent.post(adresse(site, "svi_etape_ajouter"), formulaire)

    assert reponse.url == f"{adresse(site, 'svi')}?version=2"
    ecrite = next(e for e in list_etapes(find_brouillon(site)) if e.touche == "3")
    assert (ecrite.code, ecrite.vers) == ("carte-grise", "34 00")
    assert ecrite.paroles == {"fr": "Nous vous passons le 34 00.", "en": "Hold."}
    page = referent.get(reponse.url).content.decode()
    assert "Les paroles ne disent pas de taper 3." in page
    referent.post(adresse(site, "svi_vigueur"), {"depuis": "2022-12-01"})
    assert Svi.objects.get(version=2).en_vigueur_le == dt.date(2022, 12, 1)


def test_une_touche_prise_est_dite_a_cote_du_champ(site, referent):
    formulaire = {"libelle": "X", "parent": "accueil", "touche": "1", "type": "annonce"}

    reponse = referent.post(adresse(site, "svi_etape_ajouter"), formulaire)

    assert "La touche 1 mène déjà ailleurs" in str(reponse.context["form"].errors["touche"])


def test_le_rang_d_une_question_frequente_se_donne_et_se_lit(site, referent):
    page = adresse(site, "svi_etape", ("permis",))
    assert referent.get(page).context["form"]["rang"].value() == 2
    champs = {"libelle": "Permis", "parent": "accueil", "touche": "2", "type": "numero", "numero": "34 00"}  # fmt: skip

    refus = referent.post(page, champs | {"rang": "21"})
    referent.post(page, champs | {"rang": "7"})

    assert "de 1 à 20" in str(refus.context["form"].errors["rang"])
    assert next(e.rang for e in list_etapes(find_brouillon(site)) if e.code == "permis") == 7
    assert "question n° 7" in referent.get(f"{adresse(site, 'svi')}?version=2").content.decode()


def test_corriger_une_etape_garde_son_code_et_rien_n_y_mene_d_en_dessous(site, referent):
    page = adresse(site, "svi_etape", ("titres",))
    form = referent.get(page).context["form"]
    assert [c for c, _ in form.fields["parent"].choices] == ["accueil"]

    referent.post(page, {"libelle": "Séjour", "parent": "accueil", "touche": "1", "type": "menu"})

    etapes = {e.code: e.libelle for e in list_etapes(find_brouillon(site))}
    assert etapes["titres"] == "Séjour"


def test_retirer_abandonner_relire_et_mettre_hors_service(site, referent):
    referent.post(adresse(site, "svi_etape_retirer", ("titres",)))
    assert {e.code for e in list_etapes(find_brouillon(site))} == {"accueil", "permis"}
    referent.post(adresse(site, "svi_abandonner"))
    assert find_brouillon(site) is None
    referent.post(adresse(site, "svi_relire"))
    referent.post(adresse(site, "svi_retirer"))

    svi = Svi.objects.get()
    assert svi.relu_le == svi.retire_le
    assert referent.get(adresse(site, "svi_relire")).status_code == 404


def test_les_paroles_hostiles_sont_echappees(site, referent):
    brouillon = find_brouillon(site)
    hostile = etape("accueil", sorte="menu", paroles="<script>alert(1)</script> tapez 1, tapez 2")
    write_etape(brouillon, etape=hostile, par="m")

    page = referent.get(f"{adresse(site, 'svi')}?version=2").content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_le_correspondant_demande_pour_son_service_et_suit_dans_le_registre(site):
    service = site.services.get()
    client = connect(build_agent("correspondant", site, service=service))
    page = adresse(site, "svi_mise_a_jour")

    sans = client.post(page, {"objet": "Horaires"})
    assert "service" in sans.context["form"].errors
    reponse = client.post(page, {"objet": "Horaires", "service": service.pk})

    demande = Demande.objects.get()
    assert (demande.nature, demande.service) == ("maj-svi", service)
    assert reponse.url == adresse(site, "demande", (demande.pk,))
    assert demande.reference in client.get(adresse(site, "svi")).content.decode()


def test_un_role_national_ne_lit_pas_les_demandes(site):
    record_mise_a_jour(
        site, objet="Horaires", service=None, par=build_agent(), le=dt.date(2022, 11, 2)
    )
    national = connect(build_agent("national"))

    page = national.get(adresse(site, "svi")).content.decode()

    assert "Horaires" not in page
    assert "pas les lignes de ses registres" in page


@pytest.mark.parametrize("version", ["9", "x"])
def test_une_version_inconnue_n_existe_pas(site, referent, version):
    assert referent.get(f"{adresse(site, 'svi')}?version={version}").status_code == 404
