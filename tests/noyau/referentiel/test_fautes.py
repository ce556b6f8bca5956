"""A spoiled référentiel: each fault is told with its file, its key and why."""

import pytest

from qualepref.noyau.referentiel.fautes import (
    ReferentielIntrouvableError,
    ReferentielInvalideError,
)
from qualepref.noyau.referentiel.lecture import load_referentiel


INDEX, ENGAGEMENTS, REGISTRES = "index.yaml", "engagements.yaml", "registres.yaml"
M1, M2 = "indicateurs/M1.yaml", "indicateurs/M2.yaml"
SEUIL = "seuil_significatif: {valeur: 20"
MODULE_2 = "  - numero: 2\n    titre"
HORLOGE_1 = "delai: 7\n        depart: recue_le\n        arrivees: [repondue_le]"
RATE = "{numerateur: a_temps, denominateur: echues, filtre: {registre: signalements}}"
REPONSES = (
    "{numerateur: {reponses: satisfaites}, denominateur: {reponses: exprimees}, "
    "filtre: {questionnaire: pan, question: accueil}}"
)
MOYENNE = "{numerateur: somme_jours_ouvres, denominateur: delais, filtre: {nature: acte}}"
CIBLE = "minimum: 1, maximum: 2, unite: jours_ouvres"
VERS_M1 = "{numerateur: {indicateur: M1, partie: numerateur}}"

