"""Bringing products in from a shop's own file: what its columns mean, and what would come.

A column that the file does not have leaves a known product's field as it is. Rows that cannot be
taken are told apart from the others, which come all together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from decimal import Decimal
from itertools import islice
from typing import Final, Literal

from vafa.domain.catalogue import operations, queries
from vafa.domain.catalogue.operations import BadProduct
from vafa.domain.catalogue.records import UNSPECIFIED, ProductCard, ProductGiven
from vafa.domain.clubs import trail
from vafa.domain.clubs.principal import Principal
from vafa.domain.clubs.scope import club_scope
from vafa.domain.imports import cells
from vafa.domain.imports.columns import HEADER_WITHIN, ColumnsUnknown
from vafa.domain.imports.ports import Table
from vafa.domain.imports.records import MoneyUnit
from vafa.journeys import import_file_groups as groups
from vafa.kit.amounts import BASIS_POINTS
from vafa.kit.errors import Refused
from vafa.kit.ids import Ids
from vafa.kit.text import ascii_digits, clean, search_key

Field = Literal["code", "name_fa", "name_en", "group", "price", "vat", "barcode"]
Reason = Literal["no_code", "no_name", "twice", "bad_price", "bad_vat", "barcode_taken", "bad"]

MOST_ROWS: Final = 20_000
_WORDS: Final[Mapping[Field, tuple[str, ...]]] = {
    "code": ("کد کالا", "کد", "کد محصول", "شناسه", "شناسه کالا", "sku", "code", "item code", "id"),
    "name_fa": (
        "نام کالا", "نام", "نام محصول", "شرح کالا", "شرح", "کالا", "محصول", "عنوان", "name",
        "product", "product name", "title", "description",
    ),
    "name_en": ("نام انگلیسی", "نام لاتین", "english name", "name en", "name_en"),
    "group": ("گروه", "گروه کالا", "دسته", "دسته بندی", "group", "category", "department"),
    "price": (
        "قیمت", "قیمت فروش", "قیمت مصرف کننده", "فی", "مبلغ", "قیمت واحد", "price", "sale price",
        "unit price", "amount",
    ),
    "vat": ("مالیات", "درصد مالیات", "ارزش افزوده", "نرخ مالیات", "vat", "tax", "vat rate"),
    "barcode": ("بارکد", "بارکد کالا", "barcode", "ean", "gtin", "upc"),
}  # fmt: skip
_HUNDRED: Final = 100
_KEYS: Final = {field: tuple(map(search_key, words)) for field, words in _WORDS.items()}


class ProductFileTooLong(Refused):
    """A file of products has at most 20,000 rows: bring it in by parts."""


@dataclass(frozen=True, slots=True)
class ProductRefused:
    """A row that cannot be taken: its number in the file, which cell, and why."""

    row: int
    field: Field
    value: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class ProductsRead:
    """What a file would bring: new products, known ones that change, and what is not taken.

    `columns` are the headers that were understood; `new_groups` are names of groups that the
    catalogue does not have: they are added. `group_names` has for each code what the file says.
    """

    added: tuple[ProductGiven, ...]
    changed: tuple[ProductGiven, ...]
    same: int
    refused: tuple[ProductRefused, ...]
    new_groups: tuple[str, ...]
    columns: Mapping[Field, str]
    group_names: Mapping[str, str]


def read_products(*, principal: Principal, table: Table, unit: MoneyUnit) -> ProductsRead:
    """Say what a file would bring; nothing is changed. A header may name another unit of money.

    :raises ColumnsUnknown: when neither codes nor barcodes could be told.
    :raises ProductFileTooLong: when it has more than 20,000 rows.
    """
    principal.require("settings.write")
    return _read(principal.club_id, table, unit, codes={})


def bring_products_in(
    *, principal: Principal, ids: Ids, at: datetime, table: Table, unit: MoneyUnit
) -> ProductsRead:
    """Bring in what a file has: groups that are new, then the products, all together.

    :raises ColumnsUnknown: when neither codes nor barcodes could be told.
    :raises ProductFileTooLong: when it has more than 20,000 rows.
    :raises BarcodeTaken: when somebody else gave a product the same barcode just now.
    """
    principal.require("settings.write")
    club_id = principal.club_id
    with club_scope(club_id):
        foreseen = _read(club_id, table, unit, codes={})
        codes = groups.add(club_id=club_id, ids=ids, names=foreseen.new_groups)
        read = _read(club_id, table, unit, codes=codes)
        done = operations.put_products(
            club_id=club_id, ids=ids, products=(*read.added, *read.changed)
        )
        trail.note(
            principal=principal, at=at, act="products_put", object_kind="product",
            after={**asdict(done), "refused": len(read.refused)},
        )  # fmt: skip
    return replace(read, new_groups=foreseen.new_groups)


def _read(
    club_id: int, table: Table, unit: MoneyUnit, *, codes: Mapping[str, str]
) -> ProductsRead:
    header, headers, places = _columns([row for _, row in islice(table.rows(), HEADER_WITHIN)])
    if "price" in places:
        unit = cells.unit_named(text=headers[places["price"]]) or unit
    rows = [
        (number, {field: _cell(row, place) for field, place in places.items()})
        for number, (_, row) in enumerate(islice(table.rows(), header + MOST_ROWS + 2), 1)
        if number > header and any(map(str.strip, row))
    ]
    if len(rows) > MOST_ROWS:
        raise ProductFileTooLong
    with club_scope(club_id):
        reading = _Reading(club_id, unit, rows, codes)
    return reading.result({field: headers[place] for field, place in places.items()})


class _Reading:
    """The rows of a file beside what the catalogue has; inside the club's scope."""

    def __init__(
        self,
        club_id: int,
        unit: MoneyUnit,
        rows: Sequence[tuple[int, Mapping[Field, str]]],
        codes: Mapping[str, str],
    ) -> None:
        barcodes = [row.get("barcode", "") for _, row in rows]
        self.unit = unit
        self.rows = rows
        self.known = queries.products_named(club_id=club_id, codes=[_code(row) for _, row in rows])
        self.holders = queries.codes_by_barcode(club_id=club_id, barcodes=filter(None, barcodes))
        names = {row["group"] for _, row in rows if row.get("group")}
        self.groups = groups.known(club_id=club_id, names=names, asked=codes)
        self.refused: list[ProductRefused] = []
        self.taken: dict[str, ProductGiven] = {}
        self.barcodes: dict[str, str] = {}
        self.new_groups: dict[str, None] = {}

    def result(self, columns: Mapping[Field, str]) -> ProductsRead:
        """Judge every row and give what came of them."""
        for number, row in self.rows:
            found = self._judge(row)
            if isinstance(found, ProductGiven):
                self.taken[found.code] = found
                self.barcodes[found.barcode] = found.code
            else:
                field, reason = found
                self.refused.append(ProductRefused(number, field, row.get(field, ""), reason))
        added = [one for code, one in self.taken.items() if code not in self.known]
        changed = [
            one for code, one in self.taken.items()
            if code in self.known and _given(self.known[code]) != one
        ]  # fmt: skip
        return ProductsRead(
            added=tuple(added),
            changed=tuple(changed),
            same=len(self.taken) - len(added) - len(changed),
            refused=tuple(self.refused),
            new_groups=tuple(self.new_groups),
            columns=columns,
            group_names={_code(row): row.get("group", "") for _, row in self.rows},
        )

    def _judge(self, row: Mapping[Field, str]) -> ProductGiven | tuple[Field, Reason]:
        code, barcode = _code(row), row.get("barcode", "")
        known = self.known.get(code)
        name = row.get("name_fa") or row.get("name_en") or (known.name_fa if known else "")
        price = cells.money(text=row["price"], unit=self.unit) if row.get("price") else None
        vat = cells.number(text=row["vat"].rstrip("%٪")) if row.get("vat") else None
        checks: tuple[tuple[bool, Field, Reason], ...] = (
            (not code, "code", "no_code"),
            (code in self.taken, "code", "twice"),
            (not name, "name_fa", "no_name"),
            (bool(row.get("price")) and (price or 0) <= 0, "price", "bad_price"),
            (bool(row.get("vat")) and not _is_share(vat), "vat", "bad_vat"),
            (bool(barcode) and self._is_taken(barcode, code), "barcode", "barcode_taken"),
        )  # fmt: skip
        wrong = next(((field, reason) for is_wrong, field, reason in checks if is_wrong), None)
        if wrong:
            return wrong
        before = _given(known) if known else ProductGiven(code, name)
        given = replace(
            before,
            name_fa=row.get("name_fa") or before.name_fa,
            name_en=row.get("name_en") or before.name_en,
            group=self._group(row, before.group),
            price_rials=before.price_rials if price is None else price,
            vat_basis_points=before.vat_basis_points if vat is None else int(vat * _HUNDRED),
            barcode=barcode or before.barcode,
        )
        try:
            return operations.tidy(product=given)
        except BadProduct:
            return "name_fa", "bad"

    def _is_taken(self, barcode: str, code: str) -> bool:
        holders = {self.holders.get(barcode, code), self.barcodes.get(barcode, code)}
        return holders != {code}

    def _group(self, row: Mapping[Field, str], before: str) -> str:
        name = row.get("group", "")
        if not name:
            return before
        if name not in self.groups:
            self.new_groups[name] = None
        return self.groups.get(name, UNSPECIFIED)


