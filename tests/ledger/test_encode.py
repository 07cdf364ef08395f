"""What the book is asked for is checked before it is sent, and written in one way."""

from datetime import UTC, datetime

import pytest

from vafa.ledger import encode
from vafa.ledger.records import (
    Adjust,
    BurnUnits,
    Earn,
    HoldUnits,
    Leg,
    ReleaseHold,
    Request,
    RestoreUnits,
    SourceRef,
    TakeBack,
)

AT = datetime(2026, 11, 22, tzinfo=UTC)
MOMENT = "2026-11-22T00:00:00+00:00"


@pytest.mark.parametrize(
    ("leg", "expected"),
    [
        (
            Earn(1, 5, 0, 1, AT, AT),
            {"leg": "earn", "kind": 1, "from": 10, "award": 0, "class": 1, "units": 5,
             "available_at": MOMENT, "expires_at": MOMENT},
        ),
        (Earn(1, 5, kind="gift"), {"kind": 11, "from": 15, "award": None, "available_at": None}),
        (BurnUnits(1, 5), {"leg": "burn", "kind": 2, "to": 11, "hold_id": None}),
        (BurnUnits(1, 0, 9), {"leg": "capture", "units": 0, "hold_id": 9}),
        (HoldUnits(1, 5, AT, "t"), {"leg": "hold", "expires_at": MOMENT, "bound_to": "t"}),
        (ReleaseHold(9), {"leg": "release", "hold_id": 9}),
        (TakeBack(7, 0, 3), {"leg": "take_back", "award_id": 7, "basis": 3, "shortfall": "owe"}),
        (RestoreUnits(8, 1, 5, AT), {"leg": "restore", "grace_expires_at": MOMENT}),
        (Adjust(1, -5, "why"), {"leg": "adjust", "units": -5, "reason": "why", "class": 0}),
    ],
)  # fmt: skip
def test_leg_is_written_as_the_database_reads_it(leg: Leg, expected: dict[str, object]) -> None:
    written = encode.leg_json(leg)

    assert {name: written[name] for name in expected} == expected


@pytest.mark.parametrize(
    "leg",
    [
        Earn(1, 0), Earn(1, -1), Earn(1, 10**15 + 1), BurnUnits(1, 0), BurnUnits(1, -1, 9),
        HoldUnits(1, 0, AT), TakeBack(1, -1, 0), TakeBack(1, 0, -1), RestoreUnits(1, 1, 0, None),
        Adjust(1, 0, "nothing"),
    ],
)  # fmt: skip
def test_leg_that_makes_no_sense_is_a_programmers_error(leg: Leg) -> None:
    with pytest.raises(AssertionError):
        encode.leg_json(leg)


def test_references_are_claimed_in_one_order_by_everybody() -> None:
    """Two requests with the same references never wait for each other crosswise."""
    refs = (SourceRef("b", "2", "x"), SourceRef("a", "9", "x", 1), SourceRef("a", "9", "x"))

    written = encode.request_json(Request(1, 2, "k", b"\x01"), 3, 4, refs)

    assert [(ref["source"], ref["revision"]) for ref in written["refs"]] == [
        ("a", 0), ("a", 1), ("b", 0),
    ]  # fmt: skip
    assert (written["hash"], written["member"], written["event"]) == ("01", 3, 4)
