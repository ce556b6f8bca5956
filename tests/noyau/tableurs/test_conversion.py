"""Cells become typed values, or errors that say where, why and what to do."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from qualepref.noyau.tableurs.champs import Champ, TypeChamp
from qualepref.noyau.tableurs.conversion import convert_lignes
from qualepref.noyau.tableurs.convertisseurs import build_convertisseur, format_cellule
from qualepref.noyau.tableurs.correspondance import propose_correspondance
from qualepref.noyau.tableurs.entete import extract_grille
from qualepref.noyau.tableurs.grille import EPOQUE_1904, FORMULE_SANS_VALEUR, Feuille, Taux
from qualepref.noyau.tableurs.nombres import parse_decimal
from qualepref.noyau.tableurs.refus import ValeurRefuseeError
from qualepref.noyau.tableurs.vocabulaire import Absence


CANAUX = {"courrier": "Courrier", "courriel": "Courriel", "aucun": "Aucun"}


def convert(cellule, type_champ, **options):
    champ = Champ("c", "C", type_champ, valeurs=CANAUX, **options)
    return build_convertisseur(champ)(cellule)


def convert_colonne(cellules, type_champ, *, entete="Taux", obligatoire=False):
    champs = [Champ("id", "Id"), Champ("c", entete, type_champ, obligatoire=obligatoire)]
    lignes = [["Id", entete], *[[f"L{n}", c] for n, c in enumerate(cellules)]]
    grille = extract_grille(Feuille("F", lignes), champs, fichier="f")
    return convert_lignes(grille, propose_correspondance(grille.entetes, champs), champs)


TROIS_JANVIER = dt.date(2022, 1, 3)


@pytest.mark.parametrize(
    "cellule",
    [
        "2022-01-03",
        "2022/01/03",
        "03/01/2022",
        "3/1/22",
        "03.01.2022",
        "3-1-2022",
        "3 janvier 2022",
        "lundi 3 janvier 2022",
        "3 JANV. 2022",
        "3-janv-22",
        "03/01/2022 14:05",
        "03/01/2022 14h05",
        "2022-01-03T23:59:59",
        "\u00a003/01/2022 ",
        dt.date(2022, 1, 3),
        dt.datetime.combine(dt.date(2022, 1, 3), dt.time(23, 59)),
        44564.0,
        44564.75,
    ],
)
def test_convertit_une_date(cellule):
    assert convert(cellule, TypeChamp.DATE) == TROIS_JANVIER


@pytest.mark.parametrize(
    ("cellule", "jour"),
    [
        ("1er février 2024", dt.date(2024, 2, 1)),
        ("29/02/2024", dt.date(2024, 2, 29)),
        ("5 août 69", dt.date(2069, 8, 5)),
        ("5/8/70", dt.date(1970, 8, 5)),
        ("31 déc. 1999", dt.date(1999, 12, 31)),
    ],
)
def test_convertit_une_date_particuliere(cellule, jour):
    assert convert(cellule, TypeChamp.DATE) == jour


@pytest.mark.parametrize(
    ("cellule", "motif"),
    [
        ("31/02/2022", "n’existe pas au calendrier"),
        ("29 février 2023", "n’existe pas au calendrier"),
        ("01/13/2022", "le mois 13 n’existe pas"),
        ("12/12/0202", "pas plausible"),
        (dt.date(2220, 1, 1), "pas plausible"),
        ("44564", "nombre au lieu d’une date"),
        (2022.0, "nombre au lieu d’une date"),
        (True, "non reconnue"),
        ("bientôt", "non reconnue"),
        ("3 brumaire 2022", "non reconnue"),
        ("2022-01-03T23:30:00Z", "fuseau"),
        ("janvier 2022", "non reconnue"),
    ],
)
def test_refuse_une_date_impossible_ou_douteuse(cellule, motif):
    with pytest.raises(ValeurRefuseeError, match=motif):
        convert(cellule, TypeChamp.DATE)


def test_signale_un_jour_et_un_mois_inverses():
    with pytest.raises(ValeurRefuseeError, match="semblent inversés"):
        convert("01/13/2022", TypeChamp.DATE)


def test_lit_les_numeros_de_serie_dans_l_epoque_du_classeur():
    convertisseur = build_convertisseur(Champ("c", "C", TypeChamp.DATE), epoque=EPOQUE_1904)

    assert convertisseur(44564.0 - 1462) == TROIS_JANVIER


def test_convertit_une_date_heure_avec_son_decalage():
    moment = convert("2022-01-03T23:30:00+02:00", TypeChamp.DATE_HEURE)

    assert moment == dt.datetime(2022, 1, 3, 21, 30, tzinfo=dt.UTC)


@given(st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31)))
def test_les_trois_ecritures_d_une_date_donnent_le_meme_jour(jour):
    mois = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
    ecritures = [
        jour.isoformat(),
        f"{jour.day}/{jour.month}/{jour.year}",
        f"{jour.day} {mois.split()[jour.month - 1]} {jour.year}",
    ]

    assert {convert(e, TypeChamp.DATE) for e in ecritures} == {jour}


@pytest.mark.parametrize(
    ("cellule", "attendu"),
    [
        ("1 234", 1234),
        ("1\u00a0234\u00a0567", 1234567),
        ("1\u202f234", 1234),
        ("-12", -12),
        ("\u221212", -12),
        ("3,0", 3),
        (3.0, 3),
        (0.0, 0),
        ("0", 0),
    ],
)
def test_convertit_un_entier(cellule, attendu):
    assert convert(cellule, TypeChamp.ENTIER) == attendu


@pytest.mark.parametrize("cellule", ["3,5", 3.5, "12 34", "3 jours", "1.234", True, TROIS_JANVIER])
def test_refuse_un_entier(cellule):
    with pytest.raises(ValeurRefuseeError):
        convert(cellule, TypeChamp.ENTIER)


@pytest.mark.parametrize(
    ("cellule", "attendu"),
    [
        ("12,50", Decimal("12.5")),
        ("1 234,5", Decimal("1234.5")),
        ("1.234,5", Decimal("1234.5")),
        ("0.125", Decimal("0.125")),
        ("1,234", Decimal("1.234")),
        (0.1 + 0.2, Decimal("0.3")),
    ],
)
def test_convertit_un_decimal(cellule, attendu):
    assert convert(cellule, TypeChamp.DECIMAL) == attendu


@given(
    st.decimals(
        allow_nan=False, allow_infinity=False, places=2, min_value=-(10**9), max_value=10**9
    )
)
def test_parse_decimal_relit_un_nombre_ecrit_a_la_francaise(nombre):
    ecrit = f"{nombre:,.2f}".replace(",", "\u202f").replace(".", ",")

    assert parse_decimal(ecrit) == nombre


@pytest.mark.parametrize(
    ("cellule", "attendu"),
    [
        ("99,6%", Fraction(996, 1000)),
        ("99,6 %", Fraction(996, 1000)),
        ("0,5 ‰", Fraction(1, 2000)),
        ("0,5‰", Fraction(1, 2000)),
        ("3 /1000", Fraction(3, 1000)),
        ("3/1000", Fraction(3, 1000)),
        ("2,5 %o", Fraction(1, 400)),
        ("1 %0", Fraction(1, 1000)),
        ("120 %", Fraction(6, 5)),
        ("100\u00a0%", Fraction(1)),
        (Taux(0.996), Fraction(996, 1000)),
        (Taux(1.2), Fraction(6, 5)),
    ],
)
def test_convertit_un_taux_qui_porte_son_unite(cellule, attendu):
    assert convert_colonne([cellule], TypeChamp.TAUX).lignes[0].valeurs["c"] == attendu


@pytest.mark.parametrize(
    ("entete", "cellules", "attendus"),
    [
        ("Taux", [0.5, 0.996, 1.0, 0.0], [Fraction(1, 2), Fraction(996, 1000), 1, 0]),
        ("Taux", [99.6, "98,2", 0.0], [Fraction(996, 1000), Fraction(982, 1000), 0]),
        ("Taux (%)", [99.6, 0.5], [Fraction(996, 1000), Fraction(5, 1000)]),
        ("Fraude (‰)", [2.0, 0.5], [Fraction(2, 1000), Fraction(1, 2000)]),
        ("Taux", [Taux(0.5), 99.6], [Fraction(1, 2), Fraction(996, 1000)]),
    ],
)
def test_lit_un_taux_sans_unite_selon_sa_colonne(entete, cellules, attendus):
    resultat = convert_colonne(cellules, TypeChamp.TAUX, entete=entete)

    assert resultat.erreurs == []
    assert [ligne.valeurs["c"] for ligne in resultat.lignes] == attendus


@pytest.mark.parametrize(
    ("entete", "cellules"), [("Taux", [99.6, 0.5]), ("Taux (%)", [50.0, "1"][1:])]
)
def test_refuse_un_taux_dont_l_unite_est_douteuse(entete, cellules):
    (erreur,) = convert_colonne(cellules, TypeChamp.TAUX, entete=entete).erreurs

    assert erreur.motif.startswith("taux ambigu")


@pytest.mark.parametrize(
    ("cellule", "attendu"),
    [(c, True) for c in ("oui", "O", "x", "X", "VRAI", "1", 1.0, True)]
    + [(c, False) for c in ("Non", "n", "faux", "0", 0.0, False)],
)
def test_convertit_un_booleen(cellule, attendu):
    assert convert(cellule, TypeChamp.BOOLEEN) is attendu


def test_refuse_une_reponse_ni_oui_ni_non():
    with pytest.raises(ValeurRefuseeError, match="« oui » ou « non »"):
        convert("peut-être", TypeChamp.BOOLEEN)


@pytest.mark.parametrize("cellule", ["Courriel", "COURRIEL ", "courriel"])
def test_convertit_un_choix_par_libelle_ou_code(cellule):
    assert convert(cellule, TypeChamp.CHOIX) == "courriel"


def test_un_choix_de_la_liste_passe_avant_les_marques_d_absence():
    assert convert("aucun", TypeChamp.CHOIX) == "aucun"


def test_refuse_un_choix_inconnu_en_proposant_le_plus_proche():
    with pytest.raises(ValeurRefuseeError, match="Vouliez-vous écrire « Courriel »"):
        convert("Couriel", TypeChamp.CHOIX)


def test_refuse_un_choix_sans_rapport_en_citant_la_liste():
    with pytest.raises(ValeurRefuseeError, match="Choisir parmi : Courrier, Courriel, Aucun"):
        convert("SVI", TypeChamp.CHOIX)


@pytest.mark.parametrize(
    ("cellule", "attendu"),
    [("  bonjour ", "bonjour"), (12345.0, "12345"), (1.5, "1,5"), (TROIS_JANVIER, "03/01/2022")],
)
def test_convertit_un_texte(cellule, attendu):
    assert convert(cellule, TypeChamp.TEXTE) == attendu


@pytest.mark.parametrize("texte", ["/", "n.c.", "Néant", "S.O."])
def test_un_litteral_garde_ce_qui_ailleurs_marque_une_absence(texte):
    assert convert(texte, TypeChamp.LITTERAL) == texte


@pytest.mark.parametrize("cellule", ["", "  "])
def test_un_litteral_vide_est_absent(cellule):
    assert convert(cellule, TypeChamp.LITTERAL) is Absence.VIDE


@pytest.mark.parametrize(
    "type_champ", [t for t in TypeChamp if t not in (TypeChamp.CHOIX, TypeChamp.LITTERAL)]
)
@pytest.mark.parametrize(
    ("cellule", "absence"),
    [
        ("", Absence.VIDE),
        ("  ", Absence.VIDE),
        ("/", Absence.VIDE),
        ("-", Absence.VIDE),
        ("n.c", Absence.NON_COMMUNIQUE),
        ("n.c.", Absence.NON_COMMUNIQUE),
        ("NC", Absence.NON_COMMUNIQUE),
        ("Sans objet", Absence.SANS_OBJET),
        ("S.O.", Absence.SANS_OBJET),
        ("aucun", Absence.NEANT),
        ("Néant", Absence.NEANT),
    ],
)
def test_les_marques_d_absence_sont_des_etats_distincts(type_champ, cellule, absence):
    assert convert(cellule, type_champ) is absence


@pytest.mark.parametrize("cellule", ["aucune réclamation reçue", "Pas de courriers reçus"])
def test_une_phrase_d_absence_dit_le_neant(cellule):
    assert convert(cellule, TypeChamp.ENTIER) is Absence.NEANT


def test_des_initiales_ne_sont_pas_une_absence():
    assert convert("SO", TypeChamp.TEXTE) == "SO"


@pytest.mark.parametrize("cellule", ["", "n.c.", "sans objet"])
def test_refuse_l_absence_d_une_valeur_obligatoire(cellule):
    with pytest.raises(ValeurRefuseeError, match="obligatoire"):
        convert(cellule, TypeChamp.DATE, obligatoire=True)


@pytest.mark.parametrize("type_champ", list(TypeChamp))
def test_refuse_une_formule_sans_valeur(type_champ):
    with pytest.raises(ValeurRefuseeError, match="Ouvrir et enregistrer le fichier"):
        convert(FORMULE_SANS_VALEUR, type_champ)


def test_refuse_une_erreur_du_tableur_lue_dans_un_csv():
    with pytest.raises(ValeurRefuseeError, match="#REF!"):
        convert("#REF!", TypeChamp.TEXTE)


def test_convert_lignes_situe_chaque_erreur():
    champs = [Champ("id", "Numéro"), Champ("le", "Reçue le", TypeChamp.DATE)]
    lignes = [["Registre", ""], ["Numéro", "Reçue le"], ["1", "31/02/2022"], ["2", "03/01/2022"]]
    feuille = Feuille("Janvier", lignes, premiere_ligne=1, premiere_colonne=3)
    grille = extract_grille(feuille, champs, fichier="f")

    resultat = convert_lignes(grille, propose_correspondance(grille.entetes, champs), champs)

    assert str(resultat.erreurs[0]) == (
        "Feuille « Janvier », ligne 3, colonne D « Reçue le » : « 31/02/2022 », « 31/02/2022 » "
        "n’existe pas au calendrier. Corriger le jour ou l’heure."
    )
    assert [tuple(ligne) for ligne in resultat.lignes] == [(4, {"id": "2", "le": TROIS_JANVIER})]


def test_convert_lignes_ne_confond_pas_vrai_et_un():
    resultat = convert_colonne([1.0, True], TypeChamp.ENTIER)

    assert [ligne.valeurs["c"] for ligne in resultat.lignes] == [1]
    assert [erreur.valeur for erreur in resultat.erreurs] == ["oui"]


def test_convert_lignes_donne_les_erreurs_dans_l_ordre_des_lignes():
    resultat = convert_colonne(["x", "1", "y"], TypeChamp.ENTIER)

    assert [erreur.ligne for erreur in resultat.erreurs] == [2, 4]


@pytest.mark.parametrize(
    ("cellule", "attendu"),
    [
        (0.1 + 0.2, "0,3"),
        (1e15, "1000000000000000"),
        (Taux(0.996), "99,6 %"),
        (True, "oui"),
        (dt.datetime.combine(dt.date(2022, 1, 3), dt.time(14, 5)), "03/01/2022 14:05"),
        (dt.datetime.combine(dt.date(2022, 1, 3), dt.time()), "03/01/2022"),
        (-0.0, "0"),
    ],
)
def test_format_cellule_ecrit_a_la_francaise(cellule, attendu):
    assert format_cellule(cellule) == attendu


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("janvier 2022", dt.date(2022, 1, 1)),
        ("Févr. 2022", dt.date(2022, 2, 1)),
        ("août 2022", dt.date(2022, 8, 1)),
        ("03/2022", dt.date(2022, 3, 1)),
        ("2022-04", dt.date(2022, 4, 1)),
        ("17/05/2022", dt.date(2022, 5, 1)),
        (dt.date(2022, 6, 30), dt.date(2022, 6, 1)),
    ],
)
def test_un_mois_se_lit_en_mots_en_chiffres_ou_par_un_de_ses_jours(texte, attendu):
    assert convert(texte, TypeChamp.MOIS) == attendu


@pytest.mark.parametrize("texte", ["13/2022", "brumaire 2022", "01/1822", "2022"])
def test_un_mois_impossible_est_refuse(texte):
    with pytest.raises(ValeurRefuseeError):
        convert(texte, TypeChamp.MOIS)
