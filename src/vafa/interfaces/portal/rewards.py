"""What a member can get: coupons and gift cards of one's own, rewards, ways to earn more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from vafa.domain.vouchers.records import CouponHeld
from vafa.interfaces.portal.holdings import Holdings, holdings_of, said, words_of
from vafa.interfaces.web import formats, sources
from vafa.interfaces.web.people import MemberRequest, member_page
from vafa.journeys.show_vouchers import VouchersShown, show_vouchers
from vafa.programme.sentence import ways_to_earn
from vafa.programme.sentence_rewards import gift_phrase


@dataclass(frozen=True, slots=True)
class Coupon:
    """A coupon as it is shown: what it gives, its code, until when, how often."""

    name: str
    gift: str
    code: str
    ends_at: datetime | None
    often: str


@member_page
def rewards(request: MemberRequest) -> HttpResponse:
    """Show everything that a member has to use, can get, and can earn."""
    holds, mine = holdings_of(request), vouchers_of(request)
    rules = holds.rules
    language = formats.language()
    ways = (
        ways_to_earn(
            document=rules.document,
            language=language,
            money=formats.current().unit,
            names={"group": rules.groups[language]},
        )
        if rules
        else ()
    )
    told = {
        "member": request.member, "holds": holds, "coupons": coupons_of(holds, mine),
        "gift_cards": mine.gift_cards, "ways": ways,
    }  # fmt: skip
    return render(request, "portal/rewards.html", told)


def vouchers_of(request: MemberRequest) -> VouchersShown:
    """Read the coupons and gift cards of the member who is signed in."""
    return show_vouchers(
        principal=request.principal, vault=sources.vault(), at=sources.now(),
        member_id=request.member.member_id,
    )  # fmt: skip


def coupons_of(holds: Holdings, mine: VouchersShown) -> tuple[Coupon, ...]:
    """Give the coupons with their reward in words; one whose reward is gone is left out."""
    if holds.rules is None:
        return ()
    words = words_of(holds.rules)
    known = {one.code: one for one in holds.rules.document.rewards}
    return tuple(
        Coupon(
            said(reward.name), gift_phrase(reward.effect, wording=words), one.code, one.ends_at,
            _often(one),
        )
        for one in mine.coupons
        if (reward := known.get(one.reward)) is not None
    )  # fmt: skip


def _often(one: CouponHeld) -> str:
    if one.uses_left == 1:
        return _("Good once")
    return _("Good %(count)s times") % {"count": formats.number(one.uses_left)}
