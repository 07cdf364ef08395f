"""Components as tags: `{% load ui %}`. A tag with a body is a block: `{% panel %}…{% endpanel %}`.

Every prop is a named argument of its function, so a wrong one is refused when the page is drawn.
The gallery (/dev/components/) shows each in each state. Values turn Persian inside.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import segno
from django import template
from django.forms import BaseForm, BoundField
from django.template.context import Context
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from vafa.interfaces.web import charts, formats, forms
from vafa.interfaces.web.drawing import draw
from vafa.interfaces.web.parts import Cohort, Step, Tab, Tone
from vafa.interfaces.web.templatetags import ui_blocks, ui_club

register = template.Library()
register.tags.update({**ui_blocks.register.tags, **ui_club.register.tags})

_QR_BORDER: Final = 2
_UNDO: Final = "undo:"
_SILENT: Final = format_html('aria-hidden="{}"', "true")
_OPEN_SHARE: Final = format_html("<td>{}</td>", "–")
_NO_SHARE: Final = format_html("<td>{}</td>", "")


@register.simple_tag
def icon(name: str, *, size: str = "", title: str = "", turns: bool = False) -> SafeString:
    """Draw an icon of the sprite: size sm, lg or xl; with a title it speaks for itself.

    One that `turns` is drawn for left-to-right and mirrored in Persian.
    """
    return _icon(static("vafa/icons.svg"), name, size, str(title), turns=turns)


@lru_cache(maxsize=2_000)
def _icon(sprite: str, name: str, size: str, title: str, *, turns: bool) -> SafeString:
    style = "icon" + (f" icon-{size}" if size else "") + (" icon-turns" if turns else "")
    spoken = format_html('role="img" aria-label="{}"', title) if title else _SILENT
    return format_html(
        '<svg class="{}" {}><use href="{}#{}"></use></svg>', style, spoken, sprite, name
    )


@register.simple_tag
def qr(text: str, *, title: str = "") -> SafeString:
    """Draw a QR code, dark on white whatever the theme, for every phone to read.

    What segno draws is squares only, never the text: nothing of it needs escaping.
    """
    code = segno.make_qr(text, error="m")
    drawn = code.svg_inline(border=_QR_BORDER, svgclass="qr", lineclass=None, omitsize=True)
    return format_html(
        '<span class="qr-box" role="img" aria-label="{}">{}</span>',
        title,
        mark_safe(drawn),  # nosec B308 B703  # noqa: S308  framework
    )


@register.simple_tag
def button(  # noqa: PLR0913  framework
    text: str,
    *,
    kind: str = "plain",
    icon: str = "",
    href: str = "",
    size: str = "",
    type: str = "button",  # noqa: A002  framework
    opens: str = "",
    name: str = "",
    value: str = "",
    form: str = "",
    key: str = "",
    icon_only: bool = False,
    disabled: bool = False,
) -> SafeString:
    """Draw a button or a link that looks like one: primary, outline, ghost, danger or plain."""
    return draw(
        "button",
        text=text,
        kind=kind,
        icon=icon,
        href=href,
        size=size,
        type=type,
        opens=opens,
        name=name,
        value=value,
        form=form,
        key=key,
        icon_only=icon_only,
        disabled=disabled,
    )


@register.simple_tag
def badge(text: str, *, tone: Tone = "plain", icon: str = "") -> SafeString:
    """Draw a short word about a state; never colour alone."""
    return draw("badge", text=text, tone=tone, icon=icon)


@register.simple_tag
def tier(name: str, *, level: int = 0) -> SafeString:
    """Draw a member's tier: its name with a dot in the colour of its level (0 is the lowest)."""
    return draw("tier", name=name, level=min(level, 3))


@register.simple_tag
def avatar(name: str = "", *, size: str = "") -> SafeString:
    """Draw the first letters of a name in a circle."""
    letters = "\u200c".join(word[0] for word in name.split()[:2])
    return draw("avatar", letters=letters, size=size)


