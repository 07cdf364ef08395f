"""What the shop writes of its members: notes, tags, account managers, saved views."""

from django.http import HttpResponse
from ninja import Router
from pydantic import BaseModel

from vafa.interfaces.api.answers import shown
from vafa.interfaces.api.fields import GivenId
from vafa.interfaces.api.operations import reads, writes
from vafa.interfaces.api.requests import ApiRequest, IdempotencyKey, claim_of
from vafa.interfaces.api.schemas.marks import (
    ManagerBody,
    MarksAnswer,
    MembersChangeBody,
    MembersChangedAnswer,
    MembersUndoBody,
    MembersUndoneAnswer,
    NoteBody,
    NoteChangeBody,
    TagBody,
    TaggingBody,
    TagsAnswer,
    TagShown,
    ViewBody,
    ViewsAnswer,
    ViewShown,
)
from vafa.interfaces.web import sources
from vafa.journeys import mark_members as journeys
from vafa.journeys.change_members import change_members as change_members_journey
from vafa.journeys.change_members import undo_change

router = Router(tags=["member marks"])


@reads(
    router, "/members/{member_id}/marks", right="members.read", gives=MarksAnswer, refuses=(404,)
)
def show_marks(request: ApiRequest, member_id: GivenId) -> HttpResponse:
    """Show a member's tags, account manager and notes."""
    found = journeys.show_marks(principal=request.auth, vault=sources.vault(), member_id=member_id)
    return shown(MarksAnswer, found)


@writes(
    router, "/members/{member_id}/notes", right="members.write", gives={201: MarksAnswer},
    refuses=(404,),
)  # fmt: skip
def write_note(
    request: ApiRequest, member_id: GivenId, idempotency_key: IdempotencyKey, body: NoteBody
) -> HttpResponse:
    """Write a note on a member."""
    marks = journeys.write_note(
        doing=_doing(request, idempotency_key, body), member_id=member_id, text=body.text
    )
    return shown(MarksAnswer, marks, status=201)


@writes(
    router, "/members/{member_id}/notes/{note_id}", method="PATCH", right="members.write",
    gives={200: MarksAnswer}, refuses=(404,),
)  # fmt: skip
def change_note(
    request: ApiRequest, member_id: GivenId, note_id: GivenId, idempotency_key: IdempotencyKey,
    body: NoteChangeBody,
) -> HttpResponse:  # fmt: skip
    """Change a note, pin it, remove it or put it back; what it said before is kept."""
    marks = journeys.change_note(
        doing=_doing(request, idempotency_key, body), member_id=member_id, note_id=note_id,
        wish=body.as_record(),
    )  # fmt: skip
    return shown(MarksAnswer, marks)


@writes(
    router, "/members/{member_id}/tags", right="members.write", gives={200: MarksAnswer},
    refuses=(404,),
)  # fmt: skip
def tag_member(
    request: ApiRequest, member_id: GivenId, idempotency_key: IdempotencyKey, body: TaggingBody
) -> HttpResponse:
    """Give a member tags and take others away."""
    marks = journeys.tag_member(
        doing=_doing(request, idempotency_key, body), member_id=member_id, add=body.add,
        remove=body.remove,
    )  # fmt: skip
    return shown(MarksAnswer, marks)


@writes(
    router, "/members/{member_id}/manager", method="PUT", right="members.write",
    gives={200: MarksAnswer}, refuses=(404,),
)  # fmt: skip
def set_account_manager(
    request: ApiRequest, member_id: GivenId, idempotency_key: IdempotencyKey, body: ManagerBody
) -> HttpResponse:
    """Say who of the staff looks after a member."""
    marks = journeys.set_manager(
        doing=_doing(request, idempotency_key, body), member_id=member_id,
        staff_id=body.staff_id,
    )  # fmt: skip
    return shown(MarksAnswer, marks)


@reads(router, "/member-tags", right="members.read", gives=TagsAnswer)
def list_tags(request: ApiRequest) -> HttpResponse:
    """List the club's tags for members."""
    return shown(TagsAnswer, {"tags": journeys.list_tags(principal=request.auth)})


