"""The copy of a member's data as a ZIP: JSON for machines, CSV for tables, a page for people."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, fields
from datetime import date, datetime
from html import escape
from typing import Any, Final

from vafa.interfaces.web import formats
from vafa.journeys.export_member import MemberExport
from vafa.kit.calendar import local_day, minute_of_day
from vafa.kit.persian import money, number, persian_digits, short_date, time_of_day

MEDIA_TYPE: Final = "application/zip"

_BOM: Final = "\ufeff"  # Excel reads a CSV as UTF-8 only with it
_SLASH: Final = re.compile(r"[/\\]")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_PURPOSES: Final = {
    "membership": "عضویت", "sms": "پیامک", "email": "ایمیل", "profiling": "تحلیل خرید",
}  # fmt: skip
_MESSAGES: Final = {
    "code": "کد یک‌بارمصرف", "notice": "اطلاعیه", "order": "خبر سفارش", "thanks": "تشکر برای خرید",
}  # fmt: skip
_STATES: Final = {
    "waiting": "در انتظار", "unknown": "نامعلوم", "accepted": "پذیرفته", "delivered": "رسیده",
    "failed": "نرسیده", "refused": "ردشده", "dropped": "کنارگذاشته",
    "resent": "دوباره فرستاده",
}  # fmt: skip
_FRIENDS: Final = {
    "open": "هنوز خرید نکرده", "given": "خرید کرده", "refused": "به حساب نیامد",
}  # fmt: skip
_ORDERS: Final = {
    "registered": "ثبت‌شده", "review": "در حال بررسی", "started": "شروع کار",
    "delivered": "تحویل‌شده", "cancelled": "لغوشده",
}  # fmt: skip
_PROFILE: Final = {
    "number": "شمارهٔ عضویت", "mobile": "موبایل", "first_name": "نام", "last_name": "نام خانوادگی",
    "email": "ایمیل", "address": "نشانی", "company": "شرکت", "job_title": "سمت",
    "company_phone": "تلفن شرکت",
}  # fmt: skip
_PAGE: Final = """<!doctype html>
<html lang="fa" dir="rtl"><head><meta charset="utf-8"><title>{title}</title><style>
body{{font-family:Vazirmatn,Tahoma,sans-serif;margin:2rem;line-height:1.8}}
table{{border-collapse:collapse;margin-block:1rem}}
th,td{{border:1px solid #999;padding:.25rem .75rem;text-align:start}}
</style></head><body><h1>{title}</h1><p>{taken}</p>
{parts}
</body></html>
"""


def zipped(export: MemberExport) -> bytes:
    """Give the export as the bytes of a ZIP; the same export gives the same bytes."""
    told = asdict(export)
    photo, contents = told.pop("photo"), told.pop("order_files")
    files: dict[str, str | bytes] = {
        "data.json": json.dumps(_plain(told), ensure_ascii=False, indent=1),
        "sales.csv": _table(_sale_rows(export)),
        "statement.csv": _table(_entry_rows(export)),
        "consents.csv": _table(asdict(one) for one in export.consents),
        "messages.csv": _table(asdict(one) for one in export.messages),
        "orders.csv": _table(_order_rows(export)),
        "index.html": page(export),
        **{
            f"orders/{found.order.number}/{file.id}-{_SLASH.sub('_', file.name)}": contents[
                file.id
            ]
            for found in export.orders
            for file in found.files
            if file.id in contents
        },
        **({"photo.jpg": photo} if photo else {}),
    }
    buffer = io.BytesIO()
    moment = export.exported_at.timetuple()[:6]
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(
                zipfile.ZipInfo(name, moment), text, compress_type=zipfile.ZIP_DEFLATED
            )
    return buffer.getvalue()


def page(export: MemberExport) -> str:
    """Give the page in Persian: who, what is held, what was agreed to, bought and booked."""
    profile = export.profile
    parts = [
        _section("مشخصات", ("", ""), [
            *([label, getattr(profile, name)] for name, label in _PROFILE.items()),
            *([code, persian_digits(str(value))] for code, value in profile.custom.items()),
            ["تاریخ عضویت", _moment(export, export.joined_at)],
        ]),
        _section("موجودی", ("واحد", "مقدار", "ارزش"), [
            [one.name.fa, number(one.spendable), _money(one.worth_rials)]
            for one in export.balances
        ]),
        _section("رضایت‌ها", ("موضوع", "از", "تا"), [
            [_PURPOSES.get(one.purpose, one.purpose), _moment(export, one.given_at),
             _moment(export, one.withdrawn_at)] for one in export.consents
        ]),
        _section("خریدها", ("زمان", "سند", "مبلغ"), [
            [_moment(export, one.occurred_at), one.document, _money(one.net_rials)]
            for one in export.sales
        ]),
        _section("گردش حساب", ("زمان", "مقدار", "چرا"), [
            [_moment(export, one.effective_at), number(one.units), one.why.fa]
            for one in export.entries
        ]),
        _section("پیامک‌ها", ("زمان", "برای", "وضعیت"), [
            [_moment(export, one.stored_at), _MESSAGES.get(one.purpose, one.purpose),
             _STATES[one.state]] for one in export.messages
        ]),
        _section("سفارش‌ها", ("شماره", "عنوان", "وضعیت", "ثبت", "مبلغ"), [
            [number(one.order.number), one.order.title, _ORDERS[one.order.state],
             _moment(export, one.order.placed_at),
             _money(one.order.cost_rials) if one.order.cost_rials else "—"]
            for one in export.orders
        ]),
        _section("کوپن‌ها", ("پاداش", "از", "تا"), [
            [one.reward, _moment(export, one.given_at), _moment(export, one.ends_at)]
            for one in export.coupons
        ]),
        _section("کارت‌های هدیه", ("کد", "مبلغ", "مانده"), [
            [one.code, _money(one.sold_rials), _money(one.balance_rials)]
            for one in export.gift_cards
        ]),
        _section("کسانی که با دعوت شما آمده‌اند", ("زمان عضویت", "وضعیت"), [
            [_moment(export, one.joined_at), _FRIENDS[one.state]] for one in export.friends
        ]),
        _section("دستگاه‌های واردشده", ("دستگاه", "نخستین ورود", "آخرین ورود"), [
            [one.label, _moment(export, one.made_at), _moment(export, one.seen_at)]
            for one in export.devices
        ]),
        _section("برچسب‌ها", ("نام",), [[one] for one in export.tags]),
        _section("یادداشت‌های باشگاه", ("زمان", "متن"), [
            [_moment(export, one.written_at), one.text] for one in export.notes
        ]),
    ]  # fmt: skip
    return _PAGE.format(
        title=escape(f"اطلاعات شما نزد {export.club_name}"),
        taken=escape(f"تهیه‌شده در {_moment(export, export.exported_at)}"),
        parts="\n".join(parts),
    )


def _section(title: str, head: Sequence[str], body: Iterable[Sequence[str]]) -> str:
    rows = ["".join(f"<td>{escape(str(cell))}</td>" for cell in row) for row in body]
    top = "".join(f"<th>{escape(cell)}</th>" for cell in head)
    if not rows:
        return f"<h2>{escape(title)}</h2><p>چیزی ثبت نشده است.</p>"
    lines = "".join(f"<tr>{row}</tr>" for row in rows)
    return f"<h2>{escape(title)}</h2><table><tr>{top}</tr>{lines}</table>"


def _moment(export: MemberExport, at: datetime | None) -> str:
    if at is None:
        return "—"
    day, minute = local_day(at, export.zone), minute_of_day(at, export.zone)
    return f"{short_date(day)}، {time_of_day(minute)}"


def _sale_rows(export: MemberExport) -> Iterable[dict[str, Any]]:
    for sale in export.sales:
        plain = asdict(sale)
        lines = plain.pop("lines")
        plain.pop("attributes")
        for line in lines or [{}]:
            yield {**plain, **{f"line_{name}": value for name, value in line.items()}}


def _order_rows(export: MemberExport) -> Iterable[dict[str, Any]]:
    """Give each step of each order, with its order."""
    for found in export.orders:
        order = {f"order_{name}": value for name, value in asdict(found.order).items()}
        for step in found.steps:
            plain = asdict(step)
            del plain["who"]
            yield {**order, "description": found.description, **plain}


def _entry_rows(export: MemberExport) -> Iterable[dict[str, Any]]:
    for entry in export.entries:
        plain = {one.name: getattr(entry, one.name) for one in fields(entry)}
        why = plain.pop("why")
        yield {**plain, "reason_fa": why.fa, "reason_en": why.en}


def _table(rows: Iterable[Mapping[str, Any]]) -> str:
    found = [{name: _cell(value) for name, value in row.items()} for row in rows]
    buffer = io.StringIO()
    if found:
        head = max(found, key=len)
        writer = csv.DictWriter(buffer, fieldnames=list(head), restval="")
        writer.writeheader()
        writer.writerows(found)
    return _BOM + buffer.getvalue()


def _cell(value: Any) -> Any:
    """Put an apostrophe before a text that a spreadsheet would take for a formula."""
    plain = _plain(value)
    if isinstance(plain, str) and plain.startswith(_FORMULA):
        return f"'{plain}"
    return "" if plain is None else plain


def _plain(value: Any) -> Any:
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {name: _plain(item) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value


def _money(rials: int) -> str:
    return money(rials, unit=formats.current().unit)
