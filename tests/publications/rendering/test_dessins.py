"""Documents drawn two at a time are those drawn one by one."""

import io
import sys
import zipfile

import pytest

from chiffres import LE
from qualepref.noyau.documents.composition import RenduImpossibleError
from qualepref.publications.operations.redactions import write_redactions
from qualepref.publications.rendering import formats
from qualepref.publications.rendering.dessins import draw_documents
from qualepref.publications.rendering.figement import build_fige


# Stands for LibreOffice: a deck that holds the very deck it was made from.
SUITE = f"""#!{sys.executable}
import pathlib, sys, zipfile
source = pathlib.Path(sys.argv[-1])
with zipfile.ZipFile(source.with_suffix(".odp"), "w") as archive:
    archive.writestr("mimetype", "{formats.ODP}")
    archive.write(source, "source")
"""


@pytest.fixture
def fige(nantes, courriels, appels):
    return build_fige(nantes, 2022, le=LE)


def test_deux_a_la_fois_les_octets_sont_les_memes(fige):
    faits = []

    dessins = draw_documents(fige, formats.FORMATS, avance=lambda noms: faits.append(len(noms)))

    assert dessins == {m.nom: m.render(fige) for m in formats.FORMATS}
    assert faits == list(range(1, len(formats.FORMATS) + 1))


def test_un_support_converti_l_est_de_celui_qui_est_dessine(fige, tmp_path, monkeypatch):
    suite = tmp_path / "soffice"
    suite.write_text(SUITE)
    suite.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")

    dessins = draw_documents(fige, formats.list_formats("support"), avance=lambda _: None)

    assert set(dessins) == {"support.pptx", "support.odp"}
    with zipfile.ZipFile(io.BytesIO(dessins["support.odp"])) as converti:
        assert converti.read("source") == dessins["support.pptx"]


def test_un_document_impossible_arrete_les_autres(nantes, appels):
    write_redactions(
        nantes, annee=2022, textes={"preambule": "\N{EGYPTIAN HIEROGLYPH A001}"}, par="x", le=LE
    )

    with pytest.raises(RenduImpossibleError, match="ne peut pas être imprimé"):
        draw_documents(
            build_fige(nantes, 2022, le=LE), formats.list_formats("bilan"), avance=lambda _: None
        )
