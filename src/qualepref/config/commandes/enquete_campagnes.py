"""`qualepref enquete creer, ouvrir, fermer, lister, resultats`."""

from qualepref.config.commandes.cadre import print_json, start_django, today_of


PAR = "système"


def run_creer(arguments) -> int:
    start_django()
    from qualepref.enquetes.enums import GenreEnquete, Theme
    from qualepref.enquetes.operations.campagnes import create_campagne
    from qualepref.enquetes.operations.preparation import CampagneDonnee, LieuDonne
    from qualepref.enquetes.queries.formulaires import find_questionnaire
    from qualepref.organisation.queries import get_site

    sites = [get_site(code) for code in dict.fromkeys(arguments.site)]
    questionnaire = find_questionnaire(arguments.questionnaire) if arguments.questionnaire else None
    code = questionnaire.code if questionnaire else ""
    theme = arguments.theme or (code if code in Theme.values else Theme.AUTRE)
    donnee = CampagneDonnee(
        titre=arguments.titre,
        theme=Theme(theme),
        genre=GenreEnquete(questionnaire.genre) if questionnaire else GenreEnquete.SATISFACTION,
        ouverte_le=arguments.du,
        fermee_le=arguments.au,
        lieux=tuple(LieuDonne(site=site, attendus=arguments.attendus) for site in sites),
        questionnaire=questionnaire,
        modes=tuple(arguments.mode),
        langues=tuple(arguments.langue) or (questionnaire.langues if questionnaire else ()),
        cible=arguments.cible,
    )
    campagne = create_campagne(sites[0], donnee=donnee, par=PAR, le=today_of(sites[0]))
    return _tell(campagne, arguments, f"Campagne {campagne.pk} : {campagne.titre}, en préparation.")


def run_ouvrir(arguments) -> int:
    start_django()
    from qualepref.enquetes.operations.ouvertures import validate_campagne
    from qualepref.enquetes.queries.numeros import get_campagne

    campagne = get_campagne(arguments.campagne)
    validate_campagne(campagne, par=PAR, le=today_of(campagne.pilote))
    return _tell(campagne, arguments, f"Campagne {campagne.pk} : {campagne.titre}, validée.")


def run_fermer(arguments) -> int:
    start_django()
    from qualepref.enquetes.operations.ouvertures import close_campagne
    from qualepref.enquetes.queries.numeros import get_campagne

    campagne = get_campagne(arguments.campagne)
    close_campagne(campagne, par=PAR, le=today_of(campagne.pilote))
    return _tell(campagne, arguments, f"Campagne {campagne.pk} : {campagne.titre}, close ce soir.")


def run_lister(arguments) -> int:
    start_django()
    from qualepref.enquetes.queries.numeros import list_numerotees
    from qualepref.organisation.queries import get_site

    site = get_site(arguments.site) if arguments.site else None
    campagnes = list_numerotees(site)
    if arguments.format == "json":
        print_json([_render(c) for c in campagnes])
        return 0
    for campagne in campagnes:
        fin = f" au {campagne.fermee_le:%d/%m/%Y}" if campagne.fermee_le else ""
        etat = campagne.etat(today_of(campagne.pilote)).label
        sites = ", ".join(s.pk for s in campagne.sites.all())
        print(
            f"{campagne.pk}  {campagne.titre} ({sites}), du {campagne.ouverte_le:%d/%m/%Y}{fin}, {etat}"
        )
    return 0


def run_resultats(arguments) -> int:
    start_django()
    from qualepref.enquetes.queries.mystere import load_mystere
    from qualepref.enquetes.queries.numeros import check_lieu, get_campagne
    from qualepref.enquetes.queries.resultats import load_resultats
    from qualepref.enquetes.rendering.mystere import render_mystere
    from qualepref.enquetes.rendering.resultats import render_resultats
    from qualepref.enquetes.rendering.resultats_textes import say_base, say_taux_de
    from qualepref.organisation.queries import get_site

    campagne = get_campagne(arguments.campagne)
    site = get_site(arguments.site) if arguments.site else None
    if site is not None:
        check_lieu(campagne, site)
    resultats = load_resultats(campagne, site=site)
    if arguments.format == "json":
        donnees = render_resultats(resultats)
        if (
            mystere := load_mystere(campagne, site=site) if resultats.mystere else None
        ) is not None:
            donnees["mystere"] = render_mystere(mystere)
        print_json(donnees)
        return 0
    print(campagne.titre)
    for lu in (lu for groupe in resultats.groupes for lu in groupe.resultats):
        print(f"  {lu.question.libelle} : {say_taux_de(lu)} ({say_base(lu)})")
    return 0


def _tell(campagne, arguments, phrase: str) -> int:
    if arguments.format == "json":
        print_json(_render(campagne))
        return 0
    print(phrase)
    for collecteur in _render(campagne)["adresses"]:
        service = f", {collecteur['service']}" if collecteur["service"] else ""
        print(f"  {collecteur['site']}{service}, {collecteur['mode']} : {collecteur['chemin']}")
    return 0


def _render(campagne) -> dict:
    from django.urls import reverse

    return {
        "numero": campagne.pk,
        "titre": campagne.titre,
        "genre": campagne.genre,
        "theme": campagne.theme,
        "etat": campagne.etat(today_of(campagne.pilote)).value,
        "pilote": campagne.pilote_id,
        "sites": [site.pk for site in campagne.sites.all()],
        "questionnaire": campagne.formulaire.code if campagne.formulaire else None,
        "version": campagne.formulaire.version if campagne.formulaire else None,
        "du": campagne.ouverte_le.isoformat(),
        "au": campagne.fermee_le.isoformat() if campagne.fermee_le else None,
        "modes": campagne.modes,
        "langues": campagne.langues,
        "adresses": [
            {
                "site": c.site_id,
                "service": c.service.code if c.service else None,
                "mode": c.mode,
                "chemin": reverse("enquete_publique", args=[c.adresse]),
            }
            for c in campagne.collecteurs.select_related("service").filter(ferme=False)
        ],
    }
