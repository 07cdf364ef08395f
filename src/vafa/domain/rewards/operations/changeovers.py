"""Bringing members under a version that has started: the ladder, and the end of what they hold.

Once for each member and version. A run that broke off goes on where it stopped: whoever was
brought under it has nothing to change any more.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

from vafa.domain.clubs.principal import Claim, Principal
from vafa.domain.clubs.scope import club_scope
from vafa.domain.rewards import translate
from vafa.domain.rewards.changeover import Changeover, Outcome, outcome
from vafa.domain.rewards.models import DayStep
from vafa.domain.rewards.operations.day import Counted, type_progress
from vafa.domain.rewards.posting import Asked, run
from vafa.domain.rewards.rulebook import Rulebook, Version, rulebook
from vafa.kit.ids import Ids
from vafa.ledger.queries import club_now
from vafa.ledger.records import DateLots, LedgerEvent, OutboxRow, Snapshot, SourceRef
from vafa.ledger.standings import Holder, holders

_SOURCE: Final = "vafa"
_EFFECT: Final = "version"


def bring_in(
    *, club_id: int, day_at: datetime, day: int, ids: Ids, progress: type_progress
) -> Counted:
    """Bring every member under the version in force, if it is not done yet.

    Up on the ladder at once, down after grace (E65); what is held gets an earlier end only after
    the notice that begins today (E84).
    """
    counted = Counted()
    epoch, _ = club_now(club_id=club_id)
    rules = rulebook(club_id, epoch)
    after = next((one for one in reversed(rules.versions) if one.starts_at <= day_at), None)
    if after is None:
        return counted
    with club_scope(club_id):
        if _is_done(club_id, after):
            return counted
        before = _before(club_id, rules, after)
    if before is not None:
        change = Changeover(before, after, day)
        if change.has_other_ladder or change.has_other_ends:
            for page in holders(club_id=club_id, with_lots=change.has_other_ends):
                for holder in page:
                    counted.tier_changes += _bring_one(club_id, change, holder, day_at, ids)
                progress("members", len(page))
    with club_scope(club_id):
        DayStep.objects.get_or_create(
            club_id=club_id, step=_step(after), day=day, defaults={"finished_at": day_at}
        )
    return counted


def _step(version: Version) -> str:
    return f"version-{version.number}"


def _is_done(club_id: int, version: Version) -> bool:
    return DayStep.objects.filter(club_id=club_id, step=_step(version)).exists()


def _before(club_id: int, rules: Rulebook, after: Version) -> Version | None:
    """Give the version that members were brought under last, or the one before this one."""
    earlier = rules.versions[: rules.versions.index(after)]
    done = [version for version in earlier if _is_done(club_id, version)]
    found = done or list(earlier)
    return found[-1] if found else None


def _bring_one(
    club_id: int, change: Changeover, holder: Holder, day_at: datetime, ids: Ids
) -> int:
    if not outcome(change=change, holder=holder).changes:
        return 0
    document = f"{change.after.number}.{holder.member_id}"
    key = f"{_EFFECT}:{document}"
    asked = Asked(
        Principal(club_id, 0, frozenset()),
        Claim(key, sha256(key.encode()).digest()),
        holder.member_id,
        ids.next(),
        (SourceRef(_SOURCE, document, _EFFECT),),
    )
    moved = 0

    def plan(snapshot: Snapshot, _rules: Rulebook) -> LedgerEvent:
        nonlocal moved
        if snapshot.member_id != holder.member_id:
            raise _MergedMeanwhile
        seen = replace(holder, state=snapshot.state)
        found = outcome(change=change, holder=seen)
        moved = len(found.shift.tier_changes) if found.shift else 0
        return _event(club_id, change, seen, found, snapshot, day_at)

    try:
        done = run(asked=asked, plan=plan)
    except _MergedMeanwhile:  # the survivor is brought in by itself
        return 0
    return 0 if done.replayed else moved


class _MergedMeanwhile(Exception):
    """The member's lots are another member's by now."""


def _event(
    club_id: int, change: Changeover, holder: Holder, found: Outcome, snapshot: Snapshot,
    day_at: datetime,
) -> LedgerEvent:  # fmt: skip
    shift = found.shift
    changes = shift.tier_changes if shift else ()
    said = {
        "member_id": str(snapshot.member_id),
        "programme_version": change.after.number,
        "tier_changes": translate.tier_json(changes=changes),
    }
    return LedgerEvent(
        club_id=club_id,
        member_id=snapshot.member_id,
        event_id=snapshot.event_id,
        kind=_EFFECT,
        event_at=day_at,
        expected_version=snapshot.state_version,
        programme_version_id=change.after.id,
        credential_id=0,
        legs=(DateLots(found.ends),) if found.ends else (),
        state=shift.state.as_json() if shift else None,
        next_review_day=shift.review_day if shift else None,
        idle_expires_at=found.idle,
        outbox=(
            *translate.tier_rows(changes=changes, event_id=snapshot.event_id),
            *_announcements(change, holder, found, snapshot.event_id),
        ),
        answer={"said": said},
    )


def _announcements(
    change: Changeover, holder: Holder, found: Outcome, event_id: int
) -> tuple[OutboxRow, ...]:
    """Say of each unit how much ends at its new end, and when that first happens."""
    units: dict[int, list[tuple[datetime, int]]] = {}
    for lot in holder.lots:
        end = found.ends.get(lot.seq) or found.idle.get(lot.unit)
        if end is not None:
            units.setdefault(lot.unit, []).append((end, lot.units))
    return tuple(
        OutboxRow("expiry.announced", _announcement(change, event_id, unit, ends))
        for unit, ends in sorted(units.items())
    )


def _announcement(
    change: Changeover, event_id: int, unit: int, ends: list[tuple[datetime, int]]
) -> dict[str, Any]:
    return {
        "event_id": str(event_id),
        "unit": change.after.codes[unit],
        "units": sum(units for _, units in ends),
        "first_ends_at": min(end for end, _ in ends).isoformat(),
    }
