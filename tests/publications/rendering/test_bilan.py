import datetime as dt

import pytest

from bilans import DOCUMENT, aim, find_bloc, list_fiches, list_sans_resultat, publish
from chiffres import cell, count, store
from enquetes.usines import build_campagne, build_retour
from qualepref.noyau.calcul.releves import Etat
from qualepref.noyau.calcul.verdicts import Verdict
from qualepref.publications.rendering.bilan_donnees import Constat
from qualepref.suivi.enums import Provenance
from qualepref.suivi.models import SemaineEchantillon


NB = "\N{NO-BREAK SPACE}"


def test_build_bilan_dit_le_rapport_avec_ses_mots(nantes, courriels, bilan_of):
    fiche = list_fiches(bilan_of(nantes))["I11"]

    assert fiche.resultat == f"88{NB}%"
    assert fiche.calcul.startswith("57 / 65 courriels répondus ou en retard")


def test_build_bilan_dit_d_un_delai_moyen_la_somme_et_le_nombre(nantes, courriels, bilan_of):
    fiche = list_fiches(bilan_of(nantes))["I13"]

    assert fiche.calcul.startswith("155 jours ouvrés pour 65 courriels répondus")


def test_build_bilan_met_le_delai_dans_le_bloc_de_son_taux(nantes, courriels, bilan_of):
    bloc = find_bloc(bilan_of(nantes), "I13")

    assert [f.code for f in bloc.fiches] == ["I11", "I13"]


def test_build_bilan_dessine_les_mois_qui_different(nantes, courriels, bilan_of):
    bloc = find_bloc(bilan_of(nantes), "I11")

    assert (bloc.graphique.titre, bloc.mois) == ("Taux par mois", None)
    assert bloc.graphique.n[:6] == (10, 10, 20, 10, 5, 10)
    assert [r.nom for r in bloc.graphique.rangees] == ["Délai moyen"]


def test_build_bilan_decrit_le_graphique_avec_ses_effectifs_et_le_delai(
    nantes, courriels, bilan_of
):
    description = find_bloc(bilan_of(nantes), "I11").graphique.description

    for attendu in (f"mars 75{NB}%", "n : janvier 10, février 10, mars 20", f"mai 1{NB}j.o."):
        assert attendu in description


def test_build_bilan_ne_dessine_pas_des_mois_pareils(nantes, appels, bilan_of):
    bloc = find_bloc(bilan_of(nantes), "I1")

    assert bloc.graphique is None
    assert bloc.mois.lignes == (("Taux", *[f"70{NB}%"] * 3), ("n", *[f"1{NB}000"] * 3))


def test_build_bilan_dit_les_mois_qui_manquent(nantes, appels, bilan_of):
    assert find_bloc(bilan_of(nantes), "I1").mois.note == "Non collecté : avril à décembre."


def test_build_bilan_dit_les_mois_dont_le_chiffre_porte_sur_trop_peu(nantes, bilan_of):
    campagne = build_campagne(nantes)
    for mois in (1, 2):
        for _ in range(5):
            build_retour(campagne, {"globale": "satisfaisant"}, jour=dt.date(2022, mois, 10))

    note = find_bloc(bilan_of(nantes), "I15").mois.note
    assert note.startswith("Non significatif : janvier et février.")


def test_build_bilan_ne_donne_pas_d_effectif_a_une_moyenne_par_mois(nantes, appels, bilan_of):
    mois = find_bloc(bilan_of(nantes), "I27").mois

    assert [ligne[0] for ligne in mois.lignes] == ["Nombre"]


def test_build_bilan_tait_un_detail_qui_ne_fait_que_repeter_l_ensemble(nantes, appels, bilan_of):
    assert find_bloc(bilan_of(nantes), "I1").detail is None


def test_build_bilan_donne_chaque_boite_avec_son_delai(nantes, courriels, bilan_of):
    detail = find_bloc(bilan_of(nantes), "I11").detail

    lignes = {li.libelle: li for li in detail.groupes[0].lignes}
    assert detail.groupes[0].titre == "Par boîte"
    assert (lignes["pref-elections@"].fraction, lignes["pref-elections@"].delai) == (
        "27 / 30",
        f"2{NB}j.o.",
    )
    assert lignes["pref-sejour@"].barre == 857  # 30 / 35, in thousandths


def test_build_bilan_met_le_repere_de_la_cible_a_sa_place(nantes, courriels, bilan_of):
    aim(nantes, "I11", 2022, 80)

    detail = find_bloc(bilan_of(nantes), "I11").detail
    assert (detail.cible, detail.repere) == (f"80{NB}%", 800)


def test_build_bilan_dit_la_cible_de_l_annee_et_celle_d_apres(nantes, courriels, bilan_of):
    aim(nantes, "I11", 2022, 80)
    aim(nantes, "I11", 2023, 95)

    fiche = list_fiches(bilan_of(nantes))["I11"]
    assert (fiche.cible, fiche.cible_suivante) == (f"80{NB}%", f"95{NB}%")
    assert fiche.verdict is Verdict.ATTEINTE


