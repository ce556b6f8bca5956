"""The State's fonts in a form that Typst reads, made once from the design system's copies."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import tempfile
from pathlib import Path


FAMILLES = ("Marianne", "Spectral")
ECHANTILLON = 16


def prepare_polices(cache: Path | None = None) -> Path | None:
    """Return a folder of OpenType fonts (Marianne, Spectral), converting them on first use.

    cache: where the folders are kept; by default the user's cache. None is returned when
    django-dsfr is not installed: the document then falls back on Typst's own fonts. The fonts
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
    """Return the design system's web fonts, in order; empty when it is not installed."""
    module = importlib.util.find_spec("dsfr")
    if module is None or not module.submodule_search_locations:
        return []
    dossier = Path(next(iter(module.submodule_search_locations))) / "static/dsfr/dist/fonts"
    return sorted(p for p in dossier.glob("*.woff2") if p.name.startswith(FAMILLES))


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
