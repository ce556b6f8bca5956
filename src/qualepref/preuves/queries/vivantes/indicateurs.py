"""The reading of an indicator over the last twelve months, against its target."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from fractions import Fraction

from qualepref.indicateurs.queries.lectures import LectureJugee, load_lectures
from qualepref.indicateurs.rendering.textes import say_calcul, say_valeur
from qualepref.noyau.calcul.periodes import MOIS_PAR_AN, Periode, format_mois
from qualepref.noyau.calcul.rendu import format_nombre
from qualepref.noyau.calcul.verdicts import Verdict
from qualepref.noyau.tableurs.champs import Champ
from qualepref.organisation.models import Site
from qualepref.preuves.queries.reglages import Vivante
from qualepref.preuves.queries.vivantes.observation import Observation
from qualepref.preuves.rules.etats import last_mois


CHAMPS = (
    Champ("mois", "Mois"),
    Champ("valeur", "Valeur"),
    Champ("numerateur", "Numérateur"),
    Champ("denominateur", "Dénominateur"),
)


def observe_indicateurs(
    site: Site, vivantes: Sequence[Vivante], *, le: dt.date
) -> dict[str, Observation]:
    """Return the pooled readings of the last twelve whole months: the facts are read once for all."""
    periode = last_mois(le, MOIS_PAR_AN)
    codes = [v.indicateur for v in vivantes if v.indicateur]
    lectures = load_lectures(site, codes, periode, le=le)
    return {v.code: _observe(lectures[v.indicateur], periode) for v in vivantes if v.indicateur}


def _observe(lecture: LectureJugee, periode: Periode) -> Observation:
    arguments = (periode.dernier // 100, lecture.indicateur.code)
    releve = lecture.releve
    if releve.valeur is None or releve.couverte is None:
        return Observation(
            f"{lecture.indicateur.code} : {releve.etat.libelle} sur les douze derniers mois.",
            None,
            lien="indicateur",
            arguments=arguments,
        )
    valeur = say_valeur(releve, lecture.indicateur)
    calcul = say_calcul(releve, lecture.indicateur)
    verdict = "" if lecture.verdict is Verdict.SANS_CIBLE else f", {lecture.verdict.libelle}"
    return Observation(
        valeur=f"{lecture.indicateur.code} : {valeur}{f' ({calcul})' if calcul else ''}{verdict}, "
        f"de {releve.couverte}.",
        derniere=releve.couverte.fin,
        suffisante=lecture.verdict is not Verdict.NON_ATTEINTE,
        champs=CHAMPS,
        lignes=tuple(
            (
                format_mois(mois.demandee.premier),
                say_valeur(mois, lecture.indicateur),
                _say(mois.numerateur),
                _say(mois.denominateur),
            )
            for mois in lecture.mois
        ),
        lien="indicateur",
        arguments=arguments,
    )


def _say(somme: Fraction | None) -> str | None:
    if somme is None:
        return None
    return format_nombre(somme, 0 if somme.denominator == 1 else 2)