CAS = [
    # shape
    (INDEX, SEUIL, "seuil: 3\n" + SEUIL, "seuil", "clé inconnue"),
    (INDEX, "nom: Charte", "titre: Charte", "nom", "clé obligatoire absente"),
    (INDEX, SEUIL, 'seuil_significatif: {valeur: "20"', "seuil_significatif.valeur", "entier"),
    (INDEX, SEUIL, "seuil_significatif: {valeur: yes", "seuil_significatif.valeur", "entier"),
    (INDEX, SEUIL, "seuil_significatif: {valeur: -1", "seuil_significatif.valeur", "au moins"),
    (INDEX, "date: 2024-01-01", "date: 2024-02-30", "date", "une date est attendue"),
    (INDEX, "État civil]", "Espace public]", "domaines[1]", "figure déjà"),
    (ENGAGEMENTS, "numero: 3", "numero: 0", "modules[1].engagements[0].numero", "supérieur à 0"),
    (ENGAGEMENTS, "statut: optionnel", "statut: libre", "modules[1].statut", "obligatoire_si_cert"),
    (ENGAGEMENTS, "statut: optionnel", "statut: 12", "modules[1].statut", "12"),
    (M1, "libelle: Taux", "libelle: \nautre: Taux", "libelle", "un texte est attendu"),
    (M1, "sens: hausse", "sens: monte", "sens", "hausse, baisse ou information"),
    (M1, "engagements: [2]", "engagements: 2", "engagements", "une liste est attendue"),
    # syntax
    (M1, "detail: [canal]", "detail: [canal", "", "la syntaxe YAML est incorrecte à la ligne"),
    (M1, "libelle: Taux", "module: 2\nlibelle: Taux", "module", "deux fois, lignes 1 et 4"),
    (M1, RATE, RATE[:-1] + ", numerateur: recues}", "numerateur", "clé écrite deux fois"),
    # engagements
    (ENGAGEMENTS, "numero: 3", "numero: 1", "modules[1].engagements[0].numero", "« 1 » figure"),
    (ENGAGEMENTS, MODULE_2, MODULE_2.replace("2", "1"), "modules[1].numero", "« 1 » figure"),
    (ENGAGEMENTS, "statut: conditionnel", "statut: optionnel", "modules[1].engagements[1].condition",
     "conditionnel"),
    (ENGAGEMENTS, "{numero: 3,", '{sous_engagements: [{numero: "2.1", source: x}], numero: 3,',
     "modules[1].engagements[0].sous_engagements[0].numero", "de l’engagement 3"),
    # registers
    (REGISTRES, "natures: [voirie]", "natures: [voiries]", "registres[0]", "dire « voirie » ?"),
    (REGISTRES, "canaux: [application, guichet]", "canaux: [fax]", "registres[0]", "les canaux"),
    (REGISTRES, "module: 1", "module: 9", "natures[0].module", "les modules"),
    (REGISTRES, "exclusions: [voirie-dep", "exclusions: [dep", "natures[0].exclusions[0]",
     "les exclusions"),
    (REGISTRES, "delai: 7", "delai: 0", "natures[0].horloges[0].delai", "supérieur à 0"),
    (REGISTRES, "delai: 7", "delai: -7", "natures[0].horloges[0].delai", "supérieur à 0"),
    (REGISTRES, "delai: 7", "delai: 1.5", "natures[0].horloges[0].delai", "entier"),
    (REGISTRES, HORLOGE_1, HORLOGE_1.replace("[repondue_le]", "[accuse_le]"),
     "natures[0].horloges[0].arrivees[0]", "« accuse_le » n’est pas admis"),
    (REGISTRES, HORLOGE_1, HORLOGE_1.replace("depart: recue_le", "depart: proposee_le")
     .replace("[repondue_le]", "[proposee_le]"), "natures[0].horloges[0].arrivees", "à la fois"),
    (REGISTRES, HORLOGE_1, HORLOGE_1 + "\n        attente_exige_delai: true",
     "natures[0].horloges[0].attente_exige_delai", "sans effet"),
    (REGISTRES, HORLOGE_1, HORLOGE_1 + "\n        canaux: [guichet]", "natures[0].horloges",
     "aucun délai « intervention » par le canal « application »"),
    (REGISTRES, HORLOGE_1, HORLOGE_1 + "\n        exclusions_sans_effet: [absence]",
     "natures[0].horloges[0].exclusions_sans_effet", "de cette nature"),
    (REGISTRES, "2025-01-01", "2024-01-01", "natures[1].horloges[1]", "l’horloge"),
    (REGISTRES, "2025-01-01", "2025-13-01", "natures[1].horloges[1].a_partir_du", "date"),
    (REGISTRES, "natures: [acte]", "natures: [acte, voirie]\n    canaux: [guichet]", "canaux",
     "deux fois"),
    (REGISTRES, "natures: [acte]", "natures: [voirie]", "natures[1].code", "aucun registre"),
    (REGISTRES, "code: actes", "code: signalements", "registres[1].code", "figure déjà"),
    (REGISTRES, "unite: habitants,", "unite: habitants, dimension: lieu,",
     "grandeurs[0].dimensions", "les deux"),
    # indicators
    (M1, "domaine: Espace public", "domaine: Espaces publics", "domaine", "« Espace public » ?"),
    (M1, "module: 1", "module: 7", "module", "les modules"),
    (M1, "engagements: [2]", "engagements: [51]", "engagements[0]", "les engagements"),
    (M1, "engagements: [2]", "engagements: [3]", "engagements[0]", "du module 2"),
    # answers of surveys
    (M1, RATE, REPONSES.replace("question: accueil", "mode: papier"), "formule.numerateur[0].filtre",
     "dites de quelle question"),
    (M1, RATE, REPONSES.replace("questionnaire: pan, ", ""),
     "formule.numerateur[0].filtre.question", "nommez-le"),
    (M1, RATE, REPONSES.replace("satisfaites", "contentes"), "formule.numerateur[0].reponses",
     "les mesures de réponses"),
    (M1, RATE, REPONSES.replace("pan,", "pan, mode: pigeon,"), "formule.filtre.mode",
     "les modes de réponse"),
    (M1, RATE, REPONSES.replace("pan,", "pan, nature: voirie,"), "formule.filtre.nature",
     "aucun terme"),
    (M1, RATE, REPONSES.replace("reponses: satisfaites}", "reponses: posees, mesure: recues}"),
     "formule.numerateur[0]", "une origine et une seule"),
    (M1, "sens: hausse", "remplace: pour voir\nsens: hausse", "remplace", "à remplacer"),
    (M1, "detail: [canal]", "detail: [couleur]", "detail[0]", "les découpages"),
    (M1, RATE, RATE.replace("a_temps", "a_tems"), "formule.numerateur[0].mesure", "« a_temps » ?"),
    (M1, RATE, RATE.replace("signalements", "plaintes"), "formule.filtre.registre", "les registres"),
    (M1, RATE, RATE.replace("signalements", "[signalements, actes]"), "formule.filtre.registre",
     "un seul registre"),
    (M1, RATE, RATE.replace("registre: signalements", "nature: bruit"), "formule.filtre.nature",
     "les natures"),
    (M1, RATE, RATE.replace("registre: signalements", "canal: urne"), "formule.filtre.canal",
     "les canaux"),
    (M1, RATE, RATE.replace("registre: signalements", "couleur: rouge"), "formule.filtre.couleur",
     "les critères de filtre"),
    (M1, RATE, RATE.replace("registre: signalements", "dimension: nord"),
     "formule.filtre.dimension", "aucun terme"),
    (M1, RATE, "{numerateur: {grandeur: visites}, denominateur: recues}",
     "formule.numerateur[0].grandeur", "les grandeurs"),
    (M1, RATE, ("{numerateur: {grandeur: habitants_recus, filtre: {dimension: nord}}, "
     "denominateur: {periodes: mois}}"), "formule.numerateur[0].grandeur", "par « nord »"),
    (M1, RATE, ("{numerateur: {grandeur: habitants_recus, filtre: {canal: guichet}}, "
     "denominateur: {periodes: mois}}"), "formule.numerateur[0].filtre.canal", "ne se filtre pas"),
    (M1, RATE, "{numerateur: {mesure: a_temps, grandeur: habitants_recus}, denominateur: recues}",
     "formule.numerateur[0]", "une origine et une seule"),
    (M1, RATE, "{numerateur: a_temps, denominateur: {territoire: habitants}}",
     "formule.denominateur[0].par", "va avec « territoire »"),
    (M1, RATE, "{numerateur: a_temps, denominateur: {territoire: habitants, par: semaine}}",
     "formule.denominateur[0].par", "les périodes"),
    (M1, RATE, "{numerateur: a_temps, denominateur: {periodes: semaine}}",
     "formule.denominateur[0].periodes", "les périodes"),
    (M1, RATE, "{numerateur: a_temps, denominateur: {indicateur: M2}}",
     "formule.denominateur[0].partie", "va avec « indicateur »"),
    (M1, RATE, ("{numerateur: {mesure: a_temps, filtre: {nature: voirie}}, denominateur: echues, "
     "filtre: {nature: voirie}}"), "formule.numerateur[0].filtre.nature", "déjà filtré"),
    # units and targets
    (M1, RATE, "{numerateur: a_temps}", "unite", "demande un dénominateur"),
    (M2, "unite: jours_ouvres\n", "unite: jours\n", "unite", "se compte en « jours_ouvres »"),
    (M1, "unite: pourcent", "unite: par_mois", "unite", "« periodes: mois »"),
    (M2, ", unite: jours_ouvres", "", "cibles[0].unite", "clé obligatoire absente"),
    (M2, CIBLE, CIBLE.replace("jours_ouvres", "jours"), "cibles[0].unite", "ne convient pas"),
    (M2, CIBLE, CIBLE.replace("jours_ouvres", "semaines"), "cibles[0].unite", "valeurs admises"),
    (M2, CIBLE, CIBLE.replace("minimum: 1", "minimum: 3"), "cibles[0]", "intervalle renversé"),
    (M2, CIBLE, CIBLE.replace("minimum: 1, ", ""), "cibles[0]", "un « minimum » et un « maximum »"),
    (M2, CIBLE, "unite: jours_ouvres", "cibles[0]", "donnez « valeur »"),
    (M2, CIBLE, "valeur: 1, " + CIBLE, "cibles[0]", "donnez « valeur »"),
    (M2, CIBLE, CIBLE.replace("minimum: 1", "minimum: un"), "cibles[0].minimum", "nombre positif"),
    (M2, CIBLE, CIBLE.replace("minimum: 1", "minimum: -1"), "cibles[0].minimum", "nombre positif"),
    (M2, "annee: 2025", "annee: 25", "cibles[0].annee", "au moins égal à 2000"),
    # references
    (M2, MOYENNE, VERS_M1.replace("M1", "M9"), "formule.numerateur[0].indicateur", "les indicateurs"),
    (M2, MOYENNE, VERS_M1.replace("M1", "M2"), "formule", "formule circulaire : M2 → M2"),
]  # fmt: skip


