"""The measures of the application, run one after the other in processes of their own."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import qualepref
from qualepref.mesures.resultats import Mesure, ReponsesDifferentesError


BARRE_ECRITURE, BARRE_IMPORT, BARRE_MEMOIRE = 1.5, 5, 1024
PETITE, GRANDE, GRANDE_RAPIDE = 100_000, 10_000_000, 1_000_000
LIGNES_TABLEAU, LIGNES_REGISTRE = 1_000_000, 100_000
PAR_MOIS = 2_000
# Runs of each process, in turns: the best is kept.
PASSES, PASSES_IMPORT = 3, 2
BASE_DEMONSTRATION = "demonstration"
BARRE_DOCUMENTS = 10
SITE_DEMONSTRATION, ANNEE_DEMONSTRATION = "pref-44", 2022


class MesureImpossibleError(RuntimeError):
    """A measure ended in an error; the message gives its last line."""

    def __init__(self, nom: str, sortie: str) -> None:
        derniere = sortie.strip().splitlines()[-1] if sortie.strip() else "aucun message"
        super().__init__(f"La mesure « {nom} » a échoué : {derniere}")


@dataclass(frozen=True, slots=True)
class Atelier:
    """Where databases and files are kept from one run to the next."""

    dossier: Path

    @classmethod
    def open(cls, dossier: Path) -> Atelier:
        """Return the workshop for today's tables; one made for other tables is thrown away."""
        digest = hashlib.sha256()
        for migration in sorted(Path(qualepref.__file__).parent.glob("*/migrations/*.py")):
            digest.update(migration.read_bytes())
        actuel = dossier / f"bases-{digest.hexdigest()[:12]}"
        for ancien in dossier.glob("bases-*"):
            if ancien != actuel:
                shutil.rmtree(ancien)
        actuel.mkdir(parents=True, exist_ok=True)
        return cls(actuel)

    def run(self, nom: str, *, base: str, **arguments: Any) -> dict[str, Any]:
        """Run a measure of the application on a database of the workshop; return what it found.

        Raises:
            MesureImpossibleError: it failed.
        """
        commande = [
            sys.executable, "-m", "qualepref.mesures.application", nom, json.dumps(arguments),
        ]  # fmt: skip
        return json.loads(_call(nom, commande, self.environment(base)))

    def environment(self, base: str) -> dict[str, str]:
        """Return the environment of a process that works on that database."""
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "qualepref.config.settings",
            "DATABASE_URL": f"sqlite:///{self.dossier / base}.sqlite3",
            "QUALEPREF_DONNEES": str(self.dossier / base),
            "QUALEPREF_SORTIE": str(self.dossier / base / "sortie"),
        }

    def prepare(self, base: str, *, lignes: int, par_mois: int) -> None:
        """Make a database the first time."""
        fichier = self.dossier / f"{base}.sqlite3"
        if fichier.exists():
            return
        (self.dossier / "en-cours.sqlite3").unlink(missing_ok=True)
        self.run("prepare_base", base="en-cours", lignes=lignes, par_mois=par_mois)
        (self.dossier / "en-cours.sqlite3").replace(fichier)


def measure_ecriture(atelier: Atelier, *, rapide: bool) -> Mesure:
    """Measure one change on a large database against a small one, months of the same size."""
    grande = GRANDE_RAPIDE if rapide else GRANDE
    bases = [f"base-{lignes}" for lignes in (grande, PETITE)]
    for base, lignes in zip(bases, (grande, PETITE), strict=True):
        atelier.prepare(base, lignes=lignes, par_mois=PAR_MOIS)
    passes = [
        [atelier.run("measure_ecriture", base=b)["secondes"] for b in bases] for _ in range(PASSES)
    ]
    secondes = [min(colonne) for colonne in zip(*passes, strict=True)]
    return Mesure(
        nom=f"Une correction, base de {_format(grande)} demandes",
        notre=secondes[0] * 1000,
        cote=f"la même, base de {_format(PETITE)}",
        autre=secondes[1] * 1000,
        barre=BARRE_ECRITURE,
        unite="ms",
        note=(
            f"SQLite ; {_format(PAR_MOIS)} demandes par mois et par site dans les deux bases ; "
            "estampille, cellules du mois et trace comprises ; médiane de 30, meilleure de 3 passes"
        ),
    )


