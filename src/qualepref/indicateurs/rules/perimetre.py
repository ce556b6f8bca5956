"""What a site may give figures for: its indicators, and the codes each is followed by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from qualepref.indicateurs.rules.refus import (
    DetailInconnuError,
    DonneeRefuseeError,
    IndicateurAbsentError,
    IndicateurHorsPerimetreError,
)
from qualepref.noyau.referentiel.modele import Formule, Indicateur, Unite
from qualepref.noyau.tableurs.vocabulaire import normalize_texte


DIMENSIONS = {
    "service": "service",
    "boite": "boîte",
    "nature": "nature",
    "canal": "canal",
    "portee": "portée",
    "tracage": "traçage",
    "mode": "mode de réponse",
    "dimension": "détail",
}
# Out of 100: below, no code or label is near enough to be proposed.
RESSEMBLANCE = 70


@dataclass(frozen=True, slots=True)
class Perimetre:
    """The indicators of a site and what a detail may be.

    indicateurs: those of its modules, in the order of the référentiel. hors: the others.
    libelles: dimension -> code -> label. dimensions: counted quantity -> codes of its parts.
    """

    indicateurs: Mapping[str, Indicateur]
    hors: Mapping[str, Indicateur] = field(default_factory=dict)
    libelles: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    dimensions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def find(self, texte: str) -> Indicateur:
        """Return the indicator of that code or label, accents and case aside.

        Raises:
            IndicateurAbsentError, IndicateurHorsPerimetreError.
        """
        cle = normalize_texte(texte)
        for connus in (self.indicateurs, self.hors):
            for code, indicateur in connus.items():
                if cle in (normalize_texte(code), normalize_texte(indicateur.libelle)):
                    if connus is self.indicateurs:
                        return indicateur
                    raise IndicateurHorsPerimetreError(indicateur=code, module=indicateur.module)
        raise IndicateurAbsentError(indicateur=texte, conseil=self._advise(cle))

    def codes_of(self, indicateur: Indicateur, dimension: str) -> dict[str, str]:
        """Return code -> label of what an indicator is followed by; empty when it is not."""
        if dimension not in indicateur.detail or dimension not in DIMENSIONS:
            return {}
        libelles = dict(self.libelles.get(dimension, {}))
        formule = indicateur.formule
        if dimension != "dimension" or formule is None:
            return libelles
        admis: set[str] = set()
        for terme in (*formule.numerateur, *formule.denominateur):
            codes = set(self.dimensions.get(terme.grandeur or "", ()))
            filtre = dict(terme.filtre).get("dimension")
            admis |= codes & set(filtre) if filtre else codes
        return {c: libelles.get(c, c) for c in libelles if c in admis} if admis else libelles

    def check_detail(
        self, indicateur: Indicateur, dimension: str, code: str
    ) -> list[DonneeRefuseeError]:
        """Return the refusal of a detail that the dashboard would never show."""
        if not dimension and not code:
            return []
        suivis = [d for d in indicateur.detail if d in DIMENSIONS]
        codes = self.codes_of(indicateur, dimension)
        if code in codes:
            return []
        if dimension in suivis:
            conseil = f"Au choix : {', '.join(codes) or 'aucun code connu'}."
        elif suivis:
            conseil = f"Il est suivi par {', '.join(DIMENSIONS[d] for d in suivis)}."
        else:
            conseil = "Laisser le découpage et le code vides."
        return [
            DetailInconnuError(
                "code_detail" if dimension in suivis else "dimension",
                indicateur=indicateur.code,
                dimension=DIMENSIONS.get(dimension, dimension or "ce code"),
                code=code,
                conseil=conseil,
            )
        ]

    def _advise(self, cle: str) -> str:
        par_libelle = {normalize_texte(i.libelle): i for i in self.indicateurs.values()}
        proche = process.extractOne(
            cle, list(par_libelle), scorer=fuzz.ratio, score_cutoff=RESSEMBLANCE
        )
        if proche is None:
            return f"Codes de ce site : {', '.join(self.indicateurs)}."
        indicateur = par_libelle[proche[0]]
        return f"Vouliez-vous écrire {indicateur.code}, « {indicateur.libelle} » ?"


def is_rapport(indicateur: Indicateur) -> bool:
    """Tell whether an indicator is a ratio, rather than a plain count."""
    formule = indicateur.formule
    return indicateur.unite is not Unite.NOMBRE or bool(formule and formule.denominateur)


def is_stock(formule: Formule | None, stocks: frozenset[str]) -> bool:
    """Tell whether a formula, references expanded, is made of quantities never added up."""
    termes = (*formule.numerateur, *formule.denominateur) if formule else ()
    return any(t.grandeur in stocks for t in termes)