def _columns(first_rows: Sequence[Sequence[str]]) -> tuple[int, Sequence[str], dict[Field, int]]:
    """Find the header among the first rows: its number, its cells, and each field's place."""
    guesses = [_places(row) for row in first_rows]
    best = max(range(len(guesses)), key=lambda row: len(guesses[row]), default=None)
    if best is None or not {"code", "barcode"} & set(guesses[best]):
        raise ColumnsUnknown(missing=["code"])
    return best + 1, first_rows[best], guesses[best]


def _places(row: Sequence[str]) -> dict[Field, int]:
    keys = [search_key(cell.partition("(")[0]) for cell in row]
    known = sorted(
        (words.index(key), place, field)
        for field, words in _KEYS.items()
        for place, key in enumerate(keys)
        if key in words
    )
    places: dict[Field, int] = {}
    for _rank, place, field in known:
        if field not in places and place not in places.values():
            places[field] = place
    return places


def _cell(row: Sequence[str], place: int) -> str:
    text = clean(row[place]) if place < len(row) else ""
    return ascii_digits(text).removesuffix(".0") if text[:1].isdigit() else text


def _is_share(percent: Decimal | None) -> bool:
    return percent is not None and 0 <= percent * _HUNDRED <= BASIS_POINTS


def _code(row: Mapping[Field, str]) -> str:
    return ascii_digits(row.get("code") or row.get("barcode", ""))


def _given(card: ProductCard) -> ProductGiven:
    return ProductGiven(
        card.code, card.name_fa, card.name_en, card.group, card.price_rials,
        card.vat_basis_points, card.barcode, card.is_active,
    )  # fmt: skip
