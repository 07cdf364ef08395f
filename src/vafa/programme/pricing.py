"""Prices a basket: discounts in the order given, then VAT, then tenders.

What always holds:

  - An order never costs less than 0 by a discount, and no line does.
  - Net and VAT of a line add up to its price; VAT is truncated per line: floor(net x rate), and
    one unit more on a line whose price with VAT no net gives (``net_of_gross``).
  - The shares that lines have of a discount or a tender add up to it exactly.
  - A discount lowers net and VAT. A tender lowers neither: it only pays.
  - The same input gives the same result; nothing depends on an earlier computation, so a discount
    cannot disqualify itself and lowering a quantity never leaves more behind than it should.

The steps:

  1. Each line costs unit price x quantity, truncated. Where the price includes VAT, that is the
     price with VAT and the net is derived; otherwise that is the net and VAT is added.
  2. Each discount in turn looks at what the lines cost by then:
     a. It is refused when the products cost less than its minimum, or when it is exclusive and an
        exclusive discount has had an effect.
     b. Its effect: a percentage of the selected lines together (floored once over the lines priced
        without VAT and once over those priced with, then split by largest remainder); an amount,
        at most what the lines cost, split likewise; a share of the cheapest unit; units for free.
        A unit costs its part, floored, of what the line's units that are not yet free cost by
        then: what is free is not discounted again.
     c. When it takes more than its maximum, or more than the order costs (negative lines count),
        what it takes is reduced to that, in proportion to what it took of each line.
     d. It is refused when it has no effect.
  3. Each tender in turn pays at most what is left of goods and shipping, split in proportion to
     what is left of each line. Gift cards and top-ups are paid with other money.
  4. The earning base of a line is its net less what tenders that do not earn paid of it.
"""

from collections.abc import Sequence

from vafa.kit.amounts import MAX_RIALS, allocate
from vafa.kit.errors import Refused
from vafa.programme.pricing_discounts import (
    MILLI,
    Cost,
    Costs,
    after_discount,
    is_goods,
    net_and_price,
)
from vafa.programme.pricing_records import (
    BasketLine,
    Discount,
    DiscountOutcome,
    LineDiscount,
    PricedBasket,
    PricedLine,
    Tender,
)
from vafa.programme.records import Line

UNSPECIFIED_GROUP = "unspecified"


class BasketTooLarge(Refused):
    """The basket costs more than the largest amount that is handled."""


def price_basket(
    *,
    lines: Sequence[BasketLine],
    discounts: Sequence[Discount] = (),
    tenders: Sequence[Tender] = (),
) -> PricedBasket:
    """Price a basket as the module says.

    :raises BasketTooLarge: when its lines cost more than 10**13 together.
    """
    gross = tuple(_first_cost(line) for line in lines)
    if sum(abs(cost.with_vat) for cost in gross) > MAX_RIALS:
        raise BasketTooLarge
    costs, outcomes, taken = _discounted(gross, discounts)
    paid = _tendered(costs, tenders)
    return PricedBasket(
        lines=tuple(
            PricedLine(
                line=cost.line,
                gross=gross[i].net,
                discounts=tuple(taken[i]),
                net=cost.net,
                vat=cost.with_vat - cost.net,
                tenders=tuple(shares[i] for shares in paid),
                earning_base=_earning_base(cost, i, tenders, paid),
            )
            for i, cost in enumerate(costs)
        ),
        discounts=tuple(outcomes),
        tenders=tuple(sum(shares) for shares in paid),
        net=sum(cost.net for cost in costs),
        vat=sum(cost.with_vat - cost.net for cost in costs),
        to_pay=sum(cost.with_vat for cost in costs) - sum(map(sum, paid)),
    )


def amount_only(*, amount: int, vat_basis_points: int) -> BasketLine:
    """Give the one line of a purchase of which only the VAT-inclusive amount is known (E86)."""
    return BasketLine(
        code="amount",
        group=UNSPECIFIED_GROUP,
        unit_price=amount,
        vat_basis_points=vat_basis_points,
        price_includes_vat=True,
    )


def event_lines(*, basket: PricedBasket) -> tuple[Line, ...]:
    """Give the lines of a priced basket as the earning rules take them, numbered from 1."""
    return tuple(
        Line(
            number=number,
            group=priced.line.group,
            net_rials=priced.net,
            gross_rials=priced.gross,
            vat_rials=priced.vat,
            quantity_milli=priced.line.quantity_milli,
            kind=priced.line.kind,
            product=priced.line.code,
        )
        for number, priced in enumerate(basket.lines, start=1)
    )


def _first_cost(line: BasketLine) -> Cost:
    assert line.quantity_milli >= 0
    price = abs(line.unit_price) * line.quantity_milli // MILLI
    if price > MAX_RIALS:
        raise BasketTooLarge
    amount = price if line.unit_price >= 0 else -price
    net, with_vat = net_and_price(
        amount=amount,
        vat_basis_points=line.vat_basis_points,
        includes_vat=line.price_includes_vat,
    )
    return Cost(line, net, with_vat, paid_milli=line.quantity_milli)


def _discounted(
    gross: Costs, discounts: Sequence[Discount]
) -> tuple[Costs, list[DiscountOutcome], list[list[LineDiscount]]]:
    costs = gross
    outcomes: list[DiscountOutcome] = []
    taken: list[list[LineDiscount]] = [[] for _ in gross]
    exclusive_taken = False
    for discount in discounts:
        after, refused = after_discount(
            costs=costs, discount=discount, exclusive_taken=exclusive_taken
        )
        net = with_vat = 0
        for i, (before, now) in enumerate(zip(costs, after, strict=True)):
            share = LineDiscount(
                discount.code, before.net - now.net, before.with_vat - now.with_vat
            )
            if before != now:
                taken[i].append(share)
            net, with_vat = net + share.net, with_vat + share.with_vat
        outcomes.append(DiscountOutcome(discount.code, net, with_vat, refused))
        exclusive_taken = exclusive_taken or (discount.exclusive and refused is None)
        costs = after
    return costs, outcomes, taken


def _tendered(costs: Costs, tenders: Sequence[Tender]) -> list[list[int]]:
    """Give what each tender pays of each line."""
    goods = [cost.with_vat if is_goods(cost.line) else 0 for cost in costs]
    order = sum(goods)
    left = [max(amount, 0) for amount in goods]
    paid = []
    for tender in tenders:
        amount = min(tender.amount, max(order, 0))
        shares = allocate(amount, left)
        left = [part - share for part, share in zip(left, shares, strict=True)]
        order -= amount
        paid.append(shares)
    return paid


def _earning_base(
    cost: Cost, line: int, tenders: Sequence[Tender], paid: Sequence[Sequence[int]]
) -> int:
    taken = sum(
        shares[line] for tender, shares in zip(tenders, paid, strict=True) if not tender.earns
    )
    return cost.net if taken == 0 else max(cost.net - taken, 0)
