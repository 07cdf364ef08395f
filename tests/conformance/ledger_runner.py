"""Runs cases through the journeys on the real database: what is compared is what was stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from tests.conformance import handing_over, merging_words
from tests.conformance.case import Case, Outcome, differences
from tests.conformance.ledger_words import bought, claimed, codes, stored_purchase
from tests.conformance.pure import _basket, _priced, _settled
from tests.factories.clubs import IDS, VAULT, Club, a_club, claim, clock, ref
from tests.programme.shop import DAY, patched
from vafa.domain.clubs.scope import club_scope
from vafa.domain.rewards.answers import Exchanged, PurchaseDone, RefundDone
from vafa.domain.rewards.models import ProgrammeVersion
from vafa.domain.rewards.operations.versions import rules_changed
from vafa.domain.rewards.posting import Done, run_unasked
from vafa.domain.rewards.records import (
    Purchase,
    Refund,
    ReturnedLine,
    SpendWish,
)
from vafa.domain.rewards.rulebook import Rulebook
from vafa.journeys.quote_purchase import quote_purchase
from vafa.kit.calendar import midnight
from vafa.kit.errors import VafaError
from vafa.ledger import operations, sales
from vafa.ledger import queries as book
from vafa.ledger.models import Event
from vafa.ledger.records import Earn, LedgerEvent, Snapshot
from vafa.ledger.verify import verify
from vafa.programme.decide import decide_occasion, decide_tier
from vafa.programme.records import MemberFacts, MemberSnapshot, MemberState, Occasion

ZONE = "Asia/Tehran"
YEARS = timedelta(days=3650)
MORNING = 600


def moment(day: int, minute: int = 0) -> datetime:
    """Give the moment of a minute of a day of the case."""
    return midnight(DAY + day, ZONE) + timedelta(minutes=minute)


class LedgerRunner:
    """Interprets the words of a case as a shop's till does, one journey a word."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.changes = dict(case.programme)
        self.club: Club = a_club(is_published=False, at=moment(0, MORNING))
        self._put_in_force(self.club.at - YEARS)
        birthday: dict[str, Any] = {"birthday": case.birthday} if case.birthday else {}
        self.member = self.club.join("Sara", **birthday)
        self.sales: dict[str, int] = {}
        self.done: dict[str, PurchaseDone] = {}
        self.holds: dict[str, int] = {}
        self.last: tuple[Purchase, str] | None = None
        self.merge_id = 0

    def run(self) -> Outcome:
        """Take the steps one by one and collect what differs; the book must hold at the end."""
        found: list[str] = []
        for number, (word, given, *expected) in enumerate(self.case.steps, start=1):
            self.club.at += timedelta(seconds=1)
            before = self._newest_event()
            try:
                came = getattr(self, f"_{word}")(given)
            except VafaError as error:
                came = {"error": error.code}
            came.setdefault("steps", self._steps_since(before))
            for wanted in expected:
                came |= self._standing(wanted)
                if "notices" in wanted:
                    came["notices"] = self._notices_since(before)
                found += differences(number, _settled(wanted), came)
        wrong = verify(club_id=self.club.club_id).differences
        found += [f"the book has {wrong} differences"] if wrong else []
        return Outcome(self.case, tuple(found))

    def _give(self, given: Mapping[str, Any]) -> dict[str, Any]:
        def plan(snapshot: Snapshot, rules: Rulebook) -> LedgerEvent:
            pending, days = given.get("pending"), given.get("days")
            leg = Earn(
                unit=rules.in_force(self.club.at).unit(given["unit"]).number,
                units=given["units"],
                kind="opening",
                available_at=moment(pending) if pending else None,
                expires_at=moment(days + 1) if days else None,
            )
            return replace(self._event(snapshot, rules, "opening"), legs=(leg,))

        self._post(plan)
        return {}

    def _price(self, given: Mapping[str, Any]) -> dict[str, Any]:
        return _priced(_basket(given))

    def _purchase(self, given: Mapping[str, Any]) -> dict[str, Any]:
        self._at(given)
        spend = tuple(
            SpendWish(unit, units, self.holds.get(given.get("hold", "")))
            for unit, units in given.get("spend", {}).items()
        )
        purchase = Purchase(
            ref(self.member),
            "till",
            given.get("document", f"R-{IDS.next()}"),
            revision=given.get("revision", 0),
            spend=spend,
            claims=claimed(given),
            **bought(given),
        )
        key = f"purchase-{IDS.next()}"
        self.last = (purchase, key)
        return self._recorded(purchase, key, given.get("sale", "sale"))

    def _quote(self, given: Mapping[str, Any]) -> dict[str, Any]:
        self._at(given)
        purchase = Purchase(
            ref(self.member), "till", "DRAFT", claims=claimed(given), **bought(given)
        )
        with clock(self.club.at):
            done = quote_purchase(
                principal=self.club.principal,
                event_at=self.club.at,
                vault=VAULT,
                purchase=purchase,
            )
        points = sum(award.units for award in done.awards if award.unit == "points")
        return {"points": points, "pay": done.to_pay_rials}

    def _again(self, given: Mapping[str, Any]) -> dict[str, Any]:
        assert self.last is not None
        purchase, key = self.last
        if given:
            purchase = replace(purchase, **bought(given))
        return self._recorded(purchase, key, "again")

    def _recorded(self, purchase: Purchase, key: str, sale: str) -> dict[str, Any]:
        asked = claim(key, f"{purchase.lines} {purchase.amount_rials}")
        done = self.club.record(purchase, asked=asked)
        self.sales[sale] = done.event_id
        self.done[sale] = done
        if done.declined is not None:
            return {"declined": done.declined.available}
        stored = sales.stored_sale(
            club_id=self.club.club_id, member_id=self.member, sale_id=done.event_id
        )
        assert stored is not None
        return stored_purchase(self._said(done.event_id), stored) | {
            "carry": self._state().carry.get("points-on-purchase", 0)
        }

    def _refund(self, given: Mapping[str, Any]) -> dict[str, Any]:
        self._at(given)
        quantities = given.get("quantities", {})
        sale = self.done[given.get("sale", "sale")]
        refund = Refund(
            member_id=sale.member_id,
            sale_id=sale.event_id,
            source="till",
            document=f"F-{IDS.next()}",
            lines=tuple(ReturnedLine(number, milli) for number, milli in quantities.items()),
            amount_rials=given.get("amount"),
            goodwill_rials=given.get("goodwill", 0),
            store_credit=given.get("store_credit", ""),
        )
        return self._returned(self.club.give_back(refund))

    def _void(self, given: Mapping[str, Any]) -> dict[str, Any]:
        return self._returned(self.club.void(self.done[given.get("sale", "sale")]))

    def _edit(self, given: Mapping[str, Any]) -> dict[str, Any]:
        lines = tuple(bought(given)["lines"])
        sale = self.done[given.get("sale", "sale")]
        return self._swapped(self.club.edit(sale, lines=lines, revision=given["revision"]))

    def _exchange(self, given: Mapping[str, Any]) -> dict[str, Any]:
        return self._swapped(
            self.club.exchange(self.done[given.get("sale", "sale")], given["net"])
        )

    def _sell(self, given: Mapping[str, Any]) -> dict[str, Any]:
        self._at(given)
        self.done["sale"] = handing_over.sold(self.club, given)
        return {}

    def _claim(self, given: Mapping[str, Any]) -> dict[str, Any]:
        self._at(given)
        return handing_over.claimed(self.club, self.done["sale"], given)

    def _move(self, given: Mapping[str, Any]) -> dict[str, Any]:
        return handing_over.handed_over(self.club, self.done["sale"], given)

    def _others(self, given: Mapping[str, Any]) -> dict[str, Any]:
        sale = merging_words.bought_by_other(self.club, given)
        self.done[given.get("sale", "others")] = sale
        return {"theirs": handing_over.theirs(self.club)}

    def _merge(self, _given: Mapping[str, Any]) -> dict[str, Any]:
        self.merge_id, came = merging_words.merged(self.club)
        return came

    def _part(self, _given: Mapping[str, Any]) -> dict[str, Any]:
        return merging_words.parted(self.club, self.merge_id)

    def _swapped(self, done: Exchanged) -> dict[str, Any]:
        self.done["sale"] = done.purchase
        return {"earned": {one.unit: one.units for one in done.earned}, "pay": done.to_pay_rials}

    def _returned(self, done: RefundDone) -> dict[str, Any]:
        said = self._said(done.event_id, done.member_id)
        taken: dict[str, int] = {}
        for one in said["taken_back"]:
            taken[one["unit"]] = taken.get(one["unit"], 0) + one["units"]
        stored = sales.stored_sale(
            club_id=self.club.club_id, member_id=done.member_id, sale_id=done.sale_id
        )
        assert stored is not None
        return {
            "taken": {unit: units for unit, units in taken.items() if units},
            "restored": {one["unit"]: one["units"] for one in said["restored"]},
            "cash": said["cash_rials"],
            "vat": stored.returns[-1].vat_rials,
            "reasons": codes(said["notes"], *(one["reasons"] for one in said["taken_back"])),
        }

    def _occasion(self, given: Mapping[str, Any]) -> dict[str, Any]:
        self._at(given)

        def plan(snapshot: Snapshot, rules: Rulebook) -> LedgerEvent:
            version = rules.in_force(self.club.at)
            decision = decide_occasion(
                programme=version.compiled,
                snapshot=MemberSnapshot(
                    MemberState.from_json(snapshot.state),
                    facts=MemberFacts(birthday=self.case.birthday),
                ),
                occasion=Occasion(given["trigger"], DAY + given.get("day", 0)),
            )
            legs = tuple(
                Earn(version.unit(award.unit).number, award.units)
                for award in decision.awards
                if award.units
            )
            units = {award.unit: award.units for award in decision.awards}
            return replace(
                self._event(snapshot, rules, given["trigger"]),
                legs=legs,
                state=decision.state.as_json(),
                answer={"said": {"units": units}},
            )

        units = self._post(plan).posted.answer["said"]["units"]
        return {"points": units.get("points", 0), "credit": units.get("credit", 0)}

    def _pass(self, given: Mapping[str, Any]) -> dict[str, Any]:
        self.club.at = max(self.club.at, moment(given["day"]))
        self.club.run_day()
        return {}

    def _tier(self, given: Mapping[str, Any]) -> dict[str, Any]:
        def plan(snapshot: Snapshot, rules: Rulebook) -> LedgerEvent:
            decision = decide_tier(
                programme=rules.in_force(self.club.at).compiled,
                snapshot=MemberSnapshot(MemberState.from_json(snapshot.state)),
                tier=given["tier"],
                day=DAY + given.get("day", 0),
                days=given["days"],
            )
            changes = [{"kind": change.kind} for change in decision.tier_changes]
            return replace(
                self._event(snapshot, rules, "tier"),
                state=decision.state.as_json(),
                next_review_day=decision.state.manual_until,
                answer={"said": {"tier_changes": changes}},
            )

        self._post(plan)
        return {}

    def _publish(self, given: Mapping[str, Any]) -> dict[str, Any]:
        self.changes |= given["changes"]
        self._put_in_force(self.club.at)
        return {}

    def _hold(self, given: Mapping[str, Any]) -> dict[str, Any]:
        done = self.club.hold(given["units"], unit=given["unit"])
        self.holds[given["hold"]] = done.hold_id
        return {"declined": done.declined.available} if done.declined else {}

    def _capture(self, given: Mapping[str, Any]) -> dict[str, Any]:
        done = self.club.capture(self.holds[given["hold"]], given.get("units"))
        return {"declined": done.declined.code} if done.declined else {}

    def _cancel(self, given: Mapping[str, Any]) -> dict[str, Any]:
        done = self.club.cancel(self.holds[given["hold"]])
        return {"declined": done.declined.code} if done.declined else {}

    def _at(self, given: Mapping[str, Any]) -> None:
        """Be at the till at the day and minute given; a day that is past is told as such."""
        if "day" in given or "minute" in given:
            asked = moment(given.get("day", 0), given.get("minute", MORNING))
            self.club.placed_at = asked if asked < self.club.at else None
            self.club.at = max(self.club.at, asked)
        else:
            self.club.placed_at = None

    def _put_in_force(self, starts_at: datetime) -> None:
        document = patched(self.changes).model_dump(mode="json")
        with club_scope(self.club.club_id):
            rows = ProgrammeVersion.objects.filter(club_id=self.club.club_id)
            rows.create(
                id=IDS.next(),
                club_id=self.club.club_id,
                number=rows.count() + 1,
                document=document,
                created_at=starts_at,
                published_at=starts_at,
                starts_at=starts_at,
            )
            rules_changed(club_id=self.club.club_id)

    def _event(self, snapshot: Snapshot, rules: Rulebook, kind: str) -> LedgerEvent:
        return LedgerEvent(
            club_id=self.club.club_id,
            member_id=snapshot.member_id,
            event_id=snapshot.event_id,
            kind=kind,
            event_at=self.club.at,
            expected_version=snapshot.state_version,
            programme_version_id=rules.in_force(self.club.at).id,
            credential_id=0,
        )

    def _post(self, plan: Any) -> Done:
        with clock(self.club.at):
            return run_unasked(
                club_id=self.club.club_id, member_id=self.member, event_id=IDS.next(), plan=plan
            )

    def _said(self, event_id: int, member_id: int = 0) -> Mapping[str, Any]:
        stored = book.event_of(
            club_id=self.club.club_id, member_id=member_id or self.member, event_id=event_id
        )
        assert stored is not None
        said: Mapping[str, Any] = stored.answer["said"]
        return said

    def _state(self) -> MemberState:
        with clock(self.club.at):
            snapshot = operations.peek(club_id=self.club.club_id, member_id=self.member)
        return MemberState.from_json(snapshot.state)

    def _newest_event(self) -> int:
        with club_scope(self.club.club_id):
            newest = Event.objects.filter(member_id=self.member).order_by("-id").first()
        return newest.id if newest else 0

    def _steps_since(self, event_id: int) -> list[str]:
        with club_scope(self.club.club_id):
            found = Event.objects.filter(member_id=self.member, id__gt=event_id).order_by("id")
            said = [event.answer.get("said", {}) for event in found]
        return [change["kind"] for one in said for change in one.get("tier_changes", ())]

    def _notices_since(self, event_id: int) -> list[int]:
        told = self.club.outbox("notice.reached")
        return [one["threshold"] for one in told if int(one["event_id"]) > event_id]

    def _standing(self, wanted: Mapping[str, Any]) -> dict[str, Any]:
        tier = self._state().tier
        held = {one.unit: one for one in self.club.wallet().balances}
        asked = wanted.get("balance", {})
        return {
            "tier": tier,
            "balance": {unit: held[unit].spendable - held[unit].owed for unit in asked},
        }
