"""A short-lived process that typesets one document: `python -m … <folder>`.

The typesetter keeps memory between documents, so each one gets a process of its own. The folder
holds `document.typ`, what it reads, and `parametres.json`; `document.pdf` is written there, or
`erreur.json` when the document is refused.
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
    try:
        pdf = typst.compile(
            dossier / "document.typ",
            root=dossier,
            font_paths=[Path(p) for p in parametres["polices"]],
            ignore_system_fonts=True,
            pdf_standards=parametres["normes"],
            timestamp=parametres["horodatage"],
            package_path=dossier / "paquets",
            package_cache_path=dossier / "paquets",
        )
    except typst.TypstError as refus:
        erreur = {"message": refus.message, "diagnostic": refus.diagnostic}
        (dossier / "erreur.json").write_text(json.dumps(erreur), encoding="utf-8")
        return DOCUMENT_REFUSE
    (dossier / "document.pdf").write_bytes(pdf)
    return 0


if __name__ == "__main__":
    sys.exit(compile_folder(Path(sys.argv[1])))
