"""Who came by whose invitation, and what it brought."""

from django.http import HttpResponse
from ninja import Query, Router

from vafa.domain.members.invitations import InvitationsSought
from vafa.interfaces.api.answers import shown
from vafa.interfaces.api.fields import GivenId
from vafa.interfaces.api.operations import reads
from vafa.interfaces.api.requests import ApiRequest
from vafa.interfaces.api.schemas.friends import (
    InvitationsAnswer,
    InvitationsListAnswer,
    InvitationsQuery,
)
from vafa.interfaces.web import sources
from vafa.journeys.invite_friends import show_invitations as show_invitations_journey
from vafa.journeys.list_invitations import list_invitations as list_invitations_journey

router = Router(tags=["member invitations"])


@reads(
    router, "/members/{member_id}/invitations", right="members.read", gives=InvitationsAnswer,
    refuses=(404,),
)  # fmt: skip
def show_invitations(request: ApiRequest, member_id: GivenId) -> HttpResponse:
    """Show what stands in a member's link for friends, who came by it, and what it brought."""
    found = show_invitations_journey(
        principal=request.auth, vault=sources.vault(), member_id=member_id
    )
    return shown(InvitationsAnswer, InvitationsAnswer.of(found))


@reads(router, "/invitations", right="members.read", gives=InvitationsListAnswer)
def list_invitations(request: ApiRequest, query: Query[InvitationsQuery]) -> HttpResponse:
    """List who came by whose invitation, the newest first."""
    sought = InvitationsSought(
        state=query.state, before_id=int(query.before or 0), limit=query.limit
    )
    found = list_invitations_journey(principal=request.auth, vault=sources.vault(), sought=sought)
    last = str(found[-1].invited.member_id) if len(found) == query.limit else ""
    return shown(InvitationsListAnswer, {"invitations": found, "next_before": last})