@writes(router, "/member-tags", right="members.write", gives={201: TagShown})
def make_tag(request: ApiRequest, idempotency_key: IdempotencyKey, body: TagBody) -> HttpResponse:
    """Make a tag for members."""
    tag = journeys.save_tag(
        doing=_doing(request, idempotency_key, body), name=body.name, colour=body.colour
    )
    return shown(TagShown, tag, status=201)


@writes(
    router, "/member-tags/{tag_id}", method="PUT", right="members.write", gives={200: TagShown},
    refuses=(404,),
)  # fmt: skip
def change_tag(
    request: ApiRequest, tag_id: GivenId, idempotency_key: IdempotencyKey, body: TagBody
) -> HttpResponse:
    """Change the name and colour of a tag."""
    tag = journeys.save_tag(
        doing=_doing(request, idempotency_key, body), name=body.name, colour=body.colour,
        tag_id=tag_id,
    )  # fmt: skip
    return shown(TagShown, tag)


@writes(
    router, "/member-tags/{tag_id}", method="DELETE", right="members.write", gives={204: None},
    refuses=(404,),
)  # fmt: skip
def drop_tag(
    request: ApiRequest, tag_id: GivenId, idempotency_key: IdempotencyKey
) -> HttpResponse:
    """Take a tag away, from every member too."""
    journeys.drop_tag(doing=_doing(request, idempotency_key), tag_id=tag_id)
    return HttpResponse(status=204)


@writes(
    router, "/member-changes", right="members.write", gives={201: MembersChangedAnswer},
    refuses=(404,),
)  # fmt: skip
def change_members(
    request: ApiRequest, idempotency_key: IdempotencyKey, body: MembersChangeBody
) -> HttpResponse:
    """Give many members a tag, take one away, or say who looks after them."""
    sought, change = body.as_record()
    done = change_members_journey(
        doing=_doing(request, idempotency_key, body), sought=sought, change=change
    )
    return shown(MembersChangedAnswer, done, status=201)


@writes(
    router, "/member-changes/undo", right="members.write", gives={200: MembersUndoneAnswer},
    refuses=(404,),
)  # fmt: skip
def undo_members_change(
    request: ApiRequest, idempotency_key: IdempotencyKey, body: MembersUndoBody
) -> HttpResponse:
    """Undo what one's own request changed, by its idempotency key."""
    count = undo_change(doing=_doing(request, idempotency_key, body), key=body.key)
    return shown(MembersUndoneAnswer, {"members": count})


@reads(router, "/member-views", right="members.read", gives=ViewsAnswer)
def list_views(request: ApiRequest) -> HttpResponse:
    """List the saved views of the members' list."""
    return shown(ViewsAnswer, {"views": journeys.list_views(principal=request.auth)})


@writes(router, "/member-views", right="members.read", gives={201: ViewShown})
def save_view(
    request: ApiRequest, idempotency_key: IdempotencyKey, body: ViewBody
) -> HttpResponse:
    """Save a view of the members' list; a shared one needs the right to change members."""
    view = journeys.save_view(
        doing=_doing(request, idempotency_key, body), name=body.name, query=body.query,
        is_shared=body.is_shared,
    )  # fmt: skip
    return shown(ViewShown, view, status=201)


@writes(
    router, "/member-views/{view_id}", method="DELETE", right="members.read", gives={204: None},
    refuses=(404,),
)  # fmt: skip
def drop_view(
    request: ApiRequest, view_id: GivenId, idempotency_key: IdempotencyKey
) -> HttpResponse:
    """Take a saved view away; a shared one needs the right to change members."""
    journeys.drop_view(doing=_doing(request, idempotency_key), view_id=view_id)
    return HttpResponse(status=204)


def _doing(request: ApiRequest, key: str, body: BaseModel | None = None) -> journeys.Doing:
    return journeys.Doing(
        request.auth, claim_of(request, key, body), sources.ids(), sources.vault(), sources.now()
    )
