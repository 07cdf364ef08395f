"""What waits for a second person: the list of it, what is asked, yes or no with a reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final, cast

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from vafa.domain.clubs.approvals import Request, RequestsSought, State
from vafa.domain.members.records import MemberRef
from vafa.interfaces.backoffice.acting import did
from vafa.interfaces.backoffice.members import said
from vafa.interfaces.backoffice.periods import month_title
from vafa.interfaces.web import downloads, formats, keyset, lists, sources
from vafa.interfaces.web.claims import claim_of
from vafa.interfaces.web.forms import KeyedForm, PageForm, TextField
from vafa.interfaces.web.people import StaffRequest, staff_page
from vafa.journeys import manage_approvals, manage_staff
from vafa.journeys.adjust_balance import approve_adjustment
from vafa.journeys.change_mobile import approve_mobile_change
from vafa.journeys.change_together import approve_together
from vafa.journeys.close_month import approve_reopening
from vafa.journeys.find_member import find_member
from vafa.journeys.list_members import list_choices
from vafa.journeys.move_purchase import approve_move
from vafa.journeys.record_purchase import approve_late_purchase
from vafa.kit.errors import VafaError

_EXPORT_PAGE: Final = 200
KINDS: Final = {
    "adjustment": _("Give or take by hand"),
    "mobile_change": _("Change a mobile whose number is lost"),
    "reopen_month": _("Open a closed month again"),
    "manual_limit": _("Raise the limit of one person alone"),
    "move": _("Move a purchase to another member"),
    "late_purchase": _("Record a purchase of an earlier day"),
    "together": _("Give or take for many members"),
}
STATES: Final = {
    "waiting": _("Waiting"),
    "approved": _("Approved"),
    "declined": _("Declined"),
    "expired": _("Run out"),
}


class DeclineForm(PageForm):
    """Why something is declined."""

    reason = TextField(
        label=_("Why?"), max_length=200, help_text=_("Whoever asked reads it in the list.")
    )


@staff_page("approvals.decide")
@require_GET
def approvals(request: StaffRequest) -> HttpResponseBase:
    """List what waits, or what ever did, or send the list as a file."""
    listing = _listing()
    asked = lists.read(listing, request.GET)
    sought = RequestsSought(
        state=cast("State | None", asked.filters.get("state")),
        kind=asked.filters.get("kind", ""),
        before_id=keyset.row_id(asked.after), after_id=keyset.row_id(asked.before),
        limit=lists.PAGE_ROWS + 1,
    )  # fmt: skip
    if asked.file:
        return downloads.reply(listing, asked, _every(request, sought))
    window = lists.cut(asked, _requests(request, sought), cursor=lambda one: str(one.approval_id))
    table = lists.table(listing, asked, window, path=request.path)
    return render(request, "backoffice/approvals/list.html", {"table": table})


@staff_page("approvals.decide")
@require_GET
def approval(request: StaffRequest, approval_id: int) -> HttpResponse:
    """Show what exactly is asked, and who asked."""
    return _page(request, _found(request, approval_id))


@staff_page("approvals.decide")
@require_POST
def approve(request: StaffRequest, approval_id: int) -> HttpResponse:
    """Approve as the second person; it happens at once and once."""
    one = _found(request, approval_id)
    form = KeyedForm(request.POST)
    to = reverse("backoffice:approval", args=[approval_id])

    def act() -> None:
        _APPROVE[one.kind](request, one, form.cleaned_data["key"])

    done = did(request, form, act, said=gettext("Approved and done."), to=to)
    return done or _page(request, one, refused=form)


@staff_page("approvals.decide")
@require_POST
def decline(request: StaffRequest, approval_id: int) -> HttpResponse:
    """Decline with a reason; whoever asked may take the request back so."""
    one = _found(request, approval_id)
    form = DeclineForm(request.POST)
    to = reverse("backoffice:approval", args=[approval_id])

    def act() -> None:
        manage_approvals.decline_approval(
            principal=request.principal, at=sources.now(), approval_id=approval_id,
            reason=form.cleaned_data["reason"],
        )  # fmt: skip

    done = did(request, form, act, said=gettext("Declined."), to=to)
    return done or _page(request, one, form=form)


def _adjustment(request: StaffRequest, one: Request, key: str) -> None:
    approve_adjustment(
        principal=request.principal, claim=claim_of(request, key), event_at=sources.now(),
        ids=sources.ids(), approval_id=one.approval_id, payload_hash=one.payload_hash,
    )  # fmt: skip


def _mobile(request: StaffRequest, one: Request, _key: str) -> None:
    approve_mobile_change(
        principal=request.principal, ids=sources.ids(), vault=sources.vault(), at=sources.now(),
        member_id=int(one.payload["member_id"]), change_id=int(one.payload["change_id"]),
        payload_hash=one.payload_hash,
    )  # fmt: skip


def _month(request: StaffRequest, one: Request, key: str) -> None:
    approve_reopening(
        principal=request.principal, claim=claim_of(request, key), at=sources.now(),
        approval_id=one.approval_id, payload_hash=one.payload_hash,
    )  # fmt: skip


def _limit(request: StaffRequest, one: Request, _key: str) -> None:
    manage_staff.approve_manual_limit(
        principal=request.principal, at=sources.now(), approval_id=one.approval_id,
        payload_hash=one.payload_hash,
    )  # fmt: skip


def _move(request: StaffRequest, one: Request, key: str) -> None:
    approve_move(
        principal=request.principal, claim=claim_of(request, key), event_at=sources.now(),
        ids=sources.ids(), vault=sources.vault(), approval_id=one.approval_id,
        payload_hash=one.payload_hash,
    )  # fmt: skip


def _late(request: StaffRequest, one: Request, key: str) -> None:
    approve_late_purchase(
        principal=request.principal, claim=claim_of(request, key), at=sources.now(),
        ids=sources.ids(), vault=sources.vault(), approval_id=one.approval_id,
        payload_hash=one.payload_hash,
    )  # fmt: skip


def _together(request: StaffRequest, one: Request, _key: str) -> None:
    approve_together(
        principal=request.principal, at=sources.now(), approval_id=one.approval_id,
        payload_hash=one.payload_hash,
    )  # fmt: skip


_APPROVE: Final[Mapping[str, Callable[[StaffRequest, Request, str], None]]] = {
    "adjustment": _adjustment,
    "mobile_change": _mobile,
    "reopen_month": _month,
    "manual_limit": _limit,
    "move": _move,
    "late_purchase": _late,
    "together": _together,
}


def _requests(request: StaffRequest, sought: RequestsSought) -> tuple[Request, ...]:
    return manage_approvals.list_approvals(
        principal=request.principal, at=sources.now(), sought=sought
    )


def _every(request: StaffRequest, sought: RequestsSought) -> Iterator[Request]:
    page = replace(sought, before_id=0, after_id=0, limit=_EXPORT_PAGE)
    while True:
        found = _requests(request, page)
        yield from found
        if len(found) < _EXPORT_PAGE:
            return
        page = replace(page, before_id=found[-1].approval_id)


def _found(request: StaffRequest, approval_id: int) -> Request:
    found = _requests(request, RequestsSought(before_id=approval_id + 1, limit=1))
    if not found or found[0].approval_id != approval_id:
        raise Http404
    return found[0]


def _page(
    request: StaffRequest,
    one: Request,
    *,
    refused: PageForm | None = None,
    form: DeclineForm | None = None,
) -> HttpResponse:
    told = {
        "one": one,
        "kind": KINDS.get(one.kind, one.kind),
        "state": STATES[one.state],
        "is_waiting": one.state == "waiting",
        "is_mine": one.requested_by == request.principal.name,
        "lines": _lines(request, one.payload),
        "member": _member(request, one.payload),
        "keys": KeyedForm(),
        "form": form or DeclineForm(),
        "refused": refused,
    }
    status = 422 if refused is not None or form is not None else 200
    return render(request, "backoffice/approvals/approval.html", told, status=status)


def _lines(request: StaffRequest, payload: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Give what is asked in words, line by line; ids mean nothing to a reader and are left out."""
    units = {} if "unit" not in payload else {
        one.code: one for one in list_choices(principal=request.principal).terms.units
    }  # fmt: skip
    unit = units.get(payload.get("unit", ""))
    amount = formats.signed_money if unit and unit.is_money else formats.signed
    words: dict[str, tuple[str, Callable[[Any], str]]] = {
        "unit": (gettext("Unit"), lambda code: said(unit.name) if unit else str(code)),
        "units": (gettext("How much"), amount),
        "members": (gettext("Members meant"), formats.number),
        "total": (gettext("All together"), amount),
        "reason": (gettext("Reason"), str),
        "note": (gettext("Note"), str),
        "month": (gettext("Month"), month_title),
        "limit_rials": (gettext("New limit"), formats.plain_money),
        "forgiven": (gettext("Not taken back"), formats.digits),
        "document": (gettext("Document"), str),
        "amount_rials": (gettext("Amount"), formats.plain_money),
    }
    return [
        (words[name][0], words[name][1](value))
        for name, value in payload.items()
        if name in words and value not in (None, "", {}, [])
    ]


