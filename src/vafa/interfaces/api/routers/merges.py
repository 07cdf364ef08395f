"""Two members who are one person: preview, merge, and parting them again."""

from django.http import HttpResponse
from ninja import Query, Router

from vafa.interfaces.api.answers import shown, written
from vafa.interfaces.api.fields import GivenId
from vafa.interfaces.api.operations import reads, writes
from vafa.interfaces.api.requests import ApiRequest, IdempotencyKey, claim_of
from vafa.interfaces.api.schemas.merges import (
    MergeAnswer,
    MergeBody,
    MergePreviewAnswer,
    MergesAnswer,
    MergesQuery,
    UnmergeAnswer,
)
from vafa.interfaces.web import sources
from vafa.journeys.merge_members import list_merges as list_merges_journey
from vafa.journeys.merge_members import merge_members as merge_members_journey
from vafa.journeys.merge_members import preview_merge as preview_merge_journey
from vafa.journeys.merge_members import unmerge_members as unmerge_members_journey

router = Router(tags=["merges"])


@reads(
    router,
    "/merges/preview",
    method="POST",
    right="members.write",
    gives=MergePreviewAnswer,
    refuses=(404,),
)
def preview_merge(request: ApiRequest, body: MergeBody) -> HttpResponse:
    """Show what a merge would make of two members; nothing is written."""
    preview = preview_merge_journey(
        principal=request.auth,
        vault=sources.vault(),
        at=sources.now(),
        survivor_id=body.survivor_id,
        duplicate_id=body.duplicate_id,
    )
    return shown(MergePreviewAnswer, preview)


@reads(router, "/merges", right="members.merge", gives=MergesAnswer)
def list_merges(request: ApiRequest, query: Query[MergesQuery]) -> HttpResponse:
    """List the club's merges, the newest first."""
    found = list_merges_journey(
        principal=request.auth, before_id=int(query.before or 0), limit=query.limit
    )
    last = str(found[-1].merge_id) if len(found) == query.limit else ""
    return shown(MergesAnswer, {"merges": found, "next_before": last})


@writes(router, "/merges", right="members.merge", gives={201: MergeAnswer}, refuses=(404,))
def merge_members(
    request: ApiRequest, idempotency_key: IdempotencyKey, body: MergeBody
) -> HttpResponse:
    """Merge a duplicate into the member who stays.

    Units keep their dates; tier and limits count what both did. Whoever asks for the duplicate by
    id, number or mobile finds the survivor. Needs the right `members`, too.
    """
    done = merge_members_journey(
        principal=request.auth,
        claim=claim_of(request, idempotency_key, body),
        event_at=sources.now(),
        ids=sources.ids(),
        vault=sources.vault(),
        survivor_id=body.survivor_id,
        duplicate_id=body.duplicate_id,
    )
    return written(MergeAnswer, done, status=201)


@writes(
    router,
    "/merges/{merge_id}/undo",
    right="members.merge",
    gives={201: UnmergeAnswer},
    refuses=(404,),
)
def unmerge_members(
    request: ApiRequest, merge_id: GivenId, idempotency_key: IdempotencyKey
) -> HttpResponse:
    """Part two merged members again: what is left goes back, purchases since stay.

    Needs the right `members`, too.
    """
    done = unmerge_members_journey(
        principal=request.auth,
        claim=claim_of(request, idempotency_key),
        event_at=sources.now(),
        ids=sources.ids(),
        merge_id=merge_id,
    )
    return written(UnmergeAnswer, done, status=201)
