import datetime as dt
import html
import json
import re
from fractions import Fraction

import pytest
from django.urls import reverse
from hypothesis import given, strategies as st

from qualepref.amelioration.enums import TypeEvaluation, VerdictGrille
from qualepref.amelioration.models import Evaluation, LigneGrille
from qualepref.amelioration.operations.evaluations import (
    EvaluationCloseError,
    EvaluationDonnee,
    EvaluationRefuseeError,
    GrilleIncompleteError,
    LigneRefuseeError,
    close_evaluation,
    create_evaluation,
    set_ligne,
)
from qualepref.amelioration.rules.evaluations import (
    Exigence,
    LigneDonnee,
    compute_avancement,
    find_changees,
)
from qualepref.config.commandes import main
from qualepref.suivi.operations.imports import FichierDonne, apply_import, check_import
from qualepref.suivi.rendering.registres import export_registre
from usines import build_agent, build_service, build_site, connect


LE = dt.date(2026, 11, 20)
MAINTENANT = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)
CONFORME = LigneDonnee(VerdictGrille.CONFORME)


@given(st.lists(st.sampled_from(VerdictGrille.values)))
def test_pas_de_taux_tant_qu_une_ligne_reste_a_evaluer(verdicts):
    avancement = compute_avancement(verdicts)

    applicables = [v for v in verdicts if v != "sans_objet"]
    if "a_evaluer" in verdicts or not applicables:
        assert avancement.conformite is None
    else:
        assert avancement.conformite == Fraction(verdicts.count("conforme"), len(applicables))
    assert sum(avancement.par_verdict.values()) == avancement.total == len(verdicts)


def test_un_texte_change_ou_nouveau_est_marque():
    avant = [Exigence(1, 1, "", "Ancien"), Exigence(1, 2, "", "Même")]
    apres = [Exigence(1, 1, "", "Nouveau"), Exigence(1, 2, "", "Même"), Exigence(1, 2, "2.1", "X")]

    assert find_changees(avant, apres) == {(1, ""), (2, "2.1")}


@pytest.fixture
def site(db):
    return build_site(modules=(1, 4))


@pytest.fixture
def evaluation(site):
    return open_evaluation(site)


def open_evaluation(site, **valeurs):
    base = {"type": TypeEvaluation.AUTO_DIAGNOSTIC, "titre": "Auto-diagnostic", "debut_le": LE}
    return create_evaluation(
        site, donnee=EvaluationDonnee(**(base | valeurs)), par="referent", le=LE
    )


def test_la_grille_reprend_le_perimetre_et_ses_sous_engagements(site, evaluation):
    numeros = {ligne.sous_engagement or str(ligne.engagement) for ligne in evaluation.lignes.all()}

    assert {"1", "2", "2.1", "8.4", "37"} <= numeros
    assert "21" not in numeros
    assert evaluation.version == site.version


def test_chaque_service_a_ses_lignes(site):
    accueil, guichet = (
        build_service(site, "accueil", "Accueil"),
        build_service(site, "g", "Guichet"),
    )

    evaluation = open_evaluation(site, services=(accueil, guichet))

    par_service = evaluation.lignes.filter(engagement=2, sous_engagement="2.1")
    assert {ligne.service for ligne in par_service} == {accueil, guichet}


@pytest.mark.parametrize(
    ("valeurs", "motif"),
    [
        ({"fin_le": LE - dt.timedelta(1)}, "précède le premier"),
        ({"services": "ailleurs"}, "n’est pas un service"),
    ],
)
def test_une_evaluation_impossible_est_refusee(site, valeurs, motif):
    if valeurs.get("services"):
        autre = build_site(code="pref-63", nom="Puy-de-Dôme")
        valeurs = {"services": (build_service(autre),)}

    with pytest.raises(EvaluationRefuseeError, match=motif):
        open_evaluation(site, **valeurs)

    assert not Evaluation.objects.exists()


def test_un_perimetre_vide_n_a_rien_a_evaluer(db):
    with pytest.raises(EvaluationRefuseeError, match="aucun module"):
        open_evaluation(build_site(modules=()))


def test_un_verdict_partiel_dit_son_ecart(evaluation):
    ligne = evaluation.lignes.first()

    with pytest.raises(LigneRefuseeError, match="dit l’écart"):
        set_ligne(ligne, donnee=LigneDonnee(VerdictGrille.PARTIEL), par="referent")

    ligne.refresh_from_db()
    assert ligne.verdict == VerdictGrille.A_EVALUER


def test_une_grille_incomplete_ne_se_clot_pas(evaluation):
    with pytest.raises(GrilleIncompleteError, match="lignes restent à évaluer"):
        close_evaluation(evaluation, conclusion="", par="referent", le=LE)


def test_close_la_grille_ne_change_plus(evaluation):
    evaluation.lignes.update(verdict=VerdictGrille.CONFORME)
    close_evaluation(evaluation, conclusion="Prêts.", par="referent", le=LE)

    with pytest.raises(EvaluationCloseError):
        set_ligne(evaluation.lignes.first(), donnee=CONFORME, par="referent")


