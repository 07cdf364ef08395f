"""Guessing what the columns of a file mean, from their headers in Persian or English. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Final

from vafa.domain.imports.cells import unit_named
from vafa.domain.imports.records import NEEDED, ONE_OF, OPTIONAL, OWN, Columns, Field, Kind
from vafa.domain.members.fields import FieldDefinition
from vafa.kit.errors import Refused
from vafa.kit.text import search_key

HEADER_WITHIN: Final = 20  # rows in which the header must be: exports begin with titles
_ASIDE: Final = re.compile(r"[(\[{].*?[)\]}]|[^\w]|_")

_WORDS: Final[Mapping[Field, tuple[str, ...]]] = {
    "mobile": (
        "موبایل", "شماره موبایل", "تلفن همراه", "شماره همراه", "همراه", "شماره تماس", "تلفن",
        "موبایل مشتری", "شماره مشتری", "mobile", "mobile number", "cell", "cellphone", "phone",
        "phone number", "customer mobile", "customer phone", "msisdn", "billing phone",
    ),
    "first_name": ("نام", "نام کوچک", "first name", "given name", "billing first name"),
    "last_name": (
        "نام خانوادگی", "فامیل", "فامیلی", "last name", "surname", "family name",
        "billing last name",
    ),
    "full_name": (
        "نام و نام خانوادگی", "نام مشتری", "مشتری", "نام کامل", "full name", "name", "customer",
        "customer name",
    ),
    "birthday": (
        "تاریخ تولد", "تولد", "روز تولد", "birthday", "birth date", "date of birth", "dob",
    ),
    "email": (
        "ایمیل", "رایانامه", "پست الکترونیک", "پست الکترونیکی", "email", "e mail",
        "email address", "mail", "billing email",
    ),
    "address": (
        "نشانی", "آدرس", "نشانی پستی", "آدرس پستی", "محل سکونت", "address", "postal address",
        "billing address", "billing address 1",
    ),
    "company": ("شرکت", "نام شرکت", "محل کار", "سازمان", "company", "company name", "employer",
                "organization", "billing company"),
    "job_title": ("شغل", "سمت", "عنوان شغلی", "حرفه", "job", "job title", "occupation",
                  "position", "profession"),
    "company_phone": (
        "تلفن شرکت", "تلفن محل کار", "تلفن ثابت", "شماره ثابت", "company phone", "work phone",
        "business phone", "office phone", "landline",
    ),
    "wedding": (
        "سالگرد ازدواج", "تاریخ ازدواج", "ازدواج", "wedding", "wedding anniversary",
        "anniversary", "wedding day", "wedding date",
    ),
    "document": (
        "شماره فاکتور", "فاکتور", "شماره سند", "سند", "شماره سفارش", "سفارش", "شماره رسید", "رسید",
        "کد سفارش", "document", "invoice", "invoice number", "invoice no", "order", "order id",
        "order number", "order no", "receipt", "receipt number",
    ),
    "date": (
        "تاریخ", "تاریخ فاکتور", "تاریخ خرید", "تاریخ سفارش", "تاریخ ثبت", "date", "order date",
        "purchase date", "invoice date", "created at", "datetime",
    ),
    "time": ("ساعت", "زمان", "time", "hour"),
    "amount": (
        "مبلغ", "مبلغ کل", "جمع", "جمع کل", "قیمت کل", "مبلغ خالص", "مبلغ فاکتور", "مبلغ نهایی",
        "قابل پرداخت", "مبلغ قابل پرداخت", "مبلغ پرداختی", "amount", "total", "total amount",
        "net", "net amount", "price", "grand total", "order total", "paid", "line total",
    ),
    "group": ("گروه", "گروه کالا", "دسته", "دسته بندی", "group", "category", "department"),
    "product": (
        "کالا", "کد کالا", "نام کالا", "شرح کالا", "محصول", "شرح", "product", "item", "sku",
        "product name", "product id", "description",
    ),
    "quantity": ("تعداد", "مقدار", "quantity", "qty", "count"),
    "unit": ("واحد", "نوع", "نوع مانده", "unit", "kind", "type"),
    "units": (
        "امتیاز", "مانده امتیاز", "تعداد امتیاز", "موجودی امتیاز", "جمع امتیاز", "points", "units",
        "points balance", "point balance", "loyalty points",
    ),
    "expires": (
        "انقضا", "تاریخ انقضا", "اعتبار تا", "مهلت", "expiry", "expires", "expiry date",
        "expiration date", "valid until",
    ),
}  # fmt: skip
# In a file of balances, amounts are what is left of credit.
_BALANCE_WORDS: Final = (
    "اعتبار", "مانده اعتبار", "موجودی", "موجودی کیف پول", "کیف پول", "مانده", "مبلغ", "credit",
    "balance", "store credit", "wallet", "wallet balance", "amount",
)  # fmt: skip
_KEYS: Final[Mapping[Field, tuple[str, ...]]] = {
    field: tuple(search_key(word) for word in words) for field, words in _WORDS.items()
}
_BALANCE_KEYS: Final[Mapping[Field, tuple[str, ...]]] = {
    **_KEYS, "amount": tuple(search_key(word) for word in _BALANCE_WORDS)
}  # fmt: skip


class ColumnsUnknown(Refused):
    """The file's columns could not be told: name the missing ones."""


