"""`qualepref modele`: the templates of a site, what they lack, one of them as a file."""

from pathlib import Path

from qualepref.config.commandes.cadre import (
    print_json,
    say,
    start_django,
    today_of,
    write_file,
)


def add_arguments(parseur):
    parseur.add_argument("--site", required=True, help="code du site (pref-44)")
    parseur.add_argument("--rendre", metavar="CODE", help="écrire ce modèle dans un fichier")
    parseur.add_argument(
        "--sortie", type=Path, help="fichier .txt, .html, .docx ou .pdf à écrire, avec --rendre"
    )
    parseur.add_argument(
        "--personne", action="append", default=[], metavar="PRÉNOM;FONCTION",
        help="un badge pour cette personne (répétable)",
    )  # fmt: skip
    parseur.add_format()


def run(arguments) -> int:
    start_django()
    from qualepref.organisation.queries import get_site

    site = get_site(arguments.site)
    le = today_of(site)
    if arguments.rendre:
        return _render(site, arguments, le)
    return _list(site, arguments, le)


def _list(site, arguments, le) -> int:
    from qualepref.modeles.queries.modeles import read_derniers

    lus = read_derniers(site, le=le)
    if arguments.format == "json":
        print_json(
            {"site": site.pk, "le": le.isoformat(), "modeles": [_describe(lu) for lu in lus]}
        )
        return 0
    for lu in lus:
        m = lu.modele
        print(f"{m.code} (version {m.version}) : {m.titre} ; avis : {m.get_avis_display()}")
        for passage, message in lu.constats:
            print(f"  - « {passage.strip()} » : {message}" if passage else f"  - {message}")
    if not lus:
        say("Ce site n’a encore aucun modèle.")
    return 0


def _describe(lu) -> dict:
    m = lu.modele
    return {
        "code": m.code,
        "version": m.version,
        "type": m.type,
        "titre": m.titre,
        "service": m.service.code if m.service else None,
        "boite": m.boite.code if m.boite else None,
        "avis": m.avis,
        "avis_le": m.avis_le.isoformat() if m.avis_le else None,
        "conforme": lu.verification.conforme,
        "phrases": lu.verification.phrases,
        "mots": lu.verification.mots,
        "constats": [
            {"genre": c.genre, "message": c.message, "debut": c.debut, "fin": c.fin}
            for c in lu.verification.constats
        ],
    }


def _render(site, arguments, le) -> int:
    from qualepref.modeles.forms.modeles import parse_personne
    from qualepref.modeles.queries.modeles import find_modele, read_exemplaires
    from qualepref.modeles.rendering.documents import render_modele

    if arguments.sortie is None:
        return _refuse_sortie(arguments)
    modele = find_modele(site, arguments.rendre)
    personnes = [parse_personne(p) for p in arguments.personne]
    lus = read_exemplaires(modele, le=le, remplies=personnes or [{}])
    extension = arguments.sortie.suffix.lower().lstrip(".")
    octets = render_modele(lus[0], extension=extension, le=le, badges=lus if personnes else ())
    write_file(arguments.sortie, octets)
    if arguments.format == "json":
        print_json({"etat": "ecrit", "fichier": str(arguments.sortie), "octets": len(octets)})
    else:
        say(f"Écrit : {arguments.sortie}")
    return 0


def _refuse_sortie(arguments) -> int:
    from qualepref.config.commandes.cadre import refuse

    return refuse(
        "Avec --rendre, donnez aussi --sortie : le fichier à écrire.",
        json_demande=arguments.format == "json",
    )