def test_la_suivante_reprend_ce_qui_a_ete_dit_et_marque_ce_qui_a_change(site, evaluation):
    evaluation.lignes.update(verdict=VerdictGrille.PARTIEL, ecart="À revoir.")

    suivante = open_evaluation(site, titre="Audit blanc", precedente=evaluation)

    ligne = suivante.lignes.get(engagement=1)
    assert (ligne.verdict, ligne.ecart, ligne.changee) == ("partiel", "À revoir.", False)


def test_une_grille_s_exporte_se_remplit_et_revient(site, evaluation, tmp_path):
    fichier = tmp_path / "grille.xlsx"
    export_registre(site, fichier, registre="grilles")
    identique = check_import(site, donne=FichierDonne(chemin=fichier, registre="grilles"), le=LE)
    assert (identique.erreurs, identique.difference.inchangees) == ((), evaluation.lignes.count())
    premier = LigneGrille.objects.get(evaluation=evaluation, engagement=1, sous_engagement="")
    csv = tmp_path / "retour.csv"
    csv.write_text(
        "N° d’évaluation;Engagement;Service;Verdict;Écart constaté\n"
        f"{evaluation.pk};1;;non conforme;Horaires absents\n"
        f"{evaluation.pk};2.1;;conforme;\n"
    )

    bilan = apply_import(
        site, donne=FichierDonne(chemin=csv, registre="grilles"), par="referent", le=LE,
        maintenant=MAINTENANT,
    )  # fmt: skip

    assert (bilan.erreurs, len(bilan.difference.modifiees)) == ((), 2)
    premier.refresh_from_db()
    assert (premier.verdict, premier.ecart) == ("non_conforme", "Horaires absents")


def test_la_page_d_une_evaluation_donne_sa_grille_en_fichier(site, evaluation):
    client = connect(build_agent("referent", site))
    page = client.get(reverse("evaluation", args=[site.pk, evaluation.pk])).content.decode()
    adresse = re.search(r'href="([^"]*/export/[^"]*)"', page).group(1)

    reponse = client.get(html.unescape(adresse))

    assert reponse["Content-Disposition"].startswith("attachment")


def test_une_grille_close_revient_telle_quelle_mais_ne_change_pas(site, evaluation, tmp_path):
    LigneGrille.objects.update(verdict=VerdictGrille.CONFORME)
    close_evaluation(evaluation, conclusion="", par="referent", le=LE)
    ouverte = open_evaluation(site, titre="Suivante")
    fichier = tmp_path / "grilles.xlsx"
    export_registre(site, fichier, registre="grilles")
    csv = tmp_path / "close.csv"
    csv.write_text(f"N° d’évaluation;Engagement;Verdict\n{evaluation.pk};1;sans objet\n")

    tout = check_import(site, donne=FichierDonne(chemin=fichier, registre="grilles"), le=LE)
    change = check_import(site, donne=FichierDonne(chemin=csv, registre="grilles"), le=LE)

    lignes = evaluation.lignes.count() + ouverte.lignes.count()
    assert (tout.erreurs, tout.difference.inchangees) == ((), lignes)
    assert any("est close" in str(erreur) for erreur in change.erreurs)


def test_une_colonne_absente_de_la_grille_ne_change_rien(site, evaluation, tmp_path):
    LigneGrille.objects.filter(engagement=1).update(point_fort="Un accueil refait.")
    csv = tmp_path / "retour.csv"
    csv.write_text(f"N° d’évaluation;Engagement;Verdict\n{evaluation.pk};1;conforme\n")

    apply_import(
        site, donne=FichierDonne(chemin=csv, registre="grilles"), par="referent", le=LE,
        maintenant=MAINTENANT,
    )  # fmt: skip

    ligne = evaluation.lignes.get(engagement=1, sous_engagement="")
    assert (ligne.verdict, ligne.point_fort) == ("conforme", "Un accueil refait.")


@pytest.mark.parametrize(
    ("ligne", "motif"),
    [
        ("{pk};99;;conforme;", "n’a pas de ligne « 99 »"),
        ("{pk};1;;parfait;", "parfait"),
        ("{pk};1;;partiel;", "dit l’écart"),
        ("0;1;;conforme;", "n’a pas de ligne"),
    ],
)
def test_une_grille_fautive_ne_change_rien(site, evaluation, tmp_path, ligne, motif):
    csv = tmp_path / "retour.csv"
    csv.write_text(
        "N° d’évaluation;Engagement;Service;Verdict;Écart constaté\n"
        f"{evaluation.pk};2;;conforme;\n{ligne.format(pk=evaluation.pk)}\n"
    )

    bilan = check_import(site, donne=FichierDonne(chemin=csv, registre="grilles"), le=LE)

    assert any(motif in str(erreur) for erreur in bilan.erreurs)
    assert not evaluation.lignes.exclude(verdict=VerdictGrille.A_EVALUER).exists()


PAGES = ("evaluations", "evaluation", "evaluation_ligne", "evaluation_nouvelle",
         "evaluation_clore", "evaluation_supprimer")  # fmt: skip
