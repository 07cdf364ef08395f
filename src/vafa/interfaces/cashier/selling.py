"""What the till's script asks while a sale is made: who, how much, what for; then the sale."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace

from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from vafa.domain.clubs.principal import Claim
from vafa.domain.members.queries import NoSuchMember
from vafa.domain.members.records import MemberCard, MemberRef, NewMember
from vafa.domain.rewards.answers import AwardGiven, Quote, Spent, UnitHeld, Why
from vafa.domain.rewards.records import Purchase, SpendWish, Void
from vafa.interfaces.cashier.asked import (
    EnrolAsked,
    MemberAsked,
    PurchaseAsked,
    SaleAsked,
    answers,
    declined,
    members_named,
    said,
    told,
)
from vafa.interfaces.cashier.lines import priced
from vafa.interfaces.web import at_till, formats, sources
from vafa.interfaces.web.people import StaffRequest, staff_page
from vafa.interfaces.web.stamps import stamp_cards
from vafa.journeys.find_member import find_member
from vafa.journeys.join_club import join_club
from vafa.journeys.quote_purchase import list_claimable, quote_purchase
from vafa.journeys.record_purchase import record_purchase
from vafa.journeys.show_purchase import show_purchase
from vafa.journeys.show_tier import show_tier
from vafa.journeys.show_wallet import show_wallet
from vafa.journeys.use_till import as_seller
from vafa.journeys.void_purchase import void_purchase
from vafa.programme.document import Reward

_QUOTE_KEY = "0" * 32


@dataclass(frozen=True)
class UnitShown:
    """Units as the till shows them: as money when one is one Rial."""

    code: str
    name: str
    units: int
    rials: int
    is_money: bool
    note: str = ""


@dataclass(frozen=True)
class RewardShown:
    """A reward that can be asked for: what it costs, what the member has of that unit."""

    code: str
    name: str
    have: int
    need: int
    unit_name: str
    is_money: bool
    is_on: bool

    @property
    def is_ready(self) -> bool:
        """Tell whether the member has enough: the card of stamps is full."""
        return self.have >= self.need


@staff_page("members.read")
@answers(MemberAsked)
def member(request: StaffRequest, asked: MemberAsked) -> HttpResponse:
    """Show who it is and what they have; whoever is unknown by mobile can be enrolled at once."""
    named = members_named(asked.who)
    for one in named:
        with suppress(NoSuchMember):
            found = find_member(principal=request.principal, vault=sources.vault(), member=one)
            return _member(request, found)
    mobile = named[0].value if named[0].kind == "mobile" else ""
    html = render_to_string("cashier/_unknown.html", {"mobile": mobile}, request)
    return JsonResponse({"html": html, "mobile": mobile}, status=404)


@staff_page("members.write")
@answers(EnrolAsked)
def enrol(request: StaffRequest, asked: EnrolAsked) -> HttpResponse:
    """Let somebody join with a mobile; a name may come now or later."""
    words = asked.name.split()
    new = NewMember(
        mobile=asked.mobile,
        consent_source="till",
        first_name=words[0] if words else "",
        last_name=" ".join(words[1:]),
        branch=asked.branch,
    )
    body = asked.model_dump_json().encode()
    done = join_club(
        principal=request.principal,
        claim=Claim(f"cashier:{asked.key}", hashlib.sha256(body).digest()),
        ids=sources.ids(),
        vault=sources.vault(),
        event_at=sources.now(),
        member=new,
    )
    return _member(request, done.member, is_new=done.created)


@staff_page("members.read")
@answers(SaleAsked)
def quote(request: StaffRequest, asked: SaleAsked) -> HttpResponse:
    """Show what the sale would cost and give, and why, before it is made."""
    rung = asked.rung()
    purchase = asked.as_record(
        at=_place(request), key=_QUOTE_KEY, lines=priced(request, rung, sources.now())
    )
    plain = _quoted(request, replace(purchase, spend=(), gift_cards=()))
    usable = [one for one in plain.spendable if one.units > 0]
    wished = {one.unit for one in asked.spend} & {one.unit for one in usable}
    found = plain
    if wished:
        spend = tuple(SpendWish(one.unit) for one in usable if one.unit in wished)
        found = _quoted(request, replace(purchase, spend=spend, gift_cards=()))
    units = _units(request, found.member_id)
    amount = purchase.amount_rials or sum(line.amount_rials for line in rung)
    taken_off = sum(one.rials for one in found.rewards) + sum(one.rials for one in found.spent)
    claimable = _claimable(request, units, frozenset(asked.claims))
    shown = {
        "quote": found,
        "amount": amount,
        "less_vat": max(amount - taken_off - found.to_pay_rials, 0),
        "kept": _kept(plain.spendable, units),
        "usable": sorted(_spent(usable, units), key=lambda one: not one.is_money),
        "wished": wished,
        "claimable": claimable,
        "ready": next((one.code for one in claimable if one.is_ready), ""),
        "spent": _spent(found.spent, units),
        "rewards": [(said(one.why), one.rials) for one in found.rewards],
        "earned": _earned(found.awards, units),
        "notes": list(dict.fromkeys(said(note) for note in found.notes)),
        "moves": [said(move.why) for move in found.tier_changes],
        "limit": said(found.own_limit.why) if found.own_limit else "",
        "gift_card": asked.gift_card.strip(),
        "may_spend": "credit.apply" in request.principal.rights,
    }
    answer = {
        "html": render_to_string("cashier/_totals.html", shown, request),
        "usable": render_to_string("cashier/_usable.html", shown, request),
        "lines": [formats.plain_amount(line.amount_rials) for line in rung],
        "quote": found.quote,
        "spend": [{"unit": one.unit, "units": one.units} for one in found.spent],
    }
    return JsonResponse(answer)


@staff_page("sales.write")
@answers(PurchaseAsked)
def purchase(request: StaffRequest, asked: PurchaseAsked) -> HttpResponse:
    """Record the sale, once for its key however often it comes."""
    now = sources.now()
    event_at = asked.rung_at(now)
    lines = priced(request, asked.rung(), event_at)
    sold = asked.as_record(at=_place(request), key=asked.key, quote=asked.quote, lines=lines)
    done = record_purchase(
        principal=as_seller(
            principal=request.principal, vault=sources.vault(), at=now, mark=asked.seller
        ),
        claim=asked.claim(),
        event_at=event_at,
        ids=sources.ids(),
        vault=sources.vault(),
        purchase=sold,
    )
    if done.approval:
        text = _("This sale is old: it waits until a second person approves it.")
        return JsonResponse({"text": text, "document": done.document}, status=202)
    if done.declined:
        return declined(done.declined.why)
    amount_rials = sold.amount_rials or sum(line.amount_rials for line in asked.rung())
    told_text = _("The sale of %(amount)s is recorded.") % {
        "amount": formats.plain_money(amount_rials)
    }
    if done.to_pay_rials != amount_rials:
        told_text = _("The sale of %(amount)s is recorded; to pay: %(due)s.") % {
            "amount": formats.plain_money(amount_rials),
            "due": formats.plain_money(done.to_pay_rials),
        }
    if done.waits_for_review:
        told_text = _("Recorded. It is unusually large, so its gifts wait for a look at it.")
    answer = {
        "text": told_text,
        "purchase_id": str(done.event_id),
        "document": done.document,
        "undo": reverse("cashier:undo", args=[done.event_id]),
        "receipt": reverse("cashier:receipt", args=[done.event_id]),
        "to_pay": formats.plain_money(done.to_pay_rials),
        "changed": done.changed_since_quote,
    }
    return JsonResponse(answer, status=201)


@staff_page("sales.refund")
@told
def undo(request: StaffRequest, purchase_id: int) -> HttpResponse:
    """Take a sale back that was just made: a reversing entry, once."""
    holder = show_purchase(principal=request.principal, event_id=purchase_id)
    void_purchase(
        principal=request.principal,
        claim=Claim(f"cashier:undo:{purchase_id}", hashlib.sha256(b"undo").digest()),
        event_at=sources.now(),
        ids=sources.ids(),
        void=Void(holder.purchase.member_id, purchase_id, _place(request)[0]),
    )
    return JsonResponse({"text": _("The sale is undone.")})


@staff_page("sales.write")
def token(request: StaffRequest) -> HttpResponse:
    """Give the script a fresh secret of forms: its page may have been kept for days."""
    return JsonResponse({"csrf": get_token(request), "name": request.principal.name})


def _member(request: StaffRequest, found: MemberCard, *, is_new: bool = False) -> JsonResponse:
    named = MemberRef("id", str(found.member_id))
    principal, vault = request.principal, sources.vault()
    wallet = show_wallet(principal=principal, vault=vault, member=named)
    tier = show_tier(principal=principal, vault=vault, at=sources.now(), member=named)
    shown = {
        "member": found,
        "name": f"{found.first_name} {found.last_name}".strip(),
        "is_new": is_new,
        "tier": tier,
        "tier_name": said(tier.name),
        "units": [(said(held.name), held) for held in wallet.balances],
        "cards": stamp_cards(rewards=_asked_for(request), wallet=wallet),
    }
    html = render_to_string("cashier/_member.html", shown, request)
    who = f"#{found.member_id}"
    return JsonResponse({"html": html, "who": who, "name": shown["name"]})


def _place(request: StaffRequest) -> tuple[str, str]:
    return at_till.place_here(request, club_id=request.club.club_id)


def _quoted(request: StaffRequest, purchase: Purchase) -> Quote:
    return quote_purchase(
        principal=request.principal,
        event_at=sources.now(),
        vault=sources.vault(),
        purchase=purchase,
    )


def _units(request: StaffRequest, member_id: int | None) -> Mapping[str, UnitHeld]:
    """Give the units of the club with their names, as the member's wallet has them."""
    if member_id is None:
        return {}
    named = MemberRef("id", str(member_id))
    wallet = show_wallet(principal=request.principal, vault=sources.vault(), member=named)
    return {held.unit: held for held in wallet.balances}


