"""A publication asked for, made behind the page: followed, refused in words, given up, cut short."""

import datetime as dt

import pytest
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from chiffres import LE, count, store
from qualepref.organisation.acces import today_at
from qualepref.publications.models import Fichier, Instantane, Preparation, Publication
from qualepref.publications.operations import publications
from qualepref.publications.operations.preparations import (
    DejaEnPreparationError,
    cancel_preparation,
    publish_preparation,
    reset_preparations,
    submit_preparation,
)
from qualepref.publications.operations.publications import publish_documents
from qualepref.publications.operations.redactions import write_redactions
from qualepref.publications.rendering.figement import build_fige
from usines import connect


MAINTENANT = dt.datetime(2023, 1, 31, 9, tzinfo=dt.UTC)
SANS_DESSIN = "\N{EGYPTIAN HIEROGLYPH A001}"


def ask(site, *, genres=("donnees",), par="referent", **demande):
    """Ask for documents of 2022, as they would be published today."""
    fige = build_fige(site, 2022, le=LE)
    return submit_preparation(
        site, fige=fige, genres=list(genres), apercu=fige.reference, par=par, maintenant=MAINTENANT,
        **demande,
    )  # fmt: skip


def see(agent, site, nom="publication_suivi"):
    return connect(agent).get(reverse(nom, args=[site.pk, 2022])).content.decode()


def assert_rien_n_est_publie():
    assert [m.objects.count() for m in (Publication, Instantane, Fichier)] == [0, 0, 0]


@pytest.fixture
def page(nantes):
    return reverse("publication_preparer", args=[nantes.pk, 2022])


@pytest.fixture
def demandee(nantes, appels):
    return ask(nantes)


def test_publier_mene_a_ce_qui_se_prepare_puis_a_ce_qui_est_publie(
    nantes, agents, appels, page, settings
):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    navigateur = connect(agents["référent"])
    envoi = {"genres": ["donnees"], "apercu": navigateur.get(page).context["fige"].reference}

    reponse = navigateur.post(page, envoi, follow=True)

    texte = reponse.content.decode()
    assert reponse.redirect_chain == [(f"{page}suivi/", 302)]
    assert "Publication en préparation" in texte
    assert f'href="{page}suivi/">Actualiser cette page' in texte
    for adresse in (page, reverse("publications", args=[nantes.pk])):
        assert "Voir où en est la publication" in navigateur.get(adresse).content.decode()
    assert_rien_n_est_publie()

    publish_preparation(Preparation.objects.get(), le=today_at(nantes))

    texte = navigateur.get(f"{page}suivi/").content.decode()
    assert f"C’est publié, sous la référence {Instantane.objects.get().reference}" in texte
    assert "impact.csv" in texte


