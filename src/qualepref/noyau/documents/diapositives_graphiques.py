"""Charts as an office suite draws and edits them, from the same description as every other."""

from __future__ import annotations

import io
import re
import zipfile
from fractions import Fraction
from typing import Any

from qualepref.noyau.calcul.releves import Etat
from qualepref.noyau.calcul.rendu import INSECABLE, round_half_up, scale
from qualepref.noyau.documents.archives import settle_archive
from qualepref.noyau.documents.diapositives_libelles import (
    COUCHEES,
    ECART,
    fit_dedans,
    fit_etiquettes,
    fit_legende,
    format_of,
    has_cible,
    say_etiquette,
    say_serie_cible,
    say_titre,
)
from qualepref.noyau.documents.gabarits import BLANC, compute_luminance, read_encre
from qualepref.noyau.graphiques.modele import Genre, Graphique, Serie
from qualepref.noyau.graphiques.toile import (
    COULEURS,
    COULEURS_NIVEAUX,
    ENCRE,
    FILET,
    GRIS,
    ROUGE,
)
from qualepref.noyau.referentiel.modele import Unite


PT_TITRE, PT_TEXTE = 18, 16
# Beyond, the values over the bars would touch each other.
ETIQUETTES_MAX = 14
# A level thinner than this has no room for its value.
NIVEAU_MIN = "0.06"
# So near under the target, the value over a bar would stand on its line: it goes inside the bar.
SOUS_CIBLE, ASSEZ_HAUTE = Fraction(12, 100), Fraction(20, 100)
# With so few bars, they would be slabs.
FEW = 3
# A part of a pile lower than this share of the highest has no room for its value.
PART_MIN = Fraction(7, 100)
DEBOUT = (Genre.BARRES, Genre.GROUPEES, Genre.EMPILEES)
# Above this luminance, dark letters are read better than white ones.
CLAIRE = 0.18
CREEE = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)")
INSTANT = rb"\g<1>1980-01-01T00:00:00Z\g<3>"


def write_graphique(
    diapositive: Any, graphique: Graphique, cadre: tuple[int, ...], *, sombre: bool = False
) -> Any:
    """Draw a chart in a frame of a slide (left, top, width, height); return the shape.

    sombre: the slide is dark, the chart has a white ground of its own.
    """
    from pptx.util import Pt

    forme = diapositive.shapes.add_chart(_type(graphique.genre), *cadre, _data(graphique))
    dessin = forme.chart
    dessin.font.size = Pt(PT_TEXTE)
    dessin.has_title = True
    dessin.chart_title.text_frame.text = say_titre(graphique)
    titre = dessin.chart_title.text_frame.paragraphs[0].runs[0].font
    titre.size, titre.bold = Pt(PT_TITRE), True
    dessin.chart_title.include_in_layout = False
    corps = fit_etiquettes(graphique, cadre[2] / Pt(1))
    _set_axes(dessin, graphique, corps)
    _set_series(dessin, graphique, corps, cadre[2] / Pt(1))
    _draw_cible(dessin, graphique)
    _set_legende(dessin, graphique, cadre[2] / Pt(1))
    _keep_gaps(dessin)
    if sombre:
        _whiten(dessin)
    classeur = dessin.part.chart_workbook.xlsx_part
    classeur._blob = _settle_classeur(classeur.blob)  # noqa: SLF001  no other way to set it
    return forme


def _type(genre: Genre) -> Any:
    from pptx.enum.chart import XL_CHART_TYPE as T

    return {
        Genre.BARRES: T.COLUMN_CLUSTERED,
        Genre.GROUPEES: T.COLUMN_CLUSTERED,
        Genre.EMPILEES: T.COLUMN_STACKED,
        Genre.LIGNES: T.LINE_MARKERS,
        Genre.CONTROLE: T.LINE_MARKERS,
        Genre.HORIZONTALES: T.BAR_CLUSTERED,
        Genre.NIVEAUX: T.BAR_STACKED,
    }[genre]


