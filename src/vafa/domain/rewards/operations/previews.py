"""What a version would change for those who are members already, before it is published (E65).

Members are read page by page, so memory is bounded however many there are. What is previewed is
decided by the same functions that bring the version in.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime
from hashlib import sha256
from itertools import islice

from vafa.domain.clubs.scope import club_scope
from vafa.domain.rewards.changeover import Changeover, Outcome, end_from, outcome
from vafa.domain.rewards.models import ProgrammeVersion
from vafa.domain.rewards.operations.versions import NotPublishable, problems_of
from vafa.domain.rewards.rulebook import NoSuchVersion, Rulebook, Version, rulebook
from vafa.domain.rewards.version_answers import (
    IdleEnds,
    Mover,
    MoversCounted,
    NewEnds,
    Preview,
    TierFlow,
)
from vafa.kit.calendar import date_of, day_of, jalali_of, local_day
from vafa.kit.errors import Refused
from vafa.ledger.queries import club_now
from vafa.ledger.standings import Holder, LotGroup, holders, lot_groups
from vafa.programme.document import Programme
from vafa.programme.records import MemberState

type_progress = Callable[[str, int], None]


class VersionPreviewDiffers(Refused):
    """What was previewed is not what would be published: look at the preview again."""


def preview(*, club_id: int, number: int, at: datetime, progress: type_progress) -> Preview:
    """Tell who would move and what would end if a version came in now.

    :raises NoSuchVersion: when the club has none of this number.
    :raises NotPublishable: when something in it must be solved first.
    :raises NoProgramme: when none is in force to compare with.
    """
    change = ready(club_id=club_id, number=number, at=at)
    counts = _Counts(change)
    if change.has_other_ends:
        for group in lot_groups(club_id=club_id, zone=change.zone):
            counts.add_lots(group)
    for page in holders(club_id=club_id, with_lots=change.has_other_idle):
        for holder in page:
            counts.add_member(holder, outcome(change=change, holder=holder, is_preview=True))
        progress("members", len(page))
    return Preview(
        number=number,
        against=change.before.number,
        preview_hash=_hash(change),
        members=counts.members,
        moving=sum(counts.flows.values()),
        flows=tuple(
            TierFlow(before, after, _date(falls_on), members)
            for (before, after, falls_on), members in sorted(counts.flows.items())
        ),
        ends=tuple(
            NewEnds(unit, *month, lots, counts.units[unit, month])
            for (unit, month), lots in sorted(counts.lots.items())
        ),
        idle=tuple(
            IdleEnds(unit, is_ended, members)
            for (unit, is_ended), members in sorted(counts.idle.items())
        ),
        nothing_ends_before=date_of(local_day(change.floor, change.zone)),
    )


def count(*, club_id: int, number: int, at: datetime, after_member_id: int) -> MoversCounted:
    """Count one page of members, whom a version would move or whose units would end.

    For a page that shows how far it is: ask again after the last one until none is left.

    :raises NoSuchVersion: when the club has none of this number.
    :raises NotPublishable: when something in it must be solved first.
    :raises NoProgramme: when none is in force to compare with.
    """
    change = ready(club_id=club_id, number=number, at=at)
    if not (change.has_other_ladder or change.has_other_ends):
        return MoversCounted(_hash(change), 0, 0, 0, 0)
    pages = holders(
        club_id=club_id, after_member_id=after_member_id, with_lots=change.has_other_ends
    )
    page = next(pages, ())
    found = [outcome(change=change, holder=holder, is_preview=True) for holder in page]
    return MoversCounted(
        preview_hash=_hash(change),
        members=len(page),
        moving=sum(one.shift is not None and one.shift.moves for one in found),
        ending=sum(bool(one.ends or any(one.idle.values())) for one in found),
        last_member_id=page[-1].member_id if page else 0,
    )


def movers(
    *, club_id: int, number: int, at: datetime, after_member_id: int, limit: int
) -> tuple[Mover, ...]:
    """Give the members who would move or lose units, by id, after one of them.

    :raises NoSuchVersion: when the club has none of this number.
    :raises NotPublishable: when something in it must be solved first.
    :raises NoProgramme: when none is in force to compare with.
    """
    change = ready(club_id=club_id, number=number, at=at)
    return tuple(islice(_movers(club_id, change, after_member_id), limit))


def was_seen(*, club_id: int, number: int, preview_hash: str, at: datetime) -> bool:
    """Tell whether a preview was seen of what is published now, or none is needed.

    :raises NoSuchVersion: when the club has none of this number.
    :raises VersionPreviewDiffers: when a preview was seen, of something else.
    """
    if not any(version.starts_at <= at for version in _rules(club_id).versions):
        return True
    change = _change(club_id, number, at)
    if preview_hash and preview_hash != _hash(change):
        raise VersionPreviewDiffers
    return bool(preview_hash) or not (change.has_other_ladder or change.has_other_ends)


def ready(*, club_id: int, number: int, at: datetime) -> Changeover:
    """Give a version beside the one in force, as if it came in at a moment.

    :raises NoSuchVersion: when the club has none of this number.
    :raises NotPublishable: when something in it must be solved first.
    :raises NoProgramme: when none is in force to compare with.
    """
    change = _change(club_id, number, at)
    with club_scope(club_id):
        found = problems_of(club_id=club_id, document=change.after.document)
    if any(problem.blocks for problem in found):
        raise NotPublishable(problems=[problem.as_json() for problem in found])
    return change


class _Counts:
    def __init__(self, change: Changeover) -> None:
        self.change = change
        self.members = 0
        self.flows: Counter[tuple[str, str, int]] = Counter()
        self.lots: Counter[tuple[str, tuple[int, int]]] = Counter()
        self.units: Counter[tuple[str, tuple[int, int]]] = Counter()
        self.idle: Counter[tuple[str, bool]] = Counter()

    def add_member(self, holder: Holder, found: Outcome) -> None:
        self.members += 1
        shift = found.shift
        if shift is not None and shift.moves:
            self.flows[shift.before, shift.after, shift.falls_on] += 1
        for unit, end in found.idle.items():
            self.idle[self.change.after.codes[unit], end is not None] += 1

    def add_lots(self, group: LotGroup) -> None:
        end = end_from(
            change=self.change, unit=group.unit, rule=group.rule, day=day_of(group.begins_on),
            expires_at=group.expires_at,
        )  # fmt: skip
        if end is not None:
            last = jalali_of(local_day(end, self.change.zone) - 1)
            place = (self.change.after.codes[group.unit], (last.year, last.month))
            self.lots[place] += group.lots
            self.units[place] += group.units


def _movers(club_id: int, change: Changeover, after_member_id: int) -> Iterator[Mover]:
    pages = holders(
        club_id=club_id, after_member_id=after_member_id, with_lots=change.has_other_ends
    )
    for page in pages:
        for holder in page:
            found = outcome(change=change, holder=holder, is_preview=True)
            ends: Counter[str] = Counter()
            for lot in holder.lots:
                if lot.seq in found.ends or found.idle.get(lot.unit) is not None:
                    ends[change.after.codes[lot.unit]] += lot.units
            shift = found.shift
            if shift is None or not shift.moves:
                if ends:
                    tier = MemberState.from_json(holder.state).tier
                    yield Mover(holder.member_id, tier, tier, None, dict(ends))
                continue
            yield Mover(
                holder.member_id, shift.before, shift.after, _date(shift.falls_on), dict(ends)
            )


def _change(club_id: int, number: int, at: datetime) -> Changeover:
    rules = _rules(club_id)
    before = rules.in_force(at)
    with club_scope(club_id):
        row = ProgrammeVersion.objects.filter(club_id=club_id, number=number).first()
    if row is None:
        raise NoSuchVersion
    document = Programme.model_validate(row.document)
    after = Version(row.id, row.number, at, document, before.groups, money=before.money)
    return Changeover(before, after, local_day(at, before.document.zone))


def _rules(club_id: int) -> Rulebook:
    epoch, _ = club_now(club_id=club_id)
    return rulebook(club_id, epoch)


def _hash(change: Changeover) -> str:
    """Give what a preview stands on: both documents. Members come and go meanwhile."""
    documents = [one.document.model_dump(mode="json") for one in (change.before, change.after)]
    return sha256(json.dumps(documents, sort_keys=True).encode()).hexdigest()


def _date(day: int) -> date | None:
    return date_of(day) if day else None
