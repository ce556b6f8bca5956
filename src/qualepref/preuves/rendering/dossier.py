"""The auditor's folder: one ZIP, readable without a network, each file under its digest."""

from __future__ import annotations

import hashlib
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from qualepref.noyau.fichiers.natures import NatureFichier
from qualepref.noyau.tableurs.champs import Champ, TypeChamp, Valeur
from qualepref.noyau.tableurs.ecriture import write_tableau
from qualepref.noyau.tableurs.limites import format_taille
from qualepref.organisation.models import Site
from qualepref.preuves.queries.echantillon import Echantillon
from qualepref.preuves.queries.manques import PreuvesEngagement, TableauPreuves
from qualepref.preuves.queries.pieces import PieceLue, locate_fichier
from qualepref.preuves.queries.vivantes.constats import Constat
from qualepref.preuves.rules.noms import build_nom


# No clock: the same data and seed give the same bytes.
EPOQUE = (1980, 1, 1, 0, 0, 0)
DROITS = 0o644 << 16
SOMMES = "SHA256SUMS"
_BLOC = 1 << 20
CHAMPS_INDEX = (
    Champ("module", "Module", TypeChamp.ENTIER),
    Champ("engagement", "Engagement"),
    Champ("texte", "Texte"),
    Champ("verdict", "Dernière grille"),
    Champ("genre", "Genre"),
    Champ("preuve", "Preuve"),
    Champ("etat", "État"),
    Champ("valeur", "Ce qu’elle dit"),
    Champ("jour", "Date", TypeChamp.DATE),
    Champ("expire_le", "Valable jusqu’au", TypeChamp.DATE),
    Champ("fichier", "Fichier", TypeChamp.LITTERAL),
    Champ("empreinte", "SHA-256", TypeChamp.LITTERAL),
)
NON_JOINTE = "non jointe : données personnelles"


class PieceAltereeError(RuntimeError):
    """A kept file is missing, or no longer what was deposited: no folder would be true."""

    def __init__(self, titre: str) -> None:
        super().__init__(
            f"Le fichier de la pièce « {titre} » manque ou ne correspond plus à son empreinte. "
            "Déposez-en une nouvelle version, ou restaurez le dossier de données, puis recommencez."
        )


@dataclass(frozen=True, slots=True)
class ContenuDossier:
    """What goes into a folder. besoin: why names are in it, "" when they are left out."""

    tableau: TableauPreuves
    constats: tuple[Constat, ...]
    echantillons: tuple[Echantillon, ...]
    graine: str
    besoin: str

    @property
    def nominatif(self) -> bool:
        """Whether names are in it."""
        return bool(self.besoin)


@dataclass(frozen=True, slots=True)
class PieceJointe:
    """A piece of the folder; chemin: "" when it is left out."""

    lue: PieceLue
    chemin: str

    @property
    def taille(self) -> str:
        """« 12,3 ko »."""
        return format_taille(self.lue.version.taille)


@dataclass(frozen=True, slots=True)
class DossierEcrit:
    """A folder once written: SHA-256 and size of the ZIP, how many pieces it holds."""

    empreinte: str
    taille: int
    pieces: int


def write_dossier(contenu: ContenuDossier, sortie: Path) -> DossierEcrit:
    """Write the folder as a ZIP; files are read and hashed once, block by block.

    Raises:
        PieceAltereeError: a kept file is missing or altered.
    """
    jointes = _name_pieces(contenu)
    with (
        tempfile.TemporaryDirectory(prefix="qualepref-dossier-") as provisoire,
        zipfile.ZipFile(sortie, "w", allowZip64=True) as archive,
    ):
        paquet = _Paquet(archive)
        for jointe in jointes:
            if jointe.chemin:
                _add_piece(paquet, contenu.tableau.site, jointe)
        for chemin, fichier in _write_tables(contenu, jointes, Path(provisoire)):
            paquet.add_octets(chemin, fichier.read_bytes())
        for chemin, texte in _render_textes(contenu, jointes):
            paquet.add_octets(chemin, texte.encode())
        paquet.close()
    with sortie.open("rb") as flux:
        empreinte = hashlib.file_digest(flux, "sha256").hexdigest()
    return DossierEcrit(empreinte, sortie.stat().st_size, sum(bool(j.chemin) for j in jointes))


