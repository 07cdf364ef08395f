"""From one version to the next: what becomes of members and of units they hold (E65, E84).

Pure. A version that lets units end, or end sooner, gives every open lot of them the end that it
would have had under it, and notice: nothing ends before max(earned + period, told + notice). An
end is only ever brought forward: a version that lets units last longer, or for ever, leaves to
what is held the end that was promised with it. Inactivity is no end of a lot but a rule of the
unit: it follows the version in force, with the same notice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property, lru_cache

from vafa.domain.rewards import translate
from vafa.domain.rewards.rulebook import Version
from vafa.kit.calendar import (
    day_of_jalali,
    end_of_nth_day,
    jalali_of,
    local_day,
    midnight,
    month_length,
)
from vafa.ledger.records import Earn, Leg
from vafa.ledger.standings import Holder, OpenLot
from vafa.programme.document import (
    AfterDays,
    AfterInactivity,
    Expiry,
    NeverExpires,
    OnFixedDate,
    Programme,
)
from vafa.programme.records import Award, MemberState
from vafa.programme.shifting import Shifted, shifted, stays

_REMEMBERED = 50_000


@dataclass(frozen=True)
class Changeover:
    """The version that members stand under, the next one, and the day on which they are told."""

    before: Version
    after: Version
    told_day: int

    @property
    def zone(self) -> str:
        """Give the time zone in which days count."""
        return self.after.document.zone

    @cached_property
    def floor(self) -> datetime:
        """Give the moment before which nothing ends that had another end, or none."""
        days = self.after.document.notice_days
        return midnight(end_of_nth_day(self.told_day, days), self.zone)

    @cached_property
    def has_other_ladder(self) -> bool:
        """Tell whether members are judged by another ladder."""
        return self.before.document.ladder != self.after.document.ladder

    @cached_property
    def has_other_ends(self) -> bool:
        """Tell whether units may end at another time than before."""
        return _ends_of(self.before.document) != _ends_of(self.after.document)

    @cached_property
    def has_other_idle(self) -> bool:
        """Tell whether inactivity ends other units than before, or at another time."""
        kinds = [
            {unit.number: unit.expiry for unit in one.document.units}
            for one in (self.before, self.after)
        ]
        return any(
            isinstance(end, AfterInactivity) and ends.get(number) != other.get(number)
            for ends, other in (kinds, kinds[::-1])
            for number, end in ends.items()
        )

    @cached_property
    def _known(self) -> dict[tuple[int, str], Expiry | None]:
        return {}

    @cached_property
    def _rules(self) -> tuple[Mapping[str, Expiry], Mapping[str, Expiry]]:
        return _own_ends(self.before.document), _own_ends(self.after.document)

    def expiry_of(self, unit: int, rule: str) -> Expiry | None:
        """Give how units end from now on that a rule gave, or None when nothing changes for them.

        What a rule gave with an end of its own keeps it when that rule is gone.
        """
        place = unit, rule
        if place not in self._known:
            self._known[place] = self._find_expiry(unit, rule)
        return self._known[place]

    def _find_expiry(self, unit: int, rule: str) -> Expiry | None:
        code, code_before = self.after.codes.get(unit), self.before.codes.get(unit)
        if code is None or code_before is None:
            return None
        own_before, own = (ends.get(rule) for ends in self._rules)
        if own_before is not None and not any(
            rule == one.code for one in self.after.document.rules
        ):
            return None
        was = own_before or self.before.unit(code_before).expiry
        now = own or self.after.unit(code).expiry
        return None if was == now else now


def new_end(*, change: Changeover, lot: OpenLot) -> datetime | None:
    """Give the end that a lot gets now, or None when it keeps its own, or stays without one."""
    if change.expiry_of(lot.unit, lot.rule) is None:
        return None
    day = local_day(lot.available_at, change.zone)
    return end_from(
        change=change, unit=lot.unit, rule=lot.rule, day=day, expires_at=lot.expires_at
    )


def end_from(
    *, change: Changeover, unit: int, rule: str, day: int, expires_at: datetime | None
) -> datetime | None:
    """Give the end that units get now which are spendable from a day on, or None as `new_end`."""
    expiry = change.expiry_of(unit, rule)
    end = None if expiry is None else _end_by(expiry, day, change.zone)
    if end is None:
        return None
    end = max(end, change.floor)
    return end if expires_at is None or end < expires_at else None


def idle_ends(
    *, change: Changeover, state: MemberState, holder: Holder
) -> dict[int, datetime | None]:
    """Give when inactivity ends units that are held (None: no longer), where that changes."""
    held = {lot.unit for lot in holder.lots}
    found: dict[int, datetime | None] = {}
    for unit in change.after.document.units:
        before = change.before.units.get(unit.code)
        if before is None or before.expiry == unit.expiry:
            continue
        if isinstance(unit.expiry, AfterInactivity):
            if unit.number in held and state.last_purchase_day:
                day = end_of_nth_day(state.last_purchase_day, unit.expiry.days)
                found[unit.number] = max(midnight(day, change.zone), change.floor)
        elif unit.number in holder.idle:
            found[unit.number] = None
    return found


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a changeover does to one member; `ends` goes by lot, `idle` by unit."""

    shift: Shifted | None
    ends: Mapping[int, datetime]
    idle: Mapping[int, datetime | None]
    is_reviewed_sooner: bool

    @property
    def changes(self) -> bool:
        """Tell whether the book has anything to note."""
        steps = self.shift is not None and bool(self.shift.tier_changes or self.shift.moves)
        return steps or bool(self.ends or self.idle) or self.is_reviewed_sooner


