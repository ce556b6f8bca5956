"""The annual report of a snapshot as a page of its own, to put on any site."""

from __future__ import annotations

from importlib import resources

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from qualepref.publications.rendering.figes import Fige


STYLES = (
    ("qualepref.publications", "static/qualepref/bilan-seul.css"),
    ("qualepref.socle", "static/qualepref/graphiques.css"),
)


def render_html(fige: Fige) -> bytes:
    """Return the page; the same snapshot gives the same bytes."""
    style = "\n".join((resources.files(p) / chemin).read_text("utf-8") for p, chemin in STYLES)
    contexte = {"bilan": fige.contenu.bilan, "style": mark_safe(style)}  # noqa: S308  our own files
    return render_to_string("publications/bilan_seul.html", contexte).encode()