GESTION = {"evaluation_nouvelle", "evaluation_clore", "evaluation_supprimer"}


def address(nom, site, evaluation):
    arguments = [site.pk]
    if nom not in ("evaluations", "evaluation_nouvelle"):
        arguments.append(evaluation.pk)
    if nom == "evaluation_ligne":
        arguments.append(evaluation.lignes.first().pk)
    return reverse(nom, args=arguments)


@pytest.mark.parametrize("page", PAGES)
def test_qui_voit_quoi(site, evaluation, page):
    autre = build_site(code="pref-63", nom="Puy-de-Dôme")
    adresse = address(page, site, evaluation)
    lit = page in ("evaluations", "evaluation")

    codes = {
        "referent": connect(build_agent("referent", site)).get(adresse).status_code,
        "lecteur": connect(build_agent("lecteur", site)).get(adresse).status_code,
        "auditeur": connect(build_agent("auditeur", site, jusqu_au=dt.date(2050, 1, 1)))
        .get(adresse)
        .status_code,
        "ailleurs": connect(build_agent("referent", autre)).get(adresse).status_code,
        "public": connect().get(adresse).status_code,
        "national": connect(build_agent("national")).get(adresse).status_code,
    }

    assert codes == {
        "referent": 200,
        "lecteur": 200 if lit else 403,
        "auditeur": 200 if lit else 403,
        "ailleurs": 404,
        "public": 302,
        "national": 200 if page == "evaluations" else 403,
    }


def test_un_auditeur_dont_le_role_est_fini_ne_voit_plus_le_site(site, evaluation):
    ancien = build_agent("auditeur", site, jusqu_au=dt.date(2020, 1, 1))

    reponse = connect(ancien).get(reverse("evaluations", args=[site.pk]))

    assert reponse.status_code == 403
    assert "a pris fin le 01/01/2020" in reponse.content.decode()


def test_un_correspondant_evalue_les_lignes_de_son_service_seulement(site):
    accueil, guichet = (
        build_service(site, "accueil", "Accueil"),
        build_service(site, "g", "Guichet"),
    )
    evaluation = open_evaluation(site, services=(accueil, guichet))
    agent = connect(build_agent("correspondant", site, service=accueil))

    def judge(service):
        ligne = evaluation.lignes.get(engagement=1, service=service)
        adresse = reverse("evaluation_ligne", args=[site.pk, evaluation.pk, ligne.pk])
        return agent.post(adresse, {"verdict": "conforme"}).status_code

    assert (judge(accueil), judge(guichet)) == (302, 403)


def test_juger_une_ligne_mene_a_la_suivante(site, evaluation):
    client = connect(build_agent("referent", site))
    premiere = evaluation.lignes.get(engagement=1)
    adresse = reverse("evaluation_ligne", args=[site.pk, evaluation.pk, premiere.pk])

    reponse = client.post(
        adresse, {"verdict": "conforme", "point_fort": "<script>alert(1)</script>"}
    )

    suivante = evaluation.lignes.get(engagement=2, sous_engagement="")
    assert reponse.url == reverse("evaluation_ligne", args=[site.pk, evaluation.pk, suivante.pk])
    page = client.get(reverse("evaluation", args=[site.pk, evaluation.pk])).content.decode()
    assert "&lt;script&gt;alert(1)" in page
    assert "pas de taux tant que la grille n’est pas complète" in page


def test_ouvrir_clore_rouvrir_supprimer_par_les_pages(site):
    client = connect(build_agent("referent", site))
    nouvelle = {"type": "audit_interne", "titre": "Audit interne", "debut_le": "2026-03-23"}
    client.post(reverse("evaluation_nouvelle", args=[site.pk]), nouvelle)
    evaluation = Evaluation.objects.get()
    evaluation.lignes.update(verdict=VerdictGrille.CONFORME)

    client.post(reverse("evaluation_clore", args=[site.pk, evaluation.pk]), {"conclusion": "Bien"})
    evaluation.refresh_from_db()
    assert evaluation.close_le is not None
    assert "100\xa0%" in client.get(reverse("evaluations", args=[site.pk])).content.decode()

    client.post(reverse("evaluation_rouvrir", args=[site.pk, evaluation.pk]))
    evaluation.refresh_from_db()
    assert evaluation.close_le is None

    client.post(reverse("evaluation_supprimer", args=[site.pk, evaluation.pk]))
    assert not Evaluation.objects.exists()


def test_la_commande_dit_les_evaluations(site, evaluation, monkeypatch, capsys):
    evaluation.lignes.update(verdict=VerdictGrille.CONFORME)
    evaluation.lignes.filter(engagement=1).update(verdict=VerdictGrille.SANS_OBJET)
    monkeypatch.setattr(
        "sys.argv", ["qualepref", "diagnostic", "--site", "pref-44", "--format", "json"]
    )

    with pytest.raises(SystemExit) as fin:
        main()

    (dite,) = json.loads(capsys.readouterr().out)["evaluations"]
    applicables = evaluation.lignes.count() - 1
    assert fin.value.code == 0
    assert dite["conformite"] == {"numerateur": applicables, "denominateur": applicables}
