import json
import sys

import pytest

from modeles.usines import build_modele
from qualepref.config.commandes import main
from usines import build_site


pytestmark = pytest.mark.django_db


@pytest.fixture
def commande(monkeypatch, capsys):
    build_modele(build_site(), "badge")

    def commande(*mots):
        mots = ["qualepref", "modele", "--site", "pref-44", *map(str, mots), "--format", "json"]
        monkeypatch.setattr(sys, "argv", mots)
        with pytest.raises(SystemExit) as sortie:
            main()
        return sortie.value.code or 0, json.loads(capsys.readouterr().out)

    return commande


def test_lister_les_modeles_avec_ce_qui_leur_manque(commande):
    code, liste = commande()

    [badge] = liste["modeles"]
    assert code == 0
    assert (badge["code"], badge["version"], badge["avis"]) == ("badge", 1, "non_soumis")
    assert [c["genre"] for c in badge["constats"]] == ["blanc"]


def test_ecrire_des_badges_en_pdf(commande, tmp_path):
    sortie = tmp_path / "badges.pdf"

    code, bilan = commande("--rendre", "badge", "--personne", "Pierre;Accueil", "--sortie", sortie)

    assert (code, bilan["etat"]) == (0, "ecrit")
    assert sortie.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("mots", "motif"),
    [
        (("--rendre", "badge", "--sortie", "x.docx"), "ne s’écrit pas en docx"),
        (("--rendre", "absent", "--sortie", "x.pdf"), "est inconnu sur ce site"),
        (("--rendre", "badge"), "donnez aussi --sortie"),
    ],
)
def test_un_refus_prevu_se_dit_en_francais(commande, mots, motif):
    code, refus = commande(*mots)

    assert code == 1
    assert motif in refus["motif"]
