"""`qualepref bench`: what is fast, beside what it is compared with, in one run."""

import os
from pathlib import Path

from qualepref.config.commandes.cadre import print_json, say, start_django


LIGNES, LIGNES_RAPIDE = 10_000_000, 1_000_000
REFERENTIEL, TERRITOIRE = "qual-e-pref/2019-02", "metropole"
COLONNES = ("Mesure", "La nôtre", "À côté", "Rapport", "Barre", "Tenue")


def add_arguments(parseur):
    parseur.add_argument(
        "--rapide",
        action="store_true",
        help="dix fois moins de lignes : quelques dizaines de secondes",
    )
    parseur.add_argument(
        "--seulement",
        choices=("moteur", "application", "charge"),
        help="le moteur sur fichiers, l’application sur sa base, ou la charge du site en marche",
    )
    parseur.add_argument(
        "--dossier", type=Path, help="où garder les données fabriquées (sinon : donnees/mesures)"
    )
    parseur.add_format()


def run(arguments) -> int:
    start_django()
    from django.conf import settings

    from qualepref.mesures.deroulement import MesureImpossibleError
    from qualepref.mesures.resultats import ReponsesDifferentesError

    dossier = (arguments.dossier or settings.DONNEES / "mesures").resolve()
    dossier.mkdir(parents=True, exist_ok=True)
    say(f"{os.cpu_count()} cœurs ; données fabriquées une fois dans {dossier}")
    mesures = []
    try:
        for mesure in _measure(dossier, arguments, settings):
            mesures.append(mesure)
            say(f"  {mesure.nom} : {_verdict(mesure)}")
    except (MesureImpossibleError, ReponsesDifferentesError) as erreur:
        say(str(erreur))
        return 1
    if arguments.format == "json":
        print_json([m.as_dict() for m in mesures])
    else:
        _print_tableau(mesures)
    return 1 if any(m.tenue is False for m in mesures) else 0


def _measure(dossier, arguments, settings):
    if arguments.seulement in (None, "moteur"):
        yield from _measure_moteur(dossier, arguments, settings)
    if arguments.seulement in (None, "application"):
        yield from _measure_application(dossier, arguments)
    if arguments.seulement in (None, "charge"):
        yield from _measure_charge(dossier, arguments)


def _measure_moteur(dossier, arguments, settings):
    from qualepref.mesures.moteur import (
        measure_boucle,
        measure_pandas,
        measure_parcours,
        prepare_terrain,
    )
    from qualepref.noyau.calendrier import load_territoires
    from qualepref.noyau.referentiel.lecture import load_referentiel

    say("Moteur…")
    terrain = prepare_terrain(
        dossier,
        lignes=LIGNES_RAPIDE if arguments.rapide else LIGNES,
        referentiel=load_referentiel(settings.REFERENTIELS / REFERENTIEL),
        territoire=load_territoires(settings.CALENDRIERS / "territoires.yaml")[TERRITOIRE],
    )
    yield measure_parcours(terrain)
    yield from measure_pandas(terrain)
    yield measure_boucle(terrain)


def _measure_application(dossier, arguments):
    from django.conf import settings

    from qualepref.mesures.controle import measure_controle
    from qualepref.mesures.deroulement import (
        Atelier,
        measure_aide,
        measure_documents,
        measure_ecriture,
        measure_imports,
        measure_publication,
        measure_tableau,
    )
    from qualepref.mesures.enquetes import measure_resultats
    from qualepref.mesures.import_reponses import measure_import_reponses
    from qualepref.mesures.plan import measure_plan
    from qualepref.mesures.preuves import measure_preuves

    say("Application…")
    atelier = Atelier.open(dossier)
    yield measure_ecriture(atelier, rapide=arguments.rapide)
    yield from measure_imports(atelier)
    yield from measure_import_reponses(atelier)
    yield measure_tableau(atelier)
    yield from measure_resultats(atelier)
    yield from measure_plan(atelier)
    yield from measure_controle(settings.COHERENCE)
    yield from measure_preuves(atelier)
    yield measure_publication(atelier)
    yield measure_documents(atelier)
    yield measure_aide(atelier)


def _measure_charge(dossier, arguments):
    from qualepref.mesures.charge import measure_charge
    from qualepref.mesures.deroulement import Atelier

    say("Charge…")
    yield from measure_charge(Atelier.open(dossier), rapide=arguments.rapide)


def _print_tableau(mesures) -> None:
    lignes = [COLONNES, *(_row(m) for m in mesures)]
    largeurs = [max(len(ligne[rang]) for ligne in lignes) for rang in range(len(COLONNES))]
    for rang, ligne in enumerate(lignes):
        print("  ".join(c.ljust(n) for c, n in zip(ligne, largeurs, strict=True)).rstrip())
        if not rang:
            print("  ".join("─" * n for n in largeurs))
    print()
    for m in mesures:
        if m.note:
            print(f"{m.nom} : {m.note}.")


def _row(m):
    autre = "" if m.autre is None else f"{_number(m.autre)} {m.unite} ({m.cote})"
    rapport = "" if m.rapport is None else f"{_number(m.rapport)} fois"
    signe = "≥" if m.inverse else "≤"
    unite = "" if m.rapport is not None else f" {m.unite}"
    barre = "" if m.barre is None else f"{signe} {_number(m.barre)}{unite}"
    return (m.nom, f"{_number(m.notre)} {m.unite}", autre, rapport, barre, _tell(m.tenue))


def _verdict(m) -> str:
    _, notre, _, rapport, barre, tenue = _row(m)
    return " ; ".join(filter(None, (notre, rapport, barre, tenue)))


def _tell(tenue) -> str:
    return {True: "tenue", False: "NON TENUE", None: ""}[tenue]


def _number(valeur) -> str:
    texte = f"{valeur:.0f}" if valeur >= 100 else f"{valeur:.3g}"
    return texte.replace(".", ",")
