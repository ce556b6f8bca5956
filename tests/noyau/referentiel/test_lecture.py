"""Sound référentiels: what loading gives."""

import datetime as dt
import shutil
import time
from fractions import Fraction

import pytest

from qualepref.noyau.calcul.cellules import MESURES as MESURES_DES_CELLULES
from qualepref.noyau.calcul.releves import Etat, Tracage
from qualepref.noyau.calcul.reponses import MESURES_REPONSES as MESURES_REPONSES_DES_CELLULES
from qualepref.noyau.referentiel.exemples import ETATS_ATTENDUS
from qualepref.noyau.referentiel.fautes import ReferentielInvalideError
from qualepref.noyau.referentiel.lecture import (
    extend,
    list_referentiels,
    load_indicateurs_site,
    load_referentiel,
)
from qualepref.noyau.referentiel.modele import Terme
from qualepref.noyau.referentiel.vocabulaire import MESURES, MESURES_REPONSES, TRACAGES


SECONDES = 0.15


@pytest.fixture(scope="module")
def qual_e_pref(racine):
    return load_referentiel(racine / "qual-e-pref" / "2019-02")


def test_list_referentiels_ignore_les_dossiers_des_sites(racine):
    assert list_referentiels(racine) == (("exemple-mairie", "2024-01"), ("qual-e-pref", "2019-02"))


def test_deux_referentiels_ne_partagent_aucun_code(racine, qual_e_pref):
    mairie = load_referentiel(racine / "exemple-mairie" / "2024-01")

    assert not {n.code for n in mairie.natures} & {n.code for n in qual_e_pref.natures}
    assert [i.code for i in mairie.indicateurs] == ["M1", "M2"]


def test_le_vocabulaire_des_mesures_est_celui_du_calcul():
    assert frozenset(MESURES_DES_CELLULES) == MESURES
    assert frozenset(MESURES_REPONSES_DES_CELLULES) == MESURES_REPONSES
    assert frozenset(Tracage) - {Tracage.MIXTE, Tracage.ENQUETE} == TRACAGES
    assert frozenset(Etat) == frozenset(ETATS_ATTENDUS)


def test_un_terme_seul_se_passe_de_liste_et_une_mesure_de_cle(mairie):
    formule = load_referentiel(mairie).indicateur("M2").formule

    assert formule.numerateur == (
        Terme(mesure="somme_jours_ouvres", filtre=(("nature", ("acte",)),)),
    )


def test_un_registre_vaut_ses_natures_et_ses_canaux(mairie):
    (terme,) = load_referentiel(mairie).indicateur("M1").formule.numerateur

    assert terme.filtre == (("canal", ("application", "guichet")), ("nature", ("voirie",)))


def test_le_filtre_d_une_formule_va_aux_seuls_termes_qu_il_concerne(spoil):
    dossier = spoil(
        "indicateurs/M1.yaml",
        "{numerateur: a_temps, denominateur: echues, filtre: {registre: signalements}}",
        "{numerateur: [a_temps, {grandeur: habitants_recus}], denominateur: {periodes: mois}, "
        "filtre: {canal: guichet}}",
    )
    formule = load_referentiel(dossier).indicateur("M1").formule

    assert [t.filtre for t in formule.numerateur] == [(("canal", ("guichet",)),), ()]


def test_une_cible_en_intervalle_garde_ses_bornes_exactes(spoil):
    dossier = spoil(
        "indicateurs/M1.yaml",
        "detail: [canal]",
        'cibles: [{annee: 2024, minimum: 75, maximum: "80,5", unite: pourcent, source: x}]',
    )
    (cible,) = load_referentiel(dossier).indicateur("M1").cibles

    assert (cible.minimum, cible.maximum) == (Fraction(3, 4), Fraction(161, 200))


def test_une_cible_en_pour_mille_convient_a_un_taux(spoil):
    dossier = spoil(
        "indicateurs/M1.yaml",
        "detail: [canal]",
        "cibles: [{annee: 2024, valeur: 0.5, unite: pour_mille, source: x, site: mairie-x}]",
    )
    (cible,) = load_referentiel(dossier).indicateur("M1").cibles

    assert (cible.minimum, cible.site) == (Fraction(1, 2000), "mairie-x")


