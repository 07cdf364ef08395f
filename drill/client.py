"""One till of the drill: asks, is cut off, asks again under the same key, and may be killed.

Run as `python -m drill.client`, with its order as JSON on stdin. It goes on from its journal.
With `fresh` in the order it is the till that nobody should build: a new key and a new document
at every retry.
"""

from __future__ import annotations

import http.client
import itertools
import json
import random
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from drill.journal import Journal, entries

SECONDS_TO_WAIT = 10
DONE = frozenset({200, 201})
FAULT = 500
TRY_AGAIN = frozenset({408, 409, 425, 429, 500, 502, 503, 504})
SENT_TWICE = 0.05
ON_HOT_MEMBERS = 0.3
HOT_MEMBERS = 20
PURCHASE_SHARE, HOLD_SHARE, SETTLE_SHARE, REDEEM_SHARE = 0.60, 0.70, 0.80, 0.90

Ask = dict[str, Any]


@dataclass
class Memory:
    """What the journal says: how far the till is, what it may capture, cancel and refund."""

    number: int = 0
    purchases: int = 0
    waiting: Ask | None = None
    holds: list[tuple[str, str, int]] = field(default_factory=list)
    sales: list[tuple[str, str]] = field(default_factory=list)

    def asked(self, ask: Ask) -> None:
        """Take note of a request that is about to go out."""
        self.number = ask["number"]
        self.waiting = ask
        if ask["kind"] in {"capture", "cancel"}:
            self.holds = [one for one in self.holds if one[0] not in ask["path"]]
        if ask["kind"] == "refund":
            self.sales = [one for one in self.sales if one[0] not in ask["path"]]

    def answered(self, ask: Ask, status: int, body: dict[str, Any]) -> None:
        """Take note of its answer."""
        self.waiting = None
        self.purchases += ask["kind"] == "purchase"
        if status not in DONE:
            return
        if ask["kind"] == "purchase":
            self.sales.append((body["purchase_id"], body["member_id"]))
        if ask["kind"] == "hold":
            self.holds.append((body["hold_id"], body["member_id"], body["units"]))


class Till:
    """A till with its order, its journal and its memory."""

    def __init__(self, order: dict[str, Any]) -> None:
        self._order = order
        path = Path(order["journal"])
        self.memory = remembered(path)
        self._journal = Journal(path)
        self._connection: http.client.HTTPConnection | None = None

    def work(self) -> None:
        """Finish what was begun, then go on until all purchases are made."""
        if self.memory.waiting is not None:
            self._settle(self.memory.waiting)
        while self.memory.purchases < self._order["purchases"]:
            number = self.memory.number + 1
            chance = random.Random(f"{self._order['name']}-{number}")  # noqa: S311  framework
            ask = next_ask(self._order, self.memory, number, chance)
            self._note(ask)
            self._settle(ask)
            if chance.random() < SENT_TWICE:
                self._echo(chance)
            time.sleep(self._order["pause"])

    def _note(self, ask: Ask) -> None:
        self.memory.asked(ask)
        self._journal.note({"what": "ask", **ask})

    def _settle(self, ask: Ask) -> None:
        """Ask until there is an answer, and note it."""
        for tries in itertools.count(1):
            status, body = self._send(ask)
            if status and status not in TRY_AGAIN:
                self._answered(ask, status, body)
                return
            if status == FAULT:
                self._journal.note({"what": "fault", "key": ask["key"], "body": body})
            if self._order["fresh"]:
                ask = renamed(ask, tries)
                self._note(ask)
            time.sleep(min(0.05 * 2**tries, 1.0))

    def _answered(self, ask: Ask, status: int, body: Any) -> None:
        entry = {"what": "answer", "key": ask["key"], "status": status, "body": body}
        self._journal.note(entry)
        self.memory.answered(ask, status, body)

    def _echo(self, chance: random.Random) -> None:
        """Send what another till has just sent: its answer must be the same."""
        others = [one for one in entries(Path(self._order["other"])) if one["what"] == "ask"]
        if not others:
            return
        ask = chance.choice(others[-3:])
        status, body = self._send(ask)
        if status and status not in TRY_AGAIN:
            self._journal.note({"what": "echo", "key": ask["key"], "status": status, "body": body})

    def _send(self, ask: Ask) -> tuple[int, Any]:
        """Send a request once; give status and body, or 0 when no whole answer came."""
        head = {
            "Authorization": f"Bearer {self._order['secret']}",
            "Content-Type": "application/json",
            "Idempotency-Key": ask["key"],
        }
        try:
            if self._connection is None:
                self._connection = http.client.HTTPConnection(
                    "127.0.0.1", self._order["port"], timeout=SECONDS_TO_WAIT
                )
            self._connection.request("POST", ask["path"], ask["body"].encode(), head)
            answer = self._connection.getresponse()
            return answer.status, json.loads(answer.read())
        except (OSError, http.client.HTTPException, ValueError):
            if self._connection is not None:
                self._connection.close()
            self._connection = None
            return 0, None


