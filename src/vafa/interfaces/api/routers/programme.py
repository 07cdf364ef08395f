"""Programme versions: draft, check, publish, compare, export and import."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, JsonResponse
from ninja import Query, Router

from vafa.interfaces.api.answers import shown, written
from vafa.interfaces.api.fields import NumberInAddress
from vafa.interfaces.api.operations import reads, writes
from vafa.interfaces.api.requests import ApiRequest, IdempotencyKey, claim_of
from vafa.interfaces.api.schemas.programme import (
    BackTestAnswer,
    BackTestBody,
    ChangedMembersAnswer,
    CheckedAnswer,
    DiffAnswer,
    DiffQuery,
    DocumentAnswer,
    DocumentBody,
    DraftBody,
    MoversAnswer,
    MoversQuery,
    PreviewAnswer,
    PreviewBody,
    PublishBody,
    SavedAnswer,
    SchemaAnswer,
    TriedAnswer,
    VersionsAnswer,
)
from vafa.interfaces.api.schemas.purchases import PurchaseBody
from vafa.interfaces.web import sources
from vafa.journeys import back_test_programme, manage_programme, preview_programme

router = Router(tags=["programme"])


@reads(router, "/programme/schema", right="club.read", gives=SchemaAnswer)
def show_programme_schema(request: ApiRequest) -> HttpResponse:
    """Give the JSON Schema of programme documents."""
    return JsonResponse(dict(manage_programme.schema()))


@reads(router, "/programme/versions", right="programme.read", gives=VersionsAnswer)
def list_versions(request: ApiRequest) -> HttpResponse:
    """List the versions of the club's programme."""
    versions = manage_programme.list_versions(principal=request.auth)
    return shown(VersionsAnswer, {"versions": versions})


@writes(router, "/programme/versions", right="programme.edit", gives={201: SavedAnswer})
def save_draft(
    request: ApiRequest, idempotency_key: IdempotencyKey, body: DraftBody
) -> HttpResponse:
    """Save a document as a new draft; this is also how an exported one is imported.

    Name in `based_on` the version that was changed, so that nobody else's changes are lost.
    `problems` names each place that stands against publishing, with its remedy.
    """
    saved = manage_programme.save_draft(
        principal=request.auth,
        claim=claim_of(request, idempotency_key, body),
        ids=sources.ids(),
        at=sources.now(),
        document=body.document,
        based_on=body.based_on,
    )
    return written(SavedAnswer, saved, status=201)


@reads(
    router,
    "/programme/check",
    method="POST",
    right="programme.edit",
    gives=CheckedAnswer,
)
def check_programme(request: ApiRequest, body: DocumentBody) -> HttpResponse:
    """Judge a document without saving it."""
    problems = manage_programme.check(principal=request.auth, document=body.document)
    return shown(CheckedAnswer, {"problems": problems})


@reads(
    router,
    "/programme/versions/{number}",
    right="programme.read",
    gives=DocumentAnswer,
    refuses=(404,),
)
def export_version(request: ApiRequest, number: NumberInAddress) -> HttpResponse:
    """Export a version: its document, as saving a draft takes it."""
    document = manage_programme.export(principal=request.auth, number=number)
    return shown(DocumentAnswer, {"number": number, "document": dict(document)})


@dataclass(frozen=True, slots=True)
class _Compared:
    before: int
    after: int
    differences: tuple[Any, ...]


@reads(
    router,
    "/programme/versions/{number}/diff",
    right="programme.read",
    gives=DiffAnswer,
    refuses=(404,),
)
def compare_versions(
    request: ApiRequest, number: NumberInAddress, query: Query[DiffQuery]
) -> HttpResponse:
    """Show how a version differs from the one that `against` names."""
    differences = manage_programme.compare(
        principal=request.auth, before=query.against, after=number
    )
    return shown(DiffAnswer, _Compared(query.against, number, differences))


@writes(
    router,
    "/programme/versions/{number}/publish",
    right="programme.publish",
    gives={200: SavedAnswer},
    refuses=(404,),
)
def publish_version(
    request: ApiRequest,
    number: NumberInAddress,
    idempotency_key: IdempotencyKey,
    body: PublishBody,
) -> HttpResponse:
    """Publish a draft, now or from a moment on. A published version never changes.

    `is_unseen` warns that it moves members, or lets units end, and no preview was named.
    """
    published = manage_programme.publish(
        principal=request.auth,
        claim=claim_of(request, idempotency_key, body),
        at=sources.now(),
        number=number,
        starts_at=body.starts_at,
        preview_hash=body.preview_hash,
    )
    return written(SavedAnswer, published)


