"""`qualepref verifier`: a document against the figures it says it was made from."""

from dataclasses import asdict
from pathlib import Path

from qualepref.config.commandes.cadre import print_json, say, start_django


ALTERE, INCONNU, SANS_REFERENCE, NON_COMPARABLE = 3, 4, 5, 6
MONTRES = 30


def add_arguments(parseur):
    parseur.add_argument("fichier", type=Path, help="PDF, DOCX, PPTX, HTML, CSV, JSON, XLSX ou ODS")
    parseur.add_format()
    parseur.epilog = (
        "Codes : 0 chiffres conformes ; 1 fichier illisible ; 3 document altéré ; 4 instantané "
        "inconnu ; 5 aucune référence ; 6 rien à quoi comparer."
    )


def run(arguments) -> int:
    start_django()
    from qualepref.noyau.verification.lecture import OCTETS_MAX
    from qualepref.publications.rendering.verification import verify_document
    from qualepref.publications.rules.verification import Conclusion

    with arguments.fichier.open("rb") as flux:
        # One byte more than is read back: what is larger is refused, and not loaded.
        verification = verify_document(flux.read(OCTETS_MAX + 1))
    if arguments.format == "json":
        print_json({"fichier": str(arguments.fichier), **asdict(verification)})
    else:
        _tell(arguments.fichier, verification)
    codes = {
        Conclusion.ALTERE: ALTERE,
        Conclusion.INCONNU: INCONNU,
        Conclusion.SANS_REFERENCE: SANS_REFERENCE,
        Conclusion.NON_COMPARABLE: NON_COMPARABLE,
    }
    return codes.get(verification.conclusion, 0)


def _tell(fichier, verification):
    say(f"{fichier} : {verification.phrase}")
    if verification.reference:
        say(f"Référence {verification.reference}.")
    for ligne in verification.publie:
        say(f"  {ligne}.")
    for c in verification.constats[:MONTRES]:
        nature = "chiffre" if c.chiffre else "texte"
        say(f"- {c.lieu}, {nature}{f' ({c.sujet})' if c.sujet else ''}")
        say(f"    figé   : {c.attendu or '(rien)'}")
        say(f"    trouvé : {c.trouve or '(rien)'}")
    reste = len(verification.constats) - MONTRES
    if reste > 0:
        say(f"… et {reste} autres différences (--format json les donne toutes).")
