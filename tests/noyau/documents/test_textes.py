"""The spaces of French punctuation, the same in every document."""

import datetime as dt
import io

import docx
import pytest

from qualepref.noyau.documents.textes import clean_texte, hold_ponctuation
from qualepref.noyau.documents.word import Word


NB = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("tape", "tenu"),
    [
        ("Qui ? Moi !", f"Qui{NB}? Moi{NB}!"),
        ("un ; deux : trois", f"un{NB}; deux{NB}: trois"),
        ("90 % et 2 ‰", f"90{NB}% et 2{NB}‰"),
        ("« tenu »", f"«{NB}tenu{NB}»"),
        ("14:05, un, deux.", "14:05, un, deux."),
    ],
)
def test_un_signe_double_ne_commence_jamais_une_ligne(tape, tenu):
    assert hold_ponctuation(tape) == tenu == hold_ponctuation(tenu)
    assert clean_texte(tape) == tenu


def test_un_document_word_tient_ses_espaces_partout_ou_l_on_lit():
    word = Word(titre="t", auteur="a", pied="Fin : 3 %", date=dt.date(2023, 1, 31))
    word.add_titre("Pourquoi ?", 1)
    word.add_paragraphe(("Vrai :", True), " « oui »")
    word.add_tableau("Par mois : 2", ("Taux ?", "n"), [("90 %", "1")])

    document = docx.Document(io.BytesIO(word.build()))
    lus = [p.text for p in document.paragraphs]
    lus += [c.text for r in document.tables[0].rows for c in r.cells]
    lus.append(document.sections[0].footer.paragraphs[0].text)

    assert {f"Pourquoi{NB}?", f"Vrai{NB}: «{NB}oui{NB}»", f"Par mois{NB}: 2"} <= set(lus)
    assert [texte for texte in lus if hold_ponctuation(texte) != texte] == []
