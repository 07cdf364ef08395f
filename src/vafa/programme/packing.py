"""Between the frozen records of a decision and the flat numbers of a machine."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain

from vafa.kit.amounts import MAX_RIALS
from vafa.kit.calendar import birthday_in, jalali_of
from vafa.kit.errors import Refused
from vafa.programme import layout as at
from vafa.programme.compile import LINE_KINDS, TRIGGERS, CompiledProgramme
from vafa.programme.conditions import InSegment
from vafa.programme.records import (
    Line,
    MemberFacts,
    MemberSnapshot,
    MemberState,
    Occasion,
    PurchaseEvent,
    Spend,
)

_MOST_LINES = 1000
_ONE_MILLI = 1000
_MOST_SPENDS = 8


class InvalidOrder(Refused):
    """An order has amounts of 0 to 10^13 Rial, at most 1,000 distinct lines and 8 spends."""


class UnknownUnit(Refused):
    """The programme has no such unit."""


def pack_member(
    programme: CompiledProgramme, snapshot: MemberSnapshot, lines: int = 0
) -> at.Machine:
    """Make a machine that holds one member, with room for an event of so many lines."""
    p = programme.cells
    state = snapshot.state
    s = [0] * state_size(programme)
    s[at.S_DAY] = state.day
    s[at.S_SINCE], s[at.S_GRACE], s[at.S_MANUAL] = (
        state.tier_since,
        state.grace_until,
        state.manual_until,
    )
    s[at.S_PURCHASES] = state.purchases
    s[at.S_FIRST], s[at.S_LAST] = state.first_purchase_day, state.last_purchase_day
    s[at.S_COUNT] = len(state.window)
    for number, unit in enumerate(programme.units):
        if unit in snapshot.balances:
            balance = snapshot.balances[unit]
            place = at.S_UNITS + number * at.BALANCE_SIZE
            s[place : place + at.BALANCE_SIZE] = [
                max(0, balance.available), balance.pending, balance.owed,
            ]  # fmt: skip
    place = at.S_UNITS + len(programme.units) * at.BALANCE_SIZE
    for cap in programme.caps:
        s[place : place + 2] = state.caps.get(cap.key, (0, 0))
        place += 2
    for rule in programme.rules:
        s[place] = state.carry.get(rule.code, 0)
        place += 1
    window = list(chain.from_iterable(state.window))
    s[at.S_VALUE] = sum(window[1 :: at.BUCKET_SIZE])
    window += [0, 0]
    # Per effect at most: an award, its lines, some fifty reasons, a movement; per wish a burn and
    # its lines.
    effects = len(programme.effects)
    multipliers = sum(effect.kind == "multiply" for effect in programme.effects)
    rows = 40 + effects * (lines + 50 + multipliers) + len(programme.rules) * 4
    rows += _MOST_SPENDS * (lines + 2)
    rows += 6 * len(programme.tiers)
    out = [0] * (at.OUT_ROWS + at.ROW * rows)
    out[0] = at.OUT_ROWS
    m = at.Machine(
        p=p,  # type: ignore[arg-type]  # framework: steps never write to p
        s=s, window=window, lots=[], e=[0] * at.E_WISH_AT, lines=[0] * (lines * at.LINE_SIZE),
        work=[0] * work_size(programme, lines), out=out,
    )  # fmt: skip
    s[at.S_TIER] = (
        _tier_of(programme, m)
        if state.tier not in programme.tiers
        else (programme.tiers.index(state.tier))
    )
    return m


def _tier_of(programme: CompiledProgramme, m: at.Machine) -> int:
    """Give the tier of a member who has none, or one that is no longer in the programme."""
    from vafa.programme.step_ladder import level_of, value_on

    return level_of(m, value_on(m, m.s[at.S_DAY])) if programme.tiers else 0


def state_size(programme: CompiledProgramme) -> int:
    """Give the length of a member's numbers."""
    tail = 2 * len(programme.caps) + len(programme.rules)
    return at.S_UNITS + at.BALANCE_SIZE * len(programme.units) + tail


def work_size(programme: CompiledProgramme, lines: int) -> int:
    """Give the length of the scratch memory that an event of so many lines needs."""
    return _work_parts(programme, lines)[-1]


