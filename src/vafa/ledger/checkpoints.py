"""Checkpoints of the book: what was posted is sealed from time to time, outside of every posting.

A leaf is the hash of one member's movements since the checkpoint before; a root hangs over the
leaves, and a head over the root and the head before it. Who keeps one head elsewhere can show any
later change, insertion or deletion behind it, even by who administers the database.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any, Literal

from django.db import transaction

from vafa.kit.errors import Refused, Unavailable
from vafa.ledger.calls import call, call_json, reading_club, rows
from vafa.ledger.trees import path_of, root_of

# A posting that is not seen this long after its moment waits for the round that looks at all.
LATEST = timedelta(minutes=10)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_HASH_BYTES = 32


class NotSealedYet(Unavailable):
    """It is too new: the next checkpoint, within a minute, will seal it."""


class NothingToProve(Refused):
    """Nothing was earned or spent: the book holds nothing to prove."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A sealed part of a club's book; `head` is what to keep elsewhere, hashes are in hex."""

    club_id: int
    number: int
    sealed_at: datetime
    leaves: int
    movements: int
    root: str
    previous: str

    @property
    def text(self) -> str:
        """What the head is the hash of."""
        moment = (self.sealed_at - _EPOCH) // timedelta(microseconds=1)
        return (
            f"vafa checkpoint 1|{self.club_id}|{self.number}|{moment}|{self.leaves}"
            f"|{self.movements}|{self.root}|{self.previous}"
        )

    @property
    def head(self) -> str:
        """The hash that stands for this checkpoint and all before it."""
        return sha256(self.text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A hash on the way from a leaf to the root, and the side that it stands on."""

    side: Literal["left", "right"]
    hash: str


@dataclass(frozen=True, slots=True)
class Inclusion:
    """That an event's movements are in the book: the leaf's text, its path, and the checkpoint.

    `first_seq` to `last_seq` are the event's own lines within the leaf.
    """

    checkpoint: Checkpoint
    leaf: str
    first_seq: int
    last_seq: int
    path: tuple[Neighbour, ...]


def seal(*, club_id: int, is_whole: bool) -> Checkpoint | None:
    """Seal what the club posted since its last checkpoint; None when there is nothing new.

    Two at once take turns. Without `is_whole` only what was recorded of late is looked at.
    """
    with transaction.atomic():
        last = call_json("SELECT ledger_last_checkpoint_v1(%s)", club_id)
        since = None
        if last["number"] and not is_whole:
            since = datetime.fromisoformat(last["sealed_at"]) - LATEST
        number = last["number"] + 1
        sealed = call_json("SELECT ledger_seal_leaves_v1(%s, %s, %s)", club_id, number, since)
        if not sealed["leaves"]:
            return None
        made = Checkpoint(
            club_id=club_id,
            number=number,
            sealed_at=datetime.fromisoformat(sealed["now"]),
            leaves=sealed["leaves"],
            movements=sealed["movements"],
            root=root_of(_split(bytes.fromhex(sealed["hashes"]))).hex(),
            previous=last["head"],
        )
        call("SELECT ledger_add_checkpoint_v1(%s, %s)", club_id, _as_json(made))
    return made


def checkpoints(*, club_id: int, after: int = 0) -> list[Checkpoint]:
    """Give the club's checkpoints after a number, oldest first."""
    with reading_club(club_id):
        return [_checkpoint(row) for row in _stored(club_id, after)]


def inclusion(*, club_id: int, member_id: int, event_id: int) -> Inclusion | None:
    """Prove that an event's movements are sealed; None when the member has no such event.

    :raises NothingToProve: when the event moved nothing.
    :raises NotSealedYet: when no checkpoint has sealed it so far.
    """
    found = call_json("SELECT ledger_leaf_of_v1(%s, %s, %s)", club_id, member_id, event_id)
    if found is None:
        return None
    if found["first"] > found["last"]:
        raise NothingToProve
    leaf = found["leaf"]
    if leaf is None:
        raise NotSealedYet
    with reading_club(club_id):
        (row,) = _stored(club_id, leaf["checkpoint"] - 1, limit=1)
        leaves = _leaves(club_id, leaf["checkpoint"])
    path = path_of(leaves, leaf["position"])
    return Inclusion(
        checkpoint=_checkpoint(row),
        leaf=leaf["text"],
        first_seq=found["first"],
        last_seq=found["last"],
        path=tuple(Neighbour("left" if is_left else "right", one.hex()) for is_left, one in path),
    )


def chain_faults(*, club_id: int, kept: Mapping[int, str]) -> tuple[int, list[str]]:
    """Recompute every root and head of a club, within `reading_club`.

    `kept` is what was written down elsewhere, number by number. Gives how many checkpoints there
    are, and a sentence for each that differs, is missing, or was added.
    """
    stored = _stored(club_id)
    faults, previous = [], "00" * _HASH_BYTES
    for number, row in enumerate(stored, 1):
        made = _checkpoint(row)
        leaves = [bytes(one["hash"]) for one in rows(_LEAVES, {"club": club_id, "number": number})]
        root = root_of(leaves).hex() if leaves else ""
        is_sound = made.previous == previous and made.head == bytes(row["head"]).hex()
        if (
            made.number != number
            or not is_sound
            or (root, len(leaves)) != (made.root, made.leaves)
        ):
            faults.append(f"checkpoint {made.number}: not as it was sealed")
        if kept.get(made.number, made.head) != made.head:
            faults.append(f"checkpoint {made.number}: not the head that was kept elsewhere")
        previous = made.head
    missing = sorted(set(kept) - {row["number"] for row in stored})
    faults += [f"checkpoint {number}: kept elsewhere, missing here" for number in missing]
    return len(stored), faults


def _stored(club_id: int, after: int = 0, limit: int | None = None) -> list[dict[str, Any]]:
    return rows(_CHECKPOINTS, {"club": club_id, "after": after, "limit": limit})


def _leaves(club_id: int, number: int) -> list[bytes]:
    found = rows(_LEAVES, {"club": club_id, "number": number})
    return [bytes(one["hash"]) for one in found]


def _split(hashes: bytes) -> list[bytes]:
    return [hashes[at : at + _HASH_BYTES] for at in range(0, len(hashes), _HASH_BYTES)]


def _checkpoint(row: Mapping[str, Any]) -> Checkpoint:
    return Checkpoint(
        club_id=row["club_id"],
        number=row["number"],
        sealed_at=row["sealed_at"],
        leaves=row["leaves"],
        movements=row["movements"],
        root=bytes(row["root"]).hex(),
        previous=bytes(row["previous"]).hex(),
    )


def _as_json(made: Checkpoint) -> str:
    return json.dumps(
        {
            "number": made.number,
            "sealed_at": made.sealed_at.isoformat(),
            "leaves": made.leaves,
            "movements": made.movements,
            "root": made.root,
            "previous": made.previous,
            "head": made.head,
        }
    )


_CHECKPOINTS = """
    SELECT club_id, number, movements, sealed_at, leaves, previous, root, head
    FROM ledger_checkpoint
    WHERE club_id = %(club)s AND number > %(after)s ORDER BY number LIMIT %(limit)s
"""
_LEAVES = """
    SELECT hash FROM ledger_leaf
    WHERE club_id = %(club)s AND checkpoint = %(number)s ORDER BY position
"""
