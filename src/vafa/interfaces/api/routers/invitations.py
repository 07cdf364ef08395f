"""Inviting somebody of the staff to sign in to the pages."""

from django.conf import settings
from django.http import HttpResponse
from ninja import Router

from vafa.interfaces.api.answers import written
from vafa.interfaces.api.fields import GivenId
from vafa.interfaces.api.operations import writes
from vafa.interfaces.api.requests import ApiRequest, IdempotencyKey, claim_of
from vafa.interfaces.api.schemas.invitations import InvitationAnswer, InvitationBody
from vafa.interfaces.web import sources
from vafa.journeys import invite_user as inviting

router = Router(tags=["staff"])


@writes(
    router,
    "/staff/{staff_id}/invitations",
    right="staff.manage",
    gives={202: InvitationAnswer},
    refuses=(404,),
)
def invite_user(
    request: ApiRequest, staff_id: GivenId, idempotency_key: IdempotencyKey, body: InvitationBody
) -> HttpResponse:
    """Send somebody of the staff a link by which to set a password; it ends the one before.

    The link is good for seven days and once.
    """
    sent = inviting.invite_user(
        principal=request.auth,
        claim=claim_of(request, idempotency_key, body),
        ids=sources.ids(),
        vault=sources.vault(),
        at=sources.now(),
        invite=inviting.Invite(
            staff_id,
            body.login,
            sources.link_secret(),
            settings.PUBLIC_ADDRESS,
        ),
    )
    return written(InvitationAnswer, sent, status=202)
