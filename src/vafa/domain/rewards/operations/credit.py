"""Spending outside of a purchase: hold, capture, cancel, and both at once (redeem)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from vafa.domain.clubs.principal import Claim, Principal
from vafa.domain.members.records import MemberFound
from vafa.domain.rewards import allowances, answering, decide, holds, spending
from vafa.domain.rewards.answers import CreditUsed, HoldCancelled, HoldDone
from vafa.domain.rewards.posting import Asked, check_moment, run
from vafa.domain.rewards.records import NewHold, Redemption
from vafa.domain.rewards.role_limits import check_worth
from vafa.domain.rewards.rulebook import Rulebook, Version
from vafa.domain.rewards.translate import type_json
from vafa.kit.amounts import MAX_RIALS, muldiv
from vafa.kit.errors import Refused
from vafa.kit.ids import Ids
from vafa.ledger.records import (
    BurnUnits,
    HoldUnits,
    LedgerEvent,
    Leg,
    OutboxRow,
    ReleaseHold,
    Snapshot,
    SourceRef,
)
from vafa.programme import document as programme


class NotRedeemable(Refused):
    """The unit cannot be spent: the programme has no redemption policy for it."""


class UnitsOutOfBounds(Refused):
    """The units are not above zero, below the minimum, or no multiple of the step."""


@dataclass(frozen=True, slots=True)
class _Use:
    """A use of one unit, as the book is told of it."""

    principal: Principal
    event_at: datetime
    kind: str
    topic: str


def hold_credit(
    *,
    principal: Principal,
    claim: Claim,
    event_at: datetime,
    ids: Ids,
    member: MemberFound,
    hold: NewHold,
) -> HoldDone:
    """Keep units for a later capture, for as long as the programme says.

    A hold that is bound to something outside (`bound_to`) ends only by capture or cancel (E27).

    :raises UnknownUnit: when the programme has no such unit.
    :raises NotRedeemable: when the unit cannot be spent.
    :raises UnitsOutOfBounds: when so many cannot be spent at any time.
    :raises Refused: when this member may not spend now, or not here (`spending`).
    """
    decide.check_text(field="bound_to", text=hold.bound_to)
    club_id = principal.club_id
    use = _Use(principal, event_at, "hold", "credit.held")

    def plan(snapshot: Snapshot, rules: Rulebook) -> LedgerEvent:
        version = _checked(use, snapshot, rules)
        spending.check(member=member, channel=hold.channel, now=snapshot.now, club_id=club_id)
        policy = _policy(version, hold.unit, hold.units)
        _check_limit(use, member, version, hold.unit, worth(policy, hold.units))
        check_worth(principal=principal, rules=rules, rials=worth(policy, hold.units))
        expires_at = snapshot.now + timedelta(minutes=version.document.holds.minutes)
        said = {
            "unit": hold.unit, "units": hold.units, "rials": worth(policy, hold.units),
            "expires_at": expires_at.isoformat(), **allowances.who(member),
        }  # fmt: skip
        number = version.unit(hold.unit).number
        leg = HoldUnits(number, hold.units, expires_at, hold.bound_to)
        return _event(use, snapshot, version, leg, said)

    asked = Asked(principal, claim, member.member_id, ids.next())
    return answering.hold_done(done=run(asked=asked, plan=plan))


def capture_hold(
    *,
    principal: Principal,
    claim: Claim,
    event_at: datetime,
    ids: Ids,
    member_id: int,
    hold_id: int,
    units: int | None,
) -> CreditUsed:
    """Spend what a hold keeps, or part of it; the rest returns to the same lots and dates (E28).

    The worth is the one of the day the hold was made (E38).

    :raises NoSuchHold: when the member has no such hold.
    :raises UnitsOutOfBounds: when none are asked for.
    """
    member_id, hold = holds.find_held(
        club_id=principal.club_id, member_id=member_id, hold_id=hold_id
    )
    captured = hold.units if units is None else units
    if captured <= 0:
        raise UnitsOutOfBounds
    use = _Use(principal, event_at, "capture", "credit.used")

    def plan(snapshot: Snapshot, rules: Rulebook) -> LedgerEvent:
        _checked(use, snapshot, rules)
        version = rules.by_id(hold.programme_version_id)
        code = version.codes[hold.unit]
        policy = _policy(version, code, hold.units)
        said = _used(code, captured, policy)
        return _event(use, snapshot, version, BurnUnits(hold.unit, captured, hold_id), said)

    asked = Asked(principal, claim, member_id, ids.next())
    return answering.credit_used(done=run(asked=asked, plan=plan))


def cancel_hold(
    *,
    principal: Principal,
    claim: Claim,
    event_at: datetime,
    ids: Ids,
    member_id: int,
    hold_id: int,
) -> HoldCancelled:
    """End a hold without capture: nothing is left in the book but the hold and its release (E23).

    :raises NoSuchHold: when the member has no such hold.
    """
    member_id, hold = holds.find_held(
        club_id=principal.club_id, member_id=member_id, hold_id=hold_id
    )
    use = _Use(principal, event_at, "cancel", "credit.released")

    def plan(snapshot: Snapshot, rules: Rulebook) -> LedgerEvent:
        _checked(use, snapshot, rules)
        version = rules.by_id(hold.programme_version_id)
        said = {"hold_id": str(hold_id)}
        return _event(use, snapshot, version, ReleaseHold(hold_id), said)

    asked = Asked(principal, claim, member_id, ids.next())
    return answering.hold_cancelled(done=run(asked=asked, plan=plan))


def redeem_credit(
    *,
    principal: Principal,
    claim: Claim,
    event_at: datetime,
    ids: Ids,
    member: MemberFound,
    redemption: Redemption,
) -> CreditUsed:
    """Spend units at once: hold and capture in one transaction.

    :raises UnknownUnit: when the programme has no such unit.
    :raises NotRedeemable: when the unit cannot be spent.
    :raises UnitsOutOfBounds: when so many cannot be spent at any time.
    :raises Refused: when this member may not spend now, or not here (`spending`).
    """
    club_id = principal.club_id
    refs: tuple[SourceRef, ...] = ()
    if redemption.source or redemption.document:
        decide.check_key(source=redemption.source, document=redemption.document)
        refs = (SourceRef(redemption.source, redemption.document, "redemption"),)
    use = _Use(principal, event_at, "redeem", "credit.used")

    def plan(snapshot: Snapshot, rules: Rulebook) -> LedgerEvent:
        version = _checked(use, snapshot, rules)
        spending.check(
            member=member, channel=redemption.channel, now=snapshot.now, club_id=club_id
        )
        policy = _policy(version, redemption.unit, redemption.units)
        said = {**_used(redemption.unit, redemption.units, policy), **allowances.who(member)}
        _check_limit(use, member, version, redemption.unit, said["rials"])
        check_worth(principal=principal, rules=rules, rials=said["rials"])
        leg = BurnUnits(version.unit(redemption.unit).number, redemption.units)
        return _event(use, snapshot, version, leg, said)

    asked = Asked(principal, claim, member.member_id, ids.next(), refs)
    return answering.credit_used(done=run(asked=asked, plan=plan))


def worth(policy: programme.Redemption, units: int) -> int:
    """Give what units are worth in Rial when they are spent."""
    return muldiv(units, policy.value_rials, policy.per_units)


def _check_limit(use: _Use, member: MemberFound, version: Version, unit: str, rials: int) -> None:
    allowed = allowances.allowance(
        club_id=use.principal.club_id, member=member, at=use.event_at, zone=version.document.zone
    )
    allowances.check(allowed=allowed, unit=unit, rials=rials)


def _checked(use: _Use, snapshot: Snapshot, rules: Rulebook) -> Version:
    version = rules.in_force(use.event_at)
    check_moment(
        event_at=use.event_at,
        now=snapshot.now,
        back_dating_days=version.document.back_dating_days,
    )
    return version


def _policy(version: Version, code: str, units: int) -> programme.Redemption:
    policy = version.unit(code).redemption
    if policy is None:
        raise NotRedeemable(unit=code)
    if (
        not 0 < units <= MAX_RIALS
        or units < policy.minimum_units
        or units % policy.step_units
        or worth(policy, units) > MAX_RIALS
    ):
        raise UnitsOutOfBounds(
            unit=code, minimum_units=policy.minimum_units, step_units=policy.step_units
        )
    return policy


def _used(code: str, units: int, policy: programme.Redemption) -> type_json:
    return {
        "unit": code, "units": units, "rials": worth(policy, units), "spend_as": policy.spend_as,
    }  # fmt: skip


def _event(
    use: _Use, snapshot: Snapshot, version: Version, leg: Leg, said: type_json
) -> LedgerEvent:
    said = {
        "member_id": str(snapshot.member_id), "programme_version": version.number, **said,
    }  # fmt: skip
    return LedgerEvent(
        club_id=use.principal.club_id,
        member_id=snapshot.member_id,
        event_id=snapshot.event_id,
        kind=use.kind,
        event_at=use.event_at,
        expected_version=snapshot.state_version,
        programme_version_id=version.id,
        credential_id=use.principal.credential_id,
        legs=(leg,),
        outbox=(OutboxRow(use.topic, {"event_id": str(snapshot.event_id), **said}),),
        answer={"said": said},
        capture_grace_hours=version.document.holds.capture_grace_hours,
    )
