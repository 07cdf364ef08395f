"""The first page of a member who is signed in, and the card to show at the till."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vafa.interfaces.portal import statement
from vafa.interfaces.portal.holdings import Holdings, holdings_of
from vafa.interfaces.portal.menu import MORE
from vafa.interfaces.portal.rewards import coupons_of, vouchers_of
from vafa.interfaces.web import formats, sources
from vafa.interfaces.web.menus import shown
from vafa.interfaces.web.people import MemberRequest, member_page
from vafa.journeys.edit_profile import show_member

_NEWEST: Final = 3
_OFFERS: Final = 2


@dataclass(frozen=True, slots=True)
class Nudge:
    """Something worth doing now, with the page to do it on."""

    text: str
    action: str
    href: str


@member_page
def home(request: MemberRequest) -> HttpResponse:
    """Greet the member: what is there, how far the next level is, what ends soon, what is new."""
    holds = holdings_of(request)
    (_title, pages), *_rest = shown(request, MORE)
    newest = statement.read(request, holds.rules.document, limit=_NEWEST)[0] if holds.rules else ()
    told = {
        "member": request.member, "holds": holds, "pages": pages, "newest": newest,
        "offers": holds.offers[:_OFFERS], "nudges": _nudges(request, holds),
    }  # fmt: skip
    response = render(request, "portal/home.html", told)
    response["Vafa-Offline"] = "keep"
    return response


@member_page
def card(request: MemberRequest) -> HttpResponse:
    """Show the membership number as a large QR code."""
    told = {"member": request.member, "holds": holdings_of(request)}
    response = render(request, "portal/card.html", told)
    response["Vafa-Offline"] = "keep"  # the till may be where no network is
    return response


def _nudges(request: MemberRequest, holds: Holdings) -> list[Nudge]:
    if holds.rules is None:
        return []
    nudges, club = [], request.club.code
    waiting = len(coupons_of(holds, vouchers_of(request)))
    if waiting:
        words = ngettext("A coupon waits for you.", "%(count)s coupons wait for you.", waiting) % {
            "count": formats.number(waiting)
        }
        nudges.append(Nudge(words, _("See the coupon"), reverse("portal:rewards", args=[club])))
    if any(one.trigger == "birthday" for one in holds.rules.document.rules):
        known = show_member(
            principal=request.principal, vault=sources.vault(), member_id=request.member.member_id
        ).profile
        if known.birthday is None:
            words = _("Tell us your birthday, and a gift comes on that day.")
            place = reverse("portal:profile", args=[club])
            nudges.append(Nudge(words, _("Write the birthday"), place))
    return nudges
