"""`qualepref verifier`: a document against the figures it says it was made from."""

from dataclasses import asdict
from pathlib import Path

from qualepref.config.commandes.cadre import print_json, say, start_django


ALTERE, INCONNU, SANS_REFERENCE, NON_COMPARABLE, DERIVE = 3, 4, 5, 6, 7
MONTRES = 30


def add_arguments(parseur):
    parseur.add_argument(
        "fichier", type=Path, help="PDF, DOCX, PPTX, ODT, ODP, HTML, CSV, JSON, XLSX ou ODS"
    )
    parseur.add_argument("--format", choices=("texte", "json"), default="texte")
    parseur.epilog = (
        "Codes : 0 chiffres conformes ; 1 fichier illisible ; 3 chiffres différents ; 4 instantané "
        "inconnu ; 5 aucune référence ; 6 rien à quoi comparer ; 7 aucun des fichiers publiés, mais "
        "leurs chiffres."
    )


def run(arguments) -> int:
    start_django()
    from qualepref.noyau.verification.limites import LIMITES
    from qualepref.publications.rendering.verification import verify_document

    with arguments.fichier.open("rb") as flux:
        # One byte more than is read back: what is larger is refused, and not loaded.
        octets = flux.read(LIMITES.octets + 1)
    verification = verify_document(octets, nom=arguments.fichier.name)
    if arguments.format == "json":
        print_json({"fichier": str(arguments.fichier), **asdict(verification)})
    else:
        _tell(arguments.fichier, verification)
    return _find_code(verification)


def _find_code(verification) -> int:
    from qualepref.publications.rules.verification import Conclusion

    if verification.conclusion is Conclusion.DERIVE and verification.faux:
        return ALTERE
    codes = {
        Conclusion.ALTERE: ALTERE,
        Conclusion.INCONNU: INCONNU,
        Conclusion.SANS_REFERENCE: SANS_REFERENCE,
        Conclusion.NON_COMPARABLE: NON_COMPARABLE,
        Conclusion.DERIVE: DERIVE,
    }
    return codes.get(verification.conclusion, 0)


def _tell(fichier, verification):
    say(f"{fichier} : {verification.phrase}")
    if verification.reference:
        say(f"Référence {verification.reference}.")
    for ligne in verification.publie:
        say(f"  {ligne}.")
    for recente in verification.recentes:
        say(f"Une version plus récente existe : {recente.phrase}.")
    if verification.concordances or verification.constats:
        say(
            f"Passages chiffrés concordants : {len(verification.concordances)} ; différences de "
            f"chiffres : {verification.faux}."
        )
    if verification.ajouts:
        say(f"Passages chiffrés sans équivalent publié : {len(verification.ajouts)}.")
    if verification.absents:
        say(f"Passages chiffrés publiés qui n’y figurent pas : {verification.absents}.")
    for c in verification.constats[:MONTRES]:
        nature = "chiffre" if c.chiffre else "texte"
        say(f"- {c.lieu}, {nature}{f' ({c.sujet})' if c.sujet else ''}")
        say(f"    figé   : {c.attendu or '(rien)'}")
        say(f"    trouvé : {c.trouve or '(rien)'}")
    reste = len(verification.constats) - MONTRES
    if reste > 0:
        say(f"… et {reste} autres différences (--format json les donne toutes).")
