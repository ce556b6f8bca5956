import datetime as dt
from fractions import Fraction

import pytest

from qualepref.noyau.calcul.cellules import MESURES, Cellule
from qualepref.noyau.calcul.formules import (
    FormuleCirculaireError,
    expand_formule,
    filtres_demandes,
)
from qualepref.noyau.calcul.periodes import Periode
from qualepref.noyau.calcul.releves import Etat, Tracage
from qualepref.noyau.referentiel.modele import Formule, Terme


OUVERTE = {"echeance": dt.date(2023, 1, 10)}


def appels(dimensions=()):
    filtre = (("dimension", tuple(dimensions)),) if dimensions else ()
    return Formule(
        (
            Terme(grandeur="appels_recus", filtre=filtre),
            Terme(grandeur="appels_perdus", signe=-1, filtre=filtre),
        ),
        (Terme(grandeur="appels_recus", filtre=filtre),),
    )


def test_compute_releve_additionne_avant_de_diviser(lire, taux, cube):
    # 1/1 in January and 0/9 in February: the mean of the rates would be 1/2.
    donnees = cube((202201, "a_temps", 1), (202202, "hors_delai", 9))

    releve = lire(taux, donnees)

    assert releve.valeur == Fraction(1, 10)


def test_compute_releve_garde_la_fraction_exacte(lire, taux, cube):
    releve = lire(taux, cube((202201, "a_temps", 1), (202201, "hors_delai", 2)))

    assert (releve.numerateur, releve.denominateur, releve.valeur) == (1, 3, Fraction(1, 3))


def test_compute_releve_dit_les_mois_vraiment_couverts(lire, taux, cube):
    releve = lire(taux, cube((202203, "a_temps", 1), (202207, "a_temps", 1)))

    assert (releve.demandee, releve.couverte) == (Periode(202201, 202212), Periode(202203, 202207))


def test_compute_releve_ignore_les_mois_hors_de_la_periode(lire, taux, cube):
    donnees = cube((202201, "a_temps", 1), (202202, "hors_delai", 5))

    assert lire(taux, donnees, dernier=202201).valeur == 1


def test_compute_releve_sans_ligne_est_non_collecte(lire, taux, cube):
    releve = lire(taux, cube())

    assert (releve.etat, releve.valeur, releve.couverte) == (Etat.NON_COLLECTE, None, None)


def test_compute_releve_d_une_autre_nature_est_non_collecte(lire, taux, cube):
    releve = lire(taux, cube((202201, "a_temps", 1, {"nature": "suggestion"})))

    assert releve.etat is Etat.NON_COLLECTE


def test_compute_releve_d_un_mois_atteste_vide_est_rien_recu(lire, taux, cube):
    donnees = cube()
    cle = ("pref-44", "", "", 202201, "information", "courriel", "", "exhaustif")
    donnees.cellules = [Cellule(*cle, (0,) * len(MESURES))]

    releve = lire(taux, donnees)

    assert (releve.etat, releve.valeur) == (Etat.RIEN_RECU, None)


def test_compute_releve_de_demandes_dans_leur_delai_est_pas_encore_du(lire, taux, cube):
    releve = lire(taux, cube((202212, "ouverte", 3, OUVERTE)))

    assert (releve.etat, releve.valeur) == (Etat.PAS_ENCORE_DU, None)


def test_compute_releve_de_demandes_toutes_exclues_n_est_pas_calculable(lire, taux, cube):
    releve = lire(taux, cube((202201, "exclue", 3)))

    assert releve.etat is Etat.NON_CALCULABLE


def test_compute_releve_sans_objet_atteste_tous_les_mois(lire, taux, cube):
    donnees = cube(sans_objet=frozenset(("information", "courriel", m) for m in (202201, 202202)))

    releve = lire(taux, donnees, dernier=202202)

    assert releve.etat is Etat.SANS_OBJET


