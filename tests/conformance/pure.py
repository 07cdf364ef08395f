"""Runs cases against the evaluator and pricing alone, with the plainest book of balances."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter

from tests.conformance.case import Case, Outcome, differences
from tests.programme.shop import DAY, Member, patched
from vafa.kit.errors import VafaError
from vafa.programme.compile import compile_programme
from vafa.programme.decide import decide_advance, decide_occasion, decide_tier
from vafa.programme.pricing import amount_only, event_lines, price_basket
from vafa.programme.pricing_records import BasketLine, Discount, PricedBasket, Tender
from vafa.programme.records import (
    Balance,
    Claim,
    Line,
    MemberFacts,
    Occasion,
    PurchaseDecision,
    Reason,
    Spend,
    TierChange,
)

_DISCOUNT: TypeAdapter[Discount] = TypeAdapter(Discount)


class PureRunner:
    """Interprets the words of a case that need no ledger."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.changes = dict(case.programme)
        self.member = Member(
            compile_programme(patched(self.changes)), facts=MemberFacts(birthday=case.birthday)
        )
        self.sales: dict[str, int] = {}

    def run(self) -> Outcome:
        """Take the steps one by one and collect what differs."""
        found: list[str] = []
        for number, (word, given, *expected) in enumerate(self.case.steps, start=1):
            try:
                came = getattr(self, f"_{word}")(given)
            except VafaError as error:
                came = {"error": error.code}
            came["balance"] = {
                unit: balance.spendable - balance.owed
                for unit, balance in self.member.balances.items()
            }
            came["tier"] = self.member.state.tier
            for wanted in expected:
                found += differences(number, _settled(wanted), came)
        return Outcome(self.case, tuple(found))

    def _give(self, given: Mapping[str, Any]) -> dict[str, Any]:
        before = self.member.balances.get(given["unit"], Balance())
        self.member.has(given["unit"], before.spendable + given["units"])
        return {}

    def _price(self, given: Mapping[str, Any]) -> dict[str, Any]:
        return _priced(_basket(given))

    def _purchase(self, given: Mapping[str, Any]) -> dict[str, Any]:
        came: dict[str, Any] = {}
        if "basket" in given:
            basket = _basket(given["basket"])
            order = event_lines(basket=basket)
        else:
            order = _lines(given)
        done = self.member.buys(
            *order,
            day=DAY + given.get("day", 0),
            minute=given.get("minute", 600),
            spend=[Spend(unit, units) for unit, units in given.get("spend", {}).items()],
            claims=tuple(Claim(reward, count) for reward, count in _claims(given).items()),
        )
        if done.short:
            return {"declined": done.short.available}
        self.sales[given.get("sale", "sale")] = len(self.member.sales) - 1
        return came | _purchased(done)

    def _occasion(self, given: Mapping[str, Any]) -> dict[str, Any]:
        done = decide_occasion(
            programme=self.member.programme,
            snapshot=self.member.snapshot,
            occasion=Occasion(given["trigger"], DAY + given.get("day", 0)),
        )
        self.member.state = done.state
        for award in done.awards:
            self._give({"unit": award.unit, "units": award.units})
        return _purchased(done)

    def _refund(self, given: Mapping[str, Any]) -> dict[str, Any]:
        done = self.member.returns(
            self.sales[given.get("sale", "sale")],
            day=DAY + given.get("day", 0),
            amount=given.get("amount"),
            quantities=given.get("quantities"),
            goodwill=given.get("goodwill", 0),
        )
        taken = dict.fromkeys(self.member.programme.units, 0)
        for claw in done.claw_backs:
            taken[claw.unit] += claw.units
        return {
            "taken": {unit: units for unit, units in taken.items() if units},
            "restored": {restore.unit: restore.units for restore in done.restores if restore.unit},
            "cash": done.cash_rials,
            "vat": sum(line.vat_rials for line in done.lines),
            "steps": _steps(done.tier_changes),
            "reasons": [reason.code for reason in done.reasons]
            + [reason.code for claw in done.claw_backs for reason in claw.reasons],
        }

    def _pass(self, given: Mapping[str, Any]) -> dict[str, Any]:
        done = decide_advance(
            programme=self.member.programme,
            snapshot=self.member.snapshot,
            day=DAY + given["day"],
        )
        self.member.state = done.state
        return {"steps": _steps(done.tier_changes)}

    def _tier(self, given: Mapping[str, Any]) -> dict[str, Any]:
        done = decide_tier(
            programme=self.member.programme,
            snapshot=self.member.snapshot,
            tier=given["tier"],
            day=DAY + given.get("day", 0),
            days=given["days"],
        )
        self.member.state = done.state
        return {"steps": _steps(done.tier_changes)}

    def _publish(self, given: Mapping[str, Any]) -> dict[str, Any]:
        self.changes |= given["changes"]
        self.member.programme = compile_programme(patched(self.changes))
        return {}