def test_l_apostrophe_d_un_domaine_peut_etre_droite(spoil):
    spoil("index.yaml", "domaines: [Espace public,", "domaines: [L’espace public,")
    dossier = spoil("indicateurs/M1.yaml", "domaine: Espace public", "domaine: L'espace public")

    assert load_referentiel(dossier).indicateur("M1").domaine == "L’espace public"


def version_of(dossier, code="M1"):
    return load_referentiel(dossier).indicateur(code).version


def test_la_version_d_un_indicateur_suit_sa_definition(mairie, spoil):
    avant = version_of(mairie)
    spoil("indicateurs/M1.yaml", "sens: hausse", "sens: baisse")

    assert version_of(mairie) != avant


def test_la_version_d_un_indicateur_ignore_ses_cibles_et_la_mise_en_page(mairie, spoil):
    avant = version_of(mairie, "M2")
    spoil("indicateurs/M2.yaml", "maximum: 2", "maximum: 3")
    spoil(
        "indicateurs/M2.yaml", "numerateur: somme_jours_ouvres", "numerateur: [somme_jours_ouvres]"
    )

    assert version_of(mairie, "M2") == avant


def test_la_version_d_un_indicateur_suit_ceux_auxquels_il_renvoie(mairie, spoil):
    spoil(
        "indicateurs/M2.yaml",
        "{numerateur: somme_jours_ouvres, denominateur: delais, filtre: {nature: acte}}",
        "{numerateur: {indicateur: M1, partie: numerateur}}",
    )
    avant = version_of(mairie, "M2")
    spoil("indicateurs/M1.yaml", "numerateur: a_temps", "numerateur: repondues")

    assert version_of(mairie, "M2") != avant


def test_registre_of_choisit_par_le_canal_quand_la_nature_est_partagee(qual_e_pref):
    registres = [qual_e_pref.registre_of("information", c).code for c in ("courrier", "formulaire")]

    assert registres == ["courriers", "courriels"]


def test_registre_of_refuse_ce_qu_aucun_registre_ne_recoit(qual_e_pref):
    with pytest.raises(KeyError):
        qual_e_pref.registre_of("information", "urne")


@pytest.mark.parametrize("lookup", ["indicateur", "nature", "registre", "grandeur"])
def test_un_code_inconnu_leve_keyerror(qual_e_pref, lookup):
    with pytest.raises(KeyError, match="absent"):
        getattr(qual_e_pref, lookup)("absent")


def test_horloges_for_suit_la_date_de_reception(racine):
    acte = load_referentiel(racine / "exemple-mairie" / "2024-01").nature("acte")

    delais = [
        [h.delai for h in acte.horloges_for("", le)]
        for le in (dt.date(2023, 12, 31), dt.date(2024, 12, 31), dt.date(2025, 1, 1))
    ]

    assert delais == [[], [3], [2]]


def test_exclusions_for_suit_le_canal(qual_e_pref):
    information = qual_e_pref.nature("information")

    assert "complexe" in information.exclusions_for("courriel")
    assert "complexe" not in information.exclusions_for("courrier")


def test_le_chargement_est_rapide(racine):
    dossier = racine / "qual-e-pref" / "2019-02"
    load_referentiel(dossier)
    durees = []
    for _ in range(3):
        debut = time.process_time()
        load_referentiel(dossier)
        durees.append(time.process_time() - debut)

    assert min(durees) < SECONDES


@pytest.fixture
def site(racine, tmp_path):
    """A copy of the indicators of a site, free to be spoiled."""
    dossier = tmp_path / "sites" / "pref-44"
    shutil.copytree(racine / "sites" / "pref-44", dossier)
    return dossier


def test_extend_ajoute_les_indicateurs_du_site(site, qual_e_pref):
    indicateurs = load_indicateurs_site(site, qual_e_pref)

    etendu = extend(qual_e_pref, indicateurs)

    assert etendu.indicateur("44-ECOUTE").formule.numerateur[0].indicateur == "I6"


