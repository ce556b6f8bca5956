"""A report for 2022 drawn from what the préfecture de la Loire-Atlantique published.

A few numerators are inferred from the published rate and its base.
"""

import datetime as dt
from fractions import Fraction

import pytest

from qualepref.noyau.calcul.releves import Etat
from qualepref.noyau.calcul.verdicts import Verdict
from qualepref.noyau.graphiques.modele import Genre, Graphique, Serie
from qualepref.noyau.referentiel.modele import Unite
from qualepref.publications.rendering.bilan_donnees import (
    Bilan,
    Bloc,
    Comparaison,
    Concordance,
    Constat,
    Detail,
    Famille,
    FicheIndicateur,
    GroupeDetail,
    LabelBilan,
    LigneDetail,
    LigneTableau,
    Manque,
    ModulePerimetre,
    Publies,
    SansResultat,
    Section,
    TableauDetail,
)


NB = "\N{NO-BREAK SPACE}"
MOIS = ("janv.", "févr.", "mars", "avril", "mai", "juin", "juill.", "août", "sept.", "oct.", "nov.", "déc.")  # fmt: skip
REPONSES = (22, 21, 23, 73, 173, 178, 72, 97, 64, 63, None, None)
DANS_LES_DELAIS = (22, 21, 23, 73, 156, 157, 53, 87, 64, 63, None, None)
BOITES = (
    ("pref-permis-de-conduire@", 213, 189),
    ("pref-elections@", 69, 69),
    ("pref-berg@", 13, 13),
    ("pref-etrangers@", 307, 307),
    ("pref-naturalisations@", 112, 112),
    ("pref-commissions-medicales@", 27, 27),
    ("pref-coordination@", 18, 15),
)
SEMAINES = "échantillon : deux semaines, en janvier et en juin 2022"
IMPORTE = "importé du bilan publié par la préfecture pour 2022"
CALCULE = "calculé à partir des relevés mensuels publiés"


def taux(dans_les_delais: int | None, reponses: int | None) -> Fraction | None:
    return None if reponses is None else Fraction(dans_les_delais, reponses)


def graphique_boite_prefecture() -> Graphique:
    return Graphique(
        genre=Genre.BARRES,
        titre="Part des courriels ayant reçu une réponse en 5 jours ouvrés, par mois",
        description=(
            "Barres mensuelles de janvier à octobre 2022 : 100 % de janvier à avril, 90 % en mai, "
            "88 % en juin, 74 % en juillet, 90 % en août, 100 % en septembre et octobre ; "
            "novembre et décembre non collectés. Cible : 90 %."
        ),
        etiquettes=MOIS,
        series=(Serie("Taux", tuple(map(taux, DANS_LES_DELAIS, REPONSES))),),
        unite=Unite.POURCENT,
        cible=Fraction(9, 10),
        n=REPONSES,
        n_libelle="réponses",
    )


def detail_boites() -> Detail:
    lignes = tuple(
        LigneDetail(
            libelle=nom,
            resultat=f"{round(100 * d / n)}{NB}%",
            etat=Etat.VALEUR,
            verdict=Verdict.ATTEINTE if 10 * d >= 9 * n else Verdict.NON_ATTEINTE,
            fraction=f"{d} / {n}",
            barre=1000 * d // n,
            delai=f"2{NB}j.o.",
            verdict_delai=Verdict.ATTEINTE,
        )
        for nom, n, d in BOITES
    )
    return Detail(
        legende="Par boîte",
        nom="Taux",
        groupes=(GroupeDetail("Par boîte", lignes),),
        cible=f"90{NB}%",
        repere=900,
        nom_delai="Délai moyen",
        cible_delai=f"5{NB}j.o.",
    )


def mois_boites() -> TableauDetail:
    return TableauDetail(
        legende="Taux et délai moyen par mois",
        entetes=("", "janv.", "juin"),
        lignes=(("Taux", f"95{NB}%", f"98{NB}%"), ("n", "357", "402"), ("Délai moyen", f"2{NB}j.o.", f"2{NB}j.o.")),
        note="Non collecté : février à mai et juillet à décembre.",
    )  # fmt: skip


