"""Programme versions as they are asked and answered."""

from datetime import date
from typing import Any, Literal

from pydantic import ConfigDict, Field, JsonValue

from vafa.interfaces.api.fields import (
    Answer,
    Body,
    GivenMoment,
    NumberInAddress,
    ShownId,
    ShownMoment,
)
from vafa.interfaces.api.schemas.members import MemberAnswer
from vafa.interfaces.api.schemas.purchases import QuoteAnswer


class DocumentBody(Body):
    """A programme document. GET /v1/programme/schema gives its JSON Schema."""

    document: dict[str, JsonValue] = Field(max_length=50)


class DraftBody(DocumentBody):
    """A document to save; with `based_on` only while that version is the newest."""

    based_on: NumberInAddress | None = None


class PublishBody(Body):
    """From when the version is in force; default: at once."""

    starts_at: GivenMoment | None = None
    preview_hash: str = Field(
        "", pattern=r"^([0-9a-f]{64})?$", description="Of the preview that was seen."
    )


class PreviewBody(Body):
    """As if it came in at a moment; default: now."""

    starts_at: GivenMoment | None = None


class MoversQuery(Body):
    """A page of members."""

    cursor: str = Field("", max_length=19, pattern=r"^([1-9][0-9]*)?$")
    limit: int = Field(50, ge=1, le=100)


class DiffQuery(Body):
    """The version to compare with."""

    against: NumberInAddress


class VersionAnswer(Answer):
    """A programme version without its document."""

    number: int
    state: Literal["draft", "published"]
    code: str
    starts_at: ShownMoment | None
    created_at: ShownMoment
    published_at: ShownMoment | None


class VersionsAnswer(Answer):
    """All versions of the club's programme."""

    versions: tuple[VersionAnswer, ...]


class ProblemFound(Answer):
    """What is wrong at a place (a JSON pointer) and what to do; a note stops nothing."""

    place: str
    code: str
    level: Literal["error", "note"]
    message_fa: str
    message_en: str
    remedy_fa: str
    remedy_en: str


class SavedAnswer(Answer):
    """The version and what stands against publishing it."""

    version: VersionAnswer
    problems: tuple[ProblemFound, ...]
    is_unseen: bool = False


class CheckedAnswer(Answer):
    """What stands against publishing a document; empty when nothing does."""

    problems: tuple[ProblemFound, ...]


class DocumentAnswer(Answer):
    """A version with its document, as import takes it."""

    number: int
    document: dict[str, Any]


class DifferenceShown(Answer):
    """One place at which two versions differ, in words and as values."""

    place: str
    kind: Literal["added", "removed", "changed", "moved"]
    fa: str
    en: str
    before: JsonValue
    after: JsonValue


class DiffAnswer(Answer):
    """Every difference, in the document's order."""

    before: int
    after: int
    differences: tuple[DifferenceShown, ...]


class SchemaAnswer(Answer):
    """A JSON Schema (2020-12)."""

    model_config = ConfigDict(extra="allow")


class TierFlowShown(Answer):
    """So many members go from a tier to another: at once, or (`falls_on`) when grace is over."""

    before: str
    after: str
    falls_on: date | None
    members: int


class NewEndsShown(Answer):
    """Lots whose end is new or earlier, by the Jalali month in which they would end."""

    unit: str
    year: int
    month: int
    lots: int
    units: int


class IdleEndsShown(Answer):
    """Members whose units would end for want of purchases (`is_ended`), or no longer would."""

    unit: str
    is_ended: bool
    members: int


class PreviewAnswer(Answer):
    """What a version would change today, against the one in force."""

    number: int
    against: int
    preview_hash: str
    members: int
    moving: int
    flows: tuple[TierFlowShown, ...]
    ends: tuple[NewEndsShown, ...]
    idle: tuple[IdleEndsShown, ...]
    nothing_ends_before: date


class UnitEndingShown(Answer):
    """Units that would get an end, or an earlier one."""

    unit: str
    units: int


class MoverAnswer(Answer):
    """A member who would move, or whose units would end; `card` is null for a shared account."""

    member_id: ShownId
    card: MemberAnswer | None
    before: str
    after: str
    falls_on: date | None
    ends: tuple[UnitEndingShown, ...]


class MoversAnswer(Answer):
    """A page of members; an empty `next_cursor` means that there is no more."""

    members: tuple[MoverAnswer, ...]
    next_cursor: str


class TriedAnswer(Answer):
    """What a purchase would do by the version in force, if any, and by the one asked for."""

    before: QuoteAnswer | None
    after: QuoteAnswer


class BackTestBody(Body):
    """Over how many months, back from today."""

    months: Literal[1, 3, 6, 12] = 3


class BothShown(Answer):
    """A figure by the version in force, and by the one that is tried."""

    before: int
    after: int


class UnitTestedShown(Answer):
    """What was given of a unit, what orders were paid with, what expired unused; in units."""

    code: str
    given: BothShown
    spent: BothShown
    expired: BothShown


class RuleTestedShown(Answer):
    """How often a rule gave, and what that is worth in Rial."""

    code: str
    times: BothShown
    worth_rials: BothShown


class TierTestedShown(Answer):
    """Members on a tier at the end, and the worth of what was given at it; "" is no tier."""

    code: str
    members: BothShown
    worth_rials: BothShown


class MonthTestedShown(Answer):
    """The worth of what was given in a Jalali month."""

    year: int
    month: int
    worth_rials: BothShown


class BackTestedShown(Answer):
    """What both versions come to. Without `has_worth` no unit pays for anything: all worths are 0.

    Only purchases are played: no birthday, coupon, reward, budget or entry by hand.
    """

    orders: int
    net_rials: int
    members: int
    has_worth: bool
    worth_rials: BothShown
    spent_rials: BothShown
    units: tuple[UnitTestedShown, ...]
    rules: tuple[RuleTestedShown, ...]
    tiers: tuple[TierTestedShown, ...]
    months: tuple[MonthTestedShown, ...]
    gaining: int
    losing: int


class BackTestAnswer(Answer):
    """How far a back-test is; `result` once it is done, `problem` the code of why it failed."""

    number: int
    against: int
    months: int
    state: Literal["waiting", "done", "failed"]
    asked_at: ShownMoment
    changed_at: ShownMoment
    members_done: int
    members_total: int
    result: BackTestedShown | None
    problem: str


class MemberTestedShown(Answer):
    """What a member was given in the time: Rial, or units where none pays for anything."""

    member_id: ShownId
    given: BothShown
    tier_before: str
    tier_after: str


class ChangedNameShown(Answer):
    """The number and name of a member to whom the version gives something else."""

    number: str
    name: str


class ChangedMemberShown(Answer):
    """A member to whom the version gives something else; no name for a shared account."""

    figures: MemberTestedShown
    member: ChangedNameShown | None


class ChangedMembersAnswer(Answer):
    """At most 200 members, the largest difference first."""

    members: tuple[ChangedMemberShown, ...]
