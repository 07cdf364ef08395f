"""The club's sales of a day, for whoever stands at the till."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from vafa.domain.clubs.principal import Principal
from vafa.domain.clubs.scope import club_scope
from vafa.domain.members.listing import MembersSought, members
from vafa.domain.members.queries import named
from vafa.domain.members.records import Named
from vafa.domain.members.vault import Vault
from vafa.domain.sales.listing import SaleRecent, SalesSought, SalesSummed, recent, summed
from vafa.kit.errors import Refused

LONGEST = timedelta(days=31)
MOST = 500
_MOST_NAMED = 50


class SalesOutOfBounds(Refused):
    """A list of sales covers at most 31 days and 500 sales, and ends after it begins."""


@dataclass(frozen=True, slots=True)
class SalesListed:
    """Sales and returns, newest first; `is_cut` when there are more than were asked for."""

    sales: tuple[SaleRecent, ...]
    is_cut: bool


def list_sales(*, principal: Principal, sought: SalesSought) -> SalesListed:
    """List the sales and returns of a period, of the branches in which the caller works.

    :raises SalesOutOfBounds: when the period is too long or none, or the list too long.
    """
    branches = _checked(principal, sought)
    found = recent(club_id=principal.club_id, sought=sought, branches=branches)
    return SalesListed(found, len(found) == sought.limit)


def sum_sales(*, principal: Principal, sought: SalesSought) -> SalesSummed:
    """Give what those sales and returns come to, however many there are.

    :raises SalesOutOfBounds: when the period is too long or none.
    """
    return summed(club_id=principal.club_id, sought=sought, branches=_checked(principal, sought))


def export_sales(*, principal: Principal, sought: SalesSought) -> Iterator[SaleRecent]:
    """Give every one of those sales and returns, for a file.

    :raises SalesOutOfBounds: when the period is too long or none.
    """
    branches = _checked(principal, sought)
    return _every(principal.club_id, replace(sought, limit=MOST), branches)


def holders_named(*, principal: Principal, vault: Vault, text: str) -> tuple[int, ...]:
    """Give whose sales somebody may mean by a text: members with their wallets, fifty at most."""
    principal.require("members.read")
    with club_scope(principal.club_id):
        found = members(
            club_id=principal.club_id, sought=MembersSought(text=text, limit=_MOST_NAMED),
            vault=vault,
        )  # fmt: skip
    meant = [one for one in found if not one.is_alike]
    return tuple(sorted({who for one in meant for who in (one.member_id, one.holder_id)}))


def buyers(*, principal: Principal, member_ids: Sequence[int]) -> dict[int, Named]:
    """Give number and name of whose sales are listed; nobody of a guest or an account."""
    principal.require("sales.read")
    with club_scope(principal.club_id):
        return named(member_ids=member_ids)


def _every(club_id: int, sought: SalesSought, branches: frozenset[str]) -> Iterator[SaleRecent]:
    while True:
        found = recent(club_id=club_id, sought=sought, branches=branches)
        yield from found
        if len(found) < sought.limit:
            return
        sought = replace(sought, before=(found[-1].recorded_at, found[-1].id))


def _checked(principal: Principal, sought: SalesSought) -> frozenset[str]:
    principal.require("sales.read")
    is_fit = timedelta() < sought.until - sought.since <= LONGEST
    if not is_fit or not 1 <= sought.limit <= MOST:
        raise SalesOutOfBounds
    return principal.branches or frozenset(filter(None, [principal.branch]))
