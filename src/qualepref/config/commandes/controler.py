"""`qualepref controler`: what cannot be true of figures that somebody published."""

from pathlib import Path

from qualepref.config.commandes.cadre import print_json, say, start_django


CONTREDIT = 3


def add_arguments(parseur):
    parseur.add_argument(
        "publication", type=Path, help="fichier .yaml, .xlsx, .ods ou .csv des chiffres publiés"
    )
    parseur.add_argument(
        "--verifies", action="store_true", help="lister aussi ce qui est vérifié et juste"
    )
    parseur.add_format()
    parseur.epilog = (
        "Codes : 0 rien de faux ; 1 fichier illisible ; 3 erreur prouvée ou contradiction."
    )


def run(arguments) -> int:
    start_django()
    from qualepref.noyau.coherence.controle import describe_controle
    from qualepref.publications.queries.controle import check_fichier

    controlee = check_fichier(arguments.publication)
    controle = controlee.controle
    if arguments.format == "json":
        print_json(describe_controle(controlee.publication, controle))
    else:
        _print(controle, verifies=arguments.verifies)
    return CONTREDIT if controle.contredit else 0


def _print(controle, *, verifies) -> None:
    from qualepref.noyau.coherence.modele import LIBELLES_CLASSE

    for avertissement in controle.avertissements:
        say(avertissement)
    for classe, nombre in controle.comptes.items():
        if not nombre:
            continue
        print(f"{LIBELLES_CLASSE[classe]} ({nombre})")
        for constat in controle.constats:
            if constat.classe is classe:
                print(f"  - [{constat.regle}] {', '.join(constat.figures)}")
                print(f"    {constat.preuve}")
    if verifies:
        print(f"Vérifié et juste ({len(controle.verifies)})")
        for verifie in controle.verifies:
            print(f"  - {verifie.preuve}")
    say(
        f"Constats : {len(controle.constats)} ; vérifications justes : {len(controle.verifies)}"
        f"{'' if verifies else ' (--verifies les liste)'}."
    )
