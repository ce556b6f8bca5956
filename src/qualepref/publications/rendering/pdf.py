"""The annual report as an accessible, archivable PDF that carries its own data."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import subprocess
import sys
import tempfile
from importlib import resources
from pathlib import Path

import qualepref
from qualepref.publications.rendering.bilan_donnees import Bilan
from qualepref.publications.rendering.contenu import Valeur, build_contenu, locate
from qualepref.publications.rendering.polices import prepare_polices


NORMES = ["ua-1", "a-3a"]
OUVRIER = "qualepref.publications.rendering.compilation"
DELAI_MAXIMUM = 120  # seconds: far beyond what the longest report takes
TEXTE_REFUSE = re.compile(r'the text `"(?P<texte>.+?)"` could not be displayed')
CODE_REFUSE = re.compile(r'`"\\u\{(?P<code>[0-9a-f]+)\}')


class RenduImpossibleError(RuntimeError):
    """The document cannot be typeset; the message says what to change."""


def render_bilan_pdf(
    bilan: Bilan,
    *,
    donnees_csv: bytes,
    donnees_json: bytes,
    date: dt.date,
    polices: Path | None = None,
) -> bytes:
    """Return the report as a PDF/UA-1 and PDF/A-3a, its figures attached as CSV and JSON.

    The same arguments give the same bytes. `date` is the document's own date. `polices` is the
    cache of converted fonts; by default the user's.

    Raises:
        RenduImpossibleError: a character has no drawing in any font, or typesetting failed.
    """
    contenu = build_contenu(bilan, date=date)
    dossier_polices = prepare_polices(polices)
    parametres = {
        "polices": [str(dossier_polices)] if dossier_polices else [],
        "normes": NORMES,
        "horodatage": int(dt.datetime(date.year, date.month, date.day, tzinfo=dt.UTC).timestamp()),
    }
    modele = resources.files("qualepref.publications.rendering") / "typst" / "bilan.typ"
    with tempfile.TemporaryDirectory(prefix="qualepref-bilan-") as nom:
        dossier = Path(nom)
        (dossier / "document.typ").write_bytes(modele.read_bytes())
        (dossier / "indicateurs.csv").write_bytes(donnees_csv)
        (dossier / "indicateurs.json").write_bytes(donnees_json)
        for fichier, valeur in (("contenu.json", contenu), ("parametres.json", parametres)):
            texte = json.dumps(valeur, ensure_ascii=False, sort_keys=True)
            (dossier / fichier).write_text(texte, encoding="utf-8")
        return _run_worker(dossier, contenu)


def _run_worker(dossier: Path, contenu: Valeur) -> bytes:
    """Typeset the folder in a process of its own and return the PDF."""
    sources = str(Path(qualepref.__file__).parents[1])
    chemins = [sources, *filter(None, [os.environ.get("PYTHONPATH")])]
    try:
        fin = subprocess.run(  # noqa: S603 (our own module, in our own interpreter)
            [sys.executable, "-P", "-m", OUVRIER, str(dossier)],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(chemins)},
            capture_output=True,
            text=True,
            timeout=DELAI_MAXIMUM,
            check=False,
        )
    except subprocess.TimeoutExpired as depassement:
        raise RenduImpossibleError(
            f"La mise en page du bilan a été arrêtée : elle dépassait {DELAI_MAXIMUM} secondes. "
            "Réduisez le nombre de graphiques ou relancez la publication."
        ) from depassement
    erreur = dossier / "erreur.json"
    if erreur.exists():
        refus = json.loads(erreur.read_text(encoding="utf-8"))
        raise RenduImpossibleError(_explain(refus["message"], contenu))
    if fin.returncode:
        derniere = (fin.stderr.strip().splitlines() or ["aucun message"])[-1]
        raise RenduImpossibleError(
            f"La mise en page du bilan s’est interrompue (code {fin.returncode}) : {derniere}. "
            "Relancez la publication ; si cela persiste, prévenez l’administrateur."
        )
    return (dossier / "document.pdf").read_bytes()


def _explain(message: str, contenu: Valeur) -> str:
    """Return the typesetter's refusal in French, with the place of the faulty character."""
    caractere = _refused_character(message)
    if caractere is None:
        return (
            f"Le bilan n’a pas pu être mis en page : {message}. Prévenez l’administrateur, en lui "
            "donnant ce message."
        )
    code = f"U+{ord(caractere):04X}"
    lieu = locate(contenu, caractere)
    ou = f" Il se trouve dans « {lieu[0]} » : « {lieu[1]} »." if lieu else ""
    return (
        f"Le caractère « {caractere} » ({code}) ne peut pas être imprimé : aucune police du "
        f"document ne le dessine.{ou} Retirez-le ou remplacez-le, puis relancez la publication."
    )


def _refused_character(message: str) -> str | None:
    """Return the character a refusal is about: quoted, or escaped when it cannot be seen."""
    echappe = CODE_REFUSE.search(message)
    if echappe:
        return chr(int(echappe["code"], 16))
    texte = TEXTE_REFUSE.search(message)
    return texte["texte"][0] if texte else None
