"""Inviting friends: the member's own link, what it brings, who came by it and what was earned."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.conf import settings
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from vafa.domain.rewards.rulebook import NoProgramme
from vafa.interfaces.portal.holdings import said, units_text, words_of
from vafa.interfaces.web import downloads, lists, sources
from vafa.interfaces.web.paging import sliced
from vafa.interfaces.web.parts import Tone
from vafa.interfaces.web.people import MemberRequest, member_page
from vafa.interfaces.web.templatetags.ui import badge
from vafa.journeys.invite_friends import Earned, Friend, show_invitations
from vafa.journeys.show_rules import show_rules
from vafa.kit.calendar import date_of, local_day
from vafa.programme.document import INVITING
from vafa.programme.inviting import is_valid
from vafa.programme.sentence import rule_sentence

_MOST: Final = 1_000
_STATES: Final = {
    "open": gettext_lazy("Has joined"),
    "given": gettext_lazy("Has bought"),
    "refused": gettext_lazy("Did not count"),
}
_TONES: Final[dict[str, Tone]] = {"given": "success", "refused": "warning"}


@member_page
@require_GET
def friends(request: MemberRequest) -> HttpResponseBase:
    """Show the link by which friends join, and what came of it; or who came, as a file."""
    found = show_invitations(
        principal=request.principal, vault=sources.vault(), member_id=request.member.member_id,
        limit=_MOST,
    )  # fmt: skip
    shown = _listing()
    asked = lists.read(shown, request.GET)
    wanted = _narrowed(found.friends, asked)
    if asked.file:
        return downloads.reply(shown, asked, wanted)
    place = reverse("portal:invitation", args=[request.club.code, found.token])
    link = f"{settings.PUBLIC_ADDRESS}{place}"
    words = _("Join the customer club of %(club)s: %(link)s")
    told = {
        "link": link, "words": words % {"club": request.club_name, "link": link},
        "promises": _promises(request),
        "has_friends": bool(found.friends),
        "table": lists.table(shown, asked, sliced(asked, wanted), path=request.path),
        "earned": [_said(one) for one in found.earned],
    }  # fmt: skip
    return render(request, "portal/friends.html", told)


def _narrowed(friends: Sequence[Friend], asked: lists.Asked) -> Sequence[Friend]:
    text, state = asked.search.casefold(), asked.filters.get("state")
    return [
        one
        for one in friends
        if text in _name(one).casefold() and state in {None, one.state}
    ]  # fmt: skip


def _listing() -> lists.Listing:
    return lists.Listing(
        code="friends",
        title=_("Who came by your invitation"),
        columns=(
            lists.Column("name", _("Friend"), _name),
            lists.Column("joined", _("Joined"), lambda one: one.joined_at, "day"),
            lists.Column("state", _("State"), _state,
                         draw=lambda one: badge(_state(one),
                                                tone=_TONES.get(one.state, "plain"))),
        ),
        key=lambda one: one.joined_at.isoformat(),
        sort="-joined",
        empty=lists.Empty(
            _("Nobody has come by your invitation yet"),
            _("Send the link to a friend; whoever joins by it stands here."), "users-round",
        ),
        filters=(
            lists.Filter("state", _("State"), choices=tuple(
                (code, str(title)) for code, title in _STATES.items()
            )),
        ),
        search_hint=_("Name of a friend"),
        can_export=True,
    )  # fmt: skip


def _name(one: Friend) -> str:
    return one.first_name or _("A friend")


def _state(one: Friend) -> str:
    return str(_STATES[one.state])


def _promises(request: MemberRequest) -> list[str]:
    """Tell what the programme gives for inviting now, rule by rule."""
    try:
        rules = show_rules(principal=request.principal, at=sources.now())
    except NoProgramme:
        return []
    wording = words_of(rules)
    today = date_of(local_day(sources.now(), rules.document.zone))
    return [
        rule_sentence(rule, wording=wording, document=rules.document)
        for rule in rules.document.rules
        if rule.trigger in INVITING and is_valid(rule, on=today)
    ]


def _said(one: Earned) -> str:
    return units_text(one.units, name=said(one.unit.name), is_money=one.unit.kind == "credit")
