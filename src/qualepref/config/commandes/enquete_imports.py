"""`qualepref enquete importer`: what a file of answers holds, what it changes, then do it."""

import datetime as dt
from contextlib import ExitStack

from qualepref.config.commandes.cadre import REFUSE, print_json, refuse, start_django, today_of


FAUTES_MONTREES = 20
PAR = "système"


def run_importer(arguments) -> int:
    start_django()
    from qualepref.enquetes.operations.imports import delete_import
    from qualepref.enquetes.rendering.imports import render_effet

    depot, le = _create(arguments)
    with ExitStack() as sortie:
        # Only what was written leaves a trace in the list of imports.
        sortie.callback(lambda: depot.etat == "applique" or delete_import(depot))
        effet = _treat(depot, le, appliquer=arguments.appliquer)
        en_json = arguments.format == "json"
        if effet is None:
            return refuse(depot.bilan["motif"], json_demande=en_json)
        if en_json:
            print_json(render_effet(effet))
        else:
            _print(effet)
        return 0 if effet.applicable else REFUSE


def _create(arguments):
    from qualepref.enquetes.operations.imports import create_import
    from qualepref.enquetes.queries.numeros import check_lieu, get_campagne
    from qualepref.organisation.queries import find_service, get_site

    campagne = get_campagne(arguments.campagne)
    site = get_site(arguments.site) if arguments.site else campagne.pilote
    check_lieu(campagne, site)
    valeurs: dict[str, dict[str, str]] = {}
    for question, texte, option in arguments.valeur:
        valeurs.setdefault(question, {})[texte] = option
    reglages = {
        "feuille": arguments.feuille or "",
        "mode": arguments.mode,
        "service": find_service(site, arguments.service).pk if arguments.service else None,
        "jour": arguments.jour.isoformat() if arguments.jour else "",
        "colonnes": dict(arguments.colonne),
        "valeurs": valeurs,
        "sauf_refusees": arguments.sauf_refusees,
    }
    depot = create_import(
        campagne,
        site=site,
        chemin=arguments.fichier,
        outil=arguments.format_source,
        structure=arguments.structure,
        reglages=reglages,
        par=PAR,
        maintenant=dt.datetime.now(tz=dt.UTC),
    )
    return depot, today_of(site)


def _treat(depot, le, *, appliquer):
    from qualepref.enquetes.operations.imports import apply_import_reponses, check_import_reponses

    return (apply_import_reponses if appliquer else check_import_reponses)(depot, le=le)


def _print(effet) -> None:
    from qualepref.noyau.calcul.rendu import format_nombre

    print(f"{effet.fichier}, feuille « {effet.feuille} » ({effet.format})")
    for colonne in effet.colonnes:
        print(f"  {colonne.nom} → {colonne.libelle or 'colonne non reprise'}")
    for texte in (*effet.blocages, *effet.avertissements):
        print(f"  Attention : {texte}")
    for motif, lignes in effet.ecartees:
        print(f"  {motif} : {format_nombre(len(lignes))}")
    for inconnu in effet.inconnus:
        suite = f", peut-être « {inconnu.proposition} »" if inconnu.proposition else ""
        print(f"  Texte inconnu, {inconnu.role}:{inconnu.texte} ({inconnu.n} fois{suite})")
    for faute in effet.fautes[:FAUTES_MONTREES]:
        print(f"  {faute}")
    if len(effet.fautes) > FAUTES_MONTREES:
        print(f"  … et {format_nombre(len(effet.fautes) - FAUTES_MONTREES)} autres.")
    if not effet.applicable:
        print("Rien n’est écrit.")
        return
    verbe = "Écrit" if effet.applique else "Serait écrit (ajoutez --appliquer)"
    print(
        f"{verbe} : nouvelles {format_nombre(effet.nouvelles)}, "
        f"modifiées {format_nombre(effet.modifiees)}, "
        f"complétées {format_nombre(effet.completees)}, déjà là {format_nombre(effet.connues)}, "
        f"refusées {format_nombre(effet.refusees)} ; lignes lues : {format_nombre(effet.lues)}."
    )
