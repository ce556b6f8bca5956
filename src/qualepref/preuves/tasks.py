"""Work done behind the site: making a heavy folder."""

from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from qualepref.preuves.models import Dossier
from qualepref.preuves.operations.dossiers import build_dossier


@task()
def build_folder(dossier: int) -> None:
    """Build a folder asked for."""
    for trouve in Dossier.objects.select_related("site").filter(pk=dossier):
        build_dossier(trouve)


def forget_tasks() -> None:
    """Drop the work waiting or cut short, when no worker is: its users are asked again."""
    DBTaskResult.objects.filter(
        task_path=build_folder.module_path,
        status__in=(TaskResultStatus.READY, TaskResultStatus.RUNNING),
    ).delete()