def measure_tableau(atelier: Atelier) -> Mesure:
    """Measure the dashboard of a site that holds a million rows."""
    base = f"base-un-site-{LIGNES_TABLEAU}"
    atelier.prepare(base, lignes=LIGNES_TABLEAU, par_mois=LIGNES_TABLEAU // 50)
    return Mesure(
        nom=f"Tableau de bord d'un site, {_format(LIGNES_TABLEAU)} demandes derrière",
        notre=atelier.run("measure_page", base=base)["secondes"] * 1000,
        unite="ms",
        note="temps du serveur, à chaud, page entière d'une année ; médiane de 7",
    )


def measure_imports(atelier: Atelier) -> Iterator[Mesure]:
    """Measure a register imported, beside the bare read of its file; and its memory."""
    pleine = f"base-{PETITE}"
    atelier.prepare(pleine, lignes=PETITE, par_mois=PAR_MOIS)
    fichiers = [atelier.dossier / f"registre-{LIGNES_REGISTRE}.{f}" for f in ("xlsx", "ods")]
    if not all(f.exists() for f in fichiers):
        atelier.run("write_registre", base=pleine, fichiers=[str(f) for f in fichiers])
    for fichier in fichiers:
        lecture, ecrite = import_twice(atelier, fichier)
        genre = fichier.suffix.removeprefix(".").upper()
        yield Mesure(
            nom=f"Import d'un registre {genre} de {_format(LIGNES_REGISTRE)} lignes",
            notre=ecrite["secondes"],
            cote="python-calamine, simple lecture",
            autre=lecture["secondes"],
            barre=BARRE_IMPORT,
            note="lu, converti, vérifié, estampillé, écrit, cellules comprises",
        )
        yield Mesure(
            nom=f"Mémoire de cet import {genre}",
            notre=ecrite["memoire"],
            barre=BARRE_MEMOIRE,
            unite="Mo",
            note="pic du processus entier",
        )


def import_twice(
    atelier: Atelier,
    fichier: Path,
    *,
    mesure: str = "measure_import",
    lu: Path | None = None,
    attendues: int = LIGNES_REGISTRE,
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the best of two bare reads and of two imports into an empty database, in turns.

    lu: the workbook read beside, the file itself when None.
    """
    lectures, imports = [], []
    for _ in range(PASSES_IMPORT):
        for reste in atelier.dossier.glob("vide.sqlite3*"):
            reste.unlink()
        atelier.prepare("vide", lignes=0, par_mois=PAR_MOIS)
        lectures.append(atelier.run("measure_lecture", base="vide", fichier=str(lu or fichier)))
        imports.append(atelier.run(mesure, base="vide", fichier=str(fichier)))
        if imports[-1]["lignes"] != attendues:
            ecrites = imports[-1]["lignes"]
            raise ReponsesDifferentesError(f"{fichier.name}, {ecrites} lignes écrites")
    return (
        min(lectures, key=lambda mesure: mesure["secondes"]),
        min(imports, key=lambda mesure: mesure["secondes"]),
    )


def measure_publication(atelier: Atelier) -> Mesure:
    """Measure the annual report as a whole command, nothing warm."""
    environnement = _prepare_demonstration(atelier)
    sortie = atelier.dossier / "bilan.pdf"
    commande = [
        _executable(), "publier", "bilan", "--site", SITE_DEMONSTRATION,
        "--annee", str(ANNEE_DEMONSTRATION), "--sortie", str(sortie), "--accepter-doutes",
    ]  # fmt: skip
    return Mesure(
        nom="Bilan annuel en PDF, à froid",
        notre=_time(commande, environnement),
        note="commande « qualepref publier » entière, démarrage compris",
    )


def measure_documents(atelier: Atelier) -> Mesure:
    """Measure every document of a prefecture and year, made from its registers by one cold process."""
    _prepare_demonstration(atelier)
    debut = time.perf_counter()
    ecrits = atelier.run(
        "write_documents", base=BASE_DEMONSTRATION, site=SITE_DEMONSTRATION,
        annee=ANNEE_DEMONSTRATION,
    )  # fmt: skip
    duree = time.perf_counter() - debut
    derniers = sorted(ecrits["secondes"].items(), key=lambda e: -e[1])[:3]
    dits = ", ".join(f"{nom} {_say(secondes)}" for nom, secondes in derniers)
    return Mesure(
        nom="Tous les documents d’une année, à froid",
        notre=duree,
        barre=BARRE_DOCUMENTS,
        note=f"{len(ecrits['secondes'])} documents, deux à la fois ; chiffres figés et contrôlés à "
        f"{_say(ecrits['figement'])} ; derniers faits : {dits}",
    )


def _say(secondes: float) -> str:
    return f"{secondes:.2f} s".replace(".", ",")


def _prepare_demonstration(atelier: Atelier) -> dict[str, str]:
    """Load the demonstration once; return the environment its commands run in."""
    base = BASE_DEMONSTRATION
    environnement = atelier.environment(base)
    if not (atelier.dossier / f"{base}.pret").exists():
        shutil.rmtree(atelier.dossier / base, ignore_errors=True)
        for reste in atelier.dossier.glob(f"{base}.sqlite3*"):
            reste.unlink()
        _call("demo", [_executable(), "demo", "--sans-servir"], environnement)
        (atelier.dossier / f"{base}.pret").touch()
    return environnement


def measure_aide(atelier: Atelier) -> Mesure:
    """Measure the command's help: what every command waits for."""
    commande = [_executable(), "--help"]
    duree = min(_time(commande, atelier.environment("vide")) for _ in range(5))
    return Mesure(nom="qualepref --help", notre=duree * 1000, unite="ms", note="meilleur de 5")


def _executable() -> str:
    return str(Path(sys.executable).with_name("qualepref"))


def _time(commande: list[str], environnement: dict[str, str]) -> float:
    debut = time.perf_counter()
    _call(" ".join(commande[1:3]), commande, environnement)
    return time.perf_counter() - debut


def _call(nom: str, commande: list[str], environnement: dict[str, str]) -> str:
    resultat = subprocess.run(  # noqa: S603  our own command
        commande, env=environnement, capture_output=True, text=True, check=False
    )
    if resultat.returncode:
        raise MesureImpossibleError(nom, resultat.stderr or resultat.stdout)
    return resultat.stdout


def _format(nombre: int) -> str:
    return f"{nombre:,}".replace(",", " ")
