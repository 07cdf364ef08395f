"""An invitation to sign in, for somebody of the staff."""

from pydantic import Field

from vafa.interfaces.api.fields import Answer, Body, ShownId, ShownMoment


class InvitationBody(Body):
    """Where the link goes: an e-mail address or a mobile, with which the person then signs in."""

    login: str = Field(min_length=3, max_length=254)


class InvitationAnswer(Answer):
    """The invitation is on its way; its link is good until then."""

    staff_id: ShownId
    expires_at: ShownMoment
