"""What the journeys around accounts share: who agreed to join, and the account as it is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any

from vafa.domain.accounts import operations as accounts
from vafa.domain.accounts.queries import find
from vafa.domain.accounts.records import AccountFound, Consent, Limits, NewPerson, PersonFound
from vafa.domain.clubs.approvals import PersonalKeyNeeded
from vafa.domain.clubs.principal import Principal
from vafa.domain.clubs.queries import club_facts
from vafa.domain.clubs.scope import club_scope
from vafa.domain.codes import operations as codes
from vafa.domain.members import operations as registry
from vafa.domain.members import queries as members
from vafa.domain.members.records import MemberCard, MemberFound, MemberRef
from vafa.domain.members.vault import Vault
from vafa.domain.rewards import allowances
from vafa.domain.rewards import queries as rewards
from vafa.domain.rewards.answers import UnitHeld
from vafa.domain.rewards.merge_answers import UnitMoved
from vafa.domain.rewards.operations import pooling
from vafa.domain.rewards.rulebook import NoProgramme
from vafa.kit.calendar import local_day, start_of_month
from vafa.kit.errors import Refused
from vafa.kit.ids import Ids

_EMPTY_HANDED = pooling.Pooled((), {})


class ConsentNeeded(Refused):
    """The person agrees with a code sent to their own mobile, or in person before the staff."""


class JoiningUnproven(PersonalKeyNeeded):
    """Who joins proves the mobile (`proof_id`), or somebody of the staff asks with an own key."""


@dataclass(frozen=True, slots=True)
class Joining:
    """Somebody who is to join: with a proven mobile (`proof_id`) or, without, seen by the staff.

    With `brings_wallet` the own wallet comes along; else it waits until they leave.
    """

    member: MemberRef
    role: str
    limits: Limits = field(default_factory=Limits)
    proof_id: int = 0
    brings_wallet: bool = True


@dataclass(frozen=True, slots=True)
class PersonShown:
    """Somebody in an account, with what they spent of it in this Jalali month."""

    member: MemberCard
    role: str
    limits: Limits
    month_spent_rials: int
    consent: str
    has_brought: bool
    joined_at: datetime


@dataclass(frozen=True, slots=True)
class AccountShown:
    """An account: its people, its wallet, its tier, and (after a change) what was carried."""

    account_id: int
    kind: str
    name: str
    invoice_name: str
    economic_code: str
    legal_id: str
    opened_at: datetime
    people: tuple[PersonShown, ...]
    tier: str
    balances: tuple[UnitHeld, ...]
    carried: tuple[UnitMoved, ...] = ()
    replayed: bool = False


@dataclass(frozen=True, slots=True)
class AccountDesk:
    """Who asks, and what changing an account needs."""

    principal: Principal
    ids: Ids
    vault: Vault
    at: datetime

    def find(self, member: MemberRef) -> MemberFound:
        """Find somebody by id, number or mobile, as a person.

        :raises NoSuchMember: when the club has none.
        :raises MemberHasLeft: when the member left the club.
        """
        return members.find(club_id=self.principal.club_id, member=member, vault=self.vault)

    def add(
        self, *, account: AccountFound, joining: Joining, found: MemberFound
    ) -> pooling.Pooled:
        """Let somebody join an account, with the own wallet or without; inside the scope.

        :raises ConsentNeeded: when the proof is not this person's.
        :raises PersonalKeyNeeded: when the staff's word is to count and a machine's key asks.
        :raises InAnAccount: when the person is in an account.
        :raises UnitsHeld: when a hold keeps units that are to come along.
        """
        club_id, member_id = self.principal.club_id, found.member_id
        accounts.check_free(club_id=club_id, member_id=member_id)
        consent = self._consent(joining, member_id)
        pooled = _EMPTY_HANDED
        if joining.brings_wallet:
            pooled = pooling.bring(pooling=self.pooling(account=account, member=found))
        accounts.add(
            account=account,
            club_id=club_id,
            person_id=self.ids.next(),
            person=NewPerson(member_id, joining.role, joining.limits, consent),
            at=self.at,
            brought_owed=pooled.owed if joining.brings_wallet else None,
        )
        registry.use_wallet(club_id=club_id, member_id=member_id, wallet_id=account.account_id)
        return pooled

    def release(self, *, account: AccountFound, person: PersonFound) -> pooling.Pooled:
        """Let somebody leave: what remains of what they brought goes back; inside the scope.

        :raises WalletHasHolds: when they keep units for something unfinished.
        :raises UnitsHeld: when a hold keeps units that are to go back.
        """
        club_id, account_id = self.principal.club_id, account.account_id
        if allowances.holds_open(
            club_id=club_id, account_id=account_id, person_id=person.member_id
        ):
            raise pooling.WalletHasHolds
        pooled = _EMPTY_HANDED
        if person.has_brought:
            found = self._person(person)
            pooled = pooling.take_back(
                pooling=self.pooling(account=account, member=found), owed=person.owed
            )
        registry.use_wallet(club_id=club_id, member_id=person.member_id, wallet_id=None)
        return pooled

    def carry_all(self, *, account: AccountFound, person: PersonFound) -> pooling.Pooled:
        """Carry all that is left in the wallet to one person; inside the scope.

        :raises UnitsHeld: when a hold keeps units of it.
        """
        return pooling.empty(pooling=self.pooling(account=account, member=self._person(person)))

    def pooling(self, *, account: AccountFound, member: MemberFound) -> pooling.Pooling:
        """Give what carrying between the two wallets needs."""
        return pooling.Pooling(
            self.principal, self.at, self.ids, account.account_id, account.name, member
        )

    def _person(self, person: PersonFound) -> MemberFound:
        return self.find(MemberRef("id", str(person.member_id)))

    def _consent(self, joining: Joining, member_id: int) -> Consent:
        principal = self.principal
        if not joining.proof_id:
            if not principal.staff_id:
                raise JoiningUnproven
            return Consent("staff", principal.credential_id, principal.staff_id)
        club_id = principal.club_id
        proof = codes.proof(club_id=club_id, challenge_id=joining.proof_id, at=self.at)
        if proof.outcome != "proven" or proof.member_id != member_id:
            raise ConsentNeeded
        codes.mark_joined(club_id=club_id, challenge_id=joining.proof_id, at=self.at)
        return Consent("code", principal.credential_id, principal.staff_id, joining.proof_id)


def shown(*, principal: Principal, vault: Vault, at: datetime, account_id: int) -> AccountShown:
    """Give an account as the shop sees it.

    :raises NoSuchAccount: when the club has none, or it was closed.
    """
    club_id = principal.club_id
    with club_scope(club_id):
        account = find(club_id=club_id, account_id=account_id)
        zone = club_facts(club_id=club_id).zone
    spent = {
        one.person_id: one.spent_rials
        for one in allowances.spendings(
            club_id=club_id, account_id=account_id, zone=zone,
            first_day=start_of_month(local_day(at, zone)),
        )
    }  # fmt: skip
    try:
        balances = rewards.wallet(club_id=club_id, member_id=account_id).balances
    except NoProgramme:
        balances = ()
    tier = rewards.tier_of(club_id=club_id, member_id=account_id)
    return AccountShown(
        account_id=account_id,
        kind=account.kind,
        name=account.name,
        invoice_name=account.invoice_name,
        economic_code=account.economic_code,
        legal_id=account.legal_id,
        opened_at=account.opened_at,
        people=tuple(
            _person_shown(club_id, vault, one, tier, spent.get(one.member_id, 0))
            for one in account.people
        ),
        tier=tier,
        balances=balances,
    )


def after(*, account: AccountShown, stored: Mapping[str, Any], replayed: bool) -> AccountShown:
    """Give an account after a change: with what the change carried, first or repeated."""
    carried = tuple(UnitMoved(**one) for one in stored["carried"])
    return replace(account, carried=carried, replayed=replayed)


def carried(*pooled: pooling.Pooled) -> list[dict[str, Any]]:
    """Give what was carried as an answer keeps it."""
    total: dict[str, UnitMoved] = {}
    for one in (unit for some in pooled for unit in some.units):
        had = total.get(one.unit, UnitMoved(one.unit, 0, 0))
        total[one.unit] = UnitMoved(one.unit, had.units + one.units, had.owed + one.owed)
    return [asdict(one) for one in total.values()]


def _person_shown(
    club_id: int, vault: Vault, person: PersonFound, tier: str, spent: int
) -> PersonShown:
    found = members.find(
        club_id=club_id, member=MemberRef("id", str(person.member_id)), vault=vault,
        may_have_left=True,
    )  # fmt: skip
    return PersonShown(
        member=members.card_of(found=found, vault=vault, tier=tier),
        role=person.role,
        limits=person.limits,
        month_spent_rials=spent,
        consent=person.consent,
        has_brought=person.has_brought,
        joined_at=person.joined_at,
    )
