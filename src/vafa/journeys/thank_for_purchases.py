"""Thanking for purchases by SMS: what was promised when they were made is said, or left unsaid."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from vafa.domain.clubs import settings
from vafa.domain.clubs.queries import club_facts, code_of
from vafa.domain.clubs.scope import club_scope
from vafa.domain.members import consents, mobiles, tokens
from vafa.domain.members import queries as members
from vafa.domain.members.queries import MemberHasLeft
from vafa.domain.members.records import MemberRef
from vafa.domain.members.vault import Vault
from vafa.domain.messaging import operations as messaging
from vafa.domain.messaging import thanks
from vafa.domain.rewards import queries as rewards
from vafa.domain.rewards.answers import UnitHeld
from vafa.domain.sales import queries as sales
from vafa.journeys.send_messages import keep_quiet
from vafa.kit.calendar import date_of, local_day
from vafa.kit.errors import NotFound
from vafa.kit.persian import MoneyUnit, money, number

PAGE: Final = 50


def thank_for_purchases(
    *, club_id: int, vault: Vault, clock: Callable[[], datetime], link: Callable[[str, str], str]
) -> int:
    """Say the promised thanks that are due; gives how many were looked at.

    A sale that came back, a member who is not there or does not agree to messages, and a text
    that was switched off meanwhile: nothing is sent. In quiet hours they rest. `link` gives the
    address at which messages are stopped, from the club's code and the member's token.
    """
    at = clock()
    with club_scope(club_id):
        if keep_quiet(club_id=club_id, at=at):
            return 0
        due = messaging.promised(club_id=club_id, at=at, limit=PAGE)
        for sale_id in due:
            said = _said(club_id, sale_id, vault, at, link)
            if said is None:
                messaging.drop(club_id=club_id, message_id=sale_id)
            else:
                mobile, text = said
                messaging.fill(
                    club_id=club_id, message_id=sale_id, mobile=mobile, text=text, vault=vault
                )
    return len(due)


def _said(
    club_id: int, sale_id: int, vault: Vault, at: datetime, link: Callable[[str, str], str]
) -> tuple[str, str] | None:
    """Give the mobile and the text; nothing when nothing is to be said."""
    version = settings.newest_text(club_id=club_id, kind="thanks")
    if version is None or not version.text_fa:
        return None
    try:
        sale = sales.find_by_id(club_id=club_id, sale_id=sale_id)
        done = rewards.purchase(club_id=club_id, member_id=sale.member_id, event_id=sale.sale_id)
        named = MemberRef("id", str(done.person_id or done.member_id))
        member = members.find(club_id=club_id, member=named, vault=vault)
    except (NotFound, MemberHasLeft):
        return None
    sold = sales.sold(club_id=club_id, member_id=sale.member_id, sale_id=sale.sale_id)
    mobile = mobiles.mobile_of(found=member, vault=vault)
    if (
        sold.is_returned
        or not mobile
        or not consents.may_write_to(club_id=club_id, member_id=member.member_id, purpose="sms")
    ):
        return None
    facts = club_facts(club_id=club_id)
    day = date_of(local_day(at, facts.zone))
    unit = settings.display_on(settings.displays(club_id=club_id), day).unit
    wallet = rewards.wallet(club_id=club_id, member_id=sale.member_id).balances
    earned = Counter({held.unit: 0 for held in wallet})
    for award in done.awards:
        earned[award.unit] += award.units
    values = {
        "name": member.first_name,
        "club": facts.name,
        "earned": _figures(wallet, earned, unit),
        "balance": _figures(wallet, {held.unit: held.available for held in wallet}, unit),
    }
    token = tokens.token_of(vault=vault, club_id=club_id, kind="opt_out", id_=member.member_id)
    stop = f"لغو پیامک: {link(code_of(club_id=club_id), token)}"
    return mobile, f"{thanks.filled(version.text_fa, values)}\n{stop}"


def _figures(wallet: tuple[UnitHeld, ...], counted: Mapping[str, int], unit: MoneyUnit) -> str:
    """Write so many of each unit, as money where one is a Rial; "0" of nothing at all."""
    parts = [
        money(counted[held.unit], unit=unit) if held.is_money
        else f"{number(counted[held.unit])} {held.name.fa}"
        for held in wallet
        if counted[held.unit] > 0
    ]  # fmt: skip
    return " و ".join(parts) or number(0)