def _data(graphique: Graphique) -> Any:
    from pptx.chart.data import CategoryChartData

    donnees: Any = CategoryChartData(number_format=format_of(graphique))  # type: ignore[no-untyped-call]
    donnees.categories = [say_etiquette(graphique, r) for r in range(len(graphique.etiquettes))]
    suites: list[tuple[str, tuple[Fraction | None, ...]]] = [
        (serie.nom, serie.valeurs) for serie in graphique.series
    ]
    if graphique.limites is not None:
        limites = graphique.limites
        centre = limites.centre_libelle[:1].upper() + limites.centre_libelle[1:]
        suites += [(centre, limites.centres), ("Limite basse", limites.bas)]
        suites += [("Limite haute", limites.haut)]
    if has_cible(graphique):
        suites.append((say_serie_cible(graphique), _repeat(graphique)))
    for nom, valeurs in suites:
        donnees.add_series(nom, [_number(graphique, v) for v in valeurs])
    return donnees


def _repeat(graphique: Graphique) -> tuple[Fraction | None, ...]:
    return (graphique.cible,) * len(graphique.etiquettes)


def _number(graphique: Graphique, valeur: Fraction | None) -> float | None:
    """Return a value rounded as it is printed everywhere, in the scale of its format."""
    if valeur is None:
        return None
    unite = graphique.unite
    # A target and limits keep the decimals they need.
    arrondie = round_half_up(scale(valeur, unite), max(graphique.decimales, 2))
    if any(valeur in serie.valeurs for serie in graphique.series):
        arrondie = round_half_up(scale(valeur, unite), graphique.decimales)
    return float(arrondie / 100 if unite is Unite.POURCENT else arrondie)


def _set_axes(dessin: Any, graphique: Graphique, corps: int) -> None:
    from pptx.enum.chart import XL_TICK_MARK
    from pptx.util import Pt

    categories, valeurs = dessin.category_axis, dessin.value_axis
    categories.tick_labels.font.size = Pt(corps)
    categories.format.line.color.rgb = read_encre(GRIS)
    categories.major_tick_mark = XL_TICK_MARK.NONE
    valeurs.major_gridlines.format.line.color.rgb = read_encre(FILET)
    valeurs.format.line.fill.background()
    valeurs.tick_labels.font.size = Pt(corps)
    entiers = graphique.unite is Unite.POURCENT
    valeurs.tick_labels.number_format = f'0"{INSECABLE}"%' if entiers else format_of(graphique)
    valeurs.tick_labels.number_format_is_linked = False
    if graphique.genre is not Genre.CONTROLE:
        valeurs.minimum_scale = 0
    if graphique.unite is Unite.POURCENT and graphique.genre is not Genre.CONTROLE:
        hautes = [v for s in graphique.series for v in s.valeurs if v is not None]
        if graphique.genre is Genre.NIVEAUX or (hautes and max(hautes) * 2 > 1):
            valeurs.maximum_scale = 1
    if graphique.genre in COUCHEES:
        categories.reverse_order = True
        valeurs.visible = False
        valeurs.has_major_gridlines = False


def _set_series(dessin: Any, graphique: Graphique, corps: int, largeur: float) -> None:
    trace = dessin.plots[0]
    if graphique.genre not in (Genre.LIGNES, Genre.CONTROLE):
        trace.gap_width = ECART if len(graphique.etiquettes) > FEW else 150
        trace.overlap = 100 if graphique.genre in (Genre.EMPILEES, Genre.NIVEAUX) else -5
    niveaux = graphique.genre is Genre.NIVEAUX
    couleurs = COULEURS_NIVEAUX if niveaux else COULEURS
    for rang, (serie, decrite) in enumerate(zip(trace.series, graphique.series, strict=False)):
        place = rang if decrite.encre is None else decrite.encre
        encre = couleurs[place % len(couleurs)]
        if graphique.genre in (Genre.LIGNES, Genre.CONTROLE):
            _ink_ligne(serie, encre, rang)
        else:
            _ink_barre(serie, decrite, encre)
        if len(graphique.etiquettes) * len(graphique.series) <= ETIQUETTES_MAX or niveaux:
            _label(serie, graphique, encre, corps)
            _tuck(serie, decrite, graphique, largeur)
    if graphique.limites is not None:
        for serie, encre in zip(list(trace.series)[1:4], (GRIS, FILET, FILET), strict=True):
            _ink_repere(serie, encre)


