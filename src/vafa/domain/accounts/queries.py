"""Reads of the accounts. Each runs inside the caller's `club_scope`, but `shared_by`."""

from vafa.domain.accounts.models import Account, Person
from vafa.domain.accounts.records import AccountFound, Limits, PersonFound
from vafa.domain.clubs.scope import club_scope
from vafa.domain.members.records import AccountCard, MemberFound
from vafa.kit.errors import NotFound


class NoSuchAccount(NotFound):
    """The club has no such account, or it was closed."""


def find(*, club_id: int, account_id: int) -> AccountFound:
    """Give an account with its people of now, in the order in which they joined.

    :raises NoSuchAccount: when the club has none, or it was closed.
    """
    row = Account.objects.filter(club_id=club_id, id=account_id, closed_at=None).first()
    if row is None:
        raise NoSuchAccount
    people = Person.objects.filter(club_id=club_id, account_id=account_id, left_at=None)
    return AccountFound(
        account_id=row.id,
        kind=row.kind,
        name=row.name,
        invoice_name=row.invoice_name,
        economic_code=row.economic_code,
        legal_id=row.legal_id,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        people=tuple(_found(one) for one in people.order_by("joined_at", "id")),
    )


def card(*, club_id: int, account_id: int) -> AccountCard | None:
    """Give an account by its name, a closed one too; None when there is none."""
    row = Account.objects.filter(club_id=club_id, id=account_id).first()
    return None if row is None else AccountCard(row.id, row.kind, row.name)


def shared_by(*, club_id: int, holder: MemberFound) -> AccountCard | None:
    """Give the account whose wallet this is, or None when it is the member's own."""
    if not holder.person_id:
        return None
    with club_scope(club_id):
        return card(club_id=club_id, account_id=holder.member_id)


def person_of(*, club_id: int, member_id: int) -> PersonFound | None:
    """Give a member as somebody in an account, or None when in none."""
    row = Person.objects.filter(club_id=club_id, member_id=member_id, left_at=None).first()
    return None if row is None else _found(row)


def accounts_of(*, club_id: int, member_id: int) -> tuple[int, ...]:
    """Give every account that a member is or was in."""
    rows = Person.objects.filter(club_id=club_id, member_id=member_id)
    return tuple(rows.order_by("id").values_list("account_id", flat=True))


def ever_in(*, club_id: int, account_id: int) -> tuple[int, ...]:
    """Give everybody who is or was in an account, in order of joining."""
    rows = Person.objects.filter(club_id=club_id, account_id=account_id)
    ids = rows.order_by("joined_at", "id").values_list("member_id", flat=True)
    return tuple(dict.fromkeys(ids))


def _found(row: Person) -> PersonFound:
    return PersonFound(
        person_id=row.id,
        account_id=row.account_id,
        member_id=row.member_id,
        role=row.role,
        limits=Limits(row.month_limit_rials, row.purchase_limit_rials),
        consent=row.consent,
        has_brought=row.has_brought,
        joined_at=row.joined_at,
        owed=row.owed,
    )
