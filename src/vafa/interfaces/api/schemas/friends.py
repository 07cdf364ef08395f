"""Inviting friends as it is answered."""

from typing import Literal

from pydantic import Field

from vafa.interfaces.api.fields import Answer, Body, NumberInAddress, ShownMoment
from vafa.interfaces.api.schemas.merges import NamedShown
from vafa.journeys.invite_friends import Invitations


class FriendShown(Answer):
    """Somebody who came by the link: of whom no more is told than the first name."""

    first_name: str
    joined_at: ShownMoment
    state: Literal["open", "given", "refused"] = Field(
        description="open: no purchase has counted yet; given: was rewarded; refused: did not"
        " count."
    )


class BroughtShown(Answer):
    """What inviting brought of a unit and was kept; what still waits is in it."""

    unit: str
    units: int


class InvitationsAnswer(Answer):
    """A member's invitation, the newest hundred who came by it, and what it brought."""

    token: str = Field(
        description="What stands in the link of the portal, /j/<club>/<token>; whoever joins with"
        " it as `invitation` was invited."
    )
    friends: tuple[FriendShown, ...]
    earned: tuple[BroughtShown, ...]

    @classmethod
    def of(cls, found: Invitations) -> "InvitationsAnswer":
        """Give the answer."""
        return cls(
            token=found.token,
            friends=tuple(
                FriendShown.model_validate(one, from_attributes=True) for one in found.friends
            ),
            earned=tuple(
                BroughtShown(unit=one.unit.code, units=one.units) for one in found.earned
            ),
        )


class InvitationsQuery(Body):
    """Which page of the list: those who came before one, the newest first; of one state or all."""

    state: Literal["open", "given", "refused"] | None = None
    before: str = Field("", max_length=18, pattern=r"^([1-9][0-9]*)?$")
    limit: NumberInAddress = Field(50, ge=1, le=200)


class InvitationListedShown(Answer):
    """Who came, by whom, and what it has come to."""

    invited: NamedShown
    inviter: NamedShown
    joined_at: ShownMoment
    state: Literal["open", "given", "refused"] = Field(
        description="open: no purchase has counted yet; given: was rewarded; refused: did not"
        " count."
    )
    reason: str = Field(
        description="Why one did not count: known (was a member before) or one_wallet (the two"
        " share a wallet)."
    )


class InvitationsListAnswer(Answer):
    """A page of invitations; an empty `next_before` means that there is no more."""

    invitations: tuple[InvitationListedShown, ...]
    next_before: str
