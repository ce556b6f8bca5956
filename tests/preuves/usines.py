"""Pieces of evidence, for tests."""

import datetime as dt

from qualepref.preuves.operations.pieces import FichierDonne, PieceDonnee, create_piece


LE = dt.date(2022, 12, 15)
PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< >>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(32)


def build_fichier(nom="compte-rendu.pdf", contenu=PDF):
    """Return a file as somebody gives it, a small PDF unless said otherwise."""
    return FichierDonne(nom, [contenu])


def build_piece(site, *, fichier=None, par="usine", le=LE, **valeurs):
    """Return a piece kept on a site, for engagement 3 unless said otherwise."""
    base = {"titre": "Compte rendu du comité local", "engagements": ("3",)}
    return create_piece(
        site,
        donnee=PieceDonnee(**(base | valeurs)),
        fichier=fichier or build_fichier(),
        par=par,
        le=le,
    )
