"""Everything that happened with a member in one list: purchases, points, messages, changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from django.http import HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from vafa.domain.clubs.trail import ActShown
from vafa.domain.members.notes import NoteShown
from vafa.domain.messaging.records import MessageListed
from vafa.domain.orders.records import StepOfOrder
from vafa.domain.rewards.answers import Entry, UnitHeld
from vafa.domain.rewards.queries import Moved
from vafa.domain.sales.listing import SaleListed
from vafa.domain.vouchers.queries import CouponGiven
from vafa.interfaces.backoffice import member_page
from vafa.interfaces.backoffice.branches import branch_names
from vafa.interfaces.backoffice.coupons import rewards_named
from vafa.interfaces.backoffice.members import said
from vafa.interfaces.backoffice.messages import PURPOSES, STATES
from vafa.interfaces.backoffice.order_page import happening as of_step
from vafa.interfaces.web import formats, sources
from vafa.interfaces.web.parts import Happening, Tab, Tone
from vafa.interfaces.web.people import StaffRequest, staff_page
from vafa.journeys.mark_members import list_tags
from vafa.journeys.show_customer import Happened, list_happenings
from vafa.programme.wording import name_after

KINDS: Final = {
    "": _("All"), "purchases": _("Purchases"), "points": _("Points and credit"),
    "tiers": _("Tiers"), "orders": _("Orders"), "coupons": _("Coupons"),
    "messages": _("Messages"), "notes": _("Notes"), "changes": _("Changes"),
}  # fmt: skip
_MOVES: Final = {
    "up": _("Rose to a higher tier"), "down": _("Fell to a lower tier"),
    "grace_started": _("Has time to keep the tier"), "grace_ended": _("Kept the tier"),
    "warning": _("May lose the tier"),
}  # fmt: skip


@staff_page("members.read")
@require_GET
def timeline(request: StaffRequest, number: str) -> HttpResponse:
    """Show what happened with a member, newest first; one kind of it when it is asked for."""
    shown = member_page.found(request, number)
    kind = request.GET.get("kind", "")
    kind = kind if kind in KINDS else ""
    happened = list_happenings(
        principal=request.principal, vault=sources.vault(), at=sources.now(),
        member_id=shown.card.member_id, kind=kind,
    )  # fmt: skip
    words = _Words(
        member_page.units_of(request, shown) if happened else {},
        rewards_named(request, given="") if any(one.coupon for one in happened) else {},
        {one.tag_id: one.name for one in list_tags(principal=request.principal)},
        branch_names(request) if any(one.sale for one in happened) else {},
    )
    here = member_page.page_of("member_timeline", shown)
    told = {
        "happenings": [_drawn(one, words) for one in happened],
        "kinds": [Tab(str(title), f"{here}?kind={code}") for code, title in KINDS.items()],
        "chosen": f"{here}?kind={kind}",
    }
    return member_page.drawn(request, shown, "member_timeline", told)


@dataclass(frozen=True)
class _Words:
    """What units, rewards, tags and branches are called."""

    units: Mapping[str, UnitHeld]
    rewards: Mapping[str, str]
    tags: Mapping[int, str]
    branches: Mapping[str, str]


def _drawn(one: Happened, words: _Words) -> Happening:  # noqa: PLR0911 - framework
    if one.sale is not None:
        return _of_sale(one.sale, words.branches)
    if one.entry is not None:
        return _of_entry(one.entry, words.units)
    if one.message is not None:
        return _of_message(one.message)
    if one.step is not None:
        return _of_step(one.step)
    if one.coupon is not None:
        return _of_coupon(one.coupon, words.rewards)
    if one.note is not None:
        return _of_note(one.note)
    if one.moved is not None:
        return _of_move(one.moved, one.other)
    assert one.act is not None
    return _of_act(one.act, words.tags)


def _of_sale(sale: SaleListed, branches: Mapping[str, str]) -> Happening:
    is_return = sale.returns_sale_id is not None
    amount = sale.net_rials + sale.vat_rials
    return Happening(
        gettext("Brought back") if is_return else gettext("Purchase"),
        sale.occurred_at,
        note=" — ".join(filter(None, [sale.document, branches.get(sale.branch, sale.branch)])),
        icon="undo-2" if is_return else "receipt",
        tone="warning" if is_return else "success",
        money_rials=-amount if is_return else amount,
        href=reverse("cashier:one", args=[sale.returns_sale_id or sale.id]),
    )


def _of_entry(entry: Entry, units: Mapping[str, UnitHeld]) -> Happening:
    unit = units.get(entry.unit)
    if unit and unit.is_money:
        note = formats.signed_money(entry.units)
    else:
        name = name_after(entry.units, said(unit.name) if unit else entry.unit, formats.language())
        note = format_html("{} {}", formats.signed(entry.units), name)
    return Happening(
        said(entry.why),
        entry.effective_at,
        note=note,
        icon="coins",
        tone="accent" if entry.units > 0 else "plain",
    )


def _of_message(message: MessageListed) -> Happening:
    return Happening(
        str(PURPOSES.get(message.purpose, _("Message"))),
        message.stored_at,
        note=str(STATES[message.state]),
        icon="message-square-text",
    )


def _of_step(one: StepOfOrder) -> Happening:
    drawn = of_step(one.step)
    order = gettext("Order %(number)s: %(title)s") % {
        "number": formats.digits(one.number), "title": one.title,
    }  # fmt: skip
    note = " — ".join(filter(None, [order, drawn.note]))
    return replace(drawn, note=note, href=reverse("backoffice:order", args=[one.number]))


def _of_coupon(one: CouponGiven, rewards: Mapping[str, str]) -> Happening:
    note = rewards.get(one.reward, one.reward)
    if one.ends_at is not None:
        note += " — " + gettext("good until %(day)s") % {"day": formats.day_date(one.ends_at)}
    return Happening(gettext("Got a coupon"), one.given_at, note=note, icon="ticket-percent",
                     tone="accent")  # fmt: skip


def _of_note(one: NoteShown) -> Happening:
    text = " — ".join(filter(None, [one.text, one.author]))
    title = gettext("Pinned note") if one.is_pinned else gettext("Note")
    return Happening(title, one.written_at, note=text, icon="sticky-note")


def _of_move(one: Moved, other: str) -> Happening:
    if one.tier is None:
        is_merge = one.topic == "member.merged"
        title = gettext("Merged with a duplicate") if is_merge else gettext("Merge undone")
        number = formats.code(formats.digits(other))
        return Happening(title, one.at, note=number, icon="merge" if is_merge else "undo-2")
    tones: dict[str, Tone] = {"up": "success", "down": "warning", "warning": "warning"}
    return Happening(
        str(_MOVES[one.tier.kind]),
        one.at,
        note=said(one.tier.why),
        icon="trophy",
        tone=tones.get(one.tier.kind, "plain"),
    )


def _of_act(act: ActShown, tags: Mapping[int, str]) -> Happening:
    drawn = member_page.happening(act)
    if act.act != "member_tagged":
        return drawn
    changed = [
        f"{sign}{tags[tag_id]}"
        for name, sign in (("add", "+"), ("remove", "-"))
        for tag_id in act.after.get(name, ())
        if tag_id in tags
    ]
    return replace(
        drawn, note=" — ".join(filter(None, [formats.listed(changed), act.who])), icon="tag"
    )
