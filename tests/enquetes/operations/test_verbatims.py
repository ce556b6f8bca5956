"""Remarks read by somebody, and erased in the end."""

import datetime as dt

import pytest

from enquetes.usines import build_campagne, build_retour
from qualepref.config.commandes.servir import refresh_all
from qualepref.enquetes.enums import EtatVerbatim, ProvenanceRetour
from qualepref.enquetes.models import Verbatim
from qualepref.enquetes.operations.verbatims import (
    VerbatimModifieError,
    compute_empreinte,
    erase_verbatims,
    publish_verbatim,
    refuse_verbatim,
)
from qualepref.enquetes.queries.depouillement import load_depouillement
from qualepref.socle.models import Evenement
from usines import CLERMONT, build_site


pytestmark = pytest.mark.django_db
LE = dt.date(2022, 9, 1)
BRUT = "Mme Dupont m’a bien aidée, 06 12 34 56 78"
MASQUE = "Mme [nom] m’a bien aidée, [téléphone]"


@pytest.fixture
def site():
    return build_site()


@pytest.fixture
def campagne(site):
    return build_campagne(site)


@pytest.fixture
def verbatim(campagne):
    build_retour(campagne, {"suggestions": BRUT})
    return Verbatim.objects.get()


def publish(verbatim, texte=MASQUE, **valeurs):
    base = {"categorie": "courtoisie", "note": 8, "lue": compute_empreinte(verbatim)}
    publish_verbatim(verbatim, texte=texte, par="referent", le=LE, **(base | valeurs))


def test_une_remarque_publiee_garde_son_texte_brut_et_dit_qui_l_a_relue(verbatim):
    publish(verbatim)

    verbatim.refresh_from_db()
    assert (verbatim.etat, verbatim.texte, verbatim.texte_publie) == ("publiable", BRUT, MASQUE)
    assert (verbatim.categorie, verbatim.note) == ("courtoisie", 8)
    assert (verbatim.relu_par, verbatim.relu_le) == ("referent", LE)


def test_le_journal_ne_garde_aucun_mot_de_la_remarque(verbatim):
    publish(verbatim)

    trace = Evenement.objects.get(action="remarque relue")
    assert trace.apres == {"etat": "publiable", "categorie": "courtoisie", "note": 8}
    assert "Dupont" not in f"{trace.objet} {trace.avant} {trace.apres}"


def test_une_remarque_ecartee_n_a_plus_de_texte_publie(verbatim):
    publish(verbatim)
    verbatim.refresh_from_db()

    refuse_verbatim(
        verbatim,
        categorie="delais",
        note=None,
        lue=compute_empreinte(verbatim),
        par="referent",
        le=LE,
    )

    verbatim.refresh_from_db()
    assert (verbatim.etat, verbatim.texte_publie) == ("ecarte", "")
    assert (verbatim.categorie, verbatim.note) == ("delais", None)


def test_deux_relectures_a_la_fois_ne_s_ecrasent_pas(verbatim):
    lue = compute_empreinte(verbatim)
    publish(verbatim, lue=lue)

    with pytest.raises(VerbatimModifieError):
        publish(verbatim, texte="Autre", lue=lue)


def test_les_textes_bruts_s_effacent_au_terme_et_les_chiffres_restent(campagne, site, verbatim):
    publish(verbatim)
    avant = load_depouillement(campagne)
    # Written in May 2022, kept 36 months: gone in June 2025, not before.
    fin = dt.date(2025, 5, 31)

    trop_tot = erase_verbatims(site, par="système", le=fin)
    effaces = erase_verbatims(site, par="système", le=fin + dt.timedelta(1))

    verbatim.refresh_from_db()
    assert (trop_tot, effaces) == (0, 1)
    assert (verbatim.texte, verbatim.texte_publie) == ("", MASQUE)
    assert load_depouillement(campagne) == avant
    assert Evenement.objects.filter(action="effacer les données personnelles").count() == 1


def test_une_remarque_jamais_relue_s_efface_aussi(site, verbatim):
    erase_verbatims(site, par="système", le=dt.date(2026, 1, 1))

    verbatim.refresh_from_db()
    assert (verbatim.texte, verbatim.etat) == ("", EtatVerbatim.A_RELIRE)


def test_une_remarque_importee_sans_retour_s_efface_aussi(campagne, site):
    Verbatim.objects.create(
        campagne=campagne,
        site=site,
        question="suggestions",
        jour=dt.date(2022, 5, 6),
        texte=BRUT,
    )

    assert erase_verbatims(site, par="système", le=dt.date(2026, 1, 1)) == 1


def test_les_remarques_d_une_reconstitution_et_d_un_autre_site_restent(campagne, site):
    autre = build_site(**CLERMONT)
    build_retour(campagne, {"suggestions": BRUT}, provenance=ProvenanceRetour.RECONSTITUTION)
    build_retour(build_campagne(autre), {"suggestions": BRUT})

    assert erase_verbatims(site, par="système", le=dt.date(2026, 1, 1)) == 0
    assert Verbatim.objects.filter(texte=BRUT).count() == 2


def test_le_travail_de_nuit_efface_les_textes_trop_vieux(verbatim):
    refresh_all()

    verbatim.refresh_from_db()
    assert verbatim.texte == ""
