"""The proof of the club's whole book: its checkpoints, and every figure recomputed.

A check takes seconds or minutes, so it is asked for here and done by the worker (`work_checks`).
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import DatabaseError, connections

from vafa.domain.clubs import trail
from vafa.domain.clubs.principal import Principal
from vafa.domain.clubs.scope import club_scope
from vafa.insight import book_checks, proof
from vafa.insight.book_checks import CheckCard
from vafa.kit.ids import Ids
from vafa.ledger import checkpoints as sealed
from vafa.ledger.checkpoints import Checkpoint
from vafa.ledger.verify import Check, verify

SHOWN: Final = 10
_log = logging.getLogger("vafa.checks")


@dataclass(frozen=True, slots=True)
class Proof:
    """The newest checkpoints and the newest checks of the book, newest first."""

    checkpoints: tuple[Checkpoint, ...]
    checks: tuple[CheckCard, ...]

    @property
    def running(self) -> CheckCard | None:
        """Give the check that waits or is under way."""
        return next((one for one in self.checks if one.finished_at is None), None)

    @property
    def last(self) -> CheckCard | None:
        """Give the newest check that came to its end."""
        return next((one for one in self.checks if one.finished_at is not None), None)


def show_proof(*, principal: Principal) -> Proof:
    """Show how far the book is sealed, and what the newest checks found."""
    principal.require("audit.read")
    club_id = principal.club_id
    newest = proof.newest_checkpoint(club_id=club_id)
    found = sealed.checkpoints(club_id=club_id, after=max(0, newest - SHOWN))
    with club_scope(club_id):
        checks = book_checks.newest(club_id=club_id, most=SHOWN)
    return Proof(tuple(reversed(found)), checks)


def ask_check(*, principal: Principal, at: datetime, ids: Ids) -> CheckCard:
    """Ask for a check of the whole book; while one waits or is under way, it is that one."""
    principal.require("audit.read")
    club_id, check_id = principal.club_id, ids.next()
    with club_scope(club_id):
        who = trail.names(club_id=club_id).get(principal.staff_id or principal.credential_id, "")
        asked = book_checks.ask(club_id=club_id, check_id=check_id, at=at, who=who)
        if asked == check_id:
            trail.note(
                principal=principal, act="book_check_asked", object_kind="book_check",
                object_id=str(asked),
            )  # fmt: skip
        return next(
            one for one in book_checks.newest(club_id=club_id, most=SHOWN) if one.id == asked
        )


def work_checks(*, club_id: int, clock: Callable[[], datetime]) -> int:
    """Do the check that waits in a club; give how many were done. Two workers never do the same.

    What is done is told on another connection, as the check sees one moment of the book.
    """
    with club_scope(club_id):
        check_id = book_checks.waiting(club_id=club_id)
    if check_id is None or not book_checks.take_turn(club_id=club_id):
        return 0
    done: list[Check] = []
    fault = ""
    try:
        with ThreadPoolExecutor(1, "telling") as teller:

            def told(check: Check) -> None:
                done.append(check)
                teller.submit(_tell, club_id, check_id, tuple(done)).result()

            with club_scope(club_id):
                book_checks.begin(club_id=club_id, check_id=check_id, at=clock())
            verify(club_id=club_id, told=told)
    except DatabaseError:
        _log.exception("a check of a book broke")
        fault = book_checks.BROKEN
    finally:
        book_checks.end_turn(club_id=club_id)
    with club_scope(club_id):
        book_checks.finish(club_id=club_id, check_id=check_id, at=clock(), done=done, fault=fault)
    return 1


def _tell(club_id: int, check_id: int, done: tuple[Check, ...]) -> None:
    try:
        with club_scope(club_id):
            book_checks.tell(club_id=club_id, check_id=check_id, done=done)
    finally:
        connections.close_all()  # this thread's
