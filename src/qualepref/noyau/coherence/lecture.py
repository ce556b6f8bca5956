"""Read a publication to be checked: YAML of figures, or a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from qualepref.noyau.coherence.formes import (
    ChiffreForme,
    DateForme,
    PublicationForme,
    TableauForme,
)
from qualepref.noyau.coherence.lecture_tableur import find_code_unite, read_tableur
from qualepref.noyau.coherence.modele import Chiffre, DateCitee, Publication, Tableau
from qualepref.noyau.coherence.periodes import Periode, build_dates, parse_mesure, parse_periode
from qualepref.noyau.coherence.refus import (
    PublicationIllisibleError,
    PublicationTropGrandeError,
    PublicationVideError,
)
from qualepref.noyau.coherence.valeurs import Lu, find_rapport, parse_imprime
from qualepref.noyau.yaml_strict.fichiers import read_fichier
from qualepref.noyau.yaml_strict.schemas import check_schema


# Every figure is compared with every other: what no report prints is refused, not waited for.
MAXIMUM = 3000
EXTENSIONS_YAML = (".yaml", ".yml")
CONNUES = {"id", "note", "title", "row_keys"}


def read_publication(path: Path, *, nom: str | None = None) -> Publication:
    """Return the publication of a file. nom: the name its reader knows, else the file's.

    Raises:
        PublicationIllisibleError: faults of a YAML file, all listed.
        PublicationVideError: no figure and no table.
        PublicationTropGrandeError: more figures than a publication prints.
        FichierRefuseError: a spreadsheet that cannot be read.
    """
    nom = nom or path.name
    if Path(nom).suffix.lower() in EXTENSIONS_YAML:
        publication = _read_yaml(path, nom)
    else:
        publication = read_tableur(path, nom)
    if not publication.chiffres and not publication.tableaux:
        raise PublicationVideError(nom, publication.avertissements)
    compte = len(publication.chiffres) + sum(
        len(t.lignes) * max(len(t.colonnes) - 1, 0) for t in publication.tableaux
    )
    if compte > MAXIMUM:
        raise PublicationTropGrandeError(nom, compte, MAXIMUM)
    return publication


def _read_yaml(path: Path, nom: str) -> Publication:
    brut, fautes = read_fichier(path, nom)
    if brut is None:
        raise PublicationIllisibleError(nom, fautes)
    present = {cle: valeur for cle, valeur in brut.items() if valeur is not None}
    forme, reproches = check_schema(PublicationForme, present, nom)
    if forme is None or fautes:
        raise PublicationIllisibleError(nom, [*fautes, *reproches])
    date = parse_periode(forme.document.date)
    annee = date.debut.year if date else None
    return Publication(
        site=forme.document.site,
        type=forme.document.type,
        date=date,
        chiffres=tuple(
            build_chiffre(f, rang, date) for rang, f in enumerate(forme.figures, start=1)
        ),
        dates=tuple(_build_date(d, annee) for d in forme.dates),
        tableaux=tuple(_build_tableau(t, rang) for rang, t in enumerate(forme.tables, start=1)),
        avertissements=tuple(_tell_inconnues(forme)),
    )


def build_chiffre(forme: ChiffreForme, rang: int, document: Periode | None) -> Chiffre:
    """Return a figure; what it does not tell is read from its printed text."""
    lu = _read_valeur(forme)
    periode = build_dates(forme.period_start, forme.period_end)
    ecrite = parse_mesure(forme.period, document)
    rapport = None if forme.numerator is not None else find_rapport(forme.published)
    if periode is None or (ecrite is not None and _same_days(periode, ecrite)):
        periode = ecrite
    return Chiffre(
        id=forme.id or f"figure {rang}",
        label=forme.label or " – ".join(filter(None, (forme.row, forme.column))) or forme.section,
        imprime=forme.published or ("" if forme.value is None else str(forme.value)),
        lu=lu,
        unite=find_code_unite(forme.unit) or lu.unite,
        section=forme.section,
        site=forme.site,
        periode=periode,
        numerateur=rapport[0] if rapport else forme.numerator,
        denominateur=rapport[1] if rapport else forme.denominator,
        effectif=forme.sample_size or forme.n,
        echeance=forme.deadline_value,
        echeance_unite=forme.deadline_unit,
        cible=_read_cible(forme),
        cible_imprimee=forme.target_published,
        module=forme.module,
        engagements=forme.engagements,
        im=forme.im,
        verdict=forme.verdict,
        tableau=forme.table,
        ligne=forme.row,
        colonne=forme.column,
    )


def _same_days(une: Periode, autre: Periode) -> bool:
    return (une.debut, une.fin) == (autre.debut, autre.fin)


def _read_valeur(forme: ChiffreForme) -> Lu:
    """Return the printed text as read, its value the one the file gives when it gives one."""
    if not forme.published:
        if forme.value is None:
            return parse_imprime("")
        return replace(parse_imprime(tell_decimal(forme.value)), seul=True)
    lu = parse_imprime(forme.published, attendu=forme.value)
    if forme.value is None or lu.valeur == forme.value or lu.maximum is not None:
        return lu
    if lu.valeur is not None and lu.seul:
        return lu
    nombre = parse_imprime(tell_decimal(forme.value))
    return replace(nombre, unite=lu.unite, exact=lu.valeur is None or lu.exact)


def tell_decimal(valeur: Fraction) -> str:
    """Return a number as a decimal text, as many decimals as it takes up to six."""
    texte = f"{float(valeur):.6f}"
    return texte.rstrip("0").rstrip(".").replace(".", ",")


def _read_cible(forme: ChiffreForme) -> Lu | None:
    if forme.target_value is None and not forme.target_published:
        return None
    texte = forme.target_published.rpartition(":")[2]
    lu = parse_imprime(texte, attendu=forme.target_value)
    if forme.target_value is None:
        return lu if lu.valeur is not None else None
    unite = find_code_unite(forme.target_unit) or lu.unite or find_code_unite(forme.unit)
    return Lu(
        forme.target_value, unite=unite, exact=forme.target_value_max is None,
        maximum=forme.target_value_max,
    )  # fmt: skip


def _build_date(forme: DateForme, annee: int | None) -> DateCitee:
    periode = build_dates(forme.start, forme.end)
    ecrite = parse_periode(forme.published, annee=annee)
    if periode is not None and ecrite is not None and _same_days(periode, ecrite):
        periode = ecrite
    return DateCitee(forme.label, forme.published, periode or ecrite)


def _build_tableau(forme: TableauForme, rang: int) -> Tableau:
    largeur = max([len(forme.columns), *(len(ligne) for ligne in forme.rows)])
    return Tableau(
        forme.id or f"tableau {rang}",
        forme.title,
        tuple(forme.columns),
        tuple(tuple(ligne) + ("",) * (largeur - len(ligne)) for ligne in forme.rows if ligne),
    )


def _tell_inconnues(forme: PublicationForme) -> Iterable[str]:
    inconnues: set[str] = set()
    for partie in (forme, forme.document, *forme.figures, *forme.dates, *forme.tables):
        inconnues |= set(partie.model_extra or {}) - CONNUES
    if inconnues:
        yield f"Clés non lues : {', '.join(sorted(inconnues))}."
