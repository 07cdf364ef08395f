"""Inviting friends as it is answered."""

from typing import Literal

from pydantic import Field

from vafa.interfaces.api.fields import Answer, ShownMoment
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
