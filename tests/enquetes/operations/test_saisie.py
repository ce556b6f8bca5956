"""Sheets typed in: once, in their campaign, corrected and removed with the counts."""

import datetime as dt
from uuid import uuid4

import pytest

from enquetes.usines import FERMETURE, OUVERTURE, build_campagne
from qualepref.enquetes.enums import EtatVerbatim, Mode
from qualepref.enquetes.models import Retour, SecondeLecture, Verbatim
from qualepref.enquetes.operations.cellules import merge_retours
from qualepref.enquetes.operations.retours import ReponsesRefuseesError
from qualepref.enquetes.operations.saisie import (
    FicheDejaRelueError,
    FicheDejaSaisieError,
    FicheModifieeError,
    FicheSaisie,
    HorsCampagneError,
    LotAutreSiteError,
    MemePersonneError,
    ModeNonPrevuError,
    change_fiche,
    delete_fiche,
    record_fiche,
    record_seconde_lecture,
)
from qualepref.enquetes.queries.depouillement import load_depouillement
from qualepref.enquetes.queries.saisie import (
    list_a_retaper,
    list_lots,
    load_bilan_saisie,
    load_reponses,
    next_fiche,
)
from qualepref.enquetes.rules.fiches import digest_valeurs
from qualepref.socle.models import Evenement
from usines import CLERMONT, build_site


pytestmark = pytest.mark.django_db
LE = dt.date(2022, 6, 1)


@pytest.fixture
def site():
    return build_site()


@pytest.fixture
def campagne(site):
    return build_campagne(site)


def sheet(numero=1, reponses=None, **valeurs):
    base = {
        "lot": 3,
        "numero": numero,
        "mode": Mode.PAPIER,
        "jour": OUVERTURE,
        "service": None,
        "cle": uuid4(),
        "reponses": reponses or {"attente": "satisfaisant"},
    }
    return FicheSaisie(**(base | valeurs))


def record(campagne, site, numero=1, reponses=None, *, par="agent.un", **valeurs):
    fiche = sheet(numero, reponses, **valeurs)
    return record_fiche(campagne, fiche=fiche, site=site, par=par, le=LE)


def count(campagne, question, marque):
    cellules = load_depouillement(campagne).cellules
    return sum(n for (_, q, m), n in cellules.items() if (q, m) == (question, marque))


def test_une_fiche_saisie_est_un_retour_compte(campagne, site):
    retour = record(campagne, site, 12)

    assert (retour.fiche, retour.saisi_par, retour.mode) == ("3-12", "agent.un", "papier")
    assert count(campagne, "attente", "satisfaisant") == 1
    assert Evenement.objects.filter(action="retour saisi", site=site.pk).count() == 1


def test_le_meme_envoi_deux_fois_ne_fait_qu_une_fiche(campagne, site):
    cle = uuid4()

    premier, second = (record(campagne, site, cle=cle) for _ in range(2))

    assert premier == second
    assert Retour.objects.count() == 1


def test_une_fiche_deja_saisie_est_refusee(campagne, site):
    record(campagne, site, 12)

    with pytest.raises(FicheDejaSaisieError, match="3-12 est déjà saisie"):
        record(campagne, site, 12)


def test_le_lot_d_un_autre_site_est_refuse(site):
    autre = build_site(**CLERMONT)
    campagne = build_campagne(site, autre)
    record(campagne, site)

    with pytest.raises(LotAutreSiteError, match="autre site"):
        record(campagne, autre, 2)


@pytest.mark.parametrize(
    "jour", [OUVERTURE - dt.timedelta(1), LE + dt.timedelta(1)], ids=["avant", "demain"]
)
def test_un_jour_hors_campagne_est_refuse(campagne, site, jour):
    with pytest.raises(HorsCampagneError, match="06/05/2022 au 01/06/2022"):
        record(campagne, site, jour=jour)


