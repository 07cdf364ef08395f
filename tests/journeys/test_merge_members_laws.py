"""Random lives of two members, merged and parted in between: the book holds, nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories.clubs import Club, a_club
from tests.factories.merging import differences, merge, unmerge
from vafa.domain.rewards.answers import PurchaseDone
from vafa.domain.rewards.holds import NoSuchHold
from vafa.domain.rewards.records import SpendWish
from vafa.kit.errors import Refused
from vafa.ledger.errors import UnitsHeld
from vafa.programme.document import AfterDays
from vafa.programme.presets import reference_programme

pytestmark = pytest.mark.django_db

PEOPLE = ("Sara", "Ali")
moves = st.one_of(
    st.tuples(st.just("buy"), st.sampled_from(PEOPLE), st.integers(1, 90)),
    st.tuples(st.just("spend"), st.sampled_from(PEOPLE), st.integers(1, 90)),
    st.tuples(st.just("refund"), st.sampled_from(PEOPLE), st.integers(0, 9)),
    st.tuples(st.just("void"), st.sampled_from(PEOPLE), st.integers(0, 9)),
    st.tuples(st.just("hold"), st.just("Sara"), st.integers(1, 30)),
    st.tuples(st.just("cancel"), st.just("Sara"), st.integers(0, 9)),
    st.tuples(st.just("days"), st.just(""), st.integers(1, 20)),
    st.tuples(st.just("merge"), st.sampled_from(PEOPLE), st.just(0)),
    st.tuples(st.just("part"), st.just(""), st.just(0)),
)


@dataclass
class Life:
    """Two members of a club, and the merge of them that stands."""

    club: Club
    sales: list[PurchaseDone] = field(default_factory=list)
    holds: list[tuple[int, int]] = field(default_factory=list)
    merge_id: int = 0

    def worth(self) -> dict[str, int]:
        """Give all that both have, less what they owe, by unit."""
        ids = {self.club.wallet(name).member_id: name for name in PEOPLE}
        total: dict[str, int] = {}
        for name in ids.values():
            for one in self.club.wallet(name).balances:
                total[one.unit] = total.get(one.unit, 0) + one.spendable + one.pending - one.owed
        return total

    def do(self, what: str, who: str, much: int) -> None:
        """Let one thing happen; what is refused changes nothing."""
        match what:
            case "buy":
                self.sales.append(self.club.buy(much * 100_000, name=who))
            case "spend":
                wish = SpendWish("points", None)
                self.sales.append(self.club.buy(much * 100_000, name=who, spend=[wish]))
            case "refund" if self.sales:
                self.club.refund(self.sales[much % len(self.sales)], amount_rials=60_000)
            case "void" if self.sales:
                self.club.void(self.sales[much % len(self.sales)])
            case "hold":
                done = self.club.hold(much, unit="points", bound_to="terminal")
                self.holds += [(done.hold_id, done.member_id)] if done.hold_id else []
            case "cancel" if self.holds:
                self._cancel(*self.holds.pop())
            case "days":
                self.club.pass_days(much)
            case "merge" if not self.merge_id:
                self.conserving(lambda: self._merge(who))
            case "part" if self.merge_id:
                self.conserving(self._part)

    def _cancel(self, hold_id: int, holder_id: int) -> None:
        """End a hold as Sara's; it is unknown only when a survivor kept it at a parting."""
        try:
            self.club.cancel(hold_id)
        except NoSuchHold:
            assert holder_id != self.club.wallet("Sara").member_id

    def conserving(self, work: Callable[[], None]) -> None:
        """Do it: afterwards both have as much together as before."""
        before = self.worth()
        work()
        assert self.worth() == before

    def _merge(self, survivor: str) -> None:
        (duplicate,) = set(PEOPLE) - {survivor}
        self.merge_id = merge(self.club, survivor, duplicate).merge_id

    def _part(self) -> None:
        unmerge(self.club, self.merge_id)
        self.merge_id = 0


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(lives=st.lists(moves, min_size=6, max_size=18))
def test_the_book_holds_and_nothing_is_lost(db: None, lives: list[tuple[str, str, int]]) -> None:
    """After every step the proof of the book sees no difference."""
    document = reference_programme()
    units = tuple(
        unit.model_copy(update={"expiry": AfterDays(days=30), "pending_days": days})
        for unit, days in zip(document.units, (0, 5), strict=True)
    )
    life = Life(a_club(document.model_copy(update={"units": units})))
    for name in PEOPLE:
        life.club.buy(3_000_000, name=name)

    for what, who, much in lives:
        try:
            with transaction.atomic():
                life.do(what, who, much)
        except (Refused, UnitsHeld):
            continue
        assert differences(life.club) == {}, (what, who, much)


def test_what_was_held_since_a_merge_stays_with_the_survivor() -> None:
    """As purchases do; whoever asks for it as the duplicate's after parting is told so."""
    club = a_club()
    club.buy(3_000_000, name="Sara")
    club.buy(9_000_000, name="Ali")
    merge_id = merge(club, "Ali", "Sara").merge_id

    held = club.hold(5, unit="points", bound_to="terminal")
    unmerge(club, merge_id)

    assert held.member_id == club.join("Ali")
    assert next(one.held for one in club.wallet("Ali").balances if one.unit == "points") == 5
    with pytest.raises(NoSuchHold):
        club.cancel(held.hold_id)
    assert differences(club) == {}