def test_compute_releve_sans_objet_un_mois_sur_deux_reste_non_collecte(lire, taux, cube):
    donnees = cube(sans_objet=frozenset({("information", "courriel", 202201)}))

    releve = lire(taux, donnees, dernier=202202)

    assert releve.etat is Etat.NON_COLLECTE


@pytest.mark.parametrize(
    ("lots", "attendu"),
    [
        (["exhaustif"], Tracage.EXHAUSTIF),
        (["echantillon"], Tracage.ECHANTILLON),
        (["exhaustif", "echantillon"], Tracage.MIXTE),
    ],
)
def test_compute_releve_dit_comment_les_lignes_ont_ete_tracees(lire, taux, cube, lots, attendu):
    donnees = cube(*((202201, "a_temps", 1, {"tracage": t}) for t in lots))

    assert lire(taux, donnees).tracage is attendu


def test_compute_releve_detail_ne_lit_qu_une_boite(lire, taux, cube):
    donnees = cube(
        (202201, "a_temps", 1, {"boite": "elections"}), (202201, "hors_delai", 1, {"boite": "x"})
    )

    releve = lire(taux, donnees, detail=("boite", "elections"))

    assert (releve.valeur, releve.detail) == (1, ("boite", "elections"))


def test_compute_releve_detail_d_une_dimension_ne_touche_que_les_comptages(lire, cube):
    donnees = cube(
        comptages=[
            (202201, "appels_recus", "standard", 10),
            (202201, "appels_perdus", "standard", 1),
            (202201, "appels_recus", "svi", 90),
            (202201, "appels_perdus", "svi", 81),
        ]
    )

    releve = lire(appels(["standard", "svi"]), donnees, detail=("dimension", "standard"))

    assert releve.valeur == Fraction(9, 10)


def test_compute_releve_ne_compte_un_mois_que_si_tout_y_est_connu(lire, cube):
    donnees = cube(
        comptages=[
            (202201, "appels_recus", "", 100),
            (202201, "appels_perdus", "", 10),
            (202202, "appels_recus", "", 900),
        ]
    )

    releve = lire(appels(), donnees)

    assert (releve.valeur, releve.couverte) == (Fraction(9, 10), Periode(202201, 202201))


def test_compute_releve_croise_les_dimensions_et_les_mois(lire, cube):
    # Received and lost calls are never known for the same level in the same month.
    donnees = cube(
        comptages=[
            (202201, "appels_recus", "standard", 100),
            (202201, "appels_perdus", "svi", 10),
        ]
    )

    assert lire(appels(), donnees).etat is Etat.NON_COLLECTE


def test_compute_releve_un_comptage_nul_n_est_pas_une_absence(lire, cube):
    donnees = cube(comptages=[(202201, "appels_recus", "", 5), (202201, "appels_perdus", "", 0)])

    assert lire(appels(), donnees).valeur == 1


def test_compute_releve_denominateur_nul_est_rien_recu(lire, cube):
    donnees = cube(comptages=[(202201, "appels_recus", "", 0), (202201, "appels_perdus", "", 0)])

    assert lire(appels(), donnees).etat is Etat.RIEN_RECU


@pytest.mark.parametrize(("par", "fois"), [("mois", 4), ("trimestre", 2), ("annee", 1)])
def test_compute_releve_compte_les_habitants_une_fois_par_periode(lire, cube, par, fois):
    formule = Formule((Terme(grandeur="connexions"),), (Terme(territoire="habitants", par=par),))
    mois = (202201, 202202, 202203, 202204)
    donnees = cube(comptages=[(m, "connexions", "", 10) for m in mois], habitants={2022: 1000})

    releve = lire(formule, donnees)

    assert (releve.numerateur, releve.denominateur) == (40, 1000 * fois)


def test_compute_releve_prend_la_population_connue_la_plus_recente(lire, cube):
    formule = Formule((Terme(grandeur="connexions"),), (Terme(territoire="habitants", par="mois"),))
    donnees = cube(
        comptages=[(m, "connexions", "", 1) for m in (202112, 202201)],
        habitants={2020: 100, 2022: 300},
    )

    assert lire(formule, donnees, premier=202112).denominateur == 400


