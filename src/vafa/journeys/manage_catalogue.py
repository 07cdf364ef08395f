"""What the club sells: its groups and products, and the lines that a till rings up from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Final

from vafa.domain.catalogue import operations, queries
from vafa.domain.catalogue.operations import UnknownGroup
from vafa.domain.catalogue.records import (
    GroupCard,
    NamedGroup,
    ProductCard,
    ProductGiven,
    ProductsSought,
    PutProducts,
)
from vafa.domain.clubs import trail
from vafa.domain.clubs.principal import Principal
from vafa.domain.clubs.queries import club_facts
from vafa.domain.clubs.scope import club_scope
from vafa.domain.rewards.decide import AmountOutOfBounds, QuantityOutOfBounds
from vafa.domain.rewards.records import UNSPECIFIED, PurchaseLine
from vafa.kit.amounts import MAX_RIALS, muldiv, net_of_gross
from vafa.kit.calendar import local_day
from vafa.kit.errors import Refused
from vafa.kit.ids import Ids

MOST_AT_ONCE: Final = 1_000
MOST_LISTED: Final = 2_001
_ONE: Final = 1_000
_MOST_MILLI: Final = 10**9


class TooManyProducts(Refused):
    """At most 1,000 products or groups at once: send the rest in a further one."""


class UnknownProduct(Refused):
    """The catalogue has no such product: look it up again."""


@dataclass(frozen=True, slots=True)
class LineRung:
    """A line as a till rings it up: a product, or a group alone, and what it costs in all.

    `amount_rials` includes VAT. A line of neither belongs to no group.
    """

    amount_rials: int
    product: str = ""
    group: str = ""
    quantity_milli: int = _ONE


def amount_of(*, unit_rials: int, quantity_milli: int) -> int:
    """Give what so many thousandths of an item cost, in whole Rial, rounded down.

    :raises AmountOutOfBounds: when it costs more than anything may.
    :raises QuantityOutOfBounds: when it is not above zero, or above a million items.
    """
    if not 0 < quantity_milli <= _MOST_MILLI:
        raise QuantityOutOfBounds
    if not 0 <= unit_rials <= MAX_RIALS or unit_rials * quantity_milli > MAX_RIALS * _ONE:
        raise AmountOutOfBounds
    return muldiv(unit_rials, quantity_milli, _ONE)


def list_groups(*, principal: Principal) -> tuple[GroupCard, ...]:
    """List the groups by code, which says their place, with their numbers of products."""
    principal.require("sales.read")
    with club_scope(principal.club_id):
        return queries.groups(club_id=principal.club_id)


def put_groups(
    *, principal: Principal, ids: Ids, at: datetime, groups: Sequence[NamedGroup]
) -> tuple[GroupCard, ...]:
    """Add groups or rename known ones; gives all groups. A parent need not be there.

    :raises BadGroup: when a code or a name is none.
    :raises TooManyProducts: when there are more than 1,000.
    """
    principal.require("settings.write")
    club_id = principal.club_id
    if len(groups) > MOST_AT_ONCE:
        raise TooManyProducts
    with club_scope(club_id):
        operations.name_groups(
            club_id=club_id, ids=ids, groups={group.code: group for group in groups}.values()
        )
        trail.note(
            principal=principal, at=at, act="groups_named", object_kind="group",
            object_id=groups[0].code if len(groups) == 1 else "",
            after={"groups": [group.code for group in groups[:20]]},
        )  # fmt: skip
        return queries.groups(club_id=club_id)


def list_products(*, principal: Principal, sought: ProductsSought) -> tuple[ProductCard, ...]:
    """List a page of products by code, at most 2,000 and one that tells of more."""
    principal.require("sales.read")
    assert 0 < sought.limit <= MOST_LISTED
    with club_scope(principal.club_id):
        return queries.products(club_id=principal.club_id, sought=sought)


def show_product(*, principal: Principal, product_id: int) -> ProductCard:
    """Show a product.

    :raises NoSuchProduct: when the club has none with this id.
    """
    principal.require("sales.read")
    with club_scope(principal.club_id):
        return queries.product(club_id=principal.club_id, product_id=product_id)


def name_products(*, principal: Principal, codes: Sequence[str]) -> dict[str, ProductCard]:
    """Give the products of some codes, as the lines of a sale name them."""
    principal.require("sales.read")
    with club_scope(principal.club_id):
        return queries.products_named(club_id=principal.club_id, codes=codes)


def put_products(
    *, principal: Principal, ids: Ids, at: datetime, products: Sequence[ProductGiven]
) -> PutProducts:
    """Add products, or change those that have these codes: all or none.

    One that is not active is retired: tills do not find it, past sales keep it.

    :raises BadProduct: when something of one is missing or out of bounds.
    :raises ProductTwice: when two have one code.
    :raises UnknownGroup: when a group is not in the catalogue.
    :raises BarcodeTaken: when another active product has the barcode of one.
    :raises TooManyProducts: when there are more than 1,000.
    """
    principal.require("settings.write")
    club_id = principal.club_id
    if len(products) > MOST_AT_ONCE:
        raise TooManyProducts
    with club_scope(club_id):
        before = queries.products_named(club_id=club_id, codes=[one.code for one in products[:1]])
        done = operations.put_products(club_id=club_id, ids=ids, products=products)
        one = products[0] if len(products) == 1 else None
        if done.added or done.changed:
            trail.note(
                principal=principal, at=at, act="products_put", object_kind="product",
                object_id=one.code if one else "",
                before=asdict(before[one.code]) if one and one.code in before else None,
                after=asdict(one) if one else asdict(done),
            )  # fmt: skip
    return done


def price_lines(
    *, principal: Principal, at: datetime, lines: Sequence[LineRung]
) -> tuple[PurchaseLine, ...]:
    """Give the lines of a purchase from what a till rang up: each with its group, net and VAT.

    The VAT is taken out of each amount by the product's rate, or by the club's of the day.

    :raises UnknownProduct: when a product is not in the catalogue; a retired one still is.
    :raises UnknownGroup: when a group is not.
    """
    principal.require("sales.read")
    club_id = principal.club_id
    with club_scope(club_id):
        facts = club_facts(club_id=club_id)
        products = queries.products_named(
            club_id=club_id, codes={line.product for line in lines if line.product}
        )
        asked = any(line.group not in {"", UNSPECIFIED} for line in lines)
        groups = set(queries.group_names(club_id=club_id)["fa"]) if asked else set()
    rate = facts.vat_on(local_day(at, facts.zone))
    return tuple(_priced(line, products, groups | {"", UNSPECIFIED}, rate) for line in lines)


def _priced(
    line: LineRung, products: dict[str, ProductCard], groups: set[str], rate: int
) -> PurchaseLine:
    if line.product:
        found = products.get(line.product)
        if found is None:
            raise UnknownProduct(product=line.product)
        net, group = found.net_of(line.amount_rials, club_rate=rate), found.group
    elif line.group in groups:
        net, group = net_of_gross(line.amount_rials, rate), line.group or UNSPECIFIED
    else:
        raise UnknownGroup(group=line.group)
    return PurchaseLine(
        net_rials=net,
        vat_rials=line.amount_rials - net,
        group=group,
        product=line.product,
        quantity_milli=line.quantity_milli,
    )