def fields_of(*, kind: Kind, own: Sequence[FieldDefinition] = ()) -> tuple[Field, ...]:
    """Give what columns of a file may hold; the club's own fields come in with members."""
    more = tuple(f"{OWN}{one.code}" for one in own) if kind == "members" else ()
    return (*NEEDED[kind], *OPTIONAL[kind], *more)


def columns_of(
    *,
    kind: Kind,
    first_rows: Sequence[Sequence[str]],
    asked: Mapping[Field, str],
    own: Sequence[FieldDefinition] = (),
) -> Columns:
    """Find the header among the first rows and what its columns mean.

    `asked` names columns by hand: by their header, or by their number from 1; a field that is
    asked for with no name has none.

    :raises ColumnsUnknown: when a field that the kind needs has no column.
    """
    columns, missing = guessed_columns(kind=kind, first_rows=first_rows, asked=asked, own=own)
    if missing:
        raise ColumnsUnknown(missing=list(missing))
    return columns


def guessed_columns(
    *,
    kind: Kind,
    first_rows: Sequence[Sequence[str]],
    asked: Mapping[Field, str],
    own: Sequence[FieldDefinition] = (),
) -> tuple[Columns, tuple[Field, ...]]:
    """Find the header and its columns as `columns_of` does; give what is missing, too.

    :raises ColumnsUnknown: when the file is empty, has no column that was asked for, or the club
        no such field of its own.
    """
    fields = fields_of(kind=kind, own=own)
    words = dict(_BALANCE_KEYS if kind == "balances" else _KEYS)
    words |= {f"{OWN}{one.code}": (search_key(_ASIDE.sub(" ", one.label)),) for one in own}
    if strange := [field for field in asked if field.startswith(OWN) and field not in fields]:
        raise ColumnsUnknown(missing=strange)
    guesses = [_places(cells, fields, words) for cells in first_rows[:HEADER_WITHIN]]
    best = max(range(len(guesses)), key=lambda row: len(guesses[row]), default=None)
    if best is None:
        raise ColumnsUnknown(missing=list(NEEDED[kind]))
    headers = tuple(first_rows[best])
    guess = {field: place for field, place in guesses[best].items() if field not in asked}
    by_hand = {field: _asked(headers, name) for field, name in asked.items() if name}
    places = guess | by_hand
    missing = [field for field in NEEDED[kind] if field not in places]
    one_of = ONE_OF.get(kind, ())
    if one_of and not set(one_of) & set(places):
        missing.append(one_of[0])
    amount = places.get("amount")
    columns = Columns(
        header_row=best + 1,
        headers=headers,
        places=places,
        money_named=None if amount is None else unit_named(text=headers[amount]),
        twice=_twice(headers),
    )
    return columns, tuple(missing)


def shape_of(*, kind: Kind, headers: Sequence[str]) -> str:
    """Name the shape of a file: files with the same headers have the same."""
    keys = "\0".join([kind, *map(search_key, headers)])
    return sha256(keys.encode()).hexdigest()


def _places(
    cells: Sequence[str], fields: Sequence[Field], words: Mapping[Field, tuple[str, ...]]
) -> dict[Field, int]:
    """Give each field the column whose header is its best known name; a column has one field."""
    keys = [search_key(_ASIDE.sub(" ", cell)) for cell in cells]
    known = [
        (words[field].index(key), place, field)
        for field in fields
        for place, key in enumerate(keys)
        if key in words[field]
    ]
    places: dict[Field, int] = {}
    for _, place, field in sorted(known):
        if field not in places and place not in places.values():
            places[field] = place
    return places


def _asked(headers: Sequence[str], name: str) -> int:
    keys = [search_key(header) for header in headers]
    if search_key(name) in keys:
        return keys.index(search_key(name))
    if name.isdecimal() and 0 < int(name) <= len(headers):
        return int(name) - 1
    raise ColumnsUnknown(missing=[name])


def _twice(headers: Sequence[str]) -> tuple[str, ...]:
    keys = [search_key(header) for header in headers]
    return tuple(
        header for place, header in enumerate(headers) if keys[place] in keys[:place] and header
    )
