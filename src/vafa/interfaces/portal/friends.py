"""Inviting friends: the member's own link, what it brings, who came by it and what was earned."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from vafa.domain.rewards.rulebook import NoProgramme
from vafa.interfaces.portal.holdings import said, units_text, words_of
from vafa.interfaces.web import sources
from vafa.interfaces.web.people import MemberRequest, member_page
from vafa.journeys.invite_friends import Earned, show_invitations
from vafa.journeys.show_rules import show_rules
from vafa.kit.calendar import date_of, local_day
from vafa.programme.document import INVITING
from vafa.programme.inviting import is_valid
from vafa.programme.sentence import rule_sentence

# What an invitation has come to: its word, and the tone of it.
_STATES: Final = {
    "open": (gettext_lazy("Has joined"), "plain"),
    "given": (gettext_lazy("Has bought"), "success"),
    "refused": (gettext_lazy("Did not count"), "warning"),
}


@member_page
@require_GET
def friends(request: MemberRequest) -> HttpResponse:
    """Show the link by which friends join, and what came of it."""
    found = show_invitations(
        principal=request.principal, vault=sources.vault(), member_id=request.member.member_id
    )
    place = reverse("portal:invitation", args=[request.club.code, found.token])
    link = f"{settings.PUBLIC_ADDRESS}{place}"
    words = _("Join the customer club of %(club)s: %(link)s")
    told = {
        "link": link, "words": words % {"club": request.club_name, "link": link},
        "promises": _promises(request),
        "friends": [(one, *_STATES[one.state]) for one in found.friends],
        "earned": [_said(one) for one in found.earned],
    }  # fmt: skip
    return render(request, "portal/friends.html", told)


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