def blocs_courriels() -> tuple[Bloc, ...]:
    return (
        Bloc((fiche_boite_prefecture(),), graphique=graphique_boite_prefecture()),
        Bloc((fiche_autres_boites(), fiche_delai()), mois=mois_boites(), detail=detail_boites()),
    )


def fiche_boite_prefecture() -> FicheIndicateur:
    return FicheIndicateur(
        code="courriels-boite-prefecture",
        libelle="Courriels reçus à la boîte de la préfecture : réponses en 5 jours ouvrés",
        engagements=(17, 18),
        resultat=f"91{NB}%",
        etat=Etat.VALEUR,
        verdict=Verdict.ATTEINTE,
        calcul="719 / 786 réponses apportées",
        cible=f"90{NB}%",
        cible_suivante=f"100{NB}%",
        methode=(
            "Réponses envoyées en 5 jours ouvrés au plus, rapportées à toutes les réponses "
            "envoyées à l’usager depuis la boîte de la préfecture."
        ),
        periode_couverte="janvier à octobre 2022 (10 mois sur 12)",
        tracage="relevé exhaustif",
        source=CALCULE,
        version="a41f09",
        moyenne_des_mois=f"94{NB}% : moyenne simple des dix taux mensuels, celle qui avait été publiée",
        notes=("Le nombre de messages reçus n’est connu qu’à partir d’avril 2022.",),
    )


def fiche_autres_boites() -> FicheIndicateur:
    return FicheIndicateur(
        code="courriels-autres-boites",
        libelle="Courriels reçus aux sept autres boîtes : réponses en 5 jours ouvrés",
        engagements=(17,),
        resultat=f"96{NB}%",
        etat=Etat.VALEUR,
        verdict=Verdict.ATTEINTE,
        calcul="732 / 759 demandes échantillonnées",
        cible=f"90{NB}%",
        cible_suivante=f"100{NB}%",
        methode="Réponses en 5 jours ouvrés au plus, rapportées aux demandes de l’échantillon.",
        periode_couverte="deux semaines, janvier et juin 2022",
        tracage=SEMAINES,
        intervalle=f"entre 94,9{NB}% et 97,5{NB}%, avec 95 chances sur 100",
        source=CALCULE,
        version="b7702c",
    )


def fiche_delai() -> FicheIndicateur:
    return FicheIndicateur(
        code="delai-autres-boites",
        libelle="Courriels reçus aux sept autres boîtes : délai moyen de réponse",
        engagements=(17,),
        resultat=f"2{NB}j.o.",
        etat=Etat.VALEUR,
        verdict=Verdict.ATTEINTE,
        calcul="1 807 jours ouvrés pour 759 demandes échantillonnées",
        cible=f"5{NB}j.o.",
    )


def familles() -> tuple[Famille, ...]:
    return (
        Famille(
            "Accueil téléphonique",
            "Le standard reçoit 49 200 appels par mois en moyenne. Un serveur vocal interactif a "
            "été mis en place en octobre 2022.",
            (
                Bloc(
                    (
                        FicheIndicateur(
                            code="appels-aboutis",
                            libelle="Appels aboutis au standard",
                            engagements=(10,),
                            resultat=f"48{NB}%",
                            etat=Etat.VALEUR,
                            verdict=Verdict.NON_ATTEINTE,
                            cible=f"90{NB}%",
                            cible_suivante=f"90{NB}%",
                            methode="Appels reçus moins appels perdus, rapportés aux appels reçus.",
                            periode_couverte="novembre 2021 à septembre 2022",
                            source=IMPORTE,
                            version="03d9aa",
                        ),
                    )
                ),
            ),
        ),
        Famille(
            "Courriels", "Deux relevés différents : ne les additionnez pas.", blocs_courriels()
        ),
        Famille(
            "Fraude documentaire",
            "",
            (),
            (
                SansResultat(
                    code="fraude-permis",
                    libelle="Dossiers frauduleux détectés, échanges de permis étrangers",
                    etat=Etat.NON_COLLECTE,
                    raison="",
                    cible=f"0,05{NB}‰",
                ),
            ),
        ),
    )


