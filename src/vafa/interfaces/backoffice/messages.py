"""Messages that were sent to phones: those that did not arrive first, why, and sending again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final, cast

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from vafa.domain.messaging.records import SECRET, MessageShown, MessagesSought, State
from vafa.interfaces.backoffice.acting import did
from vafa.interfaces.web import downloads, formats, lists, sources
from vafa.interfaces.web.forms import PageForm
from vafa.interfaces.web.parts import Tone
from vafa.interfaces.web.people import StaffRequest, staff_page
from vafa.interfaces.web.templatetags.ui import badge
from vafa.journeys import resend_message as journeys
from vafa.journeys.resend_message import SentMessage
from vafa.kit.errors import NotFound
from vafa.kit.identity import InvalidMobile, normalise_mobile

PURPOSES: Final = {
    "code": _("One-time code"), "notice": _("Notice"), "order": _("News of an order"),
    "thanks": _("Thanks for a purchase"), "invite": _("Invitation"),
    "reset": _("Link to sign in again"),
}  # fmt: skip
STATES: Final = {
    "waiting": _("waits"), "unknown": _("not known yet"), "accepted": _("on its way"),
    "delivered": _("delivered"), "failed": _("not delivered"), "refused": _("refused"),
    "dropped": _("not sent"), "resent": _("sent again"),
}  # fmt: skip
_TONES: Final[dict[str, Tone]] = {
    "delivered": "success", "failed": "warning", "refused": "warning", "dropped": "warning",
    "waiting": "info", "accepted": "info",
}  # fmt: skip
_NOT_COME: Final = "not_come"
_EXPORT_PAGE: Final = 500
# Why, by what the gateway said; without a reason by what became of the message.
REASONS: Final = {
    "bad_credentials": _("The SMS service did not accept the login. Check it in its panel."),
    "no_credit": _("The credit with the SMS service ran out. Top it up, then send again."),
    "bad_sender": _("The SMS service does not let this line send. Ask it about your line."),
    "bad_recipient": _("This number takes no SMS. Check the mobile in the member's file."),
    "blacklisted": _("The owner of this number blocked such messages at the operator."),
    "text_refused": _("The SMS service refused the words of the text. Change the text."),
    "too_many": _("The SMS service takes no more messages today. Send again tomorrow."),
    "rate_limited": _("Too many messages were sent at once. Send again in some minutes."),
    "template": _("The SMS service does not know this template. Register it in its panel."),
    "ip_blocked": _("The SMS service does not accept this server. Allow it in its panel."),
    "server": _("The SMS service was out of order. Send again later."),
    "unknown": _("The SMS service refused it and did not say why."),
    "failed": _("The phone did not get it: it may be off, out of reach or full."),
    "refused": _("The SMS service refused it and did not say why."),
    "dropped": _("It could not be sent in time."),
    "no_answer": _("The SMS service never answered. It may have arrived: again may be twice."),
}


@staff_page("members.read")
def messages(request: StaffRequest) -> HttpResponseBase:
    """List what did not arrive, or what else was sent, or send the list as a file."""
    shown = listing(can_export="export" in request.principal.rights)
    asked = lists.read(shown, request.GET)
    wanted = asked.filters.get("state", "")
    sought = MessagesSought(
        did_not_come=wanted == _NOT_COME,
        state=None if wanted in {"", _NOT_COME} else cast("State", wanted),
        purpose=asked.filters.get("purpose", ""),
        before_id=int(asked.after) if asked.after.isdecimal() else 0,
        limit=lists.PAGE_ROWS + 1,
    )
    try:
        sought = replace(sought, mobile=normalise_mobile(asked.search) if asked.search else "")
        found = _every(request, sought) if asked.file else _found(request, sought)
    except InvalidMobile:
        found = iter(())
    if asked.file:
        return downloads.reply(shown, asked, found)
    window = lists.cut(asked, tuple(found), cursor=lambda one: str(one.message.message_id))
    table = lists.table(shown, asked, replace(window, previous=""), path=request.path)
    return render(request, "backoffice/messages/list.html", {"table": table})


@staff_page("members.read")
def message(request: StaffRequest, message_id: int) -> HttpResponse:
    """Show what became of a message and why; send it again for who may write to members."""
    try:
        sent = journeys.show_sent_message(
            principal=request.principal, vault=sources.vault(), message_id=message_id
        )
    except NotFound as error:
        raise Http404 from error
    form = PageForm(request.POST if request.method == "POST" else None)

    def act() -> None:
        journeys.resend_message(
            principal=request.principal, ids=sources.ids(), vault=sources.vault(),
            at=sources.now(), message_id=message_id,
        )  # fmt: skip

    done = did(
        request, form, act, said=gettext("It is sent again."), to=reverse("backoffice:messages")
    )
    told = {
        "form": form, "sent": sent, "purpose": _purpose(sent), "state": _state(sent),
        "tone": _TONES.get(sent.message.state, "plain"), "why": why(sent.message),
        "waits_until": sent.message.due_at if sent.message.state == "waiting" else None,
        "is_secret": sent.message.did_not_come and sent.message.purpose in SECRET,
        "may_resend": sent.message.can_resend and "members.write" in request.principal.rights,
    }  # fmt: skip
    status = 422 if form.errors else 200
    return done or render(request, "backoffice/messages/message.html", told, status=status)


def listing(*, can_export: bool) -> lists.Listing:
    """Describe the list; its words are in the reader's language."""
    return lists.Listing(
        code="messages",
        title=gettext("Messages"),
        columns=(
            lists.Column("at", gettext("Moment"), lambda one: one.message.stored_at, "moment",
                         href=_address),
            lists.Column("purpose", gettext("What"), _purpose),
            lists.Column("member", gettext("Member"),
                         lambda one: one.member.name if one.member else "", href=_member),
            lists.Column("to", gettext("To"), lambda one: one.to, "code"),
            lists.Column("state", gettext("State"), _state,
                         draw=lambda one: badge(
                             _state(one), tone=_TONES.get(one.message.state, "plain")
                         )),
            lists.Column("why", gettext("Why"), lambda one: why(one.message)),
        ),
        key=lambda one: one.message.message_id,
        sort="-at",
        name=_purpose,
        empty=lists.Empty(
            gettext("Every message arrived"),
            gettext("What does not arrive comes here with the reason, for thirty days."),
            "check-check",
        ),
        filters=(
            lists.Filter("state", gettext("State"), usual=_NOT_COME, choices=(
                (_NOT_COME, gettext("Did not arrive")),
                *((code, str(title)) for code, title in STATES.items()),
            )),
            lists.Filter("purpose", gettext("What"), choices=tuple(
                (code, str(title)) for code, title in PURPOSES.items()
            )),
        ),
        views=(
            lists.View(gettext("Did not arrive"), {"state": _NOT_COME}),
            lists.View(gettext("Waiting"), {"state": "waiting"}),
            lists.View(gettext("Arrived"), {"state": "delivered"}),
            lists.View(gettext("All"), {"state": ""}),
        ),
        search_hint=gettext("Whole mobile number"),
        can_export=can_export,
    )  # fmt: skip


