"""Back to a second: everything is killed, and the database of one moment before is built again.

The real `vafa restore --to-time`, from a copy and the changes that `vafa start` kept since.
"""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from bench.report import Measure
from drill.servers import Vafa, descendants_of, kill
from drill.skewing import earn
from vafa.interfaces.web import sources
from vafa.ledger.verify import verify
from vafa.server import continuous, database
from vafa.server.supervisor import VAFA

if TYPE_CHECKING:  # its module needs Django, which needs a home first
    from drill.club import Club

ROW = "restore to a second"
LONGEST_SECONDS = 900
ENDS_WITHIN_SECONDS = 3
_TOTALS = "SELECT clock_timestamp(), count(*), coalesce(sum(amount), 0) FROM ledger_movement"

Totals = tuple[datetime, int, int]


def returned(vafa: Vafa, club: Club) -> Iterator[Measure]:
    """Sell, note a moment, sell on, lose everything, and go back; give the figures."""
    folder = continuous.folder_of(vafa.config)
    assert folder is not None
    _sell(vafa, club, "before")
    continuous.copy_nightly(vafa.config, folder, clock=sources.now)
    _sell(vafa, club, "since")
    moment, rows, units = _totals(vafa)
    time.sleep(1)
    _sell(vafa, club, "late")
    rows_later = _totals(vafa)[1]
    time.sleep(1)  # the last changes are on their way to the folder
    kill([vafa.pid, *descendants_of(vafa.pid)])
    vafa.kill_database()
    vafa.stop()
    time.sleep(ENDS_WITHIN_SECONDS)
    begun = time.monotonic()
    command = [*VAFA, "restore", "--to-time", moment.isoformat()]
    done = subprocess.run(
        command, check=False, stdout=subprocess.DEVNULL, env=dict(vafa.environment)
    )
    took = time.monotonic() - begun
    vafa.start()
    _, rows_now, units_now = _totals(vafa)
    yield Measure(ROW, "movements at that moment", rows, "rows")
    yield Measure(ROW, "movements when everything was lost", rows_later, "rows", at_least=rows + 1)
    yield Measure(ROW, "the restore failed (status)", done.returncode, "", at_most=0)
    yield Measure(ROW, "movements too many or too few", abs(rows_now - rows), "", at_most=0)
    yield Measure(ROW, "units too many or too few", abs(units_now - units), "", at_most=0)
    what = "rows that `ledger verify` finds wrong"
    yield Measure(ROW, what, verify(club_id=club.club_id).differences, "", at_most=0)
    yield Measure(ROW, "the restore took", took, "s", at_most=LONGEST_SECONDS)


def _sell(vafa: Vafa, club: Club, name: str) -> None:
    for member in club.members:
        earn(vafa, club, member, document=f"{name}-{member}")


def _totals(vafa: Vafa) -> Totals:
    with database.connect(vafa.config, "admin") as connection:
        row = connection.execute(_TOTALS).fetchone()
    assert row is not None
    return row[0], int(row[1]), int(row[2])
