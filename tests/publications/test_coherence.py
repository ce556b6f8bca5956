"""What cannot be true is not published; what is doubtful is looked at first."""

import pytest
from django.urls import reverse

from chiffres import LE, store
from qualepref.publications.models import Publication
from qualepref.publications.operations.publications import (
    ChiffresContradictoiresError,
    ChiffresDouteuxError,
    publish_documents,
)
from qualepref.publications.rendering.coherence import list_constats
from qualepref.publications.rendering.figement import build_fige
from usines import connect


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
