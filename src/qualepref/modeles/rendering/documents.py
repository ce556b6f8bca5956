"""A template as a file: text, HTML e-mail, Word, PDF."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from importlib import resources

from django.core.files.storage import default_storage
from django.utils.html import format_html, format_html_join

from qualepref.modeles.enums import TypeModele
from qualepref.modeles.queries.modeles import Lu
from qualepref.modeles.rendering.gabarits import clean_xml, fill_gabarit
from qualepref.modeles.rules.blocs import Bloc, parse_blocs
from qualepref.noyau.calcul.rendu import INSECABLE
from qualepref.noyau.documents.composition import UA, Document, render_document
from qualepref.noyau.documents.textes import Valeur, clean_texte
from qualepref.noyau.documents.word import Word
from qualepref.organisation.queries import get_autorite


FORMATS = {
    TypeModele.ACCUSE: ("txt", "html", "docx"),
    TypeModele.COURRIER: ("docx", "pdf", "txt"),
    TypeModele.COURRIEL: ("txt", "html", "docx"),
    TypeModele.TELEPHONE: ("pdf", "docx", "txt"),
    TypeModele.SIGNATURE: ("html", "txt"),
    TypeModele.BADGE: ("pdf",),
}
TYPES_MIME = {
    "txt": "text/plain; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
BADGES_PAR_PLANCHE = 10
RETRAIT_MM = 85
NOMS = {"corps": "texte du modèle", "objet": "objet", "lignes": "texte du modèle"}


class FormatImpossibleError(ValueError):
    """This type of template is not given in that format."""

    def __init__(self, lu: Lu, extension: str) -> None:
        possibles = FORMATS[TypeModele(lu.modele.type)]
        super().__init__(
            f"Le modèle « {lu.modele.titre} » ne s’écrit pas en {extension}. "
            f"Formats possibles : {', '.join(possibles)}."
        )


def render_modele(lu: Lu, *, extension: str, le: dt.date, badges: Sequence[Lu] = ()) -> bytes:
    """Return a template as a file. badges: one reading per person, for a sheet of badges.

    Raises:
        FormatImpossibleError: this type is not given in that format.
        RenduImpossibleError: a character that no font draws.
    """
    if extension not in FORMATS[TypeModele(lu.modele.type)]:
        raise FormatImpossibleError(lu, extension)
    if extension == "txt":
        return render_texte(lu).encode()
    if extension == "html":
        return render_html(lu).encode()
    if extension == "docx":
        return render_docx(lu, le=le)
    if lu.modele.type == TypeModele.BADGE:
        return render_badges(badges or [lu] * BADGES_PAR_PLANCHE, le=le)
    return render_pdf(lu, le=le)


def render_texte(lu: Lu) -> str:
    """Return the text to paste in a message, its subject first when it has one."""
    objet = f"Objet : {lu.objet}\n\n" if lu.objet else ""
    return f"{objet}{lu.corps.strip()}\n"


def render_html(lu: Lu) -> str:
    """Return an HTML e-mail: paragraphs and lists alone, no style, no picture, all escaped."""
    corps = format_html_join("\n", "{}", ((_say_bloc(b),) for b in parse_blocs(lu.corps)))
    return format_html(
        '<!DOCTYPE html>\n<html lang="fr">\n<head>\n<meta charset="utf-8">\n<title>{}</title>\n'
        "</head>\n<body>\n{}\n</body>\n</html>\n",
        lu.objet or lu.modele.titre,
        corps,
    )


def render_docx(lu: Lu, *, le: dt.date) -> bytes:
    """Return a Word document: the site's own file filled in, else a plain one of ours."""
    if lu.modele.docx:
        with default_storage.open(lu.modele.docx) as fichier:
            octets = fichier.read()
        valeurs = {**lu.valeurs, "objet": lu.objet, "corps": lu.corps}
        return fill_gabarit(octets, valeurs=valeurs)
    return _render_docx_simple(lu, le)


def render_pdf(lu: Lu, *, le: dt.date) -> bytes:
    """Return a letter, or a sheet of answers, as PDF/UA-1."""
    courrier = lu.modele.type == TypeModele.COURRIER
    contenu = _build_commun(lu, le) | {
        "courrier": courrier,
        "lieu_date": clean_texte(f"{lu.modele.site.chef_lieu}, le {lu.valeurs['date']}"),
        "service": _known(lu, "service.nom"),
        "suivi_par": clean_texte(lu.valeurs["agent.nom"]) if courrier else "",
        "telephone": _known(lu, "coordonnees.telephone"),
        "courriel": _known(lu, "coordonnees.courriel"),
        "destinataire": _list_destinataire(lu) if courrier else [],
        "objet": clean_texte(lu.objet),
        "pied": clean_texte(_say_pied(lu)),
        "blocs": [
            {"liste": b.liste, "lignes": [clean_texte(x) for x in b.lignes]}
            for b in parse_blocs(lu.corps)
        ],
    }
    return _render("courrier.typ", contenu, le)


