"""Charts drawn on the server as SVG: bars, lines, a fan, a donut, a small trend line.

Time and value axes run left to right in every language; labels are isolated so that digits and
words keep their order. Colours are classes (`s1` …), so a chart follows the theme and prints. Each
mark says its values in its title and in `data-tip`; `Chart` also holds the same as a table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from vafa.interfaces.web import formats
from vafa.kit.amounts import BASIS_POINTS
from vafa.kit.persian import percent

Write = Callable[[int], str]
Points = Sequence[tuple[float, float]]

_WIDTH: Final = 760
_HEIGHT: Final = 280
_LEFT: Final = 92
_RIGHT: Final = 12
_TOP: Final = 14
_BOTTOM: Final = 30
_MAX_BAR: Final = 34.0
_GAP: Final = 0.62
_GRID_LINES: Final = 4
_MAX_LABELS: Final = 14
_FEW_LABELS: Final = 7  # more of them lose every other one in a narrow place
_STEPS: Final = (1, 2, 5, 10)
_HEATS: Final = (500, 1500, 2500, 3500, 4500, 6000)
_DONUT_GAP: Final = 0.6


@dataclass(frozen=True)
class Series:
    """One row of values under a name; None where there is none."""

    name: str
    values: Sequence[int | None]


@dataclass(frozen=True)
class Chart:
    """A drawn chart with its legend (class, name, value) and its table."""

    title: str
    svg: SafeString
    legend: Sequence[tuple[str, str, str]]
    head: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class _Frame:
    low: int
    high: int
    count: int

    def x(self, at: float) -> float:
        """Place the middle of a label's step."""
        return _LEFT + (_WIDTH - _LEFT - _RIGHT) * (at + 0.5) / max(self.count, 1)

    def y(self, value: float) -> float:
        """Place a value."""
        span = self.high - self.low or 1
        return _TOP + (_HEIGHT - _TOP - _BOTTOM) * (self.high - value) / span

    @property
    def bar(self) -> float:
        """Give the width of one label's bar."""
        return min(_MAX_BAR, (_WIDTH - _LEFT - _RIGHT) / max(self.count, 1) * _GAP)


def money(rials: int) -> str:
    """Write a value of a chart as money, short."""
    return f"{formats.short_money_text(rials)} {formats.unit_name()}"


def count(value: int) -> str:
    """Write a value of a chart as a number."""
    return formats.short_text(value)


def share(basis_points: int) -> str:
    """Write a value of a chart as a percentage."""
    return percent(basis_points, formats.language())


def bars(
    title: str,
    labels: Sequence[str],
    series: Sequence[Series],
    *,
    write: Write = count,
    stacked: bool = False,
) -> Chart:
    """Draw bars side by side, or stacked when the parts make a whole (never below zero)."""
    columns = [[one.values[at] or 0 for one in series] for at in range(len(labels))]
    tops = [sum(column) if stacked else max(column, default=0) for column in columns]
    frame = _frame([*tops, *(min(column, default=0) for column in columns)], len(labels))
    place = _stack if stacked else _side
    marks = [
        _mark(label, series, at, write, place(frame, at, column))
        for at, (label, column) in enumerate(zip(labels, columns, strict=True))
    ]
    return _chart(title, labels, series, write, _axes(frame, labels, write) + _join(marks))


def lines(
    title: str, labels: Sequence[str], series: Sequence[Series], *, write: Write = count
) -> Chart:
    """Draw lines over time; each has its own dashes, so that colour is not all."""
    values = [value for one in series for value in one.values if value is not None]
    frame = _frame(values, len(labels))
    drawn = _join(
        _svg(
            '<polyline class="line l{}" points="{}"/>', number, _points(_places(frame, one.values))
        )
        for number, one in enumerate(series, 1)
    )
    marks = [
        _mark(label, series, at, write, _hover(frame, at) + _dots(frame, series, at))
        for at, label in enumerate(labels)
    ]
    body = _axes(frame, labels, write) + drawn + _join(marks)
    return _chart(title, labels, series, write, body, colours="k")


