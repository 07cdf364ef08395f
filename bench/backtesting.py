"""Row 4: a back-test of 11.75 million lines, with few and with many rules, and its memory.

The receipts of a year are made larger: every household four times, and every year twice.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, timedelta
from multiprocessing import get_context

import numpy as np

from bench.campaigns import with_campaigns
from bench.machine import peak_mib
from bench.replaying import UNTIL, columns_of
from bench.report import Measure
from vafa.kit.calendar import day_of
from vafa.programme.backtest import Totals, back_test
from vafa.programme.compile import CompiledProgramme, compile_programme
from vafa.programme.loading import Columns, Loaded, load
from vafa.programme.presets import demo_programme
from vafa.server.demo import complete_journey

ROW = "back-test"
FROM = UNTIL - timedelta(days=742)
YEAR = 371  # whole weeks, so that Fridays stay Fridays, and more than the days of the data


@dataclass(frozen=True, slots=True)
class Size:
    """How many households, each how many times; and how many of them are played plain."""

    households: int | None = None
    copies: int = 4
    plain_households: int = 20


def back_tested(size: Size) -> Iterator[Measure]:
    """Play the history under one, five and two hundred rules; then in parts, for its memory."""
    year = _two_years(size.households)
    begun = time.process_time()
    loaded = [_loaded(year, copy) for copy in range(size.copies)]
    loading = time.process_time() - begun
    lines = sum(len(part.lines) for part in loaded) // 5
    few = [_loaded(_two_years(size.plain_households), 0)]
    programmes = _programmes(year)
    begun = time.process_time()
    _play(programmes["5 rules"], few, compiled=True)
    yield Measure(ROW, "first call (compiling)", time.process_time() - begun, "s")
    yield Measure(ROW, "lines", lines, "lines")
    yield Measure(ROW, "load", loading, "s")
    took: dict[str, float] = {}
    for name, programme in programmes.items():
        took[name] = _seconds(programme, loaded, compiled=True)
        aim = {"at_most": 1.0} if name == "5 rules" and size.households is None else {}
        yield Measure(ROW, f"{name}, compiled, after load", took[name], "s", **aim)
    for name in list(programmes)[1:]:
        yield Measure(ROW, f"{name} / 5 rules", took[name] / took["5 rules"], "x", at_most=2)
    quarter = _seconds(programmes["5 rules"], loaded[:1], compiled=True)
    growth = took["5 rules"] / (quarter * size.copies)
    yield Measure(ROW, "CPU per line, whole / one copy", growth, "x", at_most=1.2)
    plain = _seconds(programmes["5 rules"], few, compiled=False)
    fast = _seconds(programmes["5 rules"], few, compiled=True)
    yield Measure(ROW, "plain / compiled, same members", plain / fast, "x")
    del loaded
    small, large = (_memory_of(replace(size, copies=many)) for many in (1, size.copies))
    yield Measure(
        ROW, f"most memory, a part at a time, {lines // size.copies:,} lines", small, "MiB"
    )
    yield Measure(ROW, f"most memory, a part at a time, {lines:,} lines", large, "MiB")
    yield Measure(ROW, "memory, whole / one copy", large / small, "x", at_most=1.1)


def _programmes(year: Columns) -> dict[str, CompiledProgramme]:
    def campaigns(rules: int, period: tuple[date, date] | None = None) -> CompiledProgramme:
        return compile_programme(
            with_campaigns(
                demo_programme(), rules=rules, groups=year.groups, seed=1, period=period
            )
        )

    return {
        "5 rules": campaigns(5),
        "200 rules, a month each": campaigns(200, (FROM, UNTIL)),
        "200 rules, all the time": campaigns(200),
    }


def _two_years(households: int | None) -> Columns:
    """Give the receipts of a year, and the same a year earlier."""
    year = columns_of(complete_journey.read(until=UNTIL), members=households)
    count = len(year.member)
    orders = np.concatenate([np.arange(count), np.arange(count)])
    day = np.concatenate([year.day - YEAR, year.day])
    orders = orders[np.lexsort((day, year.member[orders]))]
    before = np.zeros(2 * count, np.bool_)
    # Of the two of each household the earlier half comes first.
    firsts = np.searchsorted(year.member, year.member[orders])
    sizes = np.searchsorted(year.member, year.member[orders], side="right") - firsts
    before = np.arange(2 * count) - 2 * firsts < sizes
    counts = (year.line_end - year.first_line)[orders]
    ends = np.cumsum(counts)
    lines = np.arange(ends[-1]) - np.repeat(ends - counts - year.first_line[orders], counts)
    return replace(
        year, member=year.member[orders], day=year.day[orders] - np.where(before, YEAR, 0),
        minute=year.minute[orders], first_line=ends - counts, line_end=ends,
        wants_credit=year.wants_credit[orders], group=year.group[lines],
        net_rials=year.net_rials[lines], gross_rials=year.gross_rials[lines],
        quantity_milli=year.quantity_milli[lines],
    )  # fmt: skip


def _loaded(columns: Columns, copy: int) -> Loaded:
    others = replace(columns, member=columns.member + copy * 1_000_000)
    return load(columns=others, until_day=day_of(UNTIL))


def _play(programme: CompiledProgramme, parts: list[Loaded], *, compiled: bool) -> Totals:
    return back_test(
        programme=programme,
        parts=parts,
        from_day=day_of(FROM),
        until_day=day_of(UNTIL),
        compiled=compiled,
    )


def _seconds(programme: CompiledProgramme, parts: list[Loaded], *, compiled: bool) -> float:
    begun = time.process_time()
    _play(programme, parts, compiled=compiled)
    return time.process_time() - begun


def _memory_of(size: Size) -> float:
    """Give the most memory of a process that loads and plays one part after the other."""
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        return pool.submit(_stream, size).result()


def _stream(size: Size) -> float:
    year = _two_years(size.households)
    back_test(
        programme=compile_programme(demo_programme()),
        parts=(_loaded(year, copy) for copy in range(size.copies)),
        from_day=day_of(FROM),
        until_day=day_of(UNTIL),
    )
    return peak_mib()
