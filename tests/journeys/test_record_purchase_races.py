"""Several tills at once on one member, on the real database with real commits."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

import pytest
from django.db import connections

from tests.factories.clubs import a_club, a_club_with_credit, claim
from vafa.domain.rewards.records import SpendWish
from vafa.ledger.verify import verify
from vafa.programme.document import Budget, Cap
from vafa.programme.presets import reference_programme

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


def test_four_tills_near_a_day_cap_get_it_exactly() -> None:
    """E91: exactly 100 granted."""
    document = reference_programme()
    units = tuple(
        unit.model_copy(update={"caps": (Cap(per="day", amount=100),)})
        if unit.code == "points"
        else unit
        for unit in document.units
    )
    club = a_club(document.model_copy(update={"units": units}))
    club.join()

    at_once([lambda: club.buy(4_000_000)] * 4)

    assert club.available("points") == 100
    assert verify(club_id=club.club_id).differences == 0


def test_two_tills_cannot_spend_the_same_credit() -> None:
    """E24, E80: one succeeds, one is declined with what is available."""
    club = a_club_with_credit()

    done = at_once([lambda: club.buy(80_000, spend=[SpendWish("credit", 80_000)])] * 2)

    assert sorted(one.status for one in done) == [200, 402]
    declined = next(one.declined for one in done if one.declined)
    assert (declined.available, club.available("credit")) == (20_000, 20_000)


def test_the_same_request_many_times_at_once_is_one_purchase() -> None:
    """E25 under load: one event, one answer."""
    club = a_club()
    club.join()
    asked = claim("same", "same")

    done = at_once([lambda: club.buy(1_000_000, asked=asked, document="R")] * 12)

    assert len({one.event_id for one in done}) == 1
    assert len({one.awards for one in done}) == 1
    assert club.available("points") == 10


def test_a_budget_at_its_edge_is_never_overdrawn() -> None:
    """Six members at once for the last 50,000 of a budget: exactly that is given."""
    document = reference_programme()
    rules = tuple(rule.model_copy(update={"budget": "month"}) for rule in document.rules[1:])
    budget = Budget(code="month", unit="credit", per="month", amount=50_000)
    club = a_club(document.model_copy(update={"rules": rules, "budgets": (budget,)}))
    names = ("Sara", "Ali", "Reza", "Mina", "Omid", "Nika")
    for name in names:
        club.join(name)

    at_once([lambda name=name: club.buy(1_000_000, name=name) for name in names])  # type: ignore[misc]  # framework

    assert sum(club.available("credit", name) for name in names) == 50_000
