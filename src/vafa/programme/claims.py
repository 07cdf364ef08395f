"""Rewards in an order: what they take off its lines and what they cost, before all else.

Automatic rewards come first, in the order of the document, then what is claimed, in the order
given; each looks at what the lines cost by then (`pricing` says how). What remains to be paid is
the order that the rules see: what a reward takes off earns nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import assert_never

from vafa.kit.amounts import muldiv
from vafa.kit.errors import NotFound, Refused
from vafa.programme.document import (
    AmountReward,
    BuyGetReward,
    FreeItems,
    PercentReward,
    Programme,
    Reward,
)
from vafa.programme.packing import check_lines
from vafa.programme.pricing_discounts import MILLI, Cost, Costs, after_discount
from vafa.programme.pricing_records import (
    AmountOff,
    BasketLine,
    BuyGetFree,
    Discount,
    FreeUnits,
    PercentOff,
    Refusal,
)
from vafa.programme.records import (
    Award,
    Balance,
    Burn,
    Claim,
    Line,
    MemberSnapshot,
    MemberState,
    PurchaseEvent,
    Reason,
    Short,
)


class UnknownReward(NotFound):
    """The programme has no such reward to claim."""


class RewardNeedsCoupon(Refused):
    """The reward is given for a coupon only."""


class RewardBelowMinimum(Refused):
    """The order is too small for the reward, or cannot have it beside another."""


class RewardWithoutEffect(Refused):
    """The reward takes nothing off this order."""


class RewardAtLimit(Refused):
    """The reward was claimed more often than it may be, in this order or by this member."""


@dataclass(frozen=True, slots=True)
class Taken:
    """An order after its rewards, and the member after what they cost."""

    event: PurchaseEvent
    snapshot: MemberSnapshot
    burns: tuple[Burn, ...]


def take_rewards(
    *, document: Programme, snapshot: MemberSnapshot, event: PurchaseEvent
) -> Taken | None:
    """Give the order after automatic and claimed rewards; None when it has none.

    :raises InvalidOrder: when an amount is out of bounds or a line number occurs twice.
    :raises UnknownReward: when the programme has no such reward, or it is not to be claimed.
    :raises RewardNeedsCoupon: when a claim for a reward by coupon has none.
    :raises RewardBelowMinimum: when the order is too small, or another reward excludes it.
    :raises RewardWithoutEffect: when a claimed reward would take nothing off.
    :raises RewardAtLimit: when a limit per order or member is passed.
    """
    wanted = list(_wanted(document, event))
    if not wanted:
        return None
    check_lines(event.lines)
    costs = costs_of(event.lines)
    burns: list[Burn] = []
    exclusive_taken = False
    for reward, claim in wanted:
        after, times, why = take(
            reward=reward, costs=costs, quantity=claim.quantity if claim else 1,
            exclusive_taken=exclusive_taken,
        )  # fmt: skip
        if not times and claim is None:
            continue
        if not times:
            _refuse(reward, why)
        _check_member(reward, snapshot.state, times)
        burns.append(_burn(reward, times, event.lines, costs, after))
        exclusive_taken = exclusive_taken or reward.exclusive
        costs = after
    if not burns:
        return None
    lines = tuple(_cheaper(line, cost.net) for line, cost in zip(event.lines, costs, strict=True))
    return Taken(
        replace(event, lines=lines, claims=(), is_priced=True),
        replace(snapshot, balances=_paid(snapshot.balances, burns)),
        tuple(burns),
    )


def take(
    *, reward: Reward, costs: Costs, quantity: int, exclusive_taken: bool = False
) -> tuple[Costs, int, Refusal | None]:
    """Give what the lines cost after a reward, how many times it had effect, and why none."""
    effect = reward.effect
    if isinstance(effect, PercentReward):
        times, why = 0, None
        while times < quantity:
            after, why = _less(reward, costs, 1, exclusive_taken=exclusive_taken)
            if why is not None:
                break
            costs, times = after, times + 1
        return costs, times, why
    after, why = _less(reward, costs, quantity, exclusive_taken=exclusive_taken)
    if why is not None:
        return costs, 0, why
    if isinstance(effect, AmountReward):
        taken = sum(cost.net for cost in costs) - sum(cost.net for cost in after)
        return after, -(-taken // effect.amount), None
    if isinstance(effect, FreeItems):
        freed = sum(cost.paid_milli for cost in costs) - sum(cost.paid_milli for cost in after)
        return after, freed // MILLI, None
    return after, 1, None


def costs_of(lines: tuple[Line, ...]) -> Costs:
    """Give the lines as pricing sees them: at their nets, for rewards are named without VAT."""
    return tuple(
        Cost(
            BasketLine(
                code=line.product, unit_price=line.net_rials, group=line.group,
                quantity_milli=line.quantity_milli, kind=line.kind,
            ),
            line.net_rials, line.net_rials, line.quantity_milli,
        )
        for line in lines
    )  # fmt: skip


def counted(*, document: Programme, state: MemberState, burns: tuple[Burn, ...]) -> MemberState:
    """Give the state in which the rewards with a limit per member are counted."""
    limited = {reward.code for reward in document.rewards if reward.per_member is not None}
    caps = dict(state.caps)
    for burn in burns:
        if burn.reward in limited:
            key = count_key(burn.reward)
            caps[key] = (0, caps.get(key, (0, 0))[1] + burn.quantity)
    return replace(state, caps=caps)


def count_key(reward: str) -> str:
    """Give the name under which the state counts a reward; no cap has such a period."""
    return f"{reward}/reward"


def shortage(
    *, snapshot: MemberSnapshot, burns: tuple[Burn, ...], awards: tuple[Award, ...]
) -> Short | None:
    """Give the first unit of which rewards cost more than there is (O15)."""
    for unit in dict.fromkeys(burn.unit for burn in burns if burn.units):
        balance = snapshot.balances.get(unit, Balance())
        earned = sum(a.units for a in awards if a.unit == unit and not a.available_day)
        before = sum(b.units for b in burns if b.unit == unit and not b.is_after)
        whole = sum(b.units for b in burns if b.unit == unit)
        if before > balance.available:
            return Short(unit, before, balance.available)
        available = balance.available + max(0, earned - balance.owed)
        if whole > available:
            return Short(unit, whole, available)
    return None


def _wanted(document: Programme, event: PurchaseEvent) -> Iterator[tuple[Reward, Claim | None]]:
    rewards = {reward.code: reward for reward in document.rewards}
    if not event.is_priced:
        for reward in document.rewards:
            if reward.given == "automatic":
                yield reward, None
    seen = set()
    for claim in event.claims:
        reward_claimed = rewards.get(claim.reward)
        if reward_claimed is None or reward_claimed.given == "automatic":
            raise UnknownReward(reward=claim.reward)
        if reward_claimed.given == "coupon" and not claim.coupon:
            raise RewardNeedsCoupon(reward=claim.reward)
        if claim.reward in seen or not 0 < claim.quantity <= reward_claimed.per_order:
            raise RewardAtLimit(reward=claim.reward, limit=reward_claimed.per_order)
        seen.add(claim.reward)
        yield reward_claimed, claim


def _less(
    reward: Reward, costs: Costs, quantity: int, *, exclusive_taken: bool
) -> tuple[Costs, Refusal | None]:
    discount = _discount(reward, quantity)
    return after_discount(costs=costs, discount=discount, exclusive_taken=exclusive_taken)


def _discount(reward: Reward, quantity: int) -> Discount:
    effect = reward.effect
    match effect:
        case PercentReward():
            return PercentOff(
                code=reward.code, lines=effect.lines, minimum_order=reward.minimum_order,
                maximum=effect.maximum, exclusive=reward.exclusive, share=effect.share,
            )  # fmt: skip
        case AmountReward():
            return AmountOff(
                code=reward.code, lines=effect.lines, minimum_order=reward.minimum_order,
                exclusive=reward.exclusive, amount=min(effect.amount * quantity, 10**13),
            )  # fmt: skip
        case FreeItems():
            return FreeUnits(
                code=reward.code, lines=effect.lines, minimum_order=reward.minimum_order,
                exclusive=reward.exclusive, units=quantity,
            )  # fmt: skip
        case BuyGetReward():
            return BuyGetFree(
                code=reward.code, lines=effect.lines, minimum_order=reward.minimum_order,
                exclusive=reward.exclusive, buy=effect.buy, get=effect.get,
                free_lines=effect.free_lines,
            )  # fmt: skip
        case _:
            assert_never(effect)


def _refuse(reward: Reward, why: Refusal | None) -> None:
    if why in {"below_minimum", "exclusive_taken"}:
        raise RewardBelowMinimum(reward=reward.code, minimum_rials=reward.minimum_order)
    raise RewardWithoutEffect(reward=reward.code)


def _check_member(reward: Reward, state: MemberState, times: int) -> None:
    before = state.caps.get(count_key(reward.code), (0, 0))[1]
    if reward.per_member is not None and before + times > reward.per_member:
        raise RewardAtLimit(reward=reward.code, limit=reward.per_member)


def _burn(
    reward: Reward, times: int, lines: tuple[Line, ...], before: Costs, after: Costs
) -> Burn:
    shares = {
        line.number: was.net - now.net
        for line, was, now in zip(lines, before, after, strict=True)
        if was.net != now.net
    }
    rials = sum(shares.values())
    unit = reward.cost.unit if reward.cost else ""
    units = -(-times // reward.cost.items) * reward.cost.units if reward.cost else 0
    figures = {
        "reward": reward.code, "quantity": times, "unit": unit, "units": units, "rials": rials,
    }  # fmt: skip
    return Burn(
        unit, units, rials, "discount", shares, reasons=(Reason("reward", figures),),
        reward=reward.code, quantity=times, is_after=reward.own_points,
    )  # fmt: skip


def _cheaper(line: Line, net: int) -> Line:
    """Give the line at its new net; VAT follows what is really paid."""
    if net == line.net_rials:
        return line
    return replace(line, net_rials=net, vat_rials=muldiv(line.vat_rials, net, line.net_rials))


def _paid(balances: Mapping[str, Balance], burns: list[Burn]) -> dict[str, Balance]:
    left = dict(balances)
    for burn in burns:
        if burn.units and burn.unit in left:
            balance = left[burn.unit]
            kept = max(balance.held, balance.spendable - burn.units)
            left[burn.unit] = replace(balance, spendable=kept)
    return left
