"""The list of members, and what the shop writes of them: notes, tags, managers, views."""

from dataclasses import replace
from typing import Literal

from pydantic import Field

from vafa.domain.members.listing import MembersSought, Place
from vafa.domain.members.notes import NoteWish
from vafa.domain.members.own_values import OwnSought
from vafa.interfaces.api.fields import (
    Answer,
    Body,
    Code,
    FreeText,
    GivenDay,
    GivenId,
    GivenMoment,
    LongText,
    NumberInAddress,
    ShownId,
    ShownMoment,
)
from vafa.journeys.change_members import Change
from vafa.journeys.list_members import MemberRow
from vafa.kit.calendar import day_of

ColourName = Literal["neutral", "primary", "success", "warning", "error", "info"]


class MembersQuery(Body):
    """Which members are wanted; `cursor` is the `next_cursor` of the page before.

    `bought_from` and `bought_until` are days of the last purchase; `sort` begins with the
    highest. Balances are of the unit with this number in the book, in its own units. `own_field`
    is one of the club's own fields: with this choice, a number from and to, or a day from and to.
    """

    text: FreeText = ""
    state: Literal["present", "left"] | None = None
    branch: Code | None = None
    tier: Code | None = None
    joined_from: GivenMoment | None = None
    joined_before: GivenMoment | None = None
    bought_from: GivenDay | None = None
    bought_until: GivenDay | None = None
    unit: NumberInAddress | None = Field(None, le=3)
    units_from: NumberInAddress | None = None
    units_to: NumberInAddress | None = None
    consent: Literal["sms", "email", "profiling"] | None = None
    tag_id: GivenId | None = None
    manager_id: GivenId | None = None
    own_field: Code | None = None
    own_choice: FreeText = ""
    own_from: NumberInAddress | None = None
    own_to: NumberInAddress | None = None
    own_day_from: GivenDay | None = None
    own_day_to: GivenDay | None = None
    sort: Literal["joined", "bought", "unit_1", "unit_2", "unit_3"] = "joined"
    cursor: str = Field("", max_length=40, pattern=r"^([0-9]{1,19}\.[0-9]{1,19})?$")
    limit: NumberInAddress = Field(25, ge=1, le=100)

    def as_record(self) -> MembersSought:
        """Give the wish as the journey takes it, with one row more than the page holds."""
        value, _, member_id = self.cursor.partition(".")
        until = day_of(self.bought_until) if self.bought_until else None
        return MembersSought(
            text=self.text,
            state=self.state or "",
            branch=self.branch or "",
            joined_from=self.joined_from,
            joined_before=self.joined_before,
            tier=self.tier or "",
            bought_from=day_of(self.bought_from) if self.bought_from else until and 1,
            bought_until=until,
            unit=self.unit or 0,
            units_from=self.units_from,
            units_to=self.units_to,
            consent=self.consent or "",
            tag_id=self.tag_id,
            manager_id=self.manager_id,
            own=self._own(),
            sort=self.sort,
            after=Place(int(value), int(member_id)) if self.cursor else None,
            limit=self.limit + 1,
        )

    def _own(self) -> tuple[OwnSought, ...]:
        if self.own_field is None:
            return ()
        least, most = (
            day_of(day) if day is not None else number
            for day, number in (
                (self.own_day_from, self.own_from), (self.own_day_to, self.own_to),
            )
        )  # fmt: skip
        return (OwnSought(self.own_field, choice=self.own_choice, least=least, most=most),)


class MembersChangeBody(Body):
    """Members to change at once: those named, or all that are sought; at most 20,000."""

    kind: Literal["add_tag", "remove_tag", "set_manager"]
    which: GivenId | None = Field(None, description="The tag, or who looks after them.")
    member_ids: tuple[GivenId, ...] | None = Field(None, max_length=1000)
    sought: MembersQuery = MembersQuery()

    def as_record(self) -> tuple[MembersSought, Change]:
        """Give the wish as the journey takes it."""
        sought = replace(self.sought.as_record(), member_ids=self.member_ids)
        return sought, Change(self.kind, self.which)


