"""Open data of a snapshot: indicators in the schema of data.gouv.fr, cells, and what describes them."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from qualepref.indicateurs.rendering.textes import SOURCES
from qualepref.noyau.calcul.cellules import MESURES
from qualepref.noyau.calcul.releves import Etat, Source
from qualepref.noyau.calcul.rendu import scale
from qualepref.noyau.donnees_ouvertes.lecture import describe_colonnes, describe_indicateurs
from qualepref.noyau.referentiel.modele import Periodicite, Unite
from qualepref.noyau.tableurs.ecriture import neutralize_texte
from qualepref.publications.queries.schemas import get_schemas
from qualepref.publications.rendering.donnees import dump
from qualepref.publications.rendering.figes import Contenu, Fige, IndicateurFige, ReleveFige


INDICATEURS_CSV, INDICATEURS_JSON = "impact.csv", "impact.json"
CELLULES_CSV, COMPTAGES_CSV = "cellules.csv", "comptages.csv"
UNITES = {
    Unite.POURCENT: "%",
    Unite.POUR_MILLE: "‰",
    Unite.JOURS_OUVRES: "jour ouvré",
    Unite.JOURS: "jour",
    Unite.NOMBRE: "unité",
    Unite.PAR_MOIS: "unité par mois",
    Unite.PAR_JOUR: "unité par jour",
}
FREQUENCES = {
    Periodicite.MOIS: "mensuelle",
    Periodicite.TRIMESTRE: "trimestrielle",
    Periodicite.ANNEE: "annuelle",
}
# A fraction has no end in decimals; ten are beyond any count of a prefecture.
DECIMALES = 10
LICENCE = {
    "name": "etalab-2.0",
    "title": "Licence Ouverte 2.0",
    "path": "https://spdx.org/licenses/etalab-2.0.html",
}


def render_impact_csv(fige: Fige) -> bytes:
    """Return the figures of the year and of its months, then targets, in the published schema."""
    colonnes = [champ.nom for champ in get_schemas().indicateurs.champs]
    return _write(
        colonnes, ([_tell(ligne[nom]) for nom in colonnes] for ligne in list_lignes(fige.contenu))
    )


def render_impact_json(fige: Fige) -> bytes:
    """Return the same rows as JSON, with the identifier of the snapshot and the schema's own."""
    schema = get_schemas().indicateurs
    lignes = [{nom: _plain(v) for nom, v in ligne.items()} for ligne in list_lignes(fige.contenu)]
    return dump(
        {
            "schema": {"name": schema.nom, "version": schema.version, "path": schema.adresse},
            "reference": fige.reference,
            "lignes": lignes,
        }
    )


def render_cellules(fige: Fige) -> bytes:
    """Return the cells of demandes: one row per service, mailbox, month, nature, channel…"""
    return _write(list(get_schemas().cellules), _figees(fige, "cellules"))


def render_comptages(fige: Fige) -> bytes:
    """Return the counted quantities: one row per month, quantity and part."""
    return _write(list(get_schemas().comptages), _figees(fige, "comptages"))


def render_datapackage(fige: Fige) -> bytes:
    """Return the Data Package that describes these files, with their sizes and digests."""
    schemas, contenu = get_schemas(), fige.contenu
    impact = {
        "schema": describe_indicateurs(schemas.indicateurs),
        "conformsTo": schemas.indicateurs.adresse,
    }
    cellules = describe_colonnes(schemas.cellules, entieres=("mois", *MESURES))
    comptages = describe_colonnes(schemas.comptages, entieres=("mois", "valeur"))
    fichiers = (
        (INDICATEURS_CSV, "Indicateurs", render_impact_csv(fige), impact),
        (CELLULES_CSV, "Cellules de demandes", render_cellules(fige), {"schema": cellules}),
        (COMPTAGES_CSV, "Quantités comptées", render_comptages(fige), {"schema": comptages}),
    )
    return dump(
        {
            "profile": "tabular-data-package",
            "name": f"qualite-{contenu.site.code}-{contenu.annee}",
            "id": fige.reference,
            "title": f"Qualité de l’accueil, {contenu.site.nom}, {contenu.annee}",
            "description": _describe(contenu),
            "created": f"{contenu.arrete_le}T00:00:00Z",
            "licenses": [LICENCE],
            "resources": [
                {
                    "name": nom.removesuffix(".csv"),
                    "title": titre,
                    "path": nom,
                    "profile": "tabular-data-resource",
                    "format": "csv",
                    "mediatype": "text/csv",
                    "encoding": "utf-8",
                    "bytes": len(octets),
                    "hash": f"sha256:{hashlib.sha256(octets).hexdigest()}",
                    **suite,
                }
                for nom, titre, octets, suite in fichiers
            ],
        }
    )


