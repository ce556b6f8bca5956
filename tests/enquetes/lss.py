"""A LimeSurvey structure as its two ways of writing give it."""

from xml.sax.saxutils import escape


LANGUES = ("fr", "en")
GROUPES = {"1": ("Votre visite", "Your visit")}
# qid, parent, type, title, mandatory, other, relevance, labels.
QUESTIONS = (
    ("10", "0", "L", "Q1", "Y", "N", "1", ("<p>Que pensez-vous de l&#39;accueil&nbsp;?</p>", "How was it?")),
    ("11", "0", "M", "Q2", "N", "Y", '((Q1.NAOK == "A2"))', ("Pourquoi ?", "Why?")),
    ("12", "11", "T", "SQ1", "N", "N", "1", ("L’attente", "Waiting")),
    ("13", "11", "T", "SQ2", "N", "N", "1", ("Les locaux", "Premises")),
    ("14", "0", "F", "Q3", "N", "N", 'Q2_SQ1 == "Y" or Q2_SQ2.NAOK == "Y"', ("Notez", "Rate")),
    ("15", "14", "T", "SQ1", "N", "N", "1", ("la propreté", "cleanliness")),
    ("16", "14", "T", "SQ2", "N", "N", "1", ("le bruit", "noise")),
    ("17", "0", "Y", "Q4", "N", "N", "strlen(Q1) > 3", ("Reviendrez-vous ?", "Will you come again?")),
    ("18", "0", "T", "Q5", "N", "N", "1", ("Une remarque ?", "Any remark?")),
    ("19", "0", "X", "Q6", "N", "N", "1", ("Merci", "Thanks")),
    ("20", "0", "R", "Q7", "N", "N", "1", ("Classez", "Rank")),
    ("21", "0", "N", "Q8", "N", "N", "1", ("Combien de minutes ?", "How many minutes?")),
)  # fmt: skip
REPONSES = (
    ("10", "A1", ("Bien", "Good")), ("10", "A2", ("Mal", "Bad")),
    ("14", "A1", ("Bien", "Good")), ("14", "A2", ("Mal", "Bad")),
)  # fmt: skip


def write_lss(*, ancienne=False, questions=QUESTIONS) -> bytes:
    """The bytes of a structure. ancienne: texts beside what they belong to, as before version 4."""
    tables = {"groups": [], "group_l10ns": [], "questions": [], "subquestions": [],
              "question_l10ns": [], "answers": [], "answer_l10ns": []}  # fmt: skip
    for gid, titres in GROUPES.items():
        _add(tables, "groups", "group_l10ns", {"gid": gid, "group_order": "1"}, "group_name",
             titres, "gid", ancienne)  # fmt: skip
    for rang, (qid, mere, genre, titre, oblige, autre, condition, textes) in enumerate(questions):
        ligne = {"qid": qid, "parent_qid": mere, "gid": "1", "type": genre, "title": titre,
                 "mandatory": oblige, "other": autre, "relevance": condition, "scale_id": "0",
                 "question_order": str(rang)}  # fmt: skip
        table = "subquestions" if mere != "0" else "questions"
        _add(tables, table, "question_l10ns", ligne, "question", textes, "qid", ancienne)
    for rang, (qid, code, textes) in enumerate(REPONSES):
        ligne = {"qid": qid, "code": code, "sortorder": str(rang), "scale_id": "0"}
        if not ancienne:
            ligne["aid"] = str(100 + rang)
        _add(tables, "answers", "answer_l10ns", ligne, "answer", textes, "aid", ancienne)
    tables["surveys_languagesettings"] = [
        {"surveyls_survey_id": "42", "surveyls_language": langue, "surveyls_title": titre}
        for langue, titre in zip(LANGUES, ("Votre venue", "Your visit"), strict=True)
    ]
    corps = "".join(
        f"<{nom}><rows>{''.join(map(_write_ligne, lignes))}</rows></{nom}>"
        for nom, lignes in tables.items()
    )
    langues = "".join(f"<language>{langue}</language>" for langue in LANGUES)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<document>'
        "<LimeSurveyDocType>Survey</LimeSurveyDocType><DBVersion>485</DBVersion>"
        f"<languages>{langues}</languages>{corps}</document>"
    ).encode()


def _add(tables, table, table_textes, ligne, champ, textes, cle, ancienne):
    dits = zip(LANGUES, textes, strict=True)
    if ancienne:
        tables[table] += [{**ligne, champ: texte, "language": langue} for langue, texte in dits]
        return
    tables[table].append(ligne)
    tables[table_textes] += [
        {cle: ligne[cle], champ: texte, "language": langue} for langue, texte in dits
    ]


def _write_ligne(ligne) -> str:
    champs = "".join(f"<{nom}>{escape(valeur)}</{nom}>" for nom, valeur in ligne.items())
    return f"<row>{champs}</row>"
