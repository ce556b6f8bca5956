import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from qualepref.noyau.calendrier import CalendrierInvalideError, load_territoires


VALIDE = """\
mis_a_jour: 2026-11-21
communs:
  - {date: 01/05, libelle: Fête du Travail, source: L3133-4}
territoires:
  ici:
    nom: Ici
    fuseau: Europe/Paris
    jours:
      - {paques: 1, libelle: Lundi de Pâques, source: L3133-1, du: 2010-01-01}
"""


def refus(tmp_path, texte):
    fichier = tmp_path / "territoires.yaml"
    fichier.write_text(texte, encoding="utf-8")
    with pytest.raises(CalendrierInvalideError) as erreur:
        load_territoires(fichier)
    return erreur.value


def test_load_territoires_lit_jours_communs_puis_propres(tmp_path):
    fichier = tmp_path / "territoires.yaml"
    fichier.write_text(VALIDE, encoding="utf-8")

    ici = load_territoires(fichier)["ici"]

    assert [jour.libelle for jour in ici.jours] == ["Fête du Travail", "Lundi de Pâques"]


def test_load_territoires_dit_toutes_les_fautes_avec_leur_cle(tmp_path):
    texte = (
        VALIDE.replace("01/05", "31/02")
        .replace("Europe/Paris", "Europe/Pris")
        .replace("paques: 1", "paques: 1, date: 02/04")
        .replace("    nom: Ici\n", "")
    )

    erreur = refus(tmp_path, texte)

    fautes = [faute.removeprefix(f"{tmp_path / 'territoires.yaml'}, ") for faute in erreur.fautes]
    assert fautes == [
        (
            "clé communs[0].date : « 31/02 » n’est pas un jour de chaque année ; "
            "écrire JJ/MM, par exemple 27/05"
        ),
        "clé territoires.ici.nom : clé manquante",
        (
            "clé territoires.ici.fuseau : fuseau horaire inconnu « Europe/Pris » ; "
            "donner un nom comme Europe/Paris"
        ),
        (
            "clé territoires.ici.jours[0] : donner soit « date » (JJ/MM), soit « paques » "
            "(nombre de jours)"
        ),
    ]


@pytest.mark.parametrize(
    ("avant", "apres", "faute"),
    [
        ("    nom: Ici", "    nom: ''", "clé territoires.ici.nom : texte vide"),
        ("    nom: Ici", "    nom: 12", "clé territoires.ici.nom : texte attendu"),
        ("    nom: Ici", "    nom: Ici\n    pays: x", "clé territoires.ici.pays : clé inconnue"),
        (
            "paques: 1",
            "paques: un",
            "clé territoires.ici.jours[0].paques : nombre entier attendu",
        ),
        ("paques: 1", "paques: 99", "clé territoires.ici.jours[0].paques : nombre trop grand"),
        ("paques: 1", "paques: -99", "clé territoires.ici.jours[0].paques : nombre trop petit"),
        (
            "du: 2010-01-01",
            "du: hier",
            "clé territoires.ici.jours[0].du : date attendue au format AAAA-MM-JJ",
        ),
        (
            "du: 2010-01-01",
            "du: 2010-01-01, au: 2009-01-01",
            "clé territoires.ici.jours[0] : « du » (2010-01-01) est après « au » (2009-01-01)",
        ),
        ("2026-11-21", "bientôt", "clé mis_a_jour : date attendue au format AAAA-MM-JJ"),
        (
            "  ici:",
            "  Là bas:",
            (
                "clé territoires.Là bas.[key] : code attendu en minuscules sans accent, "
                "mots joints par un tiret"
            ),
        ),
        ("    nom: Ici", "    nom: Ici\n    nom: Là", "ligne 7 : clé « nom » écrite deux fois"),
        (
            "communs:",
            "communs: [",
            "ligne 3 : YAML illisible : vérifier retraits, guillemets, accolades et crochets",
        ),
    ],
)
def test_load_territoires_nomme_la_cle_fautive(tmp_path, avant, apres, faute):
    erreur = refus(tmp_path, VALIDE.replace(avant, apres))

    assert [f.partition(", ")[2] for f in erreur.fautes] == [faute]


@pytest.mark.parametrize(
    ("texte", "faute"),
    [
        ("", "clé (racine) : table de clés attendue"),
        ("a: \0", "YAML illisible"),
        (VALIDE.replace("  - {date: 01/05", "x: {date: 01/05"), "clé communs : liste attendue"),
        (VALIDE.replace("communs:", "communs: []\nx:"), "clé communs : au moins un élément"),
        ("- a", "clé (racine) : table de clés attendue"),
        (VALIDE.partition("territoires:")[0] + "territoires: {}", "clé territoires : au moins"),
        (VALIDE.partition("territoires:")[0] + "territoires: 3", "clé territoires : table de clés"),
    ],
)
def test_load_territoires_refuse_une_forme_inattendue(tmp_path, texte, faute):
    assert faute in refus(tmp_path, texte).fautes[0]


def test_load_territoires_refuse_un_fichier_absent(tmp_path):
    with pytest.raises(CalendrierInvalideError, match=r"absent\.yaml, fichier introuvable"):
        load_territoires(tmp_path / "absent.yaml")


def test_load_territoires_refuse_un_fichier_qui_n_est_pas_en_utf8(tmp_path):
    (tmp_path / "latin.yaml").write_bytes(VALIDE.encode("latin-1"))

    with pytest.raises(CalendrierInvalideError, match="UTF-8"):
        load_territoires(tmp_path / "latin.yaml")


def test_chaque_territoire_a_un_fuseau_connu_et_ses_jours(territoire):
    assert ZoneInfo(territoire.fuseau).utcoffset(dt.datetime(2026, 7, 1, tzinfo=dt.UTC)) is not None
    assert len(territoire.list_feries(2026)) >= 11


def test_les_territoires_attendus_sont_tous_la(territoires):
    assert sorted(territoires) == [
        "alsace-moselle",
        "alsace-moselle-sans-temple",
        "guadeloupe",
        "guyane",
        "la-reunion",
        "martinique",
        "mayotte",
        "metropole",
        "nouvelle-caledonie",
        "polynesie-francaise",
        "saint-barthelemy",
        "saint-martin",
        "saint-pierre-et-miquelon",
        "wallis-et-futuna",
    ]
