"""`qualepref preparer`: database migrated, official list of sites loaded."""

from qualepref.config.commandes.cadre import say, start_django


def add_arguments(parseur):
    parseur.set_defaults(silencieux=False)


def run(arguments) -> int:
    prepare()
    return 0


def prepare() -> None:
    """Migrate the database and load the official sites; say what was done."""
    start_django()
    from django.core.management import call_command

    from qualepref.organisation.operations import load_sites_officiels

    call_command("migrate", verbosity=0, interactive=False)
    nombre = load_sites_officiels()
    say(f"Base prête : {nombre} préfectures et sous-préfectures.")
