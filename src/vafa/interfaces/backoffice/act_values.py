"""What an act was done to, and what it changed, in words: names for ids, words for codes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from vafa.domain.clubs.rights import words_of
from vafa.domain.clubs.trail import ActShown
from vafa.interfaces.backoffice import act_fields, api_keys
from vafa.interfaces.backoffice.periods import month_title
from vafa.interfaces.web import formats

OBJECTS: Final = {
    "account": _("Shared wallet"), "api_key": _("API key"), "approval": _("Request"),
    "book_check": _("Book"), "branch": _("Branch"), "club": _("Club"), "club_text": _("Text"),
    "coupon_series": _("Coupons"), "gift_card": _("Gift card"), "group": _("Product group"),
    "import": _("File"), "member": _("Member"), "message": _("Message"), "month": _("Month"),
    "product": _("Product"), "purchase": _("Purchase"), "role": _("Role"),
    "staff": _("Colleague"), "tag": _("Tag"), "till": _("Till"),
    "together": _("Change of many members"), "unit": _("Unit"), "version": _("Version"),
    "view": _("View"), "webhook": _("Webhook"),
}  # fmt: skip
# Where things are seen that have a page of their own, by their id.
_PAGES: Final = {
    "api_key": "api_key", "approval": "approval", "branch": "branch",
    "coupon_series": "coupon_series", "gift_card": "gift_card", "import": "import",
    "message": "message", "staff": "person", "together": "together", "version": "version",
    "webhook": "webhook",
}  # fmt: skip
_SAID: Final = frozenset(
    {"branch", "month", "product", "group", "role", "till", "unit", "version"}
)
_FOR_PROGRAMS: Final = ("_id", "_hash", "secret", "sequence", "carried", "_bytes", "replayed")


def thing(act: ActShown) -> str:
    """Say what an act was done to: its name with the kind of thing, or the kind alone."""
    kind, id_ = act.object_kind, act.object_id
    word = str(OBJECTS.get(kind, kind.replace("_", " ")))
    if kind == "club":
        return word
    if kind == "club_text":
        return _text("text", id_.partition("-")[0], act.names)
    name = act.names.get(f"{'sale' if kind == 'purchase' else kind}:{id_}", "")
    if not name and kind in _SAID:
        name = written_value(kind, formats.digits(id_) if kind == "version" else id_, act.names)
    told = f"{word}: {name}" if name and kind not in {"member", "staff"} else name or word
    receipt = act.names.get(f"sale:{act.after.get('event_id', '')}")
    if not receipt:
        return told
    number = gettext("receipt %(number)s") % {"number": formats.digits(receipt)}
    return f"{name} · {number}" if name else number


def address(act: ActShown) -> str:
    """Give the page of what an act was done to; empty when it has none of its own."""
    kind, id_ = act.object_kind, act.object_id
    if kind == "member":
        number = act.names.get(f"number:{id_}")
        return reverse("backoffice:member", args=[number]) if number else ""
    if kind == "purchase":
        return reverse("cashier:one", args=[id_]) if f"sale:{id_}" in act.names else ""
    is_there = kind in _PAGES and (id_.isdecimal() or f"{kind}:{id_}" in act.names)
    return reverse(f"backoffice:{_PAGES[kind]}", args=[id_]) if is_there else ""


def changed(act: ActShown) -> str:
    """Say what an act changed, field by field, old and new; nothing when only ids did."""
    told = (_changed(name, act) for name in dict.fromkeys((*act.before, *act.after)))
    return " · ".join(filter(None, told))


def _changed(name: str, act: ActShown) -> str:
    is_object = name in act_fields.THINGS and str(act.after.get(name)) == act.object_id
    if is_object or name == "event_id" or act.before.get(name) == act.after.get(name):
        return ""
    old, new = (_said(name, values, act.names) for values in (act.before, act.after))
    word = field_name(name)
    if name in act.before and name in act.after and old != new:
        two = {"name": word, "old": old or formats.NOTHING, "new": new or formats.NOTHING}
        return gettext("%(name)s: from %(old)s to %(new)s") % two
    return f"{word}: {old or new}" if old or new else ""


def _said(name: str, values: Mapping[str, Any], names: Mapping[str, str]) -> str:
    if name == "units" and f"money:{values.get('unit')}" in names:
        return formats.plain_money(values["units"])
    return written_value(name, values.get(name), names)


def field_name(name: str) -> str:
    """Give what a field of an act is called."""
    return str(act_fields.FIELDS.get(name) or name.removesuffix("_rials").replace("_", " "))


def written_value(name: str, value: Any, names: Mapping[str, str]) -> str:
    """Write what a field of an act holds, for people; nothing for what only programs need."""
    if isinstance(value, Mapping):
        told = {one: written_value(one, item, names) for one, item in value.items()}
        return formats.listed(f"{field_name(one)}: {text}" for one, text in told.items() if text)
    if name == "rights" and value:
        return _rights(value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return formats.listed(filter(None, (written_value(name, one, names) for one in value)))
    return "" if value is None or value == "" else _single(name, value, names)


def _single(name: str, value: object, names: Mapping[str, str]) -> str:
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    kind = act_fields.THINGS.get(name)
    if kind is not None:
        return names.get(f"{kind}:{value}", str(value) if kind == "branch" else "")
    if name.endswith(_FOR_PROGRAMS):
        return ""
    return _figure(name, value) if isinstance(value, int) else _text(name, str(value), names)


def _figure(name: str, value: int) -> str:
    if name.endswith("rials"):
        return formats.plain_money(value)
    if name.endswith("basis_points"):
        return formats.percent(value)
    return formats.clock_time(value) if name in act_fields.MINUTES else formats.digits(value)


def _text(name: str, text: str, names: Mapping[str, str]) -> str:
    unit = names.get(f"unit:{text}:{formats.language()}") if name == "unit" else None
    known = unit or act_fields.CODES.get(name, {}).get(text)
    if known:
        return str(known)
    try:
        if name.endswith("_at"):
            return formats.moment(datetime.fromisoformat(text))
        if name in {"starts_on", "since", "until"}:
            return formats.day_date(datetime.fromisoformat(text).date())
        if name == "month":
            return month_title(text)
    except ValueError:
        return text
    return text


def _rights(rights: Sequence[str]) -> str:
    """Write rights by what they stand for together; single ones are counted."""
    words = words_of(rights)
    told = [str(api_keys.WORDS[word]) for word in words if word in api_keys.WORDS]
    single = len(words) - len(told)
    if single:
        more = ngettext("%(count)s single right", "%(count)s single rights", single)
        told.append(more % {"count": formats.number(single)})
    return formats.listed(told)
