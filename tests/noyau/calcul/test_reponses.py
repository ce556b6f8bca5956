"""Cells of answers, and the figures that read them."""

from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from qualepref.noyau.calcul.cellules import CelluleComptage
from qualepref.noyau.calcul.cube import Cube
from qualepref.noyau.calcul.formules import filtres_reponses, narrow_formule
from qualepref.noyau.calcul.periodes import Periode
from qualepref.noyau.calcul.releves import Etat, Tracage
from qualepref.noyau.calcul.reponses import (
    CLES_REPONSES,
    MESURES_REPONSES,
    ZERO_REPONSES,
    CelluleReponse,
    add_mesures,
)
from qualepref.noyau.calcul.verdicts import Verdict, judge
from qualepref.noyau.referentiel.modele import Cible, Formule, Sens, Terme, Unite


GLOBALE = (("question", ("globale",)), ("questionnaire", ("pan",)))
SATISFAITS = Formule(
    (Terme(reponses="satisfaites", filtre=GLOBALE),),
    (Terme(reponses="exprimees", filtre=GLOBALE),),
)
CODES = {
    "service": ("", "accueil"),
    "questionnaire": ("pan", "telephone"),
    "question": ("globale", "courtoisie"),
    "critere": ("", "courtoisie"),
    "mode": ("papier", "tablette"),
}


def build_cellule(mois=202205, *, posees, mode="papier", service="", question="globale", **mesures):
    """Return the cell of one question of the digital help point; all of them answer, unless told."""
    complete = {"repondues": posees, "exprimees": mesures.get("repondues", posees)} | mesures
    valeurs = dict(zip(MESURES_REPONSES, ZERO_REPONSES, strict=True)) | complete
    return CelluleReponse(
        "pref-44", service, mois, "pan", question, "", mode,
        tuple((valeurs | {"posees": posees})[m] for m in MESURES_REPONSES),
    )  # fmt: skip


cellules = st.lists(
    st.builds(
        CelluleReponse,
        site=st.just("pref-44"),
        mois=st.sampled_from((202205, 202206)),
        mesures=st.tuples(*[st.integers(0, 3)] * 5, st.fractions(0, 9), st.integers(0, 3)),
        **{cle: st.sampled_from(codes) for cle, codes in CODES.items()},
    ),
    max_size=12,
)


@st.composite
def filtres(draw):
    cles = draw(st.lists(st.sampled_from(sorted(CODES)), unique=True, max_size=3))
    return tuple(
        (cle, tuple(draw(st.lists(st.sampled_from((*CODES[cle], "absent")), min_size=1))))
        for cle in cles
    )


@given(cellules, filtres())
def test_opinions_egale_la_lecture_de_chaque_cellule(donnees, filtre):
    attendu = {}
    for c in donnees:
        if c.mesures[0] and all(getattr(c, cle) in codes for cle, codes in filtre):
            attendu[c.mois] = add_mesures(attendu.get(c.mois, ZERO_REPONSES), c.mesures)

    assert Cube(reponses=donnees).opinions(filtre).par_mois == attendu


@given(st.permutations([build_cellule(posees=n, mode=m) for n, m in ((3, "papier"), (4, "borne"))]))
def test_l_empreinte_ne_depend_pas_de_l_ordre_de_lecture(donnees):
    lues = Cube(reponses=donnees).opinions(GLOBALE)

    rangees = Cube(reponses=sorted(donnees)).opinions(GLOBALE)

    assert lues.empreinte == rangees.empreinte


def test_une_cellule_suit_les_cles_annoncees():
    assert CelluleReponse._fields == (*CLES_REPONSES, "mesures")


def test_les_mois_et_les_modes_s_additionnent(lire):
    cube = Cube(
        reponses=[
            build_cellule(202205, posees=40, repondues=36, satisfaites=27),
            build_cellule(202206, posees=12, satisfaites=12, mode="tablette"),
        ]
    )

    releve = lire(SATISFAITS, cube)

    assert (releve.numerateur, releve.denominateur) == (39, 48)
    assert (releve.etat, releve.couverte) == (Etat.VALEUR, Periode(202205, 202206))


def test_sans_question_posee_rien_n_est_collecte(lire):
    cube = Cube(reponses=[build_cellule(posees=0), build_cellule(posees=9, question="courtoisie")])

    assert lire(SATISFAITS, cube).etat is Etat.NON_COLLECTE


