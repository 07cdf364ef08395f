"""The chart of accounts in Python is the one the database holds movements to."""

import re

from vafa.ledger import chart
from vafa.ledger.schema import read_sql


def test_pairs_are_those_of_the_constraint() -> None:
    """A movement that the chart does not name is refused by the database, and the other way."""
    function = read_sql("lend_tables").split("ANY('")[1]
    stored = {int(digits) for digits in re.findall(r"\d+", function.split("'")[0])}

    named = {
        chart.CODES[kind] * 10_000 + source * 100 + target
        for kind, pairs in chart.PAIRS.items()
        for source, target in pairs
    }

    assert stored == named


def test_every_kind_has_pairs_and_every_leg_kind_a_pair() -> None:
    """What legs may ask for is in the chart."""
    assert set(chart.PAIRS) == set(chart.KINDS.values())
    for kind, source in chart.EARN_SOURCES.items():
        assert (source, chart.SPENDABLE) in chart.PAIRS[kind]
    for kind, sink in chart.BURN_SINKS.items():
        assert (chart.SPENDABLE, sink) in chart.PAIRS[kind]
