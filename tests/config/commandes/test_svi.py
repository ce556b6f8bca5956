import json
import sys

import pytest

from modeles.usines_svi import build_svi
from qualepref.config.commandes import main
from usines import build_service, build_site


pytestmark = pytest.mark.django_db


@pytest.fixture
def commande(monkeypatch, capsys):
    def commande(*mots):
        monkeypatch.setattr(sys, "argv", ["qualepref", "svi", "--site", "pref-44", *mots])
        with pytest.raises(SystemExit) as sortie:
            main()
        return sortie.value.code or 0, capsys.readouterr()

    return commande


def test_un_site_sans_serveur_vocal_le_dit(commande):
    build_site()

    assert json.loads(commande("--format", "json")[1].out)["svi"] is None
    code, textes = commande()
    assert (code, "pas de serveur vocal" in textes.out + textes.err) == (0, True)


def test_l_arbre_ses_parcours_et_ce_qui_lui_manque(commande):
    site = build_site()
    build_service(site)
    build_svi(site)

    code, textes = commande("--format", "json")
    svi = json.loads(textes.out)["svi"]

    assert code == 0
    assert [e["code"] for e in svi["etapes"]][:2] == ["accueil", "titres"]
    assert [(p["touches"], p["mots"]) for p in svi["parcours"]] == [(["1", "1"], 22), (["2"], 15)]
    assert [c["genre"] for c in svi["constats"]] == ["actualisation"]
    texte = commande()[1].out
    assert "   1 : Titres – Menu (3\xa0s)" in texte
    assert "  Permis : 6\xa0s, 15 mots" in texte


def test_une_version_inconnue_est_refusee(commande):
    build_site()

    code, textes = commande("--version", "4")

    assert (code, "pas de version 4" in textes.err) == (1, True)
