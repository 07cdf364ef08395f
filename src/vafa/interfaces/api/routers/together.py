"""What is done to many members at once: asked for, foreseen, looked at, stopped, taken back."""

from django.http import HttpResponse
from ninja import Query, Router
from pydantic import BaseModel

from vafa.domain.members.together import TogetherSought
from vafa.interfaces.api.answers import shown
from vafa.interfaces.api.fields import GivenId
from vafa.interfaces.api.operations import reads, writes
from vafa.interfaces.api.requests import ApiRequest, IdempotencyKey, claim_of
from vafa.interfaces.api.schemas.adjustments import ApprovalBody
from vafa.interfaces.api.schemas.together import (
    GiftBody,
    GiftForeseenAnswer,
    MarkingBody,
    NotDoneAnswer,
    NotDoneQuery,
    TogetherAnswer,
    TogetherQuery,
    TogetherShown,
)
from vafa.interfaces.web import sources
from vafa.journeys import change_together as journeys
from vafa.journeys.mark_members import Doing

router = Router(tags=["members together"])

_ONE = "/members-together/{together_id}"


@reads(
    router, "/member-gifts/preview", method="POST", right="credit.grant",
    gives=GiftForeseenAnswer, refuses=(404,),
)  # fmt: skip
def preview_gift(request: ApiRequest, body: GiftBody) -> HttpResponse:
    """Tell what a gift to many members comes to; nobody gets anything.

    Needs `members.write` too.
    """
    foreseen = journeys.preview_gift(
        doing=_doing(request, "preview", body), sought=body.as_sought(), gift=body.as_record()
    )
    return shown(GiftForeseenAnswer, foreseen)


@writes(router, "/member-gifts", right="credit.grant", gives={202: TogetherShown}, refuses=(404,))
def give_together(
    request: ApiRequest, idempotency_key: IdempotencyKey, body: GiftBody
) -> HttpResponse:
    """Have units given to many members, or taken from them, each once.

    What all of it is worth counts for the limit: above it, it waits for a second person. Needs
    `members.write` too.
    """
    card = journeys.give_together(
        doing=_doing(request, idempotency_key, body), sought=body.as_sought(),
        gift=body.as_record(),
    )  # fmt: skip
    return shown(TogetherShown, card, status=202)


@writes(
    router, "/approvals/{approval_id}/approve-gifts", right="approvals.decide",
    gives={202: TogetherShown}, refuses=(404,),
)  # fmt: skip
def approve_together(
    request: ApiRequest, approval_id: GivenId, idempotency_key: IdempotencyKey,
    body: ApprovalBody,
) -> HttpResponse:  # fmt: skip
    """Approve a waiting gift to many as a second person; the worker begins."""
    card = journeys.approve_together(
        principal=request.auth, at=sources.now(), approval_id=approval_id,
        payload_hash=body.payload_hash,
    )  # fmt: skip
    return shown(TogetherShown, card, status=202)


@writes(
    router, "/members-together", right="members.write", gives={202: TogetherShown},
    refuses=(404,),
)  # fmt: skip
def mark_together(
    request: ApiRequest, idempotency_key: IdempotencyKey, body: MarkingBody
) -> HttpResponse:
    """Have many members given a tag, one taken away, or somebody look after them."""
    card = journeys.mark_together(
        doing=_doing(request, idempotency_key, body), sought=body.as_sought(), kind=body.kind,
        which=body.which,
    )  # fmt: skip
    return shown(TogetherShown, card, status=202)


@reads(router, "/members-together", right="members.read", gives=TogetherAnswer)
def list_together(request: ApiRequest, query: Query[TogetherQuery]) -> HttpResponse:
    """List what was done to many members at once, the newest first."""
    sought = TogetherSought(before_id=query.before or 0, limit=query.limit)
    found = journeys.list_together(principal=request.auth, sought=sought)
    return shown(TogetherAnswer, {"changes": found})


@reads(router, _ONE, right="members.read", gives=TogetherShown, refuses=(404,))
def show_together(request: ApiRequest, together_id: GivenId) -> HttpResponse:
    """Show how far a change of many members is."""
    card = journeys.show_together(
        principal=request.auth, at=sources.now(), together_id=together_id
    )
    return shown(TogetherShown, card)


@reads(router, _ONE + "/not-done", right="members.read", gives=NotDoneAnswer, refuses=(404,))
def list_not_done(
    request: ApiRequest, together_id: GivenId, query: Query[NotDoneQuery]
) -> HttpResponse:
    """List the members to whom it was not done, each with why."""
    rows, following = journeys.list_not_done(
        principal=request.auth, vault=sources.vault(), together_id=together_id,
        after=query.after or 0,
    )  # fmt: skip
    return shown(NotDoneAnswer, {"members": rows, "next": following})


@writes(router, _ONE + "/stop", right="members.write", gives={202: TogetherShown}, refuses=(404,))
def stop_together(
    request: ApiRequest, together_id: GivenId, idempotency_key: IdempotencyKey
) -> HttpResponse:  # fmt: skip
    """Have it left off; what is done stays. A gift needs `credit.grant` too."""
    card = journeys.stop_together(
        principal=request.auth, at=sources.now(), together_id=together_id
    )
    return shown(TogetherShown, card, status=202)


@writes(
    router, _ONE + "/resume", right="members.write", gives={202: TogetherShown}, refuses=(404,)
)
def resume_together(
    request: ApiRequest, together_id: GivenId, idempotency_key: IdempotencyKey
) -> HttpResponse:  # fmt: skip
    """Go on with what was stopped. A gift needs `credit.grant` too."""
    card = journeys.resume_together(
        principal=request.auth, at=sources.now(), together_id=together_id
    )
    return shown(TogetherShown, card, status=202)


@writes(router, _ONE + "/undo", right="members.write", gives={202: TogetherShown}, refuses=(404,))
def undo_together(
    request: ApiRequest, together_id: GivenId, idempotency_key: IdempotencyKey
) -> HttpResponse:  # fmt: skip
    """Have it taken back; who spent it since keeps it. A gift needs `credit.grant` too."""
    card = journeys.undo_together(
        principal=request.auth, at=sources.now(), together_id=together_id
    )
    return shown(TogetherShown, card, status=202)


def _doing(request: ApiRequest, key: str, body: BaseModel) -> Doing:
    return Doing(
        request.auth, claim_of(request, key, body), sources.ids(), sources.vault(), sources.now()
    )
