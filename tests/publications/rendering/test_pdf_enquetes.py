"""What the report says of surveys, once it is a PDF."""

import dataclasses
import datetime as dt
import io
import json
import re
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from qualepref.noyau.calcul.verdicts import Verdict
from qualepref.publications.rendering.bilan_donnees import Bilan
from qualepref.publications.rendering.enquetes_donnees import (
    CampagneBilan,
    Fait,
    GroupeRemarques,
    LigneCotes,
    LigneCritere,
    LigneReponses,
    LigneSeule,
)
from qualepref.publications.rendering.pdf import Donnees, render_bilan_pdf


NB = "\N{NO-BREAK SPACE}"
CSV = "code;résultat\r\nappels-aboutis;48 %\r\n".encode()
JSON = json.dumps({"appels-aboutis": "48 %"}).encode()
DATE = dt.date(2023, 2, 15)


@pytest.fixture(scope="module")
def cache(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("polices")


@pytest.fixture
def render(cache):
    def render_one(bilan: Bilan) -> bytes:
        return render_bilan_pdf(bilan, donnees=Donnees(CSV, JSON), date=DATE, polices=cache)

    return render_one


def read_pages(contenu: bytes) -> list[str]:
    """Return the text of each page, without the marks that only allow long words to break."""
    document = pypdfium2.PdfDocument(contenu)
    try:
        textes = []
        for page in document:
            couche = page.get_textpage()
            textes.append(couche.get_text_bounded().replace("\u200b", ""))
            couche.close()
            page.close()
        return textes
    finally:
        document.close()


def squeeze(texte: str) -> str:
    return re.sub(r"[\s\u200b\ufffe\u00ad]+", "", texte)


def with_enquete(bilan, **champs):
    base = {
        "titre": "Accueil physique 2022", "dates": "du 6 mai au 17 août 2022",
        "recueil": "entretien", "retours": "312 retours", "taux": "",
        "faits": (Fait("Retours", "312 retours"),), "legende": "Part de satisfaits",
        "criteres": (
            LigneCritere(
                "Propreté", f"83{NB}%", "259 / 312", f"78,5 à 86,8{NB}%", "", "cible atteinte",
                Verdict.ATTEINTE, cible=f"80{NB}%", avant=f"79{NB}% sur 100 réponses", barre=830,
            ),
        ),
        "autres": (LigneReponses("Transport", f"Voiture 54{NB}% (168)", "312 réponses"),),
        "seuls": (LigneSeule("Courtoisie", f"87{NB}%", "pourcentage seul", ""),),
        "lieux": ("Évry", "Étampes"),
        "cotes": (LigneCotes("Propreté", (f"83{NB}%", "")),),
        "remarques": (GroupeRemarques("Attente", 3, ("Trop long.",)),),
        "notes": ("Deux modes de recueil.",),
    }  # fmt: skip
    return dataclasses.replace(bilan, enquetes=(CampagneBilan(**(base | champs)),))


def test_render_bilan_pdf_dit_tout_d_une_enquete(render, bilan):
    texte = squeeze("".join(read_pages(render(with_enquete(bilan)))))

    for attendu in (
        "Les enquêtes de l’année", "259 / 312", "cible atteinte", "79 % sur 100 réponses",
        "Voiture 54 % (168)", "pourcentage seul", "Étampes", "Trop long.", "et 2 autres",
        "Deux modes de recueil.",
    ):  # fmt: skip
        assert squeeze(attendu) in texte


def test_render_bilan_pdf_joint_les_resultats_des_enquetes_quand_il_y_en_a(render, bilan):
    noms = []
    for sujet in (bilan, with_enquete(bilan)):
        with pikepdf.open(io.BytesIO(render(sujet))) as ouvert:
            noms.append("enquetes.json" in ouvert.attachments)

    assert noms == [False, True]


def test_render_bilan_pdf_imprime_une_remarque_hostile_telle_quelle(render, bilan):
    hostile = '#eval("1+1") $x$ <script>alert(1)</script> @ref'
    groupe = GroupeRemarques("Attente", 1, (hostile,))

    texte = "".join(read_pages(render(with_enquete(bilan, remarques=(groupe,)))))

    assert squeeze(hostile) in squeeze(texte)
