"""Fonts in a form that Typst reads: the State's, and one that draws Arabic, made ready once."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import tempfile
from pathlib import Path


# Package -> where its fonts are, and which serve.
PAQUETS = {
    "dsfr": ("static/dsfr/dist/fonts", ("Marianne*.woff2", "Spectral*.woff2")),
    "fontpkg_ibm_plex_sans_arabic": ("files", ("*-Regular.ttf", "*-Bold.ttf")),
}
ECHANTILLON = 16


def prepare_polices(cache: Path | None = None) -> Path | None:
    """Return a folder of OpenType fonts, converting them on first use.

    cache: where the folders are kept; by default the user's cache. None is returned when no
    package of fonts is installed: the document then falls back on Typst's own fonts. The fonts
    have terms of use of their own and are not kept with the code.
    """
    sources = find_sources()
    if not sources:
        return None
    dossier = (cache or default_cache()) / _fingerprint(sources)
    if not dossier.is_dir():
        _convert(sources, dossier)
    return dossier


def default_cache() -> Path:
    """Return the user's cache folder for fonts, under XDG_CACHE_HOME when it is set."""
    racine = os.environ.get("XDG_CACHE_HOME")
    base = Path(racine) if racine else Path.home() / ".cache"
    return base / "qualepref" / "polices"


def find_sources() -> list[Path]:
    """Return the fonts of the packages installed, in order; empty when none is."""
    trouvees: list[Path] = []
    for paquet, (dossier, motifs) in PAQUETS.items():
        module = importlib.util.find_spec(paquet)
        if module is None or not module.submodule_search_locations:
            continue
        racine = Path(next(iter(module.submodule_search_locations))) / dossier
        trouvees += sorted(police for motif in motifs for police in racine.glob(motif))
    return trouvees


def _fingerprint(sources: list[Path]) -> str:
    empreinte = hashlib.sha256()
    for source in sources:
        empreinte.update(source.name.encode() + source.read_bytes())
    return empreinte.hexdigest()[:ECHANTILLON]


def _convert(sources: list[Path], dossier: Path) -> None:
    """Write the folder whole or not at all: another process may be doing the same."""
    from fontTools.ttLib import TTFont

    dossier.parent.mkdir(parents=True, exist_ok=True)
    provisoire = Path(tempfile.mkdtemp(dir=dossier.parent, prefix=".polices-"))
    try:
        for source in sources:
            police = TTFont(source, recalcTimestamp=False)
            police.flavor = None
            police.save(provisoire / f"{source.stem}.{'otf' if 'CFF ' in police else 'ttf'}")
        provisoire.chmod(0o755)
        provisoire.rename(dossier)
    except OSError:  # the folder appeared meanwhile, whole: it is the same
        if not dossier.is_dir():
            raise
    finally:
        shutil.rmtree(provisoire, ignore_errors=True)
