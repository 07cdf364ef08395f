"""A purchase tried on a version that is not in force, beside what is: nothing is written.

The same decision as at the till. A member is first moved to the ladder that comes, as publishing
would; without a member it is the purchase of somebody new.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from vafa.domain.catalogue.queries import group_names
from vafa.domain.clubs.principal import Principal
from vafa.domain.clubs.scope import club_scope
from vafa.domain.members.records import MemberFound
from vafa.domain.rewards import answering, decide, translate, version_queries
from vafa.domain.rewards.answers import Quote
from vafa.domain.rewards.budgets import Purse
from vafa.domain.rewards.operations import purchase as buying
from vafa.domain.rewards.operations.versions import NotPublishable, problems_of
from vafa.domain.rewards.records import Purchase
from vafa.domain.rewards.rulebook import Rulebook, Version, rulebook
from vafa.domain.rewards.version_answers import Tried
from vafa.kit.calendar import local_day
from vafa.ledger import operations as book
from vafa.ledger import queries as ledger
from vafa.ledger.records import Snapshot
from vafa.programme.decide import decide_purchase
from vafa.programme.records import MemberFacts
from vafa.programme.shifting import shifted


def try_purchase(
    *,
    principal: Principal,
    event_at: datetime,
    member: MemberFound | None,
    purchase: Purchase,
    number: int,
) -> Tried:
    """Foretell a purchase by the version in force, if any, and by another one.

    :raises NoSuchVersion: when the club has none of this number.
    :raises NotPublishable: when something in it must be solved first.
    :raises Refused: when the purchase is malformed.
    """
    decide.check_purchase(purchase=purchase)
    club_id = principal.club_id
    if member is None:
        epoch, now = ledger.club_now(club_id=club_id)
        snapshot = Snapshot(0, 0, 0, {}, {}, now, epoch)
    else:
        snapshot = book.peek(club_id=club_id, member_id=member.member_id)
    rules = rulebook(club_id, snapshot.programme_epoch)
    before = next((one for one in reversed(rules.versions) if one.starts_at <= event_at), None)
    after = _version(club_id, number, event_at, rules)
    till = buying.Till(
        principal, purchase, event_at, principal.branch_for(purchase.branch),
        member or _newcomer(event_at), None, Purse(club_id=club_id),
    )  # fmt: skip
    return Tried(
        before=_quote(till, snapshot, rules, before, before) if before else None,
        after=_quote(till, snapshot, rules, before, after),
    )


def _version(club_id: int, number: int, at: datetime, rules: Rulebook) -> Version:
    with club_scope(club_id):
        document = version_queries.document(club_id=club_id, number=number)
        found = problems_of(club_id=club_id, document=document)
        names = group_names(club_id=club_id)
    if any(problem.blocks for problem in found):
        raise NotPublishable(problems=[problem.as_json() for problem in found])
    return Version(0, number, at, document, names, money=rules.money)


def _quote(
    till: buying.Till,
    snapshot: Snapshot,
    rules: Rulebook,
    before: Version | None,
    version: Version,
) -> Quote:
    _, event = buying.foreseen(replace(till, decided_by=version), snapshot, rules)
    day = local_day(till.event_at, version.document.zone)
    facts = MemberFacts(birthday=till.member.birthday_on(day))
    seen = translate.snapshot_of(snapshot=snapshot, version=version, facts=facts)
    if before is not None and before.document.ladder != version.document.ladder:
        moved = shifted(before=before.compiled, after=version.compiled, state=seen.state, day=day)
        seen = replace(seen, state=moved.state)
    return answering.quote(
        version=version,
        snapshot=snapshot,
        decision=decide_purchase(programme=version.compiled, snapshot=seen, event=event),
        spendable=(),
        expires_at=snapshot.now,
        mark="",
    )


def _newcomer(at: datetime) -> MemberFound:
    return MemberFound(0, "", "", "", None, at, b"")
