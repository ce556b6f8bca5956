"""Work done behind the site: drawing and publishing the documents of a year."""

import datetime as dt

from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from qualepref.publications.models import Preparation
from qualepref.publications.operations.preparations import publish_preparation


@task()
def publish_prepared(preparation: int, le: str) -> None:
    """Publish what was asked for, as of a day given as text."""
    for trouvee in Preparation.objects.select_related("site").filter(pk=preparation):
        publish_preparation(trouvee, le=dt.date.fromisoformat(le))


def forget_tasks() -> None:
    """Drop the work waiting or cut short, when no worker is: its users are asked again."""
    DBTaskResult.objects.filter(
        task_path=publish_prepared.module_path,
        status__in=(TaskResultStatus.READY, TaskResultStatus.RUNNING),
    ).delete()