def ligne(famille, libelle, resultat, verdict, **options) -> LigneTableau:
    base = {"code": libelle[:12], "etat": Etat.VALEUR}
    return LigneTableau(
        famille=famille, libelle=libelle, resultat=resultat, verdict=verdict, **(base | options)
    )


def tableau() -> tuple[LigneTableau, ...]:
    oui, non, flou = Verdict.ATTEINTE, Verdict.NON_ATTEINTE, Verdict.INDECIDABLE
    p90, p80, p100 = f"90{NB}%", f"80{NB}%", f"100{NB}%"
    jours5, jours10 = f"5{NB}j.o.", f"10{NB}j.o."
    return (
        ligne("Accueil téléphonique", "Appels aboutis au standard", f"48{NB}%", non, cible=p90, cible_suivante=p90),
        ligne("À votre écoute", "Réponses aux suggestions et réclamations dans les délais", f"98{NB}%", non, fraction="48 / 49", cible=p100),
        ligne("À votre écoute", "Délai moyen de réponse, courriels", f"4{NB}j.o.", oui, cible=jours5),
        ligne("À votre écoute", "Délai moyen de réponse, urne et courrier", f"2{NB}j.o.", oui, cible=jours10),
        ligne("Point d’accueil numérique", "Usagers accueillis", f"26{NB}/ mois", Verdict.SANS_CIBLE, fraction="263 / 10 mois"),
        ligne("Point d’accueil numérique", "Usagers satisfaits de l’accueil", f"99,6{NB}%", non, fraction="262 / 263", cible=p100, cible_suivante=p100),
        ligne("Courriers", "Réponses aux demandes d’information en 10 jours ouvrés", f"96{NB}%", oui, fraction="97 / 101", cible=p90, cible_suivante=p100),
        ligne("Courriers", "Délai moyen de réponse", f"6{NB}j.o.", oui, cible=jours10),
        ligne("Courriers", "Collectivités, contrôle de légalité : réponses en 15 jours ouvrés", f"67{NB}%", non, fraction="12 / 18", cible=p80),
        ligne("Courriers", "Collectivités, contrôle budgétaire : réponses en 15 jours ouvrés", f"75{NB}%", flou, fraction="6 / 8", cible=p80, etat=Etat.NON_SIGNIFICATIF),
        ligne("Courriels", "Boîte de la préfecture : réponses en 5 jours ouvrés", f"91{NB}%", oui, fraction="719 / 786", cible=p90, cible_suivante=p100),
        ligne("Courriels", "Sept autres boîtes : réponses en 5 jours ouvrés", f"96{NB}%", oui, fraction="732 / 759", cible=p90, cible_suivante=p100),
        ligne("Courriels", "Collectivités, contrôle de légalité : réponses en 5 jours ouvrés", f"77{NB}%", non, fraction="467 / 604", cible=p80, cible_suivante=p80),
        ligne("Courriels", "Collectivités, contrôle budgétaire : réponses en 5 jours ouvrés", f"92{NB}%", oui, fraction="110 / 120", cible=p80, cible_suivante=p80),
        ligne("Site internet et réseaux sociaux", "Mises à jour du site en 3 jours ouvrés", f"98{NB}%", oui, cible=p90, cible_suivante=p100),
        ligne("Site internet et réseaux sociaux", "Connexions au site, rapportées aux habitants", f"9{NB}%", oui, cible=f"5{NB}%"),
        ligne("Site internet et réseaux sociaux", "Engagement sur les réseaux sociaux", "non collecté", Verdict.SANS_VALEUR, cible=f"2{NB}%", etat=Etat.NON_COLLECTE),
        ligne("Fraude documentaire", "Dossiers frauduleux détectés, permis étrangers", "non collecté", Verdict.SANS_VALEUR, cible=f"0,05{NB}‰", etat=Etat.NON_COLLECTE),
        ligne("Rendez-vous des élus", "Date proposée en 4 jours ouvrés", f"100{NB}%", oui, cible=p80),
        ligne("Rendez-vous des élus", "Rendez-vous tenu en 10 jours ouvrés", f"67{NB}%", non, cible=p80, cible_suivante=p80),
    )  # fmt: skip