def why(one: MessageShown) -> str:
    """Say why a message did not arrive; nothing of one that did or still may."""
    if not one.did_not_come:
        return ""
    return str(REASONS[one.reason or ("no_answer" if one.state == "unknown" else one.state)])


def _found(request: StaffRequest, sought: MessagesSought) -> Iterator[SentMessage]:
    return iter(
        journeys.list_sent_messages(
            principal=request.principal, vault=sources.vault(), sought=sought
        )
    )


def _every(request: StaffRequest, sought: MessagesSought) -> Iterator[SentMessage]:
    page = replace(sought, before_id=0, limit=_EXPORT_PAGE)
    while True:
        found = tuple(_found(request, page))
        yield from found
        if len(found) < _EXPORT_PAGE:
            return
        page = replace(page, before_id=found[-1].message.message_id)


def _purpose(sent: SentMessage) -> str:
    return str(PURPOSES.get(sent.message.purpose, _("Message")))


def _state(sent: SentMessage) -> str:
    one = sent.message
    if one.state == "waiting" and one.due_at is not None and one.due_at > sources.now():
        return gettext("waits until %(time)s") % {"time": formats.clock(one.due_at)}
    if one.state == "unknown" and one.did_not_come:
        return gettext("no answer")
    return str(STATES[one.state])


def _address(sent: SentMessage) -> str:
    return reverse("backoffice:message", args=[sent.message.message_id])


def _member(sent: SentMessage) -> str:
    return reverse("backoffice:member", args=[sent.member.number]) if sent.member else ""
