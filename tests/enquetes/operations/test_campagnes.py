"""Campaigns: prepared, changed, deleted."""

import dataclasses
import datetime as dt
from decimal import Decimal

import pytest

from enquetes.usines import build_campagne, build_retour
from qualepref.enquetes.enums import GenreEnquete, Mode, Theme
from qualepref.enquetes.models import Campagne, ResultatSeul
from qualepref.enquetes.operations.campagnes import (
    CampagneAvecReponsesError,
    QuestionnaireFigeError,
    ReponsesHorsDatesError,
    RetraitImpossibleError,
    build_donnee,
    create_campagne,
    delete_campagne,
    set_cibles,
    update_campagne,
)
from qualepref.enquetes.operations.preparation import (
    CampagneDonnee,
    CibleImpossibleError,
    DatesInverseesError,
    FinManquanteError,
    LangueInconnueError,
    LieuDonne,
    ModeManquantError,
    ModeMystereError,
    ModeSansQuestionnaireError,
    PiloteAbsentError,
    PrecedenteImpossibleError,
    ServiceAilleursError,
    SiteEnDoubleError,
)
from qualepref.enquetes.queries.formulaires import find_questionnaire
from qualepref.socle.models import Evenement
from usines import CLERMONT, build_service, build_site


pytestmark = pytest.mark.django_db

LE = dt.date(2026, 3, 2)
OUVERTURE, FERMETURE = dt.date(2026, 3, 9), dt.date(2026, 4, 30)


@pytest.fixture
def nantes():
    return build_site()


def build_donnee_de(site, **valeurs):
    base = {
        "questionnaire": find_questionnaire("pan"),
        "titre": "Point d’accueil numérique 2026",
        "theme": Theme.PAN,
        "ouverte_le": OUVERTURE,
        "fermee_le": FERMETURE,
        "lieux": (LieuDonne(site=site, attendus=200),),
        "modes": (Mode.EN_LIGNE, Mode.PAPIER),
        "langues": ("ar", "fr"),
    }
    return CampagneDonnee(**(base | valeurs))


def create(site, **valeurs):
    return create_campagne(site, donnee=build_donnee_de(site, **valeurs), par="agent", le=LE)


def test_create_campagne_la_laisse_en_preparation(nantes):
    campagne = create(nantes)

    assert campagne.validee_le is None
    assert campagne.genre == GenreEnquete.SATISFACTION
    assert [(p.site, p.attendus) for p in campagne.places.all()] == [(nantes, 200)]
    assert not campagne.collecteurs.exists()


def test_create_campagne_range_les_langues_comme_le_questionnaire(nantes):
    assert create(nantes).langues == ["fr", "ar"]


def test_create_campagne_sans_langue_prend_celle_de_reference(nantes):
    assert create(nantes, langues=()).langues == ["fr"]


def test_create_campagne_se_trace(nantes):
    create(nantes)

    trace = Evenement.objects.get(action="campagne créée")
    assert trace.site == "pref-44"
    assert trace.apres["sites"] == ["pref-44"]


def test_create_campagne_mystere_prend_le_genre_du_questionnaire(nantes):
    campagne = create(
        nantes, questionnaire=find_questionnaire("mystere-appels"), modes=(), langues=()
    )

    assert campagne.genre == GenreEnquete.MYSTERE


def test_create_campagne_de_resultats_seuls_est_validee_d_emblee(nantes):
    campagne = create(nantes, questionnaire=None, modes=(), langues=())

    assert campagne.validee_le == LE
    assert campagne.langues == []


@pytest.mark.parametrize(
    ("valeurs", "refus", "champ"),
    [
        ({"fermee_le": dt.date(2026, 3, 1)}, DatesInverseesError, "fermee_le"),
        ({"questionnaire": None, "fermee_le": None, "modes": ()}, FinManquanteError, "fermee_le"),
        ({"questionnaire": None}, ModeSansQuestionnaireError, "modes"),
        ({"modes": ()}, ModeManquantError, "modes"),
        ({"langues": ("de",)}, LangueInconnueError, "langues"),
        ({"cibles": {"age": Decimal(80)}}, CibleImpossibleError, "cibles"),
        ({"lieux": ()}, PiloteAbsentError, "lieux"),
    ],
)
def test_create_campagne_refuse(nantes, valeurs, refus, champ):
    with pytest.raises(refus) as leve:
        create(nantes, **valeurs)

    assert leve.value.champ == champ
    assert not Campagne.objects.exists()


def test_create_campagne_refuse_un_mode_public_a_une_enquete_mystere(nantes):
    with pytest.raises(ModeMystereError):
        create(nantes, questionnaire=find_questionnaire("mystere-appels"), langues=())


def test_create_campagne_refuse_un_site_deux_fois(nantes):
    with pytest.raises(SiteEnDoubleError, match="deux fois"):
        create(nantes, lieux=(LieuDonne(site=nantes), LieuDonne(site=nantes)))


def test_create_campagne_refuse_le_service_d_un_autre_site(nantes):
    ailleurs = build_service(build_site(**CLERMONT))

    with pytest.raises(ServiceAilleursError):
        create(nantes, lieux=(LieuDonne(site=nantes, service=ailleurs),))


def test_create_campagne_refuse_une_precedente_d_un_autre_questionnaire(nantes):
    precedente = build_campagne(nantes, questionnaire="telephone", theme="telephone")

    with pytest.raises(PrecedenteImpossibleError, match="autre questionnaire"):
        create(nantes, precedente=precedente)


