"""What a member holds and how far the next level is, ready for the pages that show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from vafa.domain.members.records import MemberRef
from vafa.domain.rewards.answers import TierShown, UnitHeld, Wallet, Why
from vafa.domain.rewards.rulebook import NoProgramme
from vafa.interfaces.web import formats, sources
from vafa.interfaces.web.people import MemberRequest
from vafa.interfaces.web.stamps import StampCard, stamp_cards
from vafa.journeys import show_tier, show_wallet
from vafa.journeys.show_rules import RulesShown, show_rules
from vafa.kit.amounts import BASIS_POINTS
from vafa.programme.document import Label, Programme, Reward
from vafa.programme.sentence_rewards import cost_phrase, gift_phrase
from vafa.programme.wording import Wording, wording_of


@dataclass(frozen=True, slots=True)
class Level:
    """The way to the next level: its share in basis points, and what is missing in words."""

    title: str
    share: int
    text: str


@dataclass(frozen=True, slots=True)
class Offer:
    """A reward as a member meets it: what it gives and costs, and what is missing to it."""

    name: str
    gift: str
    cost: str
    missing: str = ""


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
    stamps: tuple[StampCard, ...] = ()
    offers: tuple[Offer, ...] = ()
    gifts: tuple[Offer, ...] = ()
    rules: RulesShown | None = None


def said(words: Why | Label) -> str:
    """Give a name or a reason in the reader's language."""
    return words.en if formats.language() == "en" else words.fa


def ref_of(request: MemberRequest) -> MemberRef:
    """Name the member who is signed in."""
    return MemberRef("id", str(request.member.member_id))


def units_text(units: int, *, name: str, is_money: bool) -> str:
    """Write so many units: money in the club's unit, others with their name."""
    return formats.plain_money(units) if is_money else formats.counted(units, name)


def money_units(document: Programme) -> frozenset[str]:
    """Give the codes of the units that are money."""
    return frozenset(unit.code for unit in document.units if unit.kind == "credit")


def words_of(rules: RulesShown) -> Wording:
    """Give the words in which a club's rules are said to the reader."""
    language = formats.language()
    names = {"group": rules.groups[language]}
    return wording_of(
        document=rules.document, language=language, money=formats.current().unit, names=names
    )


def holdings_of(request: MemberRequest) -> Holdings:
    """Read what the member holds; nothing in a club without a programme."""
    principal, at, member = request.principal, sources.now(), ref_of(request)
    try:
        wallet = show_wallet.show_wallet(principal=principal, vault=sources.vault(), member=member)
        tier = show_tier.show_tier(
            principal=principal, vault=sources.vault(), at=at, member=member
        )
        rules = show_rules(principal=principal, at=at)
    except NoProgramme:
        return Holdings()
    return _holdings(wallet, tier, rules)


def _holdings(wallet: Wallet, tier: TierShown, rules: RulesShown) -> Holdings:
    document = rules.document
    money = money_units(document)
    stamps = stamp_cards(rewards=document.rewards, wallet=wallet)
    stamped = {card.held.unit for card in stamps}
    credit = [one.available for one in wallet.balances if one.unit in money]
    points = [one.available for one in wallet.balances if one.unit not in money | stamped]
    offers = _offers(rules, wallet)
    return Holdings(
        credit_rials=sum(credit) if credit else None,
        points=points[0] if points else None,
        tier=said(tier.name) if tier.name else "",
        level=_level(tier, document),
        keeps_until=tier.grace_until_date,
        endings=tuple(
            _ending(one, is_money=one.unit in money) for one in wallet.balances if one.next_expiry
        ),
        coming=_written(wallet, money, "pending"),
        owed=_written(wallet, money, "owed"),
        account=wallet.account.name if wallet.account else "",
        stamps=stamps,
        offers=tuple(one for given, one in offers if given == "claimed"),
        gifts=tuple(one for given, one in offers if given == "automatic"),
        rules=rules,
    )


def _written(wallet: Wallet, money: frozenset[str], part: str) -> tuple[str, ...]:
    return tuple(
        units_text(units, name=said(one.name), is_money=one.unit in money)
        for one in wallet.balances
        if (units := getattr(one, part))
    )


def _offers(rules: RulesShown, wallet: Wallet) -> list[tuple[str, Offer]]:
    words, held = words_of(rules), {one.unit: one for one in wallet.balances}
    return [
        (
            one.given,
            Offer(
                said(one.name), gift_phrase(one.effect, wording=words),
                cost_phrase(one.cost, wording=words), _missing(one, held),
            ),
        )
        for one in rules.document.rewards
        if one.given != "coupon"
    ]  # fmt: skip


def _missing(reward: Reward, held: dict[str, UnitHeld]) -> str:
    cost = reward.cost
    if cost is None or cost.unit not in held:
        return ""
    unit = held[cost.unit]
    left = cost.units - unit.available
    if left <= 0:
        return ""
    units = units_text(left, name=said(unit.name), is_money=unit.is_money)
    return _("%(units)s more") % {"units": units}


def _ending(held: UnitHeld, *, is_money: bool) -> str:
    assert held.next_expiry is not None
    return _("Use %(units)s before %(day)s.") % {
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
