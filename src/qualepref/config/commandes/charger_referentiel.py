"""`qualepref charger-referentiel`: check a référentiel, show it, have a site adopt it."""

from pathlib import Path

from qualepref.config.commandes.cadre import print_json, say, start_django


def add_arguments(parseur):
    parseur.add_argument(
        "dossier", nargs="?", help="dossier du référentiel ; sans lui, tous sont vérifiés"
    )
    parseur.add_argument("--site", help="code d’un site qui adopte cette version")
    parseur.add_format()


def run(arguments) -> int:
    start_django()
    from django.conf import settings

    from qualepref.noyau.questionnaires.lecture import load_questionnaires
    from qualepref.noyau.questionnaires.liens import check_lectures
    from qualepref.noyau.referentiel.exemples import load_exemples
    from qualepref.noyau.referentiel.fautes import ReferentielInvalideError
    from qualepref.noyau.referentiel.lecture import load_referentiel

    dossiers = (
        [Path(arguments.dossier)]
        if arguments.dossier
        else sorted(p.parent for p in settings.REFERENTIELS.glob("*/*/index.yaml"))
    )
    charges = [load_referentiel(dossier) for dossier in dossiers]
    questionnaires = load_questionnaires(Path(settings.QUESTIONNAIRES))
    for dossier, referentiel in zip(dossiers, charges, strict=True):
        load_exemples(dossier, referentiel)
        if fautes := list(check_lectures(referentiel, questionnaires)):
            raise ReferentielInvalideError(dossier, fautes)
    if arguments.site:
        _adopt(arguments.site, charges)
    resumes = [_summary(r) for r in charges]
    if arguments.format == "json":
        print_json(resumes)
        return 0
    for r in resumes:
        print(
            f"{r['code']}/{r['version']} — {r['nom']} : {r['modules']} modules, "
            f"{r['engagements']} engagements, {r['registres']} registres, "
            f"{r['indicateurs']} indicateurs. Aucune faute."
        )
    return 0


def _adopt(code: str, charges) -> None:
    from qualepref.organisation.operations import set_referentiel
    from qualepref.organisation.queries import get_site

    referentiel = charges[-1]
    set_referentiel(
        get_site(code), code=referentiel.code, version=referentiel.version, par="système"
    )
    say(f"{code} adopte {referentiel.code}/{referentiel.version}.")


def _summary(referentiel) -> dict:
    return {
        "code": referentiel.code,
        "version": referentiel.version,
        "nom": referentiel.nom,
        "modules": len(referentiel.modules),
        "engagements": sum(len(m.engagements) for m in referentiel.modules),
        "registres": len(referentiel.registres),
        "indicateurs": len(referentiel.indicateurs),
    }
