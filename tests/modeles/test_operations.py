import datetime as dt

import pytest

from modeles.usines import JOUR, build_coordonnees, build_docx, build_modele, donne
from qualepref.modeles.enums import AvisClu
from qualepref.modeles.models import Coordonnees, Modele
from qualepref.modeles.operations.modeles import (
    AutreSiteError,
    AvisAvantVersionError,
    AvisDansLeFuturError,
    CodeDejaPrisError,
    VersionDepasseeError,
    set_avis,
    write_version,
)
from qualepref.modeles.queries.departs import list_departs
from qualepref.modeles.queries.modeles import list_derniers, read_modele
from qualepref.modeles.rendering.gabarits import GabaritRefuseError
from qualepref.noyau.modeles.variables import AccoladeSeuleError, VariableInconnueError
from qualepref.socle.models import Evenement
from usines import CLERMONT, build_boite, build_service, build_site


pytestmark = pytest.mark.django_db
LENDEMAIN = JOUR + dt.timedelta(days=1)


def write(modele, *, docx=None, **valeurs):
    return write_version(modele, donne=donne(**valeurs), docx=docx, par="marie", le=LENDEMAIN)


@pytest.mark.parametrize("depart", list_departs(), ids=lambda d: d.code)
def test_chaque_depart_s_adopte_et_ne_laisse_rien_a_revoir(depart):
    site = build_site(**CLERMONT)
    build_coordonnees(site)
    service = build_service(site, "relation-usagers", "Bureau des relations avec les usagers")
    boite = build_boite(site)
    boite.adresse = "pref@exemple.gouv.fr"
    boite.save()

    modele = build_modele(site, depart.code, service=service, boite=boite)

    assert modele.version == 1
    assert read_modele(modele, le=JOUR).constats == []


def test_adopter_refuse_un_code_deja_pris_et_n_ecrit_rien():
    site = build_site()
    build_modele(site)

    with pytest.raises(CodeDejaPrisError, match="accuse-general"):
        build_modele(site)

    assert Modele.objects.count() == 1


def test_adopter_refuse_le_service_d_un_autre_site():
    ailleurs = build_service(build_site(**CLERMONT))

    with pytest.raises(AutreSiteError):
        build_modele(build_site(), service=ailleurs)


def test_une_nouvelle_version_laisse_l_ancienne_et_son_avis_intacts():
    site = build_site()
    premiere = build_modele(site)
    set_avis(premiere, avis=AvisClu.FAVORABLE, texte="Clair.", par="marie", le=JOUR)
    avant = Modele.objects.values().get(pk=premiere.pk)

    seconde = write(premiere, titre="Autre", corps="Nouveau texte.")

    assert Modele.objects.values().get(pk=premiere.pk) == avant
    assert (seconde.version, seconde.avis) == (2, AvisClu.NON_SOUMIS)
    assert [m.pk for m in list_derniers(site)] == [seconde.pk]


def test_ecrire_sans_rien_changer_n_ajoute_pas_de_version():
    modele = build_modele(build_site(), "badge")

    ecrite = write(modele, titre=modele.titre, corps=modele.corps.replace("\n", "\r\n"))

    assert ecrite == modele
    assert Modele.objects.count() == 1


def test_ecrire_refuse_de_passer_sur_une_version_plus_recente():
    modele = build_modele(build_site())
    write(modele)

    with pytest.raises(VersionDepasseeError, match="version 2"):
        write(modele, corps="Deux fois.")


def test_une_variable_inconnue_est_refusee_avec_la_liste_de_celles_qui_existent():
    modele = build_modele(build_site())

    with pytest.raises(VariableInconnueError) as refus:
        write(modele, corps="Sous {delai.courriel.information}.")

    assert "{delai.courriel.information}" in str(refus.value)
    assert "Vouliez-vous dire {delai.courriels.information}" in str(refus.value)
    assert "{coordonnees.telephone}" in str(refus.value)
    assert Modele.objects.count() == 1


def test_une_variable_inconnue_dans_l_objet_est_refusee_aussi():
    modele = build_modele(build_site())

    with pytest.raises(VariableInconnueError):
        write(modele, objet="{inconnue}")


