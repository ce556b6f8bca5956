"""The dashboard: registers first, what was declared where nothing was collected, targets, details."""

from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chiffres import LE, cell, count, create_site, store
from qualepref.indicateurs.models import CibleSite, ValeurPubliee
from qualepref.indicateurs.queries.tableau import IndicateurInconnuError, load_tableau
from qualepref.indicateurs.rendering.textes import say_valeur
from qualepref.noyau.calcul.periodes import Periode
from qualepref.noyau.calcul.releves import Etat, Source, Tracage
from qualepref.noyau.calcul.verdicts import Verdict
from qualepref.suivi.models import Attestation


MAIL = ("information", "courriel")


def line(site, code, *, annee=2022, le=LE):
    return load_tableau(site, annee, le=le).ligne(code)


def aim(site, indicateur, minimum, maximum=None, *, annee=2022, unite="pourcent"):
    CibleSite.objects.create(
        site=site,
        indicateur=indicateur,
        annee=annee,
        minimum=minimum,
        maximum=minimum if maximum is None else maximum,
        unite=unite,
        source="COPIL",
    )


def test_load_tableau_se_limite_aux_modules_du_perimetre(site):
    modules = {ligne.indicateur.module for ligne in load_tableau(site, 2022, le=LE).lignes}

    assert modules == {1, 2, None}


def test_load_tableau_d_un_site_sans_module_ne_garde_que_le_pilotage(db):
    tableau = load_tableau(create_site(modules=()), 2022, le=LE)

    assert {ligne.indicateur.module for ligne in tableau.lignes} == {None}


def test_load_tableau_suit_l_ordre_des_domaines(site):
    tableau = load_tableau(site, 2022, le=LE)

    rangs = [tableau.referentiel.domaines.index(x.indicateur.domaine) for x in tableau.lignes]
    assert rangs == sorted(rangs)


def test_ligne_hors_perimetre_est_refusee_en_francais(site):
    with pytest.raises(IndicateurInconnuError, match="« I24 » n’existe pas dans le périmètre"):
        line(site, "I24")


def test_sans_donnee_l_indicateur_est_non_collecte_jamais_zero(site):
    ligne = line(site, "I11")

    assert (ligne.releve.etat, ligne.releve.valeur) == (Etat.NON_COLLECTE, None)
    assert ligne.verdict in (Verdict.SANS_VALEUR, Verdict.SANS_CIBLE)


def test_l_annee_est_le_rapport_des_sommes_des_mois(site):
    cell(site, *MAIL, 202201, recues=1, echues=1, a_temps=1)
    cell(site, *MAIL, 202202, recues=9, echues=9, a_temps=0)

    releve = line(site, "I11").releve

    assert (releve.valeur, releve.numerateur, releve.denominateur) == (Fraction(1, 10), 1, 10)
    assert releve.couverte == Periode(202201, 202202)


def test_la_moyenne_des_mois_reste_une_comparaison_a_part(site):
    cell(site, *MAIL, 202201, recues=1, echues=1, a_temps=1)
    cell(site, *MAIL, 202202, recues=9, echues=9, a_temps=0)

    ligne = line(site, "I11")

    assert (ligne.moyenne_des_mois.valeur, ligne.moyenne_des_mois.mois) == (Fraction(1, 2), 2)
    assert ligne.releve.valeur != ligne.moyenne_des_mois.valeur


def test_chaque_mois_a_son_releve(site):
    cell(site, *MAIL, 202203, recues=4, echues=4, a_temps=3)

    mois = line(site, "I11").mois

    assert len(mois) == 12
    assert mois[2].valeur == Fraction(3, 4)
    assert mois[3].etat is Etat.NON_COLLECTE


def test_rien_recu_atteste_se_distingue_de_non_collecte(site):
    Attestation.objects.create(
        site=site, registre="courriels", mois=202201, declaration="rien_recu", par="référent"
    )

    mois = line(site, "I11").mois

    assert (mois[0].etat, mois[1].etat) == (Etat.RIEN_RECU, Etat.NON_COLLECTE)


def test_sans_objet_atteste_toute_l_annee_se_dit(site):
    for m in Periode.annee(2022):
        Attestation.objects.create(
            site=site, registre="courriels", mois=m, declaration="sans_objet", par="référent"
        )

    assert line(site, "I11").releve.etat is Etat.SANS_OBJET


def test_un_delai_en_cours_n_est_ni_rien_recu_ni_un_zero(site):
    cell(site, *MAIL, 202212, recues=2, en_cours=2)

    assert line(site, "I11").releve.etat is Etat.PAS_ENCORE_DU


