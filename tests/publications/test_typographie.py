"""The report read by those who read French: no mark begins a line, in any of its forms."""

import io

import docx
import pytest
from django.template import Context, Template

from chiffres import LE
from qualepref.noyau.documents.textes import PONCTUATION
from qualepref.noyau.verification.lecture_html import read_html
from qualepref.publications.models import Redaction
from qualepref.publications.rendering.bilan_docx import render_docx
from qualepref.publications.rendering.bilan_html import render_html
from qualepref.publications.rendering.figement import build_fige


@pytest.fixture
def fige(nantes, courriels, appels):
    Redaction.objects.create(
        site=nantes, annee=2022, champ="preambule", le=LE, par="essai",
        texte="« Une année » pleine : 90 % ; et **après** ? **Rien** !",
    )  # fmt: skip
    return build_fige(nantes, 2022, le=LE)


def test_la_page_du_bilan_tient_ses_espaces(fige):
    page = render_html(fige).decode()

    lus = [x.texte for x in read_html(page.replace("\N{NO-BREAK SPACE}", "\N{WORD JOINER}")).lignes]
    assert [texte for texte in lus if PONCTUATION.search(texte)] == []
    assert "<strong>Rien</strong>\N{NO-BREAK SPACE}!" in page


def test_le_bilan_word_tient_ses_espaces(fige):
    document = docx.Document(io.BytesIO(render_docx(fige)))
    lus = [p.text for p in document.paragraphs]
    lus += [c.text for t in document.tables for r in t.rows for c in r.cells]

    assert [texte for texte in lus if PONCTUATION.search(texte)] == []


def test_la_typographie_ne_touche_ni_aux_balises_ni_aux_attributs():
    modele = Template(
        '{% load bilan %}{% filter typographie %}<a title="a : b">c : {{ d }}</a>{% endfilter %}'
    )

    rendu = modele.render(Context({"d": "<i> ?"}))

    assert rendu == '<a title="a : b">c\N{NO-BREAK SPACE}: &lt;i&gt;\N{NO-BREAK SPACE}?</a>'
