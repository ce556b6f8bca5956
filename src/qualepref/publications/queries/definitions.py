"""By what the figures of a site are made: the files of its référentiel, and their digest."""

from __future__ import annotations

import hashlib

from django.conf import settings

from qualepref.organisation.models import Site


def compute_empreinte_definitions(site: Site) -> str:
    """Return the SHA-256 of the files of the référentiel the site adopted, its own included."""
    racine = settings.REFERENTIELS
    dossiers = (racine / site.referentiel / site.version, racine / "sites" / site.code)
    empreinte = hashlib.sha256()
    for fichier in sorted(f for d in dossiers for f in d.rglob("*.yaml")):
        empreinte.update(fichier.relative_to(racine).as_posix().encode())
        empreinte.update(hashlib.sha256(fichier.read_bytes()).digest())
    return empreinte.hexdigest()
