"""Who came by whose invitation: the list, and what each has come to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final, cast

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from vafa.domain.members.invitations import InvitationsSought, State
from vafa.domain.members.records import Named
from vafa.interfaces.backoffice.member_merge import ref_of
from vafa.interfaces.web import downloads, keyset, lists, sources
from vafa.interfaces.web.parts import Tone
from vafa.interfaces.web.people import StaffRequest, staff_page
from vafa.interfaces.web.templatetags.ui import badge
from vafa.journeys import list_invitations as journey
from vafa.journeys.list_invitations import InvitationListed

_EXPORT_PAGE: Final = 500
STATES: Final = {
    "open": _("Has not bought yet"),
    "given": _("Was rewarded"),
    "refused": _("Did not count"),
}
_TONES: Final[dict[str, Tone]] = {"given": "success", "refused": "warning"}
REASONS: Final = {
    "known": _("Was a member before"),
    "one_wallet": _("The two share a wallet"),
}


@staff_page("members.read")
@require_GET
def invitations(request: StaffRequest) -> HttpResponseBase:
    """List who came by an invitation, or send the list as a file."""
    shown = _listing(can_export="export" in request.principal.rights)
    asked = lists.read(shown, request.GET)
    sought = InvitationsSought(
        state=cast("State | None", asked.filters.get("state")),
        before_id=keyset.row_id(asked.after), after_id=keyset.row_id(asked.before),
        limit=lists.PAGE_ROWS + 1,
    )  # fmt: skip
    if asked.file:
        return downloads.reply(shown, asked, _every(request, asked, sought))
    window = lists.cut(
        asked, _found(request, asked, sought), cursor=lambda one: str(one.invited.member_id)
    )
    table = lists.table(shown, asked, window, path=request.path)
    return render(request, "backoffice/members/invitations.html", {"table": table})


def _found(
    request: StaffRequest, asked: lists.Asked, sought: InvitationsSought
) -> tuple[InvitationListed, ...]:
    return journey.list_invitations(
        principal=request.principal, vault=sources.vault(), sought=sought,
        of=ref_of(asked.search) if asked.search else None,
    )  # fmt: skip


def _every(
    request: StaffRequest, asked: lists.Asked, sought: InvitationsSought
) -> Iterator[InvitationListed]:
    page = replace(sought, before_id=0, after_id=0, limit=_EXPORT_PAGE)
    while True:
        found = _found(request, asked, page)
        yield from found
        if len(found) < _EXPORT_PAGE:
            return
        page = replace(page, before_id=found[-1].invited.member_id)


def _listing(*, can_export: bool) -> lists.Listing:
    return lists.Listing(
        code="invitations",
        title=gettext("Invited members"),
        columns=(
            lists.Column("invited", gettext("Who came"), lambda one: _name(one.invited),
                         href=lambda one: _file(one.invited)),
            lists.Column("inviter", gettext("Invited by"), lambda one: _name(one.inviter),
                         href=lambda one: _file(one.inviter)),
            lists.Column("joined", gettext("Joined"), lambda one: one.joined_at, "moment"),
            lists.Column("state", gettext("State"), _state,
                         draw=lambda one: badge(_state(one),
                                                tone=_TONES.get(one.state, "plain"))),
            lists.Column("reason", gettext("Why"),
                         lambda one: str(REASONS.get(one.reason, one.reason))),
        ),
        key=lambda one: one.invited.member_id,
        sort="-joined",
        empty=lists.Empty(
            gettext("Nobody has come by an invitation yet"),
            gettext("Each member has a link for friends in their own pages; who joins with it"
                    " comes here."), "user-plus",
        ),
        filters=(
            lists.Filter("state", gettext("State"), choices=tuple(
                (code, str(title)) for code, title in STATES.items()
            )),
        ),
        search_hint=gettext("Mobile or membership number of either"),
        can_export=can_export,
    )  # fmt: skip


def _name(one: Named) -> str:
    return one.name or one.number


def _file(one: Named) -> str:
    return reverse("backoffice:member", args=[one.number])


def _state(one: InvitationListed) -> str:
    return str(STATES[one.state])
