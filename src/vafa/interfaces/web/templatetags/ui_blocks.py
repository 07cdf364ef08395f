"""Components with a body, part of `{% load ui %}`: then `{% panel title=… %}…{% endpanel %}`."""

from __future__ import annotations

from django import template
from django.template.context import Context
from django.utils.safestring import SafeString

from vafa.interfaces.web.drawing import draw
from vafa.interfaces.web.lists import Table
from vafa.interfaces.web.parts import Tone

register = template.Library()


@register.simple_block_tag
def panel(
    content: str, *, title: str = "", note: str = "", icon: str = "", flush: bool = False
) -> SafeString:
    """Draw a panel; `flush` lets a table reach its edges."""
    return draw("panel", content=content, title=title, note=note, icon=icon, flush=flush)


@register.simple_block_tag
def page_header(
    content: str, *, title: str, subtitle: str = "", count: str = "", back: str = ""
) -> SafeString:
    """Draw the head of a page; the body is its actions, `back` the address one level up."""
    return draw(
        "page_header", content=content, title=title, subtitle=subtitle, count=count, back=back
    )


@register.simple_block_tag
def empty(content: str, *, title: str, text: str = "", icon: str = "inbox") -> SafeString:
    """Draw what stands where nothing is yet; the body is the one thing to do."""
    return draw("empty", content=content, title=title, text=text, icon=icon)


@register.simple_block_tag
def notice(content: str, *, tone: Tone = "info", title: str = "") -> SafeString:
    """Draw something one must know on this page."""
    return draw("notice", content=content, tone=tone, title=title)


@register.simple_block_tag(takes_context=True)
def confirm(
    context: Context,
    content: str,
    *,
    id: str,  # noqa: A002  framework
    title: str,
    action: str,
    label: str,
    tone: str = "primary",
) -> SafeString:
    """Draw a sheet that a button with `opens=id` opens; its form posts to `action`."""
    return draw(
        "confirm", content=content, id=id, title=title, action=action, label=label, tone=tone,
        csrf_token=context.get("csrf_token"),
    )  # fmt: skip


@register.simple_block_tag
def drawer(content: str, *, id: str, title: str) -> SafeString:  # noqa: A002  framework
    """Draw a side drawer (help, details) that a button with `opens=id` opens."""
    return draw("drawer", content=content, id=id, title=title)


@register.simple_block_tag
def menu(content: str, *, label: str, icon: str = "ellipsis-vertical") -> SafeString:
    """Draw a button with a small menu; the body is list items."""
    return draw("menu", content=content, label=label, icon=icon)


@register.simple_block_tag(takes_context=True)
def data_table(context: Context, content: str, table: Table) -> SafeString:
    """Draw a list: views, search, filters, columns, rows, paging; the body is bulk actions."""
    return draw("data_table", content=content, table=table, csrf_token=context.get("csrf_token"))
