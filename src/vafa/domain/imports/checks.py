"""Deciding row by row what can be taken. Pure: what other rows say is the staging's business."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from vafa.domain.imports import cells
from vafa.domain.imports.records import (
    OWN,
    BalanceUnit,
    Columns,
    Field,
    MoneyUnit,
    Reading,
    Refusal,
    Taken,
)
from vafa.domain.members import profile
from vafa.domain.members.fields import FieldDefinition, FieldValueUnfit, checked
from vafa.kit.amounts import MAX_RIALS
from vafa.kit.calendar import jalali_of
from vafa.kit.errors import Refused
from vafa.kit.identity import CARD_DIGITS, looks_like_card
from vafa.kit.text import clean, search_key

Outcome = Taken | Refusal | None  # None: no row of data (empty, a sum, the header again)

_LONGEST_DOCUMENT: Final = 100
_LONGEST_NAME: Final = 80
_LONGEST_PRODUCT: Final = 100
_MAX_QUANTITY_MILLI: Final = 10**9
_FIRST_DAY: Final = 7_305  # 1990-01-01: before it, a date is a slip of the pen
_GROUP: Final = re.compile(r"[a-z0-9][a-z0-9_.-]{0,59}")
# What a row may say of a member beyond name and birthday, and why it may be refused.
_SAID: Final = {
    "email": "email_broken", "address": "address_too_long", "company": "company_too_long",
    "job_title": "job_too_long", "company_phone": "phone_broken", "wedding": "wedding_impossible",
}  # fmt: skip
_SUM_WORDS: Final = ("جمع", "جمع کل", "مجموع", "مجموع کل", "total", "grand total", "sum")
_SUMS: Final = frozenset(search_key(word) for word in _SUM_WORDS)


class UnitContradicts(Refused):
    """The amount's header names another unit of money than the one that was given."""


def check_unit(*, unit: MoneyUnit, columns: Columns) -> None:
    """Refuse a unit of money that the file itself contradicts.

    :raises UnitContradicts: when the header names the other one.
    """
    if columns.money_named not in {None, unit}:
        raise UnitContradicts(given=unit, named=columns.money_named)


def read_row(*, row: Sequence[str], reading: Reading) -> Outcome:
    """Read one row, with the cells that a merged cell left empty filled in."""
    if not any(cell.strip() for cell in row) or _is_header(row, reading.columns):
        return None
    seen = _Row(row, reading)
    if not seen.text("mobile") and _is_sum(row):
        return None
    read = {"members": _person, "balances": _balance}.get(reading.kind, _purchase)
    outcome = read(seen)
    if isinstance(outcome, Taken) and _holds_card(outcome):
        return Refusal("card_number")
    return outcome


def filled(*, row: Sequence[str], before: Sequence[str], reading: Reading) -> tuple[str, ...]:
    """Give a line of an order with the cells that a merged cell left empty in it."""
    places = reading.columns.places
    heads: tuple[Field, ...] = ("mobile", "document", "date")
    is_merged = reading.kind == "lines" and bool(before) and not any(
        _cell(row, places[field]) for field in heads
    )  # fmt: skip
    if not is_merged or _is_sum(row) or not any(cell.strip() for cell in row):
        return tuple(row)
    full = list(row) + [""] * (len(before) - len(row))
    fields: tuple[Field, ...] = (*heads, "time", "first_name", "last_name", "full_name")
    for field in fields:
        if field in places and places[field] < len(before):
            full[places[field]] = before[places[field]]
    return tuple(full)


class _Row:
    """A row, its cells found by field."""

    __slots__ = ("_texts", "reading")

    def __init__(self, row: Sequence[str], reading: Reading) -> None:
        width = len(row)
        self._texts = {
            field: _clean(row[place])
            for field, place in reading.columns.places.items()
            if place < width
        }
        self.reading = reading

    def text(self, field: Field) -> str:
        return self._texts.get(field, "")

    def names(self) -> tuple[str, str]:
        first, last = self.text("first_name"), self.text("last_name")
        if first or last:
            return first, last
        first, _, last = self.text("full_name").partition(" ")
        return first, last


