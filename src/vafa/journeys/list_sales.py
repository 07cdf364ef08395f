"""The club's sales of a day, for whoever stands at the till."""

from dataclasses import dataclass
from datetime import timedelta

from vafa.domain.clubs.principal import Principal
from vafa.domain.sales.listing import SaleRecent, SalesSought, recent
from vafa.kit.errors import Refused

LONGEST = timedelta(days=31)
MOST = 500


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
    principal.require("sales.read")
    is_fit = timedelta() < sought.until - sought.since <= LONGEST
    if not is_fit or not 1 <= sought.limit <= MOST:
        raise SalesOutOfBounds
    branches = principal.branches or frozenset(filter(None, [principal.branch]))
    found = recent(club_id=principal.club_id, sought=sought, branches=branches)
    return SalesListed(found, len(found) == sought.limit)
