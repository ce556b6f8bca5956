"""Cut the design system down to some pages: their elements and classes, light and dark.

Three changes besides leaving out: dark colours follow the reader's own setting, without the design
system's script; sides are « start » and « end », so that pages written from right to left are right;
paths lead from where the stylesheet is served.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path

from qualepref.noyau.feuilles.css import Bloc, parse_css, split_css, write_css


FICHIERS = (
    "core/core.main.min.css",
    *(
        f"component/{nom}/{nom}.main.min.css"
        for nom in (
            "link", "logo", "button", "form", "input", "radio", "checkbox", "alert", "badge",
            "callout", "header", "footer", "skiplink", "stepper", "notice", "table",
        )
    ),
    "scheme/scheme.min.css",
)  # fmt: skip
# What the public pages show beside their own templates.
COMPOSANTS = tuple(f"composants/{nom}.html" for nom in ("question", "questions", "fautes_question"))
# From the folder of the stylesheet to that of the design system, as both are served.
VERS_DISTRIBUTION = "../dsfr/dist"
EN_TETE = (
    "/* Cut from the State's design system by outils/tailler-feuille: do not edit.\n"
    "   DSFR | SPDX-License-Identifier: MIT | restricted use (see its terms and conditions) */\n"
)
POLICES = re.compile(r"Marianne-(Regular|Medium|Bold)\.woff2")
SOMBRE = re.compile(r"\[data-fr-theme=dark\]")
ADRESSE = re.compile(r"""url\((["']?)(?!data:|#)([^)"']+)\1\)""")
VARIABLE = re.compile(r"var\((--[\w-]+)")
NIE = re.compile(r":not\([^()]*(?:\([^()]*\))?[^()]*\)")
ENTRE_CROCHETS = re.compile(r"\[([\w-]+)[^\]]*\]")
CLASSE = re.compile(r"\.([A-Za-z_][\w-]*)")
ELEMENT = re.compile(r"(?:^|[\s>+~(,])([a-z][a-z0-9]*)")
COTES = (
    (re.compile(r"^(margin|padding)-left:"), r"\1-inline-start:"),
    (re.compile(r"^(margin|padding)-right:"), r"\1-inline-end:"),
    (re.compile(r"^left:"), "inset-inline-start:"),
    (re.compile(r"^right:"), "inset-inline-end:"),
    (re.compile(r"^text-align:left"), "text-align:start"),
)
BALISE = re.compile(r"<([a-z][a-z0-9]*)\b")
ATTRIBUT = re.compile(r"\s([a-z][a-z-]*)(?==|[\s>{])")
CLASSES = re.compile(r'class="([^"]*)"')
GABARIT = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}", re.DOTALL)
GENRE = re.compile(r"fr-{{[^}]*}}-group")
# What a page of any kind has, whatever the templates say.
TOUJOURS = frozenset({"html", "body", "root"})


@dataclass(frozen=True, slots=True)
class Usage:
    """What pages use: elements, attributes, classes."""

    elements: frozenset[str]
    attributs: frozenset[str]
    classes: frozenset[str]

    def keeps(self, selecteur: str) -> bool:
        """Whether something on these pages can be what the selector selects."""
        affirme = NIE.sub("", selecteur)
        if not self.attributs.issuperset(ENTRE_CROCHETS.findall(affirme)):
            return False
        nu = ENTRE_CROCHETS.sub("", affirme)
        return self.classes.issuperset(CLASSE.findall(nu)) and self.elements.issuperset(
            ELEMENT.findall(re.sub(r"::?[\w-]+", "", nu))
        )


def find_distribution() -> Path:
    """Return the folder of the design system installed beside this program."""
    origine = find_spec("dsfr")
    assert origine is not None  # a dependency  # noqa: S101
    assert origine.origin is not None  # noqa: S101
    return Path(origine.origin).parent / "static" / "dsfr" / "dist"


def list_gabarits(dossier: Path) -> list[Path]:
    """Return the templates of an app that the public reads: its own, and those they show."""
    composants = (dossier / c for c in COMPOSANTS)
    return sorted([*(dossier / "public").rglob("*.html"), *(c for c in composants if c.exists())])


def build_feuille(distribution: Path, gabarits: Iterable[Path]) -> str:
    """Return the stylesheet of the pages made of these templates."""
    usage = read_usage(gabarits)
    blocs = [
        taille
        for fichier in FICHIERS
        for bloc in parse_css((distribution / fichier).read_text(encoding="utf-8"))
        for taille in _iter_taille(bloc, usage, posixpath.dirname(fichier))
    ]
    return EN_TETE + write_css(_drop_variables(blocs))


def read_usage(gabarits: Iterable[Path]) -> Usage:
    """Return what templates use."""
    elements, attributs, classes = set(TOUJOURS), set(), set()
    for gabarit in gabarits:
        texte = gabarit.read_text(encoding="utf-8")
        if GENRE.search(texte):
            classes |= {"fr-radio-group", "fr-checkbox-group"}
        nu = GABARIT.sub(" ", texte)
        elements |= set(BALISE.findall(nu))
        attributs |= set(ATTRIBUT.findall(nu))
        for liste in CLASSES.findall(nu):
            classes |= set(liste.split())
    return Usage(frozenset(elements), frozenset(attributs), frozenset(classes))


def _iter_taille(bloc: Bloc, usage: Usage, dossier: str) -> Iterator[Bloc]:
    if bloc.blocs:
        dedans = tuple(b for fils in bloc.blocs for b in _iter_taille(fils, usage, dossier))
        if dedans:
            yield replace(bloc, blocs=dedans)
        return
    declarations = tuple(_turn(_move(d, dossier)) for d in bloc.declarations)
    if bloc.tete.startswith("@"):
        if not bloc.tete.startswith("@font-face") or POLICES.search(";".join(declarations)):
            yield replace(bloc, declarations=declarations)
        return
    selecteurs = split_css(bloc.tete, ",")
    clairs = [s for s in selecteurs if not SOMBRE.search(s) and usage.keeps(s)]
    sombres = [t for s in selecteurs if SOMBRE.search(s) and usage.keeps(t := _lighten(s))]
    if clairs and declarations:
        yield Bloc(",".join(clairs), declarations)
    if sombres and declarations:
        regle = Bloc(",".join(sombres), declarations)
        yield Bloc("@media (prefers-color-scheme:dark)", blocs=(regle,))


def _lighten(selecteur: str) -> str:
    """Return a selector of the dark theme without its mention of the theme."""
    return SOMBRE.sub("", selecteur).strip()


def _move(declaration: str, dossier: str) -> str:
    def lead(trouvee: re.Match[str]) -> str:
        chemin = posixpath.normpath(posixpath.join(dossier, trouvee[2]))
        return f'url("{VERS_DISTRIBUTION}/{chemin}")'

    return ADRESSE.sub(lead, declaration)


def _turn(declaration: str) -> str:
    for motif, remplacement in COTES:
        declaration = motif.sub(remplacement, declaration)
    return declaration


def _drop_variables(blocs: list[Bloc]) -> list[Bloc]:
    """Leave out the variables that nothing kept reads, directly or through another one."""
    lues: set[str] = set()
    toutes = [d for bloc in blocs for d in _iter_declarations(bloc)]
    while True:
        nouvelles = {
            variable
            for d in toutes
            if not d.startswith("--") or d.partition(":")[0] in lues
            for variable in VARIABLE.findall(d)
        }
        if nouvelles <= lues:
            break
        lues |= nouvelles
    return [reste for bloc in blocs if (reste := _keep_lues(bloc, lues))]


def _iter_declarations(bloc: Bloc) -> Iterator[str]:
    yield from bloc.declarations
    for fils in bloc.blocs:
        yield from _iter_declarations(fils)


def _keep_lues(bloc: Bloc, lues: set[str]) -> Bloc | None:
    if bloc.blocs:
        dedans = tuple(reste for fils in bloc.blocs if (reste := _keep_lues(fils, lues)))
        return replace(bloc, blocs=dedans) if dedans else None
    gardees = tuple(
        d for d in bloc.declarations if not d.startswith("--") or d.partition(":")[0] in lues
    )
    return replace(bloc, declarations=gardees) if gardees else None
