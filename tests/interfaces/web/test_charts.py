"""Charts: every value is in the picture, in its title and in the table."""

import re
from xml.etree import ElementTree as ET

import pytest
from django.utils import translation

from vafa.interfaces.web import charts
from vafa.interfaces.web.charts import Series

MONTHS = ["Mehr", "Aban", "Azar"]
SALES = Series("First", (10, 20, 30))
AGAIN = Series("Again", (5, None, 15))


@pytest.fixture(autouse=True)
def _english() -> object:
    with translation.override("en"):
        yield


def test_stacked_bars_add_up_to_the_top_of_their_column() -> None:
    chart = charts.bars("Sales", MONTHS, [SALES, AGAIN], stacked=True)

    assert chart.head == ["", "First", "Again"]
    assert chart.rows == [["Mehr", "10", "5"], ["Aban", "20", "—"], ["Azar", "30", "15"]]
    heights = [float(rect.attrib["height"]) for rect in rects(chart)]
    assert heights[0] == pytest.approx(2 * heights[1], abs=2)
    assert [name for _, name, _ in chart.legend] == ["First", "Again"]


def test_bars_below_zero_hang_from_the_line_of_zero() -> None:
    chart = charts.bars("Profit", ["a", "b"], [Series("x", (10, -10))])

    up, down = rects(chart)
    zero = float(up.attrib["y"]) + float(up.attrib["height"])
    assert float(down.attrib["y"]) == pytest.approx(zero, abs=0.2)
    assert up.attrib["height"] == down.attrib["height"]


def test_a_line_leaves_out_what_is_not_there() -> None:
    chart = charts.lines("Sales", MONTHS, [SALES, AGAIN])

    points = re.findall(r'class="line l\d" points="([^"]*)"', chart.svg)
    assert [len(line.split()) for line in points] == [3, 2]


def test_a_mark_says_its_values() -> None:
    chart = charts.lines("Sales", MONTHS, [SALES, AGAIN])

    assert 'data-tip="Azar|First: 30|Again: 15"' in chart.svg
    assert "<title>Aban · First: 20</title>" in chart.svg


def test_the_parts_of_a_donut_are_the_whole() -> None:
    chart = charts.donut("Levels", [("a", 3), ("b", 1), ("c", 0)], unit="members")

    assert chart.rows == [["a", "3", "75%"], ["b", "1", "25%"], ["c", "0", "0%"]]
    assert [value for _, _, value in chart.legend] == ["3", "1", "0"]


def test_a_fan_draws_its_ranges_under_its_line() -> None:
    low, high = Series("80%", (8, 15, 20)), Series("to", (12, 25, 40))

    chart = charts.fan("Profit", MONTHS, SALES, [(low, high)])

    assert chart.svg.index("<polygon") < chart.svg.index("<polyline")
    assert [name for _, name, _ in chart.legend] == ["First", "80%"]


@pytest.mark.parametrize("values", [(0, 0), (5, 5), (1,), (-3, -3)])
def test_flat_and_empty_values_can_be_drawn(values: tuple[int, ...]) -> None:
    labels = [str(value) for value in values]

    drawn = [
        charts.bars("t", labels, [Series("x", values)]).svg,
        charts.lines("t", labels, [Series("x", values)]).svg,
        charts.spark(values),
        charts.donut("t", [("a", 0)], unit="u").svg,
    ]

    for svg in drawn:
        ET.fromstring(svg)  # noqa: S314  framework


def test_names_are_escaped() -> None:
    chart = charts.bars("<b>", ["<i>"], [Series('"x"', (1,))])

    ET.fromstring(chart.svg)  # noqa: S314  framework
    assert "<b>" not in chart.svg


def test_axes_end_on_round_figures() -> None:
    chart = charts.bars("t", ["a"], [Series("x", (187,))])

    ticks = re.findall(r'text-anchor="end">\u2068([^\u2069]*)', chart.svg)
    assert ticks == ["0", "50", "100", "150", "200"]


@pytest.mark.parametrize(("share", "shade"), [(None, 0), (400, 0), (500, 1), (10_000, 6)])
def test_the_shade_grows_with_the_share(share: int | None, shade: int) -> None:
    assert charts.heat(share) == shade


def rects(chart: charts.Chart) -> list[ET.Element]:
    """List the bars of a chart."""
    return list(ET.fromstring(chart.svg).iter("rect"))  # noqa: S314  framework
