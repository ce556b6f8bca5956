import datetime as dt

import pytest

from chiffres import LE
from enquetes.usines import build_campagne, build_retour
from qualepref.enquetes.enums import EtatVerbatim, Mode
from qualepref.enquetes.models import ResultatSeul, Verbatim
from qualepref.noyau.calcul.verdicts import Verdict
from qualepref.publications.rendering.enquetes import AUTRE_ECRITURE, clean_remarque
from qualepref.publications.rendering.figement import build_fige
from usines import CLERMONT, build_site


NB = "\N{NO-BREAK SPACE}"


def answer(campagne, reponses, *, fois=1, **valeurs):
    for _ in range(fois):
        build_retour(campagne, reponses, **valeurs)


def say_faits(enquete):
    return {f.nom: f.valeur for f in enquete.faits}


@pytest.fixture
def pan(nantes):
    """Thirty-eight satisfied out of forty, none judged on time; a target of 90 %."""
    campagne = build_campagne(nantes, cible=90, methode="Remis à chaque usager.", seuil=10)
    answer(campagne, {"globale": "satisfaisant", "age": "plus_55"}, fois=38)
    answer(campagne, {"globale": "peu_satisfaisant"}, fois=2, mode=Mode.PAPIER)
    return campagne


def test_le_bilan_dit_d_une_enquete_ses_dates_ses_modes_et_ses_retours(nantes, pan, bilan_of):
    (enquete,) = bilan_of(nantes).enquetes

    faits = say_faits(enquete)

    assert faits["Dates"] == f"du 6{NB}mai au 17{NB}août 2022"
    assert faits["Recueil"] == "en ligne (38), papier (2)"
    assert faits["Retours"] == "40 retours"
    assert enquete.methode == "Remis à chaque usager."


def test_le_bilan_rapporte_chaque_taux_a_ses_propres_reponses(nantes, pan, bilan_of):
    answer(pan, {"attente": "satisfaisant"}, fois=10)

    (enquete,) = bilan_of(nantes).enquetes

    assert [(c.resultat, c.calcul) for c in enquete.criteres] == [
        (f"100,0{NB}%", "10 / 10"),
        (f"95,0{NB}%", "38 / 40"),
    ]


def test_un_taux_sur_trop_peu_de_reponses_n_est_pas_juge(nantes, pan, bilan_of):
    answer(pan, {"attente": "satisfaisant"}, fois=9)

    attente = bilan_of(nantes).enquetes[0].criteres[0]

    assert attente.constat == "nombre de réponses non significatif"
    assert attente.verdict is Verdict.SANS_VALEUR
    assert (attente.resultat, attente.calcul, attente.intervalle, attente.barre) == (
        "",
        "",
        "",
        None,
    )
    assert attente.base.startswith("9 réponses")


def test_les_questions_sans_reponse_sont_nommees_a_part(nantes, pan, bilan_of):
    notes = " ".join(bilan_of(nantes).enquetes[0].notes)

    assert "Sans aucune réponse : « Que pensez-vous du temps d’attente ? »" in notes


def test_ce_qui_n_est_pas_juge_est_donne_du_plus_frequent_au_moins_frequent(nantes, pan, bilan_of):
    answer(pan, {"age": "moins_25"}, fois=2)

    age = bilan_of(nantes).enquetes[0].autres[0]

    assert age.reponses == f"Plus de 55 ans 95{NB}% (38) ; Moins de 25 ans 5{NB}% (2)"


def test_une_enquete_compare_a_la_precedente(nantes, pan, bilan_of):
    avant = build_campagne(
        nantes, ouverte_le=dt.date(2021, 5, 1), fermee_le=dt.date(2021, 6, 30), titre="Avant"
    )
    answer(avant, {"globale": "peu_satisfaisant"}, fois=40, jour=dt.date(2021, 5, 3))
    pan.precedente = avant
    pan.save()

    (enquete,) = bilan_of(nantes).enquetes

    assert enquete.avec_avant
    assert "hausse" in enquete.criteres[0].avant


def test_le_bilan_prend_les_enquetes_qui_touchent_l_annee(nantes, bilan_of):
    for titre, du, au in (
        ("avant", "2021-03-01", "2021-12-31"),
        ("à cheval", "2021-12-01", "2022-01-31"),
        ("dedans", "2022-03-01", "2022-04-30"),
        ("après", "2023-01-02", "2023-01-20"),
    ):
        build_campagne(
            nantes, titre=titre, ouverte_le=dt.date.fromisoformat(du),
            fermee_le=dt.date.fromisoformat(au),
        )  # fmt: skip

    assert [e.titre for e in bilan_of(nantes).enquetes] == ["à cheval", "dedans"]


