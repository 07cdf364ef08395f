"""Happenings that are no purchase: somebody joins, a birthday comes. What the rules give then.

Each has a document that names it for ever, so that it gives once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Final

from vafa.domain.clubs.principal import Claim, Principal
from vafa.domain.rewards import notices, translate
from vafa.domain.rewards.budgets import Purse
from vafa.domain.rewards.posting import Asked, Done, run
from vafa.domain.rewards.rulebook import Rulebook
from vafa.kit.calendar import local_day, minute_of_day
from vafa.kit.ids import Ids
from vafa.ledger.records import LedgerEvent, OutboxRow, Snapshot, SourceRef
from vafa.programme.decide import decide_occasion, next_review_day
from vafa.programme.records import MemberFacts, Occasion

SOURCE: Final = "vafa"


@dataclass(frozen=True, slots=True)
class Happening:
    """What happens, to whom, when, and on whose word (credential 0: time's).

    `paid_rials` is what an invited person paid, when that is what happened.
    """

    club_id: int
    credential_id: int
    trigger: str
    event_at: datetime
    birthday: tuple[int, int] | None
    person_id: int = 0  # whose occasion it is, when the wallet is shared
    attributes: Mapping[str, str] = field(default_factory=dict)
    paid_rials: int = 0


def happen(*, happening: Happening, holder_id: int, document: str, ids: Ids) -> Done:
    """Post what a happening gives to whoever holds the units, once for its document.

    :raises NoProgramme: when none was in force.
    """
    principal = Principal(happening.club_id, happening.credential_id, frozenset())
    purse = Purse(club_id=happening.club_id)
    key = f"{happening.trigger}:{document}"
    asked = Asked(
        principal,
        Claim(key, sha256(key.encode()).digest()),
        holder_id,
        ids.next(),
        (SourceRef(SOURCE, document, happening.trigger),),
    )

    def plan(snapshot: Snapshot, rules: Rulebook) -> LedgerEvent:
        return plan_occasion(
            happening=happening, ids=ids, purse=purse, snapshot=snapshot, rules=rules
        )

    done = run(asked=asked, plan=plan)
    purse.close(is_posted=done.posted.outcome == "posted")
    return done


def plan_occasion(
    *, happening: Happening, ids: Ids, purse: Purse, snapshot: Snapshot, rules: Rulebook
) -> LedgerEvent:
    """Decide what an occasion gives and how the book is told of it."""
    version = rules.in_force(happening.event_at)
    zone = version.document.zone
    occasion = Occasion(
        trigger=happening.trigger,
        day=local_day(happening.event_at, zone),
        minute=minute_of_day(happening.event_at, zone),
        paid_rials=happening.paid_rials,
        attributes=happening.attributes,
    )
    facts = MemberFacts(birthday=happening.birthday)
    seen = translate.snapshot_of(snapshot=snapshot, version=version, facts=facts)
    decision = purse.decide(
        version=version,
        event_id=snapshot.event_id,
        day=occasion.day,
        choose=lambda limits: decide_occasion(
            programme=version.compiled, snapshot=seen, occasion=occasion, limits=limits
        ),
    )
    award_ids = tuple(ids.next() for _ in decision.awards)
    said = {
        "member_id": str(snapshot.member_id),
        "programme_version": version.number,
        **({"person_id": str(happening.person_id)} if happening.person_id else {}),
        "awards": translate.awards_json(awards=decision.awards, award_ids=award_ids),
    }
    return LedgerEvent(
        club_id=happening.club_id,
        member_id=snapshot.member_id,
        event_id=snapshot.event_id,
        kind=happening.trigger,
        event_at=happening.event_at,
        expected_version=snapshot.state_version,
        programme_version_id=version.id,
        credential_id=happening.credential_id,
        legs=translate.earn_legs(awards=decision.awards, version=version),
        awards=translate.award_rows(awards=decision.awards, award_ids=award_ids, version=version),
        state=decision.state.as_json(),
        next_review_day=next_review_day(programme=version.compiled, state=decision.state),
        outbox=(
            OutboxRow(f"member.{happening.trigger}", {"event_id": str(snapshot.event_id)}),
            *translate.tier_rows(changes=decision.tier_changes, event_id=snapshot.event_id),
            *notices.reached(version=version, snapshot=snapshot, awards=decision.awards),
        ),
        answer={"said": said},
    )