@writes(
    router,
    "/programme/versions/{number}/take-back",
    right="programme.publish",
    gives={200: SavedAnswer},
    refuses=(404,),
)
def take_version_back(
    request: ApiRequest, number: NumberInAddress, idempotency_key: IdempotencyKey
) -> HttpResponse:
    """Make a version that waits to come into force a draft again, until a minute before it."""
    taken = manage_programme.take_back(
        principal=request.auth,
        claim=claim_of(request, idempotency_key),
        at=sources.now(),
        number=number,
    )
    return written(SavedAnswer, taken)


@reads(
    router,
    "/programme/versions/{number}/preview",
    method="POST",
    right="programme.read",
    gives=PreviewAnswer,
    refuses=(404,),
)
def preview_version(
    request: ApiRequest, number: NumberInAddress, body: PreviewBody
) -> HttpResponse:
    """Show whom a version would move on the ladder, and which units would end, if it came in now.

    Up at once, down after grace; what is held ends after the notice at the earliest. Publish with
    its `preview_hash` to show that it was seen.
    """
    preview = preview_programme.preview_programme(
        principal=request.auth, number=number, at=body.starts_at or sources.now()
    )
    return shown(PreviewAnswer, preview)


@reads(
    router,
    "/programme/versions/{number}/try",
    method="POST",
    right="programme.read",
    gives=TriedAnswer,
    refuses=(404,),
)
def try_version(request: ApiRequest, number: NumberInAddress, body: PurchaseBody) -> HttpResponse:
    """Show what a purchase would do by the version in force and by this one; nothing is kept.

    Without a member it is the purchase of somebody new.
    """
    tried = preview_programme.try_purchase(
        principal=request.auth,
        vault=sources.vault(),
        event_at=body.occurred_at or sources.now(),
        purchase=body.as_record(),
        number=number,
    )
    return shown(TriedAnswer, tried)


@reads(
    router,
    "/programme/versions/{number}/preview/members",
    right="programme.read",
    gives=MoversAnswer,
    refuses=(404,),
)
def list_preview_members(
    request: ApiRequest, number: NumberInAddress, query: Query[MoversQuery]
) -> HttpResponse:
    """List the members whom a version would move, or whose units would end; mobiles masked."""
    page = preview_programme.list_movers(
        principal=request.auth,
        vault=sources.vault(),
        number=number,
        at=sources.now(),
        after_id=int(query.cursor or 0),
        limit=query.limit,
    )
    return shown(MoversAnswer, page)


@writes(
    router,
    "/programme/versions/{number}/back-test",
    right="programme.edit",
    gives={202: BackTestAnswer},
    refuses=(404,),
)
def ask_back_test(
    request: ApiRequest,
    number: NumberInAddress,
    idempotency_key: IdempotencyKey,
    body: BackTestBody,
) -> HttpResponse:
    """Ask for what a version would have given over the last months, beside the one in force.

    A worker plays both over everything that members bought; nothing is posted. Ask for the answer
    under the same address until `state` is no longer `waiting`.
    """
    _ = idempotency_key  # asking twice is asking once
    card = back_test_programme.ask_back_test(
        principal=request.auth, number=number, months=body.months, at=sources.now()
    )
    return shown(BackTestAnswer, card, status=202)


@reads(
    router,
    "/programme/versions/{number}/back-test",
    right="programme.read",
    gives=BackTestAnswer,
    refuses=(404,),
)
def show_back_test(request: ApiRequest, number: NumberInAddress) -> HttpResponse:
    """Show how far the back-test of a version is, and what came of it."""
    card = back_test_programme.show_back_test(principal=request.auth, number=number)
    return shown(BackTestAnswer, card)


@reads(
    router,
    "/programme/versions/{number}/back-test/members",
    right="members.read",
    gives=ChangedMembersAnswer,
    refuses=(404,),
)
def list_back_test_members(request: ApiRequest, number: NumberInAddress) -> HttpResponse:
    """List the members to whom the version would have given most more, or most less."""
    found = back_test_programme.list_changed_members(principal=request.auth, number=number)
    return shown(ChangedMembersAnswer, {"members": found})