def _holds_card(taken: Taken) -> bool:
    for text in (taken.first_name, taken.last_name, taken.document, taken.group, taken.product):
        if len(text) >= CARD_DIGITS and looks_like_card(text):
            return True
    return bool(taken.profile) and any(map(looks_like_card, _texts(taken.profile)))


def _texts(said: Any) -> Iterator[str]:
    """Give every text in what a row says of a member."""
    if isinstance(said, str):
        yield said
    elif isinstance(said, Mapping):
        for one in said.values():
            yield from _texts(one)


def _member(seen: _Row) -> Taken | Refusal:
    return _known_member(
        seen.text("mobile"), seen.names(), seen.text("birthday"), seen.reading.today
    )


@lru_cache(maxsize=1 << 12)
def _known_member(
    mobile: str, names: tuple[str, str], born: str, today: int
) -> Taken | Refusal:  # fmt: skip
    """Read who it is; the lines of an order say so again and again."""
    if not mobile:
        return Refusal("mobile_missing")
    read = cells.mobile(text=mobile)
    if read is None:
        return Refusal("mobile_broken")
    if max(map(len, names)) > _LONGEST_NAME:
        return Refusal("name_too_long")
    birthday = cells.birthday(text=born, today=today) if born else None
    if born and birthday is None:
        return Refusal("birthday_impossible")
    return Taken(read, *names, birthday)


def _person(seen: _Row) -> Taken | Refusal:
    """Read a member with all that the row says of one."""
    member = _member(seen)
    if isinstance(member, Refusal):
        return member
    said: dict[str, Any] = {}
    for name, reason in _SAID.items():
        text = seen.text(name)
        if not text:
            continue
        day = cells.birthday(text=text, today=seen.reading.today) if name == "wedding" else None
        if name == "wedding" and day is None:
            return Refusal(reason)
        try:
            said[name] = profile.checked(name=name, value=day or text)
        except Refused:
            return Refusal(reason)
    try:
        own = _own(seen)
    except FieldValueUnfit:
        return Refusal("own_field_unfit")
    return member._replace(profile={**said, "custom": own} if own else said)


def _own(seen: _Row) -> dict[str, str | int]:
    """Read the columns of the club's own fields.

    :raises FieldValueUnfit: when a cell does not fit its field.
    """
    found = {}
    for one in seen.reading.own:
        if text := seen.text(f"{OWN}{one.code}"):
            found[one.code] = checked(field=one, value=_own_value(one, text, seen.reading.today))
    return found


def _own_value(one: FieldDefinition, text: str, today: int) -> str | int:
    """Give a cell as its field takes it; what cannot be read stays as it is."""
    if one.kind == "number":
        value = cells.number(text=text)
        return int(value) if value is not None and value == value.to_integral_value() else text
    if one.kind == "date":
        moment = cells.moment(date=text, time="", today=today)
        if moment is None:
            return text
        year, month, day = jalali_of(moment[0])
        return f"{year:04}-{month:02}-{day:02}"
    key = search_key(text)
    return next((choice for choice in one.choices if search_key(choice) == key), text)


def _purchase(seen: _Row) -> Taken | Refusal:
    document = seen.text("document").removesuffix(".0")
    if not 0 < len(document) <= _LONGEST_DOCUMENT:
        return Refusal("document_too_long" if document else "document_missing")
    member, moment, amount, quantity = _member(seen), _moment(seen), _amount(seen), _quantity(seen)
    if isinstance(member, Refusal):
        return Refusal(member.reason, document)
    if isinstance(moment, str) or isinstance(amount, str):
        return Refusal(moment if isinstance(moment, str) else str(amount), document)
    if quantity is None:
        return Refusal("quantity_unreadable", document)
    return Taken(
        member.mobile, member.first_name, member.last_name, None, document, moment[0], moment[1],
        amount, _group(seen.text("group")),
        seen.text("product")[:_LONGEST_PRODUCT], quantity,
    )  # fmt: skip


def _group(text: str) -> str:
    """Give the code of a group, or the name by which the shop calls it, after a question mark."""
    code = text.lower()
    if _GROUP.fullmatch(code):
        return code
    return f"?{text[:_LONGEST_PRODUCT]}" if text else "unspecified"


