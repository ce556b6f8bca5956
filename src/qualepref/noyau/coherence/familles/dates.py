"""Dates against each other, against their day of the week, against the document's own."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from qualepref.noyau.coherence.ecriture import tell_nom
from qualepref.noyau.coherence.modele import Chiffre, Classe, Constat, DateCitee, Examens, Verifie
from qualepref.noyau.coherence.periodes import Grain, Periode
from qualepref.noyau.coherence.regle import Analyse, find
from qualepref.noyau.tableurs.vocabulaire import MOIS, normalize_texte, strip_accents


ORDRE = "fin_avant_debut"
SEMAINE = "jour_de_la_semaine"
FUTUR = "apres_le_document"
DEUX = "deux_dates"
ETAPES = "etapes_dans_le_desordre"
ANNEE = "periode_hors_annee"
_JOURS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_NOMS_MOIS = "|".join(sorted(MOIS, key=len, reverse=True))
_COMMUNS = frozenset(
    {"satisfaction", "date", "periode", "aupre", "usager", "le", "la", "de", "du", "aux", "sur"}
)
_JOUR_DIT = re.compile(
    rf"\b({'|'.join(_JOURS)})\s+(\d{{1,2}})(?:er)?(?:[/.](\d{{1,2}})|\s+({_NOMS_MOIS})\b)(?:[/.\s]+(\d{{4}}))?"
)


def examine(analyse: Analyse) -> Examens:
    """Check dates one by one, then together."""
    publication = analyse.contexte.publication
    for citee in publication.dates:
        yield from _check_seule(analyse, citee)
    for groupe in analyse.contexte.par_section.values():
        yield from _check_periodes(analyse, groupe)
    yield from _check_deux(analyse)
    yield from _check_etapes(analyse)
    yield from _check_annee(analyse)


def _name(citee: DateCitee) -> str:
    return f"date : {citee.label or citee.imprime}"


def _span(periode: Periode) -> str:
    if periode.debut == periode.fin:
        return f"le {periode.debut:%d/%m/%Y}"
    return f"du {periode.debut:%d/%m/%Y} au {periode.fin:%d/%m/%Y}"


def _check_seule(analyse: Analyse, citee: DateCitee) -> Examens:
    periode = citee.periode
    if periode is None:
        return
    texte = f"« {citee.label} » : « {citee.imprime} »"
    if periode.fin < periode.debut:
        yield Constat(
            Classe.PROUVE, ORDRE, (_name(citee),),
            f"{texte} : la fin ({periode.fin:%d/%m/%Y}) précède le début ({periode.debut:%d/%m/%Y}).",
        )  # fmt: skip
        return
    yield from _check_semaine(citee.imprime, periode, (_name(citee),), texte)
    document = analyse.contexte.publication.date
    plat = strip_accents(citee.label)
    mesure = analyse.contexte.reglages.mesures.search(plat)
    annonce = analyse.contexte.reglages.annonces.search(plat)
    if document is None or not mesure or annonce:
        return
    if periode.debut > document.fin:
        yield Constat(
            Classe.CONTRADICTION, FUTUR, (_name(citee),),
            f"{texte}, alors que le document est daté du {document.fin:%d/%m/%Y} : ce qui est mesuré "
            "ne peut pas lui être postérieur.",
        )  # fmt: skip
    elif periode.fin > document.fin and not periode.ouverte:
        yield Constat(
            Classe.DOUTEUX, FUTUR, (_name(citee),),
            f"{texte} : finit le {periode.fin:%d/%m/%Y}, après la date du document "
            f"({document.fin:%d/%m/%Y}).",
        )  # fmt: skip
    else:
        yield Verifie(FUTUR, (_name(citee),), f"{texte} : avant la date du document.")


def _check_semaine(imprime: str, periode: Periode, figures: tuple[str, ...], texte: str) -> Examens:
    for jour, quantieme, chiffre, mois, an in _JOUR_DIT.findall(strip_accents(imprime)):
        numero = int(chiffre) if chiffre else MOIS[mois]
        try:
            lu = date(int(an) if an else periode.fin.year, numero, int(quantieme))
        except ValueError:
            yield Constat(Classe.PROUVE, SEMAINE, figures, f"{texte} : ce jour n’existe pas.")
            continue
        if _JOURS[lu.weekday()] == jour:
            yield Verifie(SEMAINE, figures, f"{texte} : le {lu:%d/%m/%Y} est bien un {jour}.")
        else:
            yield Constat(
                Classe.CONTRADICTION, SEMAINE, figures,
                f"{texte} : le {lu:%d/%m/%Y} est un {_JOURS[lu.weekday()]}, non un {jour}.",
            )  # fmt: skip


def _check_periodes(analyse: Analyse, groupe: list[Chiffre]) -> Examens:
    """Figures of a section whose period ends before it begins, or after the document."""
    document = analyse.contexte.publication.date
    vues: dict[Periode, list[Chiffre]] = defaultdict(list)
    for c in groupe:
        if c.periode is not None and c.lu.valeur is not None:
            vues[c.periode].append(c)
    for periode, chiffres in vues.items():
        if periode.fin < periode.debut:
            yield find(
                Classe.PROUVE, ORDRE, chiffres,
                f"{tell_nom(chiffres[0])} : la période finit le {periode.fin:%d/%m/%Y}, avant de "
                f"commencer le {periode.debut:%d/%m/%Y}.",
            )  # fmt: skip
        elif document is not None and periode.fin > document.fin:
            yield from _check_futur(analyse, chiffres, periode, document)


def _check_futur(
    analyse: Analyse, chiffres: list[Chiffre], periode: Periode, document: Periode
) -> Examens:
    reglages = analyse.contexte.reglages
    mesures = [
        c for c in chiffres
        if not reglages.annonces.search(strip_accents(c.label))
        and not reglages.annonces.search(strip_accents(c.section))
    ]  # fmt: skip
    if not mesures:
        return
    debute = periode.debut > document.fin
    # A whole year told in the middle of it is a label, a quarter to come is not.
    if not debute and periode.grain is Grain.ANNEE:
        return
    yield find(
        Classe.CONTRADICTION if debute else Classe.DOUTEUX, FUTUR, mesures,
        f"{tell_nom(mesures[0])} : mesuré {_span(periode)}, "
        f"{'après' if debute else 'au-delà de'} la date du document ({document.fin:%d/%m/%Y}).",
    )  # fmt: skip


def _iter_campagnes(analyse: Analyse) -> Iterator[tuple[frozenset[str], str, str, Periode]]:
    """Yield (words, name, identifier, dates) of each event whose days are told."""
    for citee in analyse.contexte.publication.dates:
        precise = citee.periode is not None and citee.periode.grain is Grain.JOUR
        if citee.periode is not None and precise and _has_jour(citee.imprime):
            yield _read_nom(citee.label), citee.label, _name(citee), citee.periode
    for groupe in analyse.contexte.par_section.values():
        vues = {
            c.periode: c for c in groupe
            if c.periode is not None and c.periode.grain is Grain.JOUR and not c.periode.ouverte
            and c.periode.debut != c.periode.fin and c.section
        }  # fmt: skip
        for periode, chiffre in vues.items():
            yield _read_nom(chiffre.section), chiffre.section, chiffre.id, periode


def _read_nom(texte: str) -> frozenset[str]:
    """Return the words that tell an event from the others, without what all surveys say."""
    mots = normalize_texte(re.sub(r"\(.*?\)", " ", texte)).split()
    return frozenset(m.rstrip("s") for m in mots if len(m) > 2) - _COMMUNS


def _has_jour(texte: str) -> bool:
    return (
        re.search(
            rf"\b\d{{1,2}}(?:er)?\s+(?:{_NOMS_MOIS})|\d{{1,2}}/\d{{1,2}}", strip_accents(texte)
        )
        is not None
    )


def _check_deux(analyse: Analyse) -> Examens:
    """The same survey or event told with two dates that overlap without being one."""
    dits = list(_iter_campagnes(analyse))
    for rang, (mots, nom, ident, periode) in enumerate(dits):
        for autres, autre_nom, autre_ident, autre in dits[rang + 1 :]:
            if (
                not mots
                or mots != autres
                or (periode.debut, periode.fin) == (autre.debut, autre.fin)
            ):
                continue
            if periode.fin < periode.debut or autre.fin < autre.debut:
                continue
            if periode.meets(autre) and ident != autre_ident:
                yield Constat(
                    Classe.CONTRADICTION, DEUX, (ident, autre_ident),
                    f"« {nom} » : {_span(periode)} ; « {autre_nom} » : {_span(autre)}. "
                    "La même opération porte deux dates.",
                )  # fmt: skip


def _check_etapes(analyse: Analyse) -> Examens:
    """Steps of one path that do not follow each other."""
    etapes = analyse.contexte.reglages.etapes
    citees = []
    for citee in analyse.contexte.publication.dates:
        plat = strip_accents(citee.label)
        rangs = [rang for rang, motif in enumerate(etapes) if motif.search(plat)]
        if len(rangs) == 1 and citee.periode is not None:
            citees.append((rangs[0], citee, citee.periode))
    for rang, une, premiere in citees:
        for suivant, autre, seconde in citees:
            if rang < suivant and seconde.fin < premiere.debut:
                yield Constat(
                    Classe.DOUTEUX, ETAPES, (_name(autre), _name(une)),
                    f"« {autre.label} » ({autre.imprime}) précède « {une.label} » ({une.imprime}).",
                )  # fmt: skip


def _check_annee(analyse: Analyse) -> Examens:
    """A result told as the year's in one place, begun the year before in another."""
    for une, autre, _ in analyse.liens:
        a, b = une.periode, autre.periode
        if a is None or b is None or une.valeur != autre.valeur:
            continue
        if a.grain is Grain.ANNEE and b.grain is not Grain.ANNEE and b.debut < a.debut:
            yield find(
                Classe.REDACTIONNEL, ANNEE, [une, autre],
                f"{tell_nom(une)} est donné pour l’année {a.debut.year} ; le détail le mesure "
                f"{_span(b)}.",
            )  # fmt: skip
