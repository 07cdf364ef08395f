"""What components draw: frozen records that a view fills and a template hands to a tag.

Texts arrive translated, money in Rials, moments aware; the components write them. `tone` is one of
plain, info, success, warning, error, accent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Tone = Literal["plain", "info", "success", "warning", "error", "accent"]


@dataclass(frozen=True)
class Tab:
    """One tab: a page of its own; `count` stands beside its name."""

    title: str
    href: str
    count: int | None = None


@dataclass(frozen=True)
class Step:
    """One step of a wizard or of the setup list."""

    title: str
    href: str = ""
    is_done: bool = False
    note: str = ""


@dataclass(frozen=True)
class Happening:
    """One entry of a timeline."""

    title: str
    at: datetime
    note: str = ""
    icon: str = "circle-check"
    tone: Tone = "plain"
    money_rials: int | None = None
    href: str = ""


@dataclass(frozen=True)
class LedgerRow:
    """One entry of a member's book: what came in or went out, and what was there then."""

    at: datetime
    title: str
    amount: int
    balance: int
    reference: str = ""
    href: str = ""
    is_proved: bool = False


@dataclass(frozen=True)
class Cohort:
    """One row of a cohort grid: who began together, and the shares (basis points) that came."""

    title: str
    size: int
    shares: Sequence[int | None]


@dataclass(frozen=True)
class ReceiptLine:
    """One line of a receipt or an invoice; `unit_rials` is the price of one."""

    title: str
    quantity: str
    unit_rials: int
    amount_rials: int


@dataclass(frozen=True)
class Total:
    """One line below the sum: a discount is below zero; the last one to pay is `is_due`."""

    title: str
    amount_rials: int
    is_due: bool = False


@dataclass(frozen=True)
class Party:
    """Who sells or buys, with the facts an invoice states of them."""

    title: str
    name: str
    facts: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class Receipt:
    """What a receipt of 80 mm or an A4 invoice shows."""

    shop: str
    number: str
    at: datetime
    lines: Sequence[ReceiptLine]
    totals: Sequence[Total]
    facts: Sequence[tuple[str, str]] = ()
    news: Sequence[str] = ()
    qr: str = ""
    qr_note: str = ""
    parties: Sequence[Party] = field(default_factory=tuple)
    foot: Sequence[str] = ()


@dataclass(frozen=True)
class MappedColumn:
    """One column of a file that is brought in: its name, samples and what it is taken for."""

    code: str
    title: str
    samples: Sequence[str]
    chosen: str = ""
    error: str = ""


@dataclass(frozen=True)
class RowProblem:
    """One row of a file that cannot be taken, and why."""

    row: int
    column: str
    value: str
    problem: str
