"""`qualepref enquete questionnaire`: check one, write it as XLSForm, read one from elsewhere."""

import tempfile
from pathlib import Path

from qualepref.config.commandes.cadre import print_json, say, start_django, write_file


def run_questionnaire(arguments) -> int:
    start_django()
    return {"valider": _check, "exporter": _export, "lire": _read}[arguments.geste](arguments)


def _check(arguments) -> int:
    questionnaire = _load(arguments.fichier)
    if arguments.format == "json":
        print_json(_render(questionnaire))
    else:
        n = len(questionnaire.questions)
        print(
            f"« {questionnaire.titre} » ({questionnaire.code} {questionnaire.version}), {n} questions : valide."
        )
    return 0


def _export(arguments) -> int:
    from qualepref.enquetes.queries.formulaires import find_questionnaire, get_vocabulaire
    from qualepref.noyau.questionnaires.xlsform.ecriture import write_xlsform

    fichier = Path(arguments.code)
    questionnaire = (
        _load(fichier) if fichier.suffix == ".yaml" else find_questionnaire(arguments.code)
    )
    with tempfile.TemporaryDirectory() as dossier:
        provisoire = Path(dossier) / "questionnaire.xlsx"
        write_xlsform(questionnaire, provisoire, vocabulaire=get_vocabulaire())
        write_file(arguments.sortie, provisoire.read_bytes())
    if arguments.format == "json":
        print_json({**_render(questionnaire), "fichier": str(arguments.sortie)})
    else:
        say(f"{arguments.sortie} : « {questionnaire.titre} ».")
    return 0


def _read(arguments) -> int:
    from qualepref.enquetes.queries.formulaires import get_vocabulaire
    from qualepref.noyau.questionnaires.ecriture import dump_questionnaire
    from qualepref.noyau.questionnaires.limesurvey.lecture import read_lss
    from qualepref.noyau.questionnaires.xlsform.lecture import read_xlsform

    vocabulaire = get_vocabulaire()
    lire = read_lss if arguments.fichier.suffix.lower() == ".lss" else read_xlsform
    lecture = lire(arguments.fichier, vocabulaire=vocabulaire)
    texte = dump_questionnaire(lecture.questionnaire, vocabulaire)
    if arguments.sortie:
        write_file(arguments.sortie, texte.encode())
    if arguments.format == "json":
        print_json({**_render(lecture.questionnaire), "ecarts": list(lecture.ecarts)})
        return 0
    for ecart in lecture.ecarts:
        say(f"  {ecart}")
    if arguments.sortie:
        say(f"{arguments.sortie} : « {lecture.questionnaire.titre} ».")
    else:
        print(texte, end="")
    return 0


def _load(fichier: Path):
    from qualepref.enquetes.queries.formulaires import get_vocabulaire
    from qualepref.noyau.questionnaires.lecture import load_questionnaire

    return load_questionnaire(fichier, vocabulaire=get_vocabulaire())


def _render(questionnaire) -> dict:
    return {
        "code": questionnaire.code,
        "version": questionnaire.version,
        "titre": str(questionnaire.titre),
        "genre": questionnaire.genre.value,
        "langues": list(questionnaire.langues),
        "questions": [
            {"code": q.code, "type": q.type.value, "libelle": str(q.libelle)}
            for q in questionnaire.questions
        ],
    }