def _balance(seen: _Row) -> Taken | Refusal:
    member = _member(seen)
    if isinstance(member, Refusal):
        return member
    expires = _expires(seen)
    if isinstance(expires, str):
        return Refusal(expires)
    found = [_counted(seen), _worth(seen)]
    wrong = [one for one in found if isinstance(one, str)]
    if wrong:
        return Refusal(wrong[0])
    balances = tuple(one for one in found if isinstance(one, tuple) and one[1])
    if not balances:
        return Refusal("balance_zero" if any(found) else "balance_missing")
    return member._replace(balances=balances, expires=expires)


def _counted(seen: _Row) -> tuple[str, int] | str | None:
    """Read a balance that is counted; of a unit that the row names, or of the club's points."""
    text = seen.text("units")
    if not text:
        return None
    unit = _unit_of(seen, is_money=False)
    value = cells.number(text=text)
    if unit is None:
        return "unit_unknown"
    if value is None or value != value.to_integral_value():
        return "units_unreadable"
    return "amount_negative" if value < 0 else (unit.code, int(value))


def _worth(seen: _Row) -> tuple[str, int] | str | None:
    """Read a balance that is money; of a unit that the row names, or of the club's credit."""
    text = seen.text("amount")
    if not text:
        return None
    unit = _unit_of(seen, is_money=True)
    if unit is None:
        return "unit_unknown"
    rials = cells.money(text=text, unit=seen.reading.unit)
    if cells.unit_named(text=text) not in {None, seen.reading.unit}:
        return "amount_of_other_unit"
    if rials is None or rials * unit.per_units % unit.value_rials:
        return "amount_unreadable"
    if not 0 <= rials <= MAX_RIALS:
        return "amount_negative" if rials < 0 else "amount_too_large"
    return unit.code, rials * unit.per_units // unit.value_rials


def _unit_of(seen: _Row, *, is_money: bool) -> BalanceUnit | None:
    name = search_key(seen.text("unit"))
    for unit in seen.reading.units:
        if name in {search_key(one) for one in unit.names} if name else unit.is_money == is_money:
            return unit
    return None


def _expires(seen: _Row) -> int | str:
    text = seen.text("expires")
    if not text:
        return 0
    moment = cells.moment(date=text, time="", today=seen.reading.today)
    if moment is None:
        return "expiry_impossible"
    return moment[0] if moment[0] >= seen.reading.today else "expiry_over"


def _moment(seen: _Row) -> tuple[int, int] | str:
    date = seen.text("date")
    if not date:
        return "date_missing"
    moment = cells.moment(date=date, time=seen.text("time"), today=seen.reading.today)
    if moment is None or moment[0] < _FIRST_DAY:
        return "date_impossible"
    return "date_in_future" if moment[0] > seen.reading.today else moment


def _amount(seen: _Row) -> int | str:
    text, unit = seen.text("amount"), seen.reading.unit
    if not text:
        return "amount_missing"
    if cells.unit_named(text=text) not in {None, unit}:
        return "amount_of_other_unit"
    amount = cells.money(text=text, unit=unit)
    if amount is None:
        return "amount_unreadable"
    if amount <= 0:
        return "amount_negative" if amount else "amount_zero"
    return "amount_too_large" if amount > MAX_RIALS else amount


def _quantity(seen: _Row) -> int | None:
    text = seen.text("quantity")
    return _milli(text) if text else 1000


@lru_cache(maxsize=1 << 12)
def _milli(text: str) -> int | None:
    value = cells.number(text=text)
    milli = None if value is None else value * 1000
    if milli is None or milli != milli.to_integral_value():
        return None
    return int(milli) if 0 < milli <= _MAX_QUANTITY_MILLI else None


@lru_cache(maxsize=1 << 16)
def _clean(text: str) -> str:
    return text if text.isalnum() and text.isascii() else clean(text)


def _cell(row: Sequence[str], place: int) -> str:
    return row[place] if place < len(row) else ""


def _is_sum(row: Sequence[str]) -> bool:
    return any(search_key(cell.strip(" :")) in _SUMS for cell in row)


def _is_header(row: Sequence[str], columns: Columns) -> bool:
    return tuple(row) == columns.headers