def test_compute_releve_sans_population_est_non_collecte(lire, cube):
    formule = Formule((Terme(grandeur="connexions"),), (Terme(territoire="habitants", par="mois"),))

    releve = lire(formule, cube(comptages=[(202201, "connexions", "", 1)]))

    assert (releve.etat, releve.valeur) == (Etat.NON_COLLECTE, None)


def test_compute_releve_rapporte_aux_jours_des_mois_couverts(lire, cube):
    formule = Formule((Terme(grandeur="visites"),), (Terme(periodes="jour"),))
    donnees = cube(comptages=[(202202, "visites", "", 280), (202203, "visites", "", 10)])

    assert lire(formule, donnees).denominateur == 28 + 31


def test_compute_releve_d_un_stock_prend_le_dernier_mois_de_chaque_dimension(lire, cube):
    formule = Formule((Terme(grandeur="actions_faites"),))
    donnees = cube(
        comptages=[
            (202203, "actions_faites", "module-1", 5),
            (202206, "actions_faites", "module-1", 8),
            (202203, "actions_faites", "module-2", 2),
        ],
        stocks=frozenset({"actions_faites"}),
    )

    assert lire(formule, donnees).valeur == 10


def test_compute_releve_d_un_simple_compte_vaut_zero_quand_rien_n_est_en_retard(lire, cube):
    formule = Formule((Terme(mesure="sans_reponse"),))

    releve = lire(formule, cube((202201, "a_temps", 3)))

    assert (releve.etat, releve.valeur) == (Etat.VALEUR, 0)


def test_compute_releve_change_d_empreinte_avec_ses_cellules(lire, taux, cube):
    avant = lire(taux, cube((202201, "a_temps", 1)))
    apres = lire(taux, cube((202201, "a_temps", 2)))

    assert avant.empreinte != apres.empreinte


def test_compute_releve_garde_son_empreinte_quand_d_autres_cellules_changent(lire, taux, cube):
    avant = lire(taux, cube((202201, "a_temps", 1)))
    apres = lire(taux, cube((202201, "a_temps", 1), (202201, "a_temps", 1, {"nature": "autre"})))

    assert avant.empreinte == apres.empreinte


def test_compute_releve_garde_son_empreinte_dans_un_autre_ordre(lire, taux, cube):
    lots = [(202201, "a_temps", 1), (202202, "hors_delai", 1)]
    droit, inverse = cube(*lots), cube(*lots)
    inverse.cellules = list(reversed(inverse.cellules))

    assert lire(taux, droit).empreinte == lire(taux, inverse).empreinte


def test_expand_formule_reprend_les_termes_et_leurs_signes(indicateur, taux):
    a = indicateur(taux, "A")
    b = indicateur(Formule((Terme(indicateur="A", partie="denominateur", signe=-1),)), "B")

    formule = expand_formule(b, {"A": a, "B": b})

    assert formule.numerateur == (
        Terme(mesure="echues", signe=-1, filtre=taux.numerateur[0].filtre),
    )


def test_expand_formule_sans_formule_au_bout_ne_donne_rien(indicateur):
    a = indicateur(None, "A")
    b = indicateur(Formule((Terme(indicateur="A", partie="numerateur"),)), "B")

    assert expand_formule(b, {"A": a, "B": b}) is None


def test_expand_formule_refuse_une_formule_circulaire(indicateur):
    a = indicateur(Formule((Terme(indicateur="B", partie="numerateur"),)), "A")
    b = indicateur(Formule((Terme(indicateur="A", partie="numerateur"),)), "B")

    with pytest.raises(FormuleCirculaireError, match="A → B → A"):
        expand_formule(a, {"A": a, "B": b})


def test_filtres_demandes_sans_doublon(taux):
    assert filtres_demandes(taux) == [taux.numerateur[0].filtre]
