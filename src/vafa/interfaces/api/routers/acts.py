"""Who did what in the club, and taking the list out."""

import csv
import io
from datetime import UTC

from django.http import HttpResponse
from ninja import Query, Router

from vafa.interfaces.api.answers import shown
from vafa.interfaces.api.operations import reads
from vafa.interfaces.api.requests import ApiRequest
from vafa.interfaces.api.schemas.acts import ActAnswer, ActsAnswer, ActsQuery
from vafa.interfaces.web import sources
from vafa.journeys import show_acts

router = Router(tags=["staff"])


@reads(router, "/acts", right="audit.read", gives=ActsAnswer)
def list_acts(request: ApiRequest, query: Query[ActsQuery]) -> HttpResponse:
    """List what people and keys did, newest first: the trail, postings, changes of members' data.

    `source` says where an act is kept. Old and new values come with personal ones masked.
    """
    found = show_acts.list_acts(
        principal=request.auth, vault=sources.vault(), sought=query.as_record(now=sources.now())
    )
    more = ""
    if found.before is not None:
        at, last = found.before
        more = f"{at.astimezone(UTC).isoformat().removesuffix('+00:00')}Z_{last}"
    return shown(ActsAnswer, {"acts": found.acts, "next_cursor": more})


@reads(router, "/acts.csv", right="audit.read", gives="text/csv")
def export_acts(request: ApiRequest, query: Query[ActsQuery]) -> HttpResponse:
    """Give the whole list of a period as CSV, at most 50,000 acts; the export is an act itself."""
    found = show_acts.export_acts(
        principal=request.auth, vault=sources.vault(), sought=query.as_record(now=sources.now())
    )
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(ActAnswer.model_fields)
    for act in found:
        row = ActAnswer.model_validate(act, from_attributes=True).model_dump(mode="json")
        writer.writerow([_cell(value) for value in row.values()])
    return HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")


def _cell(value: object) -> str:
    """Write a value so that no spreadsheet takes it for a formula."""
    text = str(value)
    return f"'{text}" if text[:1] in "=+-@\t\r" and text else text