def faults_of(dossier):
    with pytest.raises(ReferentielInvalideError) as refus:
        load_referentiel(dossier)
    return refus.value.fautes


@pytest.mark.parametrize(("fichier", "avant", "apres", "cle", "motif"), CAS)
def test_chaque_faute_dit_son_fichier_sa_cle_et_son_motif(spoil, fichier, avant, apres, cle, motif):
    fautes = faults_of(spoil(fichier, avant, apres))

    assert any(f.fichier == fichier and f.cle == cle and motif in f.motif for f in fautes), (
        "\n".join(map(str, fautes))
    )


def test_deux_registres_ne_recoivent_pas_la_meme_demande(spoil):
    dossier = spoil(
        "registres.yaml",
        "natures: [acte]\n    canaux: []",
        "natures: [voirie]\n    canaux: [guichet]",
    )

    assert any("« voirie / guichet » figure déjà" in f.motif for f in faults_of(dossier))


def test_un_filtre_toujours_vide_est_refuse(spoil):
    dossier = spoil(
        M1, RATE, RATE.replace("registre: signalements", "nature: acte, canal: guichet")
    )
    (dossier / "registres.yaml").write_text(
        (dossier / "registres.yaml")
        .read_text()
        .replace("    canaux: []", "    canaux: [application]")
    )

    assert [str(f) for f in faults_of(dossier)] == [
        (
            "indicateurs/M1.yaml, formule.filtre : aucun registre ne reçoit ces natures par ces canaux : "
            "le résultat serait toujours vide."
        )
    ]