def _ink_ligne(serie: Any, encre: str, rang: int) -> None:
    from pptx.enum.chart import XL_MARKER_STYLE as M
    from pptx.util import Pt

    serie.smooth = False
    serie.format.line.color.rgb = read_encre(encre)
    serie.format.line.width = Pt(2.5)
    serie.marker.style = (M.CIRCLE, M.SQUARE, M.TRIANGLE, M.DIAMOND)[rang % 4]
    serie.marker.size = 8
    serie.marker.format.fill.solid()
    serie.marker.format.fill.fore_color.rgb = read_encre(encre)
    serie.marker.format.line.color.rgb = read_encre(encre)


def _ink_barre(serie: Any, decrite: Serie, encre: str) -> None:
    serie.format.fill.solid()
    serie.format.fill.fore_color.rgb = read_encre(encre)
    serie.invert_if_negative = False
    for rang, valeur in enumerate(decrite.valeurs):
        if valeur is not None and decrite.etat(rang) is Etat.NON_SIGNIFICATIF:
            point = serie.points[rang].format
            point.fill.background()
            point.line.color.rgb = read_encre(encre)


def _ink_repere(serie: Any, encre: str) -> None:
    from pptx.enum.chart import XL_MARKER_STYLE
    from pptx.enum.dml import MSO_LINE
    from pptx.util import Pt

    serie.smooth = False
    serie.marker.style = XL_MARKER_STYLE.NONE
    serie.format.line.color.rgb = read_encre(encre)
    serie.format.line.width = Pt(1.75)
    serie.format.line.dash_style = MSO_LINE.DASH


def _label(serie: Any, graphique: Graphique, encre: str, corps: int) -> None:
    from pptx.enum.chart import XL_LABEL_POSITION as P
    from pptx.util import Pt

    etiquettes = serie.data_labels
    etiquettes.show_value = True
    etiquettes.number_format_is_linked = False
    etiquettes.number_format = format_of(graphique)
    etiquettes.font.size = Pt(corps)
    if graphique.genre is Genre.NIVEAUX:
        etiquettes.number_format = f'[<{NIVEAU_MIN}]"";{format_of(graphique)}'
    elif graphique.genre is Genre.EMPILEES:
        seuil = float(_highest(graphique) * PART_MIN)
        etiquettes.number_format = f'[<{seuil:.4f}]"";{format_of(graphique)}'
    if graphique.genre in (Genre.NIVEAUX, Genre.EMPILEES):
        etiquettes.position = P.CENTER
        etiquettes.font.color.rgb = read_encre(
            ENCRE if compute_luminance(encre) > CLAIRE else "#ffffff"
        )
    elif graphique.genre in (Genre.LIGNES, Genre.CONTROLE):
        etiquettes.position = P.ABOVE
    else:
        etiquettes.position = P.OUTSIDE_END
        etiquettes.font.bold = True


def _tuck(serie: Any, decrite: Serie, graphique: Graphique, largeur: float) -> None:
    """Put inside its bar each value that would stand on the line of the target."""
    from pptx.enum.chart import XL_LABEL_POSITION
    from pptx.util import Pt

    cible = graphique.cible
    if cible is None or graphique.genre not in (Genre.BARRES, Genre.GROUPEES):
        return
    haute = max(cible, *(v for v in decrite.valeurs if v is not None))
    for rang, valeur in enumerate(decrite.valeurs):
        if valeur is None or decrite.etat(rang) is Etat.NON_SIGNIFICATIF:
            continue
        if valeur < cible < valeur + haute * SOUS_CIBLE and valeur > haute * ASSEZ_HAUTE:
            etiquette = serie.points[rang].data_label
            etiquette.font.size, etiquette.font.bold = Pt(fit_dedans(graphique, largeur)), True
            etiquette.font.color.rgb = read_encre("#ffffff")
            etiquette.position = XL_LABEL_POSITION.INSIDE_END


