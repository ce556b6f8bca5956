"""Public addresses of surveys, opened in the base of the served site by the tests' own factories."""

import json
import os
import subprocess
import sys
from pathlib import Path


TESTS = Path(__file__).parents[1]
OUVRIR = """
import datetime as dt, json, sys
import django
django.setup()
from enquetes.usines import build_campagne
from qualepref.enquetes.models import Collecteur
from qualepref.organisation.models import Site
adresse, mode, jours, valeurs = json.loads(sys.argv[1])
site = Site.objects.get(pk="pref-44")
le = dt.date.fromisoformat(jours[0])
dates = {"ouverte_le": le, "fermee_le": dt.date.fromisoformat(jours[1]), "validee_le": le}
campagne = build_campagne(site, **dates, **valeurs)
Collecteur.objects.create(campagne=campagne, site=site, mode=mode, adresse=adresse)
"""


def open_adresse(site, adresse: str = "abc", *, mode="en_ligne", du=-1, au=1, **valeurs) -> str:
    """Open a survey at an address, from and to so many days from today; return the address."""
    jours = [str(site.aujourdhui.fromordinal(site.aujourdhui.toordinal() + n)) for n in (du, au)]
    subprocess.run(
        [sys.executable, "-c", OUVRIR, json.dumps([adresse, mode, jours, valeurs])],
        env={
            **os.environ,
            "PYTHONPATH": str(TESTS),
            "DJANGO_SETTINGS_MODULE": "qualepref.config.settings",
            "QUALEPREF_DONNEES": str(site.base.parent),
        },
        check=True,
    )
    return f"/enquete/{adresse}/"
