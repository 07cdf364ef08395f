"""Writes of the accounts. Each runs in the caller's `club_scope`, under the account's row."""

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction

from vafa.domain.accounts.models import Account, Person
from vafa.domain.accounts.queries import NoSuchAccount, accounts_of, find, person_of
from vafa.domain.accounts.records import ROLES, AccountFound, Limits, NewAccount, NewPerson
from vafa.kit.amounts import MAX_RIALS
from vafa.kit.errors import NotFound, Refused
from vafa.kit.identity import normalise_economic_code, normalise_legal_id
from vafa.kit.text import clean

_NAME, _INVOICE_NAME = 80, 120


class UnknownAccountKind(Refused):
    """An account is a household or a company."""


class AccountNameNeeded(Refused):
    """An account needs a name of at most 80 characters; an invoice's name has at most 120."""


class OnlyForCompanies(Refused):
    """Only a company has a name for invoices, an economic code and a national id."""


class UnknownRole(Refused):
    """A household has owners, adults and children; a company has admins and employees."""


class InAnAccount(Refused):
    """The member is in a shared account: leave that account first."""


class NotInThisAccount(NotFound):
    """The member is not in this account."""


class LastOwner(Refused):
    """Nobody else keeps this account: give somebody else that role first, or close it."""


class OthersInAccount(Refused):
    """Others are still in this account: let them leave first."""


class SpendingLimitOutOfBounds(Refused):
    """A limit is 0 Rial (may not spend) or more."""


def open_account(*, club_id: int, account_id: int, account: NewAccount, at: datetime) -> None:
    """Open an account without anybody in it.

    :raises UnknownAccountKind: when it is neither a household nor a company.
    :raises AccountNameNeeded: when it has no name, or one is too long.
    :raises OnlyForCompanies: when a household is to have what is for invoices.
    :raises InvalidEconomicCode: when the economic code is none.
    :raises InvalidLegalId: when the national id is none of a company.
    """
    if account.kind not in ROLES:
        raise UnknownAccountKind
    name, invoice_name = clean(account.name), clean(account.invoice_name)
    if not 0 < len(name) <= _NAME or len(invoice_name) > _INVOICE_NAME:
        raise AccountNameNeeded
    if account.kind != "company" and (invoice_name or account.economic_code or account.legal_id):
        raise OnlyForCompanies
    Account.objects.create(
        id=account_id,
        club_id=club_id,
        kind=account.kind,
        name=name,
        invoice_name=invoice_name,
        economic_code=normalise_economic_code(account.economic_code)
        if account.economic_code
        else "",
        legal_id=normalise_legal_id(account.legal_id) if account.legal_id else "",
        opened_at=at,
    )


def lock(*, club_id: int, account_id: int) -> AccountFound:
    """Give an account as it is until the caller's transaction ends.

    :raises NoSuchAccount: when the club has none, or it was closed.
    """
    rows = Account.objects.filter(club_id=club_id, id=account_id, closed_at=None)
    if rows.select_for_update(no_key=True).first() is None:
        raise NoSuchAccount
    return find(club_id=club_id, account_id=account_id)


def add(
    *,
    account: AccountFound,
    club_id: int,
    person_id: int,
    person: NewPerson,
    at: datetime,
    brought_owed: Mapping[str, int] | None,
) -> None:
    """Let a member be in an account; with debts (or none) that came along, not with None.

    :raises UnknownRole: when this kind of account has no such role.
    :raises SpendingLimitOutOfBounds: when a limit is below 0, or too much.
    :raises InAnAccount: when the member is in an account.
    """
    check_role(kind=account.kind, role=person.role)
    check_limits(limits=person.limits)
    try:
        with transaction.atomic():
            Person.objects.create(
                id=person_id,
                club_id=club_id,
                account_id=account.account_id,
                member_id=person.member_id,
                role=person.role,
                month_limit_rials=person.limits.month_rials,
                purchase_limit_rials=person.limits.purchase_rials,
                consent=person.consent.kind,
                proof_id=person.consent.proof_id,
                credential_id=person.consent.credential_id,
                staff_id=person.consent.staff_id,
                has_brought=brought_owed is not None,
                owed=brought_owed or {},
                joined_at=at,
            )
    except IntegrityError as error:
        raise InAnAccount from error


def check_free(*, club_id: int, member_id: int) -> None:
    """Let pass who is in no account.

    :raises InAnAccount: when the member is in one.
    """
    if person_of(club_id=club_id, member_id=member_id) is not None:
        raise InAnAccount


def check_role(*, kind: str, role: str) -> None:
    """Let pass a role that this kind of account has.

    :raises UnknownRole: when it has not.
    """
    if role not in ROLES[kind]:
        raise UnknownRole(roles=list(ROLES[kind]))


def check_limits(*, limits: Limits) -> None:
    """Let pass limits that are none, 0, or amounts in Rial.

    :raises SpendingLimitOutOfBounds: when one is not.
    """
    for rials in (limits.month_rials, limits.purchase_rials):
        if rials is not None and not 0 <= rials <= MAX_RIALS:
            raise SpendingLimitOutOfBounds


def change(
    *, account: AccountFound, club_id: int, member_id: int, role: str, limits: Limits
) -> None:
    """Give a person another role or other limits; they count from the next spending on.

    :raises NotInThisAccount: when the member is not in it.
    :raises UnknownRole: when this kind of account has no such role.
    :raises SpendingLimitOutOfBounds: when a limit is below 0, or too much.
    :raises LastOwner: when nobody would keep the account.
    """
    check_role(kind=account.kind, role=role)
    check_limits(limits=limits)
    if role != ROLES[account.kind][0]:
        check_kept(account=account, without=member_id)
    changed = Person.objects.filter(
        club_id=club_id, account_id=account.account_id, member_id=member_id, left_at=None
    ).update(
        role=role,
        month_limit_rials=limits.month_rials,
        purchase_limit_rials=limits.purchase_rials,
    )
    if not changed:
        raise NotInThisAccount


def check_kept(*, account: AccountFound, without: int) -> None:
    """Let pass when somebody keeps the account also without this member.

    :raises LastOwner: when nobody would.
    """
    keeper = ROLES[account.kind][0]
    keepers = {one.member_id for one in account.people if one.role == keeper}
    if keepers == {without}:
        raise LastOwner


def end(*, club_id: int, account_id: int, member_id: int, at: datetime) -> None:
    """Let a person no longer be in an account.

    :raises NotInThisAccount: when the member is not in it.
    """
    rows = Person.objects.filter(
        club_id=club_id, account_id=account_id, member_id=member_id, left_at=None
    )
    if not rows.update(left_at=at):
        raise NotInThisAccount


def leave_all(*, club_id: int, member_id: int, at: datetime) -> tuple[int, ...]:
    """Let a member be in no account any more; gives every account the member ever was in.

    Nothing is carried: this is for who is erased again after a backup was restored.
    """
    rows = Person.objects.filter(club_id=club_id, member_id=member_id)
    rows.filter(left_at=None).update(left_at=at)
    return accounts_of(club_id=club_id, member_id=member_id)


def close(*, account: AccountFound, club_id: int, at: datetime) -> None:
    """Close an account that one person is left in; a household's name goes with it.

    :raises OthersInAccount: when more than one person is in it.
    """
    if len(account.people) > 1:
        raise OthersInAccount
    row = Account.objects.filter(club_id=club_id, id=account.account_id)
    if account.kind == "household":
        row.update(name="")  # it is mostly a family's name
    row.update(closed_at=at)
    for person in account.people:
        end(club_id=club_id, account_id=account.account_id, member_id=person.member_id, at=at)
