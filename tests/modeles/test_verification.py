import pytest

from qualepref.modeles.queries.departs import get_modeles
from qualepref.modeles.rules.verification import check_modele, split_texte


COMPLET = (
    "{site.nom} {agent.nom} {service.nom} {coordonnees.telephone} {delai.courriels.information}"
)


def check(corps, *, lu=None, type_modele="telephone", sans_nom=""):
    return check_modele(
        corps,
        lu=corps if lu is None else lu,
        type_modele=type_modele,
        sans_nom=sans_nom,
        regles=get_modeles().regles,
    )


def genres(verification):
    return [c.genre for c in verification.constats]


def test_un_accuse_complet_ne_laisse_rien_a_revoir():
    assert check(COMPLET, lu="Bonjour.", type_modele="accuse").conforme


@pytest.mark.parametrize(
    ("retiree", "genre"),
    [
        ("{site.nom}", "emetteur"),
        ("{agent.nom}", "personne"),
        ("{service.nom}", "service"),
        ("{coordonnees.telephone}", "contact"),
        ("{delai.courriels.information}", "delai"),
    ],
)
def test_ce_qui_manque_a_un_accuse_est_dit(retiree, genre):
    assert genres(check(COMPLET.replace(retiree, ""), lu="", type_modele="accuse")) == [genre]


def test_un_motif_d_anonymat_dispense_de_nommer_l_agent():
    corps = COMPLET.replace("{agent.nom}", "")

    assert check(corps, lu="", type_modele="accuse", sans_nom="Réponse automatique").conforme


def test_un_courrier_n_a_pas_a_annoncer_de_delai():
    corps = COMPLET.replace("{delai.courriels.information}", "")

    assert check(corps, lu="", type_modele="courrier").conforme


def test_une_phrase_de_26_mots_est_pointee_a_sa_place():
    longue = " ".join(["mot"] * 26) + "."
    texte = f"Court. {longue} Court aussi."

    [constat] = check(texte).constats

    assert constat.genre == "phrase"
    assert texte[constat.debut : constat.fin].strip() == longue
    assert "26 mots" in constat.message


def test_une_phrase_de_25_mots_ne_l_est_pas():
    assert "phrase" not in genres(check(" ".join(["mot"] * 25) + ". Court."))


def test_une_moyenne_au_dela_de_20_mots_est_dite_avec_ses_deux_nombres():
    [constat] = check(" ".join(["mot"] * 21) + ".").constats

    assert constat.genre == "moyenne"
    assert "21 mots pour 1 phrase" in constat.message


def test_une_adresse_de_site_ne_coupe_pas_la_phrase():
    assert check("Voyez ants.gouv.fr pour la suite.").phrases == 1


def test_les_lignes_d_une_signature_ne_sont_pas_des_phrases():
    assert check("Préfecture du Puy-de-Dôme\n18 boulevard Desaix\nClermont").phrases == 0


@pytest.mark.parametrize(
    "texte",
    [
        "Le comité local des usagers, ou CLU, se réunit.",
        "Le point d’accueil (PAN) vous aide.",
        "Le PAN (point d’accueil numérique) vous aide.",
        "La PRÉFECTURE vous répond.",
        "Écrivez à ACCUEIL@exemple.fr.",
    ],
)
def test_un_sigle_explique_ou_admis_n_est_pas_pointe(texte):
    assert "sigle" not in genres(check(texte))


def test_un_sigle_connu_est_pointe_une_fois_avec_ses_mots():
    texte = "Le PAN vous aide. Le PAN est ouvert."

    [constat] = check(texte).constats

    assert texte[constat.debut : constat.fin] == "PAN"
    assert constat.debut == 3
    assert "point d’accueil numérique" in constat.message


def test_une_suite_de_capitales_inconnue_est_pointee():
    assert genres(check("Le SIAMED vous aide.")) == ["sigle"]


def test_un_delai_ecrit_a_la_main_est_pointe_pas_celui_d_une_variable():
    corps = "Réponse sous {delai.courriels.information}. Rappel sous 3 jours."
    lu = "Réponse sous 5\xa0jours ouvrés. Rappel sous 3 jours."

    [constat] = check(corps, lu=lu).constats

    assert constat.genre == "delai_ecrit"
    assert lu[constat.debut : constat.fin] == "3 jours"


def test_une_valeur_que_le_site_n_a_pas_donnee_est_pointee():
    assert genres(check("{x}", lu="Téléphone : [téléphone à renseigner]")) == ["blanc"]


def test_les_morceaux_redonnent_le_texte_et_numerotent_les_constats():
    texte = "Bonjour. " + " ".join(["mot"] * 25) + " PAN."
    verification = check(texte)

    morceaux = split_texte(texte, verification.constats)

    assert "".join(m.texte for m in morceaux) == texte
    assert [n for m in morceaux for n in m.numeros] == [2, 1]
    assert [m.texte for m in morceaux if not m.pointe] == ["Bonjour."]