class MembersUndoBody(Body):
    """The idempotency key of one's own request that is to be undone."""

    key: str = Field(min_length=1, max_length=255)


class MembersChangedAnswer(Answer):
    """How many were sought, and how many are other than before."""

    sought: int
    changed: int


class MembersUndoneAnswer(Answer):
    """How many are as before."""

    members: int


class TagShown(Answer):
    """A tag of the club."""

    tag_id: ShownId
    name: str
    colour: str


class MemberListedShown(Answer):
    """A member in the list; the mobile is masked for who may not change members."""

    member_id: ShownId
    number: str
    first_name: str
    last_name: str
    mobile: str
    joined_at: ShownMoment
    left_at: ShownMoment | None
    branch: str
    manager_id: ShownId | None
    worth_rials: int
    purchases: int
    is_alike: bool
    tags: tuple[TagShown, ...]

    @classmethod
    def of(cls, row: MemberRow) -> "MemberListedShown":
        """Render a row of the list."""
        one = row.member
        return cls(
            member_id=one.member_id, number=one.number, first_name=one.first_name,
            last_name=one.last_name, mobile=one.mobile, joined_at=one.joined_at,
            left_at=one.left_at, branch=one.joined_branch, manager_id=one.manager_id,
            worth_rials=row.standing.worth_rials, purchases=row.standing.purchases,
            is_alike=one.is_alike, tags=tuple(map(TagShown.model_validate, row.tags)),
        )  # fmt: skip


class MembersAnswer(Answer):
    """A page of members; an empty cursor says that it is the last."""

    members: tuple[MemberListedShown, ...]
    next_cursor: str


class NoteBody(Body):
    """A note on a member."""

    text: LongText


class NoteChangeBody(Body):
    """What a note is to be; what is left out stays."""

    text: LongText | None = None
    is_pinned: bool | None = None
    is_removed: bool | None = None

    def as_record(self) -> NoteWish:
        """Give the wish as the journey takes it."""
        return NoteWish(self.text, self.is_pinned, self.is_removed)


class WrittenShown(Answer):
    """One version of a note."""

    at: ShownMoment
    author: str
    text: str


class NoteShownAnswer(Answer):
    """A note as it is now, with what it said before, the newest first."""

    note_id: ShownId
    text: str
    author: str
    written_at: ShownMoment
    edited_at: ShownMoment | None
    is_pinned: bool
    before: tuple[WrittenShown, ...]


class MarksAnswer(Answer):
    """What the shop wrote of a member; pinned notes come first."""

    tags: tuple[TagShown, ...]
    manager_id: ShownId | None
    manager: str
    notes: tuple[NoteShownAnswer, ...]


class TagBody(Body):
    """A tag: its name and the colour it is shown in."""

    name: str = Field(min_length=1, max_length=40)
    colour: ColourName = "neutral"


class TagsAnswer(Answer):
    """The club's tags, by name."""

    tags: tuple[TagShown, ...]


class TaggingBody(Body):
    """Tags to give to a member and to take away."""

    add: tuple[GivenId, ...] = Field((), max_length=200)
    remove: tuple[GivenId, ...] = Field((), max_length=200)


class ManagerBody(Body):
    """Who of the staff looks after the member; null is nobody."""

    staff_id: GivenId | None


class ViewBody(Body):
    """A saved view: a name for the query of the list's address."""

    name: str = Field(min_length=1, max_length=40)
    query: dict[str, str] = Field(max_length=20)
    is_shared: bool = False


class ViewShown(Answer):
    """A saved view."""

    view_id: ShownId
    name: str
    query: dict[str, str]
    is_shared: bool


class ViewsAnswer(Answer):
    """The views that are everybody's and one's own."""

    views: tuple[ViewShown, ...]
