"""Tills buying on a duplicate while it is merged and parted: no deadlock, nothing lost."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

import pytest
from django.db import connections

from tests.factories.clubs import Club, a_club, claim
from tests.factories.merging import differences, held, merge, unmerge
from vafa.domain.rewards.merge_pair import AlreadyMerged

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
def club() -> Club:
    """Give a club with two members whose books are committed."""
    opened = a_club()
    opened.buy(1_000_000)
    opened.buy(2_000_000, name="Ali")
    return opened


def test_two_tills_buy_on_the_duplicate_while_it_is_merged(club: Club) -> None:
    """Each purchase is on the one or the other, once; in the end all is the survivor's."""

    def till() -> int:
        return sum(club.buy(1_000_000, name="Ali").status for _ in range(5))

    done = at_once([till, till, lambda: int(merge(club).merge_id > 0)])

    assert done == [1000, 1000, 1]
    assert held(club)["points"] == (130, 0, 0)
    assert held(club, "Ali") == held(club)
    assert differences(club) == {}


def test_a_repeat_meets_the_merge_and_is_one_purchase(club: Club) -> None:
    asked = claim("same", "same")

    def till() -> int:
        return club.buy(1_000_000, name="Ali", document="R", asked=asked).event_id

    done = at_once([till, till, till, lambda: merge(club).survivor_id])

    assert len(set(done[:3])) == 1
    assert club.buy(1_000_000, name="Ali", document="R", asked=asked).event_id == done[0]
    assert held(club)["points"] == (40, 0, 0)


def test_two_merges_of_one_duplicate_are_one(club: Club) -> None:
    club.join("Reza")

    def attempt(survivor: str) -> str:
        try:
            return str(merge(club, survivor).survivor_id)
        except AlreadyMerged:
            return "merged"

    done = at_once([lambda: attempt("Sara"), lambda: attempt("Reza")])

    assert sorted(one == "merged" for one in done) == [False, True]
    assert held(club)["points"][0] + held(club, "Reza")["points"][0] in {30, 40}
    assert differences(club) == {}


def test_two_members_merged_into_each_other_at_once_are_one(club: Club) -> None:
    def attempt(survivor: str, duplicate: str) -> bool:
        try:
            return merge(club, survivor, duplicate).merge_id > 0
        except AlreadyMerged:
            return False

    done = at_once([lambda: attempt("Sara", "Ali"), lambda: attempt("Ali", "Sara")])

    assert sorted(done) == [False, True]
    assert held(club) == held(club, "Ali")
    assert held(club)["points"] == (30, 0, 0)


def test_tills_buy_while_members_are_parted_and_merged_again(club: Club) -> None:
    """Every purchase is somewhere, once; the book holds."""

    def till() -> int:
        return sum(club.buy(1_000_000, name="Ali").status for _ in range(6))

    def office() -> int:
        return sum(unmerge(club, merge(club).merge_id).merge_id > 0 for _ in range(3))

    done = at_once([till, till, office])
    merge(club)

    assert done == [1200, 1200, 3]
    assert held(club)["points"] == (150, 0, 0)
    assert differences(club) == {}