def remembered(path: Path) -> Memory:
    """Read a journal back."""
    memory = Memory()
    for entry in entries(path):
        if entry["what"] == "ask":
            memory.asked(entry)
        elif entry["what"] == "answer" and memory.waiting:
            memory.answered(memory.waiting, entry["status"], entry["body"])
    return memory


def next_ask(order: dict[str, Any], memory: Memory, number: int, chance: random.Random) -> Ask:
    """Choose what the till does next; a resumed till chooses the same."""
    key = f"{order['name']}-{number}"
    members = order["members"]
    is_hot = chance.random() < ON_HOT_MEMBERS
    member = chance.choice(members[:HOT_MEMBERS] if is_hot else members)
    named = {"source": "drill", "document": key}
    which = chance.random()
    some = {"member": {"id": member}, "unit": "credit", "units": chance.randrange(500, 20_000)}
    if PURCHASE_SHARE <= which < HOLD_SHARE:
        return _ask("hold", number, key, "/v1/holds", {**some, "bound_to": key})
    if HOLD_SHARE <= which < SETTLE_SHARE and memory.holds:
        hold, owner, units = memory.holds[0]
        body: dict[str, Any] = {"member_id": owner}
        if chance.randrange(2):
            return _ask("cancel", number, key, f"/v1/holds/{hold}/cancel", body)
        body["units"] = chance.randrange(1, units + 1)
        return _ask("capture", number, key, f"/v1/holds/{hold}/capture", body)
    if SETTLE_SHARE <= which < REDEEM_SHARE:
        return _ask("redemption", number, key, "/v1/redemptions", {**some, **named})
    if which >= REDEEM_SHARE and memory.sales:
        sale, owner = chance.choice(memory.sales)
        body = {"member_id": owner, "currency": "IRR", **named}
        if chance.randrange(2):
            body["amount_rials"] = 300_000
        return _ask("refund", number, key, f"/v1/purchases/{sale}/refunds", body)
    return _ask("purchase", number, key, "/v1/purchases", _purchase(member, named, chance))


def renamed(ask: Ask, tries: int) -> Ask:
    """Give the same request another key and document."""
    old = ask["key"]
    new = f"{old.partition('.')[0]}.{tries}"
    return {**ask, "key": new, "body": ask["body"].replace(f'"{old}"', f'"{new}"')}


def _purchase(member: str, named: dict[str, str], chance: random.Random) -> dict[str, Any]:
    lines = [
        {"net_rials": chance.randrange(400, 3000) * 1000, "group": group}
        for group in ("food.dairy", "household")
    ]
    body = {"member": {"id": member}, "currency": "IRR", "lines": lines, **named}
    if chance.randrange(5) == 0:
        body["spend"] = [{"unit": "credit"}]
    return body


def _ask(kind: str, number: int, key: str, path: str, body: dict[str, Any]) -> Ask:
    text = json.dumps(body)
    return {"kind": kind, "number": number, "key": key, "path": path, "body": text}


if __name__ == "__main__":
    Till(json.load(sys.stdin)).work()
