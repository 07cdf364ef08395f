"""Several people of one wallet at once: as one member at two tills (E80), and own limits too."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

import pytest
from django.db import connections

from tests.factories.households import Household, a_household
from tests.factories.merging import differences
from vafa.domain.accounts.operations import InAnAccount
from vafa.domain.accounts.records import Limits
from vafa.domain.rewards.allowances import AboveOwnLimit
from vafa.domain.rewards.records import SpendWish

pytestmark = pytest.mark.django_db(transaction=True)

T = TypeVar("T")


def at_once(works: list[Callable[[], T]]) -> list[T]:
    """Run works in threads that start together, each on a connection of its own."""
    start = Barrier(len(works))

    def run(work: Callable[[], T]) -> T:
        try:
            start.wait()
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


@pytest.fixture
def home() -> Household:
    """Give a household of Sara and Ali with 100,000 of credit."""
    opened = a_household()
    opened.add("Ali")
    return opened


@pytest.mark.parametrize("attempt", range(3))
def test_two_people_ask_for_the_same_credit_at_once(home: Household, attempt: int) -> None:
    """E80 as E24: one has 80,000 of 100,000, the other is told that 20,000 are available."""

    def buys(name: str) -> tuple[int, int]:
        done = home.club.buy(80_000, name=name, spend=[SpendWish("credit", 80_000)])
        return done.status, done.declined.available if done.declined else 0

    done = sorted(at_once([lambda: buys("Sara"), lambda: buys("Ali")]))

    assert done == [(200, 0), (402, 20_000)]
    assert home.club.available("credit") == 20_000
    assert differences(home.club) == {}


@pytest.mark.parametrize("attempt", range(3))
def test_one_person_at_many_tills_spends_the_limit_exactly(home: Household, attempt: int) -> None:
    """Of 50,000 a month six tills that ask for 20,000 each get two, whatever way they ask."""
    home.change("Ali", "child", Limits(month_rials=50_000))

    def buys() -> int:
        try:
            done = home.club.buy(80_000, name="Ali", spend=[SpendWish("credit", 20_000)])
        except AboveOwnLimit:
            return 0
        return 20_000 if done.status == 200 else -1

    def redeems() -> int:
        try:
            return 20_000 if home.redeem(20_000, "Ali") == 200 else -1
        except AboveOwnLimit:
            return 0

    def holds() -> int:
        try:
            return 20_000 if home.hold(20_000, "Ali") else -1
        except AboveOwnLimit:
            return 0

    done = at_once([buys, redeems, holds] * 2)

    assert sorted(done) == [0, 0, 0, 0, 20_000, 20_000]
    assert home.show().people[1].month_spent_rials == 40_000
    assert differences(home.club) == {}


def test_limits_of_two_people_do_not_meet(home: Household) -> None:
    home.change("Sara", "owner", Limits(month_rials=30_000))
    home.change("Ali", "child", Limits(month_rials=40_000))

    def spends(name: str, units: int) -> int:
        try:
            return home.redeem(units, name)
        except AboveOwnLimit:
            return 422

    works = [lambda: spends("Sara", 30_000), lambda: spends("Ali", 40_000)] * 2

    assert sorted(at_once(works)) == [200, 200, 422, 422]
    assert home.club.available("credit") == 30_000


def test_somebody_leaves_while_both_buy(home: Household) -> None:
    """Each purchase is on the one wallet or the other; nothing is lost, nothing waits for ever."""

    def buys(name: str) -> int:
        return sum(home.club.buy(1_000_000, name=name).status for _ in range(4))

    def leaves() -> int:
        return len(home.leave("Ali").carried)

    done = at_once([lambda: buys("Sara"), lambda: buys("Ali"), leaves])

    assert done[:2] == [800, 800]
    total = home.club.available("credit") + home.club.available("credit", "Ali")
    assert total == 100_000 + 8 * 20_000
    assert differences(home.club) == {}


def test_nobody_joins_two_accounts_at_once(home: Household) -> None:
    home.club.buy(5_000_000, name="Reza")
    other = Household(home.club)
    other.club.join("Mina")
    members = dict(home.club.members)
    home.club.members["Sara"] = home.club.join("Mina")
    other.open()
    home.club.members.update(members)

    def joins(to: Household) -> int:
        try:
            return len(to.add("Reza").people)
        except InAnAccount:
            return 0

    done = at_once([lambda: joins(home), lambda: joins(other)])

    assert sorted(bool(people) for people in done) == [False, True]
    assert differences(home.club) == {}