def fan(
    title: str,
    labels: Sequence[str],
    middle: Series,
    bands: Sequence[tuple[Series, Series]],
    *,
    write: Write = count,
) -> Chart:
    """Draw a forecast: a line inside its ranges, the widest first; a pair is (low, high)."""
    everything = [middle, *(side for band in bands for side in band)]
    frame = _frame([value or 0 for one in everything for value in one.values], len(labels))
    areas = _join(
        _svg(
            '<polygon class="band b{}" points="{}"/>',
            number,
            _points([*_places(frame, high.values), *reversed(_places(frame, low.values))]),
        )
        for number, (low, high) in enumerate(bands, 1)
    )
    line = _svg('<polyline class="line l1" points="{}"/>', _points(_places(frame, middle.values)))
    marks = [
        _mark(label, everything, at, write, _hover(frame, at) + _dots(frame, [middle], at))
        for at, label in enumerate(labels)
    ]
    body = _axes(frame, labels, write) + areas + line + _join(marks)
    drawn = _chart(title, labels, everything, write, body)
    names = [("s1", middle.name, ""), *(
        (f"band-{number}", low.name, "") for number, (low, _) in enumerate(bands, 1)
    )]  # fmt: skip
    return Chart(title, drawn.svg, names, drawn.head, drawn.rows)


