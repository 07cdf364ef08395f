"""The words of imports: kinds of files, states, what a column is, and samples to start from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from vafa.interfaces.web.parts import Tone

KINDS: Final = {
    "members": _("Members"),
    "orders": _("Purchases, a row each"),
    "lines": _("Purchases, a row for each item"),
    "balances": _("Balances from an older club"),
}
STATES: Final = {
    "uploaded": _("Columns to be named"),
    "checking": _("Being tried"),
    "checked": _("Tried, not brought in yet"),
    "importing": _("Being brought in"),
    "imported": _("Brought in"),
    "undoing": _("Being undone"),
    "undone": _("Undone"),
    "failed": _("Stopped"),
}
TONES: Final[Mapping[str, Tone]] = {
    "checking": "info", "importing": "info", "undoing": "info", "imported": "success",
    "checked": "accent", "failed": "error",
}  # fmt: skip
COLUMNS: Final = {
    "mobile": _("Mobile"), "first_name": _("First name"), "last_name": _("Last name"),
    "full_name": _("Name and family name"), "birthday": _("Birthday"),
    "email": _("E-mail"), "address": _("Postal address"), "company": _("Company"),
    "job_title": _("Job title"), "company_phone": _("Telephone at work"),
    "wedding": _("Wedding day"),
    "document": _("Number of the document"), "date": _("Date of the purchase"),
    "time": _("Time of day"), "amount": _("Amount"), "group": _("Product group"),
    "product": _("Product"), "quantity": _("Quantity"), "unit": _("Which balance"),
    "units": _("Points"), "expires": _("Good until"),
}  # fmt: skip
# Which column a reason to refuse a row speaks of, by how its code begins.
OF_REASON: Final = {
    "mobile": "mobile", "member": "mobile", "document": "document", "line": "document",
    "too": "document", "date": "date", "amount": "amount", "quantity": "quantity",
    "birthday": "birthday", "name": "last_name", "email": "email", "address": "address",
    "company": "company", "job": "job_title", "phone": "company_phone", "wedding": "wedding",
    "balance": "amount", "unit": "unit", "units": "units", "expiry": "expires",
}  # fmt: skip
_ROW_OF_SARA: Final = ("سارا کریمی", "09121234567")
SAMPLES: Final[Mapping[str, tuple[tuple[str, ...], ...]]] = {
    "members": (
        ("نام", "نام خانوادگی", "شماره موبایل", "تاریخ تولد", "ایمیل", "نشانی", "شرکت", "شغل",
         "سالگرد ازدواج"),
        ("سارا", "کریمی", "09121234567", "1370/02/15", "sara@example.com", "تهران، خیابان ولیعصر",
         "نمونه", "حسابدار", "06/20"),
        ("علی", "رضایی", "09351234567", "12/29", "", "", "", "", ""),
    ),
    "orders": (
        ("نام مشتری", "شماره موبایل", "شماره فاکتور", "تاریخ فاکتور", "مبلغ کل (تومان)"),
        (*_ROW_OF_SARA, "1001", "1404/03/12", "480,000"),
        (*_ROW_OF_SARA, "1002", "1404/04/02", "1,250,000"),
    ),
    "lines": (
        ("شماره موبایل", "شماره فاکتور", "تاریخ فاکتور", "گروه کالا", "نام کالا", "تعداد",
         "مبلغ (تومان)"),
        ("09121234567", "1001", "1404/03/12", "نوشیدنی", "چای", "2", "180,000"),
        ("09121234567", "1001", "1404/03/12", "شیرینی", "کیک", "1", "300,000"),
    ),
    "balances": (
        ("نام مشتری", "شماره موبایل", "مانده امتیاز", "مانده اعتبار (تومان)", "تاریخ انقضا"),
        (*_ROW_OF_SARA, "120", "50,000", "1406/12/29"),
    ),
}  # fmt: skip
