"""A drawing being made: named parts that become CSS classes on the web, fixed inks in a PDF."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from xml.etree import ElementTree as ET

from qualepref.noyau.graphiques.modele import Theme


Nombre = int | float
Attributs = dict[str, str | Nombre]
Cadre = tuple[Nombre, Nombre, Nombre, Nombre]

BLEU, ROUGE, ENCRE, GRIS, FILET = "#000091", "#c9191e", "#161616", "#5e5e5e", "#dddddd"
# Red is the target's alone.
COULEURS = (BLEU, "#297254", "#716043", "#6e445a", "#3558a2")
# Levels of satisfaction, from the best to the worst: blue turns to brown through grey, and the
# stronger of two opinions is the darker.
COULEURS_NIVEAUX = (BLEU, "#6a6af4", "#929292", "#b87c56", "#6a3b20")
MOTIFS = (
    "",
    "M-2 2L2 -2M0 8L8 0M6 10L10 6",
    "M2 2h2v2h-2zM6 6h2v2h-2z",
    "M0 2H8M0 6H8",
    "M2 0V8M6 0V8",
)
POLICE = "Marianne, Libertinus Serif"
# Control characters and lone surrogates, save line feeds and tabs.
INTERDITS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
CARACTERES_GARDES = 512

# What each part looks like where there is no style sheet. On the web, graphiques.css says it.
ENCRES: dict[str, dict[str, str]] = {
    "texte": {"font-family": POLICE, "font-size": "12", "fill": ENCRE},
    "petit": {"font-family": POLICE, "font-size": "11", "fill": GRIS},
    "valeur": {"font-family": POLICE, "font-size": "12", "font-weight": "700", "fill": ENCRE},
    "absence": {"font-family": POLICE, "font-size": "11", "font-style": "italic", "fill": GRIS},
    "grille": {"stroke": FILET, "stroke-width": "1", "fill": "none"},
    "axe": {"stroke": ENCRE, "stroke-width": "1", "fill": "none"},
    "cible-fond": {"stroke": "#ffffff", "stroke-width": "5", "fill": "none"},
    "cible": {"stroke": ROUGE, "stroke-width": "2", "stroke-dasharray": "7 4", "fill": "none"},
    "cible-texte": {
        "font-family": POLICE, "font-size": "12", "font-weight": "700", "fill": ROUGE,
    },
    "halo": {"fill": "#ffffff"},
    "bande": {"fill": "#f0f0fa"},
    "limite": {"stroke": ENCRE, "stroke-width": "1", "stroke-dasharray": "2 2", "fill": "none"},
    "moyenne": {"stroke": GRIS, "stroke-width": "1.5", "fill": "none"},
    "evenement": {"stroke": ENCRE, "stroke-width": "1", "stroke-dasharray": "1 3", "fill": "none"},
}  # fmt: skip


class Toile:
    """The SVG tree of one drawing. Lengths are in units of the view box.

    `trace`: height of the plot of a standing chart. `niveaux`: series are levels of satisfaction,
    and take their inks.
    """

    def __init__(
        self, largeur: Nombre, *, theme: Theme, ident: str, trace: Nombre, niveaux: bool = False
    ) -> None:
        self.theme = theme
        self.ident = ident
        self.largeur = largeur
        self.trace = trace
        self.niveaux = niveaux
        self.racine = ET.Element("svg")
        self._defs = ET.SubElement(self.racine, "defs")
        self._motifs: set[int] = set()

    def add(self, balise: str, partie: str, attributs: Attributs, texte: str = "") -> ET.Element:
        """Append an element that plays this part, and return it."""
        element = ET.SubElement(self.racine, balise, self._style(partie))
        element.attrib.update({nom: format_attribut(v) for nom, v in attributs.items()})
        if texte:
            element.text = clean(texte)
        return element

    def write(
        self, texte: str, x: Nombre, y: Nombre, *, partie: str = "texte", ancre: str = "start"
    ) -> None:
        """Append a line of text; `ancre` is start, middle or end."""
        self.add("text", partie, {"x": x, "y": y, "text-anchor": ancre}, texte)

    def write_on_halo(self, texte: str, x: Nombre, y: Nombre, *, partie: str = "valeur") -> None:
        """Append a centred text on a patch of the background's colour, legible on anything."""
        demi = estimate_width(texte) / 2 + 2
        self.add("rect", "halo", {"x": x - demi, "y": y - 11, "width": 2 * demi, "height": 14})
        self.write(texte, x, y, partie=partie, ancre="middle")

    def line(self, partie: str, depart: tuple[Nombre, Nombre], fin: tuple[Nombre, Nombre]) -> None:
        """Append a straight line."""
        (x1, y1), (x2, y2) = depart, fin
        self.add("line", partie, {"x1": x1, "y1": y1, "x2": x2, "y2": y2})

    def fill(self, rang: int, cadre: Cadre, *, creux: bool = False) -> None:
        """Append a rectangle (x, y, width, height) of series `rang`.

        creux: only the outline, for a figure that rests on too little.
        """
        x, y, largeur, hauteur = cadre
        boite: Attributs = {"x": x, "y": y, "width": largeur, "height": max(hauteur, 0)}
        if creux:
            self.racine.append(self._outline(rang, boite))
            return
        aplat = self.add("rect", "", boite)
        aplat.attrib.update(self._paint(rang, "fill", "aplat"))
        if MOTIFS[rang % len(MOTIFS)]:
            self.add("rect", "motif", {**boite, "fill": f"url(#{self._hatch(rang)})"})

    def stroke(self, rang: int, points: Sequence[tuple[Nombre, Nombre]]) -> None:
        """Append the broken line of series `rang`; its dashes tell it apart without colour."""
        trace = " ".join(f"{format_attribut(x)},{format_attribut(y)}" for x, y in points)
        tirets = ("", "2 3", "12 3 2 3", "12 3", "4 2")[rang % 5]
        attributs: Attributs = {"points": trace, "fill": "none", "stroke-width": 2.5}
        if tirets:
            attributs["stroke-dasharray"] = tirets
        ligne = self.add("polyline", "", attributs)
        ligne.attrib.update(self._paint(rang, "stroke", "trait"))

    def mark(self, rang: int, x: Nombre, y: Nombre) -> None:
        """Append the point of series `rang`: circle, square, triangle, diamond, by turns."""
        d = (
            f"M{x - 4:g} {y:g}a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z",
            f"M{x - 4:g} {y - 4:g}h8v8h-8z",
            f"M{x:g} {y - 5:g}l5 9h-10z",
            f"M{x:g} {y - 5:g}l5 5l-5 5l-5 -5z",
        )[rang % 4]
        point = self.add("path", "", {"d": d})
        point.attrib.update(self._paint(rang, "fill", "aplat"))

    def to_string(self, hauteur: Nombre, *, titre: str, description: str) -> str:
        """Return the SVG text, named by its title and description."""
        ids = f"{self.ident}-titre", f"{self.ident}-desc"
        entete = {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {format_attribut(self.largeur)} {format_attribut(hauteur)}",
            "role": "img",
            "aria-labelledby": " ".join(ids),
        }
        if self.theme is Theme.WEB:
            entete |= {"class": "gq", "focusable": "false"}
        self.racine.attrib.update(entete)
        for rang, (balise, ident, texte) in enumerate(
            zip(("title", "desc"), ids, (titre, description), strict=True)
        ):
            nom = ET.Element(balise, {"id": ident})
            nom.text = clean(texte)
            self.racine.insert(rang, nom)
        if not len(self._defs):
            self.racine.remove(self._defs)
        return ET.tostring(self.racine, encoding="unicode")

    def _style(self, partie: str) -> dict[str, str]:
        if not partie:
            return {}
        if self.theme is Theme.WEB:
            return {"class": f"gq-{partie}"}
        return dict(ENCRES.get(partie, {}))

    def _paint(self, rang: int, attribut: str, nom: str) -> dict[str, str]:
        couleurs = COULEURS_NIVEAUX if self.niveaux else COULEURS
        if self.theme is Theme.WEB:
            famille = "n" if self.niveaux else "s"
            return {"class": f"gq-{nom} gq-{famille}{rang % len(couleurs) + 1}"}
        return {attribut: couleurs[rang % len(couleurs)]}

    def _outline(self, rang: int, boite: Attributs) -> ET.Element:
        attributs = {nom: format_attribut(v) for nom, v in boite.items()}
        attributs |= {"fill": "none", "stroke-width": "1.5", "stroke-dasharray": "3 2"}
        return ET.Element("rect", attributs | self._paint(rang, "stroke", "trait"))

    def _hatch(self, rang: int) -> str:
        """Return the id of the hatch of a series, defined on first use."""
        choix = rang % len(MOTIFS)
        ident = f"{self.ident}-motif{choix}"
        if choix not in self._motifs:
            self._motifs.add(choix)
            motif = ET.SubElement(
                self._defs,
                "pattern",
                {"id": ident, "width": "8", "height": "8", "patternUnits": "userSpaceOnUse"},
            )
            trait = ET.SubElement(motif, "path", {"d": MOTIFS[choix]})
            if self.theme is Theme.WEB:
                trait.set("class", "gq-hachure")
            else:
                trait.attrib.update({"stroke": "#ffffff", "stroke-width": "1.5", "fill": "none"})
        return ident