def sections() -> tuple[Section, ...]:
    plan = TableauDetail(
        legende="Plan d’amélioration : actions d’octobre 2021 à fin 2022",
        entetes=("Module", "Fait", "En cours", "Non fait", "Réalisé"),
        lignes=(
            ("Module 1", "65", "14", "14", f"70{NB}%"),
            ("Module 2", "4", "0", "0", f"100{NB}%"),
            ("Module 4", "1", "0", "3", f"25{NB}%"),
            ("Pilotage", "25", "4", "5", f"74{NB}%"),
            ("Total", "95", "15", "25", f"70{NB}%"),
        ),
        total=True,
    )
    noms = ("Module 1", "Module 2", "Module 4", "Pilotage")
    etats = (("Fait", (65, 4, 1, 25)), ("En cours", (14, 0, 0, 4)), ("Non fait", (14, 0, 3, 5)))
    actions = Graphique(
        genre=Genre.EMPILEES,
        titre="Actions du plan, par module",
        description="Barres empilées : 95 actions faites sur 135, dont 65 au module 1.",
        etiquettes=noms,
        series=tuple(Serie(nom, tuple(map(Fraction, valeurs))) for nom, valeurs in etats),
        unite=Unite.NOMBRE,
    )
    texte = "135 actions, dont 57 % issues des audits interne et externe."
    return (Section("Plan d’amélioration", (texte,), (plan,), (actions,)),)


def build_bilan(**remplacements) -> Bilan:
    base = {
        "site_nom": "Préfecture de la Loire-Atlantique",
        "annee": 2022,
        "titre": "Bilan annuel",
        "sous_titre": "Qualité de l’accueil et de la relation avec l’usager – démarche Qual-e-Pref",
        "reference": "7c1e-04b9",
        "arrete_le": dt.date(2023, 1, 31),
        "autorite": ("Préfet", "de la", "Loire-Atlantique"),
        "statut": "Version définitive",
        "label": LabelBilan("27 octobre 2022", "SOCOTEC", "3 ans", "26 octobre 2025"),
        "referentiel": "Qual-e-Pref, version en vigueur en 2022",
        "perimetre": (
            ModulePerimetre(1, "Relation générale avec les usagers", 20, "obligatoire"),
            ModulePerimetre(2, "Délivrance de titres : échange de permis étrangers", 3, "obligatoire avec un CERT"),
            ModulePerimetre(4, "Relations avec les collectivités territoriales", 4, "optionnel"),
        ),
        "preambule": (
            ("Ce bilan rend compte des engagements pris envers les usagers dans le cadre du label "
            "Qual-e-Pref. Il dit ce qui a été mesuré, comment, et sur quelle période."),
            ("Il sert à préparer les plans d’amélioration : chaque résultat est confronté à sa "
            "cible, et ce qui n’a pas été collecté est signalé comme tel."),
        ),
        "familles": familles(),
        "tableau": tableau(),
        "notes": ("Les délais sont comptés en jours ouvrés.",),
        "sections": sections(),
        "manques": (
            Manque("courriels-collectivites", "Collectivités : réponses dans les délais", f"80{NB}%", f"80{NB}%", "3 de plus sur 724"),
        ),
        "publies": Publies(
            documents=("bilan annuel 2022",),
            comparaisons=(
                Comparaison(
                    "courriels-boite-prefecture", "Boîte de la préfecture : réponses en 5 jours ouvrés",
                    f"94{NB}%", f"91{NB}%", Constat.DIFFERE,
                    "Le chiffre publié est la moyenne simple des dix taux mensuels.",
                ),
                Comparaison(
                    "site-connexions", "Connexions au site", f"9{NB}%", f"9{NB}%", Constat.REPRIS,
                    "Le document ne donne pas de quoi le recalculer.",
                ),
            ),
            concordances=(
                Concordance("courriers", "Courriers : réponses en 10 jours ouvrés", (f"96{NB}%",), 1),
                Concordance("boite", "Boîte, mois par mois", (f"janvier à avril : 100{NB}%", f"mai : 90{NB}%"), 5),
            ),
        ),
        "demonstration": True,
    }  # fmt: skip
    return Bilan(**(base | remplacements))


@pytest.fixture
def bilan() -> Bilan:
    return build_bilan()
