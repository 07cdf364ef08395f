"""What each kind of discount takes of the lines of a basket, as they cost when its turn comes.

The order of discounts, the tenders and the result are ``pricing``'s; there stands the algorithm
in words.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import assert_never

from vafa.kit.amounts import BASIS_POINTS, allocate, muldiv, net_of_gross, share_of, vat_of_net
from vafa.programme.pricing_records import (
    AmountOff,
    BasketLine,
    BuyGetFree,
    CheapestOff,
    Discount,
    FreeUnits,
    PercentOff,
    Refusal,
    Selection,
)

MILLI = 1000


@dataclass(frozen=True, slots=True)
class Cost:
    """What a line costs by now: its net, and its price with VAT.

    ``paid_milli`` is its quantity less the units that are free by now.
    """

    line: BasketLine
    net: int
    with_vat: int
    paid_milli: int

    def part(self, *, with_vat: bool) -> int:
        """Give its price with VAT, or its net."""
        return self.with_vat if with_vat else self.net

    def own(self) -> int:
        """Give the one of the two in which its price was named."""
        return self.part(with_vat=self.line.price_includes_vat)

    def less(self, amount: int, *, with_vat: bool) -> "Cost":
        """Give the line when so much is taken off its price with VAT, or off its net."""
        if amount == 0:
            return self
        net, price = net_and_price(
            amount=self.part(with_vat=with_vat) - amount,
            vat_basis_points=self.line.vat_basis_points,
            includes_vat=with_vat,
        )
        return replace(self, net=net, with_vat=price)

    def less_units(self, units: int, share: int) -> "Cost":
        """Give the line when a share is taken off so many units; the whole of it frees them."""
        value = muldiv(self.own(), units * MILLI, self.paid_milli)
        cost = self.less(share_of(value, share), with_vat=self.line.price_includes_vat)
        if share < BASIS_POINTS:
            return cost
        return replace(cost, paid_milli=self.paid_milli - units * MILLI)


Costs = tuple[Cost, ...]


def net_and_price(*, amount: int, vat_basis_points: int, includes_vat: bool) -> tuple[int, int]:
    """Give an amount's net and its price with VAT, whichever of the two it is."""
    sign = -1 if amount < 0 else 1
    if includes_vat:
        return sign * net_of_gross(abs(amount), vat_basis_points), amount
    return amount, amount + sign * vat_of_net(abs(amount), vat_basis_points)


def is_goods(line: BasketLine) -> bool:
    """Tell whether a line is goods or shipping; the rest is money sold for money."""
    return line.kind in {"product", "shipping"}


def after_discount(
    *, costs: Costs, discount: Discount, exclusive_taken: bool
) -> tuple[Costs, Refusal | None]:
    """Give what the lines cost after a discount, and why when it had no effect."""
    products = sum(cost.with_vat for cost in costs if cost.line.kind == "product")
    if products < discount.minimum_order:
        return costs, "below_minimum"
    if discount.exclusive and exclusive_taken:
        return costs, "exclusive_taken"
    after = _effect(costs, discount)
    if discount.maximum is not None:
        after = _limited(costs, after, discount.maximum, with_vat=discount.with_vat)
    order = sum(cost.with_vat for cost in costs if is_goods(cost.line))
    after = _limited(costs, after, max(order, 0), with_vat=True)
    return after, "no_effect" if after == costs else None


def free_units(*, bought: int, buy: int, get: int) -> int:
    """Give how many free units belong to so many bought ones: what a till may add."""
    return bought // buy * get


def selects(selection: Selection, cost: Cost) -> bool:
    """Tell whether a line is selected and still costs something that a discount could take."""
    line = cost.line
    everything = not (selection.groups or selection.codes)
    return (
        cost.with_vat > 0
        and line.kind in selection.kinds
        and (everything or line.code in selection.codes or _is_in(line.group, selection.groups))
        and not _is_in(line.group, selection.excluded_groups)
    )


def _effect(costs: Costs, discount: Discount) -> Costs:
    match discount:
        case PercentOff():
            costs = _share_off(costs, discount, with_vat=False)
            return _share_off(costs, discount, with_vat=True)
        case AmountOff():
            weights = _weights(costs, discount.lines, with_vat=discount.with_vat)
            amount = min(discount.amount, sum(weights))
            return _less(costs, allocate(amount, weights), with_vat=discount.with_vat)
        case CheapestOff():
            return _units_off(costs, _cheapest(costs, discount.lines, 1), discount.share)
        case FreeUnits():
            return _units_off(
                costs, _cheapest(costs, discount.lines, discount.units), BASIS_POINTS
            )
        case BuyGetFree():
            return _units_off(costs, _free(costs, discount), BASIS_POINTS)
        case _:
            assert_never(discount)


def _share_off(costs: Costs, discount: PercentOff, *, with_vat: bool) -> Costs:
    weights = [
        weight if cost.line.price_includes_vat == with_vat else 0
        for cost, weight in zip(
            costs, _weights(costs, discount.lines, with_vat=with_vat), strict=True
        )
    ]
    amount = share_of(sum(weights), discount.share)
    return _less(costs, allocate(amount, weights), with_vat=with_vat)


def _units_off(costs: Costs, units: Sequence[int], share: int) -> Costs:
    return tuple(
        cost.less_units(count, share) if count else cost
        for cost, count in zip(costs, units, strict=True)
    )


def _free(costs: Costs, discount: BuyGetFree) -> list[int]:
    bought = sum(_whole_units(costs, discount.lines))
    if discount.free_lines is None:
        return _cheapest(
            costs, discount.lines, bought // (discount.buy + discount.get) * discount.get
        )
    count = free_units(bought=bought, buy=discount.buy, get=discount.get)
    return _cheapest(costs, discount.free_lines, count, but=discount.lines)


def _cheapest(
    costs: Costs, selection: Selection, count: int, but: Selection | None = None
) -> list[int]:
    """Choose that many whole units among the selected lines, those that cost least by now.

    Of equal ones the last: what is free is rung up after what is bought.
    """
    available = [
        0 if but is not None and selects(but, cost) else units
        for cost, units in zip(costs, _whole_units(costs, selection), strict=True)
    ]
    chosen = [0] * len(costs)
    by_price = sorted(
        (i for i, units in enumerate(available) if units),
        key=lambda i: (Fraction(costs[i].with_vat, costs[i].paid_milli), -i),
    )
    for i in by_price:
        chosen[i] = min(available[i], count)
        count -= chosen[i]
    return chosen


def _limited(before: Costs, after: Costs, limit: int, *, with_vat: bool) -> Costs:
    taken = [
        one.part(with_vat=with_vat) - other.part(with_vat=with_vat)
        for one, other in zip(before, after, strict=True)
    ]
    if sum(taken) <= limit:
        return after
    return _less(before, allocate(limit, taken), with_vat=with_vat)


def _less(costs: Costs, amounts: Sequence[int], *, with_vat: bool) -> Costs:
    return tuple(
        cost.less(amount, with_vat=with_vat) for cost, amount in zip(costs, amounts, strict=True)
    )


def _weights(costs: Costs, selection: Selection, *, with_vat: bool) -> list[int]:
    return [cost.part(with_vat=with_vat) if selects(selection, cost) else 0 for cost in costs]


def _whole_units(costs: Costs, selection: Selection) -> list[int]:
    return [cost.paid_milli // MILLI if selects(selection, cost) else 0 for cost in costs]


def _is_in(group: str, groups: Sequence[str]) -> bool:
    return any(group == parent or group.startswith(f"{parent}.") for parent in groups)
