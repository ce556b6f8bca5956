"""Read departements.csv and sites.csv into frozen objects, or tell every fault at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from qualepref.noyau.territoires.champs import (
    Lecteur,
    read_annee,
    read_calendrier,
    read_code_arrondissement,
    read_code_commune,
    read_code_departement,
    read_code_prefecture,
    read_code_region,
    read_code_site,
    read_fuseau,
    read_optionnel,
    read_population,
    read_texte,
    read_type_site,
)
from qualepref.noyau.territoires.fautes import Faute, TerritoiresInvalidesError
from qualepref.noyau.territoires.modele import (
    CarteTerritoriale,
    Departement,
    SiteOfficiel,
    TypeSite,
)
from qualepref.noyau.territoires.tableau import Enregistrement, read_tableau


Objet = TypeVar("Objet", Departement, SiteOfficiel)

COLONNES_DEPARTEMENTS: Mapping[str, Lecteur] = {
    "code": read_code_departement,
    "nom": read_texte,
    "complement": read_texte,
    "code_region": read_optionnel(read_code_region),
    "region": read_optionnel(read_texte),
    "prefecture": read_code_prefecture,
    "population": read_optionnel(read_population),
    "annee_population": read_optionnel(read_annee),
    "source_population": read_optionnel(read_texte),
}
COLONNES_SITES: Mapping[str, Lecteur] = {
    "code": read_code_site,
    "type": read_type_site,
    "nom": read_texte,
    "departement": read_code_departement,
    "chef_lieu": read_texte,
    "code_chef_lieu": read_code_commune,
    "arrondissement": read_optionnel(read_code_arrondissement),
    "nom_arrondissement": read_optionnel(read_texte),
    "population": read_optionnel(read_population),
    "annee_population": read_optionnel(read_annee),
    "calendrier": read_calendrier,
    "fuseau": read_fuseau,
}
# Columns that are all filled or all empty: a figure never goes without its year and source.
SOLIDAIRES_DEPARTEMENTS = (
    ("code_region", "region"),
    ("population", "annee_population", "source_population"),
)
SOLIDAIRES_SITES = (
    ("arrondissement", "nom_arrondissement"),
    ("population", "annee_population"),
)


def load_departements(path: Path) -> tuple[Departement, ...]:
    """Return the departments in the file's order.

    Raises:
        TerritoiresInvalidesError: the file is unreadable or holds faults, all listed.
    """
    lignes, fautes = read_tableau(path, COLONNES_DEPARTEMENTS)
    fautes += _check_unicite(path, lignes, "code")
    fautes += _check_solidarite(path, lignes, SOLIDAIRES_DEPARTEMENTS)
    if fautes:
        raise _invalides(fautes)
    return tuple(Departement(**ligne.valeurs) for ligne in lignes)


def load_sites(path: Path) -> tuple[SiteOfficiel, ...]:
    """Return the sites in the file's order.

    Raises:
        TerritoiresInvalidesError: the file is unreadable or holds faults, all listed.
    """
    lignes, fautes = read_tableau(path, COLONNES_SITES)
    fautes += _check_unicite(path, lignes, "code")
    fautes += _check_unicite(path, lignes, "arrondissement")
    fautes += _check_solidarite(path, lignes, SOLIDAIRES_SITES)
    for ligne in lignes:
        fautes += _check_lieu(path, ligne)
        fautes += _check_code(path, ligne)
    if fautes:
        raise _invalides(fautes)
    return tuple(SiteOfficiel(**ligne.valeurs) for ligne in lignes)


def load_carte(dossier: Path) -> CarteTerritoriale:
    """Return both files of a folder, once they agree with each other.

    Raises:
        TerritoiresInvalidesError: faults of either file, or of one against the other.
    """
    departements, fautes_departements = _collect(load_departements, dossier / "departements.csv")
    sites, fautes_sites = _collect(load_sites, dossier / "sites.csv")
    fautes = [*fautes_departements, *fautes_sites] or check_coherence(departements, sites)
    if fautes:
        raise _invalides(fautes)
    return CarteTerritoriale(
        MappingProxyType({departement.code: departement for departement in departements}),
        MappingProxyType({site.code: site for site in sites}),
    )


def check_coherence(
    departements: Sequence[Departement], sites: Sequence[SiteOfficiel]
) -> list[Faute]:
    """Return what one file says against the other: unknown department, missing prefecture."""
    codes = {departement.code for departement in departements}
    prefectures = {site.code for site in sites if site.type is TypeSite.PREFECTURE}
    servis = {departement.prefecture for departement in departements}
    fautes = [
        Faute(
            "departements.csv",
            None,
            "prefecture",
            f"le département {departement.code} renvoie à « {departement.prefecture} », "
            "absente de sites.csv ; ajoutez cette préfecture ou corrigez le code.",
        )
        for departement in departements
        if departement.prefecture not in prefectures
    ]
    fautes += [
        Faute(
            "sites.csv",
            None,
            "departement",
            f"le site « {site.code} » est placé dans le département {site.departement}, "
            "absent de departements.csv ; ajoutez ce département ou corrigez le code.",
        )
        for site in sites
        if site.departement not in codes
    ]
    fautes += [
        Faute(
            "sites.csv",
            None,
            "code",
            f"aucun département ne renvoie à la préfecture « {code} » ; "
            "chaque préfecture doit servir au moins un département.",
        )
        for code in sorted(prefectures - servis)
    ]
    return fautes


def _collect(
    charger: Callable[[Path], tuple[Objet, ...]], path: Path
) -> tuple[tuple[Objet, ...], tuple[Faute, ...]]:
    try:
        return charger(path), ()
    except TerritoiresInvalidesError as erreur:
        return (), erreur.fautes


def _invalides(fautes: Sequence[Faute]) -> TerritoiresInvalidesError:
    return TerritoiresInvalidesError(
        sorted(fautes, key=lambda faute: (faute.fichier, faute.ligne or 0))
    )


def _check_unicite(path: Path, lignes: Sequence[Enregistrement], colonne: str) -> Iterator[Faute]:
    vus: dict[object, int] = {}
    for ligne in lignes:
        valeur = ligne.valeurs.get(colonne)
        if valeur is None:
            continue
        if valeur in vus:
            yield Faute(
                path.name,
                ligne.numero,
                colonne,
                f"« {valeur} » figure déjà à la ligne {vus[valeur]} ; supprimez le doublon.",
            )
        else:
            vus[valeur] = ligne.numero


def _check_solidarite(
    path: Path, lignes: Sequence[Enregistrement], groupes: Sequence[tuple[str, ...]]
) -> Iterator[Faute]:
    for ligne in lignes:
        for groupe in groupes:
            vides = [nom for nom in groupe if nom in ligne.valeurs and ligne.valeurs[nom] is None]
            remplis = [nom for nom in groupe if ligne.valeurs.get(nom) is not None]
            if remplis:
                for nom in vides:
                    yield Faute(
                        path.name,
                        ligne.numero,
                        nom,
                        f"valeur absente alors que « {remplis[0]} » est rempli ; "
                        "remplissez les deux ou videz les deux.",
                    )


def _check_lieu(path: Path, ligne: Enregistrement) -> Iterator[Faute]:
    departement = ligne.valeurs.get("departement")
    for colonne in ("code_chef_lieu", "arrondissement"):
        valeur = ligne.valeurs.get(colonne)
        if departement and valeur and not valeur.startswith(departement):
            yield Faute(
                path.name,
                ligne.numero,
                colonne,
                f"« {valeur} » n’est pas dans le département {departement} ; "
                "corrigez le code ou le département.",
            )


def _check_code(path: Path, ligne: Enregistrement) -> Iterator[Faute]:
    code, type_site, departement = map(ligne.valeurs.get, ("code", "type", "departement"))
    if not (code and type_site and departement):
        return
    if type_site is TypeSite.PREFECTURE:
        attendu = f"pref-{departement.lower()}"
        juste = code == attendu
    else:
        attendu = f"sp-{departement.lower()}-…"
        juste = code.startswith(attendu.removesuffix("…"))
    if not juste:
        yield Faute(
            path.name,
            ligne.numero,
            "code",
            f"« {code} » ne convient pas à une {type_site} du département {departement} ; "
            f"code attendu : « {attendu} ».",
        )
