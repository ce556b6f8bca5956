"""The screens of declared values: the référent manages, others of the site read."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chiffres import cell, store
from qualepref.indicateurs.models import ValeurDeclaree


BASE = "/sites/pref-63/valeurs/"
ANNEE = f"{BASE}annee-2022/"
SAISIE = {
    "indicateur": "I4",
    "detail": "",
    "premier_mois": "2022-04",
    "dernier_mois": "",
    "forme": "fraction",
    "numerateur": "1 234",
    "denominateur": "15 000",
    "valeur": "",
    "etat": "",
    "source": "Matomo, 12 mai 2022",
    "imprimee": "",
}


def errors(reponse):
    return {champ for champ, fautes in reponse.context["form"].errors.items() if fautes}


def text_of(reponse, champ):
    return " ".join(reponse.context["form"].errors[champ])


@pytest.mark.parametrize("page", [BASE, ANNEE])
def test_tout_agent_du_site_lit_les_valeurs(site, lit, page):
    reponse = lit.get(page, follow=True)

    assert reponse.status_code == 200
    assert "Saisir une valeur" not in reponse.content.decode()


@pytest.mark.parametrize("page", ["nouvelle/", "{pk}/", "{pk}/supprimer/"])
@pytest.mark.parametrize(
    ("personne", "attendu"), [("lit", 403), ("dehors", 404), ("gere", 200), ("public", 302)]
)
def test_seul_le_referent_ecrit(request, site, page, personne, attendu):
    adresse = BASE + page.format(pk=store(site, valeur=8).pk)

    assert request.getfixturevalue(personne).get(adresse).status_code == attendu


@pytest.mark.parametrize("personne", ["lit", "dehors", "public"])
def test_un_envoi_de_quelqu_un_d_autre_n_ecrit_rien(request, site, personne):
    valeur = store(site, valeur=8)
    client = request.getfixturevalue(personne)

    client.post(f"{BASE}nouvelle/", SAISIE)
    client.post(f"{BASE}{valeur.pk}/supprimer/")

    assert ValeurDeclaree.objects.get() == valeur


def test_la_valeur_d_un_autre_site_n_existe_pas_ici(site, etranger, gere):
    ailleurs = store(etranger.roles.get().site, valeur=8)

    assert gere.get(f"{BASE}{ailleurs.pk}/").status_code == 404


@pytest.mark.parametrize("annee", ["0", "1999", "2100"])
def test_une_annee_absurde_n_existe_pas(site, lit, annee):
    assert lit.get(f"{BASE}annee-{annee}/").status_code == 404


def test_la_liste_montre_source_origine_et_periode(site, lit):
    store(site, premier=202201, dernier=202203, valeur=8, source="Matomo <2022>", imprimee="8%")

    page = lit.get(ANNEE).content.decode()

    assert "Matomo &lt;2022&gt;" in page
    assert "janvier à mars 2022" in page
    assert "Importée" in page
    assert "imprimé : 8%" in page


def test_la_liste_dit_quand_un_registre_l_emporte(site, lit):
    store(site, "I11", premier=202201, valeur=94)
    cell(site, "information", "courriel", 202201, recues=2, echues=2, a_temps=1)

    page = lit.get(ANNEE).content.decode()

    assert "Non montrée : les registres donnent 50" in page


def test_la_liste_montre_aussi_ce_qui_est_sorti_du_perimetre(site, lit):
    store(site, "I24", premier=202201, valeur=94)

    assert "Hors du périmètre" in lit.get(ANNEE).content.decode()


def test_la_liste_se_limite_a_ce_qui_porte_sur_l_annee(site, lit):
    store(site, premier=202112, valeur=8)

    assert "Aucune valeur n’est déclarée" in lit.get(ANNEE).content.decode()


def test_saisir_une_fraction(site, gere):
    reponse = gere.post(f"{BASE}nouvelle/", SAISIE)

    assert reponse.headers["Location"] == ANNEE
    valeur = ValeurDeclaree.objects.get()
    assert (valeur.premier_mois, valeur.dernier_mois) == (202204, 202204)
    assert (valeur.numerateur, valeur.denominateur, valeur.origine) == (1234, 15000, "saisi")


def test_saisir_une_valeur_seule_avec_son_unite(site, gere):
    gere.post(
        f"{BASE}nouvelle/",
        {**SAISIE, "forme": "valeur", "numerateur": "", "denominateur": "", "valeur": "8,5 %"},
    )

    valeur = ValeurDeclaree.objects.get()
    assert (valeur.valeur, valeur.numerateur) == (8.5, None)


def test_saisir_un_etat_sans_chiffre(site, gere):
    gere.post(
        f"{BASE}nouvelle/",
        {**SAISIE, "forme": "etat", "numerateur": "", "denominateur": "", "etat": "sans_objet"},
    )

    assert ValeurDeclaree.objects.get().etat == "sans_objet"


def test_saisir_un_detail_et_un_mois_en_toutes_lettres_du_champ(site, gere):
    site.boites.create(code="12", nom="Élections")

    gere.post(
        f"{BASE}nouvelle/",
        {**SAISIE, "indicateur": "I11", "detail": "boite:12", "premier_mois": "04/2022"},
    )

    valeur = ValeurDeclaree.objects.get()
    assert (valeur.dimension, valeur.code_detail, valeur.premier_mois) == ("boite", "12", 202204)


@pytest.mark.parametrize(
    ("autres", "champs"),
    [
        ({"indicateur": ""}, {"indicateur"}),
        ({"indicateur": "I24"}, {"indicateur"}),
        ({"premier_mois": "avril"}, {"premier_mois"}),
        ({"premier_mois": "2022-13"}, {"premier_mois"}),
        ({"dernier_mois": "2022-01"}, {"dernier_mois"}),
        ({"premier_mois": "2090-01"}, {"premier_mois"}),
        ({"source": ""}, {"source"}),
        ({"denominateur": "0"}, {"denominateur"}),
        ({"denominateur": ""}, {"denominateur"}),
        ({"numerateur": ""}, {"numerateur"}),
        ({"numerateur": "beaucoup"}, {"numerateur"}),
        ({"valeur": "94"}, {"valeur"}),
        ({"forme": "valeur"}, {"valeur"}),
        ({"forme": "valeur", "numerateur": "", "denominateur": "", "valeur": "9 ‰"}, {"valeur"}),
        ({"forme": "etat"}, {"etat"}),
        ({"forme": "etat", "etat": "rien_recu"}, {"etat"}),
        ({"forme": ""}, {"forme"}),
        ({"detail": "boite:absente"}, {"detail"}),
    ],
)
def test_une_faute_se_dit_a_son_champ_et_rien_n_est_ecrit(site, gere, autres, champs):
    reponse = gere.post(f"{BASE}nouvelle/", {**SAISIE, **autres})

    assert reponse.status_code == 200
    assert errors(reponse) == champs
    assert not ValeurDeclaree.objects.exists()


def test_une_valeur_contradictoire_dit_le_calcul(site, gere):
    reponse = gere.post(f"{BASE}nouvelle/", {**SAISIE, "valeur": "94"})

    assert "1234 / 15000 font 8,23" in text_of(reponse, "valeur")


def test_une_valeur_deja_declaree_renvoie_a_celle_qui_existe(site, gere):
    store(site, premier=202204, valeur=8)

    reponse = gere.post(f"{BASE}nouvelle/", SAISIE)

    assert "déjà déclarée pour I4, avril 2022" in text_of(reponse, "indicateur")


def test_un_taux_au_dela_de_cent_est_garde_avec_un_avertissement(site, gere):
    reponse = gere.post(
        f"{BASE}nouvelle/",
        {**SAISIE, "indicateur": "I1", "numerateur": "120", "denominateur": "100"},
        follow=True,
    )

    assert ValeurDeclaree.objects.exists()
    assert "inversés" in reponse.content.decode()


def test_corriger_repart_de_ce_qui_est_ecrit(site, gere):
    valeur = store(site, premier=202201, valeur="8.5")

    page = gere.get(f"{BASE}{valeur.pk}/").content.decode()

    assert 'value="2022-01"' in page
    assert 'value="8,5"' in page


def test_corriger_puis_enregistrer(site, gere):
    valeur = store(site, premier=202204, valeur=8)

    gere.post(f"{BASE}{valeur.pk}/", SAISIE)

    valeur.refresh_from_db()
    assert (valeur.numerateur, valeur.valeur, valeur.origine) == (1234, None, "saisi")


def test_supprimer_demande_une_confirmation(site, gere):
    valeur = store(site, premier=202204, valeur=8)

    gere.get(f"{BASE}{valeur.pk}/supprimer/")
    assert ValeurDeclaree.objects.exists()

    reponse = gere.post(f"{BASE}{valeur.pk}/supprimer/")
    assert reponse.headers["Location"] == ANNEE
    assert not ValeurDeclaree.objects.exists()


def test_les_exports_de_la_page_s_ouvrent(site, lit):
    store(site, premier=202204, valeur=8)

    for extension in ("xlsx", "ods", "csv"):
        adresse = f"/sites/pref-63/exporter/?registre=valeurs&annee=2022&extension={extension}"
        assert adresse.split("?")[1].replace("&", "&amp;") in lit.get(ANNEE).content.decode()


def test_le_nombre_de_requetes_de_la_liste_ne_depend_pas_de_sa_longueur(site, lit):
    def count_queries():
        lit.get(ANNEE)
        with CaptureQueriesContext(connection) as requetes:
            lit.get(ANNEE)
        return len(requetes)

    store(site, premier=202201, valeur=8)
    une = count_queries()
    for mois in range(202202, 202213):
        store(site, premier=mois, valeur=8)

    assert count_queries() == une


def test_un_fichier_de_valeurs_se_verifie_puis_s_applique_comme_un_registre(site, gere):
    contenu = b"Indicateur;Mois;Valeur;Source\nI4;01/01/2022;8 %;Matomo\n"
    fichier = SimpleUploadedFile("valeurs.csv", contenu, content_type="text/csv")

    depose = gere.post(
        reverse("imports", args=["pref-63"]),
        {"registre": "valeurs", "fichier": fichier, "feuille": ""},
    )
    page = gere.get(depose.headers["Location"]).content.decode()
    assert "nouvelle" in page
    assert not ValeurDeclaree.objects.exists()

    depot = site.imports.get()
    gere.post(reverse("import_appliquer", args=["pref-63", depot.pk]))
    assert ValeurDeclaree.objects.get().valeur == 8
