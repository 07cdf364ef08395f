"""Whole-number arithmetic for money, points and shares.

Amounts are integers in the currency's smallest unit; shares and rates are basis points (one
hundredth of a percent). Every rounding is a floor unless its function says otherwise.
``muldiv``, ``share_of``, ``floor_to_step``, ``vat_of_net`` and ``net_of_gross`` use only integer
arithmetic that stays within signed 64 bits, so the same source runs plain and under numba.
"""

from collections.abc import Sequence
from typing import NewType

Rials = NewType("Rials", int)
Points = NewType("Points", int)

MAX_RIALS = 10**13
BASIS_POINTS = 10_000

_MAX_INT64 = 9_223_372_036_854_775_807
_SMALL = 2_147_483_647  # the product of two such numbers stays within 64 bits


def muldiv(a: int, b: int, c: int) -> int:
    """Give floor(a x b / c) without a product that leaves signed 64 bits.

    Takes ``a >= 0``, ``b >= 0`` and ``0 < c <= 2**62``; numba would wrap silently where this
    does not.

    :raises OverflowError: when the result itself does not fit signed 64 bits.
    """
    if a <= _SMALL and b <= _SMALL:
        return a * b // c
    if b == 0 or a <= _MAX_INT64 // b:
        return a * b // c
    # a*b/c = (a div c)*b + (a mod c)*(b div c) + (a mod c)*(b mod c)/c; only the last product
    # can be too large, and there quotient and remainder are built bit by bit.
    whole = a // c
    rest = a % c
    if whole > 0 and b > _MAX_INT64 // whole:
        raise OverflowError("muldiv: the result does not fit 64 bits")
    factor = b % c
    bit = 1
    while bit <= factor // 2:
        bit *= 2
    quotient = 0
    remainder = 0
    while bit > 0:
        quotient *= 2
        remainder *= 2
        if remainder >= c:
            remainder -= c
            quotient += 1
        if factor & bit:
            remainder += rest
            if remainder >= c:
                remainder -= c
                quotient += 1
        bit //= 2
    part = rest * (b // c) + quotient
    if whole * b > _MAX_INT64 - part:
        raise OverflowError("muldiv: the result does not fit 64 bits")
    return whole * b + part


def share_of(amount: int, basis_points: int) -> int:
    """Give floor(amount x basis points / 10,000) of an amount that is not negative."""
    return muldiv(amount, basis_points, BASIS_POINTS)


def floor_to_step(amount: int, step: int) -> int:
    """Give the largest multiple of ``step`` (above 0) that is not above ``amount``."""
    return amount // step * step


def vat_of_net(net: int, rate_basis_points: int) -> int:
    """Give the VAT on a net amount, truncated, as the tax organisation computes it per line."""
    return muldiv(net, rate_basis_points, BASIS_POINTS)


def net_of_gross(gross: int, rate_basis_points: int) -> int:
    """Give the largest net that, with its truncated VAT, does not exceed ``gross``.

    The VAT of a VAT-inclusive amount is ``gross - net``, so the two always add up. Where some
    net reproduces the gross exactly, this is that net. Where none does (at 10 % no net gives
    10), the unit that is left over counts as VAT: at most one while the rate is at most 100 %.
    """
    return ((gross + 1) * BASIS_POINTS - 1) // (BASIS_POINTS + rate_basis_points)


def allocate(total: int, weights: Sequence[int]) -> list[int]:
    """Split ``total`` in proportion to ``weights`` by largest remainder, ties by order.

    The parts add up to ``total`` exactly, a weight of 0 gets 0, and no part exceeds its weight
    while the total does not exceed their sum. Neither ``total`` nor a weight may be negative;
    a total above 0 needs a weight above 0.
    """
    whole = sum(weights)
    assert total >= 0
    assert all(weight >= 0 for weight in weights)
    if total == 0:
        return [0] * len(weights)
    assert whole > 0
    parts = [total * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: -(total * weights[i] % whole))
    for i in by_remainder[: total - sum(parts)]:
        parts[i] += 1
    return parts