def render_badges(badges: Sequence[Lu], *, le: dt.date) -> bytes:
    """Return badges, ten to an A4 sheet, as PDF/UA-1; the first line of each is the largest."""
    premier = badges[0]
    contenu = _build_commun(premier, le) | {
        "badges": [
            [clean_texte(ligne.strip()) for ligne in lu.corps.splitlines() if ligne.strip()]
            for lu in badges
        ],
    }
    return _render("badges.typ", contenu, le)


def _render(modele: str, contenu: dict[str, Valeur], le: dt.date) -> bytes:
    gabarit = resources.files("qualepref.modeles.rendering") / "typst" / modele
    return render_document(
        Document(modele=gabarit.read_bytes(), contenu=contenu, normes=(UA,), date=le, noms=NOMS)
    )


def _build_commun(lu: Lu, le: dt.date) -> dict[str, Valeur]:
    return {
        "date": [le.year, le.month, le.day],
        "autorite": [clean_texte(ligne) for ligne in get_autorite(lu.modele.site)],
        "site_nom": clean_texte(lu.modele.site.nom),
        "titre": clean_texte(lu.modele.titre),
    }


def _known(lu: Lu, nom: str) -> str:
    """Return a value of the site, "" when it gave none."""
    valeur = lu.valeurs[nom]
    return "" if valeur.startswith("[") else clean_texte(valeur)


def _list_destinataire(lu: Lu) -> list[Valeur]:
    lignes = [lu.valeurs["usager.nom"], *lu.valeurs["usager.adresse"].splitlines()]
    return [clean_texte(ligne.strip()) for ligne in lignes if ligne.strip()]


def _say_pied(lu: Lu) -> str:
    noms = ("adresse", "telephone", "courriel", "internet")
    return " · ".join(v for nom in noms if (v := _known(lu, f"coordonnees.{nom}")))


def _say_bloc(bloc: Bloc) -> str:
    if bloc.liste:
        items = format_html_join("\n", "<li>{}</li>", ((ligne,) for ligne in bloc.lignes))
        return format_html("<ul>\n{}\n</ul>", items)
    return format_html("<p>{}</p>", format_html_join("<br>\n", "{}", ((x,) for x in bloc.lignes)))


def _render_docx_simple(lu: Lu, le: dt.date) -> bytes:
    lettre = lu.modele.type == TypeModele.COURRIER
    site = lu.modele.site
    pied = _say_pied(lu) if lettre else ""
    word = Word(titre=clean_xml(lu.modele.titre), auteur=site.nom, pied=clean_xml(pied), date=le)
    if lettre:
        _add_entete(word, lu)
    else:
        word.add_titre(lu.objet or lu.modele.titre, 1)
    for bloc in parse_blocs(lu.corps):
        if bloc.liste:
            word.add_liste([[(ligne, False)] for ligne in bloc.lignes])
        else:
            word.add_paragraphe("\n".join(bloc.lignes))
    return word.build()


def _add_entete(word: Word, lu: Lu) -> None:
    """Write who sends the letter, to whom, when and what about."""
    autorite = "\n".join(get_autorite(lu.modele.site)).upper()
    word.add_paragraphe((autorite, True))
    service = _known(lu, "service.nom")
    suivi = f"Affaire suivie par{INSECABLE}: {lu.valeurs['agent.nom']}"
    word.add_paragraphe("\n".join(x for x in (lu.modele.site.nom, service, suivi) if x))
    _indent(word, f"{lu.valeurs['usager.nom']}\n{lu.valeurs['usager.adresse']}")
    _indent(word, f"{lu.modele.site.chef_lieu}, le {lu.valeurs['date']}")
    if lu.objet:
        word.add_paragraphe((f"Objet{INSECABLE}: ", True), lu.objet)


def _indent(word: Word, texte: str) -> None:
    """Write a paragraph on the right half of the page, where windows of envelopes are."""
    from docx.shared import Mm

    word.add_paragraphe(texte)
    word.document.paragraphs[-1].paragraph_format.left_indent = Mm(RETRAIT_MM)
