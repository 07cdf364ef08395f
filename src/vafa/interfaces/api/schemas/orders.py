"""Orders: what is asked for, its timeline and files, and the purchase that it becomes."""

from datetime import date
from typing import Literal

from pydantic import Field

from vafa.domain.members.records import MemberRef
from vafa.domain.orders.records import NewOrder, OrdersSought
from vafa.interfaces.api.fields import (
    Answer,
    Body,
    Code,
    Currency,
    FreeText,
    GivenId,
    GivenMoment,
    LongText,
    NumberInAddress,
    PositiveRials,
    ShownId,
    ShownMoment,
    Title,
)
from vafa.interfaces.api.schemas.purchases import PurchaseAnswer
from vafa.interfaces.api.schemas.shared import MemberNamed

StateName = Literal["registered", "review", "started", "delivered", "cancelled"]


class OrdersQuery(Body):
    """Which orders are wanted; `cursor` is the `next_cursor` of the page before."""

    state: StateName | None = None
    branch: Code | None = None
    member_id: GivenId | None = None
    text: FreeText = ""
    cursor: NumberInAddress | None = None
    limit: NumberInAddress = Field(25, ge=1, le=100)

    def as_record(self) -> OrdersSought:
        """Give the wish as the journey takes it, with one row more than the page holds."""
        return OrdersSought(
            state=self.state or "",
            branch=self.branch or "",
            text=self.text,
            before=self.cursor,
            limit=self.limit + 1,
        )


class OrderBody(Body):
    """An order to place; `wished_on` is a day of the Gregorian calendar, a cost includes VAT."""

    member: MemberNamed
    title: Title
    description: LongText = ""
    wished_on: date | None = None
    cost_rials: PositiveRials | None = None
    currency: Currency
    branch: Code | None = None

    def as_record(self) -> tuple[MemberRef, NewOrder]:
        """Give the member and the order as the journey takes them."""
        order = NewOrder(
            title=self.title,
            description=self.description,
            wished_on=self.wished_on,
            cost_rials=self.cost_rials,
            branch=self.branch or "",
        )
        return self.member.as_record(), order


class StepBody(Body):
    """The next state of an order; without `event_at` it is there now."""

    state: StateName
    note: LongText = ""
    event_at: GivenMoment | None = None
    tells_member: bool = True


class StepPreviewBody(Body):
    """The state and the note that the member would be told of."""

    state: StateName
    note: LongText = ""


class OrderNoteBody(Body):
    """A note; one that is not shown is for the staff alone."""

    note: LongText = Field(min_length=1)
    is_shown: bool = True


class CostBody(Body):
    """What an order costs, with VAT."""

    cost_rials: PositiveRials
    currency: Currency


class BillBody(Body):
    """When the order was paid; without `event_at` it is now."""

    event_at: GivenMoment | None = None


class FileQuery(Body):
    """The name of the file that is sent."""

    file_name: Title


class OrderListedShown(Answer):
    """An order in a list."""

    number: int
    member_id: ShownId
    title: str
    state: StateName
    branch: str
    cost_rials: int | None
    wished_on: date | None
    placed_at: ShownMoment
    changed_at: ShownMoment
    by_member: bool
    sale_id: ShownId | None


class OrdersAnswer(Answer):
    """Orders, newest first."""

    orders: tuple[OrderListedShown, ...]
    next_cursor: str


class OrderStepShown(Answer):
    """A step of the timeline: when it was, and when it was typed."""

    seq: int
    kind: str
    state: StateName
    at: ShownMoment
    recorded_at: ShownMoment
    who: str
    note: str
    cost_rials: int | None
    is_shown: bool


class OrderFileShown(Answer):
    """A file of an order."""

    id: ShownId
    name: str
    kind: str
    size: int
    by_member: bool
    added_at: ShownMoment


class OrderDetailShown(Answer):
    """An order with its timeline, oldest step first, and its files."""

    order: OrderListedShown
    description: str
    steps: tuple[OrderStepShown, ...]
    files: tuple[OrderFileShown, ...]
    next_states: tuple[StateName, ...]


class OrderBilledAnswer(Answer):
    """An order and the purchase that it became."""

    order: OrderDetailShown
    purchase: PurchaseAnswer


class StepPreviewAnswer(Answer):
    """The text that the member would get."""

    text: str
