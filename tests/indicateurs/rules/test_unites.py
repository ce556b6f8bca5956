"""Units as people write them."""

from decimal import Decimal

import pytest

from qualepref.indicateurs.rules.refus import NombreIllisibleError, UniteInconnueError
from qualepref.indicateurs.rules.unites import LIBELLES_UNITES, parse_mesure, parse_unite
from qualepref.noyau.referentiel.modele import Unite


@pytest.mark.parametrize("unite", list(Unite))
def test_parse_unite_relit_chaque_libelle_et_chaque_code(unite):
    assert parse_unite(LIBELLES_UNITES[unite]) is unite
    assert parse_unite(unite.value) is unite


@pytest.mark.parametrize(
    ("texte", "nombre", "unite"),
    [
        ("94", "94", None),
        ("94 %", "94", Unite.POURCENT),
        ("2,37‰", "2.37", Unite.POUR_MILLE),
        ("0,05 /1000", "0.05", Unite.POUR_MILLE),
        ("0,05 / 1 000", "0.05", Unite.POUR_MILLE),
        ("2,37 %o", "2.37", Unite.POUR_MILLE),
        ("1 234,5 j.o.", "1234.5", Unite.JOURS_OUVRES),
        ("17 jours", "17", Unite.JOURS),
        ("36 / mois", "36", Unite.PAR_MOIS),
        ("-3", "-3", None),
    ],
)
def test_parse_mesure_lit_le_nombre_et_son_unite(texte, nombre, unite):
    assert parse_mesure(texte) == (Decimal(nombre), unite)


def test_parse_mesure_refuse_une_unite_inconnue():
    with pytest.raises(UniteInconnueError, match="« euros »"):
        parse_mesure("5 euros")


@pytest.mark.parametrize("texte", ["beaucoup", "", "12,3,4"])
def test_parse_mesure_refuse_ce_qui_n_est_pas_un_nombre(texte):
    with pytest.raises(NombreIllisibleError):
        parse_mesure(texte)
