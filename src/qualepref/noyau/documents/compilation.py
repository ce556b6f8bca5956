"""A short-lived process that typesets one document: `python -m … <folder>`.

The typesetter keeps memory between documents, so each one gets a process of its own. The folder
holds `document.typ`, what it reads, and `parametres.json`; `document.pdf` is written there, or one
`page-0001.png` per page where pictures are asked, or `erreur.json` when the document is refused.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import typst


DOCUMENT_REFUSE = 3


def compile_folder(dossier: Path) -> int:
    """Typeset the folder's document and return the exit code: 0, or 3 when it is refused."""
    parametres = json.loads((dossier / "parametres.json").read_text(encoding="utf-8"))
    en_images = parametres["ppi"] > 0
    try:
        rendu = typst.compile(
            dossier / "document.typ",
            root=dossier,
            font_paths=[Path(p) for p in parametres["polices"]],
            ignore_system_fonts=True,
            format="png" if en_images else "pdf",
            ppi=parametres["ppi"] if en_images else None,
            pdf_standards=parametres["normes"],
            timestamp=parametres["horodatage"],
            package_path=dossier / "paquets",
            package_cache_path=dossier / "paquets",
        )
    except typst.TypstError as refus:
        erreur = {"message": refus.message, "diagnostic": refus.diagnostic}
        (dossier / "erreur.json").write_text(json.dumps(erreur), encoding="utf-8")
        return DOCUMENT_REFUSE
    if not en_images:
        (dossier / "document.pdf").write_bytes(rendu)
        return 0
    for rang, page in enumerate(rendu if isinstance(rendu, list) else [rendu], 1):
        (dossier / f"page-{rang:04}.png").write_bytes(page)
    return 0


if __name__ == "__main__":
    sys.exit(compile_folder(Path(sys.argv[1])))
