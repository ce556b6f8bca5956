"""An address of a campaign, and the gestures of who answers there."""

import datetime as dt
import re

from enquetes.usines import build_campagne
from qualepref.enquetes.enums import Mode
from qualepref.enquetes.models import Collecteur
from qualepref.enquetes.views import public


HOSTILE = "<script>alert('x')</script>"
JETON = re.compile(r'name="jeton" value="([^"]+)"')
JOUR = dt.timedelta(days=1)


def build_adresse(site, adresse="abc", *, mode=Mode.EN_LIGNE, service=None, ferme=False, **valeurs):
    le = public.today_at(site)
    ouverte = {"ouverte_le": le - JOUR, "fermee_le": le + JOUR, "validee_le": le - JOUR}
    campagne = build_campagne(site, **(ouverte | valeurs))
    return Collecteur.objects.create(
        campagne=campagne, site=site, service=service, mode=mode, adresse=adresse, ferme=ferme
    )


def begin(client, adresse="abc", **champs):
    """Start a form as a browser does; return the address of its first page."""
    jeton = JETON.search(client.get(f"/enquete/{adresse}/").text)[1]
    reponse = client.post(f"/enquete/{adresse}/commencer/", {"jeton": jeton, **champs})
    assert reponse.status_code == 302
    return reponse.url


def send(client, page, bouton="suivant", **reponses):
    """Send a page as a browser does; return the answer of the site."""
    jeton = JETON.search(client.get(page).text)[1]
    champs = {f"q-{code}": valeur for code, valeur in reponses.items()}
    return client.post(page, {"jeton": jeton, bouton: "", **champs})


def walk(client, page, *pages):
    """Send pages one after the other; return the last answer."""
    for reponses in pages:
        reponse = send(client, page, **reponses)
        page = reponse.url
    return reponse
