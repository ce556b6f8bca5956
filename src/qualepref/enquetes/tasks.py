"""Work done behind the site: checking and applying long files of answers."""

import datetime as dt

from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from qualepref.enquetes.models import ImportReponses
from qualepref.enquetes.operations.imports import apply_import_reponses, check_import_reponses


@task()
def check_answers(depot: int, le: str) -> None:
    """Check a file of answers as of a day given as text."""
    for trouve in _find(depot):
        check_import_reponses(trouve, le=dt.date.fromisoformat(le))


@task()
def apply_answers(depot: int, le: str) -> None:
    """Write a file of answers into its campaign."""
    for trouve in _find(depot):
        apply_import_reponses(trouve, le=dt.date.fromisoformat(le))


def forget_tasks() -> None:
    """Drop the work waiting or cut short, when no worker is: its users are asked again."""
    DBTaskResult.objects.filter(
        task_path__in=(check_answers.module_path, apply_answers.module_path),
        status__in=(TaskResultStatus.READY, TaskResultStatus.RUNNING),
    ).delete()


def _find(depot: int):
    return ImportReponses.objects.select_related("campagne", "site").filter(pk=depot)