def test_une_enquete_en_preparation_n_est_pas_au_bilan(nantes, bilan_of):
    build_campagne(nantes, validee_le=None)

    assert bilan_of(nantes).enquetes == ()


def test_l_enquete_d_un_autre_site_n_est_pas_au_bilan(nantes, pan, bilan_of):
    assert bilan_of(build_site(**CLERMONT)).enquetes == ()


def test_une_enquete_de_plusieurs_sites_donne_les_siens_et_les_met_cote_a_cote(nantes, bilan_of):
    clermont = build_site(**CLERMONT)
    campagne = build_campagne(nantes, clermont, seuil=20)
    answer(campagne, {"globale": "satisfaisant"}, fois=30)
    answer(campagne, {"globale": "peu_satisfaisant"}, fois=20, site=clermont)

    (enquete,) = bilan_of(clermont).enquetes

    assert say_faits(enquete)["Retours"] == "20 retours"
    assert say_faits(enquete)["Tous les sites"].endswith(" 20")
    assert enquete.criteres[0].calcul == "0 / 20"
    assert enquete.cotes[0].resultats == (f"100,0{NB}% (30 / 30)", f"0,0{NB}% (0 / 20)")


def test_cote_a_cote_un_site_sous_le_seuil_ne_dit_que_combien_ont_repondu(nantes, bilan_of):
    clermont = build_site(**CLERMONT)
    campagne = build_campagne(nantes, clermont, seuil=20)
    answer(campagne, {"globale": "satisfaisant"}, fois=20)
    answer(campagne, {"globale": "satisfaisant"}, fois=5, site=clermont)

    (enquete,) = bilan_of(clermont).enquetes

    assert enquete.cotes[0].resultats == (f"100,0{NB}% (20 / 20)", "n.s. (5 réponses)")
    assert (enquete.taux, enquete.graphiques) == ("", ())


def test_la_comparaison_avec_une_enquete_trop_peu_suivie_ne_se_dit_pas(nantes, pan, bilan_of):
    avant = build_campagne(
        nantes, ouverte_le=dt.date(2021, 5, 1), fermee_le=dt.date(2021, 6, 30), titre="Avant"
    )
    answer(avant, {"globale": "peu_satisfaisant"}, fois=5, jour=dt.date(2021, 5, 3))
    pan.precedente = avant
    pan.save()

    assert not bilan_of(nantes).enquetes[0].avec_avant


def test_une_question_sans_avis_sous_le_seuil_ne_donne_aucune_part(nantes, bilan_of):
    answer(build_campagne(nantes), {"age": "moins_25"}, fois=6)

    (age,) = bilan_of(nantes).enquetes[0].autres

    assert (age.reponses, age.base) == ("nombre de réponses non significatif", "6 réponses")


@pytest.mark.parametrize(("repondants", "resultat"), [(29, "n.s."), (30, f"87{NB}%")])
def test_un_pourcentage_repris_se_tait_sous_le_seuil(nantes, bilan_of, repondants, resultat):
    campagne = build_campagne(nantes, formulaire=None, modes=[])
    ResultatSeul.objects.create(
        campagne=campagne, site=nantes, libelle="Courtoisie", pourcentage=87, repondants=repondants
    )

    (seul,) = bilan_of(nantes).enquetes[0].seuls

    assert (seul.resultat, seul.base) == (resultat, f"sur {repondants} réponses")


def test_un_pourcentage_seul_dit_qu_il_l_est(nantes, bilan_of):
    campagne = build_campagne(nantes, formulaire=None, modes=[])
    ResultatSeul.objects.create(
        campagne=campagne, site=nantes, libelle="Courtoisie", pourcentage=87, source="CLU 2022"
    )

    (enquete,) = bilan_of(nantes).enquetes

    assert enquete.seuls[0].resultat == f"87{NB}%"
    assert "pourcentage seul" in enquete.seuls[0].base
    assert (enquete.criteres, enquete.retours) == ((), "")


def remark(campagne, texte, categorie="", etat=EtatVerbatim.PUBLIABLE):
    Verbatim.objects.create(
        campagne=campagne, site=campagne.pilote, question="suggestions", jour=campagne.ouverte_le,
        texte=texte, texte_publie=texte if etat == EtatVerbatim.PUBLIABLE else "",
        categorie=categorie, etat=etat,
    )  # fmt: skip


