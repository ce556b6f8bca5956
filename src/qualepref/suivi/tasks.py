"""Work done behind the site: checking and applying long files."""

import datetime as dt

from django_tasks import task

from qualepref.suivi.models import ImportFichier
from qualepref.suivi.operations.depots import apply_depot, check_depot


@task()
def check_file(depot: int, le: str) -> None:
    """Check a kept file as of a day given as text."""
    check_depot(ImportFichier.objects.get(pk=depot), le=dt.date.fromisoformat(le))


@task()
def apply_file(depot: int, le: str, maintenant: str) -> None:
    """Write a kept file into its register."""
    apply_depot(
        ImportFichier.objects.get(pk=depot),
        le=dt.date.fromisoformat(le),
        maintenant=dt.datetime.fromisoformat(maintenant),
    )