@pytest.mark.parametrize("corps", ["Bonjour {site.nom", "Bonjour } vous", "{{site.nom}}"])
def test_une_accolade_seule_est_refusee(corps):
    modele = build_modele(build_site())

    with pytest.raises((AccoladeSeuleError, VariableInconnueError)):
        write(modele, corps=corps)


def test_une_valeur_qui_ressemble_a_une_variable_reste_du_texte():
    site = build_site()
    build_coordonnees(site, telephone="{site.nom}")
    modele = write(build_modele(site), corps="Appelez le {coordonnees.telephone}.")

    assert read_modele(modele, le=JOUR).corps == "Appelez le {site.nom}.\n"


def test_le_delai_annonce_vient_du_referentiel():
    modele = write(
        build_modele(build_site()),
        corps="{delai.courriels.information} {delai.courriers.information} "
        "{delai.ecoute.reclamation.urne} {delai.rendez-vous.rdv-elu.proposition}",
    )

    lu = read_modele(modele, le=JOUR).corps.replace("\xa0", " ")

    assert lu == "5 jours ouvrés 10 jours ouvrés 10 jours ouvrés 4 jours ouvrés\n"


def test_un_service_prend_les_coordonnees_du_site_la_ou_il_n_en_a_pas():
    site = build_site()
    service = build_service(site)
    build_coordonnees(site)
    build_coordonnees(site, service, telephone="02 40 00 00 00", courriel="")
    modele = write(
        build_modele(site), service=service, corps="{coordonnees.telephone} {coordonnees.courriel}"
    )

    assert read_modele(modele, le=JOUR).corps == "02 40 00 00 00 contact@exemple.gouv.fr\n"


def test_des_coordonnees_inchangees_n_ecrivent_rien_au_journal():
    site = build_site()
    build_coordonnees(site)
    build_coordonnees(site)

    assert Coordonnees.objects.count() == 1
    assert Evenement.objects.filter(action="changer les coordonnées").count() == 1


def test_l_avis_est_garde_avec_sa_date_et_laisse_une_trace():
    modele = build_modele(build_site())

    set_avis(modele, avis=AvisClu.RESERVE, texte=" Plus court. ", par="marie", le=LENDEMAIN)

    modele.refresh_from_db()
    assert (modele.avis, modele.avis_le, modele.avis_texte) == (
        AvisClu.RESERVE,
        LENDEMAIN,
        "Plus court.",
    )
    trace = Evenement.objects.get(action="donner un avis")
    assert (trace.par, trace.apres["avis"]) == ("marie", "reserve")


def test_un_avis_retire_ne_garde_ni_date_ni_texte():
    modele = build_modele(build_site())
    set_avis(modele, avis=AvisClu.FAVORABLE, texte="Bien.", par="marie", le=LENDEMAIN)

    set_avis(modele, avis=AvisClu.NON_SOUMIS, texte="Bien.", par="marie", le=LENDEMAIN)

    assert (modele.avis_le, modele.avis_texte) == (None, "")


def test_un_avis_ne_peut_ni_preceder_la_version_ni_venir_du_futur():
    modele = build_modele(build_site())
    avis = {"avis": AvisClu.FAVORABLE, "texte": "", "par": "marie", "le": LENDEMAIN}

    with pytest.raises(AvisAvantVersionError):
        set_avis(modele, rendu_le=JOUR - dt.timedelta(days=1), **avis)
    with pytest.raises(AvisDansLeFuturError):
        set_avis(modele, rendu_le=LENDEMAIN + dt.timedelta(days=1), **avis)


def test_un_document_word_refuse_n_ecrit_aucune_version(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    modele = build_modele(build_site())

    with pytest.raises(GabaritRefuseError, match=r"agent\.prenmo"):
        write(modele, docx=build_docx("{{ agent.prenmo }}"))

    assert Modele.objects.count() == 1
    assert list(tmp_path.iterdir()) == []


def test_un_document_word_suit_les_versions_jusqu_a_ce_qu_on_le_retire(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    premiere = build_modele(build_site())

    avec = write(premiere, docx=build_docx("{{ corps }}"))
    garde = write(avec, corps="Autre.")
    sans = write(garde, docx=b"")

    assert (premiere.docx, bool(avec.docx), garde.docx, sans.docx) == ("", True, avec.docx, "")
