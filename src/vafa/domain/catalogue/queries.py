"""Reads of the catalogue; inside the club's scope."""

from collections.abc import Iterable

from django.db.models import Count, Q, QuerySet

from vafa.domain.catalogue.models import Group, Product
from vafa.domain.catalogue.records import GroupCard, ProductCard, ProductsSought
from vafa.kit.errors import NotFound
from vafa.kit.text import ascii_digits, search_key


class NoSuchProduct(NotFound):
    """The catalogue has no such product."""


def group_names(*, club_id: int) -> dict[str, dict[str, str]]:
    """Give the groups' names by language, then code; a missing English one is the code."""
    groups = list(Group.objects.filter(club_id=club_id).order_by("code"))
    return {
        "fa": {group.code: group.name_fa for group in groups},
        "en": {group.code: group.name_en or group.code for group in groups},
    }


def groups(*, club_id: int) -> tuple[GroupCard, ...]:
    """List the groups by code, each with the number of its active products."""
    active = Product.objects.filter(club_id=club_id, is_active=True).order_by()
    counts = dict(active.values_list("group_code").annotate(Count("id")))
    return tuple(
        GroupCard(row.code, row.name_fa, row.name_en, counts.get(row.code, 0))
        for row in Group.objects.filter(club_id=club_id).order_by("code")
    )


def products(*, club_id: int, sought: ProductsSought) -> tuple[ProductCard, ...]:
    """List a page of products, by code."""
    rows = _sought(club_id, sought)
    if sought.before:
        nearest = rows.filter(code__lt=sought.before).order_by("-code")[: sought.limit]
        return tuple(card(row) for row in reversed(nearest))
    if sought.after:
        rows = rows.filter(code__gt=sought.after)
    return tuple(card(row) for row in rows.order_by("code")[: sought.limit])


def product(*, club_id: int, product_id: int) -> ProductCard:
    """Give a product.

    :raises NoSuchProduct: when the club has none with this id.
    """
    row = Product.objects.filter(club_id=club_id, id=product_id).first()
    if row is None:
        raise NoSuchProduct
    return card(row)


def products_named(*, club_id: int, codes: Iterable[str]) -> dict[str, ProductCard]:
    """Give products by their codes, retired ones too; those that are none are left out."""
    rows = Product.objects.filter(club_id=club_id, code__in=set(codes))
    return {row.code: card(row) for row in rows}


def card(row: Product) -> ProductCard:
    """Give a row as the record that leaves the catalogue."""
    return ProductCard(
        code=row.code, name_fa=row.name_fa, name_en=row.name_en, group=row.group_code,
        price_rials=row.price_rials, vat_basis_points=row.vat_basis_points, barcode=row.barcode,
        is_active=row.is_active, product_id=row.id,
    )  # fmt: skip


def codes_by_barcode(*, club_id: int, barcodes: Iterable[str]) -> dict[str, str]:
    """Give the codes of the active products that have some barcodes."""
    rows = Product.objects.filter(club_id=club_id, barcode__in=set(barcodes), is_active=True)
    return dict(rows.values_list("barcode", "code"))


def _sought(club_id: int, sought: ProductsSought) -> QuerySet[Product]:
    rows = Product.objects.filter(club_id=club_id)
    if sought.state:
        rows = rows.filter(is_active=sought.state == "active")
    if sought.group:
        rows = rows.filter(
            Q(group_code=sought.group) | Q(group_code__startswith=f"{sought.group}.")
        )
    text = ascii_digits(sought.text).strip()
    if text:
        named = Q(sought__contains=search_key(text)) if search_key(text) else Q()
        rows = rows.filter(named | Q(code=text) | Q(barcode=text))
    return rows
