"""The template of decks: ours, drawn by code, and what somebody else's must offer."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from qualepref.noyau.documents.archives import settle_archive
from qualepref.noyau.documents.gabarits_controle import (
    GabaritIllisibleError,
    GabaritIncompletError,
    check_paquet,
    check_parties,
)


MM = 36_000  # English metric units
LARGEUR, HAUTEUR = 12_192_000, 6_858_000  # 16:9
BLEU, ROUGE, ENCRE, GRIS, BLANC = "000091", "C9191E", "161616", "5E5E5E", "FFFFFF"
DRAPEAU = "E1000F"
THEME = {
    "dk1": ENCRE, "lt1": BLANC, "dk2": BLEU, "lt2": "F5F5FE", "accent1": BLEU, "accent2": "297254",
    "accent3": "716043", "accent4": "6E445A", "accent5": "3558A2", "accent6": GRIS, "hlink": BLEU,
    "folHlink": "6E445A",
}  # fmt: skip
# Where Marianne is not installed, these say to take a plain sans-serif of the same breadth.
REPLI = 'panose="020B0604020202020204" pitchFamily="34" charset="0"'
NS = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
Cadre = tuple[int, int, int, int]

TITRE: Cadre = (18, 9, 302, 24)
CORPS: Cadre = (18, 42, 302, 122)
PIED: Cadre = (18, 171, 272, 12)
NUMERO: Cadre = (298, 171, 22, 12)
# Under this luminance, a ground is dark.
SOMBRE = 0.25
# What parts that are not what their names say make the library raise.
ABIMES = (KeyError, ValueError, AttributeError, TypeError, IndexError, SyntaxError, OSError)
BLOC_ETAT = 13  # place of the State's block among the placeholders of the first slide
# Layouts kept of the library's blank file: first slide, content, section, title alone.
GARDES = {0: "title", 1: "obj", 2: "secHead", 5: "titleOnly"}
NOMS = {
    "title": "Ouverture",
    "obj": "Titre et texte",
    "secHead": "Partie",
    "titleOnly": "Titre seul",
}


@dataclass(frozen=True, slots=True)
class Dispositions:
    """The layouts of a deck, by use; `partie` is the title alone where there is no better."""

    ouverture: Any
    texte: Any
    titre_seul: Any
    partie: Any


def open_presentation(octets: bytes | None) -> Any:
    """Return an empty deck made from a template, ours when none is given.

    Raises:
        GabaritIllisibleError: it does not open, declares entities, or is linked to other files.
    """
    from pptx import Presentation
    from pptx.exc import PythonPptxError

    try:
        if octets is not None:
            check_parties(octets)
        presentation: Any = Presentation(io.BytesIO(octets or build_gabarit()))
        _empty(presentation)
        check_paquet(presentation)
    except GabaritIllisibleError:
        raise
    except (PythonPptxError, zipfile.BadZipFile, *ABIMES) as erreur:
        raise GabaritIllisibleError from erreur
    return presentation


def find_dispositions(presentation: Any) -> Dispositions:
    """Return the layouts of a deck, found by the places they offer and not by their names.

    Raises:
        GabaritIncompletError: one lacks.
    """
    offres = [(d, set(_iter_types(d))) for d in presentation.slide_layouts]
    ouverture = _first(offres, {"titre", "sous-titre"}, frozenset())
    texte = _first(offres, {"titre", "texte"}, {"sous-titre", "image"})
    titre_seul = _first(offres, {"titre"}, {"sous-titre", "texte", "image"})
    manques = tuple(
        mot
        for trouvee, mot in (
            (ouverture, "une disposition avec un titre et un sous-titre, pour l’ouverture"),
            (texte, "une disposition avec un titre et une zone de texte"),
            (titre_seul, "une disposition avec un titre seul, pour les tableaux et les graphiques"),
        )
        if trouvee is None
    )
    if manques:
        raise GabaritIncompletError(manques)
    partie = next((d for d, _ in offres if d.element.get("type") == "secHead"), titre_seul)
    return Dispositions(ouverture, texte, titre_seul, partie)


def is_sombre(presentation: Any) -> bool:
    """Tell whether the slides of a template are dark: dark inks would not be read on them.

    A picture or a gradient is taken for light.
    """
    from lxml import etree
    from pptx.opc.constants import RELATIONSHIP_TYPE as RT

    master = presentation.slide_master
    fonds = master.element.xpath("./p:cSld/p:bg/p:bgPr/a:solidFill/*|./p:cSld/p:bg/p:bgRef/*")
    if not fonds:
        return False
    encre = fonds[0].get("val", "")
    if fonds[0].tag.endswith("}schemeClr"):
        (table,) = master.element.xpath("./p:clrMap")
        theme = etree.fromstring(master.part.part_related_by(RT.THEME).blob)
        couleurs = theme.xpath(
            f"//a:clrScheme/a:{table.get(encre, encre)}/*", namespaces={"a": theme.nsmap["a"]}
        )
        encre = couleurs[0].get("lastClr", couleurs[0].get("val", "")) if couleurs else ""
    return len(encre) == len(BLANC) and compute_luminance(encre) < SOMBRE


def compute_luminance(encre: str) -> float:
    """Return the relative luminance of an ink (WCAG), « 000091 » or « #000091 », from 0 to 1."""
    hexa = encre.removeprefix("#")
    parts = [int(hexa[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    r, v, b = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * v + 0.0722 * b


def _first(offres: list[tuple[Any, set[str]]], voulus: set[str], exclus: Any) -> Any:
    """Return the first layout that offers these; a section's head is never one."""
    return next(
        (
            disposition
            for disposition, types in offres
            if voulus <= types and not types & exclus
            and disposition.element.get("type") != "secHead"
        ),
        None,
    )  # fmt: skip


def _iter_types(disposition: Any) -> Iterator[str]:
    from pptx.enum.shapes import PP_PLACEHOLDER as P

    mots = {
        P.TITLE: "titre", P.CENTER_TITLE: "titre", P.SUBTITLE: "sous-titre", P.BODY: "texte",
        P.OBJECT: "texte", P.PICTURE: "image",
    }  # fmt: skip
    for place in disposition.placeholders:
        if mot := mots.get(place.placeholder_format.type):
            yield mot


def _empty(presentation: Any) -> None:
    """Take the slides out, with what the file says of their grouping."""
    liste = presentation.slides._sldIdLst  # noqa: SLF001  the library has no name for it
    for identifiant in list(liste):
        presentation.part.drop_rel(identifiant.rId)
        liste.remove(identifiant)
    for extension in presentation.element.xpath("./p:extLst"):
        presentation.element.remove(extension)


@lru_cache(maxsize=1)
def build_gabarit() -> bytes:
    """Return our template: 16:9, the State's inks, titles and texts as placeholders."""
    from pptx import Presentation

    presentation: Any = Presentation()
    presentation.slide_width, presentation.slide_height = LARGEUR, HAUTEUR
    presentation.element.sldSz.attrib.pop("type", None)  # it still says 4:3
    dispositions = list(presentation.slide_layouts)
    for rang, disposition in enumerate(dispositions):
        if rang not in GARDES:
            presentation.slide_layouts.remove(disposition)
    _draw(presentation.slide_master, _master(), None)
    _set_styles(presentation.slide_master)
    _set_theme(presentation.slide_master)
    for rang, genre in GARDES.items():
        _draw(dispositions[rang], _layout(genre), BLEU if genre == "secHead" else None)
        if genre in ("title", "secHead"):
            dispositions[rang].element.set("showMasterSp", "0")
        dispositions[rang].element.set("type", genre)
        dispositions[rang].name = NOMS[genre]
    for relation in list(presentation.part.package.iter_rels()):
        if relation.reltype.endswith("/thumbnail"):
            presentation.part.package.drop_rel(relation.rId)
    sortie = io.BytesIO()
    presentation.save(sortie)
    return settle_archive(sortie.getvalue())


def _draw(feuille: Any, formes: Iterator[str], fond: str | None) -> None:
    """Replace what a master or a layout holds."""
    from lxml import etree

    arbre = feuille.shapes._spTree  # noqa: SLF001
    for forme in list(arbre)[2:]:
        arbre.remove(forme)
    for numero, forme in enumerate(formes, 2):
        arbre.append(etree.fromstring(forme.replace('id="0"', f'id="{numero}"', 1)))
    if fond:
        remplissage = feuille.background.fill
        remplissage.solid()
        remplissage.fore_color.rgb = read_encre(fond)


def read_encre(encre: str) -> Any:
    """Return an ink, « 000091 » or « #000091 », as the library writes it."""
    from pptx.dml.color import RGBColor

    return RGBColor.from_string(encre.removeprefix("#").upper())  # type: ignore[no-untyped-call]


def _master() -> Iterator[str]:
    yield _place("Titre", "title", TITRE, "Titre de la diapositive", ancre="b")
    yield _place("Texte", 'body" idx="1', CORPS, "Texte")
    yield _place("Pied de page", 'ftr" idx="3', PIED, "", ancre="ctr", style=_style(10, GRIS))
    yield _place(
        "Numéro", 'sldNum" idx="4', NUMERO, "<numero>", ancre="ctr", style=_style(10, GRIS, "r")
    )
    yield _rectangle("Filet", (18, 35, 14, 1), ROUGE)


def _layout(genre: str) -> Iterator[str]:
    if genre == "title":
        yield _rectangle("Bandeau", (0, 68, 339, 123), BLEU)
        yield _rectangle("Filet", (18, 132, 20, 1), ROUGE)
        for rang, encre in enumerate((BLEU, BLANC, DRAPEAU)):
            yield _rectangle("Drapeau", (18 + 8 * rang, 12, 8, 4), encre)
        yield _place(
            "Titre", "ctrTitle", (18, 82, 302, 44), "Titre", ancre="b", style=_style(40, BLANC, gras=True)
        )  # fmt: skip
        yield _place(
            "Sous-titre", 'subTitle" idx="1', (18, 138, 302, 44), "Sous-titre",
            style=_style(18, BLANC),
        )  # fmt: skip
        yield _place(
            "Bloc de l’État", f'body" sz="quarter" idx="{BLOC_ETAT}', (18, 17, 200, 48),
            "Autorité", ancre="t", style=_style(16, ENCRE, gras=True),
        )  # fmt: skip
        return
    if genre == "secHead":
        yield _place(
            "Titre", "title", (18, 60, 302, 50), "Titre de la partie", ancre="b",
            style=_style(36, BLANC, gras=True),
        )  # fmt: skip
        yield _rectangle("Filet", (18, 116, 20, 1), ROUGE)
        yield _place("Texte", 'body" idx="1', (18, 124, 302, 36), "Texte", style=_style(16, BLANC))
        encre = BLANC
    else:
        yield _place("Titre", "title", None, "Titre de la diapositive")
        if genre == "obj":
            yield _place("Texte", 'body" idx="1', None, "Texte")
        encre = GRIS
    yield _place("Pied de page", 'ftr" sz="quarter" idx="10', None, "", style=_style(10, encre))
    yield _place(
        "Numéro", 'sldNum" sz="quarter" idx="11', None, "<numero>", style=_style(10, encre, "r")
    )


def _style(corps: int, encre: str, cote: str = "l", *, gras: bool = False) -> str:
    """Return the style of a place's own text, without bullet."""
    return (
        f'<a:lvl1pPr marL="0" indent="0" algn="{cote}"><a:spcBef><a:spcPts val="0"/></a:spcBef>'
        f'<a:buNone/><a:defRPr sz="{corps * 100}" b="{int(gras)}" lang="fr-FR"><a:solidFill>'
        f'<a:srgbClr val="{encre}"/></a:solidFill></a:defRPr></a:lvl1pPr>'
    )


def _place(
    nom: str, genre: str, cadre: Cadre | None, texte: str, *, ancre: str = "", style: str = ""
) -> str:
    """Return a placeholder; without `cadre`, where the master says."""
    ancrage = f' anchor="{ancre}"' if ancre else ""
    contenu = f'<a:r><a:rPr lang="fr-FR"/><a:t>{texte}</a:t></a:r>'
    if texte == "<numero>":
        contenu = (
            '<a:fld id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum">'
            '<a:rPr lang="fr-FR"/><a:t>0</a:t></a:fld>'
        )
    return (
        f'<p:sp {NS}><p:nvSpPr><p:cNvPr id="0" name="{nom}"/><p:cNvSpPr><a:spLocks noGrp="1"/>'
        f'</p:cNvSpPr><p:nvPr><p:ph type="{genre}"/></p:nvPr></p:nvSpPr>'
        f"<p:spPr>{_frame(cadre) if cadre else ''}</p:spPr>"
        f'<p:txBody><a:bodyPr lIns="0" rIns="0"{ancrage}><a:normAutofit/></a:bodyPr>'
        f"<a:lstStyle>{style}</a:lstStyle><a:p>{contenu}</a:p></p:txBody></p:sp>"
    )


def _rectangle(nom: str, cadre: Cadre, encre: str) -> str:
    """Return a shape that only decorates, and says so to assistive technologies."""
    return (
        f'<p:sp {NS}><p:nvSpPr><p:cNvPr id="0" name="{nom}"><a:extLst>'
        '<a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative '
        'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/>'
        '</a:ext></a:extLst></p:cNvPr><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr>'
        f'<p:spPr>{_frame(cadre)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill>'
        f'<a:srgbClr val="{encre}"/></a:solidFill><a:ln><a:noFill/></a:ln></p:spPr></p:sp>'
    )


def _frame(cadre: Cadre) -> str:
    x, y, largeur, hauteur = (n * MM for n in cadre)
    return (
        f'<a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{min(largeur, LARGEUR - x)}" '
        f'cy="{min(hauteur, HAUTEUR - y)}"/></a:xfrm>'
    )


def _set_styles(master: Any) -> None:
    """Set the text styles of the master: title, five levels of text."""
    from lxml import etree

    puces = "".join(
        f'<a:lvl{n}pPr marL="{6 * n * MM}" indent="-{6 * MM}" algn="l"><a:lnSpc><a:spcPct '
        f'val="100000"/></a:lnSpc><a:spcBef><a:spcPts val="800"/></a:spcBef><a:buFont '
        f'typeface="Arial"/><a:buChar char="–"/><a:defRPr sz="{2200 - 200 * n}" lang="fr-FR">'
        f'<a:solidFill><a:schemeClr val="tx1"/></a:solidFill><a:latin typeface="+mn-lt"/>'
        f"</a:defRPr></a:lvl{n}pPr>"
        for n in range(1, 6)
    )
    titre = (
        '<a:lvl1pPr algn="l"><a:lnSpc><a:spcPct val="90000"/></a:lnSpc><a:buNone/><a:defRPr sz="2600" '
        'b="1" lang="fr-FR"><a:solidFill><a:schemeClr val="tx2"/></a:solidFill><a:latin '
        'typeface="+mj-lt"/></a:defRPr></a:lvl1pPr>'
    )
    autre = (
        '<a:lvl1pPr><a:defRPr sz="1800" lang="fr-FR"><a:solidFill><a:schemeClr val="tx1"/>'
        '</a:solidFill><a:latin typeface="+mn-lt"/></a:defRPr></a:lvl1pPr>'
    )
    styles = etree.fromstring(
        f"<p:txStyles {NS}><p:titleStyle>{titre}</p:titleStyle><p:bodyStyle>{puces}</p:bodyStyle>"
        f"<p:otherStyle>{autre}</p:otherStyle></p:txStyles>"
    )
    anciens = master.element.find(f"{{{styles.nsmap['p']}}}txStyles")
    master.element.replace(anciens, styles)


def _set_theme(master: Any) -> None:
    """Write the inks and the font of the theme."""
    from lxml import etree
    from pptx.opc.constants import RELATIONSHIP_TYPE as RT

    partie = master.part.part_related_by(RT.THEME)
    theme = etree.fromstring(partie.blob)
    espace = {"a": theme.nsmap["a"]}
    for nom, encre in THEME.items():
        (couleur,) = theme.xpath(f"//a:clrScheme/a:{nom}", namespaces=espace)
        couleur[:] = [etree.fromstring(f'<a:srgbClr xmlns:a="{espace["a"]}" val="{encre}"/>')]
    for police in theme.xpath("//a:fontScheme/*", namespaces=espace):
        latin = etree.fromstring(f'<a:latin xmlns:a="{espace["a"]}" typeface="Marianne" {REPLI}/>')
        police.replace(police.find("a:latin", espace), latin)
        for ecriture in police.findall("a:font", espace):
            police.remove(ecriture)
    partie._blob = etree.tostring(theme, xml_declaration=True, encoding="UTF-8", standalone=True)  # noqa: SLF001
