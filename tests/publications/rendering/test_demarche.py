"""The calendar of the approach in the annual report."""

import datetime as dt

import pytest

from demarche.usines import build_cycle, date_jalon
from qualepref.noyau.agendas.plages import Plage
from qualepref.publications.rendering.demarche import freeze_demarche
from usines import build_site


pytestmark = pytest.mark.django_db
LE = dt.date(2023, 3, 1)


def test_le_bilan_dit_les_etapes_de_l_annee_et_celles_qui_restent_sans_nommer_personne():
    cycle = build_cycle(build_site())
    cycle.jalons.exclude(code__in=("copil", "audit-interne", "audit-externe", "decision")).delete()
    date_jalon(cycle, "copil", fait_le=dt.date(2020, 7, 1))
    audit = date_jalon(cycle, "audit-interne", fait_le=dt.date(2021, 4, 12))
    audit.qui = "Jeanne Petit"
    audit.save()
    date_jalon(cycle, "audit-externe", Plage.jour(dt.date(2022, 2, 1)), fait_le=dt.date(2022, 2, 1))

    figee = freeze_demarche(cycle.site, 2021, LE)

    assert [li[0] for li in figee.section.tableaux[0].lignes] == [
        "Audit interne", "Audit externe par l’organisme certificateur", "Décision de labellisation",
    ]  # fmt: skip
    assert [li[3].replace("\xa0", " ") for li in figee.section.tableaux[0].lignes] == [
        "faite le 12 avril 2021", "à faire", "en retard",
    ]  # fmt: skip
    assert "2 étapes faites sur 4, et 1 en retard" in figee.section.paragraphes[0]
    assert "Jeanne" not in str(figee)


def test_sans_calendrier_ni_etape_le_bilan_n_en_dit_rien():
    site = build_site()
    assert freeze_demarche(site, 2021, LE) is None

    build_cycle(site)

    assert freeze_demarche(site, 2019, LE) is None
