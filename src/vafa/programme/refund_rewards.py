"""Returning items of an order that had free ones: what is kept is priced anew (E51).

The free items of "buy 3, get 1" stand and fall with the others, so they do not come back in
proportion: the stored rewards are taken again on what the customer keeps, and what is then no
longer free is charged. Of a line that holds both, the paid items come back first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from vafa.kit.amounts import allocate
from vafa.programme.claims import costs_of, take
from vafa.programme.document import BuyGetReward, Programme, Reward
from vafa.programme.pricing_discounts import selects
from vafa.programme.records import Line, StoredBurn, StoredSale
from vafa.programme.refund_parts import Part, settled_lines

_NONE: Mapping[str, int] = {}


@dataclass(frozen=True, slots=True)
class Entitled:
    """What of the free items is gone once these parts have come back.

    `targets` is, by reward, the Rial of it that no longer stand; `charged_rials` the part of them
    that falls on what is kept. `parts` say how much of what was really paid has come back, and
    `vat_rials` the VAT that comes back in all.
    """

    targets: Mapping[str, int]
    charged_rials: int
    parts: Mapping[int, Part]
    vat_rials: int


def entitled(*, document: Programme, sale: StoredSale, parts: Mapping[int, Part]) -> Entitled:
    """Judge the free items of a sale of which these parts have come back."""
    rewards = {reward.code: reward for reward in document.rewards}
    free = {
        burn.reward: burn
        for burn in sale.burns
        if burn.reward in rewards and isinstance(rewards[burn.reward].effect, BuyGetReward)
    }
    if not free:
        settled = settled_lines(sale)
        vat = sum(parts[line.number].share(line.vat_rials) for line in settled)
        return Entitled(_NONE, 0, parts, vat)
    kept_lines = tuple(_kept(line, parts[line.number]) for line in sale.lines)
    kept = _taken_again(rewards, sale, kept_lines)
    targets = {code: max(0, burn.rials - sum(kept[code].values())) for code, burn in free.items()}
    own = sum(
        max(0, min(rials, parts[line.number].net - (line.net_rials - rials)))
        for burn in free.values()
        for line in sale.lines
        if (rials := burn.lines.get(line.number, 0))
    )
    return Entitled(
        targets,
        max(0, sum(targets.values()) - own),
        _paid_parts(rewards, free, kept, sale, kept_lines, parts),
        _vat_back(sale, free, kept, kept_lines, parts),
    )


def with_vat(lines: tuple[Line, ...], vat_rials: int) -> tuple[Line, ...]:
    """Give the returned lines with so much VAT in all, divided as theirs was."""
    weights = [line.vat_rials for line in lines]
    if sum(weights) == max(vat_rials, 0) or not any(weights):
        return lines
    shares = allocate(max(vat_rials, 0), weights)
    return tuple(replace(line, vat_rials=share) for line, share in zip(lines, shares, strict=True))


def _kept(line: Line, part: Part) -> Line:
    return replace(
        line,
        net_rials=line.net_rials - part.net,
        quantity_milli=line.quantity_milli - part.quantity,
    )


def _taken_again(
    rewards: Mapping[str, Reward], sale: StoredSale, kept_lines: tuple[Line, ...]
) -> dict[str, dict[int, int]]:
    """Give what each reward of the sale takes off each line that is kept."""
    costs = costs_of(kept_lines)
    found: dict[str, dict[int, int]] = {}
    for burn in sale.burns:
        if burn.reward not in rewards:
            continue
        after, _, _ = take(reward=rewards[burn.reward], costs=costs, quantity=burn.quantity)
        found[burn.reward] = {
            line.number: was.net - now.net
            for line, was, now in zip(kept_lines, costs, after, strict=True)
        }
        costs = after
    return found


def _paid_parts(
    rewards: Mapping[str, Reward], free: Mapping[str, StoredBurn],
    kept: Mapping[str, Mapping[int, int]], sale: StoredSale, kept_lines: tuple[Line, ...],
    parts: Mapping[int, Part],
) -> Mapping[int, Part]:  # fmt: skip
    """Give one fraction to the lines that a reward joins: of what was paid for them together."""
    found = dict(parts)
    for code, burn in free.items():
        effect = rewards[code].effect
        assert isinstance(effect, BuyGetReward)
        joined = {
            line.number
            for line, cost in zip(sale.lines, costs_of(sale.lines), strict=True)
            if selects(effect.lines, cost) or selects(effect.free_lines or effect.lines, cost)
        }
        paid = sum(line.net_rials for line in sale.lines if line.number in joined) - burn.rials
        left = sum(line.net_rials for line in kept_lines if line.number in joined)
        left -= sum(kept[code].get(number, 0) for number in joined)
        for number in joined:
            part = parts[number]
            over = max(0, min(paid - left, paid))
            found[number] = Part(part.net, part.quantity, over, paid) if paid > 0 else part
    return found


def _vat_back(
    sale: StoredSale, free: Mapping[str, StoredBurn], kept: Mapping[str, Mapping[int, int]],
    kept_lines: tuple[Line, ...], parts: Mapping[int, Part],
) -> int:  # fmt: skip
    """Give the VAT that is no longer due: all of it, less that on what is kept and paid for."""
    due = 0
    for line, left in zip(sale.lines, kept_lines, strict=True):
        if not line.net_rials:
            due += line.vat_rials - parts[line.number].share(line.vat_rials)
            continue
        off = sum(kept[code].get(line.number, 0) for code in free)
        for burn in sale.burns:
            if burn.spend_as == "discount" and burn.reward not in free:
                rials = burn.lines.get(line.number, 0)
                off += rials - parts[line.number].share(rials)
        due += line.vat_rials * max(0, left.net_rials - off) // line.net_rials
    return sum(line.vat_rials for line in settled_lines(sale)) - due