@register.simple_tag
def copyable(text: str, *, label: str) -> SafeString:
    """Draw a code or link with a button that copies it."""
    return draw("copyable", text=text, label=label)


@register.simple_tag
def field(bound: BoundField, *, prefix: str = "", suffix: str = "") -> SafeString:
    """Draw one field of a form: label, control, hint, errors."""
    return draw("field", **forms.props_of(bound), prefix=prefix, suffix=suffix)


@register.simple_tag
def day_range(starts: BoundField, ends: BoundField) -> SafeString:
    """Draw two day fields as a period."""
    return draw("day_range", starts=starts, ends=ends)


@register.simple_tag
def form_errors(form: BaseForm) -> SafeString:
    """Draw what is wrong with the form as a whole, and how many fields are."""
    return draw("form_errors", errors=form.non_field_errors(), wrong=len(form.errors))


@register.simple_tag
def tabs(items: Sequence[Tab], *, current: str, label: str) -> SafeString:
    """Draw tabs; each is a page of its own, `current` is the address of this one."""
    return draw("tabs", items=items, current=current, label=label)


@register.simple_tag
def steps(items: Sequence[Step], *, current: int, label: str) -> SafeString:
    """Draw where one is in a wizard; `current` counts from 1."""
    return draw("steps", items=items, current=current, label=label)


@register.simple_tag
def progress(value: int, *, total: int, label: str, note: str = "") -> SafeString:
    """Draw how far something is; without a total it only says that work goes on."""
    share = min(value, total) * 100 // total * 100 if total else None
    done = min(value, total)
    return draw("progress", value=done, total=total, share=share, label=label, note=note)


@register.simple_tag
def stat(
    label: str,
    value: str,
    *,
    change: int | None = None,
    good: str = "up",
    note: str = "",
    trend: Sequence[int] = (),
    href: str = "",
) -> SafeString:
    """Draw a figure with its change (basis points), a note and its trend as a small line."""
    better = change is not None and change != 0 and (change > 0) == (good == "up")
    drawn = charts.spark(trend) if len(trend) > 1 else ""
    return draw(
        "stat", label=label, value=value, change=change, better=better, note=note, spark=drawn,
        href=href,
    )  # fmt: skip


@register.simple_tag
def chart_card(chart: charts.Chart, *, export: str = "", note: str = "") -> SafeString:
    """Draw a chart in a panel with its legend, the same as a table, and its export."""
    return draw("chart_card", chart=chart, export=export, note=note)


@register.simple_tag
def cohort_grid(rows: Sequence[Cohort], *, corner: str, caption: str) -> SafeString:
    """Draw who came back in the months after the first purchase."""
    widest = max((len(row.shares) for row in rows), default=0)
    lines = [(row, _shares(row.shares, widest)) for row in rows]
    return draw("cohort_grid", lines=lines, months=range(widest), corner=corner, caption=caption)


def _shares(shares: Sequence[int | None], widest: int) -> SafeString:
    """Draw the cells of a row: a shade for each share, a dash for what is open, then nothing."""
    cells = [
        _OPEN_SHARE if share is None
        else format_html('<td class="h{}">{}</td>', charts.heat(share), formats.percent(share))
        for share in shares
    ]  # fmt: skip
    cells += [_NO_SHARE] * (widest - len(shares))
    return format_html_join("", "{}", ((cell,) for cell in cells))


@register.simple_tag(takes_context=True)
def toasts(context: Context) -> SafeString:
    """Draw what has just happened: Django's messages, each closable; `undo:…` tags give undo."""
    told = [
        {
            "message": one.message,
            "level_tag": one.level_tag,
            "undo": (one.extra_tags or "").partition(_UNDO)[2],
        }
        for one in context.get("messages") or ()
    ]
    return draw("toasts", messages=told, csrf_token=context.get("csrf_token"))


@register.simple_tag
def money_unit() -> str:
    """Name the unit in which money is shown."""
    return formats.unit_name()
