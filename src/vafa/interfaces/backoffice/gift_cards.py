"""Gift cards: their list, selling one, and one card with what was paid with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from vafa.domain.clubs.principal import Principal
from vafa.domain.members.records import MemberRef
from vafa.domain.vouchers.records import CardListed, CardsSought
from vafa.interfaces.web import downloads, formats, keyset, lists, sources
from vafa.interfaces.web.claims import claim_of
from vafa.interfaces.web.forms import KeyedForm, MobileField, MoneyField
from vafa.interfaces.web.parts import Tone
from vafa.interfaces.web.people import StaffRequest, staff_page
from vafa.interfaces.web.templatetags.ui import badge
from vafa.journeys import manage_gift_cards
from vafa.journeys.edit_profile import show_member
from vafa.journeys.find_member import find_member
from vafa.journeys.manage_gift_cards import CardInList, sells_gift_cards
from vafa.kit.errors import NotFound, VafaError

STATES: Final = {
    "open": _("Can be used"),
    "used": _("Nothing is left"),
    "blocked": _("Blocked"),
    "closed": _("Came back"),
}
TONES: Final[dict[str, Tone]] = {"open": "success", "blocked": "error"}
_EXPORT_PAGE: Final = 200


class CardForm(KeyedForm):
    """A card to sell."""

    buyer = MobileField(label=_("Mobile of who buys it"))
    amount = MoneyField(label=_("Value of the card"), least=1)
    receiver = MobileField(
        label=_("Mobile of who receives it"), required=False,
        help_text=_("A member; then nobody else can pay with it. Empty: whoever has the code."),
    )  # fmt: skip
    words = forms.CharField(
        label=_("Words for the card"), required=False, max_length=200,
        help_text=_("Printed on the card; it is not kept."),
    )  # fmt: skip


@staff_page("sales.read")
@require_GET
def gift_cards(request: StaffRequest) -> HttpResponseBase:
    """List the cards, or send the list as a file."""
    shown = _listing(
        may_sell=may_sell_cards(request), may_export="export" in request.principal.rights
    )
    asked = lists.read(shown, request.GET)
    sought = CardsSought(
        code=asked.search, state=asked.filters.get("state", ""),
        before_id=keyset.row_id(asked.after), after_id=keyset.row_id(asked.before),
        limit=lists.PAGE_ROWS + 1,
    )  # fmt: skip
    if asked.file:
        return downloads.reply(shown, asked, _every(request, sought))
    found = manage_gift_cards.list_gift_cards(
        principal=request.principal, vault=sources.vault(), sought=sought
    )
    window = lists.cut(asked, found, cursor=lambda one: str(one.card.card_id))
    table = lists.table(shown, asked, window, path=request.path)
    told = {"table": table, "may_sell": may_sell_cards(request)}
    return render(request, "backoffice/gift_cards/list.html", told)


@staff_page("sales.write")
def new_gift_card(request: StaffRequest) -> HttpResponse:
    """Sell a card; its code is shown and printed here and nowhere else."""
    form = CardForm(request.POST or None, initial=_named(request))
    told: dict[str, Any] = {
        "form": form,
        "keeps_cards": sells_gift_cards(principal=request.principal),
    }
    if form.is_valid():
        try:
            told["card"] = _sold(request, form.cleaned_data)
        except VafaError as error:
            form.refuse(error, fields={"no_such_member": "buyer"})
        else:
            told["words"] = form.cleaned_data["words"]
            return render(request, "backoffice/gift_cards/issued.html", told)
    status = 422 if form.is_bound else 200
    return render(request, "backoffice/gift_cards/new.html", told, status=status)


@staff_page("sales.read")
@require_GET
def gift_card(request: StaffRequest, card_id: int) -> HttpResponse:
    """Show a card: what is left, whom it is for, and what was paid with it."""
    try:
        page = manage_gift_cards.show_card(principal=request.principal, card_id=card_id)
    except NotFound as error:
        raise Http404 from error
    rights = request.principal.rights
    told = {
        "page": page,
        "state": STATES[page.card.state],
        "tone": TONES.get(page.card.state, "plain"),
        "entries": [
            (entry, entry.why.en if formats.language() == "en" else entry.why.fa)
            for entry in page.statement.entries
        ],
        "may_block": "credit.grant" in rights and page.card.state == "open",
        "may_open": "credit.grant" in rights and page.card.state == "blocked",
    }
    return render(request, "backoffice/gift_cards/card.html", told)


@staff_page("credit.grant")
@require_POST
def block_gift_card(request: StaffRequest, card_id: int) -> HttpResponse:
    """Let nobody pay with a card."""
    done = gettext("The card is blocked; what it holds stays on it.")
    return _done(request, card_id, manage_gift_cards.block_gift_card, done)


@staff_page("credit.grant")
@require_POST
def unblock_gift_card(request: StaffRequest, card_id: int) -> HttpResponse:
    """Let a blocked card pay again."""
    done = gettext("The card can be used again.")
    return _done(request, card_id, manage_gift_cards.unblock_gift_card, done)


def _done(
    request: StaffRequest, card_id: int, act: Callable[..., CardListed], text: str
) -> HttpResponse:
    principal: Principal = request.principal
    at: datetime = sources.now()
    try:
        act(principal=principal, at=at, card_id=card_id)
    except NotFound as error:
        raise Http404 from error
    messages.success(request, text)
    return HttpResponseRedirect(reverse("backoffice:gift_card", args=[card_id]))


def _named(request: StaffRequest) -> dict[str, str]:
    """Give the mobiles of whom a member's file names by number: the buyer, or the receiver."""
    found = {}
    for name in ("buyer", "receiver"):
        ref = MemberRef("number", request.GET.get(name, ""))
        if ref.value:
            try:
                card = find_member(principal=request.principal, vault=sources.vault(), member=ref)
                found[name] = show_member(
                    principal=request.principal, vault=sources.vault(), member_id=card.member_id
                ).profile.mobile
            except VafaError:  # nobody, or who left
                continue
    return found


