"""The codes a référentiel lets its definitions use, gathered before anything is checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from qualepref.noyau.referentiel.modele import Referentiel


# What the reduction of demandes to cells counts; `noyau.calcul.cellules` says how.
MESURES = frozenset({
    "recues", "exclues", "suspendues", "en_cours", "echues", "a_temps", "hors_delai",
    "sans_reponse", "repondues", "attentes", "delais", "somme_jours_ouvres", "somme_jours",
    "tenue_echues", "tenue_a_temps", "tenue_delais", "tenue_somme_jours_ouvres",
    "tenue_somme_jours",
})  # fmt: skip
# What the reduction of answers to cells counts; `noyau.calcul.reponses` says how.
MESURES_REPONSES = frozenset({
    "posees", "repondues", "exprimees", "satisfaites", "insatisfaites", "somme", "nombres",
})  # fmt: skip
PORTEES = frozenset({"generale", "individuelle"})
TRACAGES = frozenset({"exhaustif", "echantillon"})
# How an answer was gathered: code -> words.
MODES = {
    "en_ligne": "en ligne",
    "borne": "borne sur place",
    "tablette": "tablette, avec un médiateur",
    "papier": "papier",
    "telephone": "téléphone",
    "entretien": "entretien",
}
# Keys of a filter: those of the cells of demandes, of answers, then the one of comptages.
CLES_DEMANDES = frozenset({"service", "boite", "nature", "canal", "portee", "tracage"})
CLES_REPONSES = frozenset({"service", "mode", "questionnaire", "question", "critere"})
CLE_COMPTAGES = "dimension"
CLE_REGISTRE = "registre"
DIMENSIONS = frozenset({*CLES_DEMANDES, CLE_COMPTAGES, "mode", "mois"})
TERRITOIRES = frozenset({"habitants"})
PERIODES = frozenset({"mois", "trimestre", "annee"})
PERIODES_COMPTEES = PERIODES | {"jour"}
PARTIES = frozenset({"numerateur", "denominateur"})


@dataclass(frozen=True, slots=True)
class Vocabulaire:
    """Known codes. `registres`: code -> (natures, channels); `grandeurs`: code -> dimensions."""

    modules: frozenset[int] = frozenset()
    engagements: Mapping[int, int] = field(default_factory=dict)
    canaux: frozenset[str] = frozenset()
    exclusions: frozenset[str] = frozenset()
    natures: frozenset[str] = frozenset()
    registres: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = field(default_factory=dict)
    grandeurs: Mapping[str, frozenset[str]] = field(default_factory=dict)
    domaines: frozenset[str] = frozenset()

    def accepts(self, nature: str, canal: str) -> bool:
        """Tell whether some register takes this nature by this channel."""
        return any(
            nature in natures and (not canaux or canal in canaux)
            for natures, canaux in self.registres.values()
        )


class Origine(Protocol):
    """A term, as far as its kind of fact goes."""

    @property
    def mesure(self) -> str | None: ...  # noqa: D102
    @property
    def grandeur(self) -> str | None: ...  # noqa: D102
    @property
    def reponses(self) -> str | None: ...  # noqa: D102


def criteres_of(terme: Origine) -> frozenset[str]:
    """Return the keys by which a term can be filtered, the register included."""
    if terme.mesure is not None:
        return CLES_DEMANDES | {CLE_REGISTRE}
    if terme.reponses is not None:
        return CLES_REPONSES
    return frozenset({CLE_COMPTAGES}) if terme.grandeur is not None else frozenset()


def curl_apostrophes(texte: str) -> str:
    """Return the text with typographic apostrophes."""
    return texte.replace("'", "’")


def gather_vocabulaire(
    index: Mapping[str, Any], engagements: Mapping[str, Any], registres: Mapping[str, Any]
) -> Vocabulaire:
    """Return the codes of unchecked files, so that a fault in one does not hide those of another."""
    modules = list(_blocs(engagements, "modules"))
    return Vocabulaire(
        modules=frozenset(m["numero"] for m in modules if isinstance(m.get("numero"), int)),
        engagements={
            e["numero"]: m["numero"]
            for m in modules
            for e in _blocs(m, "engagements")
            if isinstance(e.get("numero"), int) and isinstance(m.get("numero"), int)
        },
        canaux=frozenset(_textes(registres.get("canaux"))),
        exclusions=frozenset(_textes(registres.get("exclusions"))),
        natures=frozenset(_codes(registres, "natures")),
        registres={
            r["code"]: (_textes(r.get("natures")), _textes(r.get("canaux")))
            for r in _blocs(registres, "registres")
            if isinstance(r.get("code"), str)
        },
        grandeurs={
            g["code"]: frozenset(_textes(g.get("dimensions")))
            for g in _blocs(registres, "grandeurs")
            if isinstance(g.get("code"), str)
        },
        domaines=frozenset(map(curl_apostrophes, _textes(index.get("domaines")))),
    )


def vocabulaire_of(referentiel: Referentiel) -> Vocabulaire:
    """Return the codes of a référentiel already loaded."""
    return Vocabulaire(
        modules=frozenset(m.numero for m in referentiel.modules),
        engagements={e.numero: e.module for e in referentiel.engagements},
        canaux=frozenset(code for code, _ in referentiel.canaux),
        exclusions=frozenset(code for code, _ in referentiel.exclusions),
        natures=frozenset(n.code for n in referentiel.natures),
        registres={
            r.code: (tuple(n.code for n in r.natures), r.canaux) for r in referentiel.registres
        },
        grandeurs={
            g.code: frozenset(code for code, _ in g.dimensions) for g in referentiel.grandeurs
        },
        domaines=frozenset(referentiel.domaines),
    )


def _blocs(parent: Mapping[str, Any], cle: str) -> Iterator[Mapping[str, Any]]:
    valeur = parent.get(cle)
    if isinstance(valeur, list):
        yield from (bloc for bloc in valeur if isinstance(bloc, Mapping))


def _codes(parent: Mapping[str, Any], cle: str) -> Iterator[str]:
    return (b["code"] for b in _blocs(parent, cle) if isinstance(b.get("code"), str))


def _textes(valeur: object) -> tuple[str, ...]:
    if isinstance(valeur, (list, Mapping)):
        return tuple(v for v in valeur if isinstance(v, str))
    return ()
