"""Take the pictures of the user's guide again, from a demonstration made for the occasion.

    .venv/bin/python docs/guide/captures.py            every picture
    .venv/bin/python docs/guide/captures.py saisie     those whose name begins so

It loads the demonstration in a temporary folder, serves it on a free port, and drives Chromium
(`QUALEPREF_CHROMIUM`, else the system's, else Playwright's) through the steps that the guide tells,
in order: what one picture shows was written by the steps before it. Nothing else is touched.
Packages: those of `requirements/test.txt` (`./qualepref test --help` installs them).

Dates are counted back from today, so that something is late and something due. Date and file
fields are drawn as a French browser shows them, whatever the language of the one that is driven.
"""
# A script beside the pages it illustrates: no package.
# ruff: noqa: INP001

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright
from prises.appareil import IMAGES, LARGEUR, Appareil
from prises.chiffres import show_bilan, show_tableau, show_valeurs
from prises.enquetes import show_campagne, show_reponses, show_resultats
from prises.publier import show_page_publique, show_publications, show_suivi
from prises.qualite import show_comites, show_modeles, show_qualite
from prises.registres import (
    show_complements,
    show_connexion,
    show_imports,
    show_listes,
    show_organisation,
    show_rendez_vous,
    show_saisie,
    show_suites,
)
from prises.site import serve


def main() -> None:
    """Walk through the whole guide, and write the pictures asked for."""
    IMAGES.mkdir(exist_ok=True)
    chromium = os.environ.get("QUALEPREF_CHROMIUM") or shutil.which("chromium")
    with (
        tempfile.TemporaryDirectory() as temporaire,
        serve(Path(temporaire)) as (adresse, mot_de_passe),
        sync_playwright() as playwright,
    ):
        navigateur = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        appareil = open_appareil(navigateur, adresse)
        show_connexion(appareil)
        connect(appareil, "referent.44", mot_de_passe)
        show_organisation(appareil)
        show_imports(appareil, Path(temporaire))
        show_saisie(appareil)
        show_suites(appareil)
        show_rendez_vous(appareil)
        show_listes(appareil)
        show_complements(appareil)
        show_valeurs(appareil)
        show_tableau(appareil)
        show_bilan(appareil)
        show_campagne(appareil)
        show_reponses(appareil, Path(temporaire))
        show_resultats(appareil)
        show_qualite(appareil)
        show_modeles(appareil)
        show_publications(appareil)
        show_page_publique(appareil)
        show_suivi(appareil)
        # The committee of the demonstration is another site's.
        voisin = open_appareil(navigateur, adresse)
        connect(voisin, "referent.63", mot_de_passe)
        show_comites(voisin)
        navigateur.close()


def open_appareil(navigateur: Browser, adresse: str) -> Appareil:
    """Return a camera on a new page, for the pictures asked for."""
    page = navigateur.new_context(
        viewport={"width": LARGEUR, "height": 900}, locale="fr-FR", base_url=adresse,
        color_scheme="light", reduced_motion="reduce",
    ).new_page()  # fmt: skip
    return Appareil(page, tuple(sys.argv[1:]))


def connect(a: Appareil, identifiant: str, mot_de_passe: str) -> None:
    """Log in with an account of the demonstration."""
    a.page.goto("/connexion/")
    a.page.get_by_label("Identifiant").fill(identifiant)
    a.page.get_by_label("Mot de passe").fill(mot_de_passe)
    a.page.get_by_role("button", name="Se connecter").click()


if __name__ == "__main__":
    main()