def _work_parts(programme: CompiledProgramme, lines: int) -> tuple[int, ...]:
    rules = lines * at.LINE_WORK
    effects = rules + len(programme.rules) * at.RULE_WORK
    masks = effects + len(programme.effects) * at.EFFECT_WORK
    stacks = masks + len(programme.masks) * at.MASK_WORK
    on = stacks + programme.cells[at.P_STACKS] * (1 + len(programme.units))
    multipliers = on + len(programme.rules)
    stack = multipliers + len(programme.effects) * at.MULTIPLIER_WORK
    sold = stack + 64
    cells = sold + programme.cells[at.P_WORDS]
    bases = cells + lines + 1
    end = bases + programme.cells[at.P_CELLS]
    return rules, effects, masks, stacks, on, multipliers, stack, sold, cells, bases, end


def point_at_work(programme: CompiledProgramme, e: at.type_cells, lines: int) -> None:
    """Write into an event where each part of the scratch memory lies."""
    parts = _work_parts(programme, lines)
    rules, effects, masks, stacks, on, multipliers, stack, sold, cells, bases, _ = parts
    e[at.E_WORK_RULES], e[at.E_WORK_EFFECTS], e[at.E_WORK_MASKS] = rules, effects, masks
    e[at.E_WORK_STACKS], e[at.E_WORK_STACK] = stacks, stack
    e[at.E_WORK_ON], e[at.E_WORK_MULTIPLIERS], e[at.E_WORK_SOLD] = on, multipliers, sold
    e[at.E_WORK_CELLS], e[at.E_WORK_BASES] = cells, bases


def pack_purchase(
    programme: CompiledProgramme, snapshot: MemberSnapshot, event: PurchaseEvent,
    limits: Mapping[str, int],
) -> at.Machine:  # fmt: skip
    """Make a machine with a member and a purchase.

    :raises InvalidOrder: when an amount is out of bounds or a line number occurs twice.
    :raises UnknownUnit: when it asks to pay with a unit that is not the programme's.
    """
    check_lines(event.lines)
    if len(event.spend) > _MOST_SPENDS:
        raise InvalidOrder
    m = pack_member(programme, snapshot, len(event.lines))
    wishes = ordered_wishes(programme, event.spend)
    e = _event(programme, snapshot.facts, event, "purchase", wishes, limits)
    e[at.E_CHANNEL] = programme.channels.get(event.channel, 0)
    e[at.E_BRANCH] = programme.branches.get(event.branch, 0)
    e[at.E_PARTNER] = programme.partners.get(event.partner, 0)
    e[at.E_LINES] = len(event.lines)
    point_at_work(programme, e, len(event.lines))
    for number, line in enumerate(event.lines):
        start = number * at.LINE_SIZE
        m.lines[start : start + at.LINE_SIZE] = [
            cell_of(programme, line.kind, line.group),
            line.net_rials, line.gross_rials, line.vat_rials, line.quantity_milli,
        ]  # fmt: skip
    return m._replace(e=e)


def pack_occasion(
    programme: CompiledProgramme, snapshot: MemberSnapshot, occasion: Occasion,
    limits: Mapping[str, int],
) -> at.Machine:  # fmt: skip
    """Make a machine with a member and a happening that is no purchase."""
    lines = 1 if occasion.paid_rials else 0
    m = pack_member(programme, snapshot, lines)
    trigger = occasion.trigger if occasion.trigger in TRIGGERS[1:] else "custom"
    e = _event(programme, snapshot.facts, occasion, trigger, (), limits)
    e[at.E_LINES] = lines
    point_at_work(programme, e, lines)
    if lines:
        m.lines[: at.LINE_SIZE] = [
            cell_of(programme, "product", ""), occasion.paid_rials, occasion.paid_rials, 0,
            _ONE_MILLI,
        ]  # fmt: skip
    return m._replace(e=e)


def cell_of(programme: CompiledProgramme, kind: str, group: str) -> int:
    """Give kind and group of a line as one number."""
    return LINE_KINDS.index(kind) * (len(programme.groups) + 1) + programme.group_number(group)


def ordered_wishes(programme: CompiledProgramme, wishes: tuple[Spend, ...]) -> tuple[Spend, ...]:
    """Give the wishes with discounts before tenders, else as they came (E34).

    :raises UnknownUnit: when a unit is not the programme's.
    """
    for wish in wishes:
        if wish.unit not in programme.units:
            raise UnknownUnit(unit=wish.unit)
    return tuple(sorted(wishes, key=lambda wish: _is_tender(programme, wish.unit)))


def _is_tender(programme: CompiledProgramme, code: str) -> bool:
    policy = programme.document.units[programme.units.index(code)].redemption
    return policy is not None and policy.spend_as == "tender"