def test_une_feuille_se_saisit_encore_apres_la_fermeture(campagne, site):
    fiche = sheet(jour=FERMETURE)

    record_fiche(campagne, fiche=fiche, site=site, par="agent.un", le=FERMETURE + dt.timedelta(9))

    assert Retour.objects.count() == 1


def test_une_campagne_non_validee_ne_se_saisit_pas(site):
    campagne = build_campagne(site, validee_le=None)

    with pytest.raises(HorsCampagneError, match="pas encore validée"):
        record(campagne, site)


def test_un_mode_non_prevu_est_refuse(campagne, site):
    with pytest.raises(ModeNonPrevuError):
        record(campagne, site, mode=Mode.TELEPHONE)


def test_des_reponses_qui_ne_tiennent_pas_n_ecrivent_rien(campagne, site):
    with pytest.raises(ReponsesRefuseesError):
        record(campagne, site, reponses={"attente": "inconnu"})

    assert Retour.objects.count() == 0


def test_la_fiche_suivante_continue_le_lot_de_la_personne(campagne, site):
    record(campagne, site, 12)
    record(campagne, site, 1, par="agent.deux", lot=4)

    suite = next_fiche(campagne, site, par="agent.un")
    nouvelle = next_fiche(campagne, site, par="agent.trois")

    assert (suite.lot, suite.numero, suite.jour, suite.mode) == (3, 13, OUVERTURE, "papier")
    assert (nouvelle.lot, nouvelle.numero, nouvelle.jour) == (5, 1, None)


def test_une_correction_change_les_chiffres_une_seule_fois(campagne, site):
    retour = record(campagne, site, reponses={"attente": "satisfaisant"})
    merge_retours(campagne)
    retour.refresh_from_db()

    correct(retour, {"attente": "peu_satisfaisant"})

    assert count(campagne, "attente", "satisfaisant") == 0
    assert count(campagne, "attente", "peu_satisfaisant") == 1
    assert count(campagne, "attente", "?") == 1


def correct(retour, reponses, lue=None, **valeurs):
    change_fiche(
        retour,
        fiche=sheet(reponses=reponses, **valeurs),
        lue=lue or digest_valeurs(retour.valeurs),
        par="referent",
        le=LE,
    )


def test_une_correction_laisse_les_reponses_au_journal_jamais_un_texte(campagne, site):
    retour = record(campagne, site, reponses={"attente": "satisfaisant", "suggestions": "Secret"})

    correct(retour, {"attente": "peu_satisfaisant", "suggestions": "Autre secret"})

    trace = Evenement.objects.get(action="retour corrigé")
    assert trace.avant["reponses"] == {"attente": "satisfaisant"}
    assert trace.apres["reponses"] == {"attente": "peu_satisfaisant"}
    assert "ecret" not in str(trace.avant) + str(trace.apres)


def test_une_correction_d_une_fiche_changee_entre_temps_est_refusee(campagne, site):
    retour = record(campagne, site)
    lue = digest_valeurs(retour.valeurs)
    correct(retour, {"attente": "peu_satisfaisant"})

    with pytest.raises(FicheModifieeError):
        correct(retour, {"attente": "satisfaisant"}, lue=lue)


def test_une_correction_garde_les_remarques_relues_et_rouvre_celle_qui_change(campagne, site):
    retour = record(campagne, site, reponses={"suggestions": "Plus de sièges"})
    Verbatim.objects.update(etat=EtatVerbatim.PUBLIABLE, texte_publie="Plus de sièges")

    correct(retour, {"attente": "satisfaisant", "suggestions": "Plus de sièges"})
    inchangee = Verbatim.objects.get()
    correct(retour, {"suggestions": "Plus de chaises"})
    changee = Verbatim.objects.get()

    assert inchangee.etat == EtatVerbatim.PUBLIABLE
    assert (changee.etat, changee.texte, changee.texte_publie) == (
        "a_relire",
        "Plus de chaises",
        "",
    )