def test_un_site_sans_dossier_n_ajoute_rien(tmp_path, qual_e_pref):
    assert load_indicateurs_site(tmp_path / "pref-63", qual_e_pref) == ()


def test_un_site_ne_prend_pas_un_code_du_referentiel(site, qual_e_pref):
    for dossier in ("indicateurs", "exemples"):
        (site / dossier / "44-ECOUTE.yaml").rename(site / dossier / "I6.yaml")

    with pytest.raises(ReferentielInvalideError, match="le code « I6 » est pris"):
        load_indicateurs_site(site, qual_e_pref)


def test_un_site_ne_renvoie_pas_a_un_indicateur_inconnu(site, qual_e_pref):
    chemin = site / "indicateurs" / "44-ECOUTE.yaml"
    chemin.write_text(
        chemin.read_text().replace("{indicateur: I6, partie: num", "{indicateur: I60, partie: num")
    )

    with pytest.raises(
        ReferentielInvalideError, match="« I60 » ne figure pas parmi les indicateurs"
    ):
        load_indicateurs_site(site, qual_e_pref)


def test_un_site_remplace_un_indicateur_en_disant_pourquoi(racine, qual_e_pref):
    propres = load_indicateurs_site(racine / "sites" / "pref-63", qual_e_pref)

    etendu = extend(qual_e_pref, propres)

    codes = [i.code for i in qual_e_pref.indicateurs]
    assert [i.code for i in etendu.indicateurs] == codes
    commun, propre = qual_e_pref.indicateur("I15"), etendu.indicateur("I15")
    assert propre.version != commun.version
    assert (commun.remplace, "confidentialité" in propre.remplace) == ("", True)


@pytest.mark.parametrize(
    ("avant", "apres", "cle", "motif"),
    [
        ("unite: pourcent", "unite: pour_mille", "unite", "« pourcent » dans le référentiel"),
        ("sens: hausse", "sens: baisse", "sens", "« hausse » dans le référentiel"),
        ("module: 1", "module: 2", "module", "« 1 » dans le référentiel"),
    ],
    ids=lambda v: v.partition(":")[0],
)
def test_un_remplacement_reste_comparable(tmp_path, racine, qual_e_pref, avant, apres, cle, motif):
    site = tmp_path / "pref-63"
    shutil.copytree(racine / "sites" / "pref-63", site)
    chemin = site / "indicateurs" / "I15.yaml"
    chemin.write_text(chemin.read_text().replace(avant, apres))

    with pytest.raises(ReferentielInvalideError) as refus:
        load_indicateurs_site(site, qual_e_pref)

    assert any(f.cle == cle and motif in f.motif for f in refus.value.fautes)


def test_un_indicateur_dont_un_autre_depend_ne_se_remplace_pas(tmp_path, racine):
    dossier = tmp_path / "exemple-mairie" / "2024-01"
    shutil.copytree(racine / "exemple-mairie" / "2024-01", dossier)
    m2 = dossier / "indicateurs" / "M2.yaml"
    m2.write_text(
        m2.read_text().replace(
            "{numerateur: somme_jours_ouvres, denominateur: delais, filtre: {nature: acte}}",
            "{numerateur: {indicateur: M1, partie: numerateur}}",
        )
    )
    site = tmp_path / "site"
    for sous_dossier in ("indicateurs", "exemples"):
        (site / sous_dossier).mkdir(parents=True)
        shutil.copy(dossier / sous_dossier / "M1.yaml", site / sous_dossier / "M1.yaml")
    m1 = site / "indicateurs" / "M1.yaml"
    m1.write_text("remplace: pour voir\n" + m1.read_text())

    with pytest.raises(ReferentielInvalideError) as refus:
        load_indicateurs_site(site, load_referentiel(dossier))

    assert [f.motif for f in refus.value.fautes] == [
        "l’indicateur « M2 » du référentiel en dépend."
    ]
