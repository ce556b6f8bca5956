"""The phases of a calendar drawn as bars along the months."""

from __future__ import annotations

from dataclasses import dataclass

from qualepref.demarche.queries.calendrier import CalendrierLu, PhaseLue, enclose
from qualepref.noyau.calcul.periodes import MOIS_COURTS, Periode, mois_of


LARGEUR, HAUTEUR_LIGNE, HAUTEUR_AXE = 720, 40, 40
BARRE, LARGEUR_MINIMUM, ECART_TEXTE = 12, 4, 5
REPERES = 8


@dataclass(frozen=True, slots=True)
class BarreFrise:
    """A phase: its words, and its bar from `x`, `largeur` wide; `faite`: width of what is done."""

    phase: PhaseLue
    y: int
    x: int
    largeur: int
    faite: int

    @property
    def y_texte(self) -> int:
        """Where its words stand, above the bar."""
        return self.y - ECART_TEXTE

    @property
    def a_droite(self) -> bool:
        """Whether its words end where the bar does, lest they leave the drawing."""
        return self.x > LARGEUR // 2

    @property
    def ancre(self) -> int:
        """Where its words begin, or end."""
        return self.x + self.largeur if self.a_droite else self.x


@dataclass(frozen=True, slots=True)
class Frise:
    """A drawing in units of its view box. reperes: where a month is written, and what. jour: today."""

    barres: tuple[BarreFrise, ...]
    reperes: tuple[tuple[int, str], ...]
    jour: int | None
    largeur: int
    hauteur: int
    description: str
    epaisseur: int = BARRE


def build_frise(calendrier: CalendrierLu) -> Frise | None:
    """Return the phases along the months; None when no step has a date."""
    datees = [p for p in calendrier.phases if p.plage is not None]
    cadre = enclose(p.plage for p in datees)
    if cadre is None:
        return None
    mois = list(Periode(mois_of(cadre.debut), mois_of(cadre.fin)))
    debut, fin = Periode(mois[0], mois[-1]).debut, Periode(mois[0], mois[-1]).fin
    jours = (fin - debut).days + 1

    def place(jour):
        return round((jour - debut).days * LARGEUR / jours)

    barres = []
    for rang, phase in enumerate(datees):
        assert phase.plage is not None  # noqa: S101 (kept above)
        x = place(phase.plage.debut)
        largeur = max(LARGEUR_MINIMUM, place(phase.plage.fin) - x)
        faite = round(largeur * phase.faites / phase.total)
        barres.append(BarreFrise(phase, HAUTEUR_AXE + rang * HAUTEUR_LIGNE, x, largeur, faite))
    pas = max(1, -(-len(mois) // REPERES))
    return Frise(
        barres=tuple(barres),
        reperes=tuple(
            (place(Periode.un_mois(m).debut), f"{MOIS_COURTS[m % 100 - 1]} {m // 100 % 100:02}")
            for m in mois[::pas]
        ),
        jour=place(calendrier.le) if debut <= calendrier.le <= fin else None,
        largeur=LARGEUR,
        hauteur=HAUTEUR_AXE + len(datees) * HAUTEUR_LIGNE - HAUTEUR_LIGNE // 2,
        description=" ; ".join(
            f"{p.titre}, {p.plage.texte}, {p.faites} sur {p.total}" for p in datees if p.plage
        ),
    )
