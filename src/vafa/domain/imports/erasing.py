"""Blanking a person in what the imports remember; inside the club's scope."""

from django.db.models import Q, TextField
from django.db.models.functions import Cast

from vafa.domain.imports.models import Run
from vafa.kit.erasing import blank


def erase_texts(*, club_id: int, pattern: str) -> None:
    """Blank the person in names of files and in the accounts of runs; rows are never kept."""
    rows = Run.objects.filter(club_id=club_id).annotate(text=Cast("account", TextField()))
    for row in rows.filter(Q(file_name__iregex=pattern) | Q(text__iregex=pattern)):
        Run.objects.filter(id=row.id, club_id=club_id).update(
            file_name=blank(value=row.file_name, pattern=pattern),
            account=blank(value=row.account, pattern=pattern),
        )