def _member(request: StaffRequest, payload: Mapping[str, Any]) -> tuple[str, str] | None:
    """Give the member that is meant, with the address of the file."""
    member_id = payload.get("member_id") or payload.get("to")
    if not member_id:
        return None
    try:
        card = find_member(
            principal=request.principal, vault=sources.vault(),
            member=MemberRef("id", str(member_id)),
        )  # fmt: skip
    except VafaError:  # erased or merged since
        return None
    name = f"{card.first_name} {card.last_name}".strip() or card.number
    return name, reverse("backoffice:member", args=[card.number])


def _listing() -> lists.Listing:
    return lists.Listing(
        code="approvals",
        title=gettext("Approvals"),
        columns=(
            lists.Column("kind", gettext("What"),
                         lambda one: str(KINDS.get(one.kind, one.kind)),
                         href=lambda one: reverse("backoffice:approval", args=[one.approval_id])),
            lists.Column("who", gettext("Asked by"),
                         lambda one: one.requested_by or gettext("A machine")),
            lists.Column("asked", gettext("Asked at"), lambda one: one.requested_at, "moment"),
            lists.Column("state", gettext("State"), lambda one: str(STATES[one.state])),
            lists.Column("ends", gettext("Runs out"), lambda one: one.expires_at, "moment"),
            lists.Column("ended", gettext("Decided by"), lambda one: one.ended_by),
            lists.Column("reason", gettext("Reason"), lambda one: one.reason),
        ),
        key=lambda one: one.approval_id,
        sort="-asked",
        empty=lists.Empty(
            gettext("Nothing waits"),
            gettext("What needs a second person comes here for 24 hours."), "check-check",
        ),
        filters=(
            lists.Filter("state", gettext("State"), usual="waiting", choices=tuple(
                (code, str(title)) for code, title in STATES.items()
            )),
            lists.Filter("kind", gettext("What"), choices=tuple(
                (code, str(title)) for code, title in KINDS.items()
            )),
        ),
        views=(
            lists.View(gettext("Waiting"), {"state": "waiting"}),
            lists.View(gettext("Approved"), {"state": "approved"}),
            lists.View(gettext("Declined"), {"state": "declined"}),
            lists.View(gettext("All"), {"state": ""}),
        ),
        can_export=True,
    )  # fmt: skip
