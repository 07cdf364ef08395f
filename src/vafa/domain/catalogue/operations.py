"""Writes of the catalogue; inside the club's scope."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from django.db import IntegrityError
from pydantic import TypeAdapter, ValidationError

from vafa.domain.catalogue.models import Group, Product
from vafa.domain.catalogue.queries import codes_by_barcode, products_named
from vafa.domain.catalogue.records import UNSPECIFIED, NamedGroup, ProductGiven, PutProducts
from vafa.kit.amounts import BASIS_POINTS, MAX_RIALS
from vafa.kit.errors import Refused
from vafa.kit.identity import looks_like_card
from vafa.kit.ids import Ids
from vafa.kit.text import ascii_digits, clean, search_key
from vafa.programme.conditions import Code

_LONGEST_NAME: Final = 120
_LONGEST_CODE: Final = 60
_LONGEST_BARCODE: Final = 40
_CHANGED: Final = (
    "name_fa", "name_en", "group_code", "price_rials", "vat_basis_points", "barcode", "is_active",
    "sought",
)  # fmt: skip
_CODE: TypeAdapter[str] = TypeAdapter(Code)


class BadGroup(Refused):
    """A group needs a code of small letters, digits and dots, and a name."""


class BadProduct(Refused):
    """A product needs a code of at most 60 letters, a name, and figures within their bounds."""


class UnknownGroup(Refused):
    """The catalogue has no such group: add the group first."""


class ProductTwice(Refused):
    """The same product is there twice: each code once."""


class BarcodeTaken(Refused):
    """Another product has this barcode."""


def name_groups(*, club_id: int, ids: Ids, groups: Iterable[NamedGroup]) -> int:
    """Add groups or rename known ones; gives how many.

    :raises BadGroup: when a code or a name is none.
    """
    rows = [_row(club_id, ids, group) for group in groups]
    Group.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["club_id", "code"],
        update_fields=["name_fa", "name_en"],
    )
    return len(rows)


def _row(club_id: int, ids: Ids, group: NamedGroup) -> Group:
    try:
        code = _CODE.validate_python(group.code)
    except ValidationError as error:
        raise BadGroup(code=group.code) from error
    if not 0 < len(clean(group.name_fa)) <= _LONGEST_NAME >= len(clean(group.name_en)):
        raise BadGroup(code=code)
    return Group(
        id=ids.next(), club_id=club_id, code=code,
        name_fa=clean(group.name_fa), name_en=clean(group.name_en),
    )  # fmt: skip


def tidy(*, product: ProductGiven) -> ProductGiven:
    """Give a product in the form in which it is stored.

    :raises BadProduct: when something is missing or out of bounds.
    """
    neat = ProductGiven(
        code=ascii_digits(clean(product.code)),
        name_fa=clean(product.name_fa),
        name_en=clean(product.name_en),
        group=product.group or UNSPECIFIED,
        price_rials=product.price_rials,
        vat_basis_points=product.vat_basis_points,
        barcode=ascii_digits(clean(product.barcode)),
        is_active=product.is_active,
    )
    is_fit = (
        0 < len(neat.code) <= _LONGEST_CODE
        and 0 < len(neat.name_fa) <= _LONGEST_NAME >= len(neat.name_en)
        and len(neat.barcode) <= _LONGEST_BARCODE
        and (neat.price_rials is None or 0 < neat.price_rials <= MAX_RIALS)
        and (neat.vat_basis_points is None or 0 <= neat.vat_basis_points <= BASIS_POINTS)
        and not any(map(looks_like_card, (neat.code, neat.name_fa, neat.name_en, neat.barcode)))
    )
    if not is_fit:
        raise BadProduct(code=neat.code)
    return neat


def put_products(*, club_id: int, ids: Ids, products: Sequence[ProductGiven]) -> PutProducts:
    """Add products, or change those that have these codes; the same again changes nothing.

    :raises BadProduct: when something of one is missing or out of bounds.
    :raises ProductTwice: when two have one code.
    :raises UnknownGroup: when a group is not in the catalogue.
    :raises BarcodeTaken: when another active product has the barcode of one.
    """
    neat = [tidy(product=one) for one in products]
    codes = {one.code for one in neat}
    if len(codes) < len(neat):
        raise ProductTwice
    _check_groups(club_id, {one.group for one in neat} - {UNSPECIFIED})
    _check_barcodes(club_id, neat, codes)
    known = products_named(club_id=club_id, codes=codes)
    changed = [one for one in neat if not _is_same(one, known.get(one.code))]
    try:
        Product.objects.bulk_create(
            [_product_row(club_id, ids, one) for one in changed],
            update_conflicts=True, unique_fields=["club_id", "code"], update_fields=_CHANGED,
            batch_size=1000,
        )  # fmt: skip
    except IntegrityError as error:  # somebody else was faster with a barcode
        raise BarcodeTaken from error
    added = sum(one.code not in known for one in changed)
    return PutProducts(added, len(changed) - added)


def _is_same(one: ProductGiven, known: ProductGiven | None) -> bool:
    fields = ProductGiven.__dataclass_fields__
    return known is not None and all(getattr(one, name) == getattr(known, name) for name in fields)


def _check_groups(club_id: int, codes: set[str]) -> None:
    found = Group.objects.filter(club_id=club_id, code__in=codes).values_list("code", flat=True)
    unknown = sorted(codes - set(found))
    if unknown:
        raise UnknownGroup(group=unknown[0])


def _check_barcodes(club_id: int, neat: Sequence[ProductGiven], codes: set[str]) -> None:
    wanted = [one.barcode for one in neat if one.barcode and one.is_active]
    holders = codes_by_barcode(club_id=club_id, barcodes=wanted)
    taken = next((barcode for barcode, code in holders.items() if code not in codes), None)
    twice = next((code for code, times in Counter(wanted).items() if times > 1), None)
    if taken or twice:
        raise BarcodeTaken(barcode=taken or twice)


def _product_row(club_id: int, ids: Ids, one: ProductGiven) -> Product:
    sought = "\n".join(
        search_key(text) for text in (one.name_fa, one.name_en, one.code, one.barcode)
    )
    return Product(
        id=ids.next(), club_id=club_id, code=one.code, name_fa=one.name_fa, name_en=one.name_en,
        group_code=one.group, price_rials=one.price_rials, vat_basis_points=one.vat_basis_points,
        barcode=one.barcode, is_active=one.is_active, sought=sought,
    )  # fmt: skip
