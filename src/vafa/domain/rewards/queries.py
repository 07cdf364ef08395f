"""Reads of the programme at work: tier, wallet and statement of a member; versions; the feed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Max

from vafa.domain.clubs.scope import club_scope
from vafa.domain.rewards import answering, entries, translate
from vafa.domain.rewards.answers import (
    Changes,
    ChangeShown,
    Expiring,
    PurchaseDone,
    Statement,
    TierMoved,
    TierShown,
    UnitHeld,
    Wallet,
    Why,
)
from vafa.domain.rewards.imported import answer_of
from vafa.domain.rewards.models import Change
from vafa.domain.rewards.operations.credit import worth
from vafa.domain.rewards.posting import Done
from vafa.domain.rewards.rulebook import Rulebook, Version, rulebook
from vafa.domain.sales.queries import NoSuchSale
from vafa.kit.calendar import date_of, local_day
from vafa.kit.errors import Refused
from vafa.ledger import operations as book
from vafa.ledger import queries as ledger
from vafa.ledger.records import Posted, Snapshot, WalletBalance
from vafa.programme.decide import decide_advance
from vafa.programme.document import Label, Redemption, Reward
from vafa.programme.records import MemberSnapshot, MemberState
from vafa.programme.standing import ladder_standing

MAX_PAGE: Final = 200

_CURSOR_DIGITS = 18

_EMPTY = WalletBalance(0, 0, 0, 0)


class BadCursor(Refused):
    """The cursor is not one that was given."""


class PageOutOfBounds(Refused):
    """A page has from 1 to 200 entries."""


@dataclass(frozen=True, slots=True)
class Moved:
    """What the feed tells of a member: a step on the ladder, a merge, or its undoing."""

    topic: str
    at: datetime
    tier: TierMoved | None = None
    duplicate_id: int = 0


def tier_of(*, club_id: int, member_id: int) -> str:
    """Give a member's tier of now, or nothing before the first purchase in a club without one."""
    snapshot = book.peek(club_id=club_id, member_id=member_id)
    return MemberState.from_json(snapshot.state).tier


def wallet(*, club_id: int, member_id: int) -> Wallet:
    """Give everything a member holds now, with its worth and what ends next."""
    snapshot, rules = _seen(club_id, member_id)
    endings = ledger.next_expiries(club_id=club_id, member_id=member_id)
    version = rules.latest(snapshot.now)
    held = []
    for code, unit in version.units.items():
        balance = snapshot.balances.get(unit.number, _EMPTY)
        available = balance.spendable - balance.held
        ending = endings.get(unit.number)
        held.append(
            UnitHeld(
                unit=code,
                name=_name(unit.name),
                spendable=balance.spendable,
                held=balance.held,
                pending=balance.pending,
                owed=balance.owed,
                available=available,
                worth_rials=worth(unit.redemption, available) if unit.redemption else 0,
                next_expiry=_expiring(ending, version) if ending else None,
                is_money=_is_money(unit.redemption),
            )
        )
    return Wallet(snapshot.member_id, snapshot.now, tuple(held))


def claimable(*, club_id: int, at: datetime) -> tuple[Reward, ...]:
    """Give the rewards that members may ask for in a purchase, each for its cost."""
    epoch, _now = ledger.club_now(club_id=club_id)
    document = rulebook(club_id, epoch).in_force(at).document
    return tuple(one for one in document.rewards if one.given == "claimed" and one.cost)


def statement(
    *, club_id: int, member_id: int, as_of: datetime | None, cursor: str, limit: int
) -> Statement:
    """Give a page of what happened to a member's units, newest first, as it was known at a moment.

    :raises BadCursor: when the cursor is not one that was given.
    :raises PageOutOfBounds: when the page is to have less than 1 or more than 200 entries.
    """
    _check_page(limit)
    before = _place(cursor)
    snapshot, rules = _seen(club_id, member_id)
    moment = as_of or snapshot.now
    found = ledger.statement(
        club_id=club_id,
        member_id=snapshot.member_id,
        as_of=moment,
        before_seq=before,
        limit=limit + 1,
    )
    held = (
        snapshot.balances
        if as_of is None
        else ledger.balances_as_of(club_id=club_id, member_id=snapshot.member_id, at=as_of)
    )
    page = found[:limit]
    return Statement(
        member_id=snapshot.member_id,
        as_of=moment,
        balances=answering.balances(stored=translate.balances_json(held), codes=rules.codes),
        entries=tuple(entries.entry(row=row, rules=rules) for row in page),
        next_cursor=str(page[-1].seq) if len(found) > limit else "",
    )


