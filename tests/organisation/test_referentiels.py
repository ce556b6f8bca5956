"""The référentiel of a site: shared with those that add nothing to it."""

from qualepref.organisation.models import Site
from qualepref.organisation.queries import get_referentiel


def test_tous_les_sites_qui_n_ajoutent_rien_partagent_un_referentiel():
    premier = get_referentiel(Site(code="pref-01"))

    autres = [get_referentiel(Site(code=f"pref-{n:02}")) for n in range(2, 40)]

    assert all(r is premier for r in autres)


def test_un_site_qui_a_ses_indicateurs_les_ajoute_aux_communs():
    commun, propre = (get_referentiel(Site(code=code)) for code in ("pref-01", "pref-44"))

    communs, propres = ({i.code for i in r.indicateurs} for r in (commun, propre))
    assert communs < propres
    assert get_referentiel(Site(code="pref-44")) is propre
