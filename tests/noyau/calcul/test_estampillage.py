import datetime as dt
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from qualepref.noyau.calcul.cellules import COLONNES_LUES
from qualepref.noyau.calcul.parquet import connect_duckdb, reduce_parquet
from qualepref.noyau.calcul.parquet_brut import (
    COLONNES_BRUTES,
    Regles,
    SansRegleError,
    reduce_brutes,
    stamp_parquet,
)
from qualepref.noyau.calendrier import Calendrier, Fermeture, load_territoires
from qualepref.noyau.referentiel.modele import Horloge, Nature
from qualepref.suivi.rules import DatesDemande, stamp_demande


RACINE = Path(__file__).parents[3]
TERRITOIRES = load_territoires(RACINE / "calendriers" / "territoires.yaml")
DEBUT = dt.date(2021, 12, 20)
CHANGEMENT = dt.date(2022, 1, 10)
CALENDRIERS = {
    "pref-44": Calendrier(TERRITOIRES["metropole"]),
    "pref-67": Calendrier(
        TERRITOIRES["alsace-moselle"],
        (Fermeture(dt.date(2022, 1, 3), dt.date(2022, 1, 4), "travaux"),),
    ),
}


def horloge(code, delai, depart, *arrivees, **options):
    champs = {"canaux": (), "attente_exige_delai": False, "a_partir_du": dt.date(2019, 2, 1)}
    return Horloge(
        code=code, libelle=code, delai=delai, depart=depart, arrivees=arrivees,
        source="essai", **{**champs, **options},
    )  # fmt: skip


ATTENTE = {"attente_exige_delai": True}
NATURES = {
    "information": Nature(
        "information", "Information", 1,
        (
            horloge("reponse", 5, "recue_le", "repondue_le", "attente_le", canaux=("courriel",), **ATTENTE),
            horloge("reponse", 3, "recue_le", "repondue_le", "attente_le", canaux=("courriel",), a_partir_du=CHANGEMENT),
            horloge("reponse", 10, "recue_le", "repondue_le", canaux=("courrier",)),
        ),
        ("transmise",),
    ),
    "rdv-elu": Nature(
        "rdv-elu", "Rendez-vous", 4,
        (
            horloge("proposition", 4, "recue_le", "proposee_le", exclusions_sans_effet=("absence",)),
            horloge("tenue", 10, "proposee_le", "rdv_le"),
        ),
        ("absence", "transmise"),
    ),
    "immediate": Nature("immediate", "Immédiate", 1, (horloge("reponse", 0, "recue_le", "repondue_le"),), ()),
}  # fmt: skip

jours = st.none() | st.integers(0, 40).map(lambda n: DEBUT + dt.timedelta(20 + n))
brutes = st.fixed_dictionaries(
    {
        "site": st.sampled_from(sorted(CALENDRIERS)),
        "service": st.none() | st.just("accueil"),
        "boite": st.none() | st.just("elections"),
        "nature": st.sampled_from(sorted(NATURES)),
        "canal": st.sampled_from(["courriel", "courrier"]),
        "portee": st.just(""),
        "tracage": st.just("exhaustif"),
        "recue_le": st.integers(0, 40).map(lambda n: DEBUT + dt.timedelta(n)),
        "complete": st.booleans(),
        "complete_le": jours,
        "attente_le": jours,
        "attente_delai_annonce": st.sampled_from(["", "un mois"]),
        "proposee_le": jours,
        "rdv_le": jours,
        "repondue_le": jours,
        "repondue_sans_date": st.booleans(),
        "exclusion": st.sampled_from(["", "", "absence", "transmise"]),
    }
)


def write(dossier, lignes, nom="brutes.parquet"):
    types = {"complete": "BOOLEAN", "repondue_sans_date": "BOOLEAN"}
    colonnes = ", ".join(
        f"{c} {'DATE' if c.endswith('_le') else types.get(c, 'VARCHAR')}" for c in COLONNES_BRUTES
    )
    chemin = dossier / nom
    with connect_duckdb() as connexion:
        connexion.execute(f"CREATE TABLE brutes ({colonnes})")
        marques = ", ".join("?" * len(COLONNES_BRUTES))
        connexion.executemany(
            f"INSERT INTO brutes VALUES ({marques})",
            [[ligne[c] for c in COLONNES_BRUTES] for ligne in lignes],
        )
        connexion.table("brutes").write_parquet(str(chemin))
    return chemin


def stamp(ligne):
    """The row as the clock of the application stamps it, in the engine’s columns."""
    dates = DatesDemande(**{f.name: ligne[f.name] for f in fields(DatesDemande) if f.name in ligne})
    estampille = stamp_demande(
        dates,
        nature=NATURES[ligne["nature"]],
        canal=ligne["canal"],
        calendrier=CALENDRIERS[ligne["site"]],
    )
    return tuple(
        getattr(estampille, c) if hasattr(estampille, c) else ligne[c] or "" for c in COLONNES_LUES
    )


@given(lignes=st.lists(brutes, min_size=1, max_size=30))
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_stamp_parquet_egale_stamp_demande_ligne_a_ligne(lignes, tmp_path):
    regles = Regles(NATURES, CALENDRIERS)

    (estampille,) = stamp_parquet([write(tmp_path, lignes)], tmp_path / "fait", regles=regles)

    with connect_duckdb() as connexion:
        relation = connexion.read_parquet(str(estampille))
        assert tuple(relation.columns) == COLONNES_LUES
        assert relation.fetchall() == [stamp(ligne) for ligne in lignes]


@given(lignes=st.lists(brutes, min_size=2, max_size=30))
@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_reduce_brutes_egale_l_estampillage_puis_la_reduction(lignes, tmp_path):
    regles, le = Regles(NATURES, CALENDRIERS), dt.date(2022, 1, 31)
    fichiers = [write(tmp_path, lignes[:1], "a.parquet"), write(tmp_path, lignes[1:], "b.parquet")]

    directe = reduce_brutes(fichiers, regles=regles, le=le)

    assert directe == reduce_parquet(
        stamp_parquet(fichiers, tmp_path / "fait", regles=regles), le=le
    )


LIGNE = {
    **dict.fromkeys(COLONNES_BRUTES),
    "site": "pref-44", "nature": "information", "canal": "courriel", "tracage": "exhaustif",
    "recue_le": DEBUT, "complete": True, "exclusion": "",
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "motif"),
    [
        ({"site": "pref-99"}, "le site « pref-99 »"),
        ({"nature": "poeme"}, "la nature « poeme »"),
        ({"canal": "pigeon"}, "aucun délai pour « Information » par le canal « pigeon »"),
        ({"recue_le": dt.date(2018, 1, 2)}, "aucun délai pour « Information »"),
        ({"recue_le": None}, "1 ligne.s. n’ont pas de date de réception"),
    ],
)
def test_stamp_parquet_refuse_une_ligne_sans_regle(tmp_path, change, motif):
    chemin = write(tmp_path, [LIGNE, {**LIGNE, **change}])

    with pytest.raises(SansRegleError, match=motif):
        stamp_parquet([chemin], tmp_path / "fait", regles=Regles(NATURES, CALENDRIERS))
