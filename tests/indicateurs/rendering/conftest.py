"""A dashboard that holds every kind of figure."""

from decimal import Decimal

import pytest

from chiffres import LE, cell, count, store
from qualepref.indicateurs.models import CibleSite, ValeurPubliee
from qualepref.indicateurs.queries.tableau import load_tableau


@pytest.fixture
def rempli(site):
    """E-mails in a register, calls counted, visits declared alone, frauds in ‰, nothing else."""
    boite = site.boites.create(code="elections", nom="Boîte des élections")
    for mois, a_temps in ((202201, 700), (202202, 19)):
        cell(site, "information", "courriel", mois, recues=a_temps + 30, echues=a_temps + 30,
             a_temps=a_temps, delais=a_temps, somme_jours_ouvres=3 * a_temps)  # fmt: skip
    cell(site, "information", "courriel", 202203, boite=boite.pk, tracage="echantillon",
         recues=7, echues=7, a_temps=7)  # fmt: skip
    count(site, "appels_recus", 202201, 3795, "standard")
    count(site, "appels_perdus", 202201, 15, "standard")
    store(site, "I4", premier=202201, dernier=202212, valeur=Decimal("8.5"), imprimee="8,5%")
    store(site, "I18", premier=202201, dernier=202212, valeur=Decimal("2.37"), origine="saisi")
    store(site, "I2", premier=202201, dernier=202212, etat="sans_objet")
    CibleSite.objects.create(site=site, indicateur="I11", annee=2022, minimum=75, maximum=80,
                             unite="pourcent", source="COPIL")  # fmt: skip
    ValeurPubliee.objects.create(site=site, indicateur="I11", annee=2022, imprimee="91 %",
                                 valeur=91, document="CLU", explication="")  # fmt: skip
    return site


@pytest.fixture
def tableau(rempli):
    return load_tableau(rempli, 2022, le=LE)
