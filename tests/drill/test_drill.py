"""The short form of `make drill`, and that its audit finds what it must find."""

import random
import subprocess
import sys
from pathlib import Path
from typing import Any

from drill import audit
from drill.client import Memory, next_ask, remembered, renamed
from drill.journal import Journal, entries
from vafa.programme.presets import CREDIT
from vafa.server.homes import PROJECT

EARNED = {"unit": "credit", "units": 500}
PURCHASE = {"purchase_id": "9", "member_id": "5", "awards": [EARNED], "spent": []}
REDEMPTION = {"redemption_id": "8", "member_id": "5", "unit": "credit", "units": 120}
REFUND = {
    "member_id": "5",
    "taken_back": [{"unit": "credit", "units": 70}],
    "restored": [{"unit": "credit", "units": 20}],
}


def test_nothing_is_lost_or_doubled_while_things_are_killed() -> None:
    short = ["--purchases=300", "--tills=3", "--members=30", "--between=2"]

    done = subprocess.run(
        [sys.executable, "-m", "drill", "run", *short],
        check=False,
        capture_output=True,
        text=True,
        cwd=PROJECT,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert "kill -9: tills" in done.stdout
    assert done.stdout.count(" met") == 8


def test_wallets_are_what_the_acknowledged_answers_add_up_to() -> None:
    journals = said(
        asked("a", "purchase"), answered("a", 201, PURCHASE),
        asked("b", "redemption"), answered("b", 201, REDEMPTION),
        asked("c", "refund"), answered("c", 201, REFUND),
        asked("d", "redemption"), answered("d", 402, {"code": "not_enough"}),
    )  # fmt: skip

    assert audit.expected_wallets(journals) == {(5, CREDIT): 500 - 120 - 70 + 20}
    assert journals.kinds() == {
        "purchase": 1, "redemption": 1, "refund": 1, "declined": 1, "refused": 0,
    }  # fmt: skip


def test_a_repeat_with_another_answer_is_found() -> None:
    first = answered("a", 201, PURCHASE | {"request_id": "1"})
    same = answered("a", 201, PURCHASE | {"request_id": "2"}) | {"what": "echo"}
    other = answered("a", 201, PURCHASE | {"spent": [EARNED]}) | {"what": "echo"}

    agreed = said(asked("a", "purchase"), first, same)
    differed = said(asked("a", "purchase"), first, same, other)

    assert (agreed.repeated, agreed.different) == (1, 0)
    assert (differed.repeated, differed.different) == (2, 1)


def test_what_happened_twice_under_other_names_is_counted() -> None:
    assert audit.more_than_once(["t-1", "t-1.1", "t-2", "t-3", "t-3.4", "t-3.5"]) == 3


def test_a_killed_till_goes_on_with_what_it_had_asked(tmp_path: Path) -> None:
    path = tmp_path / "till.jsonl"
    journal = Journal(path)
    journal.note(asked("t-1", "purchase"))
    journal.note(answered("t-1", 201, PURCHASE))
    journal.note(asked("t-2", "redemption", number=2))
    path.write_bytes(path.read_bytes() + b'{"what": "answ')

    memory = remembered(path)
    Journal(path).note(answered("t-2", 201, REDEMPTION))

    assert memory.waiting is not None
    assert (memory.waiting["key"], memory.number, memory.purchases) == ("t-2", 2, 1)
    assert memory.sales == [("9", "5")]
    assert remembered(path).waiting is None
    assert len(entries(path)) == 4


def test_a_till_asks_for_every_kind_of_thing() -> None:
    order = {"name": "t", "members": [str(number) for number in range(50)]}
    memory = Memory(holds=[("7", "5", 100)], sales=[("9", "5")])

    chances = [random.Random(number) for number in range(300)]  # noqa: S311  framework
    kinds = {
        next_ask(order, memory, number, chance)["kind"] for number, chance in enumerate(chances)
    }

    assert kinds == {"purchase", "hold", "capture", "cancel", "redemption", "refund"}


def test_a_renamed_request_has_another_key_and_document() -> None:
    ask = asked("t-1", "redemption") | {"body": '{"document": "t-1"}'}

    again = renamed(renamed(ask, 1), 2)

    assert (again["key"], again["body"]) == ("t-1.2", '{"document": "t-1.2"}')


def said(*noted: dict[str, Any]) -> audit.Said:
    """Take entries in, in their order."""
    together = audit.Said()
    for entry in noted:
        together.take(entry)
    return together


def asked(key: str, kind: str, *, number: int = 1) -> dict[str, Any]:
    """Give the entry of a request."""
    return {"what": "ask", "key": key, "kind": kind, "number": number, "path": "/", "body": "{}"}


def answered(key: str, status: int, body: dict[str, Any]) -> dict[str, Any]:
    """Give the entry of an answer."""
    return {"what": "answer", "key": key, "status": status, "body": body}
