"""Row 3: the history of real receipts through the evaluator, plain and compiled."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from bench.report import Measure
from vafa.kit.calendar import day_of
from vafa.programme.compile import CompiledProgramme, compile_programme
from vafa.programme.loading import Columns
from vafa.programme.presets import demo_programme
from vafa.programme.replay import replay
from vafa.server.demo import complete_journey
from vafa.server.demo.history import History

ROW = "replay of receipts"
UNTIL = date(2026, 11, 21)


@dataclass(frozen=True, slots=True)
class Size:
    """How many members are replayed plain and compiled (None: everybody)."""

    plain_members: int = 40
    compiled_members: int | None = None


def replayed(size: Size) -> Iterator[Measure]:
    """Replay some members plain and everybody compiled; both once more for the same members."""
    history = complete_journey.read(until=UNTIL)
    programme = compile_programme(demo_programme())
    few = columns_of(history, members=size.plain_members)
    many = columns_of(history, members=size.compiled_members)
    plain = _seconds(programme, few, compiled=False)
    compiling = _seconds(programme, few, compiled=True)
    compiled = _seconds(programme, few, compiled=True)
    whole = _seconds(programme, many, compiled=True)
    lines, few_lines = len(many.net_rials), len(few.net_rials)
    yield Measure(ROW, "lines, compiled", lines, "lines")
    yield Measure(ROW, "orders, compiled", len(many.member), "orders")
    yield Measure(ROW, "compiled", lines / whole, "lines/s")
    yield Measure(ROW, "plain", few_lines / plain, "lines/s")
    yield Measure(ROW, "plain / compiled, same members", plain / compiled, "x")
    yield Measure(ROW, "CPU per line, compiled", whole / lines * 1e6, "us")
    yield Measure(ROW, "CPU per line, plain", plain / few_lines * 1e6, "us")
    at_scale = whole / lines * 11_750_000
    yield Measure(ROW, "CPU for 11.75 M lines, by rule of three", at_scale, "s")
    yield Measure(ROW, "first call (compiling)", compiling, "s")


def columns_of(history: History, *, members: int | None) -> Columns:
    """Give the receipts of the first members as the replay takes them."""
    orders, lines = history.orders, history.lines
    count = len(orders.member)
    if members is not None:
        count = int(np.searchsorted(orders.member, members))
    line_end = int(orders.line_end[count - 1])
    return Columns(
        member=orders.member[:count],
        day=orders.day[:count],
        minute=orders.minute[:count],
        first_line=orders.first_line[:count],
        line_end=orders.line_end[:count],
        wants_credit=orders.wants_credit[:count],
        group=lines.group[:line_end],
        net_rials=lines.net_rials[:line_end],
        gross_rials=lines.gross_rials[:line_end],
        quantity_milli=lines.quantity_milli[:line_end],
        groups=tuple(group.code for group in history.groups),
    )


def _seconds(programme: CompiledProgramme, columns: Columns, *, compiled: bool) -> float:
    begun = time.process_time()
    replay(programme=programme, columns=columns, until_day=day_of(UNTIL), compiled=compiled)
    return time.process_time() - begun
