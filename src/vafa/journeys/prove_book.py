"""The proof of the club's whole book: its checkpoints, and every figure recomputed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from vafa.domain.clubs.principal import Principal
from vafa.insight import proof
from vafa.ledger import checkpoints as sealed
from vafa.ledger.checkpoints import Checkpoint
from vafa.ledger.verify import Report, verify

SHOWN: Final = 10
MOST_MOVEMENTS: Final = 200_000  # a check of them takes seconds; of more, it is the operator's


@dataclass(frozen=True, slots=True)
class Proof:
    """The newest checkpoints, newest first; `can_check` when the book is small enough for it."""

    checkpoints: tuple[Checkpoint, ...]
    can_check: bool


def show_proof(*, principal: Principal) -> Proof:
    """Show how far the book is sealed."""
    principal.require("audit.read")
    club_id = principal.club_id
    newest = proof.newest_checkpoint(club_id=club_id)
    found = sealed.checkpoints(club_id=club_id, after=max(0, newest - SHOWN))
    can_check = proof.has_at_most(club_id=club_id, movements=MOST_MOVEMENTS)
    return Proof(tuple(reversed(found)), can_check)


def check_book(*, principal: Principal) -> Report | None:
    """Recompute what is stored twice and compare; None when the book is too large for it."""
    principal.require("audit.read")
    if not proof.has_at_most(club_id=principal.club_id, movements=MOST_MOVEMENTS):
        return None
    return verify(club_id=principal.club_id)