def list_lignes(contenu: Contenu) -> list[dict[str, Any]]:
    """Return the rows of the schema: figures that exist and may be read, then targets.

    A figure on too few answers is left out, as is a month that repeats its year.
    """
    return [
        ligne
        for indicateur in contenu.indicateurs
        for ligne in (*_iter_mesures(contenu, indicateur), *_iter_cibles(contenu, indicateur))
    ]


def _iter_mesures(contenu: Contenu, indicateur: IndicateurFige) -> Iterator[dict[str, Any]]:
    releves = [(indicateur.annee, "barchart")]
    if indicateur.periodicite is Periodicite.MOIS:
        releves += [(mois, "linechart") for mois in indicateur.mois]
    for releve, dessin in releves:
        if releve.valeur is None or releve.etat is not Etat.VALEUR:
            continue
        yield _build(contenu, indicateur, releve.valeur, releve.debut, releve.fin) | {
            "est_cible": False,
            "est_automatise": releve.source is Source.CALCULE,
            "source_collecte": releve.provenance or SOURCES[releve.source],
            "dataviz_wish": dessin,
            "commentaires": _comment(contenu, indicateur, releve),
        }


def _iter_cibles(contenu: Contenu, indicateur: IndicateurFige) -> Iterator[dict[str, Any]]:
    cible = indicateur.cible
    if cible is None:
        return
    debut, fin = dt.date(cible.annee, 1, 1), dt.date(cible.annee, 12, 31)
    for borne in dict.fromkeys((cible.minimum, cible.maximum)):
        yield _build(contenu, indicateur, borne, debut, fin) | {
            "est_cible": True,
            "est_automatise": False,
            "source_collecte": cible.source,
            "dataviz_wish": None,
            "commentaires": f"Cible imprimée : {indicateur.cible_imprimee}",
        }


def _build(
    contenu: Contenu, indicateur: IndicateurFige, valeur: Fraction, debut: dt.date, fin: dt.date
) -> dict[str, Any]:
    return {
        "administration_rattachement": contenu.site.nom,
        "nom_service_public_numerique": f"{contenu.definitions.nom} – {contenu.site.nom}",
        "indicateur": f"{indicateur.code} – {indicateur.libelle}",
        "valeur": _decimal(scale(valeur, indicateur.unite)),
        "unite_mesure": UNITES[indicateur.unite],
        "frequence_monitoring": FREQUENCES[indicateur.periodicite],
        "date": fin,
        "est_periode": True,
        "date_debut": debut,
        "code_insee": contenu.site.departement,
    }


def _comment(contenu: Contenu, indicateur: IndicateurFige, releve: ReleveFige) -> str:
    parties = (
        f"Calcul : {releve.fraction} ({indicateur.base})" if releve.fraction else "",
        indicateur.methode,
        "Données de démonstration" if contenu.demonstration else "",
    )
    return " ; ".join(" ".join(p.split()) for p in parties if p)


def _describe(contenu: Contenu) -> str:
    definitions = contenu.definitions
    texte = (
        f"Indicateurs du référentiel {definitions.nom}, version {definitions.version}, et cellules "
        f"dont ils se recalculent. Arrêté le {contenu.arrete_le:%d/%m/%Y}. Aucune personne n’y est "
        "nommée ; les réponses aux enquêtes n’y sont pas."
    )
    return f"{texte} Données de démonstration." if contenu.demonstration else texte


def _figees(fige: Fige, nom: str) -> list[list[Any]]:
    return fige.contenu.donnees.get("cellules", {}).get(nom, [])


def _write(colonnes: Sequence[str], lignes: Iterable[Sequence[Any]]) -> bytes:
    sortie = io.StringIO()
    ecrivain = csv.writer(sortie, lineterminator="\n")
    ecrivain.writerow(colonnes)
    ecrivain.writerows(lignes)
    return sortie.getvalue().encode()


def _tell(valeur: Any) -> str:
    """Return a value as Table Schema reads it; a text is never a formula."""
    if valeur is None:
        return ""
    if isinstance(valeur, bool):
        return str(valeur).lower()
    return neutralize_texte(valeur) if isinstance(valeur, str) else str(valeur)


def _plain(valeur: Any) -> Any:
    if isinstance(valeur, Decimal):
        return int(valeur) if valeur == valeur.to_integral_value() else float(valeur)
    return valeur.isoformat() if isinstance(valeur, dt.date) else valeur


def _decimal(valeur: Fraction) -> Decimal:
    """Return a number in decimals, without an exponent nor useless zeros."""
    exact = Decimal(valeur.numerator) / Decimal(valeur.denominator)
    return Decimal(f"{round(exact, DECIMALES).normalize():f}")
