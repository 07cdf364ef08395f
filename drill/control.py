"""The drill that must fail: without it, a drill that finds nothing proves nothing.

`fresh` is a till that takes a new key and a new document for every retry. `asynchronous` is a book
that answers before its changes are on the disk: the posting function of the drill's own database
is changed for it, and only a superuser can do that.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bench.report import Measure
from drill.crowd import Load
from drill.faults import DATABASE, WORKERS, Killing, Outcome
from drill.servers import Vafa
from vafa.server import database

LOAD = Load(tills=8, purchases=250)
FRESH_LOAD = replace(LOAD, fresh=True)
# Long enough for several kills, also on a quick machine.
ASYNCHRONOUS_LOAD = replace(LOAD, purchases=2_500)
FRESH = Killing(order=(WORKERS, DATABASE))
ASYNCHRONOUS = Killing(order=(DATABASE,), seconds_between=3)
_DURABLE = "set_config('synchronous_commit', 'on', true)"
_POSTING = "SELECT pg_get_functiondef('ledger_post_v1'::regproc)"


class NotFoundError(Exception):
    """The posting function does not look as this control expects; mend the control."""


def answer_before_writing(vafa: Vafa) -> None:
    """Let postings of the drill's database be answered before they are on the disk.

    :raises NotFoundError: when the function no longer sets what this control takes away.
    """
    with database.connect(vafa.config, "admin") as connection:
        row = connection.execute(_POSTING).fetchone()
        assert row is not None
        if _DURABLE not in row[0]:
            raise NotFoundError(_DURABLE)
        connection.execute(row[0].replace(_DURABLE, _DURABLE.replace("'on'", "'off'")))
        connection.execute("ALTER SYSTEM SET synchronous_commit = 'off'")
        connection.execute("SELECT pg_reload_conf()")


def measures_without_keys(outcome: Outcome) -> Iterator[Measure]:
    """Give what a new key at each retry did: it must have doubled something."""
    row = "control: no idempotency"
    yield Measure(row, "purchases acknowledged", outcome.kinds["purchase"], "")
    yield Measure(row, "answers and requests cut", _cut(outcome), "")
    yield Measure(row, "doubled (must not be nothing)", outcome.found.doubled, "", at_least=1)


def measures_without_waiting(outcome: Outcome) -> Iterator[Measure]:
    """Give what asynchronous commit did: it must have lost something."""
    row = "control: asynchronous commit"
    yield Measure(row, "purchases acknowledged", outcome.kinds["purchase"], "")
    yield Measure(row, "kill -9: PostgreSQL", outcome.kills[DATABASE], "times")
    what = "acknowledged and lost (must not be nothing)"
    yield Measure(row, what, outcome.found.lost, "", at_least=1)
    what = "wallets that differ from the journals (must not be nothing)"
    yield Measure(row, what, outcome.found.wrong_wallets, "", at_least=1)


def _cut(outcome: Outcome) -> int:
    return outcome.cuts["requests cut"] + outcome.cuts["answers cut"]
