#!/usr/bin/env python3
"""Rebuild departements.csv and sites.csv from Etalab's packaging of Insee's COG.

Input: the `data` folder of the npm package named in README.md, and particularites.yaml.
Usage: npm pack @etalab/decoupage-administratif@6.0.0 && tar xzf *.tgz
       python territoires/build.py package/data
"""

import argparse
import csv
import json
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml


Ligne = dict[str, Any]
ICI = Path(__file__).resolve().parent

# Insee's TNCC codes: the word that links « de » to the name.
LIAISONS_DEPARTEMENT = {0: "de ", 1: "d'", 2: "du ", 3: "de la ", 4: "des ", 5: "de l'"}
# A commune keeps its feminine or elided article: « de La Trinité », « de L'Haÿ-les-Roses ».
LIAISONS_COMMUNE = {
    0: ("de ", ""),
    1: ("d'", ""),
    2: ("du ", "Le "),
    3: ("de ", ""),
    4: ("des ", "Les "),
    5: ("de ", ""),
}


@dataclass(frozen=True)
class Cog:
    """The parts of the COG that the two files need."""

    departements: list[Ligne]
    arrondissements: list[Ligne]
    regions: dict[str, str]
    communes: dict[str, Ligne]

    def sum_populations(self, niveau: str) -> Counter[str]:
        """Return the population by `departement` or `arrondissement` code."""
        sommes: Counter[str] = Counter()
        for commune in self.communes.values():
            if commune.get(niveau) and "population" in commune:
                sommes[commune[niveau]] += commune["population"]
        return sommes


def read_cog(dossier: Path) -> Cog:
    """Return the COG held by the package's data folder; merged communes are left out."""

    def read(nom: str) -> list[Ligne]:
        lignes: list[Ligne] = json.loads((dossier / f"{nom}.json").read_text(encoding="utf-8"))
        return lignes

    communes = {c["code"]: c for c in read("communes") if c["type"] == "commune-actuelle"}
    regions = {r["code"]: r["nom"] for r in read("regions") if r["zone"] != "com"}
    return Cog(read("departements"), read("arrondissements"), regions, communes)


def slugify(nom: str) -> str:
    """Return the name in lower case ASCII, words joined by hyphens."""
    ascii_seul = unicodedata.normalize("NFKD", nom).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_seul.lower()).strip("-")


def pick(regle: Ligne, code: str) -> Any:
    """Return the rule's value for one department, or its default."""
    return regle["departements"].get(code, regle["defaut"])


def build_departement(departement: Ligne, cog: Cog, regles: Ligne, population: int) -> Ligne:
    """Return one line of departements.csv."""
    code = departement["code"]
    nom = regles["noms"].get(code, departement["nom"])
    annee_source = regles["population"]["departements"].get(code, regles["population"]["defaut"])
    region = cog.regions.get(departement["region"], "")
    return {
        "code": code,
        "nom": nom,
        "complement": regles["complements"].get(
            code, LIAISONS_DEPARTEMENT[departement["typeLiaison"]] + nom
        ),
        "code_region": departement["region"] if region else "",
        "region": region,
        "prefecture": f"pref-{regles['prefectures_partagees'].get(code, code).lower()}",
        "population": population,
        "annee_population": annee_source["annee"],
        "source_population": annee_source["source"],
    }


def build_prefecture(departement: Ligne, cog: Cog, regles: Ligne) -> Ligne:
    """Return the line of a prefecture; its arrondissement is that of the chef-lieu."""
    code = departement["code"]
    nom = regles["noms_de_prefecture"].get(code, f"Préfecture {departement['complement']}")
    chef_lieu = next(d["chefLieu"] for d in cog.departements if d["code"] == code)
    siens = [a for a in cog.arrondissements if a["chefLieu"] == chef_lieu]
    if code in regles["chef_lieu_avec_sous_prefecture"]:
        siens = []
    return {
        "code": f"pref-{code.lower()}",
        "type": "prefecture",
        "nom": nom,
        **locate(code, chef_lieu, siens[0] if siens else None, cog),
    }


def build_sous_prefecture(arrondissement: Ligne, cog: Cog, regles: Ligne) -> Ligne:
    """Return the line of the sous-préfecture of one arrondissement."""
    departement, chef_lieu = arrondissement["departement"], arrondissement["chefLieu"]
    lien, article = LIAISONS_COMMUNE[arrondissement["typeLiaison"]]
    nom = regles["noms_de_sous_prefecture"].get(arrondissement["code"], arrondissement["nom"])
    slug = slugify(cog.communes[chef_lieu]["nom"])
    return {
        "code": f"sp-{departement.lower()}-{slug}",
        "type": "sous-prefecture",
        "nom": f"Sous-préfecture {lien}{nom.removeprefix(article)}",
        **locate(departement, chef_lieu, arrondissement, cog),
    }


def locate(departement: str, chef_lieu: str, arrondissement: Ligne | None, cog: Cog) -> Ligne:
    """Return the place of a site: department, chef-lieu, arrondissement if any."""
    return {
        "departement": departement,
        "chef_lieu": cog.communes[chef_lieu]["nom"],
        "code_chef_lieu": chef_lieu,
        "arrondissement": arrondissement["code"] if arrondissement else "",
        "nom_arrondissement": arrondissement["nom"] if arrondissement else "",
    }


def build_sites(departements: list[Ligne], cog: Cog, regles: Ligne) -> list[Ligne]:
    """Return the lines of sites.csv: each prefecture, then its sous-préfectures by name."""
    populations = cog.sum_populations("arrondissement")
    chefs_lieux = {d["chefLieu"] for d in cog.departements}
    lignes = []
    for departement in departements:
        code = departement["code"]
        sites = [
            build_sous_prefecture(a, cog, regles)
            for a in cog.arrondissements
            if a["departement"] == code
            and (
                a["chefLieu"] not in chefs_lieux or code in regles["chef_lieu_avec_sous_prefecture"]
            )
        ]
        sites.sort(key=lambda site: site["code"])
        if code not in regles["prefectures_partagees"]:
            sites.insert(0, build_prefecture(departement, cog, regles))
        for site in sites:
            population = populations.get(site["arrondissement"], "")
            site |= {
                "population": population,
                "annee_population": departement["annee_population"] if population else "",
                "calendrier": pick(regles["calendrier"], code),
                "fuseau": pick(regles["fuseau"], code),
            }
        lignes += sites
    return lignes


def write_csv(chemin: Path, lignes: list[Ligne]) -> None:
    """Write the lines as UTF-8, semicolons, one header line."""
    with chemin.open("w", encoding="utf-8", newline="") as flux:
        redacteur = csv.DictWriter(flux, list(lignes[0]), delimiter=";", lineterminator="\n")
        redacteur.writeheader()
        redacteur.writerows(lignes)


def main() -> None:
    """Write the two files beside this script."""
    analyseur = argparse.ArgumentParser(description="Reconstruit departements.csv et sites.csv.")
    analyseur.add_argument("dossier", type=Path, help="dossier data du paquet Etalab")
    cog = read_cog(analyseur.parse_args().dossier)
    regles = yaml.safe_load((ICI / "particularites.yaml").read_text(encoding="utf-8"))
    populations = cog.sum_populations("departement")
    departements = [
        build_departement(d, cog, regles, populations[d["code"]])
        for d in sorted(cog.departements, key=lambda d: (len(d["code"]), d["code"]))
        if d["code"] not in regles["departements_exclus"]
    ]
    write_csv(ICI / "departements.csv", departements)
    write_csv(ICI / "sites.csv", build_sites(departements, cog, regles))


if __name__ == "__main__":
    main()
