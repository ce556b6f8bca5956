"""Load a référentiel, and the indicators a site adds to it, from their folders."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

from qualepref.noyau.referentiel.assemblage import (
    build_grandeurs,
    build_indicateurs,
    build_modules,
    build_registres,
)
from qualepref.noyau.referentiel.controles import (
    check_engagements,
    check_index,
    check_registres,
)
from qualepref.noyau.referentiel.controles_indicateurs import (
    check_indicateur,
    check_references,
    check_remplacement,
)
from qualepref.noyau.referentiel.fautes import (
    ReferentielIntrouvableError,
    ReferentielInvalideError,
)
from qualepref.noyau.referentiel.modele import Formule, Indicateur, Referentiel
from qualepref.noyau.referentiel.schemas import (
    EngagementsSchema,
    FormuleSchema,
    IndexSchema,
    IndicateurSchema,
    RegistresSchema,
    TermeSchema,
)
from qualepref.noyau.referentiel.vocabulaire import (
    Vocabulaire,
    gather_vocabulaire,
    vocabulaire_of,
)
from qualepref.noyau.yaml_strict.controles import Reproche, as_fautes
from qualepref.noyau.yaml_strict.fautes import Faute
from qualepref.noyau.yaml_strict.fichiers import read_fichier
from qualepref.noyau.yaml_strict.ordre import cle_naturelle
from qualepref.noyau.yaml_strict.schemas import check_schema


INDEX = "index.yaml"
ENGAGEMENTS = "engagements.yaml"
REGISTRES = "registres.yaml"
INDICATEURS = "indicateurs"
EXEMPLES = "exemples"

Contenu = TypeVar("Contenu", IndexSchema, EngagementsSchema, RegistresSchema)


@dataclass(slots=True)
class _Lecture:
    """Faults met so far, and the files that are sound so far."""

    dossier: Path
    fautes: list[Faute] = field(default_factory=list)

    def read(self, nom: str) -> dict[str, Any] | None:
        contenu, fautes = read_fichier(self.dossier / nom, nom)
        self.fautes += fautes
        return contenu

    def check(
        self,
        schema: type[Contenu],
        brut: Mapping[str, Any] | None,
        nom: str,
        controle: Callable[[Contenu], Iterable[Reproche]],
    ) -> Contenu | None:
        """Return the content in its shape; its faults, of shape or of sense, are kept."""
        if brut is None:
            return None
        contenu, fautes = check_schema(schema, brut, nom)
        self.fautes += fautes
        if contenu is not None:
            self.fautes += as_fautes(controle(contenu), nom)
        return contenu


def list_referentiels(racine: Path) -> tuple[tuple[str, str], ...]:
    """Return (code, version) of every référentiel under the folder, sorted."""
    return tuple(sorted((p.parents[1].name, p.parent.name) for p in racine.glob(f"*/*/{INDEX}")))


def load_referentiel(dossier: Path) -> Referentiel:
    """Return the référentiel of a folder `<code>/<version>`, its indicators in natural order.

    Raises:
        ReferentielIntrouvableError: the folder holds no index.yaml.
        ReferentielInvalideError: faults of any of its files, all listed.
    """
    if not (dossier / INDEX).is_file():
        raise ReferentielIntrouvableError(dossier)
    lecture = _Lecture(dossier)
    bruts = {nom: lecture.read(nom) for nom in (INDEX, ENGAGEMENTS, REGISTRES)}
    vocabulaire = gather_vocabulaire(
        bruts[INDEX] or {}, bruts[ENGAGEMENTS] or {}, bruts[REGISTRES] or {}
    )
    index = lecture.check(IndexSchema, bruts[INDEX], INDEX, check_index)
    engagements = lecture.check(
        EngagementsSchema, bruts[ENGAGEMENTS], ENGAGEMENTS, check_engagements
    )
    registres = lecture.check(
        RegistresSchema, bruts[REGISTRES], REGISTRES, lambda c: check_registres(c, vocabulaire)
    )
    indicateurs = _read_indicateurs(lecture, vocabulaire, {})
    if lecture.fautes or index is None or engagements is None or registres is None:
        raise ReferentielInvalideError(dossier, lecture.fautes)
    return Referentiel(
        code=dossier.parent.name,
        version=dossier.name,
        nom=index.nom,
        source=index.source,
        modules=build_modules(engagements),
        registres=build_registres(registres),
        canaux=tuple(registres.canaux.items()),
        exclusions=tuple(registres.exclusions.items()),
        grandeurs=build_grandeurs(registres),
        domaines=tuple(index.domaines),
        indicateurs=build_indicateurs(indicateurs, vocabulaire),
        modules_optionnels_minimum=index.modules_optionnels_minimum.valeur,
        seuil_significatif=index.seuil_significatif.valeur,
        validite_label_annees=index.validite_label_annees.valeur,
        date=index.date,
        predecesseur=index.predecesseur,
        sources_regles=tuple(
            (nom, getattr(index, nom).source)
            for nom in (
                "modules_optionnels_minimum", "seuil_significatif", "validite_label_annees",
            )
        ),
    )  # fmt: skip


def load_indicateurs_site(dossier: Path, referentiel: Referentiel) -> tuple[Indicateur, ...]:
    """Return the indicators a site adds or replaces in its folder; empty when it has none.

    They may refer to those of the référentiel. One may take the code of another only by saying why
    (`remplace`), and only when the two compare.

    Raises:
        ReferentielInvalideError: faults of any of the site's files, all listed.
    """
    lecture = _Lecture(dossier)
    vocabulaire = vocabulaire_of(referentiel)
    connus = {i.code: i for i in referentiel.indicateurs}
    contenus = _read_indicateurs(lecture, vocabulaire, connus)
    if lecture.fautes:
        raise ReferentielInvalideError(dossier, lecture.fautes)
    return build_indicateurs(contenus, vocabulaire, referentiel.indicateurs)


def extend(referentiel: Referentiel, indicateurs: Iterable[Indicateur]) -> Referentiel:
    """Return the référentiel with a site's indicators: in place of those of its own, or after."""
    propres = {i.code: i for i in indicateurs}
    repris = tuple(propres.pop(i.code, i) for i in referentiel.indicateurs)
    return replace(referentiel, indicateurs=(*repris, *propres.values()))


