"""Columns of the list of members for what they say of themselves, the club's own fields last."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext

from vafa.domain.members.fields import FieldDefinition
from vafa.interfaces.web import formats, own_fields
from vafa.interfaces.web.cells import Kind
from vafa.interfaces.web.lists import Column
from vafa.journeys.list_members import MemberRow

_PLAIN: Final = ("email", "address", "company", "job_title")
_DAYS: Final = ("birthday", "wedding")
_KINDS: Final[Mapping[str, Kind]] = {"number": "number", "date": "day"}


def columns(own: Sequence[FieldDefinition]) -> tuple[Column, ...]:
    """Give the columns, none of them shown before it is chosen."""
    titles = {
        "birthday": gettext("Birthday"), "email": gettext("E-mail"),
        "address": gettext("Postal address"), "company": gettext("Company"),
        "job_title": gettext("Job title"), "company_phone": gettext("Telephone at work"),
        "wedding": gettext("Wedding day"),
    }  # fmt: skip
    return (
        *(Column(code, titles[code], _said(code), is_shown=False) for code in _PLAIN),
        Column("company_phone", titles["company_phone"], _said("company_phone"), "code",
               is_shown=False),
        *(Column(code, titles[code], _day(code), is_shown=False) for code in _DAYS),
        *(
            Column(own_fields.name_of(one.code), one.label, _own(one),
                   _KINDS.get(one.kind, "text"), is_shown=False)
            for one in own
        ),
    )  # fmt: skip


def is_asked(chosen: Collection[str]) -> bool:
    """Tell whether a chosen column needs the profiles."""
    known = {*_PLAIN, "company_phone", *_DAYS}
    return any(code in known or code.startswith(own_fields.name_of("")) for code in chosen)


def _said(code: str) -> Callable[[MemberRow], str]:
    return lambda row: str(row.said.get(code, ""))


def _day(code: str) -> Callable[[MemberRow], str]:
    def written(row: MemberRow) -> str:
        month, day = row.said.get(code) or (0, 0)
        return f"{formats.digits(day)} {formats.jalali_months()[month - 1]}" if month else ""

    return written


def _own(one: FieldDefinition) -> Callable[[MemberRow], Any]:
    return lambda row: own_fields.cell(one, row.said.get("custom", {}).get(one.code))
