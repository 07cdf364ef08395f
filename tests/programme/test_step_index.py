"""Looking rules up gives what looking at every rule gives."""

from dataclasses import replace

from hypothesis import HealthCheck, given, settings

from tests.programme.random_clubs import histories, programmes
from tests.programme.test_compiled import assert_same
from vafa.programme import layout as at
from vafa.programme.compile import CompiledProgramme, compile_programme
from vafa.programme.conditions import AnyOf
from vafa.programme.document import Programme
from vafa.programme.loading import Columns
from vafa.programme.replay import replay

UNTIL = 21_000


def _without_index(document: Programme) -> CompiledProgramme:
    """Let every rule stand in every row, so that each is judged for each order.

    Within another condition nothing is left to the tables.
    """
    rules = tuple(
        rule.model_copy(update={"condition": AnyOf(of=(rule.condition,))})
        for rule in document.rules
    )
    programme = compile_programme(document.model_copy(update={"rules": rules}))
    cells = list(programme.cells)
    first = cells[at.P_OF_TRIGGER]
    last = first + 7 * cells[at.P_WORDS]
    everywhere = cells[first : first + cells[at.P_WORDS]]  # purchases are the first trigger
    for place in range(last, cells[at.P_MONTH_AT], cells[at.P_WORDS]):
        cells[place : place + cells[at.P_WORDS]] = everywhere
    return replace(programme, cells=tuple(cells))


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(document=programmes(), columns=histories())
def test_replay_is_the_same_without_index(document: Programme, columns: Columns) -> None:
    """The tables leave out only rules that would not have given anything."""
    programme = compile_programme(document)
    full = _without_index(document)

    one = replay(programme=programme, columns=columns, until_day=UNTIL, compiled=False)
    other = replay(programme=full, columns=columns, until_day=UNTIL, compiled=False)

    assert_same(one, other)
