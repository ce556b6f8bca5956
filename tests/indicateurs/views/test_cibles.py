"""The screens of targets: the site's own beside the référentiel's."""

import pytest

from qualepref.indicateurs.models import CibleSite


BASE = "/sites/pref-63/cibles/2022/"
SAISIE = {"minimum": "92,5", "maximum": "", "unite": "pourcent", "source": "COPIL de mars 2022"}


def aim(site, indicateur="I1", minimum=92):
    return CibleSite.objects.create(
        site=site, indicateur=indicateur, annee=2022, minimum=minimum, maximum=minimum,
        unite="pourcent", source="COPIL",
    )  # fmt: skip


def test_tout_agent_du_site_lit_les_cibles(site, lit):
    reponse = lit.get("/sites/pref-63/cibles/", follow=True)

    assert reponse.status_code == 200
    assert "Fixer" not in reponse.content.decode()


@pytest.mark.parametrize("page", ["I1/", "I1/supprimer/"])
@pytest.mark.parametrize(
    ("personne", "attendu"), [("lit", 403), ("dehors", 404), ("gere", 200), ("public", 302)]
)
def test_seul_le_referent_fixe_les_cibles(request, site, page, personne, attendu):
    aim(site)

    assert request.getfixturevalue(personne).get(BASE + page).status_code == attendu


@pytest.mark.parametrize("personne", ["lit", "dehors", "public"])
def test_un_envoi_de_quelqu_un_d_autre_n_ecrit_rien(request, site, personne):
    aim(site)
    client = request.getfixturevalue(personne)

    client.post(f"{BASE}I1/", SAISIE)
    client.post(f"{BASE}I1/supprimer/")

    assert CibleSite.objects.get().minimum == 92


@pytest.mark.parametrize("page", ["cibles/1066/", "cibles/9999/", "cibles/1066/I1/"])
def test_une_annee_absurde_n_existe_pas(site, gere, page):
    assert gere.get(f"/sites/pref-63/{page}").status_code == 404


@pytest.mark.parametrize("code", ["I24", "I99"])
def test_un_indicateur_hors_perimetre_n_existe_pas(site, gere, code):
    assert gere.get(f"{BASE}{code}/").status_code == 404


def test_la_page_montre_les_deux_cibles_cote_a_cote(site, lit):
    aim(site)

    page = lit.get(BASE).content.decode()

    assert "92\N{NO-BREAK SPACE}%" in page
    assert "90\N{NO-BREAK SPACE}%" in page


def test_la_page_distingue_pas_de_cible_et_suivi_pour_information(site, lit):
    page = lit.get(BASE).content.decode()

    assert "pas de cible propre" in page
    assert "suivi pour information" in page


def test_fixer_une_cible(site, gere):
    reponse = gere.post(f"{BASE}I1/", SAISIE)

    assert reponse.headers["Location"] == BASE
    cible = CibleSite.objects.get()
    assert (cible.minimum, cible.maximum, cible.unite) == (92.5, 92.5, "pourcent")


def test_fixer_un_intervalle(site, gere):
    gere.post(f"{BASE}I10/", {**SAISIE, "minimum": "75", "maximum": "80"})

    cible = CibleSite.objects.get()
    assert (cible.minimum, cible.maximum) == (75, 80)


def test_changer_une_cible_repart_de_celle_qui_tient(site, gere):
    aim(site)

    assert 'value="92"' in gere.get(f"{BASE}I1/").content.decode()


@pytest.mark.parametrize(
    ("autres", "champs"),
    [
        ({"unite": ""}, {"unite"}),
        ({"unite": "jours"}, {"unite"}),
        ({"minimum": ""}, {"minimum"}),
        ({"minimum": "beaucoup"}, {"minimum"}),
        ({"minimum": "-1"}, {"minimum"}),
        ({"maximum": "80"}, {"maximum"}),
        ({"source": ""}, {"source"}),
    ],
)
def test_une_faute_se_dit_a_son_champ_et_rien_n_est_ecrit(site, gere, autres, champs):
    reponse = gere.post(f"{BASE}I1/", {**SAISIE, **autres})

    assert reponse.status_code == 200
    assert set(reponse.context["form"].errors) == champs
    assert not CibleSite.objects.exists()


def test_une_cible_sans_unite_dit_pourquoi_elle_est_refusee(site, gere):
    reponse = gere.post(f"{BASE}I1/", {**SAISIE, "unite": ""})

    assert "5 peut être 5 %" in reponse.content.decode()


def test_une_cible_sur_un_indicateur_d_information_est_refusee(site, gere):
    reponse = gere.post(f"{BASE}I14/", {**SAISIE, "unite": "par_mois"})

    assert reponse.status_code == 200
    assert not CibleSite.objects.exists()


def test_supprimer_demande_une_confirmation(site, gere):
    aim(site)

    gere.get(f"{BASE}I1/supprimer/")
    assert CibleSite.objects.exists()

    gere.post(f"{BASE}I1/supprimer/")
    assert not CibleSite.objects.exists()


def test_supprimer_une_cible_qui_n_existe_pas(site, gere):
    assert gere.get(f"{BASE}I1/supprimer/").status_code == 404


def test_le_referent_recopie_les_cibles_de_l_annee_precedente(site, gere):
    aim(site)
    bouton = "Recopier les cibles de l’année précédente"
    assert bouton in gere.get("/sites/pref-63/cibles/2023/").content.decode()

    reponse = gere.post("/sites/pref-63/cibles/2023/recopier/", follow=True)

    assert CibleSite.objects.get(annee=2023).source == "Recopiée de 2022 : COPIL"
    assert "Une cible est recopiée de 2022." in reponse.content.decode()
    assert bouton not in reponse.content.decode()


@pytest.mark.parametrize(("personne", "attendu"), [("lit", 403), ("dehors", 404), ("public", 302)])
def test_personne_d_autre_ne_recopie_les_cibles(request, site, personne, attendu):
    aim(site)
    client = request.getfixturevalue(personne)

    reponse = client.post("/sites/pref-63/cibles/2023/recopier/")

    assert reponse.status_code == attendu
    assert not CibleSite.objects.filter(annee=2023).exists()


def test_un_lecteur_ne_voit_pas_le_bouton_qui_recopie(site, lit):
    aim(site)

    assert "Recopier" not in lit.get("/sites/pref-63/cibles/2023/").content.decode()


def test_recopier_ne_se_fait_pas_en_suivant_un_lien(site, gere):
    assert gere.get("/sites/pref-63/cibles/2023/recopier/").status_code == 405


def test_recopier_sans_rien_a_recopier_le_dit(site, gere):
    reponse = gere.post("/sites/pref-63/cibles/2023/recopier/", follow=True)

    assert "Aucune cible de 2022 ne manque en 2023." in reponse.content.decode()
