"""The camera: parts of pages, small and light; dates as browsers and people write them."""
# ruff: noqa: T201

from __future__ import annotations

import datetime as dt
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Locator, Page


IMAGES = Path(__file__).parents[1] / "images"
SITE = "/sites/pref-44"
COURRIERS = f"{SITE}/registres/courriers"
LARGEUR, MARGE, COULEURS = 1280, 16, 128
FORMULAIRE = 880
AUJOURDHUI = dt.datetime.now(tz=dt.UTC).date()
COLONNES = ("N°", "Date d'arrivée", "Question posée", "Bureau", "Date de réponse", "Visa")
SEJOUR, NATURALISATIONS = "DMI – bureau du séjour", "DMI – bureau des naturalisations"
CONDUIRE = "Cabinet – unité des droits à conduire"

EN_FRANCAIS = """() => {
  const mois = ['janvier', 'février', 'mars', 'avril', 'mai', 'juin', 'juillet', 'août',
    'septembre', 'octobre', 'novembre', 'décembre'];
  for (const champ of document.querySelectorAll('input[type=date], input[type=month]')) {
    const [annee, rang, jour] = champ.value.split('-');
    const texte = champ.type === 'date' ? [jour, rang, annee].join('/') : `${mois[rang - 1]} ${annee}`;
    const vide = champ.type === 'date' ? 'jj/mm/aaaa' : 'mois année';
    const plein = champ.value !== '';
    champ.type = 'text';
    champ.value = plein ? texte : vide;
  }
  for (const champ of document.querySelectorAll('input[type=file]')) {
    const nom = champ.files.length ? champ.files[0].name : 'Aucun fichier choisi';
    const bouton = Object.assign(document.createElement('button'), {textContent: 'Parcourir…'});
    bouton.type = 'button';
    Object.assign(bouton.style, {border: '1px solid', borderRadius: '4px', padding: '4px 12px'});
    const ligne = document.createElement('p');
    ligne.append(bouton, ` ${nom}`);
    champ.replaceWith(ligne);
  }
}"""


class Appareil:
    """Takes pictures of parts of pages, small and light, those asked for only."""

    def __init__(self, page: Page, debuts: tuple[str, ...]) -> None:
        self.page, self.debuts = page, debuts

    def take(
        self, nom: str, *cibles: str | Locator, largeur: int = LARGEUR, hauteur: int = 10_000
    ) -> None:
        """Write the rectangle that holds every target, at most `largeur` × `hauteur` pixels.

        No target: the whole content of the page. The page may no longer be sent afterwards: its
        date and file fields have become text.
        """
        if not self.wants(nom):
            return
        self.page.evaluate(EN_FRANCAIS)
        self.page.evaluate("document.activeElement && document.activeElement.blur()")
        zones = [self._zone(cible) for cible in cibles or ("main",)]
        gauche = max(min(z["x"] for z in zones) - MARGE, 0)
        haut = max(min(z["y"] for z in zones) - MARGE, 0)
        droite = min(max(z["x"] + z["width"] for z in zones) + MARGE, LARGEUR)
        bas = max(z["y"] + z["height"] for z in zones) + MARGE / 2
        cadre = {
            "x": gauche, "y": haut,
            "width": min(droite - gauche, largeur), "height": min(bas - haut, hauteur),
        }  # fmt: skip
        image = self.page.screenshot(full_page=True, clip=cadre, animations="disabled")
        save(nom, Image.open(BytesIO(image)))

    def wants(self, nom: str) -> bool:
        """Tell whether that picture was asked for."""
        return not self.debuts or nom.startswith(self.debuts)

    def _zone(self, cible: str | Locator) -> dict[str, float]:
        element = self.page.locator(cible).first if isinstance(cible, str) else cible
        zone = element.evaluate(
            "e => { const z = e.getBoundingClientRect();"
            " return {x: z.x + scrollX, y: z.y + scrollY, width: z.width, height: z.height}; }"
        )
        return dict(zone)


def save(nom: str, image: Image.Image) -> None:
    """Write a picture with few colours: screens have few, and the file is a third of the size."""
    chemin = IMAGES / f"{nom}.png"
    image.convert("RGB").quantize(COULEURS, dither=Image.Dither.NONE).save(chemin, optimize=True)
    print(f"{chemin.name} {image.width} × {image.height}, {chemin.stat().st_size // 1024} Ko")


def il_y_a(jours: int) -> str:
    """Return a date as browsers want it, so many days before today; a working day."""
    jour = AUJOURDHUI - dt.timedelta(days=jours)
    return (jour - dt.timedelta(days=max(jour.weekday() - 4, 0))).isoformat()


def en_francais(jour: str) -> str:
    """Return the same date as people write it."""
    return "/".join(reversed(jour.split("-")))
