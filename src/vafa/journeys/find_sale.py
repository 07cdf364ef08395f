"""Finding a sale by its document."""

from vafa.domain.clubs.principal import Principal
from vafa.domain.sales import queries as sales


def find_sale(*, principal: Principal, source: str, document: str) -> sales.SaleFound:
    """Find the newest revision of a sale by its natural key.

    :raises NoSuchSale: when the club has none.
    """
    principal.require("sales.read")
    return sales.find(club_id=principal.club_id, source=source, document=document)
