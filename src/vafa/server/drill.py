"""The drill: a backup that was never restored is a hope. This restores one and looks at it.

Into a database of its own that is thrown away afterwards; the running one is only read.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from vafa.server import continuous, database, restoring
from vafa.server.backups import Backup
from vafa.server.config import Config
from vafa.server.embedded import joining

_NEWEST = "SELECT max(recorded_at) FROM ledger_movement"


@dataclass(frozen=True, slots=True)
class Drill:
    """What a drill saw: how old the content was, how long it took, and every fault.

    `lost` is what would have been lost now, `seconds` is how long a restore takes.
    """

    name: str
    lost: timedelta
    seconds: float
    clubs: int
    rows: int
    faults: tuple[str, ...]


def of_dump(config: Config, *, backup: Backup, at: datetime, say: Callable[[str], None]) -> Drill:
    """Restore a dump and compare every club's book with what was noted when it was made."""
    began = time.monotonic()
    with restoring.beside(config, "drill") as home:
        found = restoring.from_dump(config, dump=backup.path, home=home, durable=False, say=say)
    seconds = time.monotonic() - began
    faults = [
        f"club {club_id}: {found.get(club_id)} instead of {backup.proofs.get(club_id)}"
        for club_id in sorted({*found, *backup.proofs})
        if found.get(club_id) != backup.proofs.get(club_id)
    ]
    faults += [f"club {club}: the book does not hold" for club, p in found.items() if p.differing]
    rows = sum(sum(proof.checked.values()) for proof in found.values())
    return Drill(backup.path.name, at - backup.at, seconds, len(found), rows, tuple(faults))


def of_changes(config: Config, *, say: Callable[[str], None]) -> Drill:
    """Restore the newest copy with all changes since; its book holds, and how far it reaches."""
    with database.connect(config, "admin") as connection:
        live = connection.execute(_NEWEST).fetchone()
    began = time.monotonic()
    with restoring.beside(config, "drill") as home:
        found = continuous.restored(config, home=home, until=None, say=say)
        with joining.serving(home, say=say):
            other = replace(config, home=home)
            with database.connect(other, "admin") as connection:
                restored = connection.execute(_NEWEST).fetchone()
    seconds = time.monotonic() - began
    assert live
    assert restored
    lost = timedelta(0)
    faults = [f"club {club}: the book does not hold" for club, p in found.items() if p.differing]
    if live[0] and not restored[0]:
        faults.append("nothing was restored")
    elif live[0]:
        lost = max(live[0] - restored[0], timedelta(0))
    rows = sum(sum(proof.checked.values()) for proof in found.values())
    return Drill("copy and changes", lost, seconds, len(found), rows, tuple(faults))
