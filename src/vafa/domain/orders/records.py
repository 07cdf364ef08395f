"""What goes into and comes out of the orders."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final, Literal, get_args

State = Literal["registered", "review", "started", "delivered", "cancelled"]
StepKind = Literal["state", "note", "cost", "file", "billed"]
STATES: Final[tuple[str, ...]] = get_args(State)


@dataclass(frozen=True, slots=True)
class NewOrder:
    """An order to place; `wished_on` is the day by which the member would like it."""

    title: str
    description: str = ""
    wished_on: date | None = None
    cost_rials: int | None = None
    branch: str = ""


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file to attach, as it was sent."""

    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class By:
    """Who does it: somebody of the staff, or the member when `is_member`."""

    who: str
    staff_id: int = 0
    is_member: bool = False


@dataclass(frozen=True, slots=True)
class StepShown:
    """A step of the timeline."""

    seq: int
    kind: str
    state: str
    at: datetime
    recorded_at: datetime
    who: str
    note: str
    cost_rials: int | None
    is_shown: bool


@dataclass(frozen=True, slots=True)
class StepOfOrder:
    """A step, with the number and title of its order."""

    number: int
    title: str
    step: StepShown


@dataclass(frozen=True, slots=True)
class FileShown:
    """A file of an order, without its bytes."""

    id: int
    name: str
    kind: str
    size: int
    by_member: bool
    added_at: datetime


@dataclass(frozen=True, slots=True)
class OrderListed:
    """An order in a list."""

    id: int
    number: int
    member_id: int
    title: str
    state: str
    branch: str
    cost_rials: int | None
    wished_on: date | None
    placed_at: datetime
    changed_at: datetime
    by_member: bool
    sale_id: int | None
    member_name: str
    member_number: str


@dataclass(frozen=True, slots=True)
class OrderShown:
    """An order with its timeline, oldest first, and its files."""

    order: OrderListed
    description: str
    steps: tuple[StepShown, ...]
    files: tuple[FileShown, ...]
    next_states: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OrdersSought:
    """Which orders are wanted, newest first; an empty field leaves it open.

    `text` is a part of the title, or the number in digits of any script. `before` is the number
    at which the page before ended, `after` that at which the next one began. `member_ids` are one
    member's, merged duplicates included.
    """

    state: str = ""
    branch: str = ""
    member_ids: tuple[int, ...] = ()
    text: str = ""
    placed_from: datetime | None = None
    placed_before: datetime | None = None
    before: int | None = None
    after: int | None = None
    limit: int = 25