def _settled(wanted: Mapping[str, Any]) -> dict[str, Any]:
    """Days of a case count from 0."""
    days = {"available_day", "expires_day"}
    return {key: value + DAY if key in days and value else value for key, value in wanted.items()}


def _claims(given: Mapping[str, Any]) -> dict[str, int]:
    return dict(given.get("claims", {}))


def _lines(given: Mapping[str, Any]) -> tuple[Line, ...]:
    rows = given.get("lines") or [{"net": given["net"]}]
    return tuple(
        Line(
            number=number,
            group=row.get("group", "food"),
            net_rials=row["net"],
            gross_rials=row.get("gross", row["net"]),
            vat_rials=row.get("vat", 0),
            quantity_milli=row.get("milli", 1000),
            kind=row.get("kind", "product"),
            product=row.get("product", ""),
        )
        for number, row in enumerate(rows, start=1)
    )


def _basket(given: Mapping[str, Any]) -> PricedBasket:
    items = given.get("items")
    lines = (
        [BasketLine(**item) for item in items]
        if items
        else [amount_only(amount=given["amount"], vat_basis_points=given["vat_basis_points"])]
    )
    return price_basket(
        lines=lines,
        discounts=[_DISCOUNT.validate_python(terms) for terms in given.get("discounts", ())],
        tenders=[Tender(**tender) for tender in given.get("tenders", ())],
    )


def _priced(basket: PricedBasket) -> dict[str, Any]:
    return {
        "pay": basket.to_pay,
        "vat": basket.vat,
        "nets": [line.net for line in basket.lines],
        "vats": [line.vat for line in basket.lines],
        "bases": [line.earning_base for line in basket.lines],
        "paid": list(basket.tenders),
        "taken_off": [discount.with_vat for discount in basket.discounts],
        "refused": [discount.refused for discount in basket.discounts],
    }


def _purchased(done: PurchaseDecision) -> dict[str, Any]:
    units = {unit: 0 for award in done.awards for unit in (award.unit,)}
    lost = dict(units)
    by_line: dict[str, list[int]] = {}
    for award in done.awards:
        units[award.unit] += award.units
        lost[award.unit] += award.uncapped - award.units
        by_line[award.unit] = list(award.lines.values())
    reasons: list[Reason] = [*done.reasons]
    for award in done.awards:
        reasons += award.reasons
    for burn in done.burns:
        reasons += burn.reasons
    base = next((reason for reason in done.reasons if reason.code == "base"), None)
    return {
        "points": units.get("points", 0),
        "credit": units.get("credit", 0),
        "by_line": by_line,
        "base": base.figures["eligible"] if base else 0,
        "capped": {unit: amount for unit, amount in lost.items() if amount},
        "spent": {burn.unit: burn.units for burn in done.burns if not burn.reward},
        "spent_by_line": {
            burn.unit: list(burn.lines.values()) for burn in done.burns if not burn.reward
        },
        "cost": {burn.reward: burn.units for burn in done.burns if burn.reward},
        "off": {burn.reward: burn.rials for burn in done.burns if burn.reward},
        "pay": done.to_pay_rials,
        "vat": done.vat_rials,
        "available_day": done.awards[0].available_day if done.awards else 0,
        "expires_day": done.awards[0].expires_day if done.awards else 0,
        "steps": _steps(done.tier_changes),
        "carry": done.state.carry.get("points-on-purchase", 0),
        "reasons": [reason.code for reason in reasons],
    }


def _steps(changes: tuple[TierChange, ...]) -> list[str]:
    return [change.kind for change in changes]