def tier_shown(*, club_id: int, member_id: int, at: datetime) -> TierShown:
    """Give where a member stands on the ladder, and what is missing to the next step."""
    snapshot, rules = _seen(club_id, member_id)
    version = rules.latest(at)
    day = local_day(at, version.document.zone)
    stored = MemberSnapshot(MemberState.from_json(snapshot.state))
    state = decide_advance(programme=version.compiled, snapshot=stored, day=day).state
    standing = ladder_standing(programme=version.compiled, state=state, day=day)
    ladder = version.document.ladder
    levels = {level.code: level for level in ladder.levels} if ladder else {}
    next_level = levels.get(standing.next_tier)
    threshold = next_level.threshold if next_level else 0
    return TierShown(
        member_id=snapshot.member_id,
        tier=standing.tier,
        name=_name(levels[standing.tier].name) if standing.tier in levels else None,
        since_date=date_of(state.tier_since) if state.tier_since else None,
        value=standing.value,
        basis=ladder.basis if ladder else "",
        next_tier=standing.next_tier,
        next_threshold=threshold,
        missing=max(0, threshold - standing.value),
        grace_until_date=date_of(state.grace_until) if state.grace_until else None,
        manual_until_date=date_of(state.manual_until) if state.manual_until else None,
    )


def is_guest(*, club_id: int, member_id: int) -> bool:
    """Tell whether a holder is the guest of a receipt without a member, not claimed yet."""
    return ledger.is_guest(club_id=club_id, member_id=member_id)


def purchase(*, club_id: int, member_id: int, event_id: int) -> PurchaseDone:
    """Give a purchase's stored answer, as a repeat of its request would get it.

    :raises NoSuchSale: when the member has none.
    """
    stored = ledger.event_of(club_id=club_id, member_id=member_id, event_id=event_id)
    if stored is None:
        raise NoSuchSale
    snapshot, rules = _seen(club_id, member_id)
    answer = answer_of(
        club_id=club_id, member_id=member_id, event_id=event_id, answer=stored.answer, rules=rules
    )
    posted = Posted("replayed", event_id, snapshot.state_version, stored.status, answer)
    return answering.purchase_done(done=Done(posted, rules))


def changes(*, club_id: int, cursor: str, limit: int) -> Changes:
    """Give the club's changes after a cursor, oldest first; none is ever skipped.

    :raises BadCursor: when the cursor is not one that was given.
    :raises PageOutOfBounds: when the page is to have less than 1 or more than 200 entries.
    """
    _check_page(limit)
    after = _place(cursor) or 0
    with club_scope(club_id):
        rows = Change.objects.filter(club_id=club_id, place__gt=after).order_by("place")[:limit]
        found = tuple(
            ChangeShown(str(row.place), row.topic, row.member_id, row.payload, row.recorded_at)
            for row in rows
        )
    return Changes(found, found[-1].cursor if found else cursor)


def moves_of(*, club_id: int, member_ids: Iterable[int], limit: int) -> tuple[Moved, ...]:
    """List a member's steps on the ladder and merges as the feed tells them, newest first.

    :raises NoProgramme: when the club has published none.
    """
    topics = ("tier.changed", "member.merged", "member.unmerged")
    with club_scope(club_id):
        rows = Change.objects.filter(club_id=club_id, member_id__in=tuple(member_ids))
        found = list(rows.filter(topic__in=topics).order_by("-place")[:limit])
    if not found:
        return ()
    _, rules = _seen(club_id, found[0].member_id)
    return tuple(_moved(row, rules) for row in found)


def _moved(row: Change, rules: Rulebook) -> Moved:
    if row.topic != "tier.changed":
        return Moved(row.topic, row.recorded_at, duplicate_id=int(row.payload["duplicate_id"]))
    move = answering.tier_moved(stored=row.payload, version=rules.latest(row.recorded_at))
    return Moved(row.topic, row.recorded_at, tier=move)


def newest_change(*, club_id: int) -> int:
    """Give the place of the newest change, 0 before the first; inside the club's scope."""
    newest = Change.objects.filter(club_id=club_id).aggregate(newest=Max("place"))["newest"]
    return int(newest or 0)


def place_of_cursor(cursor: str) -> int:
    """Give the place in the feed that a cursor names; the empty one names the beginning.

    :raises BadCursor: when the cursor is not one that was given.
    """
    return _place(cursor) or 0


def _place(cursor: str) -> int | None:
    if not cursor:
        return None
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) <= _CURSOR_DIGITS):
        raise BadCursor
    return int(cursor)


def _check_page(limit: int) -> None:
    if not 1 <= limit <= MAX_PAGE:
        raise PageOutOfBounds


def _seen(club_id: int, member_id: int) -> tuple[Snapshot, Rulebook]:
    snapshot = book.peek(club_id=club_id, member_id=member_id)
    return snapshot, rulebook(club_id, snapshot.programme_epoch)


def _expiring(ending: ledger.NextExpiry, version: Version) -> Expiring:
    day = local_day(ending.expires_at, version.document.zone)
    return Expiring(ending.units, date_of(day))


def _name(label: Label) -> Why:
    return Why(fa=label.fa, en=label.en)


def _is_money(redemption: Redemption | None) -> bool:
    return redemption is not None and redemption.value_rials == redemption.per_units
