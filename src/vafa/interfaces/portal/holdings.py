"""What a member holds and how far the next level is, ready for the pages that show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from vafa.domain.members.records import MemberRef
from vafa.domain.rewards.answers import TierShown, UnitHeld, Why
from vafa.domain.rewards.rulebook import NoProgramme
from vafa.interfaces.web import formats, sources
from vafa.interfaces.web.people import MemberRequest
from vafa.journeys import show_rules, show_tier, show_wallet
from vafa.kit.amounts import BASIS_POINTS
from vafa.programme.document import Label, Programme


@dataclass(frozen=True, slots=True)
class Level:
    """The way to the next level: its share in basis points, and what is missing in words."""

    title: str
    share: int
    text: str


@dataclass(frozen=True, slots=True)
class Holdings:
    """A member's units and level; `endings` and `coming` are sentences."""

    credit_rials: int | None = None
    points: int | None = None
    tier: str = ""
    level: Level | None = None
    keeps_until: date | None = None
    endings: tuple[str, ...] = ()
    coming: tuple[str, ...] = ()
    owed: tuple[str, ...] = ()
    account: str = ""


def said(words: Why | Label) -> str:
    """Give a name or a reason in the reader's language."""
    return words.en if formats.language() == "en" else words.fa


def ref_of(request: MemberRequest) -> MemberRef:
    """Name the member who is signed in."""
    return MemberRef("id", str(request.member.member_id))


def units_text(units: int, *, name: str, is_money: bool) -> str:
    """Write so many units: money in the club's unit, others with their name."""
    return formats.plain_money(units) if is_money else f"{formats.number(units)} {name}"


def money_units(document: Programme) -> frozenset[str]:
    """Give the codes of the units that are money."""
    return frozenset(unit.code for unit in document.units if unit.kind == "credit")


def holdings_of(request: MemberRequest) -> Holdings:
    """Read what the member holds; nothing in a club without a programme."""
    principal, at, member = request.principal, sources.now(), ref_of(request)
    try:
        wallet = show_wallet.show_wallet(principal=principal, vault=sources.vault(), member=member)
        tier = show_tier.show_tier(
            principal=principal, vault=sources.vault(), at=at, member=member
        )
        document = show_rules.show_rules(principal=principal, at=at).document
    except NoProgramme:
        return Holdings()
    money = money_units(document)
    credit = [one.available for one in wallet.balances if one.unit in money]
    points = [one.available for one in wallet.balances if one.unit not in money]
    return Holdings(
        credit_rials=sum(credit) if credit else None,
        points=points[0] if points else None,
        tier=said(tier.name) if tier.name else "",
        level=_level(tier, document),
        keeps_until=tier.grace_until_date,
        endings=tuple(
            _ending(one, is_money=one.unit in money) for one in wallet.balances if one.next_expiry
        ),
        coming=tuple(
            units_text(one.pending, name=said(one.name), is_money=one.unit in money)
            for one in wallet.balances
            if one.pending
        ),
        owed=tuple(
            units_text(one.owed, name=said(one.name), is_money=one.unit in money)
            for one in wallet.balances
            if one.owed
        ),
        account=wallet.account.name if wallet.account else "",
    )


def _ending(held: UnitHeld, *, is_money: bool) -> str:
    assert held.next_expiry is not None
    return _("%(units)s ends on %(day)s: use it before.") % {
        "units": units_text(held.next_expiry.units, name=said(held.name), is_money=is_money),
        "day": formats.day_date(held.next_expiry.expires_date),
    }


def _level(tier: TierShown, document: Programme) -> Level | None:
    levels = document.ladder.levels if document.ladder else ()
    following = next((one for one in levels if one.code == tier.next_tier), None)
    if following is None:
        return None
    name = said(following.name)
    words = {
        "spend": _("%(missing)s of purchases are left until %(level)s."),
        "visits": _("%(missing)s more purchases until %(level)s."),
        "points": _("%(missing)s more points until %(level)s."),
    }
    is_money = tier.basis == "spend"
    missing = formats.plain_money(tier.missing) if is_money else formats.number(tier.missing)
    share = tier.value * BASIS_POINTS // max(1, tier.next_threshold)
    return Level(
        title=_("To %(level)s") % {"level": name},
        share=max(0, min(BASIS_POINTS, share)),
        text=words[tier.basis] % {"missing": missing, "level": name},
    )