@pytest.mark.parametrize(
    ("repondues", "etat"),
    [(0, Etat.RIEN_RECU), (5, Etat.SANS_OBJET)],
    ids=["personne ne répond", "tous disent sans objet"],
)
def test_une_question_sans_avis_a_un_etat_jamais_un_zero(lire, repondues, etat):
    cube = Cube(reponses=[build_cellule(posees=5, repondues=repondues, exprimees=0)])

    releve = lire(SATISFAITS, cube)

    assert (releve.etat, releve.valeur) == (etat, None)


def test_une_moyenne_de_nombres_est_exacte(lire):
    filtre = (("question", ("sonneries",)), ("questionnaire", ("mystere-appels",)))
    moyenne = Formule(
        (Terme(reponses="somme", filtre=filtre),), (Terme(reponses="nombres", filtre=filtre),)
    )
    cellule = build_cellule(posees=3, question="sonneries", somme=Fraction(13, 10), nombres=3)

    releve = lire(moyenne, Cube(reponses=[cellule._replace(questionnaire="mystere-appels")]))

    assert releve.valeur == Fraction(13, 30)


def test_un_taux_de_retour_ne_lit_que_les_mois_comptes_des_deux_cotes(lire):
    formule = Formule(
        (Terme(reponses="repondues", filtre=GLOBALE),), (Terme(grandeur="usagers_pan"),)
    )
    cube = Cube(
        comptages=[CelluleComptage("pref-44", m, "usagers_pan", "", 100) for m in (202205, 202207)],
        reponses=[build_cellule(202205, posees=30), build_cellule(202206, posees=50)],
    )

    releve = lire(formule, cube)

    assert (releve.numerateur, releve.denominateur) == (30, 100)
    assert releve.couverte == Periode(202205, 202205)


@pytest.mark.parametrize(
    ("detail", "attendu"),
    [
        (("mode", "papier"), (1, 4)),
        (("service", "accueil"), (5, 6)),
        (("boite", "elections"), (6, 10)),
    ],
    ids=lambda v: "-".join(map(str, v)),
)
def test_un_detail_restreint_la_ou_sa_cle_a_un_sens(lire, detail, attendu):
    cube = Cube(
        reponses=[
            build_cellule(posees=4, satisfaites=1),
            build_cellule(posees=6, satisfaites=5, mode="tablette", service="accueil"),
        ]
    )

    releve = lire(SATISFAITS, cube, detail=detail)

    assert (releve.numerateur, releve.denominateur) == attendu
    assert cube.values_of_reponses("mode", GLOBALE) == ["papier", "tablette"]
    assert cube.values_of_reponses("service", GLOBALE) == ["accueil"]


def test_narrow_formule_remplace_le_mode_deja_filtre():
    filtre = (("mode", ("papier", "borne")), *GLOBALE)
    formule = Formule((Terme(reponses="posees", filtre=filtre),))

    (restreint,) = filtres_reponses(narrow_formule(formule, ("mode", "papier")))

    assert dict(restreint)["mode"] == ("papier",)


def test_l_empreinte_change_avec_les_reponses(lire):
    avant, apres = (
        lire(SATISFAITS, Cube(reponses=[build_cellule(posees=5, satisfaites=n)])) for n in (4, 5)
    )

    assert avant.empreinte != apres.empreinte


@pytest.mark.parametrize(
    ("satisfaites", "posees", "verdict"),
    [(262, 263, Verdict.ATTEINTE), (92, 100, Verdict.INDECIDABLE), (50, 100, Verdict.NON_ATTEINTE)],
)
def test_un_avis_ne_conclut_que_si_son_intervalle_le_permet(lire, satisfaites, posees, verdict):
    cible = Cible(2022, Fraction(9, 10), Fraction(9, 10), Unite.POURCENT, "essai")

    releve = lire(
        SATISFAITS, Cube(reponses=[build_cellule(posees=posees, satisfaites=satisfaites)])
    )

    assert releve.tracage is Tracage.ENQUETE
    assert judge(releve, cible, Sens.HAUSSE) is verdict


def test_trop_peu_d_avis_n_est_pas_significatif(lire):
    releve = lire(SATISFAITS, Cube(reponses=[build_cellule(posees=29, satisfaites=29)]))

    assert releve.apply_seuil(30).etat is Etat.NON_SIGNIFICATIF
