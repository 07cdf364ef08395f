"""Blanking a person in what the imports remember; inside the club's scope."""

from django.db.models import Q, TextField
from django.db.models.functions import Cast

from vafa.domain.imports.models import Job, Run
from vafa.kit.erasing import blank


def erase_texts(*, club_id: int, pattern: str) -> None:
    """Blank the person in names of files, in accounts of runs and in rows that were shown."""
    runs = Run.objects.filter(club_id=club_id).annotate(text=Cast("account", TextField()))
    for run in runs.filter(Q(file_name__iregex=pattern) | Q(text__iregex=pattern)):
        Run.objects.filter(id=run.id, club_id=club_id).update(
            file_name=blank(value=run.file_name, pattern=pattern),
            account=blank(value=run.account, pattern=pattern),
        )
    jobs = Job.objects.filter(club_id=club_id).annotate(text=Cast("result", TextField()))
    for job in jobs.filter(Q(file_name__iregex=pattern) | Q(text__iregex=pattern)):
        Job.objects.filter(id=job.id, club_id=club_id).update(
            file_name=blank(value=job.file_name, pattern=pattern),
            result=blank(value=job.result, pattern=pattern),
        )