def test_une_correction_ne_perd_pas_une_remarque_deja_effacee(campagne, site):
    retour = record(campagne, site, reponses={"suggestions": "Plus de sièges"})
    Verbatim.objects.update(texte="")

    correct(retour, {"attente": "satisfaisant"})

    retour.refresh_from_db()
    assert retour.valeurs == {"attente": "satisfaisant", "suggestions": True}
    assert Verbatim.objects.count() == 1


def test_les_reponses_d_une_fiche_reviennent_avec_leurs_textes(campagne, site):
    retour = record(campagne, site, reponses={"attente": "satisfaisant", "suggestions": "Mieux"})

    assert load_reponses(retour) == {"attente": "satisfaisant", "suggestions": "Mieux"}


def test_une_fiche_supprimee_sort_des_chiffres(campagne, site):
    retour = record(campagne, site, reponses={"attente": "satisfaisant", "suggestions": "Mieux"})
    read_again(retour)
    merge_retours(campagne)

    delete_fiche(Retour.objects.get(), par="referent")

    assert count(campagne, "attente", "?") == 0
    assert not Retour.objects.exists()
    assert not SecondeLecture.objects.exists()
    assert not Verbatim.objects.exists()
    assert Evenement.objects.filter(action="retour supprimé").count() == 1


def read_again(retour, reponses=None, par="agent.deux"):
    return record_seconde_lecture(
        retour, reponses=reponses or {"attente": "satisfaisant"}, par=par, le=LE
    )


def test_la_seconde_saisie_ne_compte_pas(campagne, site):
    retour = record(campagne, site)

    read_again(retour, {"attente": "peu_satisfaisant"})

    assert count(campagne, "attente", "?") == 1


def test_la_seconde_saisie_revient_a_une_autre_personne_et_une_seule_fois(campagne, site):
    retour = record(campagne, site)

    with pytest.raises(MemePersonneError):
        read_again(retour, par="agent.un")
    read_again(retour)
    with pytest.raises(FicheDejaRelueError):
        read_again(retour, par="agent.trois")


def test_les_fiches_tirees_reviennent_aux_autres(campagne, site):
    for numero in range(1, 9):
        record(campagne, site, numero, par="agent.un" if numero % 2 else "agent.deux")

    pour = {
        par: list_a_retaper(campagne, site, 3, par=par)
        for par in ("agent.un", "agent.deux", "agent.trois")
    }

    # Eight sheets: the fewest, five, are drawn.
    assert len(pour["agent.trois"]) == 5
    assert sorted(pour["agent.un"] + pour["agent.deux"]) == sorted(pour["agent.trois"])
    assert not {f for f in pour["agent.un"] if int(f.split("-")[1]) % 2}


def test_les_lots_disent_ce_qui_reste_a_retaper(campagne, site):
    for numero in range(1, 9):
        record(campagne, site, numero)
    premiere = list_a_retaper(campagne, site, 3, par="agent.deux")[0]
    read_again(Retour.objects.get(fiche=premiere))

    (lot,) = list_lots(campagne, site)

    assert (lot.numero, lot.fiches, lot.tirees, lot.relues) == (3, 8, 5, 1)
    assert len(list_a_retaper(campagne, site, 3, par="agent.deux")) == 4


def test_le_bilan_compte_les_fautes_de_frappe(campagne, site):
    read_again(record(campagne, site, 1), {"attente": "peu_satisfaisant"})
    read_again(record(campagne, site, 2), {"attente": "satisfaisant"})

    bilan = load_bilan_saisie(campagne, site)

    attente = next(e for e in bilan.erreurs if e.question and e.question.code == "attente")
    assert bilan.fiches == 2
    assert (attente.lues, attente.differentes) == (2, 1)
    assert [e.fiche for e in bilan.ecarts] == ["3-1"]
