"""Files of answers as tools write them, and what is read of them."""

import csv
import io
from pathlib import Path

from qualepref.noyau.questionnaires.fichiers.formats import FormatCollecte
from qualepref.noyau.questionnaires.lecture import load_questionnaires


QUESTIONNAIRES = load_questionnaires(Path(__file__).parents[3] / "questionnaires")
TABLEUR, LIMESURVEY, JDMA, SDAPS = (
    FormatCollecte.TABLEUR, FormatCollecte.LIMESURVEY, FormatCollecte.JDMA, FormatCollecte.SDAPS,
)  # fmt: skip
PAN = next(q for q in QUESTIONNAIRES if q.code == "pan")


def as_csv(lignes):
    texte = io.StringIO(newline="")
    csv.writer(texte, delimiter=";").writerows(lignes)
    return texte.getvalue().encode("utf-8-sig")


def as_dicts(collecte):
    return [
        {
            code: colonne[rang]
            for code, colonne in collecte.valeurs.items()
            if colonne[rang] is not None
        }
        for rang in range(len(collecte.numeros))
    ]
