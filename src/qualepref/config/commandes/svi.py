"""`qualepref svi`: the voice server of a site, the ways through it, what it lacks."""

from qualepref.config.commandes.cadre import print_json, say, start_django, today_of


def add_arguments(parseur):
    parseur.add_argument("--site", required=True, help="code du site (pref-44)")
    parseur.add_argument(
        "--version", type=int, help="une version, au lieu de celle qui est en vigueur"
    )
    parseur.add_format()


def run(arguments) -> int:
    start_django()
    from qualepref.modeles.queries.svi import (
        find_version_svi,
        list_versions_svi,
        read_svi,
        tell_etat,
    )
    from qualepref.organisation.queries import get_site

    site = get_site(arguments.site)
    le = today_of(site)
    versions = list_versions_svi(site)
    lu = None
    if versions or arguments.version is not None:
        lu = read_svi(find_version_svi(site, arguments.version, le=le), le=le)
    if arguments.format == "json":
        print_json(
            {
                "site": site.pk,
                "le": le.isoformat(),
                "versions": [_describe_version(v, tell_etat(v, le=le)) for v in versions],
                "svi": None if lu is None else _describe(lu),
            }
        )
    elif lu is None:
        say("Ce site n’a pas de serveur vocal.")
    else:
        _print(lu, tell_etat(lu.svi, le=le), dict(site.services.values_list("code", "nom")))
    return 0


def _print(lu, etat, services) -> None:
    from qualepref.modeles.rendering.svi import build_branche, list_trajets

    print(f"Version {lu.svi.version}, {etat}")
    branche = build_branche(lu, services=services)
    for b in branche.walk() if branche else ():
        touche = f"{b.touche} : " if b.touche else ""
        print(f"{'   ' * b.niveau}{touche}{b.etape.libelle} – {b.suite} ({b.duree})")
    print("\nParcours, tout écouté :")
    for trajet in list_trajets(lu, services=services):
        print(f"  {' › '.join(trajet.choix) or 'Accueil'} : {trajet.duree}, {trajet.mots} mots")
    print("\nPoints à revoir :" if lu.constats else "\nRien à revoir.")
    for constat in lu.constats:
        nom = f"« {lu.libelles[constat.code]} » : " if constat.code else ""
        print(f"  - {nom}{constat.message}")


def _describe_version(svi, etat) -> dict:
    return {
        "version": svi.version,
        "etat": etat,
        "en_vigueur_le": svi.en_vigueur_le.isoformat() if svi.en_vigueur_le else None,
        "relu_le": svi.relu_le.isoformat() if svi.relu_le else None,
        "retire_le": svi.retire_le.isoformat() if svi.retire_le else None,
    }


def _describe(lu) -> dict:
    return {
        "version": lu.svi.version,
        "etapes": [
            {
                "code": n.etape.code,
                "parent": n.etape.parent or None,
                "touche": n.etape.touche or None,
                "niveau": n.niveau,
                "libelle": n.etape.libelle,
                "type": n.etape.type.value,
                "vers": n.etape.vers or None,
                "service": n.etape.service or None,
                "rang_question": n.etape.rang,
                "paroles": dict(n.etape.paroles),
            }
            for n in lu.noeuds
        ],
        "mots_par_minute": lu.regles.debit.mots_par_minute,
        "parcours": [
            {
                "etapes": [e.code for e in c.etapes],
                "touches": list(c.touches),
                "mots": c.mots,
            }
            for c in lu.chemins
        ],
        "constats": [
            {
                "genre": c.genre,
                "etape": c.code or None,
                "bloquant": c.bloquant,
                "message": c.message,
            }
            for c in lu.constats
        ],
    }
