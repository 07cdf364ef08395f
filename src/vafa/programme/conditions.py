"""The closed set of typed conditions a rule may test.

A condition is data: the builder page, the validator, the sentence and the evaluator all read
these classes. Adding a node means adding a class here; `assert_never` then shows every place that
must learn it.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Code = Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[a-z0-9][a-z0-9_.-]*$")]
Day = Annotated[date, Field(ge=date(1900, 1, 1), le=date(2200, 1, 1))]
Weekday = Literal["saturday", "sunday", "monday", "tuesday", "wednesday", "thursday", "friday"]


class Node(BaseModel):
    """What every part of a programme document is: strict, frozen and without unknown fields."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=False)


class AmountIs(Node):
    """The order's amount in Rial lies in [at_least, below)."""

    kind: Literal["amount"] = "amount"
    of: Literal["net", "eligible"] = "net"
    at_least: int = Field(0, ge=0, le=10**13)
    below: int | None = Field(None, ge=1, le=10**13)


class HasGroup(Node):
    """The order has at least `quantity` items of these groups (or of their sub-groups)."""

    kind: Literal["product_group"] = "product_group"
    groups: tuple[Code, ...] = Field(min_length=1, max_length=200)
    quantity: int = Field(1, ge=1, le=10**6)


class ChannelIs(Node):
    """The purchase came by one of these channels (till, web, mobile, terminal …)."""

    kind: Literal["channel"] = "channel"
    channels: tuple[Code, ...] = Field(min_length=1, max_length=50)


class BranchIs(Node):
    """The purchase was made at one of these branches."""

    kind: Literal["branch"] = "branch"
    branches: tuple[Code, ...] = Field(min_length=1, max_length=1000)


class PartnerIs(Node):
    """The purchase was made at one of these partners of a coalition."""

    kind: Literal["partner"] = "partner"
    partners: tuple[Code, ...] = Field(min_length=1, max_length=1000)


class TierIs(Node):
    """The member stands on one of these tiers before the order."""

    kind: Literal["tier"] = "tier"
    tiers: tuple[Code, ...] = Field(min_length=1, max_length=20)


class InSegment(Node):
    """The member belongs to one of these segments."""

    kind: Literal["segment"] = "segment"
    segments: tuple[Code, ...] = Field(min_length=1, max_length=50)


class WeekdayIs(Node):
    """The purchase falls on one of these weekdays in the club's zone."""

    kind: Literal["weekday"] = "weekday"
    days: tuple[Weekday, ...] = Field(min_length=1, max_length=7)


class HoursAre(Node):
    """The local minute lies in [from_minute, to_minute); past midnight when from > to."""

    kind: Literal["hours"] = "hours"
    from_minute: int = Field(ge=0, le=1439)
    to_minute: int = Field(ge=0, le=1440)


class DateIn(Node):
    """The local day lies in [starts_on, ends_before)."""

    kind: Literal["date_range"] = "date_range"
    starts_on: Day | None = None
    ends_before: Day | None = None


class PurchaseNumber(Node):
    """It is the member's n-th purchase: one of `numbers`, or every `every`-th."""

    kind: Literal["nth_purchase"] = "nth_purchase"
    numbers: tuple[Annotated[int, Field(ge=1, le=10**6)], ...] = Field((), max_length=50)
    every: int | None = Field(None, ge=2, le=10**6)


class FirstPurchase(Node):
    """It is the member's first purchase."""

    kind: Literal["first_purchase"] = "first_purchase"


class DaysSinceVisit(Node):
    """Days since the last purchase lie in [at_least, at_most]; false on the first purchase."""

    kind: Literal["days_since_last_visit"] = "days_since_last_visit"
    at_least: int = Field(0, ge=0, le=36500)
    at_most: int | None = Field(None, ge=0, le=36500)


class BirthdayWindow(Node):
    """The day is at most so many days before or after the birthday (Jalali; E19: 30 Esfand)."""

    kind: Literal["birthday_window"] = "birthday_window"
    days_before: int = Field(0, ge=0, le=60)
    days_after: int = Field(0, ge=0, le=60)


class AttributeIs(Node):
    """A custom attribute of the member or the order has one of these values."""

    kind: Literal["attribute"] = "attribute"
    name: Code
    values: tuple[Annotated[str, Field(min_length=1, max_length=100)], ...] = Field(
        min_length=1, max_length=100
    )


class AllOf(Node):
    """Every one of these holds (an empty list holds)."""

    kind: Literal["all"] = "all"
    of: tuple[Condition, ...] = Field((), max_length=30)


class AnyOf(Node):
    """At least one of these holds."""

    kind: Literal["any"] = "any"
    of: tuple[Condition, ...] = Field(min_length=1, max_length=30)


class Not(Node):
    """The condition `of` does not hold."""

    kind: Literal["not"] = "not"
    of: Condition


type_of_condition = (
    AmountIs | HasGroup | ChannelIs | BranchIs | PartnerIs | TierIs | InSegment | WeekdayIs
    | HoursAre | DateIn | PurchaseNumber | FirstPurchase | DaysSinceVisit | BirthdayWindow
    | AttributeIs | AllOf | AnyOf | Not
)  # fmt: skip
Condition = Annotated[type_of_condition, Field(discriminator="kind")]

AllOf.model_rebuild()
AnyOf.model_rebuild()
Not.model_rebuild()