def _sold(request: StaffRequest, given: dict[str, Any]) -> object:
    return manage_gift_cards.sell_gift_card(
        principal=request.principal, claim=claim_of(request, given["key"]),
        event_at=sources.now(), ids=sources.ids(), vault=sources.vault(),
        buyer=MemberRef("mobile", given["buyer"]), rials=given["amount"],
        receiver=MemberRef("mobile", given["receiver"]) if given["receiver"] else None,
    )  # fmt: skip


def may_sell_cards(request: StaffRequest) -> bool:
    """Tell whether this person may sell gift cards."""
    return {"sales.write", "credit.apply"} <= request.principal.rights


def _listing(*, may_sell: bool, may_export: bool) -> lists.Listing:
    new = reverse("backoffice:new_gift_card") if may_sell else ""
    return lists.Listing(
        code="gift-cards",
        title=gettext("Gift cards"),
        columns=(
            lists.Column("number", gettext("Number"), _number, "code", href=_address),
            lists.Column("holder", gettext("For"), _holder),
            lists.Column("state", gettext("State"), _state,
                         draw=lambda one: badge(_state(one),
                                                tone=TONES.get(one.card.state, "plain"))),
            lists.Column("sold", gettext("Value of the card"), lambda one: one.card.sold_rials,
                         "money"),
            lists.Column("left", gettext("What is left"), lambda one: one.card.balance_rials,
                         "money"),
            lists.Column("at", gettext("Sold"), lambda one: one.card.created_at, "moment"),
        ),
        key=lambda one: one.card.card_id,
        sort="-at",
        empty=lists.Empty(
            gettext("No gift cards yet"),
            gettext("A gift card is paid for now and used like money later."), "gift",
            new, gettext("Sell a gift card") if new else "",
        ),
        name=_number,
        filters=(
            lists.Filter("state", gettext("State"), choices=tuple(
                (code, str(title)) for code, title in STATES.items()
            )),
        ),
        search_hint=gettext("Code of the gift card"),
        can_export=may_export,
    )  # fmt: skip


def _number(one: CardInList) -> str:
    """Give the end of a card's id: enough to tell cards apart, and no code."""
    return str(one.card.card_id)[-8:]


def _address(one: CardInList) -> str:
    return reverse("backoffice:gift_card", args=[one.card.card_id])


def _holder(one: CardInList) -> str:
    if one.card.member_id is None:
        return gettext("Whoever has the code")
    return (one.holder.name or one.holder.number) if one.holder else formats.NOTHING


def _state(one: CardInList) -> str:
    return str(STATES[one.card.state])


def _every(request: StaffRequest, sought: CardsSought) -> Iterator[CardInList]:
    page = replace(sought, before_id=0, after_id=0, limit=_EXPORT_PAGE)
    while True:
        found = manage_gift_cards.list_gift_cards(
            principal=request.principal, vault=sources.vault(), sought=page
        )
        yield from found
        if len(found) < _EXPORT_PAGE:
            return
        page = replace(page, before_id=found[-1].card.card_id)