def test_toutes_les_fautes_de_tous_les_fichiers_sont_dites_ensemble(spoil):
    spoil(INDEX, SEUIL, "seuil_significatif: {valeur: -1")
    spoil(REGISTRES, "delai: 7", "delai: 0")
    spoil(M1, RATE, RATE.replace("a_temps", "a_tems"))
    fautes = faults_of(spoil(M2, CIBLE, CIBLE.replace("jours_ouvres", "jours")))

    assert [f.fichier for f in fautes] == [INDEX, M1, M2, REGISTRES]


def test_un_fichier_fautif_ne_fait_pas_accuser_les_autres(spoil):
    fautes = faults_of(spoil(REGISTRES, "delai: 7", "delai: 0"))

    assert {f.fichier for f in fautes} == {REGISTRES}


def test_le_message_nomme_le_referentiel_et_chaque_faute(spoil):
    dossier = spoil(REGISTRES, "delai: 7", "delai: 0")

    with pytest.raises(ReferentielInvalideError) as refus:
        load_referentiel(dossier)

    assert str(refus.value) == (
        "Le référentiel « exemple-mairie/2024-01 » ne peut pas être chargé. "
        "Corrigez les fautes suivantes, puis recommencez :\n"
        "- registres.yaml, natures[0].horloges[0].delai : « 0 » doit être supérieur à 0."
    )


def test_une_boucle_entre_indicateurs_est_dite_une_fois_avec_son_chemin(mairie):
    for code, suivant in (("M1", "M2"), ("M2", "M10"), ("M10", "M1")):
        source = (mairie / M1).read_text(encoding="utf-8")
        texte = source.replace(
            RATE, VERS_M1.replace("M1", suivant).replace("}}", "}, denominateur: echues}")
        )
        (mairie / f"boucle-{code}.yaml").write_text(texte, encoding="utf-8")
    for code in ("M1", "M2", "M10"):
        (mairie / f"boucle-{code}.yaml").rename(mairie / "indicateurs" / f"{code}.yaml")
        (mairie / "exemples" / f"{code}.yaml").touch()

    assert [str(f) for f in faults_of(mairie)] == [
        "indicateurs/M1.yaml, formule : formule circulaire : M1 → M2 → M10 → M1."
    ]


def test_renvoi_a_un_indicateur_sans_formule_est_refuse(spoil):
    spoil(M1, RATE, "null")
    fautes = faults_of(spoil(M2, MOYENNE, VERS_M1))

    assert [f.motif for f in fautes] == ["l’indicateur « M1 » n’a pas de formule."]


def test_renvoi_a_un_denominateur_absent_est_refuse(spoil):
    spoil(M1, RATE, "{numerateur: recues}")
    spoil(M1, "unite: pourcent", "unite: nombre")
    fautes = faults_of(spoil(M2, MOYENNE, VERS_M1.replace("numerateur}}", "denominateur}}")))

    assert [f.motif for f in fautes] == ["l’indicateur « M1 » est sans dénominateur."]


def test_un_indicateur_sans_exemple_est_refuse(mairie):
    (mairie / "exemples" / "M2.yaml").unlink()

    assert [str(f) for f in faults_of(mairie)] == [
        "indicateurs/M2.yaml : aucun exemple : exemples/M2.yaml manque."
    ]


def test_un_exemple_sans_indicateur_est_refuse(mairie):
    (mairie / "indicateurs" / "M2.yaml").unlink()

    assert [str(f) for f in faults_of(mairie)] == [
        "exemples/M2.yaml : aucun indicateur « M2 » n’a ces exemples."
    ]


def test_un_fichier_absent_est_dit(mairie):
    (mairie / ENGAGEMENTS).unlink()

    assert "engagements.yaml : le fichier manque." in map(str, faults_of(mairie))


def test_un_fichier_qui_n_est_pas_en_utf_8_est_dit(mairie):
    (mairie / M1).write_bytes("libelle: Délai".encode("latin-1"))

    assert "UTF-8" in faults_of(mairie)[0].motif


def test_un_fichier_sans_cles_est_dit(mairie):
    (mairie / M1).write_text("bonjour", encoding="utf-8")

    assert "doit contenir des clés" in faults_of(mairie)[0].motif


def test_un_dossier_sans_referentiel_est_refuse(tmp_path):
    with pytest.raises(ReferentielIntrouvableError, match=r"index\.yaml manque"):
        load_referentiel(tmp_path / "inconnu" / "2020-01")