def wish_cells(programme: CompiledProgramme, wish: Spend) -> list[int]:
    """Give a wish as numbers; an open hold keeps the rate at which it began (E38)."""
    number = programme.units.index(wish.unit)
    policy = programme.document.units[number].redemption
    units = -1 if wish.units is None else wish.units
    held = -1 if wish.hold_id is None else wish.held_units
    rate = (0, 0) if policy is None else (policy.value_rials, policy.per_units)
    return [number, units, held, *(wish.held_rate or rate)]


def _event(
    programme: CompiledProgramme, facts: MemberFacts, event: PurchaseEvent | Occasion,
    trigger: str, wishes: tuple[Spend, ...], limits: Mapping[str, int],
) -> list[int]:  # fmt: skip
    e = [0] * at.E_WISH_AT
    e[at.E_TRIGGER] = TRIGGERS.index(trigger)
    e[at.E_DAY], e[at.E_MINUTE], e[at.E_EXPLAIN] = event.day, event.minute, 1
    e[at.E_WISHES] = len(wishes)
    e[at.E_AHEAD], e[at.E_BEHIND] = birthday_distance(facts.birthday, event.day)
    for wish in wishes:
        e += wish_cells(programme, wish)
    e[at.E_BUDGET_AT] = len(e)
    e += [limits.get(budget, -1) for budget in programme.budgets]
    e[at.E_FACT_AT] = len(e)
    attributes = {**facts.attributes, **event.attributes}
    for fact in programme.facts:
        if isinstance(fact, InSegment):
            e.append(int(not facts.segments.isdisjoint(fact.segments)))
        else:
            e.append(int(attributes.get(fact.name) in fact.values))
    return e


def birthday_distance(birthday: tuple[int, int] | None, day: int) -> tuple[int, int]:
    """Give the days to the next birthday and since the last one; far away when unknown (E19)."""
    if birthday is None:
        return at.NEVER, at.NEVER
    year = jalali_of(day).year
    days = [birthday_in(year + more, *birthday) for more in (-1, 0, 1)]
    ahead = min(other - day for other in days if other >= day)
    behind = min(day - other for other in days if other <= day)
    return ahead, behind


def check_lines(lines: tuple[Line, ...]) -> None:
    """Refuse lines that no order can have.

    :raises InvalidOrder: when an amount is out of bounds or a line number occurs twice.
    """
    if len(lines) > _MOST_LINES or len({line.number for line in lines}) < len(lines):
        raise InvalidOrder
    for line in lines:
        amounts = (line.net_rials, line.gross_rials, line.vat_rials, line.quantity_milli)
        if min(amounts) < 0 or max(amounts) > MAX_RIALS:
            raise InvalidOrder(line=line.number)
    if sum(max(line.net_rials, line.gross_rials) + line.vat_rials for line in lines) > MAX_RIALS:
        raise InvalidOrder


def unpack_state(
    programme: CompiledProgramme, s: at.type_cells, window: at.type_cells, before: MemberState
) -> MemberState:
    """Read the member's state back; what it holds for rules of other versions stays as it was."""
    place = at.S_UNITS + len(programme.units) * at.BALANCE_SIZE
    caps = dict(before.caps)
    for cap in programme.caps:
        if cap.per != "order" and s[place + 1]:
            caps[cap.key] = (int(s[place]), int(s[place + 1]))
        else:
            caps.pop(cap.key, None)
        place += 2
    carry = dict(before.carry)
    for rule in programme.rules:
        carry[rule.code] = int(s[place])
        place += 1
    start = s[at.S_HEAD] * at.BUCKET_SIZE
    end = start + s[at.S_COUNT] * at.BUCKET_SIZE
    return MemberState(
        day=int(s[at.S_DAY]), tier=programme.tiers[s[at.S_TIER]] if programme.tiers else "",
        tier_since=int(s[at.S_SINCE]), grace_until=int(s[at.S_GRACE]),
        manual_until=int(s[at.S_MANUAL]), purchases=int(s[at.S_PURCHASES]),
        first_purchase_day=int(s[at.S_FIRST]), last_purchase_day=int(s[at.S_LAST]),
        window=tuple(
            zip(
                map(int, window[start : end : at.BUCKET_SIZE]),
                map(int, window[start + 1 : end : at.BUCKET_SIZE]),
                strict=True,
            )
        ),
        caps=caps, carry={rule: rials for rule, rials in carry.items() if rials},
    )  # fmt: skip