def _read_indicateurs(
    lecture: _Lecture, vocabulaire: Vocabulaire, connus: Mapping[str, Indicateur]
) -> dict[str, IndicateurSchema]:
    """Return the sound definitions by code, in natural order; their faults are kept."""
    contenus: dict[str, IndicateurSchema] = {}
    codes = sorted((p.stem for p in _yaml(lecture, INDICATEURS)), key=cle_naturelle)
    for code in codes:
        nom = f"{INDICATEURS}/{code}.yaml"
        brut = lecture.read(nom)
        if brut is None:
            continue
        contenu, fautes = check_schema(IndicateurSchema, brut, nom)
        lecture.fautes += fautes
        if contenu is not None:
            lecture.fautes += as_fautes(check_indicateur(contenu, vocabulaire), nom)
            lecture.fautes += as_fautes(check_remplacement(code, contenu, connus), nom)
            contenus[code] = contenu
    formules: dict[str, FormuleSchema | None] = {
        **{c: _schema_of(i.formule) for c, i in connus.items()},
        **{c: i.formule for c, i in contenus.items()},
    }
    illisibles = frozenset(codes) - contenus.keys()
    lecture.fautes += [
        Faute(f"{INDICATEURS}/{code}.yaml", cle, motif)
        for code, cle, motif in check_references(formules, illisibles)
    ]
    _check_exemples(lecture, frozenset(codes))
    return contenus


def _check_exemples(lecture: _Lecture, codes: frozenset[str]) -> None:
    presents = frozenset(p.stem for p in _yaml(lecture, EXEMPLES))
    lecture.fautes += [
        Faute(f"{INDICATEURS}/{code}.yaml", "", f"aucun exemple : {EXEMPLES}/{code}.yaml manque.")
        for code in codes - presents
    ]
    lecture.fautes += [
        Faute(f"{EXEMPLES}/{code}.yaml", "", f"aucun indicateur « {code} » n’a ces exemples.")
        for code in presents - codes
    ]


def _yaml(lecture: _Lecture, sous_dossier: str) -> list[Path]:
    return list((lecture.dossier / sous_dossier).glob("*.yaml"))


def _schema_of(formule: Formule | None) -> FormuleSchema | None:
    """Return a loaded formula as far as references need it: which terms, which parts."""
    if formule is None:
        return None
    numerateur, denominateur = (
        [TermeSchema(mesure=t.mesure, indicateur=t.indicateur, partie=t.partie) for t in partie]
        for partie in (formule.numerateur, formule.denominateur)
    )
    return FormuleSchema.model_construct(numerateur=numerateur, denominateur=denominateur or None)
