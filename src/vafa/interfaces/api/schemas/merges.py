"""Two members who are one person, as they are asked about, merged and parted again."""

from pydantic import Field

from vafa.interfaces.api.fields import (
    Answer,
    Body,
    GivenId,
    NumberInAddress,
    ShownId,
    ShownMoment,
)
from vafa.interfaces.api.schemas.members import MemberAnswer
from vafa.interfaces.api.schemas.shared import BalanceShown, TierMovedShown


class MergeBody(Body):
    """The member who stays, and the one who turned out to be the same person."""

    survivor_id: GivenId
    duplicate_id: GivenId


class LotShown(Answer):
    """Units that came in together and end together; pending ones can be spent later."""

    unit: str
    units: int
    held: int
    is_pending: bool
    available_at: ShownMoment
    expires_at: ShownMoment | None


class MergeSideShown(Answer):
    """One of the two members as they are now."""

    member: MemberAnswer
    balances: tuple[BalanceShown, ...]
    lots: tuple[LotShown, ...]
    sales: int
    net_rials: int = Field(description="Bought in all, less what came back, without VAT.")
    holds: int = Field(description="Open holds; the survivor's from the merge on.")


class GiftTwiceShown(Answer):
    """A welcome or birthday gift of the duplicate that the survivor has had, too."""

    occasion: str
    rule: str
    unit: str
    units: int


class MergePreviewAnswer(Answer):
    """Who is who, and what the merge would make of both."""

    survivor: MergeSideShown
    duplicate: MergeSideShown
    balances: tuple[BalanceShown, ...]
    lots: tuple[LotShown, ...]
    tier: str
    tier_changes: tuple[TierMovedShown, ...]
    gifts_twice: tuple[GiftTwiceShown, ...]


class UnitMovedShown(Answer):
    """So much of a unit was carried to the survivor, and so much of what was owed."""

    unit: str
    units: int
    owed: int


class MergeAnswer(Answer):
    """A merge; `merge_id` undoes it."""

    merge_id: ShownId
    survivor_id: ShownId
    duplicate_id: ShownId
    carried: tuple[UnitMovedShown, ...]
    tier: str
    tier_changes: tuple[TierMovedShown, ...]
    gifts_twice: tuple[GiftTwiceShown, ...]
    balances: tuple[BalanceShown, ...]


class MergesQuery(Body):
    """Which page of the list: the merges before one, the newest first."""

    before: str = Field("", max_length=19, pattern=r"^([1-9][0-9]{0,17})?$")
    limit: NumberInAddress = Field(50, ge=1, le=200)


class NamedShown(Answer):
    """A member by number and name."""

    member_id: ShownId
    number: str
    name: str


class MergeListedShown(Answer):
    """A merge: who was kept, who went into that one; `undone_at` when they were parted again."""

    merge_id: ShownId
    survivor: NamedShown
    duplicate: NamedShown
    merged_at: ShownMoment
    undone_at: ShownMoment | None


class MergesAnswer(Answer):
    """A page of merges; an empty `next_before` means that there is no more."""

    merges: tuple[MergeListedShown, ...]
    next_before: str


class UnitReturnedShown(Answer):
    """What became of a unit that was carried: it went back, it ended, or it was used meanwhile."""

    unit: str
    came: int
    returned: int
    ended: int
    used: int
    owed: int = Field(description="Owed by the duplicate again: at most what came.")


class UnmergeAnswer(Answer):
    """A merge that was undone, and both members as they are now."""

    merge_id: ShownId
    survivor_id: ShownId
    duplicate_id: ShownId
    returned: tuple[UnitReturnedShown, ...]
    survivor_tier: str
    duplicate_tier: str
    survivor_tier_changes: tuple[TierMovedShown, ...]
    duplicate_tier_changes: tuple[TierMovedShown, ...]
    survivor_balances: tuple[BalanceShown, ...]
    duplicate_balances: tuple[BalanceShown, ...]
