"""Row 8: django-hordak's transfer beside our posting, each called from Python on one connection.

A transfer is three rows and no more; a posting is a whole purchase. Both are on the same server.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import cycle
from pathlib import Path
from typing import Any

from bench.club import Club
from bench.postings import FIRST_MEMBER, Postings, caught_posting
from bench.report import Measure
from bench.servers import admin
from vafa.interfaces.web import sources
from vafa.kit.ids import Ids
from vafa.ledger.calls import call_json
from vafa.server.config import Config

ROW = "beside django-hordak"
PROJECT = Path(__file__).parents[1]
UV = (sys.executable, "-m", "uv", "--quiet")


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured."""

    accounts: int = 100
    seconds: int = 4
    rounds: int = 2


def side_by_side(postings: Postings, folder: Path, size: Size) -> Iterator[Measure]:
    """Take turns with it, on the members that were opened for postings."""
    config, club = postings.config, postings.club
    event = caught_posting(club, "R-peer")
    python = _environment(folder / "hordak")
    theirs: list[float] = []
    ours: list[float] = []
    for _ in range(size.rounds):
        theirs.append(_transfers(config, python, size))
        ours.append(_postings(club, event, size))
    yield Measure(ROW, "django-hordak: transfers", max(theirs), "/s")
    yield Measure(ROW, "ours: purchases posted", max(ours), "/s")
    yield Measure(ROW, "ours / django-hordak", max(ours) / max(theirs), "x")


def _environment(folder: Path) -> Path:
    """Make an environment from the lock; nothing of it is in ours."""
    python = folder / "bin" / "python"
    subprocess.run([*UV, "venv", "--python", sys.executable, str(folder)], check=True)
    lock = str(PROJECT / "requirements" / "bench.txt")
    install = ["pip", "sync", "--python", str(python), "--require-hashes", lock]
    subprocess.run([*UV, *install], check=True)
    return python


def _transfers(config: Config, python: Path, size: Size) -> float:
    """Let it transfer in a database of its own; give transfers a second."""
    peer = replace(config, database_name=f"{config.database_name}_hordak")
    where = peer.connection("admin")
    database = {"NAME": where["dbname"], "USER": where["user"], "HOST": where["host"]}
    order = {
        "database": {**database, "PORT": where["port"]},
        "accounts": size.accounts,
        "seconds": size.seconds,
    }
    with admin(config) as connection:
        connection.autocommit = True
        connection.execute(f'CREATE DATABASE "{peer.database_name}"')
        try:
            done = subprocess.run(
                [str(python), str(PROJECT / "bench" / "hordak_transfers.py")],
                check=True,
                input=json.dumps(order),
                stdout=subprocess.PIPE,
                text=True,
                env={"PATH": os.defpath},
            )
        finally:
            connection.execute(f'DROP DATABASE "{peer.database_name}" WITH (FORCE)')
    made: dict[str, float] = json.loads(done.stdout)
    return made["transfers"] / made["seconds"]


def _postings(club: Club, event: dict[str, Any], size: Size) -> float:
    """Post the purchase that was caught, for one member after another; give postings a second."""
    ids = sources.ids()
    versions: dict[int, int] = {}
    members = range(FIRST_MEMBER, FIRST_MEMBER + size.accounts)
    for member in members:
        read = call_json("SELECT ledger_peek_v1(%s, %s, false)", club.principal.club_id, member)
        versions[member] = read["version"]
    made = 0
    begun = time.monotonic()
    for member in cycle(members):
        posted = call_json("SELECT ledger_post_v1(%s)", _renamed(event, member, versions, ids))
        assert posted["outcome"] == "posted", posted
        versions[member] = posted["state_version"]
        made += 1
        if time.monotonic() - begun > size.seconds:
            break
    return made / (time.monotonic() - begun)


def _renamed(
    event: dict[str, Any], member: int, versions: dict[int, int], ids: Ids
) -> dict[str, Any]:
    awards = [{**award, "id": ids.next()} for award in event["awards"]]
    named = {"member": member, "event": ids.next(), "version": versions[member]}
    return {**event, **named, "awards": awards}
