"""Webhooks of the club: addresses that are told what happens, their secrets and what was sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from vafa.domain.webhooks.records import DeliveryCard, WebhookCard
from vafa.interfaces.backoffice.acting import did
from vafa.interfaces.web import downloads, formats, lists, sources
from vafa.interfaces.web.claims import claim_of
from vafa.interfaces.web.forms import KeyedForm, TextField
from vafa.interfaces.web.people import StaffRequest, staff_page
from vafa.journeys import manage_webhooks as journey
from vafa.kit.errors import VafaError

_DELIVERIES: Final = 50
TOPICS: Final = {
    "purchase.recorded": _("A purchase is recorded"),
    "refund.recorded": _("A purchase is refunded"),
    "void.recorded": _("A purchase is voided"),
    "edit.recorded": _("A purchase is edited"),
    "exchange.recorded": _("A purchase is exchanged"),
    "purchase.claimed": _("A member claims a purchase"),
    "purchase.moved": _("A purchase moves to another member"),
    "credit.used": _("A member spends credit"),
    "credit.held": _("Credit is reserved"),
    "credit.released": _("Reserved credit is released"),
    "balance.adjusted": _("A balance is changed by hand"),
    "notice.reached": _("A balance reaches a threshold"),
    "expiry.announced": _("Points or credit are about to expire"),
    "member.join": _("A member joins"),
    "member.invited": _("Somebody joins by an invitation"),
    "member.invited_bought": _("An invited member makes the first purchase"),
    "member.referral": _("A member is rewarded for inviting"),
    "member.invitation_undone": _("What an invitation brought is taken back"),
    "member.birthday": _("A member gets a birthday gift"),
    "tier.changed": _("A member changes tier"),
    "member.merged": _("Two members are merged"),
    "member.unmerged": _("Merged members are parted"),
    "member.left": _("A member leaves"),
    "member.erased": _("A member is erased"),
    "till.overspent": _("A till spent more offline than there was"),
    "ledger.checkpoint": _("The book is sealed"),
}
OUTCOMES: Final = {
    "delivered": _("Delivered"),
    "retry": _("Will be tried again"),
    "given_up": _("Given up"),
    "disabled": _("Switched off"),
}
REASONS: Final = {
    "gone": _("The address said that it is gone (410)."),
    "failing": _("Nothing was taken for five days."),
    "moved": _("The club moved to another installation."),
    "paused": _("Somebody paused it. What happens meanwhile waits."),
}


class WebhookForm(KeyedForm):
    """An address to be told."""

    url = TextField(
        label=_("Address"), max_length=500,
        help_text=_("It begins with https:// and is open to the internet."),
    )  # fmt: skip
    topics = forms.MultipleChoiceField(
        label=_("Only when (nothing chosen: everything)"), choices=list(TOPICS.items()),
        widget=forms.CheckboxSelectMultiple, required=False,
    )  # fmt: skip


class AgainForm(KeyedForm):
    """Which delivery is sent again."""

    delivery = forms.IntegerField(widget=forms.HiddenInput)


@staff_page("keys.manage")
@require_GET
def webhooks(request: StaffRequest) -> HttpResponseBase:
    """List the webhooks, or send the list as a file."""
    listing = _listing()
    asked = lists.read(listing, request.GET)
    found = [
        one
        for one in journey.list_webhooks(principal=request.principal)
        if asked.search in one.url
    ]
    if asked.file:
        return downloads.reply(listing, asked, found)
    table = lists.table(listing, asked, lists.Window(rows=found), path=request.path)
    return render(request, "backoffice/settings/webhooks.html", {"table": table})


@staff_page("keys.manage")
def new_webhook(request: StaffRequest) -> HttpResponse:
    """Add an address and show its secret, this once."""
    form = WebhookForm(request.POST or None)
    if form.is_valid():
        try:
            added = journey.add_webhook(
                principal=request.principal,
                claim=claim_of(request, form.cleaned_data["key"]),
                ids=sources.ids(),
                vault=sources.vault(),
                at=sources.now(),
                entropy=sources.entropy(),
                url=form.cleaned_data["url"],
                topics=form.cleaned_data["topics"],
            )
        except VafaError as error:
            form.refuse(error, fields={"unfit_url": "url"})
        else:
            return _page(request, added.webhook.webhook_id, secret=added.secret)
    told = {
        "form": form, "title": gettext("Add a webhook"), "save": gettext("Add the webhook"),
        "back": reverse("backoffice:webhooks"),
    }  # fmt: skip
    return render(request, "backoffice/settings/form.html", told)


@staff_page("keys.manage")
@require_GET
def webhook(request: StaffRequest, webhook_id: int) -> HttpResponse:
    """Show a webhook and what was sent to it."""
    return _page(request, webhook_id)


@staff_page("keys.manage")
@require_POST
def rotate_webhook(request: StaffRequest, webhook_id: int) -> HttpResponse:
    """Give a webhook a new secret and show it, this once."""
    form = KeyedForm(request.POST)
    if not form.is_valid():
        return _page(request, webhook_id)
    rotated = journey.rotate_secret(
        principal=request.principal,
        claim=claim_of(request, form.cleaned_data["key"]),
        vault=sources.vault(),
        at=sources.now(),
        entropy=sources.entropy(),
        webhook_id=webhook_id,
    )
    return _page(request, webhook_id, secret=rotated.secret)


@staff_page("keys.manage")
@require_POST
def send_again(request: StaffRequest, webhook_id: int) -> HttpResponse:
    """Send one delivery again."""
    form = AgainForm(request.POST)
    _card(request, webhook_id)

    def act() -> None:
        journey.replay_webhook(
            principal=request.principal,
            claim=claim_of(request, form.cleaned_data["key"]),
            at=sources.now(),
            webhook_id=webhook_id,
            delivery_id=form.cleaned_data["delivery"],
        )

    return _done(request, webhook_id, form, act, said=gettext("It is sent again."))


@staff_page("keys.manage")
@require_POST
def pause_webhook(request: StaffRequest, webhook_id: int) -> HttpResponse:
    """Send nothing to an address for a while."""
    return _switched(request, webhook_id, journey.pause_webhook, gettext("It is paused."))


@staff_page("keys.manage")
@require_POST
def resume_webhook(request: StaffRequest, webhook_id: int) -> HttpResponse:
    """Send to an address again, from where it stopped."""
    said = gettext("It is switched on, and goes on from there.")
    return _switched(request, webhook_id, journey.resume_webhook, said)


@staff_page("keys.manage")
@require_POST
def remove_webhook(request: StaffRequest, webhook_id: int) -> HttpResponse:
    """Send nothing more to an address and forget it."""
    form = KeyedForm({"key": "-"})

    def act() -> None:
        journey.remove_webhook(principal=request.principal, webhook_id=webhook_id)

    said = gettext("The webhook is removed.")
    to = reverse("backoffice:webhooks")
    return did(request, form, act, said=said, to=to) or _page(request, webhook_id)


def _switched(
    request: StaffRequest, webhook_id: int, switch: Callable[..., object], said: str
) -> HttpResponse:
    switch(principal=request.principal, at=sources.now(), webhook_id=webhook_id)
    messages.success(request, said)
    return HttpResponseRedirect(reverse("backoffice:webhook", args=[webhook_id]))


def _done(
    request: StaffRequest, webhook_id: int, form: KeyedForm, act: Callable[[], None], *, said: str
) -> HttpResponse:
    to = reverse("backoffice:webhook", args=[webhook_id])
    return did(request, form, act, said=said, to=to) or _page(request, webhook_id, refused=form)


def _page(
    request: StaffRequest, webhook_id: int, *, secret: str = "", refused: KeyedForm | None = None
) -> HttpResponse:
    card = _card(request, webhook_id)
    sent = journey.list_deliveries(
        principal=request.principal, webhook_id=webhook_id, before_id=0, limit=_DELIVERIES,
        at=sources.now(),
    )  # fmt: skip
    told = {
        "card": card,
        "secret": secret,
        "state": _state(card),
        "why": REASONS.get(card.disabled_why, ""),
        "topics": [TOPICS.get(one, one) for one in card.topics],
        "sent": [(one, _outcome(one)) for one in sent],
        "keys": KeyedForm(),
        "refused": refused,
    }
    return render(request, "backoffice/settings/webhook.html", told)


def _card(request: StaffRequest, webhook_id: int) -> WebhookCard:
    every = journey.list_webhooks(principal=request.principal)
    found = next((one for one in every if one.webhook_id == webhook_id), None)
    if found is None:
        raise Http404
    return found


def _outcome(one: DeliveryCard) -> str:
    return str(OUTCOMES.get(one.outcome, one.outcome))


def _state(card: WebhookCard) -> str:
    if card.disabled_at is not None:
        is_paused = card.disabled_why == "paused"
        return gettext("Paused") if is_paused else gettext("Switched off")
    return gettext("Failing") if card.failing_since is not None else gettext("Works")


def _listing() -> lists.Listing:
    return lists.Listing(
        code="webhooks",
        title=gettext("Webhooks"),
        columns=(
            lists.Column("url", gettext("Address"), lambda one: one.url, "code",
                         href=lambda one: reverse("backoffice:webhook", args=[one.webhook_id])),
            lists.Column("state", gettext("State"), _state),
            lists.Column("topics", gettext("Only when"), lambda one: formats.listed(
                str(TOPICS.get(topic, topic)) for topic in one.topics) or gettext("Everything")),
            lists.Column("failing", gettext("Failing since"), lambda one: one.failing_since,
                         "moment"),
            lists.Column("made", gettext("Added"), lambda one: one.created_at, "day"),
        ),
        key=lambda one: one.webhook_id,
        sort="-made",
        empty=lists.Empty(
            gettext("No webhook yet"),
            gettext("Other software can be told at once what happens here."), "webhook",
            reverse("backoffice:new_webhook"), gettext("Add a webhook"),
        ),
        search_hint=gettext("Part of the address"),
        can_export=True,
    )  # fmt: skip