def test_seules_les_remarques_publiables_sont_au_bilan(nantes, pan, bilan_of):
    remark(pan, "Trop d’attente le lundi.", "attente")
    remark(pan, "Rappelez-moi au 06 39 98 00 00.", etat=EtatVerbatim.A_RELIRE)
    remark(pan, "Monsieur Exemple est désagréable.", etat=EtatVerbatim.ECARTE)

    (groupe,) = bilan_of(nantes).enquetes[0].remarques

    assert (groupe.categorie, groupe.nombre) == ("Attente", 1)
    assert groupe.textes == ("Trop d’attente le lundi.",)


def test_les_remarques_nombreuses_sont_comptees_et_non_toutes_citees(nantes, pan, bilan_of):
    for rang in range(20):
        remark(pan, f"Remarque {rang}.")

    (groupe,) = bilan_of(nantes).enquetes[0].remarques

    assert (groupe.categorie, groupe.nombre, len(groupe.textes)) == ("Sans catégorie", 20, 8)
    assert groupe.autres == 12


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("Merci 😀 à tous 👍🏽", "Merci à tous"),
        ("Guichet n° 4 ©", "Guichet n° 4 ©"),
        ("شكرًا", "شكرًا"),
        ("谢谢", AUTRE_ECRITURE),
    ],
)
def test_une_remarque_garde_ce_que_les_polices_dessinent(texte, attendu):
    assert clean_remarque(texte) == attendu


def grille(jour, sonneries):
    return {
        "jour": jour, "creneau": "matin", "motif": "horaires", "svi": "non", "agent_joint": "oui",
        "sonneries": sonneries, "moins_de_cinq": "oui" if sonneries < 5 else "non",
        "salutation": "oui", "courtoisie": "oui", "langage": "oui", "prise_en_charge": "oui",
        "information": "oui", "communication": "sans_objet", "transfert": "non",
        "reponse": "oui", "conge": "oui",
    }  # fmt: skip


@pytest.fixture
def appels(nantes):
    campagne = build_campagne(nantes, questionnaire="mystere-appels", titre="Appels", modes=[])
    for sonneries in (2, 3, 4, 7):
        jour = campagne.ouverte_le
        build_retour(campagne, grille(jour, sonneries), jour=jour, mode=Mode.TELEPHONE)
    return campagne


def test_une_enquete_mystere_dit_ses_tests_et_ses_sonneries(nantes, appels, bilan_of):
    (enquete,) = bilan_of(nantes).enquetes

    assert say_faits(enquete)["Tests"] == "4"
    assert say_faits(enquete)["Sonneries en moyenne"] == "4 (16 / 4)"
    assert enquete.legende.startswith("Ce que les tests constatent")


def test_sous_le_seuil_les_tests_mystere_se_comptent_sans_pourcentage(nantes, appels, bilan_of):
    (enquete,) = bilan_of(nantes).enquetes

    cinq = next(c for c in enquete.criteres if c.resultat == "3 sur 4")
    assert (cinq.calcul, cinq.intervalle, cinq.barre) == ("", "", None)
    assert cinq.constat == "trop peu de tests pour un taux"
    assert any(a.reponses == "Horaires et accès (4)" for a in enquete.autres)
    assert "%" not in str([enquete.criteres, enquete.autres, enquete.graphiques])


def test_une_enquete_mystere_de_moins_de_trois_tests_ne_montre_rien(nantes, appels, bilan_of):
    appels.retours.order_by("pk").first().delete()
    appels.retours.order_by("pk").first().delete()

    (enquete,) = bilan_of(nantes).enquetes

    assert "Sonneries en moyenne" not in say_faits(enquete)
    assert all(not c.resultat for c in enquete.criteres)
    assert any("aucun résultat n’est montré" in note for note in enquete.notes)


def test_une_enquete_mystere_en_cours_ne_donne_pas_ses_resultats(nantes, appels):
    appels.fermee_le = LE + dt.timedelta(days=1)
    appels.save()

    contenu = build_fige(nantes, 2022, le=LE).contenu

    assert contenu.bilan.enquetes[0].criteres == ()
    assert "en cours" in contenu.bilan.enquetes[0].notes[0]
    assert contenu.donnees["enquetes"] == []


def test_la_reference_change_avec_les_reponses(nantes, pan, bilan_of):
    avant = bilan_of(nantes).reference

    answer(pan, {"globale": "satisfaisant"})

    assert bilan_of(nantes).reference != avant
