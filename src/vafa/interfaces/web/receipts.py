"""What receipts of every door share: their lines by name, and the link under their QR code."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from vafa.domain.catalogue.records import GroupCard, ProductCard, ProductsSought
from vafa.domain.clubs.principal import Principal
from vafa.domain.rewards.answers import PurchaseDone, Spent, Why
from vafa.domain.rewards.receipts import token_of
from vafa.domain.rewards.records import UNSPECIFIED
from vafa.interfaces.web import formats, sources
from vafa.interfaces.web.parts import ReceiptLine, Total
from vafa.journeys import manage_catalogue as catalogue
from vafa.kit.amounts import muldiv
from vafa.programme.records import Line

_ONE: Final = 1_000
_PLACES: Final = 3
_OFFERED: Final = 300


def receipt_address(*, club_code: str, club_id: int, sale_id: int) -> str:
    """Give the link at which whoever has the receipt of a sale sees it again."""
    token = token_of(vault=sources.vault(), club_id=club_id, sale_id=sale_id)
    return f"{settings.PUBLIC_ADDRESS}{reverse('portal:receipt', args=[club_code, token])}"


def printed(*, principal: Principal, lines: Sequence[Line]) -> tuple[ReceiptLine, ...]:
    """Give the lines of a sale as a receipt shows them: by name, after discounts, with VAT."""
    titles = titles_of(principal=principal, sold=[(one.product, one.group) for one in lines])
    return tuple(_printed(line, titles[line.product, line.group]) for line in lines)


def titles_of(
    *, principal: Principal, sold: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], str]:
    """Give what was sold by name, each by the codes of its product and its group.

    Without a product it is the group; nothing where neither is said.
    """
    pairs = set(sold)
    codes = sorted({product for product, _group in pairs if product})
    products: Mapping[str, ProductCard] = (
        catalogue.name_products(principal=principal, codes=codes) if codes else {}
    )
    has_groups = any(group != UNSPECIFIED and not product for product, group in pairs)
    groups = catalogue.list_groups(principal=principal) if has_groups else ()
    named = {one.code: name_of(one) for one in groups}
    return {
        (product, group): name_of(products[product]) if product in products
        else product or named.get(group, "")
        for product, group in pairs
    }  # fmt: skip


def totals(
    *, done: PurchaseDone, lines: Sequence[Line], names: Mapping[str, str]
) -> tuple[Total, ...]:
    """Give what stands below the lines on paper: it leads from their sum to what is to be paid.

    `names` are those of the units. What lowers the price takes its VAT along, so that none stands
    between; how much there is in the end is told last.
    """
    off = [(_said(one.why), one.rials) for one in done.rewards if one.rials]
    off += [
        (_("Paid with %(name)s, with its VAT") % {"name": _unit(one, names)}, one.rials)
        for one in done.spent
        if one.spend_as != "tender"
    ]
    paid = [
        Total(_("Paid with %(name)s") % {"name": _unit(one, names)}, -one.rials)
        for one in done.spent
        if one.spend_as == "tender"
    ]
    paid += [Total(_("Paid with a gift card"), -one.rials) for one in done.gift_cards]
    whole = sum(line.net_rials + line.vat_rials for line in lines)
    price = done.to_pay_rials - sum(one.amount_rials for one in paid)
    vat = sum(line.vat_rials for line in lines) - (
        whole - price - sum(rials for _name, rials in off)
    )
    return (
        *((Total(_("Sum"), whole),) if off or paid else ()),
        *_shared(off, whole - price),
        *paid,
        Total(_("To pay"), done.to_pay_rials, is_due=True),
        *((Total(_("VAT of this purchase"), vat),) if vat else ()),
    )


def _shared(off: Sequence[tuple[str, int]], rials: int) -> list[Total]:
    """Give what was taken off, so many Rial in all, by its parts."""
    told, left, weight = [], rials, sum(part for _name, part in off)
    for name, part in off:
        mine = muldiv(left, part, weight)
        told.append(Total(name, -mine))
        left, weight = left - mine, weight - part
    return told


def product_names(*, principal: Principal) -> list[str]:
    """Give the names of the first products that are sold, for who writes what is wanted."""
    sought = ProductsSought(state="active", limit=_OFFERED)
    found = catalogue.list_products(principal=principal, sought=sought)
    return sorted(map(name_of, found))


def name_of(one: ProductCard | GroupCard) -> str:
    """Give the name of a product or group in the person's language."""
    return one.name_en or one.code if formats.language() == "en" else one.name_fa


def _unit(one: Spent, names: Mapping[str, str]) -> str:
    return names.get(one.unit, one.unit)


def _said(why: Why) -> str:
    return why.en if formats.language() == "en" else why.fa


def _printed(line: Line, title: str) -> ReceiptLine:
    amount = line.net_rials + line.vat_rials
    return ReceiptLine(
        title=title or _("Purchase"),
        quantity=formats.number(line.quantity_milli, places=_PLACES),
        unit_rials=muldiv(amount, _ONE, line.quantity_milli),
        amount_rials=amount,
    )
