"""Afterwards: what the clients wrote down against what the book holds.

An intention is what a client wanted to happen once. Its request key is the intention's name, with
`.1`, `.2` … behind it when a client without idempotency renames its retries.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from drill.client import DONE, Ask
from drill.journal import entries
from vafa.programme.presets import CREDIT, POINTS

UNITS = {"points": POINTS, "credit": CREDIT}
DECLINED = 402
_EVENTS = """
    SELECT k.key, k.member_id, e.id
    FROM ledger_request_key AS k
    LEFT JOIN ledger_event AS e ON e.member_id = k.member_id AND e.id = k.event_id
    WHERE k.club_id = %s AND k.key LIKE 'till%%'"""
_DOCUMENTS = """
    SELECT r.document FROM ledger_source_ref AS r
    JOIN ledger_event AS e ON e.member_id = r.member_id AND e.id = r.event_id
    WHERE r.club_id = %s AND r.source = 'drill' AND e.status = 200"""
_WALLETS = """
    SELECT member_id, unit, spendable + pending - owed FROM ledger_wallet WHERE club_id = %s"""


@dataclass
class Said:
    """What all journals say together."""

    asks: dict[str, Ask] = field(default_factory=dict)
    answers: dict[str, tuple[int, Any]] = field(default_factory=dict)
    repeated: int = 0
    different: int = 0
    faults: int = 0

    def take(self, entry: dict[str, Any]) -> None:
        """Take one entry in; an answer is held against an earlier one to the same key."""
        if entry["what"] == "ask":
            self.asks[entry["key"]] = entry
            return
        if entry["what"] == "fault":
            self.faults += 1
            return
        answer = (entry["status"], without_request_id(entry["body"]))
        before = self.answers.setdefault(entry["key"], answer)
        self.repeated += entry["what"] == "echo"
        self.different += before != answer

    def kinds(self) -> Counter[str]:
        """Count the acknowledged requests by kind, and the declined and refused ones."""
        counted: Counter[str] = Counter()
        for key, (status, _) in self.answers.items():
            is_done = status in DONE
            counted["declined" if status == DECLINED else self.asks[key]["kind"]] += (
                is_done or status == DECLINED
            )
            counted["refused"] += not is_done and status != DECLINED
        return counted


@dataclass(frozen=True, slots=True)
class Found:
    """What the book holds against the journals."""

    lost: int
    doubled: int
    wrong_wallets: int
    wallets: int


def said(journals: Iterable[Path]) -> Said:
    """Read all journals."""
    together = Said()
    for path in journals:
        for entry in entries(path):
            together.take(entry)
    return together


def compared(connection: psycopg.Connection, club_id: int, journals: Said) -> Found:
    """Hold the book against the journals."""
    keys = connection.execute(_EVENTS, [club_id]).fetchall()
    in_book = {key for key, _, event in keys if event is not None}
    acknowledged = {
        key for key, (status, _) in journals.answers.items() if status in DONE | {DECLINED}
    }
    documents = connection.execute(_DOCUMENTS, [club_id]).fetchall()
    wallets = {
        (member, unit): int(net)
        for member, unit, net in connection.execute(_WALLETS, [club_id]).fetchall()
    }
    expected = expected_wallets(journals)
    return Found(
        lost=len(acknowledged - in_book),
        doubled=max(
            more_than_once(key for key, _, event in keys if event is not None),
            more_than_once(document for (document,) in documents),
        ),
        wrong_wallets=sum(
            wallets.get(one, 0) != expected.get(one, 0) for one in wallets.keys() | expected
        ),
        wallets=len(wallets),
    )


def more_than_once(names: Iterable[str]) -> int:
    """Count what happened beyond the first time, by intention."""
    counts = Counter(name.partition(".")[0] for name in names)
    return sum(count - 1 for count in counts.values())


def expected_wallets(journals: Said) -> Counter[tuple[int, int]]:
    """Give each wallet's net as the acknowledged answers add up to."""
    nets: Counter[tuple[int, int]] = Counter()
    for key, (status, body) in journals.answers.items():
        if status not in DONE:
            continue
        for unit, units in _changes(journals.asks[key]["kind"], body):
            nets[int(body["member_id"]), UNITS[unit]] += units
    return nets


def without_request_id(body: dict[str, Any]) -> dict[str, Any]:
    """Leave out what names the request rather than the answer."""
    return {name: value for name, value in body.items() if name != "request_id"}


def _changes(kind: str, body: dict[str, Any]) -> Iterable[tuple[str, int]]:
    """Give what an answer says about units: more, or less."""
    if kind == "purchase":
        yield from ((one["unit"], one["units"]) for one in body["awards"])
        yield from ((one["unit"], -one["units"]) for one in body["spent"])
    elif kind in {"redemption", "capture"}:
        yield body["unit"], -body["units"]
    elif kind == "refund":
        yield from ((one["unit"], -one["units"]) for one in body["taken_back"])
        yield from ((one["unit"], one["units"]) for one in body["restored"])