def test_un_second_appui_ne_publie_pas_deux_fois(nantes, agents, appels, page, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    navigateur = connect(agents["référent"])
    envoi = {"genres": ["donnees"], "apercu": navigateur.get(page).context["fige"].reference}

    navigateur.post(page, envoi)
    second = navigateur.post(page, envoi, follow=True)

    assert "déjà en préparation" in second.content.decode()
    assert (Preparation.objects.count(), DBTaskResult.objects.count()) == (1, 1)


def test_la_page_dit_chaque_document_fait_et_a_faire(nantes, agents, demandee):
    Preparation.objects.update(documents=["impact.csv", "impact.json"], faits=["impact.csv"])

    texte = see(agents["référent"], nantes)

    assert "Documents faits\xa0: 1 sur 2." in texte
    assert 'value="50"' in texte
    assert "Données ouvertes" in texte
    assert "Indicateurs en CSV&nbsp;: <strong>fait</strong>" in texte
    assert "Indicateurs en JSON&nbsp;: à faire" in texte


def test_chaque_document_fait_est_dit_avant_que_rien_ne_soit_publie(nantes, appels):
    vus = []

    def see_avance(faits, prevus):
        vus.append((len(faits), len(prevus), Publication.objects.count()))

    publish_documents(nantes, annee=2022, genres=["donnees"], par="essai", le=LE, avance=see_avance)

    assert vus == [(rang, 5, 0) for rang in range(6)]


def test_des_chiffres_devenus_contradictoires_sont_refuses_en_mots(nantes, agents, demandee):
    for numero in range(202201, 202213):
        store(nantes, "I2", premier=numero, numerateur="90", denominateur="100")
    store(nantes, "I2", premier=202201, dernier=202212, numerateur="960", denominateur="1000")
    Preparation.objects.update(apercu=build_fige(nantes, 2022, le=LE).reference)
    demandee.refresh_from_db()

    publish_preparation(demandee, le=LE)

    texte = see(agents["référent"], nantes)
    assert "Rien n’a été publié" in texte
    assert "Ces chiffres ne peuvent pas être vrais ensemble" in texte
    assert_rien_n_est_publie()


def test_un_apercu_perime_pendant_l_attente_est_refuse(nantes, agents, demandee):
    count(nantes, "appels_recus", 202204, 500, "standard")

    publish_preparation(demandee, le=LE)

    assert "ont changé depuis l’aperçu" in see(agents["référent"], nantes)
    assert_rien_n_est_publie()


def test_qui_publie_entre_temps_l_emporte_et_l_autre_le_lit(nantes, agents, demandee, monkeypatch):
    dessiner = publications.draw_documents

    def publish_entre_temps(*arguments, **nommes):
        monkeypatch.setattr(publications, "draw_documents", dessiner)
        publish_documents(nantes, annee=2022, genres=["donnees"], par="première", le=LE)
        return dessiner(*arguments, **nommes)

    monkeypatch.setattr(publications, "draw_documents", publish_entre_temps)

    publish_preparation(demandee, le=LE)

    assert Publication.objects.get().par == "première"
    assert "Quelqu’un d’autre a publié" in see(agents["référent"], nantes)


def test_un_dessin_manque_est_dit_et_le_motif_est_garde(nantes, agents, appels):
    write_redactions(nantes, annee=2022, textes={"preambule": SANS_DESSIN}, par="x", le=LE)
    demandee = ask(nantes, genres=["donnees", "bilan"], motif="Relecture.")

    publish_preparation(demandee, le=LE)

    assert "ne peut pas être imprimé" in see(agents["référent"], nantes)
    assert_rien_n_est_publie()
    reprise = connect(agents["référent"]).get(
        reverse("publication_preparer", args=[nantes.pk, 2022])
    )
    assert "ne peut pas être imprimé" in reprise.content.decode()
    initiales = reprise.context["form"].initial
    assert (initiales["genres"], initiales["motif"]) == (["donnees", "bilan"], "Relecture.")


def test_une_preparation_abandonnee_en_cours_ne_publie_rien(nantes, demandee, monkeypatch):
    dessiner = publications.draw_documents

    def cancel_entre_temps(*arguments, **nommes):
        cancel_preparation(demandee, par="referent")
        return dessiner(*arguments, **nommes)

    monkeypatch.setattr(publications, "draw_documents", cancel_entre_temps)

    publish_preparation(demandee, le=LE)

    assert_rien_n_est_publie()
    assert "abandonnée par referent" in Preparation.objects.get().refus


def test_une_preparation_abandonnee_apres_le_dernier_dessin_ne_publie_rien(
    nantes, demandee, monkeypatch
):
    ecrire = publications._write_publications

    def cancel_puis_ecrire(*arguments, **nommes):
        cancel_preparation(demandee, par="referent")
        return ecrire(*arguments, **nommes)

    monkeypatch.setattr(publications, "_write_publications", cancel_puis_ecrire)

    publish_preparation(demandee, le=LE)

    assert_rien_n_est_publie()


def test_abandonner_se_confirme_puis_laisse_redemander(nantes, agents, demandee):
    navigateur = connect(agents["référent"])
    adresse = reverse("publication_abandonner", args=[nantes.pk, 2022])

    assert "Rien ne sera publié" in navigateur.get(adresse).content.decode()
    reponse = navigateur.post(adresse)

    assert reponse.url == reverse("publication_preparer", args=[nantes.pk, 2022])
    publish_preparation(ask(nantes), le=LE)
    assert Publication.objects.count() == Preparation.objects.count() == 1


def test_une_preparation_coupee_se_dit_et_se_redemande(nantes, agents, demandee):
    with pytest.raises(DejaEnPreparationError):
        ask(nantes)

    assert reset_preparations() == 1

    assert "s’est arrêtée avant la fin" in see(agents["référent"], nantes)
    # The work of the one given up, taken up late, publishes nothing.
    publish_preparation(demandee, le=LE)
    assert_rien_n_est_publie()
    publish_preparation(ask(nantes), le=LE)
    assert Publication.objects.count() == 1


def test_une_faute_imprevue_ne_laisse_pas_une_preparation_sans_fin(nantes, demandee, monkeypatch):
    def fail(*_, **__):
        raise MemoryError

    monkeypatch.setattr(publications, "draw_documents", fail)

    with pytest.raises(MemoryError):
        publish_preparation(demandee, le=LE)

    assert Preparation.objects.get().etat == "refusee"


def test_un_instantane_d_une_autre_version_se_dit_avant_de_publier(nantes, agents, appels, page):
    publish_documents(nantes, annee=2022, genres=["donnees"], par="essai", le=LE)
    instantane = Instantane.objects.get()
    instantane.contenu = instantane.contenu.replace('"format":', '"format":99,"ancien":', 1)
    instantane.save()
    navigateur = connect(agents["référent"])

    lue = navigateur.get(page)
    envoyee = navigateur.post(
        page, {"genres": ["donnees"], "apercu": lue.context["fige"].reference, "motif": "x"}
    )

    assert "cette version de l’application" in lue.content.decode()
    assert envoyee.status_code == 200
    assert not Preparation.objects.exists()


def test_un_instantane_modifie_dans_la_base_se_dit_sur_chaque_page(nantes, agents, appels, page):
    (publiee,) = publish_documents(nantes, annee=2022, genres=["donnees"], par="essai", le=LE)
    instantane = Instantane.objects.get()
    instantane.contenu = instantane.contenu.replace("Loire-Atlantique", "Loire-Inférieure")
    instantane.save()
    navigateur = connect(agents["référent"])

    for adresse in (page, reverse("publication", args=[nantes.pk, publiee.pk])):
        assert "son empreinte ne lui correspond plus" in navigateur.get(adresse).content.decode()
