"""The diagnostics and audits of a year in words: dates, verdicts by module, what was found.

The auditor is not named: it may be a person.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from qualepref.amelioration.enums import VerdictGrille
from qualepref.amelioration.models import Evaluation
from qualepref.amelioration.queries.evaluations import (
    EvaluationSuivie,
    Grille,
    list_evaluations,
    load_grille,
)
from qualepref.amelioration.rendering.evaluations import render_evaluation
from qualepref.amelioration.rules.evaluations import Avancement, compute_avancement
from qualepref.noyau.calcul.rendu import INSECABLE, format_nombre, format_valeur
from qualepref.noyau.documents.textes import format_date
from qualepref.noyau.referentiel.modele import Unite
from qualepref.organisation.models import Site
from qualepref.publications.rendering.bilan_donnees import Section
from qualepref.publications.rendering.enquetes import clean_remarque
from qualepref.publications.rendering.rubriques_donnees import Figee
from qualepref.publications.rendering.tableaux_donnees import TableauDetail


EXEMPLES = 8
# The row of the base: another one after a restoration, with the same grid.
DISCRETS = ("numero",)
NOTE = (
    "Taux de conformité : lignes conformes, rapportées aux lignes qui s’appliquent au site. Il n’est "
    "donné qu’une fois toutes les lignes évaluées."
)


def freeze_evaluations(site: Site, annee: int, le: dt.date) -> Figee | None:
    """Return the diagnostics and audits of a year as its report holds them; None without any."""
    suivies = [s for s in list_evaluations(site) if _is_of(s.evaluation, annee, le)]
    if not suivies:
        return None
    suivies.sort(key=lambda s: (s.evaluation.debut_le, s.evaluation.pk))
    grilles = [load_grille(s.evaluation) for s in suivies]
    donnees = [_render(s, g) for s, g in zip(suivies, grilles, strict=True)]
    return Figee(donnees, build_section(grilles))


def build_section(grilles: Sequence[Grille]) -> Section:
    """Return what the report says of these grids."""
    return Section(
        code="evaluations",
        titre="Diagnostics et audits",
        paragraphes=tuple(p for grille in grilles for p in _paragraphes(grille)),
        tableaux=tuple(_tableau(grille) for grille in grilles),
    )


def _is_of(evaluation: Evaluation, annee: int, le: dt.date) -> bool:
    """Whether an evaluation was going on in a year, and had begun by a day."""
    fin = evaluation.fin_le or evaluation.debut_le
    return evaluation.debut_le.year <= annee <= fin.year and evaluation.debut_le <= le


def _paragraphes(grille: Grille) -> Iterator[str]:
    e, avancement = grille.evaluation, grille.avancement
    dates = f"le {format_date(e.debut_le)}"
    if e.fin_le is not None and e.fin_le != e.debut_le:
        dates = f"du {format_date(e.debut_le)} au {format_date(e.fin_le)}"
    lignes = "ligne évaluée" if avancement.evaluees <= 1 else "lignes évaluées"
    suite = (
        f" ; conformité{INSECABLE}: {_say_taux(avancement)}"
        if avancement.conformite is not None
        else ". La grille n’est pas complète : aucun taux n’est donné"
        if not avancement.complete
        else ""
    )
    yield (
        f"{clean_remarque(e.titre)} ({e.get_type_display()}), {dates}{INSECABLE}: "
        f"{format_nombre(avancement.evaluees)} {lignes} sur {format_nombre(avancement.total)}{suite}."
    )
    if e.close_le is not None and e.conclusion:
        yield f"Conclusion{INSECABLE}: {_end(clean_remarque(e.conclusion))}"
    lignes_montrees = [x.ligne for module in grille.modules for x in module.lignes]
    forts = _list(ligne.point_fort for ligne in lignes_montrees)
    if forts:
        yield f"Points forts{INSECABLE}: {forts}."
    ecarts = _list(ligne.ecart for ligne in lignes_montrees)
    if ecarts:
        yield f"Écarts constatés{INSECABLE}: {ecarts}."


def _tableau(grille: Grille) -> TableauDetail:
    comptes = [
        (f"Module {m.numero}", compute_avancement(x.ligne.verdict for x in m.lignes))
        for m in grille.modules
    ]
    comptes.append(("Ensemble", grille.avancement))
    return TableauDetail(
        legende=f"{clean_remarque(grille.evaluation.titre)}{INSECABLE}: verdicts par module",
        entetes=("Module", *(_capitalize(v.label) for v in VerdictGrille), "Total", "Conformité"),
        lignes=tuple(
            (
                nom,
                *(format_nombre(compte.par_verdict[v]) for v in VerdictGrille),
                format_nombre(compte.total),
                _say_taux(compte) or "–",
            )
            for nom, compte in comptes
        ),
        total=True,
        note=NOTE,
    )


def _render(suivie: EvaluationSuivie, grille: Grille) -> dict[str, object]:
    donnees = {c: v for c, v in render_evaluation(suivie).items() if c not in DISCRETS}
    return donnees | {
        "modules": [
            {
                "module": m.numero,
                "verdicts": {
                    v.value: sum(x.ligne.verdict == v for x in m.lignes) for v in VerdictGrille
                },
            }
            for m in grille.modules
        ]
    }


def _say_taux(avancement: Avancement) -> str:
    """Return « 70 % (7 / 10) », its fraction on one line; "" without a rate."""
    if avancement.conformite is None:
        return ""
    fraction = f"{avancement.conformes}{INSECABLE}/{INSECABLE}{avancement.applicables}"
    return f"{format_valeur(avancement.conformite, Unite.POURCENT)} ({fraction})"


def _list(textes: Iterator[str]) -> str:
    """Return the first of these texts, each once, in one sentence."""
    propres = dict.fromkeys(clean_remarque(t).rstrip(".") for t in textes if t.strip())
    return " ; ".join(f"{t[:1].lower()}{t[1:]}" for t in list(propres)[:EXEMPLES])


def _end(phrase: str) -> str:
    return phrase if phrase.endswith((".", "!", "?", "…")) else f"{phrase}."


def _capitalize(texte: str) -> str:
    return f"{texte[:1].upper()}{texte[1:]}"