def donut(
    title: str, parts: Sequence[tuple[str, int]], *, unit: str, write: Write = formats.number
) -> Chart:
    """Draw parts of a whole, from the top; the whole stands in the middle."""
    total = sum(value for _, value in parts)
    shares = [value * BASIS_POINTS // total if total else 0 for _, value in parts]
    offset, rings = 25.0, []
    for number, ((name, value), part) in enumerate(zip(parts, shares, strict=True), 1):
        length = part / 100
        drawn = max(length - _DONUT_GAP, 0.1) if value else 0.0
        tip = f"{name}|{write(value)}|{share(part)}"
        rings.append(
            _svg(
                '<circle class="ring d{}" cx="21" cy="21" r="15.9155" pathLength="100" '
                'stroke-dasharray="{} {}" stroke-dashoffset="{}" data-tip="{}">'
                "<title>{}</title></circle>",
                number,
                drawn,
                100 - drawn,
                offset,
                tip,
                tip.replace("|", " "),
            )
        )
        offset -= length
    middle = _svg(
        '<text x="21" y="21" class="donut-value">{}</text>'
        '<text x="21" y="26" class="donut-unit">{}</text>',
        _isolate(formats.number(total)),
        _isolate(unit),
    )
    svg = _svg(
        '<svg viewBox="0 0 42 42" class="donut" role="img" aria-label="{}">{}{}</svg>',
        title,
        _join(rings),
        middle,
    )
    legend = [(f"d{at}", name, write(value)) for at, (name, value) in enumerate(parts, 1)]
    rows = [
        [name, write(value), share(part)]
        for (name, value), part in zip(parts, shares, strict=True)
    ]
    return Chart(title, svg, legend, ["", unit, "%"], rows)


def spark(values: Sequence[int]) -> SafeString:
    """Draw a trend without axes, for beside a figure that says the rest."""
    low, high = min(values), max(values)
    step = 90 / max(len(values) - 1, 1)
    places = [
        (3 + at * step, 25 - (value - low) * 22 / ((high - low) or 1))
        for at, value in enumerate(values)
    ]
    return _svg(
        '<svg viewBox="0 0 96 28" class="spark" aria-hidden="true"><polyline points="{}"/>'
        '<circle cx="{}" cy="{}" r="2.5"/></svg>',
        _points(places),
        *places[-1],
    )


def heat(basis_points: int | None) -> int:
    """Give the shade (0 to 6) of a share in a cohort grid."""
    return sum((basis_points or 0) >= bound for bound in _HEATS)


def _frame(values: Sequence[int], count: int) -> _Frame:
    low, high = min([0, *values]), max([0, *values])
    step = _nice(-(-(high - low) // _GRID_LINES) or 1)
    return _Frame(low=low // step * step, high=-(-high // step) * step or step, count=count)


def _nice(rough: int) -> int:
    power = int("1" + "0" * (len(str(rough)) - 1))
    return next(factor * power for factor in _STEPS if factor * power >= rough)


def _axes(frame: _Frame, labels: Sequence[str], write: Write) -> SafeString:
    step = _nice(-(-(frame.high - frame.low) // _GRID_LINES) or 1)
    ticks = range(frame.low, frame.high + 1, step)
    grid = _svgs(
        '<line class="{}" x1="{}" x2="{}" y1="{}" y2="{}"/>'
        '<text class="axis" x="{}" y="{}" text-anchor="end">{}</text>',
        (
            (
                "grid zero" if tick == 0 else "grid", _LEFT, _WIDTH - _RIGHT, frame.y(tick),
                frame.y(tick), _LEFT - 10, frame.y(tick) + 4, _isolate(_tick(tick, write)),
            )
            for tick in ticks
        ),
    )  # fmt: skip
    every = -(-len(labels) // _MAX_LABELS) or 1
    crowded = len(labels) // every > _FEW_LABELS
    names = _svgs(
        '<text class="{}" x="{}" y="{}" text-anchor="middle">{}</text>',
        (
            (
                "axis every-other" if crowded and at // every % 2 else "axis",
                frame.x(at),
                _HEIGHT - 8,
                _isolate(label),
            )
            for at, label in enumerate(labels)
            if at % every == 0
        ),
    )
    return grid + names


def _tick(value: int, write: Write) -> str:
    return formats.short_money_text(value) if write is money else write(value)


def _stack(frame: _Frame, at: int, column: Sequence[int]) -> SafeString:
    x, floor, drawn = frame.x(at) - frame.bar / 2, 0, []
    for number, value in enumerate(column, 1):
        top, bottom = frame.y(floor + value), frame.y(floor)
        drawn.append(_rect(number, x, top, frame.bar, max(bottom - top - 1, 0)))
        floor += value
    return _join(drawn)


def _side(frame: _Frame, at: int, column: Sequence[int]) -> SafeString:
    width = frame.bar / max(len(column), 1)
    left, zero = frame.x(at) - frame.bar / 2, frame.y(0)
    return _join(
        _rect(
            number,
            left + (number - 1) * width,
            min(frame.y(value), zero),
            max(width - 1, 1),
            abs(frame.y(value) - zero),
        )
        for number, value in enumerate(column, 1)
    )


def _rect(number: int, x: float, y: float, width: float, height: float) -> SafeString:
    return _svg(
        '<rect class="s{}" x="{}" y="{}" width="{}" height="{}" rx="2"/>',
        number, x, y, width, height,
    )  # fmt: skip


def _hover(frame: _Frame, at: int) -> SafeString:
    wide = (_WIDTH - _LEFT - _RIGHT) / max(frame.count, 1)
    return _svg(
        '<rect class="reach" x="{}" y="{}" width="{}" height="{}"/>',
        frame.x(at) - wide / 2, _TOP, wide, _HEIGHT - _TOP - _BOTTOM,
    )  # fmt: skip


def _dots(frame: _Frame, series: Sequence[Series], at: int) -> SafeString:
    return _svgs(
        '<circle class="dot-mark k{}" cx="{}" cy="{}" r="3"/>',
        (
            (number, frame.x(at), frame.y(value))
            for number, one in enumerate(series, 1)
            if (value := one.values[at]) is not None
        ),
    )


def _mark(
    label: str, series: Sequence[Series], at: int, write: Write, drawn: SafeString
) -> SafeString:
    said = [
        f"{one.name}: {write(value)}" for one in series if (value := one.values[at]) is not None
    ]
    return _svg(
        '<g class="mark" data-tip="{}"><title>{}</title>{}</g>',
        "|".join([label, *said]),
        " · ".join([label, *said]),
        drawn,
    )


def _chart(
    title: str,
    labels: Sequence[str],
    series: Sequence[Series],
    write: Write,
    body: SafeString,
    *,
    colours: str = "s",
) -> Chart:
    svg = _svg(
        '<svg viewBox="0 0 {} {}" class="chart" role="img" aria-label="{}">{}</svg>',
        _WIDTH, _HEIGHT, title, body,
    )  # fmt: skip
    legend = [(f"{colours}{at}", one.name, "") for at, one in enumerate(series, 1)]
    rows = [
        [label, *(_written(one.values[at], write) for one in series)]
        for at, label in enumerate(labels)
    ]
    head = ["", *(one.name for one in series)]
    return Chart(title, svg, legend if len(series) > 1 else (), head, rows)


def _written(value: int | None, write: Write) -> str:
    return formats.NOTHING if value is None else write(value)


def _places(frame: _Frame, values: Sequence[int | None]) -> list[tuple[float, float]]:
    return [(frame.x(at), frame.y(value)) for at, value in enumerate(values) if value is not None]


def _points(places: Points) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in places)


def _isolate(text: str) -> str:
    return f"\u2068{text}\u2069"


def _join(parts: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))


def _svg(shape: str, *props: object) -> SafeString:
    return format_html(shape, *(_short(prop) for prop in props))


def _svgs(shape: str, rows: Iterable[tuple[object, ...]]) -> SafeString:
    return format_html_join("", shape, (tuple(_short(one) for one in row) for row in rows))


def _short(prop: object) -> object:
    return f"{prop:.1f}" if isinstance(prop, float) else prop
