"""The `qualepref` command: one module per sub-command, imported only when it runs.

Exit codes: 0 done; 1 refused (the message says why); 2 wrong words on the command line.
`controler` and `verifier` add their own, which their help lists.
"""

import sys
from importlib import import_module

from qualepref.config.commandes.analyseur import Analyseur
from qualepref.config.commandes.cadre import run_command


COMMANDES = {
    "demo": "installer la démonstration, calculer, publier dans sortie/ et ouvrir le site",
    "servir": "ouvrir le site de cette installation",
    "preparer": "préparer ou mettre à jour la base et la liste officielle des sites",
    "agent": "créer un compte et lui donner un rôle",
    "charger-referentiel": "vérifier un référentiel, le montrer, le faire adopter par un site",
    "importer": "lire un fichier de registre, en montrer l’effet, l’appliquer",
    "exporter": "écrire un registre dans un fichier",
    "enquete": "préparer et ouvrir une enquête, en importer des réponses, en lire les résultats",
    "comite": "montrer les comités d’un site, leurs réunions et les suites données",
    "formation": "donner les formations d’un site et d’une année, sans nommer personne",
    "plan": "donner le plan d’amélioration d’un site : totaux et actions",
    "calculer": "calculer les indicateurs d’un site et d’une année",
    "publier": "figer une année, en publier un document, l’écrire",
    "controler": "dire ce qui est faux ou douteux dans des chiffres publiés",
    "verifier": "dire si un document imprime bien les chiffres figés, et lequel est faux",
    "demarche": "montrer le calendrier de la démarche d’un site et la vie de son label",
    "diagnostic": "montrer les diagnostics et les audits d’un site",
    "preuves": "dire ce qu’un auditeur trouverait, écrire son dossier",
    "modele": "montrer les modèles d’un site et ce qui leur manque, en écrire un",
    "svi": "montrer le serveur vocal d’un site, ses parcours et ce qui lui manque",
    "documenter": "écrire docs/indicateurs.md à partir du référentiel",
    "test": "lancer tous les tests",
    "bench": "mesurer les performances, en rapports côte à côte",
}


def main() -> None:
    """Run the sub-command named on the command line and exit with its code."""
    analyseur = Analyseur(
        prog="qualepref",
        description="Des registres d’une préfecture à ses publications, sans chiffre faux.",
        epilog="« qualepref commande --help » explique une commande.",
    )
    sous = analyseur.add_subparsers(dest="commande", metavar="commande", title="commandes")
    choisie = next((a for a in sys.argv[1:] if not a.startswith("-")), None)
    run = None
    for nom, aide in COMMANDES.items():
        parseur = sous.add_parser(nom, help=aide, description=f"{aide[0].upper()}{aide[1:]}.")
        if nom == choisie:
            module = import_module(f"qualepref.config.commandes.{nom.replace('-', '_')}")
            module.add_arguments(parseur)
            run = module.run
    arguments = analyseur.parse_args()
    if run is None:
        analyseur.print_help()
        sys.exit(2)
    sys.exit(run_command(run, arguments))