def test_create_campagne_refuse_une_precedente_posterieure(nantes):
    precedente = build_campagne(nantes, ouverte_le=dt.date(2026, 6, 1), fermee_le=None)

    with pytest.raises(PrecedenteImpossibleError, match="ne commence pas avant"):
        create(nantes, precedente=precedente)


def test_create_campagne_refuse_des_resultats_seuls_d_un_autre_theme(nantes):
    precedente = build_campagne(nantes, formulaire=None, theme="telephone")

    with pytest.raises(PrecedenteImpossibleError, match="autre thème"):
        create(nantes, precedente=precedente)


def test_update_campagne_en_preparation_change_tout(nantes):
    campagne = create(nantes)
    voulu = build_donnee_de(
        nantes, titre="Téléphone", theme=Theme.TELEPHONE, questionnaire=find_questionnaire("telephone"),
        langues=(),
    )  # fmt: skip

    update_campagne(campagne, donnee=voulu, par="agent")

    campagne.refresh_from_db()
    assert (campagne.titre, campagne.formulaire.code) == ("Téléphone", "telephone")


def test_update_campagne_validee_garde_son_questionnaire(nantes):
    campagne = build_campagne(nantes)

    with pytest.raises(QuestionnaireFigeError):
        update_campagne(
            campagne,
            donnee=build_donnee(campagne, questionnaire=find_questionnaire("telephone")),
            par="agent",
        )


def test_update_campagne_validee_ouvre_et_ferme_des_adresses(nantes):
    campagne = build_campagne(nantes)
    update_campagne(campagne, donnee=build_donnee(campagne), par="agent")
    ancienne = campagne.collecteurs.get()

    update_campagne(
        campagne, donnee=build_donnee(campagne, modes=(Mode.BORNE, Mode.PAPIER)), par="agent"
    )

    ancienne.refresh_from_db()
    assert ancienne.ferme
    assert campagne.collecteurs.get(mode=Mode.BORNE).ferme is False


def test_update_campagne_garde_les_reponses_dans_ses_dates(nantes):
    campagne = build_campagne(nantes)
    build_retour(campagne, {"attente": "satisfaisant"}, jour=dt.date(2022, 8, 1))

    with pytest.raises(ReponsesHorsDatesError, match="01/08/2022"):
        update_campagne(
            campagne, donnee=build_donnee(campagne, fermee_le=dt.date(2022, 7, 1)), par="agent"
        )


@pytest.mark.parametrize(
    ("changement", "champ"),
    [({"modes": (Mode.PAPIER,)}, "modes"), ({"langues": ("en",)}, "langues")],
)
def test_update_campagne_garde_ce_sous_quoi_on_a_repondu(nantes, changement, champ):
    campagne = build_campagne(nantes)
    build_retour(campagne, {"attente": "satisfaisant"})

    with pytest.raises(RetraitImpossibleError) as refus:
        update_campagne(campagne, donnee=build_donnee(campagne, **changement), par="agent")

    assert refus.value.champ == champ


def test_update_campagne_garde_un_site_qui_a_repondu(nantes):
    clermont = build_site(**CLERMONT)
    campagne = build_campagne(nantes, clermont)
    build_retour(campagne, {"attente": "satisfaisant"}, site=clermont)

    with pytest.raises(RetraitImpossibleError, match="Puy-de-Dôme"):
        update_campagne(
            campagne,
            donnee=build_donnee(campagne, lieux=(LieuDonne(site=nantes),)),
            par="agent",
        )


def test_update_campagne_retire_un_site_sans_reponse(nantes):
    campagne = build_campagne(nantes, build_site(**CLERMONT))

    update_campagne(
        campagne, donnee=build_donnee(campagne, lieux=(LieuDonne(site=nantes),)), par="agent"
    )

    assert list(campagne.sites.all()) == [nantes]


def test_build_donnee_redonne_la_campagne(nantes):
    campagne = create(nantes, cibles={"attente": Decimal("85.00")}, cible=Decimal("90.00"))
    avant = build_donnee(Campagne.objects.get(pk=campagne.pk))

    update_campagne(campagne, donnee=avant, par="agent")

    apres = build_donnee(Campagne.objects.get(pk=campagne.pk))
    assert dataclasses.asdict(apres) == dataclasses.asdict(avant)


def test_set_cibles_remplace_les_cibles(nantes):
    campagne = create(nantes, cibles={"attente": Decimal(85)})

    set_cibles(campagne, cibles={"courtoisie": Decimal(95)}, par="agent")

    assert {c.question: c.valeur for c in campagne.cibles.all()} == {"courtoisie": Decimal(95)}


def test_set_cibles_refuse_une_question_sans_taux(nantes):
    campagne = create(nantes)

    with pytest.raises(CibleImpossibleError):
        set_cibles(campagne, cibles={"suggestions": Decimal(95)}, par="agent")


def test_delete_campagne_sans_reponse(nantes):
    campagne = create(nantes)

    delete_campagne(campagne, par="agent")

    assert not Campagne.objects.exists()
    assert Evenement.objects.filter(action="campagne supprimée").exists()


def test_delete_campagne_emporte_ses_resultats_seuls(nantes):
    campagne = build_campagne(nantes, formulaire=None)
    ResultatSeul.objects.create(campagne=campagne, site=nantes, libelle="Accueil", pourcentage=90)

    delete_campagne(campagne, par="agent")

    assert not ResultatSeul.objects.exists()


def test_delete_campagne_refuse_des_reponses(nantes):
    campagne = build_campagne(nantes)
    build_retour(campagne, {"attente": "satisfaisant"})

    with pytest.raises(CampagneAvecReponsesError, match="reçu des réponses"):
        delete_campagne(campagne, par="agent")
