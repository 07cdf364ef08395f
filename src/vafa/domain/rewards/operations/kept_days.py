"""Gifts on the days that a whole country keeps: Nowruz, Eid al-Fitr …; once to each (E21).

A rule gives one when its trigger is `custom` and its condition names the attribute `occasion`
with the day's key (`kit.occasions`).
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from vafa.domain.clubs.scope import club_scope
from vafa.domain.members import queries as members
from vafa.domain.members.records import Present
from vafa.domain.rewards import translate
from vafa.domain.rewards.operations.day import Counted, type_progress
from vafa.domain.rewards.operations.occasion import Happening, happen
from vafa.domain.rewards.rulebook import NoProgramme, Version, rulebook
from vafa.kit.ids import Ids
from vafa.kit.occasions import KeptDay, kept_on
from vafa.ledger import operations as book
from vafa.ledger.queries import club_now
from vafa.programme.conditions import AttributeIs
from vafa.programme.decide import decide_occasion
from vafa.programme.records import MemberFacts, Occasion

TRIGGER: Final = "occasion"

_PAGE: Final = 1000


def give(
    *, club_id: int, day_at: datetime, day: int, ids: Ids, progress: type_progress
) -> Counted:
    """Give what the rules give on the occasions of a day; one that is not confirmed waits."""
    counted = Counted()
    epoch, _ = club_now(club_id=club_id)
    try:
        version = rulebook(club_id, epoch).in_force(day_at)
    except NoProgramme:
        return counted
    for kept in kept_on(day):
        if not _is_named(version, kept):
            continue
        if not kept.is_confirmed:
            progress("occasions not confirmed", 1)
            continue
        after = 0
        while True:
            with club_scope(club_id):
                page = members.present(club_id=club_id, after_member_id=after, limit=_PAGE)
            for member in page:
                counted.gifts += _give_one(club_id, version, kept, member, day_at, day, ids)
            progress("occasions", len(page))
            if len(page) < _PAGE:
                break
            after = page[-1].member_id
    return counted


def _is_named(version: Version, kept: KeptDay) -> bool:
    return any(
        isinstance(fact, AttributeIs) and fact.name == TRIGGER and kept.key in fact.values
        for fact in version.compiled.facts
    )


def _give_one(
    club_id: int, version: Version, kept: KeptDay, member: Present, day_at: datetime, day: int,
    ids: Ids,
) -> int:  # fmt: skip
    attributes = {TRIGGER: kept.key}
    holder_id = member.wallet_id or member.member_id
    seen = translate.snapshot_of(
        snapshot=book.peek(club_id=club_id, member_id=holder_id), version=version,
        facts=MemberFacts(birthday=member.birthday),
    )  # fmt: skip
    occasion = Occasion(TRIGGER, day, attributes=attributes)
    given = decide_occasion(programme=version.compiled, snapshot=seen, occasion=occasion)
    if not any(award.units for award in given.awards):
        return 0
    happening = Happening(
        club_id, 0, TRIGGER, day_at, member.birthday,
        person_id=member.member_id if member.wallet_id else 0, attributes=attributes,
    )  # fmt: skip
    document = f"{member.member_id}.{kept.key}.{kept.year}"
    done = happen(happening=happening, holder_id=holder_id, document=document, ids=ids)
    return int(done.posted.outcome == "posted")