def test_un_echantillon_se_dit_et_ne_conclut_pas_a_cheval_sur_la_cible(site):
    cell(site, *MAIL, 202201, tracage="echantillon", recues=10, echues=10, a_temps=9)
    aim(site, "I11", 90)

    ligne = line(site, "I11")

    assert ligne.releve.tracage is Tracage.ECHANTILLON
    assert ligne.verdict is Verdict.INDECIDABLE


def test_la_valeur_declaree_comble_ce_que_rien_ne_calcule(site):
    store(site, "I4", premier=202201, dernier=202212, valeur=Decimal("8.5"), imprimee="8,5%")

    releve = line(site, "I4").releve

    assert (releve.valeur, releve.source) == (Fraction(85, 1000), Source.IMPORTE)
    assert (releve.provenance, releve.publiee) == ("Outil national", "8,5%")


def test_une_valeur_saisie_se_dit_saisie(site):
    store(site, "I4", premier=202201, dernier=202212, valeur=8, origine="saisi")

    assert line(site, "I4").releve.source is Source.SAISI


def test_le_registre_l_emporte_sur_la_valeur_declaree(site):
    cell(site, *MAIL, 202201, recues=2, echues=2, a_temps=1)
    store(site, "I11", premier=202201, dernier=202212, valeur=94)

    releve = line(site, "I11").releve

    assert (releve.valeur, releve.source) == (Fraction(1, 2), Source.CALCULE)


def test_les_parties_declarees_par_mois_s_additionnent(site):
    store(site, "I4", premier=202201, numerateur=1, denominateur=10)
    store(site, "I4", premier=202202, numerateur=9, denominateur=10)

    assert line(site, "I4").releve.valeur == Fraction(1, 2)


def test_des_taux_seuls_par_mois_ne_font_jamais_une_annee(site):
    store(site, "I4", premier=202201, valeur=8)
    store(site, "I4", premier=202202, valeur=10)

    ligne = line(site, "I4")

    assert (ligne.releve.etat, ligne.releve.valeur) == (Etat.NON_CALCULABLE, None)
    assert ligne.moyenne_des_mois.valeur == Fraction(9, 100)
    assert ligne.mois[0].valeur == Fraction(8, 100)


def test_une_valeur_d_une_autre_annee_n_entre_pas(site):
    store(site, "I4", premier=202101, dernier=202112, valeur=8)
    store(site, "I4", premier=202111, dernier=202209, valeur=9)

    assert line(site, "I4").releve.etat is Etat.NON_COLLECTE


@pytest.mark.parametrize("etat", ["rien_recu", "sans_objet", "non_collecte", "non_significatif"])
def test_l_etat_declare_est_celui_montre(site, etat):
    store(site, "I4", premier=202201, dernier=202212, etat=etat)

    assert line(site, "I4").releve.etat == etat


def test_un_plan_d_actions_garde_son_dernier_etat(site):
    store(site, "I28", premier=202206, numerateur=10, denominateur=20)
    store(site, "I28", premier=202212, numerateur=15, denominateur=20)

    assert line(site, "I28").releve.valeur == Fraction(3, 4)


def test_la_cible_du_site_l_emporte_sur_celle_du_referentiel(site):
    aim(site, "I1", 95)

    ligne = line(site, "I1")

    assert (ligne.cible.minimum, ligne.cible.site) == (Fraction(95, 100), "pref-63")


def test_sans_cible_du_site_celle_du_referentiel_tient(site):
    ligne = line(site, "I1")

    assert (ligne.cible.minimum, ligne.cible.site) == (Fraction(9, 10), None)


def test_la_cible_d_un_autre_site_ne_compte_pas(site, etranger):
    aim(etranger.roles.get().site, "I1", 99)

    assert line(site, "I1").cible.minimum == Fraction(9, 10)


def test_la_cible_en_pour_mille_se_compare_a_un_taux_en_pour_cent(site):
    count(site, "appels_recus", 202201, 100, "standard")
    count(site, "appels_perdus", 202201, 10, "standard")
    aim(site, "I1", 900, unite="pour_mille")

    assert line(site, "I1").verdict is Verdict.ATTEINTE


def test_le_verdict_compare_la_valeur_exacte_pas_l_arrondie(site):
    count(site, "appels_recus", 202201, 10_000, "standard")
    count(site, "appels_perdus", 202201, 1_001, "standard")

    ligne = line(site, "I1")

    assert ligne.verdict is Verdict.NON_ATTEINTE


def test_la_borne_facile_d_un_intervalle_suffit(site):
    cell(site, "information", "courrier", 202201, recues=100, echues=100, a_temps=76)
    aim(site, "I10", 75, 80)

    assert line(site, "I10").verdict is Verdict.ATTEINTE