def _highest(graphique: Graphique) -> Fraction:
    """Return the height of the highest pile, in the scale of its format."""
    piles = (
        sum((s.valeurs[rang] or Fraction(0) for s in graphique.series), Fraction(0))
        for rang in range(len(graphique.etiquettes))
    )
    haute = max(piles)
    return haute if graphique.unite is Unite.POURCENT else scale(haute, graphique.unite)


def _draw_cible(dessin: Any, graphique: Graphique) -> None:
    """Make the last series a dashed line: among bars, in a plot of its own on the same axes."""
    from lxml import etree

    if not has_cible(graphique):
        return
    serie = list(dessin.plots[0].series)[-1]
    if graphique.genre not in DEBOUT:
        _ink_repere(serie, ROUGE)
        return
    barres = dessin.plots[0]._element  # noqa: SLF001  the library mixes no kinds of chart
    espace = barres.nsmap["c"]
    element = serie._element  # noqa: SLF001
    barres.remove(element)
    for nom in ("invertIfNegative", "dLbls", "spPr"):
        for enfant in element.findall(f"{{{espace}}}{nom}"):
            element.remove(enfant)
    axes = "".join(f'<c:axId val="{a.get("val")}"/>' for a in barres.findall(f"{{{espace}}}axId"))
    lignes = etree.fromstring(
        f'<c:lineChart xmlns:c="{espace}"><c:grouping val="standard"/><c:varyColors val="0"/>'
        f'<c:marker val="1"/>{axes}</c:lineChart>'
    )
    style = etree.fromstring(
        f'<c:spPr xmlns:c="{espace}" xmlns:a="{barres.nsmap["a"]}"><a:ln w="22225"><a:solidFill>'
        f'<a:srgbClr val="{ROUGE[1:].upper()}"/></a:solidFill><a:prstDash val="dash"/></a:ln></c:spPr>'
    )
    marque = etree.fromstring(f'<c:marker xmlns:c="{espace}"><c:symbol val="none"/></c:marker>')
    apres = element.find(f"{{{espace}}}tx")
    apres.addnext(style)
    style.addnext(marque)
    element.append(etree.fromstring(f'<c:smooth xmlns:c="{espace}" val="0"/>'))
    lignes.insert(2, element)
    barres.addnext(lignes)


def _set_legende(dessin: Any, graphique: Graphique, largeur: float) -> None:
    from pptx.enum.chart import XL_LEGEND_POSITION
    from pptx.util import Pt

    dessin.has_legend = len(graphique.series) > 1 or has_cible(graphique) or bool(graphique.limites)
    if dessin.has_legend:
        dessin.legend.position = XL_LEGEND_POSITION.BOTTOM
        dessin.legend.include_in_layout = False
        dessin.legend.font.size = Pt(fit_legende(graphique, largeur))


def _whiten(dessin: Any) -> None:
    """Give a chart a white ground under dark letters."""
    from lxml import etree

    dessin.font.color.rgb = read_encre(ENCRE)
    (lettres,) = dessin._chartSpace.xpath("./c:txPr")  # noqa: SLF001
    espaces = f'xmlns:c="{lettres.nsmap["c"]}" xmlns:a="{lettres.nsmap["a"]}"'
    lettres.addprevious(
        etree.fromstring(
            f'<c:spPr {espaces}><a:solidFill><a:srgbClr val="{BLANC}"/></a:solidFill></c:spPr>'
        )
    )


def _keep_gaps(dessin: Any) -> None:
    """Leave a hole where a figure is missing."""
    racine = dessin._chartSpace.chart  # noqa: SLF001
    for reglage in racine.xpath("./c:dispBlanksAs"):
        reglage.set("val", "gap")


def _settle_classeur(octets: bytes) -> bytes:
    """Return the figures' workbook without the moment it was written."""
    sortie = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(octets)) as lu,
        zipfile.ZipFile(sortie, "w", zipfile.ZIP_DEFLATED) as ecrit,
    ):
        for nom in lu.namelist():
            ecrit.writestr(nom, CREEE.sub(INSTANT, lu.read(nom)))
    return settle_archive(sortie.getvalue())