def format_attribut(valeur: str | Nombre) -> str:
    """Return an attribute's text: numbers with a dot and two decimals at most."""
    return valeur if isinstance(valeur, str) else f"{round(valeur, 2):g}"


def clean(texte: str) -> str:
    """Return the text without the control characters that XML refuses."""
    return INTERDITS.sub("", texte)


def estimate_width(texte: str, corps: Nombre = 12) -> float:
    """Return about how wide a text is, in units of the view box, for a sans-serif of that size."""
    return sum(map(_width_of, texte)) * corps


@lru_cache(maxsize=CARACTERES_GARDES)
def _width_of(caractere: str) -> float:
    if caractere in "iljt.,:;'’!|I \N{NO-BREAK SPACE}":
        return 0.32
    if caractere in "mwMW%@…":
        return 0.88
    return 0.68 if caractere.isupper() else 0.57


def wrap(texte: str, largeur: Nombre, *, lignes: int = 2, corps: Nombre = 12) -> list[str]:
    """Return the text on a few lines that fit `largeur`; what overflows ends with an ellipsis."""
    rendu: list[str] = []
    for mot in texte.split(" "):
        if rendu and estimate_width(f"{rendu[-1]} {mot}", corps) <= largeur:
            rendu[-1] += f" {mot}"
        else:
            rendu.append(mot)
    coupe = len(rendu) > lignes
    rendu = [_fit(ligne, largeur, corps) for ligne in rendu[:lignes]]
    if coupe and not rendu[-1].endswith("…"):
        rendu[-1] = _fit(rendu[-1] + "…", largeur, corps)
    return rendu


def _fit(ligne: str, largeur: Nombre, corps: Nombre) -> str:
    """Return the line, cut with an ellipsis where it is too wide."""
    if estimate_width(ligne, corps) <= largeur:
        return ligne
    reste = ligne.removesuffix("…")
    while reste and estimate_width(reste + "…", corps) > largeur:
        reste = reste[:-1]
    return reste + "…"
