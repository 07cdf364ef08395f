"""Ledger records as the JSON that the SQL functions read. Nothing is decided here."""

from __future__ import annotations

from datetime import datetime
from typing import Any, assert_never

from vafa.ledger import chart
from vafa.ledger.records import (
    Adjust,
    AwardRow,
    BurnUnits,
    DateLots,
    Earn,
    EndAll,
    HoldUnits,
    LedgerEvent,
    Leg,
    Lend,
    ReleaseHold,
    Request,
    RestoreUnits,
    SaleLineRow,
    SaleRow,
    SourceRef,
    TakeBack,
)

_MAX_AMOUNT = 10**15

_Record = Leg | AwardRow | SaleRow | SaleLineRow | SourceRef


def event_json(event: LedgerEvent) -> dict[str, Any]:
    """Give the event as `ledger_post_v1` reads it."""
    assert all(
        -1 <= leg.award_index < len(event.awards) for leg in event.legs if isinstance(leg, Earn)
    )
    return {
        "club": event.club_id,
        "member": event.member_id,
        "event": event.event_id,
        "kind": event.kind,
        "at": event.event_at.isoformat(),
        "version": event.expected_version,
        "programme": event.programme_version_id,
        "credential": event.credential_id,
        "legs": [leg_json(leg) for leg in event.legs],
        "awards": [_plain(award) for award in event.awards],
        "sale": None if event.sale is None else _sale_json(event.sale),
        "state": None if event.state is None else dict(event.state),
        "review": event.next_review_day,
        "idle": {str(unit): _moment(at) for unit, at in event.idle_expires_at.items()},
        "outbox": [{"topic": row.topic, "payload": dict(row.payload)} for row in event.outbox],
        "answer": dict(event.answer),
        "reason": event.reason,
        "origin": event.origin_event_id,
        "grace": event.capture_grace_hours,
    }


def leg_json(leg: Leg) -> dict[str, Any]:
    """Give one leg as the leg functions read it."""
    if isinstance(leg, DateLots):
        return {"leg": "date", "ends": {str(lot): at.isoformat() for lot, at in leg.ends.items()}}
    match leg:
        case Earn():
            assert 0 < leg.units <= _MAX_AMOUNT
            named = {
                "leg": "earn",
                "kind": chart.CODES[leg.kind],
                "from": chart.EARN_SOURCES[leg.kind],
                "class": leg.lot_class,
                "award": None if leg.award_index < 0 else leg.award_index,
                "available_at": _moment(leg.available_at),
            }
        case BurnUnits():
            assert 0 <= leg.units <= _MAX_AMOUNT
            assert leg.units > 0 or leg.hold_id is not None
            named = {
                "leg": "burn" if leg.hold_id is None else "capture",
                "kind": chart.CODES[leg.kind],
                "to": chart.BURN_SINKS[leg.kind],
            }
        case HoldUnits() | Lend():
            assert 0 < leg.units <= _MAX_AMOUNT
            named = {"leg": "hold" if isinstance(leg, HoldUnits) else "lend"}
        case ReleaseHold() | EndAll():
            named = {"leg": "release" if isinstance(leg, ReleaseHold) else "end"}
        case TakeBack():
            assert leg.units >= 0
            assert leg.basis >= 0
            named = {"leg": "take_back"}
        case RestoreUnits():
            assert leg.units > 0
            named = {"leg": "restore", "grace_expires_at": _moment(leg.grace_expires_at)}
        case Adjust():
            assert 0 < abs(leg.units) <= _MAX_AMOUNT
            named = {"leg": "adjust", "class": leg.lot_class}
        case _:
            assert_never(leg)
    plain = _plain(leg)
    if "expires_at" in plain:
        plain["expires_at"] = _moment(plain["expires_at"])
    return {**plain, **named}


def _moment(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()


def request_json(
    request: Request, member_id: int, event_id: int, refs: tuple[SourceRef, ...]
) -> dict[str, Any]:
    """Give the request as `ledger_snapshot_v1` reads it; references in one order for everybody."""
    ordered = sorted(refs, key=lambda ref: (ref.source, ref.document, ref.effect, ref.revision))
    return {
        "club": request.club_id,
        "credential": request.credential_id,
        "key": request.key,
        "hash": request.body_hash.hex(),
        "member": member_id,
        "event": event_id,
        "refs": [_plain(ref) for ref in ordered],
    }


def _sale_json(sale: SaleRow) -> dict[str, Any]:
    return {
        **_plain(sale),
        "occurred_at": sale.occurred_at.isoformat(),
        "lines": [_plain(line) for line in sale.lines],
        "detail": dict(sale.detail),
    }


def _plain(record: _Record) -> dict[str, Any]:
    """Give the fields by name; `dataclasses.asdict` copies deeply, at ten times the cost."""
    return {name: getattr(record, name) for name in record.__slots__}
