"""A web page read back: one line per block of text, what is hidden included."""

from __future__ import annotations

from html.parser import HTMLParser

from qualepref.noyau.verification.modele import Extrait, Ligne


EN_LIGNE = frozenset(
    {"a", "abbr", "b", "bdi", "br", "code", "em", "i", "mark", "small", "span", "strong", "sub",
     "sup", "text", "time", "tspan"}
)  # fmt: skip
SANS_TEXTE = frozenset({"script", "style"})
TITRES = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "caption"})


class _Lecteur(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lignes: list[Ligne] = []
        self.morceaux: list[str] = []
        self.lieu = "début de la page"
        self.muet = 0
        self.titre = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in EN_LIGNE:
            self.flush()
        self.muet += tag in SANS_TEXTE
        self.titre = self.titre or tag in TITRES
        for nom, valeur in attrs:
            if nom in ("content", "alt", "aria-label", "datetime", "value") and valeur:
                self.lignes.append(Ligne(self.lieu, valeur))

    def handle_endtag(self, tag: str) -> None:
        if tag not in EN_LIGNE:
            self.flush()
        self.muet -= tag in SANS_TEXTE
        if tag in TITRES:
            self.titre = False

    def handle_data(self, data: str) -> None:
        if not self.muet:
            self.morceaux.append(data)

    def flush(self) -> None:
        texte = " ".join("".join(self.morceaux).split())
        self.morceaux.clear()
        if texte:
            self.lignes.append(Ligne(self.lieu, texte))
            if self.titre:
                self.lieu = f"sous « {texte} »"


def read_html(texte: str) -> Extrait:
    """Return what a page says, block by block, under its headings; alternative texts included."""
    lecteur = _Lecteur()
    lecteur.feed(texte)
    lecteur.close()
    lecteur.flush()
    return Extrait("html", tuple(lecteur.lignes))