def outcome(*, change: Changeover, holder: Holder, is_preview: bool = False) -> Outcome:
    """Decide what a changeover does to one member; a preview passes over whoever stays."""
    state = MemberState.from_json(holder.state)
    shift = None
    if change.has_other_ladder and not (is_preview and _stays(change, holder, state)):
        shift = shifted(
            before=change.before.compiled, after=change.after.compiled, state=state,
            day=change.told_day,
        )  # fmt: skip
    found = ((lot.seq, new_end(change=change, lot=lot)) for lot in holder.lots)
    return Outcome(
        shift=shift,
        ends={seq: end for seq, end in found if end is not None},
        idle=idle_ends(change=change, state=state, holder=holder) if change.has_other_ends else {},
        is_reviewed_sooner=shift is not None
        and shift.review_day is not None
        and (holder.next_review_day is None or shift.review_day < holder.next_review_day),
    )


def _stays(change: Changeover, holder: Holder, state: MemberState) -> bool:
    due = holder.next_review_day
    return (due is None or due > change.told_day) and stays(
        before=change.before.compiled, after=change.after.compiled, state=state,
        day=change.told_day,
    )  # fmt: skip


def earn_legs(
    *, awards: tuple[Award, ...], by: Version, today: Version, at: datetime
) -> tuple[Leg, ...]:
    """Give the legs that issue awards; of a purchase that arrives late as if issued in time."""
    legs = translate.earn_legs(awards=awards, version=by)
    if by.id == today.id:
        return legs
    change = Changeover(by, today, local_day(today.starts_at, today.document.zone))
    found: list[Leg] = []
    for leg in legs:
        assert isinstance(leg, Earn)
        rule = awards[leg.award_index].rule
        starts = leg.available_at or at
        lot = OpenLot(0, leg.unit, leg.units, starts, leg.expires_at, rule)
        end = new_end(change=change, lot=lot)
        found.append(leg if end is None else replace(leg, expires_at=end))
    return tuple(found)


def _own_ends(document: Programme) -> Mapping[str, Expiry]:
    return {rule.code: rule.expiry for rule in document.rules if rule.expiry is not None}


def _ends_of(document: Programme) -> object:
    return {unit.number: unit.expiry for unit in document.units}, _own_ends(document)


@lru_cache(maxsize=_REMEMBERED)
def _end_by(expiry: Expiry, day: int, zone: str) -> datetime | None:
    """Give the moment at which what is spendable from a day on ends, if it does by itself."""
    match expiry:
        case AfterDays():
            return midnight(end_of_nth_day(day, expiry.days), zone)
        case OnFixedDate():
            return midnight(_after_date(expiry, day), zone)
        case NeverExpires() | AfterInactivity():
            return None


def _after_date(expiry: OnFixedDate, day: int) -> int:
    """Give the midnight that closes the next such Jalali day at least so many days away."""
    year = jalali_of(day).year
    while True:
        last = day_of_jalali(year, expiry.month, min(expiry.day, month_length(year, expiry.month)))
        if last - day >= expiry.minimum_days and last >= day:
            return last + 1
        year += 1
