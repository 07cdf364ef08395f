"""Filters that write values in the reader's language: `{% load fa %}`, then `{{ rials|money }}`.

Each is one function of `formats`; the gallery (/dev/components/) shows them all.
"""

from __future__ import annotations

from datetime import datetime

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from vafa.interfaces.web import formats, relative
from vafa.interfaces.web.sources import now

register = template.Library()

register.filter("digits", formats.digits)
register.filter("number", formats.number)
register.filter("amount", formats.amount)
register.filter("money", formats.money)
register.filter("signed_money", formats.signed_money)
register.filter("short_money", formats.short_money)
register.filter("plain_money", formats.plain_money)
register.filter("signed", formats.signed)
register.filter("percent", formats.percent)
register.filter("short_date", formats.short_date)
register.filter("day_date", formats.day_date)
register.filter("long_date", formats.long_date)
register.filter("month_name", formats.month_name)
register.filter("clock", formats.clock)
register.filter("moment", formats.moment)
register.filter("mobile", formats.mobile)
register.filter("masked_mobile", formats.masked)
register.filter("code", formats.code)
register.filter("card_number", formats.card_number)


@register.filter
def ago(value: datetime | None) -> SafeString:
    """Say how long ago, with the exact moment as the title."""
    if value is None:
        return format_html("{}", formats.NOTHING)
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        value.isoformat(),
        formats.moment(value),
        relative.ago(value, now=now()),
    )


@register.simple_tag
def money_unit() -> str:
    """Name the unit in which money is shown."""
    return formats.unit_name()
