"""Pictures of the poster and of the committee's deck, as the demonstration publishes them."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

import pypdfium2
from PIL import Image

from prises.appareil import MARGE, SITE, Appareil, save


GRIS = "#ddd"
# Slides shown, by rank: agenda, a family, a chart, a survey.
DIAPOSITIVES = (1, 9, 18, 20)


def show_documents(a: Appareil) -> None:
    """Take the poster and four slides of the deck; the deck only where LibreOffice draws it."""
    for nom, fichier, draw in (
        ("affiche", "affiche-a4.pdf", draw_affiche),
        ("support", "support.pptx", draw_support),
    ):
        if a.wants(nom):
            a.page.goto(f"{SITE}/publications/")
            lien = a.page.locator(f'a[href$="/fichiers/{fichier}"]').first.get_attribute("href")
            draw(a.page.context.request.get(lien, timeout=120_000).body())


def draw_affiche(pdf: bytes) -> None:
    """Write the picture of the poster."""
    save("affiche", pypdfium2.PdfDocument(pdf)[0].render(scale=1).to_pil())


def draw_support(pptx: bytes) -> None:
    """Write four slides of the deck, two by two."""
    suite = shutil.which("soffice")
    if suite is None:
        return
    with tempfile.TemporaryDirectory() as dossier:
        source = Path(dossier) / "support.pptx"
        source.write_bytes(pptx)
        ordre = [suite, f"-env:UserInstallation=file://{dossier}/profil", "--headless",
                 "--convert-to", "pdf", "--outdir", dossier, str(source)]  # fmt: skip
        subprocess.run(ordre, check=True, capture_output=True, timeout=120)  # noqa: S603
        document = pypdfium2.PdfDocument(source.with_suffix(".pdf").read_bytes())
    vues = [document[rang].render(scale=0.55).to_pil() for rang in DIAPOSITIVES]
    large, haut = vues[0].size
    planche = Image.new("RGB", (2 * large + MARGE, 2 * haut + MARGE), GRIS)
    for rang, vue in enumerate(vues):
        planche.paste(vue, (rang % 2 * (large + MARGE), rang // 2 * (haut + MARGE)))
    save("support", planche)
