"""A club's books as they are asked and shown: months, journal, what units are worth."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StrictInt

from vafa.interfaces.api.fields import Answer, Body, Code, ShownId, ShownMoment
from vafa.journeys.close_month import TermsSet
from vafa.kit.amounts import BASIS_POINTS, MAX_RIALS

PersianName = Annotated[str, BeforeValidator(lambda name: name.fa)]

_MONTH = "1[34][0-9]{2}-(0[1-9]|1[0-2])"

MonthName = Annotated[
    str, Field(pattern=f"^{_MONTH}$", description="A Jalali month.", examples=["1405-07"])
]
MonthOrNone = Annotated[
    str,
    Field(
        pattern=f"^({_MONTH})?$", description="A Jalali month; empty, all.", examples=["1405-07"]
    ),
]
AccountName = Literal[
    "liability",
    "revenue",
    "breakage",
    "promotion",
    "receivable",
    "opening",
    "revaluation",
    "settlement",
]


class MonthsQuery(Body):
    """Which months: from the first to the last, both included."""

    first: MonthOrNone = ""
    last: MonthOrNone = ""


class JournalQuery(MonthsQuery):
    """Which months, and whether lines are summed by day or by month."""

    step: Literal["day", "month"] = "month"


class FiguresShown(Answer):
    """Units, then deferred revenue in Rial: opening and changes give closing, exactly.

    `worth_rials` is what the closing units buy; `use_basis_points`, the share of units that is
    expected to be used. `breakage_rials` was released since it will never be used.
    """

    opening_units: int
    issued_units: int
    used_units: int
    expired_units: int
    taken_back_units: int
    adjusted_units: int
    closing_units: int
    owed_units: int
    worth_rials: int
    use_basis_points: int
    opening_rials: int
    added_rials: int
    taken_back_rials: int
    used_rials: int
    breakage_rials: int
    revalued_rials: int
    closing_rials: int


class UnitMonthShown(Answer):
    """A unit in a month."""

    code: str
    name: PersianName
    figures: FiguresShown


class RevaluedShown(Answer):
    """A new rate met what members had: the worth of all units before and after."""

    date: str
    unit: str
    programme_version: int
    units: int
    old_worth_rials: int
    new_worth_rials: int
    difference_rials: int


class LateEffectShown(Answer):
    """An amount booked in this month for a day whose own month was closed."""

    effective_date: str
    unit: str
    cause: str
    amount_rials: int


class MonthAnswer(Answer):
    """A month. A closed one never changes; an open one is computed as of now."""

    month: str
    is_closed: bool
    units: tuple[UnitMonthShown, ...]
    revaluations: tuple[RevaluedShown, ...]
    late: tuple[LateEffectShown, ...]


class LiabilityAnswer(Answer):
    """Months, in their order."""

    months: tuple[MonthAnswer, ...]


class JournalLineShown(Answer):
    """One side of one account. Dates are Jalali; a late effect carries its own."""

    month: str
    date: str
    gregorian_date: str
    effective_date: str
    account: AccountName
    code: str
    title: str
    debit_rials: int
    credit_rials: int


class JournalAnswer(Answer):
    """The journal: debits and credits are the same, by month, by day and in all."""

    lines: tuple[JournalLineShown, ...]


class UnitTermsShown(Answer):
    """What a unit is worth, the share expected to be used, and what the estimate stands on.

    The estimate is used / (used + expired) of the months of issue of which nothing is left; null
    while those are fewer than three: then all is expected to be used. A month takes the estimate
    of its start, unless a share is set by hand.
    """

    code: str
    name: PersianName
    rials: int
    per_units: int
    use_basis_points: int
    is_set_by_hand: bool
    estimate_basis_points: int | None
    finished_used: int
    finished_expired: int


class TermsAnswer(Answer):
    """How each unit is measured in the current month."""

    units: tuple[UnitTermsShown, ...]


class TermsBody(Body):
    """From a month on: `per_units` units are worth `rials`, and so much of them will be used.

    Null leaves it to the programme's rate, and to the estimate.
    """

    unit: Code
    month: MonthName
    rials: Annotated[StrictInt, Field(ge=0, le=MAX_RIALS)] | None = None
    per_units: Annotated[StrictInt, Field(ge=1, le=MAX_RIALS)] | None = None
    use_basis_points: Annotated[StrictInt, Field(ge=1, le=BASIS_POINTS)] | None = None

    def as_record(self) -> TermsSet:
        """Give the terms as the journey takes them."""
        return TermsSet(self.unit, self.month, self.rials, self.per_units, self.use_basis_points)


class TermsSetAnswer(Answer):
    """What was set."""

    unit: str
    month: str
    rials: int | None
    per_units: int | None
    use_basis_points: int | None


class AccountCodesBody(Body):
    """The club's own code of each account that has one."""

    codes: dict[
        AccountName,
        Annotated[
            str,
            Field(max_length=40, pattern=r"^[^\u0000-\u001f\u007f=+@-][^\u0000-\u001f\u007f]*$"),
        ],
    ]


class AccountCodesAnswer(Answer):
    """The code of every account; ours where the club set none."""

    codes: dict[AccountName, str]


class MonthBody(Body):
    """A month."""

    month: MonthName


class MonthDoneAnswer(Answer):
    """A month that was closed, or opened again."""

    month: str
    is_closed: bool


class ReopeningAnswer(Answer):
    """The month is opened again once a second person approves."""

    month: str
    approval_id: ShownId
    payload_hash: str
    expires_at: ShownMoment


class ReopeningApproval(Body):
    """The hash of what is approved, as the request showed it."""

    payload_hash: str = Field(pattern=r"^[0-9a-f]{64}$")
