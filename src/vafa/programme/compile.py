"""From a programme document to the flat whole numbers that the step functions read.

Compiling checks only what arithmetic needs (numbers stay within 64 bits); sense is judged by
`validate`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import prod

from vafa.programme import layout as at
from vafa.programme import rule_index
from vafa.programme.bytecode import Names, Writer, day_or, type_fact
from vafa.programme.compile_parts import (
    FIRST_YEAR,
    CannotCompile,
    expiry_cells,
    groups_named,
    lineage,
    months,
    with_sets_at,
)
from vafa.programme.document import (
    AfterInactivity,
    CalendarWindow,
    Cap,
    Effect,
    FixedAmount,
    Ladder,
    Multiply,
    PerAmount,
    PerItem,
    Programme,
    Rolling,
    Rule,
    ShareOfAmount,
    Unit,
)

TRIGGERS = (
    "purchase", "join", "birthday", "referral", "review", "visit", "custom", "invited",
    "invited_bought",
)  # fmt: skip
LINE_KINDS = ("product", "gift_card", "shipping", "top_up")
PERIODS = ("order", "day", "month", "year", "member")

_MOST_FACTOR = 2**60


@dataclass(frozen=True, slots=True)
class CapName:
    """Whose cap it is and for which period; its place in the list is its number."""

    owner: str
    owner_kind: str
    per: str

    @property
    def key(self) -> str:
        """Give the key under which a member's state counts it."""
        return f"{self.owner_kind}:{self.owner}/{self.per}"


@dataclass(frozen=True, slots=True)
class CompiledProgramme:
    """A programme ready to run: `cells` is its numeric form, the rest its names."""

    document: Programme
    cells: tuple[int, ...]
    units: tuple[str, ...]
    rules: tuple[Rule, ...]
    effects: tuple[Effect, ...]
    caps: tuple[CapName, ...]
    tiers: tuple[str, ...]
    budgets: tuple[str, ...]
    groups: Mapping[str, int]
    channels: Mapping[str, int]
    branches: Mapping[str, int]
    partners: Mapping[str, int]
    facts: tuple[type_fact, ...]
    masks: tuple[tuple[int, ...], ...] = field(repr=False)

    def group_number(self, group: str) -> int:
        """Give the number of a product group: its own, or of the nearest parent that rules name.

        The parent of "food.dairy" is "food".
        """
        while group and group not in self.groups:
            group = group.rpartition(".")[0]
        return self.groups.get(group, 0)


def compile_programme(document: Programme) -> CompiledProgramme:
    """Compile a programme.

    :raises CannotCompile: when its numbers could leave 64 bits or an expiry cannot be followed.
    """
    return _Compiler(document).programme()


