"""A Word file a site drew itself: checked before it is kept, filled variable by variable."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping

from django.conf import settings

from qualepref.noyau.archives.fautes import ILLISIBLE


DOCUMENT = "word/document.xml"
TYPES = "[Content_Types].xml"
MARQUES = (b"{{", b"{%")
# Parts that are filled in; a variable anywhere else would stay as it is.
REMPLIES = ("word/document", "word/header", "word/footer")
PROPRES = ("objet", "corps")
# What python-docx raises on parts that are not what their names say.
ABIMES = (KeyError, ValueError, AttributeError, TypeError, IndexError)


class GabaritRefuseError(ValueError):
    """The Word file cannot be used; the message says why and what to do."""


def name_in_gabarit(nom: str) -> str:
    """Return how a variable is written in a Word file: « delai.mises_a_jour.maj_site »."""
    return nom.replace("-", "_")


def check_gabarit(octets: bytes, *, connues: Iterable[str]) -> None:
    """Refuse a file that is not a plain Word document, or whose variables are not known.

    Raises:
        GabaritRefuseError: too large, an archive bomb, macros, an outside file, a variable unknown.
    """
    _check_archive(octets)
    admises = {*map(name_in_gabarit, connues), *PROPRES}
    inconnues = sorted(set(_list_noms(octets)) - admises)
    if inconnues:
        raise GabaritRefuseError(
            f"Variables inconnues dans le fichier Word : {', '.join(inconnues)}. "
            f"Variables possibles : {', '.join(sorted(admises))}."
        )


def fill_gabarit(octets: bytes, *, valeurs: Mapping[str, str]) -> bytes:
    """Return the file with each variable replaced by its value; a value is never read as code."""
    from docxtpl import DocxTemplate

    contexte: dict = {}
    for nom, valeur in valeurs.items():
        *parents, feuille = name_in_gabarit(nom).split(".")
        lieu = contexte
        for parent in parents:
            lieu = lieu.setdefault(parent, {})
        lieu[feuille] = clean_xml(valeur)
    document = DocxTemplate(io.BytesIO(octets))
    document.render(contexte, _build_environnement(), autoescape=True)
    sortie = io.BytesIO()
    document.save(sortie)
    return sortie.getvalue()


def clean_xml(texte: str) -> str:
    """Return a text without the characters that XML cannot hold."""
    return "".join(
        c
        for c in texte
        if c in "\n\t" or (c >= " " and c not in "\ufffe\uffff" and not "\ud800" <= c <= "\udfff")
    )


def _check_archive(octets: bytes) -> None:
    if len(octets) > settings.MODELE_TAILLE_MAXIMALE:
        raise GabaritRefuseError(
            f"Le fichier pèse plus de {settings.MODELE_TAILLE_MAXIMALE // 2**20} Mo. Réduisez ses images."
        )
    try:
        with zipfile.ZipFile(io.BytesIO(octets)) as archive:
            _check_membres(archive)
    except GabaritRefuseError:
        raise
    except ILLISIBLE as erreur:
        raise GabaritRefuseError(
            "Ce fichier n’est pas un document Word lisible. Enregistrez-le au format .docx, sans mot de passe."
        ) from erreur


def _check_membres(archive: zipfile.ZipFile) -> None:
    membres = archive.infolist()
    noms = {m.filename for m in membres}
    if DOCUMENT not in noms or TYPES not in noms:
        raise GabaritRefuseError(
            "Ce fichier n’est pas un document Word : enregistrez-le au format .docx, puis recommencez."
        )
    if sum(m.file_size for m in membres) > settings.MODELE_TAILLE_DECOMPRESSEE:
        raise GabaritRefuseError(
            "Une fois décompressé, ce fichier est démesuré : il n’est pas ouvert. Réduisez ses images."
        )
    if any("vbaproject" in nom.lower() for nom in noms) or b"macroEnabled" in archive.read(TYPES):
        raise GabaritRefuseError(
            "Ce fichier contient des macros. Enregistrez-le au format .docx, qui n’en a pas."
        )
    for membre in membres:
        if membre.filename.endswith((".xml", ".rels")):
            _check_xml(membre.filename, archive.read(membre))


def _check_xml(nom: str, contenu: bytes) -> None:
    if b"<!DOCTYPE" in contenu or b"<!ENTITY" in contenu:
        raise GabaritRefuseError(
            "Ce fichier contient des définitions qu’un document Word n’a pas. Enregistrez-le de nouveau depuis Word."
        )
    exterieur = b'TargetMode="External"' in contenu and b"/hyperlink" not in contenu
    if nom.endswith(".rels") and (exterieur or b"attachedTemplate" in contenu):
        raise GabaritRefuseError(
            "Ce fichier va chercher un modèle ou une image sur un autre poste. Incorporez l’image, détachez le modèle, puis recommencez."
        )
    if not nom.startswith(REMPLIES) and any(m in contenu for m in MARQUES):
        raise GabaritRefuseError(
            "Une variable se trouve hors du texte, de l’en-tête et du pied de page (note, propriété du document). Déplacez-la ou retirez-la."
        )


def _list_noms(octets: bytes) -> Iterator[str]:
    """Yield the variables of a file; anything but a plain variable is refused."""
    from docx.opc.exceptions import PackageNotFoundError
    from docxtpl import DocxTemplate
    from jinja2 import TemplateSyntaxError
    from lxml.etree import XMLSyntaxError

    try:
        document = DocxTemplate(io.BytesIO(octets))
        document.init_docx()
        parties = [document.get_xml()]
        for adresse in (document.HEADER_URI, document.FOOTER_URI):
            parties += [document.get_part_xml(p) for _, p in document.get_headers_footers(adresse)]
        for partie in parties:
            yield from _read_noms(_build_environnement().parse(document.patch_xml(partie)))
    except (PackageNotFoundError, XMLSyntaxError, *ABIMES) as erreur:
        if isinstance(erreur, GabaritRefuseError):
            raise
        raise GabaritRefuseError(
            "Ce document Word est abîmé : ouvrez-le, enregistrez-le de nouveau, puis recommencez."
        ) from erreur
    except (TemplateSyntaxError, RecursionError) as erreur:
        raise _refuse_code() from erreur


def _read_noms(arbre) -> Iterator[str]:
    from jinja2 import nodes

    dans_getattr: set[int] = set()
    for noeud in _walk(arbre):
        if isinstance(noeud, nodes.Getattr):
            if id(noeud) not in dans_getattr:
                yield _join(noeud, dans_getattr)
        elif isinstance(noeud, nodes.Name):
            if id(noeud) not in dans_getattr:
                yield noeud.name
        elif not isinstance(noeud, nodes.Template | nodes.Output | nodes.TemplateData):
            raise _refuse_code()


def _walk(noeud) -> Iterator:
    """Yield a node then what it holds, the outer before the inner."""
    yield noeud
    for enfant in noeud.iter_child_nodes():
        yield from _walk(enfant)


def _join(noeud, dans_getattr: set[int]) -> str:
    from jinja2 import nodes

    parties = []
    while isinstance(noeud, nodes.Getattr):
        parties.append(noeud.attr)
        noeud = noeud.node
        dans_getattr.add(id(noeud))
    if not isinstance(noeud, nodes.Name):
        raise _refuse_code()
    return ".".join([noeud.name, *reversed(parties)])


def _refuse_code() -> GabaritRefuseError:
    return GabaritRefuseError(
        "Le fichier Word ne peut contenir que des variables simples, comme site.nom entre doubles accolades : ni calcul, ni condition, ni boucle, ni filtre."
    )


def _build_environnement():
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    return ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
