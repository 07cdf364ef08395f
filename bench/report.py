"""What was measured, as the table on the screen and as the lines that are kept."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.machine import Machine

RESULTS = Path(__file__).parent / "results" / "history.jsonl"


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure. `aim` is what it should reach; without one it only explains another figure."""

    row: str
    what: str
    value: float
    unit: str
    at_least: float | None = None
    at_most: float | None = None

    @property
    def aim(self) -> str:
        """The aim, as a person reads it."""
        if self.at_least is not None:
            return f">= {_short(self.at_least)}"
        return "" if self.at_most is None else f"<= {_short(self.at_most)}"

    @property
    def verdict(self) -> str:
        """Whether the aim is met; nothing without one."""
        if not self.aim:
            return ""
        is_met = (self.at_least is None or self.value >= self.at_least) and (
            self.at_most is None or self.value <= self.at_most
        )
        return "met" if is_met else "NOT MET"


def table(machine: Machine, measures: Sequence[Measure]) -> str:
    """Give the table, headed by the machine it was measured on."""
    heads = ("row", "what", "measured", "unit", "aim", "")
    cells = [heads] + [
        (one.row if is_first else "", one.what, _short(one.value), one.unit, one.aim, one.verdict)
        for one, is_first in _marked(measures)
    ]
    widths = [max(len(line[column]) for line in cells) for column in range(len(heads))]
    lines = ["  ".join(_padded(line, widths)).rstrip() for line in cells]
    lines.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join([machine.as_text(), "", *lines])


def keep(machine: Machine, measures: Sequence[Measure], path: Path = RESULTS) -> None:
    """Append one line with everything that was measured."""
    path.parent.mkdir(parents=True, exist_ok=True)
    kept = {
        "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "machine": asdict(machine),
        "measures": [
            {"row": one.row, "what": one.what, "value": round(one.value, 4), "unit": one.unit}
            for one in measures
        ],
    }
    with path.open("a", encoding="utf-8") as lines:
        lines.write(json.dumps(kept, ensure_ascii=False) + "\n")


def _marked(measures: Sequence[Measure]) -> list[tuple[Measure, bool]]:
    before = [None, *(one.row for one in measures)]
    return [(one, one.row != last) for one, last in zip(measures, before, strict=False)]


def _padded(line: Sequence[str], widths: Sequence[int]) -> list[str]:
    return [
        text.rjust(width) if column == 2 else text.ljust(width)  # noqa: PLR2004  framework
        for column, (text, width) in enumerate(zip(line, widths, strict=True))
    ]


def _short(value: float) -> str:
    if abs(value) >= 100 or value == int(value):  # noqa: PLR2004  framework
        return f"{value:,.0f}"
    return f"{value:.2f}"