def test_la_cible_de_l_annee_suivante_se_montre_a_part(site):
    aim(site, "I1", 95, annee=2023)

    ligne = line(site, "I1")

    assert (ligne.cible.minimum, ligne.cible_suivante.minimum) == (
        Fraction(9, 10),
        Fraction(95, 100),
    )


def test_la_valeur_publiee_reste_a_cote_de_la_calculee(site):
    ValeurPubliee.objects.create(
        site=site, indicateur="I11", annee=2022, imprimee="94 %", valeur=94,
        document="Bilan 2022", explication="Une erreur d’addition.",
    )  # fmt: skip
    cell(site, *MAIL, 202201, recues=2, echues=2, a_temps=1)

    ligne = line(site, "I11")

    assert (ligne.publiee.imprimee, ligne.publiee.explication) == ("94 %", "Une erreur d’addition.")
    assert ligne.releve.valeur == Fraction(1, 2)


def test_le_detail_par_boite_porte_ses_libelles_et_ses_releves(site):
    boite = site.boites.create(code="elections", nom="Boîte des élections")
    cell(site, *MAIL, 202201, boite=boite.pk, recues=2, echues=2, a_temps=1)
    cell(site, *MAIL, 202201, recues=2, echues=2, a_temps=2)

    ligne = line(site, "I11")
    (detail,) = [d for d in ligne.details if d.dimension == "boite"]

    assert (detail.code, detail.libelle) == ("elections", "Boîte des élections")
    assert (detail.releve.valeur, ligne.releve.valeur) == (Fraction(1, 2), Fraction(3, 4))


def test_un_detail_ne_ressemble_jamais_a_la_cible_qu_il_manque(site):
    cell(site, "information", "courriel", 202201, recues=97, echues=97, a_temps=87)
    cell(site, "information", "courriel", 202202, recues=100, echues=100, a_temps=100)
    aim(site, "I11", 90)

    ligne = line(site, "I11")

    janvier, fevrier = (d for d in ligne.details if d.dimension == "mois")
    assert say_valeur(janvier.releve, janvier.indicateur) == "89,7\u00a0%"
    assert say_valeur(fevrier.releve, fevrier.indicateur) == "100\u00a0%"
    assert (ligne.indicateur.decimales, janvier.verdict) == (0, Verdict.NON_ATTEINTE)


def test_le_detail_declare_se_montre_meme_sans_registre(site):
    site.boites.create(code="elections", nom="Boîte des élections")
    store(
        site, "I11", premier=202201, dernier=202212, dimension="boite", code_detail="elections",
        numerateur=3, denominateur=4,
    )  # fmt: skip

    (detail,) = [d for d in line(site, "I11").details if d.dimension == "boite"]

    assert (detail.releve.valeur, detail.releve.source) == (Fraction(3, 4), Source.IMPORTE)


def test_le_detail_ne_remplace_pas_le_site_entier(site):
    store(
        site, "I27B", premier=202201, dernier=202203, dimension="dimension",
        code_detail="twitter", valeur=2800,
    )  # fmt: skip

    assert line(site, "I27B").releve.etat is Etat.NON_COLLECTE


def test_le_detail_d_un_comptage_suit_ses_parties(site):
    for dimension, recus, perdus in (("standard", 100, 10), ("general", 50, 25)):
        count(site, "appels_recus", 202201, recus, dimension)
        count(site, "appels_perdus", 202201, perdus, dimension)

    details = {d.code: d.releve.valeur for d in line(site, "I1").details if d.dimension != "mois"}

    assert details == {"standard": Fraction(9, 10), "general": Fraction(1, 2)}


def test_codes_limite_le_tableau(site):
    tableau = load_tableau(site, 2022, le=LE, codes=frozenset({"I4"}))

    assert [x.indicateur.code for x in tableau.lignes] == ["I4"]


def count_queries(site):
    with CaptureQueriesContext(connection) as requetes:
        load_tableau(site, 2022, le=LE)
    return len(requetes)


def test_le_nombre_de_requetes_ne_depend_pas_de_ce_que_contient_le_site(site):
    vide = count_queries(site)
    for rang in range(5):
        boite = site.boites.create(code=f"b{rang}", nom=f"Boîte {rang}")
        for m in Periode.annee(2022):
            cell(site, *MAIL, m, boite=boite.pk, recues=2, echues=2, a_temps=1)
    for m in Periode.annee(2022):
        store(site, "I4", premier=m, numerateur=1, denominateur=2)
        count(site, "appels_recus", m, 100, "standard")
        count(site, "appels_perdus", m, 10, "standard")
    aim(site, "I11", 90)

    assert count_queries(site) == vide <= 15
