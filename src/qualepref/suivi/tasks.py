"""Work done behind the site: checking and applying long files."""

import datetime as dt

from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from qualepref.suivi.models import ImportFichier
from qualepref.suivi.operations.depots import apply_depot, check_depot


@task()
def check_file(depot: int, le: str) -> None:
    """Check a kept file as of a day given as text."""
    for trouve in ImportFichier.objects.filter(pk=depot):
        check_depot(trouve, le=dt.date.fromisoformat(le))


@task()
def apply_file(depot: int, le: str, maintenant: str) -> None:
    """Write a kept file into its register."""
    for trouve in ImportFichier.objects.filter(pk=depot):
        apply_depot(
            trouve,
            le=dt.date.fromisoformat(le),
            maintenant=dt.datetime.fromisoformat(maintenant),
        )


def forget_tasks() -> None:
    """Drop the work waiting or cut short, when no worker is: its users are asked again."""
    DBTaskResult.objects.filter(
        task_path__in=(check_file.module_path, apply_file.module_path),
        status__in=(TaskResultStatus.READY, TaskResultStatus.RUNNING),
    ).delete()