def test_build_bilan_dit_ce_qu_il_fallait_pour_une_cible_manquee(nantes, courriels, bilan_of):
    aim(nantes, "I11", 2022, 90)

    manques = {m.code: m for m in bilan_of(nantes).manques}
    assert manques["I11"].ecart == "2 de plus sur 65"


def test_build_bilan_dit_l_exces_d_un_delai(nantes, courriels, bilan_of):
    aim(nantes, "I13", 2022, 2, "jours_ouvres")

    manques = {m.code: m for m in bilan_of(nantes).manques}
    assert manques["I13"].ecart == f"0,4{NB}j.o. de moins"


def test_build_bilan_ne_tait_pas_la_periode_vraiment_couverte(nantes, courriels, bilan_of):
    fiche = list_fiches(bilan_of(nantes))["I11"]

    assert fiche.periode_couverte == "janvier à juin 2022 (6 mois relevés sur 12)"


@pytest.fixture
def echantillon(nantes):
    for lundi in (dt.date(2022, 1, 17), dt.date(2022, 6, 13)):
        SemaineEchantillon.objects.create(site=nantes, registre="courriers", lundi=lundi)
    for mois, a_temps in ((202201, 40), (202206, 45)):
        cell(
            nantes, "information", "courrier", mois, tracage="echantillon",
            recues=50, echues=50, a_temps=a_temps, repondues=50, delais=50, somme_jours_ouvres=300,
        )  # fmt: skip


def test_build_bilan_dit_les_semaines_d_un_echantillon(nantes, echantillon, bilan_of):
    fiche = list_fiches(bilan_of(nantes))["I10"]

    assert fiche.tracage == (
        f"traçage par échantillon (semaines du 17{NB}janvier et du 13{NB}juin 2022)"
    )


def test_build_bilan_dit_l_intervalle_d_un_echantillon(nantes, echantillon, bilan_of):
    assert "intervalle à 95" in list_fiches(bilan_of(nantes))["I10"].intervalle


def test_build_bilan_ne_dit_la_moyenne_des_mois_que_si_elle_differe(
    nantes, courriels, appels, bilan_of
):
    fiches = list_fiches(bilan_of(nantes))

    assert fiches["I1"].moyenne_des_mois == ""
    assert fiches["I11"].moyenne_des_mois.startswith(f"91{NB}%")


def test_build_bilan_range_a_part_ce_qui_n_a_aucun_chiffre(nantes, courriels, bilan_of):
    bilan = bilan_of(nantes)

    assert "I1" not in list_fiches(bilan)
    assert list_sans_resultat(bilan)["I1"].raison == "Aucune donnée relevée cette année."


def test_build_bilan_dit_qui_a_declare_un_indicateur_sans_objet(nantes, bilan_of):
    store(nantes, "I2", dernier=202212, etat="sans_objet", source="Fiche du standard")

    absent = list_sans_resultat(bilan_of(nantes))["I2"]
    assert (absent.etat, absent.raison.endswith("Source : Fiche du standard.")) == (
        Etat.SANS_OBJET,
        True,
    )


def test_build_bilan_dit_l_etat_des_mois_quand_ils_different(nantes, bilan_of):
    for mois in range(202201, 202210):
        store(nantes, "I2", premier=mois, etat="sans_objet")

    raison = list_sans_resultat(bilan_of(nantes))["I2"].raison
    assert "Sans objet : janvier à septembre ; non collecté : octobre à décembre." in raison


def test_build_bilan_garde_les_mois_d_une_annee_qu_on_ne_peut_calculer(nantes, bilan_of):
    store(nantes, "I4", premier=202201, valeur=8)
    store(nantes, "I4", premier=202202, valeur=7)

    bilan = bilan_of(nantes)
    assert list_fiches(bilan)["I4"].etat is Etat.NON_CALCULABLE
    assert find_bloc(bilan, "I4").mois.lignes == (("Taux", f"8{NB}%", f"7{NB}%"),)


def test_build_bilan_dit_d_ou_viennent_des_codes_sans_ensemble(nantes, bilan_of):
    for code in ("facebook", "twitter"):
        store(
            nantes, "I27B", dernier=202203, dimension="dimension", code_detail=code,
            valeur=2800, source="Compte rendu du comité",
        )  # fmt: skip

    fiche = list_fiches(bilan_of(nantes))["I27B"]
    assert fiche.periode_couverte == "janvier à mars 2022"
    assert fiche.source == "valeur importée : Compte rendu du comité"


def test_build_bilan_ne_juge_pas_ce_qui_n_a_pas_de_chiffre(nantes, bilan_of):
    bilan = bilan_of(nantes)

    assert {ligne.verdict for ligne in bilan.tableau} == {Verdict.SANS_VALEUR}
    assert [(c.verdict, c.nombre) for c in bilan.decompte] == [
        (Verdict.SANS_VALEUR, len(bilan.tableau))
    ]


