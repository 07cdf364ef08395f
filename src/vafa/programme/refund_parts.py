"""What part of a sale comes back: per line an exact fraction, and the amounts that follow from it.

Every amount is computed cumulatively (all returns so far, this one included) and floored, less
what went back before; so the order of steps never changes the total and the last return absorbs
all remainders (E44).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from vafa.kit.amounts import allocate
from vafa.kit.errors import NotFound, Refused
from vafa.programme.records import Line, RefundRequest, StoredSale


class UnknownLine(NotFound):
    """The sale has no such line."""


class ReturnsTooMuch(Refused):
    """More would come back than was sold and has not come back yet."""


class NothingReturned(Refused):
    """A refund names lines with quantities above 0, or an amount above 0, and not both."""


@dataclass(frozen=True, slots=True)
class Part:
    """How much of a line has come back: net, quantity, and the fraction over / of."""

    net: int
    quantity: int
    over: int
    of: int

    def share(self, whole: int) -> int:
        """Give the floor of this part of a whole."""
        return whole * self.over // self.of


def part_of(line: Line, quantity: int, net: int) -> Part:
    """Give the part of a line that so much quantity and net is: the larger of the two fractions.

    What is returned by quantity counts exactly by quantity, what is returned by amount by its net.
    """
    sold = max(line.quantity_milli, 1)
    if line.net_rials == 0 or quantity * line.net_rials >= net * sold:
        return Part(net, quantity, min(quantity, sold), sold)
    return Part(net, quantity, net, line.net_rials)


def parts_before(sale: StoredSale) -> dict[int, Part]:
    """Give what came back of every line before."""
    return {
        line.number: part_of(line, *sale.returned.get(line.number, (0, 0))) for line in sale.lines
    }


def parts_after(sale: StoredSale, request: RefundRequest) -> dict[int, Part]:
    """Give what has come back of every line with this request.

    :raises UnknownLine: when the sale has no such line.
    :raises ReturnsTooMuch: when more would come back than is left.
    :raises NothingReturned: when the request names nothing, or both quantities and an amount.
    """
    if (request.amount_rials is None) == (not request.quantities):
        raise NothingReturned
    if request.amount_rials is not None:
        return _by_amount(sale, request.amount_rials)
    return _by_quantity(sale, request.quantities)


def _by_quantity(sale: StoredSale, quantities: Mapping[int, int]) -> dict[int, Part]:
    if unknown := set(quantities) - {line.number for line in sale.lines}:
        raise UnknownLine(line=min(unknown))
    if min(quantities.values()) < 0 or not any(quantities.values()):
        raise NothingReturned
    parts: dict[int, Part] = {}
    for line in sale.lines:
        quantity, net = sale.returned.get(line.number, (0, 0))
        more = quantities.get(line.number, 0)
        left = line.quantity_milli - quantity
        if more > left:
            raise ReturnsTooMuch(line=line.number, left_milli=left)
        if more:
            net += (line.net_rials - net) * more // left
        parts[line.number] = part_of(line, quantity + more, net)
    return parts


def _by_amount(sale: StoredSale, amount: int) -> dict[int, Part]:
    if amount <= 0:
        raise NothingReturned
    before = {line.number: sale.returned.get(line.number, (0, 0)) for line in sale.lines}
    left = [line.net_rials - before[line.number][1] for line in sale.lines]
    if amount > sum(left):
        raise ReturnsTooMuch(left_rials=sum(left))
    parts: dict[int, Part] = {}
    for line, more in zip(sale.lines, allocate(amount, left), strict=True):
        quantity, net = before[line.number]
        parts[line.number] = part_of(line, quantity, net + more)
    return parts


def settled_lines(sale: StoredSale) -> tuple[Line, ...]:
    """Give the lines with the VAT really due, after what units took off their nets (E85)."""
    lowered = {line.number: 0 for line in sale.lines}
    for burn in sale.burns:
        if burn.spend_as == "discount":
            for number, rials in burn.lines.items():
                lowered[number] = lowered.get(number, 0) + rials
    return tuple(
        replace(
            line,
            vat_rials=line.vat_rials * (line.net_rials - lowered[line.number]) // line.net_rials,
        )
        if lowered[line.number]
        else line
        for line in sale.lines
    )


def returned_lines(
    lines: tuple[Line, ...], before: Mapping[int, Part], after: Mapping[int, Part]
) -> tuple[Line, ...]:
    """Give what comes back now, as lines."""
    found: list[Line] = []
    for line in lines:
        then, now = before[line.number], after[line.number]
        if now == then:
            continue
        found.append(
            replace(
                line,
                quantity_milli=now.quantity - then.quantity,
                net_rials=now.net - then.net,
                gross_rials=now.share(line.gross_rials) - then.share(line.gross_rials),
                vat_rials=now.share(line.vat_rials) - then.share(line.vat_rials),
            )
        )
    return tuple(found)


def returned_basis(
    basis: int, line_basis: Mapping[int, int], sale: StoredSale, parts: Mapping[int, Part]
) -> int:
    """Give the part of a basis that has come back: by its lines, else by the nets."""
    if line_basis:
        return sum(parts[number].share(amount) for number, amount in line_basis.items())
    whole = sum(line.net_rials for line in sale.lines)
    return basis * sum(part.net for part in parts.values()) // whole if whole else 0
