"""Wallets that several people share: opening one, bringing one's own along, taking it back.

Both holders are locked, the lower id first, before anything is read; all happens in the
caller's one transaction.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from vafa.domain.clubs.principal import Principal
from vafa.domain.members.records import MemberFound
from vafa.domain.rewards import joined, translate
from vafa.domain.rewards.merge_answers import UnitMoved
from vafa.domain.rewards.merge_pair import Pair, all_changes, joined_state, pair_of
from vafa.domain.rewards.rulebook import Rulebook
from vafa.kit.errors import Refused
from vafa.kit.ids import Ids
from vafa.ledger import operations as book
from vafa.ledger.carrying import Carried, Carrying
from vafa.ledger.merges import PairMember, Side
from vafa.programme.decide import next_review_day
from vafa.programme.records import MemberState, TierChange


class WalletHoldsUnits(Refused):
    """The wallet is not empty: spend it, or let it be carried to whoever is left."""


class WalletHasHolds(Refused):
    """Units are held for something unfinished: capture or cancel it first."""


@dataclass(frozen=True, slots=True)
class Pooling:
    """Whose wallet meets an account's, on whose word and when."""

    principal: Principal
    event_at: datetime
    ids: Ids
    account_id: int
    account_name: str
    member: MemberFound


@dataclass(frozen=True, slots=True)
class Pooled:
    """What went from one wallet to the other; debts also by the unit's number, to be kept."""

    units: tuple[UnitMoved, ...]
    owed: Mapping[str, int]


def open_wallet(*, club_id: int, account_id: int) -> None:
    """Open the book of an account; again does nothing."""
    book.open_member(club_id=club_id, member_id=account_id, kind="account")


def bring(*, pooling: Pooling) -> Pooled:
    """Carry all that a member has to an account's wallet; its tier is the one of joined spend.

    :raises NoProgramme: when the club has published none.
    :raises UnitsHeld: when a hold keeps units of the member.
    """
    two = _locked(pooling)
    decision = joined_state(two=two)
    changes = all_changes(two=two, decision=decision)
    return _carry(
        pooling, two,
        giver=_side(pooling, two, two.duplicate, two.duplicate_passed.state, "account_bring"),
        taker=_side(
            pooling, two, two.survivor, decision.state, "account_brought", changes
        ),
    )  # fmt: skip


def take_back(*, pooling: Pooling, owed: Mapping[str, int]) -> Pooled:
    """Carry back what remains of the lots that a member brought, and at most what was owed then.

    What else is there stays; both are judged on what counts for each alone from now on.

    :raises UnitsHeld: when a hold keeps units that are to go back.
    """
    two = _locked(pooling)
    before = two.survivor_passed.state
    theirs = two.duplicate_passed.state
    ours_before = replace(before, purchases=max(0, before.purchases - theirs.purchases))
    if not before.manual_until:  # judged anew: a tier is not lent by who comes and goes
        ours_before = replace(ours_before, tier="", tier_since=0, grace_until=0)
    ours, alone = joined.part(
        programme=two.version.compiled, joined=before, survivor_before=ours_before,
        duplicate=theirs,
    )  # fmt: skip
    state = replace(
        ours.state, carry={rule: max(0, rials) for rule, rials in ours.state.carry.items()}
    )
    step = joined.step_of(
        programme=two.version.compiled, before=before.tier, after=state.tier, day=two.day
    )
    changes = (*two.survivor_passed.tier_changes, *filter(None, (step,)))
    return _carry(
        pooling, two,
        giver=_side(pooling, two, two.survivor, state, "account_return", changes),
        taker=_side(
            pooling, two, two.duplicate, alone.state, "account_returned", alone.tier_changes
        ),
        is_back=True, owed={int(unit): units for unit, units in owed.items()},
    )  # fmt: skip


def empty(*, pooling: Pooling) -> Pooled:
    """Carry all that is left in an account's wallet to a member; the account keeps its memory.

    :raises UnitsHeld: when a hold keeps units of it.
    """
    two = _locked(pooling)
    decision = joined_state(two=two)
    first = two.duplicate_passed.state.tier
    step = joined.step_of(
        programme=two.version.compiled, before=first, after=decision.state.tier, day=two.day
    )
    changes = (*two.duplicate_passed.tier_changes, *filter(None, (step,)))
    return _carry(
        pooling, two,
        giver=_side(pooling, two, two.survivor, two.survivor_passed.state, "account_return"),
        taker=_side(
            pooling, two, two.duplicate, decision.state, "account_returned", changes
        ),
    )  # fmt: skip


def check_empty(*, club_id: int, account_id: int) -> None:
    """Lock an account's wallet and let pass one that holds and owes nothing.

    :raises WalletHoldsUnits: when it does.
    """
    held = book.peek(club_id=club_id, member_id=account_id, lock=True).balances.values()
    if any(one.spendable or one.pending or one.owed for one in held):
        raise WalletHoldsUnits


def _locked(pooling: Pooling) -> Pair:
    """Read both: the account as the one who stays, the member as the other."""
    return pair_of(
        club_id=pooling.principal.club_id,
        at=pooling.event_at,
        survivor_id=pooling.account_id,
        duplicate_id=pooling.member.member_id,
        lock=True,
    )


def _side(
    pooling: Pooling,
    two: Pair,
    one: PairMember,
    state: MemberState,
    kind: str,
    changes: tuple[TierChange, ...] = (),
) -> Side:
    event_id = pooling.ids.next()
    is_account = one is two.survivor
    return Side(
        member_id=one.snapshot.member_id,
        event_id=event_id,
        expected_version=one.snapshot.state_version,
        kind=kind,
        state=state.as_json(),
        next_review_day=next_review_day(programme=two.version.compiled, state=state),
        reason=pooling.member.number if is_account else pooling.account_name,
        outbox=translate.tier_rows(changes=changes, event_id=event_id),
        answer={
            "said": {
                "programme_version": two.version.number,
                "account_id": str(pooling.account_id),
                "person_id": str(pooling.member.member_id),
            }
        },
    )


def _carry(
    pooling: Pooling,
    two: Pair,
    *,
    giver: Side,
    taker: Side,
    is_back: bool = False,
    owed: Mapping[int, int] | None = None,
) -> Pooled:
    done = book.carry(
        carrying=Carrying(
            club_id=pooling.principal.club_id,
            event_at=pooling.event_at,
            credential_id=pooling.principal.credential_id,
            programme_version_id=two.version.id,
            giver=giver,
            taker=taker,
            is_back=is_back,
            owed=owed,
        )
    )
    return Pooled(_moved(done, two.rules), {str(unit): most for unit, most in done.owed.items()})


def _moved(done: Carried, rules: Rulebook) -> tuple[UnitMoved, ...]:
    return tuple(
        UnitMoved(rules.codes[unit], done.units.get(unit, 0), done.owed.get(unit, 0))
        for unit in sorted({*done.units, *done.owed})
    )
