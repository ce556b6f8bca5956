"""The diagnostics and audits of the demonstration: examples, and said to be."""

import pytest
from django.conf import settings

from qualepref.amelioration.models import Evaluation
from qualepref.amelioration.queries.evaluations import list_evaluations
from qualepref.demonstration.evaluations import (
    LigneInconnueError,
    load_evaluations,
    write_evaluations,
)
from qualepref.organisation.models import Site
from usines import CLERMONT, build_service, build_site


pytestmark = pytest.mark.django_db
SERVICES = {
    "pref-44": (
        "bureau-sejour", "bureau-naturalisations", "bureau-asile-integration",
        "unite-droits-conduire", "bureau-elections-reglementation",
    ),
    "pref-63": ("accueil", "etrangers", "communication", "permis", "securites"),
}  # fmt: skip


@pytest.fixture
def lues():
    for site in (build_site(), build_site(modules=(1, 2), **CLERMONT)):
        for code in SERVICES[site.pk]:
            build_service(site, code=code, nom=code)
    return load_evaluations(settings.DEMONSTRATION / "evaluations")


def test_chaque_site_a_son_auto_diagnostic_et_son_audit_dits_exemples(lues):
    assert (write_evaluations(lues), write_evaluations(lues)) == (5, 0)

    assert all("(démonstration)" in e.titre for e in Evaluation.objects.all())
    assert all(e.hypotheses for e in lues)
    for code in SERVICES:
        suivies = list_evaluations(Site.objects.get(pk=code))
        par_type = {s.evaluation.type for s in suivies if s.avancement.complete}
        assert par_type == {"auto_diagnostic", "audit_interne"}
    ouverte = list_evaluations(Site.objects.get(pk="pref-44"))[0]
    assert (ouverte.avancement.complete, ouverte.avancement.conformite) == (False, None)


def test_une_ligne_absente_de_la_grille_est_refusee(lues):
    premiere = lues[0].evaluations[0]
    fausse = premiere.lignes[0].model_copy(update={"numero": "99"})
    decrite = premiere.model_copy(update={"lignes": (fausse,)})

    with pytest.raises(LigneInconnueError, match="99"):
        write_evaluations([lues[0].model_copy(update={"evaluations": (decrite,)})])