def _asked_for(request: StaffRequest) -> tuple[Reward, ...]:
    return list_claimable(principal=request.principal, at=sources.now())


def _claimable(
    request: StaffRequest, units: Mapping[str, UnitHeld], claimed: frozenset[str]
) -> list[RewardShown]:
    found = []
    for one in _asked_for(request):
        held = units.get(one.cost.unit) if one.cost else None
        if one.cost is not None and held is not None:
            found.append(
                RewardShown(
                    one.code, said(one.name), min(held.available, one.cost.units), one.cost.units,
                    said(held.name), held.is_money, one.code in claimed,
                )
            )  # fmt: skip
    return found


def _shown(
    units: Mapping[str, UnitHeld], unit: str, count: int, rials: int, why: Why | None = None
) -> UnitShown:
    held = units.get(unit)
    name = said(held.name) if held else unit
    return UnitShown(unit, name, count, rials, bool(held and held.is_money), said(why))


def _spent(parts: Iterable[Spent], units: Mapping[str, UnitHeld]) -> list[UnitShown]:
    return [_shown(units, one.unit, one.units, one.rials, one.why) for one in parts]


def _kept(parts: Iterable[Spent], units: Mapping[str, UnitHeld]) -> list[UnitShown]:
    """Give what the member has but cannot use in this sale, with the reason."""
    have = [one for one in parts if not one.units and one.unit in units]
    return [one for one in _spent(have, units) if units[one.code].available > 0]


def _earned(awards: Iterable[AwardGiven], units: Mapping[str, UnitHeld]) -> list[UnitShown]:
    return [_shown(units, one.unit, one.units, 0, one.why) for one in awards if one.units]
