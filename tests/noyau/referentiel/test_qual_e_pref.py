"""What the Qual-e-Pref référentiel must say: counts and rules printed by the prefectures."""

import datetime as dt
from fractions import Fraction

import pytest

from qualepref.noyau.referentiel.lecture import load_referentiel
from qualepref.noyau.referentiel.modele import Sens, Statut, Unite


LE = dt.date(2022, 6, 1)


@pytest.fixture(scope="module")
def referentiel(racine):
    return load_referentiel(racine / "qual-e-pref" / "2019-02")


def test_sept_modules_et_leurs_statuts(referentiel):
    statuts = [(m.numero, m.statut) for m in referentiel.modules]

    assert statuts == [
        (1, Statut.OBLIGATOIRE),
        (2, Statut.OBLIGATOIRE_SI_CERT),
        *((n, Statut.OPTIONNEL) for n in range(3, 8)),
    ]


def test_cinquante_engagements_numerotes_de_suite(referentiel):
    assert [e.numero for e in referentiel.engagements] == list(range(1, 51))


@pytest.mark.parametrize(
    ("site", "modules", "engagements"),
    [
        ("Loire-Atlantique", (1, 2, 4), 27),
        ("Puy-de-Dôme", (1, 2), 23),
        ("Jura", (1, 3), 30),
        ("Ain", (1, 4), 24),
        ("Étampes", (1, 3, 5, 6), 39),
        ("Palaiseau", (1, 3, 6), 36),
        ("Évry", (1, 2, 3, 4, 5, 6, 7), 50),
    ],
)
def test_perimetre_publie(referentiel, site, modules, engagements):
    assert referentiel.count_engagements(modules) == engagements


def test_engagements_qui_ne_lient_pas_toujours(referentiel):
    statuts = {e.numero: e.statut for e in referentiel.engagements if e.statut != "obligatoire"}

    assert statuts == {
        **dict.fromkeys((8, 24, 39, 40, 50), Statut.CONDITIONNEL),
        46: Statut.OPTIONNEL,
    }


def test_thematiques_du_module_1_dans_l_ordre(referentiel):
    thematiques = dict.fromkeys(e.thematique for e in referentiel.modules[0].engagements)

    assert list(thematiques) == [
        "Dispositions générales",
        "Accueil physique",
        "Téléphonie",
        "Sites internet",
        "Courriers et courriels",
        "Réseaux sociaux",
    ]


def test_sous_engagements_cites_et_celui_dont_le_texte_manque(referentiel):
    sous = {s.numero: s.texte for e in referentiel.engagements for s in e.sous_engagements}

    assert list(sous) == ["2.1", "6.2", "8.4", "16.3"]
    assert sous["16.3"] is None


@pytest.mark.parametrize(
    ("nature", "canal", "delais"),
    [
        ("information", "courrier", [10]),
        ("information", "courriel", [5]),
        ("information", "formulaire", [5]),
        ("conseil-legalite", "courrier", [15]),
        ("conseil-legalite", "courriel", [5]),
        ("conseil-budgetaire", "courrier", [15]),
        ("conseil-budgetaire", "courriel", [5]),
        ("suggestion", "urne", [10]),
        ("suggestion", "courrier", [10]),
        ("reclamation", "courriel", [5]),
        ("reclamation", "formulaire", [5]),
        ("autre", "urne", [10]),
        ("rdv-elu", "telephone", [4, 10]),
        ("maj-site", "", [3]),
        ("maj-svi", "", [3]),
    ],
)
def test_delais_en_jours_ouvres(referentiel, nature, canal, delais):
    horloges = referentiel.nature(nature).horloges_for(canal, LE)

    assert [h.delai for h in horloges] == delais


def test_une_reponse_d_attente_compte_pour_l_information_et_le_conseil_seulement(referentiel):
    natures = [
        n.code for n in referentiel.natures if any("attente_le" in h.arrivees for h in n.horloges)
    ]

    assert natures == ["information", "conseil-legalite", "conseil-budgetaire"]


def test_une_reponse_d_attente_ne_compte_qu_avec_un_delai_annonce(referentiel):
    horloges = [h for n in referentiel.natures for h in n.horloges if "attente_le" in h.arrivees]

    assert all(h.attente_exige_delai for h in horloges)


def test_le_rendez_vous_court_de_la_proposition(referentiel):
    _, tenue = referentiel.nature("rdv-elu").horloges_for("courriel", LE)

    assert (tenue.depart, tenue.arrivees) == ("proposee_le", ("rdv_le",))


def test_vingt_huit_indicateurs_et_leurs_variantes(referentiel):
    codes = [i.code for i in referentiel.indicateurs]
    variantes = ["I20B", "I26B", "I27B", "I27C"]

    assert [c for c in codes if c not in variantes] == [f"I{n}" for n in range(1, 29)]
    assert [c for c in codes if c in variantes] == variantes


def test_codes_im_publies(referentiel):
    codes = {i.code: i.im for i in referentiel.indicateurs if i.im}

    assert codes == {"I1": "IM714", "I4": "IM106", "I5": "IM109", "I17": "IM343", "I18": "IM412"}


def test_engagements_publies_des_indicateurs(referentiel):
    publies = {"I2": (1,), "I3": (1, 11), "I4": (11,), "I6": (3,), "I10": (17,), "I14": (15,),
               "I15": (2, 15), "I17": (22,), "I18": (23,)}  # fmt: skip

    assert {c: referentiel.indicateur(c).engagements for c in publies} == publies


def test_un_taux_de_fraude_plus_eleve_est_meilleur(referentiel):
    fraudes = [i for i in referentiel.indicateurs if i.domaine == "Fraude"]

    assert {(i.unite, i.sens) for i in fraudes} == {(Unite.POUR_MILLE, Sens.HAUSSE)}


@pytest.mark.parametrize(("code", "delai"), [("I8", 5), ("I9", 10), ("I12", 10), ("I13", 5)])
def test_la_cible_d_un_delai_moyen_est_le_delai_annonce(referentiel, code, delai):
    (cible,) = referentiel.indicateur(code).cibles

    assert (cible.minimum, cible.maximum, cible.site) == (delai, delai, None)


def test_la_cible_des_appels_est_commune(referentiel):
    (cible,) = referentiel.indicateur("I1").cibles

    assert (cible.annee, cible.maximum) == (2022, Fraction(9, 10))


def test_chaque_grandeur_sert_ou_attend_un_indicateur(referentiel):
    utiles = {
        t.grandeur
        for i in referentiel.indicateurs
        if i.formule
        for t in (*i.formule.numerateur, *i.formule.denominateur)
    }
    codes = {g.code for g in referentiel.grandeurs}

    assert codes - utiles == {
        "rdv_pan",
        "demarches_pan",
        "demarches_pan_reussies",
        "messages_recus",
    }


def test_la_regle_de_signification_dit_sa_source(referentiel):
    assert referentiel.seuil_significatif > 0
    assert "seuil" in dict(referentiel.sources_regles)["seuil_significatif"]
