"""« Tiendrons-nous l’année ? » in whole demandes, against every way the year can end."""

from fractions import Fraction

import pytest
from hypothesis import given, settings, strategies as st

from qualepref.indicateurs.rendering.projection import (
    render_projection,
    say_compte,
    say_projection,
)
from qualepref.indicateurs.rules.projection import (
    Attendu,
    BaseVolume,
    Issue,
    Projection,
    compute_attendu,
    is_projetable,
)
from qualepref.noyau.referentiel.modele import Formule, Terme


def project(a_temps, echues, ouvertes, attendues=0, *, seuil="9/10", **autres):
    base = autres.pop("base", BaseVolume.MEMES_MOIS)
    return Projection(
        seuil=Fraction(seuil),
        a_temps=a_temps,
        echues=echues,
        ouvertes=ouvertes,
        attendu=Attendu(attendues, base),
        **autres,
    )


@settings(max_examples=200)
@given(
    echues=st.integers(0, 60),
    part=st.integers(0, 60),
    ouvertes=st.integers(0, 20),
    attendues=st.integers(0, 30),
    seuil=st.fractions(0, 1, max_denominator=40),
)
def test_les_retards_permis_egalent_l_essai_de_toutes_les_fins(
    echues, part, ouvertes, attendues, seuil
):
    a_temps = min(part, echues)
    projection = project(a_temps, echues, ouvertes, attendues, seuil=seuil)
    a_venir = ouvertes + attendues
    total = echues + a_venir

    tenables = [r for r in range(a_venir + 1) if a_temps + a_venir - r >= seuil * total]

    if not tenables:
        assert projection.issue is Issue.IMPOSSIBLE
        assert a_temps + a_venir - projection.retards_permis == -(-seuil * total // 1)
    else:
        assert projection.retards_permis == max(tenables)
        acquise = max(tenables) == a_venir
        assert projection.issue is (Issue.ACQUISE if acquise else Issue.POSSIBLE)


def test_une_cible_encore_possible_dit_combien_de_retards():
    projection = project(170, 190, 20, 40)

    assert (projection.issue, projection.retards_permis, projection.manquantes) == (
        Issue.POSSIBLE, 5, 55,
    )  # fmt: skip
    assert say_projection(projection) == (
        "La cible (90\u00a0%) est encore possible : sur 60 demandes à venir, 5 au plus peuvent être "
        "en retard, et 55 au moins doivent recevoir une réponse à temps."
    )
    assert "40 attendues d’ici la fin de l’année (autant que les mêmes mois" in say_compte(
        projection
    )


def test_une_cible_perdue_dit_ce_qu_il_manque_et_le_meilleur_taux():
    projection = project(100, 190, 10)

    assert projection.issue is Issue.IMPOSSIBLE
    assert "l’année finirait à 55,0\u00a0% ; il manque 70 réponses à temps" in say_projection(
        projection
    )


@pytest.mark.parametrize(
    ("projection", "debut"),
    [
        (project(99, 100, 5), "La cible (90\u00a0%) est acquise : elle serait tenue même si les 5"),
        (
            project(99, 100, 1),
            "La cible (90\u00a0%) est acquise : elle serait tenue même si la demande à venir était",
        ),
        (
            project(89_970, 99_999, 1),
            "La cible (90\u00a0%) ne peut plus être tenue : la demande à venir répondue à temps, "
            "l’année finirait à 89,97",
        ),
        (project(95, 100, 0), "La cible (90\u00a0%) est tenue, et il ne reste rien"),
        (project(80, 100, 0), "La cible (90\u00a0%) n’est pas tenue, et il ne reste rien"),
        (project(0, 0, 10, seuil=1), "La cible (100\u00a0%) tient à un fil"),
        (project(5, 5, 5, echantillon=True), "Le suivi se fait par échantillon"),
    ],
)
def test_chaque_issue_a_sa_phrase(projection, debut):
    assert say_projection(projection).startswith(debut)


def test_une_seule_demande_s_accorde_au_singulier():
    projection = project(8, 8, 2, seuil="9/10", suspendues=1)

    assert "1 au plus peut être en retard, et 1 au moins doit recevoir" in say_projection(
        projection
    )
    assert "1 suspendue, non comptée." in say_compte(projection)
    assert "1 à temps sur 1 déjà comptée ;" in say_compte(project(1, 1, 3))


@pytest.mark.parametrize(
    ("numerateur", "denominateur", "attendu"),
    [
        (["courriel"], ["courriel"], True),
        (["courrier", "courriel"], ["courriel", "courrier"], True),
        (["courriel"], ["courriel", "courrier"], False),
        (["courriel"], ["courrier"], False),
    ],
)
def test_seul_un_taux_des_memes_demandes_se_projette(perimetre, numerateur, denominateur, attendu):
    indicateur = perimetre.indicateurs["I11"]
    formule = Formule(
        tuple(Terme(mesure="a_temps", filtre=(("canal", (c,)),)) for c in numerateur),
        tuple(Terme(mesure="echues", filtre=(("canal", (c,)),)) for c in denominateur),
    )

    assert is_projetable(indicateur, formule) is attendu


def test_les_donnees_d_un_echantillon_ne_promettent_rien():
    donnees = render_projection(project(5, 5, 5, echantillon=True))

    assert (donnees["issue"], donnees["retards_permis"]) == ("echantillon", None)


def test_le_volume_attendu_vient_des_memes_mois_de_l_an_dernier():
    recues = {202111: 30, 202112: 50, 202210: 10, 202211: 12}

    assert compute_attendu(recues, le_mois=202211) == Attendu(18 + 50, BaseVolume.MEMES_MOIS)


def test_sans_l_an_dernier_entier_c_est_la_moyenne_des_mois_finis_nommee_comme_telle():
    recues = {202111: 30, 202209: 10, 202210: 13, 202211: 12}

    attendu = compute_attendu(recues, le_mois=202211)

    assert attendu == Attendu(12, BaseVolume.MOYENNE), "11,5 en décembre, plus rien en novembre"


def test_sans_aucun_mois_fini_le_volume_est_inconnu_et_non_compte():
    attendu = compute_attendu({202201: 4}, le_mois=202201)

    assert attendu.base is BaseVolume.INCONNUE
    assert "volume à venir inconnu, non compté" in say_compte(project(1, 1, 3, base=attendu.base))
