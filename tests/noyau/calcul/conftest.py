import datetime as dt

import pytest

from qualepref.noyau.calcul.cellules import CelluleComptage
from qualepref.noyau.calcul.cube import Cube
from qualepref.noyau.calcul.formules import compute_releve, expand_formule
from qualepref.noyau.calcul.periodes import Periode
from qualepref.noyau.calcul.reference import LigneDemande, reduce_lignes
from qualepref.noyau.referentiel.modele import (
    Formule,
    Indicateur,
    Periodicite,
    Sens,
    Terme,
    Unite,
)


LE = dt.date(2022, 12, 31)
INFORMATION = (("nature", ("information",)),)


@pytest.fixture
def indicateur():
    """Build an indicator around a formula; everything else is filling."""

    def build(formule, code="I1", unite=Unite.POURCENT, sens=Sens.HAUSSE):
        return Indicateur(
            code=code, libelle=code, module=1, domaine="Essai", engagements=(), im=None,
            unite=unite, sens=sens, periodicite=Periodicite.MOIS, base="", methode="",
            source="essai", formule=formule, detail=(), cibles=(), decimales=0, version="v1",
        )  # fmt: skip

    return build


@pytest.fixture
def taux():
    """Replies in time over replies due, of requests for information."""
    return Formule(
        (Terme(mesure="a_temps", filtre=INFORMATION),),
        (Terme(mesure="echues", filtre=INFORMATION),),
    )


@pytest.fixture
def lire(indicateur):
    """Compute a reading over 2022, or over the months given."""

    def read(formule, cube, premier=202201, dernier=202212, autres=(), detail=None):
        sujet = indicateur(formule)
        tous = {i.code: i for i in (sujet, *autres)}
        return compute_releve(
            sujet,
            expand_formule(sujet, tous),
            cube,
            Periode(premier, dernier),
            site="pref-44",
            le=LE,
            detail=detail,
        )

    return read


@pytest.fixture
def cube():
    """Build a cube from (month, issue, how many) and counted quantities, and what goes beside."""

    def build(*lots, comptages=(), le=LE, **options):
        lignes = []
        for mois, issue, nombre, *reste in lots:
            champs = reste[0] if reste else {}
            base = {"nature": "information", "canal": "courriel"}
            lignes += [LigneDemande("pref-44", mois=mois, issue=issue, **(base | champs))] * nombre
        return Cube(
            cellules=reduce_lignes(lignes, le=le),
            comptages=[CelluleComptage("pref-44", *c) for c in comptages],
            **options,
        )

    return build