def test_build_bilan_compte_chaque_indicateur_une_fois(nantes, courriels, appels, bilan_of):
    bilan = bilan_of(nantes)

    codes = sorted([*list_fiches(bilan), *list_sans_resultat(bilan)])
    assert codes == sorted(ligne.code for ligne in bilan.tableau)
    assert sum(c.nombre for c in bilan.decompte) == len(bilan.tableau)


def constats(bilan):
    return {c.code: c.constat for c in bilan.publies.comparaisons}


def test_build_bilan_range_a_part_un_chiffre_publie_qui_concorde(nantes, courriels, bilan_of):
    publish(nantes, "I11", "88 %", 88)

    publies = bilan_of(nantes).publies
    assert (publies.comparaisons, publies.concordances[0].chiffres) == ((), ("88 %",))


def test_build_bilan_compare_aux_decimales_imprimees(nantes, courriels, bilan_of):
    publish(nantes, "I11", "87,6 %", "87.6")

    assert constats(bilan_of(nantes)) == {"I11": Constat.DIFFERE}  # 57 / 65 is 87.69


def test_build_bilan_explique_une_valeur_qui_concorde_pourtant(nantes, courriels, bilan_of):
    publish(nantes, "I11", "88 %", 88, explication="Le texte parle d’un autre délai.")

    assert constats(bilan_of(nantes)) == {"I11": Constat.CONCORDE}


def test_build_bilan_ne_dit_pas_concordante_une_valeur_reprise_du_document(nantes, bilan_of):
    store(nantes, "I4", dernier=202212, valeur=9)
    publish(nantes, "I4", "9 %", 9)

    comparaison = bilan_of(nantes).publies.comparaisons[0]
    assert (comparaison.constat, comparaison.explication) == (
        Constat.REPRIS,
        "Le document ne donne pas de quoi le recalculer.",
    )


def test_build_bilan_dit_qu_une_annee_publiee_ne_se_calcule_pas(nantes, bilan_of):
    store(nantes, "I4", premier=202201, valeur=8)
    store(nantes, "I4", premier=202202, valeur=7)
    publish(nantes, "I4", "8 %", 8)

    assert constats(bilan_of(nantes)) == {"I4": Constat.SANS_CALCUL}


def test_build_bilan_groupe_les_mois_publies_pareils(nantes, courriels, bilan_of):
    for mois, imprimee in ((202201, "100 %"), (202205, "100 %"), (202206, "100 %")):
        publish(nantes, "I11", imprimee, 100, dimension="mois", code=str(mois))

    concordance = bilan_of(nantes).publies.concordances[0]
    assert (concordance.chiffres, concordance.nombre) == (("janvier, mai et juin : 100 %",), 3)


def test_build_bilan_nomme_une_fois_le_document_compare(nantes, courriels, bilan_of):
    publish(nantes, "I11", "88 %", 88)
    publish(nantes, "I13", "2 jours", 2)

    assert bilan_of(nantes).publies.documents == (DOCUMENT,)


def test_build_bilan_n_est_pas_une_demonstration_par_defaut(nantes, appels, bilan_of):
    assert not bilan_of(nantes).demonstration


def test_build_bilan_avertit_de_lignes_reconstituees(nantes, bilan_of):
    comptage = count(nantes, "appels_recus", 202201, 1000, "standard")
    comptage.provenance = Provenance.RECONSTITUTION
    comptage.save()

    assert bilan_of(nantes).demonstration


def test_build_bilan_change_de_reference_avec_les_chiffres(nantes, appels, bilan_of):
    avant = bilan_of(nantes).reference
    count(nantes, "appels_recus", 202204, 1000, "standard")

    assert bilan_of(nantes).reference != avant


def test_build_bilan_garde_sa_reference_sans_rien_de_nouveau(nantes, appels, bilan_of):
    assert bilan_of(nantes).reference == bilan_of(nantes).reference


def test_build_bilan_ne_donne_pas_de_label_d_avant_sa_decision(nantes, bilan_of):
    nantes.labels.create(
        decision_le=dt.date(2023, 2, 1),
        fin_le=dt.date(2026, 1, 31),
        organisme="SOCOTEC",
        duree_annees=3,
    )

    assert bilan_of(nantes).label is None


def test_build_bilan_met_l_annee_d_avant_a_cote_avec_les_mois_qu_elle_couvre(
    nantes, appels, bilan_of
):
    count(nantes, "appels_recus", 202111, 200, "standard")
    count(nantes, "appels_perdus", 202111, 20, "standard")

    fiche = find_bloc(bilan_of(nantes), "I1").fiches[0]

    assert fiche.precedente == f"90{NB}% en 2021 (180 / 200, novembre 2021)"
