"""The words about purchases that change their holder, through the journeys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.factories.clubs import Club
from tests.factories.own_keys import person
from tests.factories.receipts import claim_receipt, move, sell
from vafa.domain.clubs.scope import club_scope
from vafa.domain.rewards.answers import Exchanged, PurchaseDone
from vafa.domain.rewards.operations.claiming import link_staff

OTHER = "Ali"


def sold(club: Club, given: Mapping[str, Any]) -> PurchaseDone:
    """Sell to nobody known; perhaps the member is who rings it up."""
    by = None
    if given.get("rung_by_member"):
        by = person(club, "Sara of the till")
        with club_scope(club.club_id):
            link_staff(club_id=club.club_id, staff_id=by.staff_id, member_id=club.join())
    return sell(club, given["net"], by=by)


def claimed(club: Club, sale: PurchaseDone, given: Mapping[str, Any]) -> dict[str, Any]:
    """Have the member, or the other one, claim a receipt."""
    if "bought" in given:
        club.buy(given["bought"], name=OTHER)
    done = claim_receipt(club, sale.receipt_code, OTHER if given.get("other") else "Sara")
    units = {award.unit: award.units for award in done.awards}
    return {"points": units.get("points", 0), "credit": units.get("credit", 0)}


def handed_over(club: Club, sale: PurchaseDone, given: Mapping[str, Any]) -> dict[str, Any]:
    """Move a sale from the member to the other one, or back."""
    name = "Sara" if given.get("back") else OTHER
    done = move(club, sale, name, if_spent=given.get("if_spent", "owe"))
    assert isinstance(done, Exchanged)
    return {"pay": done.to_pay_rials, "theirs": theirs(club)}


def theirs(club: Club) -> dict[str, int]:
    """Give what the other member has: spendable less owed."""
    return {one.unit: one.spendable - one.owed for one in club.wallet(OTHER).balances}