class _Compiler:
    def __init__(self, document: Programme) -> None:
        self.document = document
        self.units = tuple(unit.code for unit in document.units)
        self.tiers = (
            tuple(level.code for level in document.ladder.levels) if document.ladder else ()
        )
        order = sorted(document.rules, key=lambda rule: (_trigger(rule), -rule.priority))
        self.rules = tuple(order)
        self.groups: dict[str, int] = {}
        for code in groups_named(document):
            self.groups.setdefault(code, len(self.groups) + 1)
        self.masks: list[tuple[int, ...]] = []
        self.caps: list[CapName] = []
        self.cap_cells: list[int] = []
        self.effects: list[Effect] = []
        self.tables: list[int] = []  # rates by tier, targets of multipliers
        self.writer = Writer(tiers=self.tiers, mask=lambda groups: self._mask(groups=groups))
        self.budgets = tuple(budget.code for budget in document.budgets)
        self.stacks = Names()

    def programme(self) -> CompiledProgramme:
        base = self.document.base
        kinds = ["product"]
        kinds += ["gift_card"] if base.gift_cards else []
        kinds += ["shipping"] if base.with_shipping else []
        self.base_kinds = tuple(kinds)
        base_mask = self._mask(kinds=self.base_kinds, without=base.excluded_groups)
        units = [cell for unit in self.document.units for cell in self._unit(unit)]
        rules: list[int] = []
        effects: list[int] = []
        for number, rule in enumerate(self.rules):
            rules += self._rule(rule, number, effects)
        ladder = self._ladder(self.document.ladder)
        cells = self._assemble(base_mask, units, rules, effects, ladder)
        return CompiledProgramme(
            document=self.document, cells=tuple(cells), units=self.units, rules=self.rules,
            effects=tuple(self.effects), caps=tuple(self.caps), tiers=self.tiers,
            budgets=self.budgets, groups=self.groups,
            channels=self.writer.channels.numbers, branches=self.writer.branches.numbers,
            partners=self.writer.partners.numbers, facts=tuple(self.writer.facts),
            masks=tuple(self.masks),
        )  # fmt: skip

    def _assemble(
        self, base_mask: int, units: list[int], rules: list[int], effects: list[int],
        ladder: dict[int, int],
    ) -> list[int]:  # fmt: skip
        head = [0] * at.P_HEAD
        cells: list[int] = []
        base = self.document.base
        levels = self.document.ladder.levels if self.document.ladder else ()
        head[at.P_UNITS], head[at.P_RULES] = len(self.units), len(self.rules)
        head[at.P_EFFECTS], head[at.P_CAPS] = len(self.effects), len(self.caps)
        head[at.P_LEVELS], head[at.P_STACKS] = len(levels), len(self.stacks.numbers) + 1
        head[at.P_MASKS], head[at.P_CELLS] = len(self.masks), at.KINDS * (len(self.groups) + 1)
        head[at.P_BUDGETS], head[at.P_BASE_MASK] = len(self.budgets), base_mask
        head[at.P_AFTER_DISCOUNTS] = int(base.after_discounts)
        head[at.P_WITH_VAT] = int(base.with_vat)
        head[at.P_PAID_WITH_CREDIT] = int(base.paid_with_credit)
        head[at.P_WORDS] = rule_index.words(len(self.rules))
        for key, value in ladder.items():
            head[key] = value

        def place(key: int, table: Iterable[int]) -> int:
            head[key] = at.P_HEAD + len(cells)
            cells.extend(table)
            return head[key]

        place(at.P_UNIT_AT, units)
        place(at.P_RULE_AT, rules)
        place(at.P_CAP_AT, self.cap_cells)
        place(at.P_LEVEL_AT, (level.threshold for level in levels))
        place(at.P_MASK_AT, (cell for mask in self.masks for cell in mask))
        place(at.P_ONLY_AT, (mask.index(1) if sum(mask) == 1 else -1 for mask in self.masks))
        for key, table in self._index(rules).items():
            place(key, table)
        place(at.P_MONTH_AT, months())
        place(at.P_BIT_AT, rule_index.bit_numbers())
        head[at.P_MONTHS], head[at.P_MONTH_KEY] = len(months()), FIRST_YEAR * 12 + 1
        tables = at.P_HEAD + len(cells)
        cells += self.tables
        for start in range(0, len(effects), at.EFFECT_SIZE):
            if effects[start + at.X_TABLE] >= 0:
                effects[start + at.X_TABLE] += tables
        place(at.P_EFFECT_AT, effects)
        sets = at.P_HEAD + len(cells)
        cells += self.writer.sets
        place(at.P_CODE_AT, with_sets_at(self.writer.code, sets))
        return head + cells

    def _index(self, rules: list[int]) -> dict[int, list[int]]:
        """Give the tables that say which rules an event can match."""
        masks = [self.masks[number] for number in rules[at.R_MASK :: at.RULE_SIZE]]
        cells = range(at.KINDS * (len(self.groups) + 1))
        return {
            at.P_OF_TRIGGER: rule_index.table(
                [{_trigger(rule)} for rule in self.rules], len(TRIGGERS)
            ),
            at.P_OF_CELL: rule_index.table(
                [{cell for cell in cells if mask[cell]} for mask in masks], len(cells)
            ),
        } | rule_index.tables(
            conditions=[rule.condition for rule in self.rules], tiers=self.tiers,
            channels=self.writer.channels.numbers, branches=self.writer.branches.numbers,
        )  # fmt: skip

    def _mask(
        self, *, groups: Iterable[str] = (), kinds: Iterable[str] = LINE_KINDS,
        without: Iterable[str] = (),
    ) -> int:  # fmt: skip
        wanted, unwanted, kinds = set(groups), set(without), set(kinds)
        codes: list[str] = ["", *self.groups]
        mask = tuple(
            int(
                kind in kinds
                and (not wanted or bool(wanted & lineage(code)))
                and not unwanted & lineage(code)
            )
            for kind in LINE_KINDS
            for code in codes
        )
        if mask not in self.masks:
            self.masks.append(mask)
        return self.masks.index(mask)

    def _unit(self, unit: Unit) -> list[int]:
        cells = [0] * at.UNIT_SIZE
        cells[at.U_ROUNDING] = ("floor", "nearest", "ceiling").index(unit.rounding)
        cells[at.U_STEP], cells[at.U_STEPS] = unit.rounding_step, at.LIMIT // unit.rounding_step
        cells[at.U_CAP_FROM], cells[at.U_CAP_TO] = self._caps(unit.code, "unit", unit.caps)
        cells[at.U_IDLE] = unit.expiry.days if isinstance(unit.expiry, AfterInactivity) else 0
        policy = unit.redemption
        if policy is not None:
            cells[at.U_SPENDABLE] = 1
            cells[at.U_TENDER] = int(policy.spend_as == "tender")
            cells[at.U_VALUE], cells[at.U_PER] = policy.value_rials, policy.per_units
            cells[at.U_SHARE], cells[at.U_MINIMUM] = policy.maximum_share, policy.minimum_units
            cells[at.U_SPEND_STEP] = policy.step_units
            cells[at.U_MINIMUM_ORDER] = policy.minimum_order
            cells[at.U_SPEND_MASK] = self._mask(
                kinds=("product", "shipping"), without=policy.excluded_groups
            )
        return cells

    def _caps(self, owner: str, kind: str, caps: Iterable[Cap]) -> tuple[int, int]:
        start = len(self.caps)
        tightest: dict[str, int] = {}
        for cap in caps:
            tightest[cap.per] = min(cap.amount, tightest.get(cap.per, cap.amount))
        for per, amount in tightest.items():
            self.caps.append(CapName(owner, kind, per))
            self.cap_cells += [PERIODS.index(per), amount]
        return start, len(self.caps)

    def _rule(self, rule: Rule, number: int, effects: list[int]) -> list[int]:
        modes = {group.code: group.mode for group in self.document.stacking}
        cells = [0] * at.RULE_SIZE
        rest = rule_index.rest_of(rule.condition)
        if rest is not None:
            cells[at.R_FROM], cells[at.R_TO] = self.writer.write(rest)
        excluded = (*rule.excluded_groups, *self.document.base.excluded_groups)
        cells[at.R_MASK] = self._mask(groups=rule.groups, kinds=self.base_kinds, without=excluded)
        cells[at.R_STACK] = self.stacks.number(rule.stacking)
        cells[at.R_MODE] = ("all", "best", "first").index(modes.get(rule.stacking, "all"))
        cells[at.R_STARTS] = day_or(rule.starts_on, 0)
        cells[at.R_ENDS] = day_or(rule.ends_before, at.NEVER)
        cells[at.R_CAP_FROM], cells[at.R_CAP_TO] = self._caps(rule.code, "rule", rule.caps)
        cells[at.R_BUDGET] = self.budgets.index(rule.budget) if rule.budget in self.budgets else -1
        cells[at.R_EFFECT_FROM] = len(self.effects)
        for effect in rule.effects:
            effects += self._effect(effect, rule, number)
            self.effects.append(effect)
        cells[at.R_EFFECT_TO] = len(self.effects)
        return cells

    def _effect(self, effect: Effect, rule: Rule, number: int) -> list[int]:
        if effect.unit not in self.units:
            raise CannotCompile(place=f"/rules/{rule.code}", problem="unknown unit")
        unit = self.document.units[self.units.index(effect.unit)]
        cells = [0] * at.EFFECT_SIZE
        cells[at.X_UNIT], cells[at.X_RULE], cells[at.X_TABLE] = (
            self.units.index(effect.unit),
            number,
            -1,
        )
        kind = at.FIXED
        match effect:
            case PerAmount():
                kind, cells[at.X_A], cells[at.X_B] = at.PER_AMOUNT, effect.units, effect.rials
                cells[at.X_CARRY] = int(effect.carry)
            case ShareOfAmount():
                kind, cells[at.X_A] = at.SHARE, effect.share
                if effect.by_tier and self.tiers:
                    cells[at.X_TABLE] = len(self.tables)
                    self.tables += [effect.by_tier.get(tier, effect.share) for tier in self.tiers]
            case FixedAmount():
                cells[at.X_A] = effect.units
            case PerItem():
                kind, cells[at.X_A], cells[at.X_B] = at.PER_ITEM, effect.units, effect.quantity
            case Multiply():
                kind, cells[at.X_A], cells[at.X_B] = (
                    at.MULTIPLY,
                    effect.numerator,
                    effect.denominator,
                )
                if effect.rules:
                    cells[at.X_TABLE] = len(self.tables)
                    self.tables += [int(other.code in effect.rules) for other in self.rules]
        cells[at.X_KIND] = kind
        expiry = unit.expiry if rule.expiry is None else rule.expiry
        cells[at.X_EXPIRY : at.X_EXPIRY_C + 1] = expiry_cells(expiry, rule, unit)
        cells[at.X_PENDING] = unit.pending_days if rule.pending_days is None else rule.pending_days
        self._check_size(effect, rule, unit)
        return cells

    def _check_size(self, effect: Effect, rule: Rule, unit: Unit) -> None:
        """Every multiplier that could ever meet this effect, together with its rate, must fit."""
        up = max(1, getattr(effect, "units", 1))
        down = unit.rounding_step * (10_000 if isinstance(effect, ShareOfAmount) else 1)
        down *= effect.rials if isinstance(effect, PerAmount) else 1
        if isinstance(effect, Multiply):
            return
        factors = [
            (other.numerator, other.denominator)
            for holder in self.rules
            for other in holder.effects
            if isinstance(other, Multiply)
            and other.unit == unit.code
            and holder.trigger == rule.trigger
            and (not other.rules or rule.code in other.rules)
        ]
        up *= prod(factor[0] for factor in factors)
        down *= prod(factor[1] for factor in factors)
        if max(up, down) > _MOST_FACTOR:
            raise CannotCompile(place=f"/rules/{rule.code}", problem="too many multipliers")

    def _ladder(self, ladder: Ladder | None) -> dict[int, int]:
        if ladder is None:
            return {at.P_BASIS: at.NO_LADDER}
        basis = {"spend": at.BY_SPEND, "points": at.BY_POINTS, "visits": at.BY_VISITS}[
            ladder.basis
        ]
        window, size = at.LIFETIME, 0
        if isinstance(ladder.window, Rolling):
            window, size = at.ROLLING, ladder.window.days
        elif isinstance(ladder.window, CalendarWindow):
            window, size = (at.YEAR, 12) if ladder.window.period == "year" else (at.SEASON, 3)
        unit = ladder.points_unit
        if basis == at.BY_POINTS and unit not in self.units:
            raise CannotCompile(place="/ladder/points_unit", problem="unknown unit")
        return {
            at.P_BASIS: basis,
            at.P_POINTS_UNIT: self.units.index(unit) if basis == at.BY_POINTS else -1,
            at.P_LADDER_MASK: self._mask(
                groups=ladder.groups,
                kinds=self.base_kinds,
                without=self.document.base.excluded_groups,
            ),
            at.P_WINDOW: window, at.P_WINDOW_SIZE: size,
            at.P_MARGINAL: int(ladder.marginal and ladder.basis == "spend"),
            at.P_GRACE: ladder.grace_days, at.P_WARNING: ladder.warning_days,
            at.P_FULL: int(ladder.landing == "full"),
        }  # fmt: skip


def _trigger(rule: Rule) -> int:
    return TRIGGERS.index(rule.trigger)