class _Paquet:
    """A ZIP being written, and the digest of each of its files."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._sommes: list[tuple[str, str]] = []

    def add_octets(self, chemin: str, octets: bytes) -> None:
        """Add a small file."""
        self._archive.writestr(_build_membre(chemin, comprime=False), octets, compresslevel=6)
        self._sommes.append((hashlib.sha256(octets).hexdigest(), chemin))

    def add_fichier(self, chemin: str, source: Path, *, comprime: bool) -> str:
        """Add a file from the disk without holding it; return its digest."""
        condense = hashlib.sha256()
        membre = _build_membre(chemin, comprime=comprime)
        membre.file_size = source.stat().st_size
        with source.open("rb") as lu, self._archive.open(membre, "w") as ecrit:
            while bloc := lu.read(_BLOC):
                condense.update(bloc)
                ecrit.write(bloc)
        self._sommes.append((condense.hexdigest(), chemin))
        return condense.hexdigest()

    def close(self) -> None:
        """Write the sums of all the files, in the form `sha256sum -c` reads."""
        lignes = "".join(
            f"{somme}  {chemin}\n" for somme, chemin in sorted(self._sommes, key=_path)
        )
        self._archive.writestr(_build_membre(SOMMES, comprime=False), lignes)


def _path(somme: tuple[str, str]) -> str:
    return somme[1]


def _build_membre(chemin: str, *, comprime: bool) -> zipfile.ZipInfo:
    membre = zipfile.ZipInfo(chemin, EPOQUE)
    membre.compress_type = zipfile.ZIP_STORED if comprime else zipfile.ZIP_DEFLATED
    membre.external_attr = DROITS
    membre.create_system = 3
    return membre


def _name_pieces(contenu: ContenuDossier) -> list[PieceJointe]:
    """Return each piece of the perimeter once, under the first engagement it proves."""
    lues = {lue.piece.pk: lue for e in contenu.tableau.engagements for lue in e.pieces}
    pris: set[str] = set()
    jointes = []
    for lue in sorted(lues.values(), key=_rank):
        if lue.piece.donnees_personnelles and not contenu.nominatif:
            jointes.append(PieceJointe(lue, ""))
            continue
        nom = build_nom(
            lue.piece.titre,
            engagement=lue.engagements[0],
            version=lue.version.numero,
            extension=lue.version.nature,
            pris=pris,
        )
        jointes.append(PieceJointe(lue, f"pieces/{nom}"))
    return jointes


def _rank(lue: PieceLue) -> tuple[int, str, int]:
    return min(lue.numeros), lue.piece.titre, lue.piece.pk


def _add_piece(paquet: _Paquet, site: Site, jointe: PieceJointe) -> None:
    version = jointe.lue.version
    source = locate_fichier(site, version.empreinte)
    comprime = NatureFichier(version.nature).comprime
    try:
        lue = paquet.add_fichier(jointe.chemin, source, comprime=comprime)
    except OSError as erreur:
        raise PieceAltereeError(jointe.lue.piece.titre) from erreur
    if lue != version.empreinte:
        raise PieceAltereeError(jointe.lue.piece.titre)


def _write_tables(
    contenu: ContenuDossier, jointes: list[PieceJointe], dossier: Path
) -> Iterator[tuple[str, Path]]:
    """Write and yield the tables: the index, the living evidence, the draws."""
    index = dossier / "index.ods"
    write_tableau(index, CHAMPS_INDEX, _list_index(contenu, jointes), feuille="Index")
    yield "index.ods", index
    for constat in contenu.constats:
        if chemin := _place_constat(constat):
            fichier = dossier / chemin.replace("/", "-")
            write_tableau(fichier, constat.observation.champs, constat.observation.lignes)
            yield chemin, fichier
    for echantillon in contenu.echantillons:
        if chemin := _place_echantillon(echantillon):
            fichier = dossier / chemin.replace("/", "-")
            write_tableau(fichier, echantillon.champs, echantillon.lignes)
            yield chemin, fichier


def _place_constat(constat: Constat) -> str:
    """Return where the rows of a living evidence stand, "" when it has none."""
    return f"vivantes/{constat.vivante.code}.csv" if constat.observation.lignes else ""


def _place_echantillon(echantillon: Echantillon) -> str:
    """Return where the rows drawn from a register stand, "" when there are none."""
    return f"echantillons/{echantillon.registre.code}.csv" if echantillon.lignes else ""


def _list_index(
    contenu: ContenuDossier, jointes: list[PieceJointe]
) -> Iterator[list[Valeur | None]]:
    chemins = {j.lue.piece.pk: j.chemin for j in jointes}
    for module in contenu.tableau.modules:
        for lu in module.engagements:
            tete: list[Valeur | None] = [
                module.module.numero,
                str(lu.engagement.numero),
                lu.engagement.texte,
                lu.verdict.label if lu.verdict else None,
            ]
            if not lu.pieces and not lu.constats:
                yield [*tete, None, None, lu.etat.label, lu.manques[0], None, None, None, None]
            yield from (tete + _index_piece(p, chemins[p.piece.pk]) for p in lu.pieces)
            yield from (tete + _index_constat(c) for c in lu.constats)


def _index_piece(lue: PieceLue, chemin: str) -> list[Valeur | None]:
    return [
        "pièce",
        lue.piece.titre,
        lue.etat.label,
        lue.raison or None,
        lue.piece.etablie_le,
        lue.piece.expire_le,
        chemin or NON_JOINTE,
        lue.version.empreinte,
    ]


def _index_constat(constat: Constat) -> list[Valeur | None]:
    return [
        "preuve vivante",
        constat.vivante.libelle,
        constat.etat.label,
        constat.observation.valeur,
        constat.observation.derniere,
        None,
        _place_constat(constat) or None,
        None,
    ]


def _render_textes(
    contenu: ContenuDossier, jointes: list[PieceJointe]
) -> Iterator[tuple[str, str]]:
    """Yield the pages read by people: an index without script nor outside link, its look, a note."""
    contexte = {
        "contenu": contenu,
        "tableau": contenu.tableau,
        "site": contenu.tableau.site,
        "lignes": [
            (m.module, [_show(e, jointes) for e in m.engagements]) for m in contenu.tableau.modules
        ],
        "echantillons": [(e, _place_echantillon(e)) for e in contenu.echantillons],
        "jointes": sum(bool(j.chemin) for j in jointes),
        "retenues": sum(not j.chemin for j in jointes),
    }
    yield "index.html", render_to_string("preuves/dossier/index.html", contexte)
    yield "LISEZMOI.txt", render_to_string("preuves/dossier/lisezmoi.txt", contexte)
    feuille = finders.find("qualepref/dossier.css")
    yield "style.css", Path(feuille).read_text(encoding="utf-8")


def _show(
    lu: PreuvesEngagement, jointes: list[PieceJointe]
) -> tuple[PreuvesEngagement, list[PieceJointe], list[tuple[Constat, str]]]:
    siennes = {p.piece.pk for p in lu.pieces}
    return (
        lu,
        [j for j in jointes if j.lue.piece.pk in siennes],
        [(c, _place_constat(c)) for c in lu.constats],
    )
