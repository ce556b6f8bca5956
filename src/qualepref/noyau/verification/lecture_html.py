"""A web page read back: one line per block of text, what is hidden included."""

from __future__ import annotations

import hashlib
from html.parser import HTMLParser

from qualepref.noyau.verification.modele import Extrait, Ligne


EN_LIGNE = frozenset(
    {"a", "abbr", "b", "bdi", "br", "code", "em", "i", "mark", "small", "span", "strong", "sub",
     "sup", "text", "time", "tspan"}
)  # fmt: skip
SANS_TEXTE = frozenset({"script", "style"})
# What makes a text seen or not.
APPARENCE = frozenset({"class", "hidden", "style", "open"})
TITRES = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "caption"})


class _Lecteur(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lignes: list[Ligne] = []
        self.morceaux: list[str] = []
        self.lieu = "début de la page"
        self.muet = 0
        self.titre = False
        self.dessin: list[str] = []
        self.forme: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in EN_LIGNE:
            self.flush()
        self.muet += tag in SANS_TEXTE
        self.titre = self.titre or tag in TITRES
        if tag == "svg" or self.dessin:
            self.dessin.append(f"{tag} {sorted(attrs, key=str)}")
        else:
            self.forme.append(f"{tag} {[a for a in attrs if a[0] in APPARENCE]}")
        for nom, valeur in attrs:
            if nom in ("content", "alt", "aria-label", "datetime", "value") and valeur:
                self.lignes.append(Ligne(self.lieu, valeur, annexe=True))

    def handle_endtag(self, tag: str) -> None:
        if tag not in EN_LIGNE:
            self.flush()
        self.muet -= tag in SANS_TEXTE
        if tag in TITRES:
            self.titre = False
        if tag == "svg" and self.dessin:
            dessin = f"dessin d’empreinte {_digest(self.dessin)}"
            self.lignes.append(Ligne(self.lieu, dessin, annexe=True))
            self.dessin.clear()

    def handle_data(self, data: str) -> None:
        if self.muet:
            self.forme.append(data)
        else:
            self.morceaux.append(data)

    def flush(self) -> None:
        texte = " ".join("".join(self.morceaux).split())
        self.morceaux.clear()
        if texte:
            self.lignes.append(Ligne(self.lieu, texte))
            if self.titre:
                self.lieu = f"sous « {texte} »"


def read_html(texte: str) -> Extrait:
    """Return what a page says, block by block, under its headings; alternative texts included.

    What it draws, and how it looks, come as digests: a bar made longer or a row hidden is seen.
    """
    lecteur = _Lecteur()
    lecteur.feed(texte)
    lecteur.close()
    lecteur.flush()
    empreinte = _digest(lecteur.forme)
    forme = Ligne(
        "mise en forme", f"mise en forme d’empreinte {empreinte}", "toute la page", annexe=True
    )
    return Extrait("html", (*lecteur.lignes, forme))


def _digest(morceaux: list[str]) -> str:
    return hashlib.sha256("\n".join(morceaux).encode()).hexdigest()[:12]
