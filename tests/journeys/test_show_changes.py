"""The feed of changes: what the outbox carried, in order, once."""

import pytest

from tests.factories.clubs import Club, a_club
from vafa.domain.rewards.answers import ChangeShown
from vafa.domain.rewards.queries import BadCursor, PageOutOfBounds
from vafa.journeys.relay_changes import relay_changes
from vafa.journeys.show_changes import show_changes

pytestmark = pytest.mark.django_db


def topics(club: Club, *, cursor: str = "", limit: int = 100) -> tuple[list[ChangeShown], str]:
    found = show_changes(principal=club.principal, cursor=cursor, limit=limit)
    return list(found.entries), found.next_cursor


def test_changes_are_fed_in_order_and_once() -> None:
    club = a_club()
    sale = club.buy(60_000_000)
    club.refund(sale)

    while relay_changes():
        pass
    first, cursor = topics(club, limit=3)
    second, end = topics(club, cursor=cursor)

    assert [change.topic for change in (*first, *second)] == [
        "member.join", "purchase.recorded", "tier.changed", "refund.recorded", "tier.changed",
    ]  # fmt: skip
    assert second[0].payload["sale_id"] == str(sale.event_id)
    assert topics(club, cursor=end) == ([], end)


def test_another_clubs_changes_are_not_shown() -> None:
    club, other = a_club(), a_club()
    other.buy(1_000_000)

    while relay_changes():
        pass

    assert topics(club) == ([], "")


@pytest.mark.parametrize("cursor", ["x", "-4", "9" * 19, "۱"])
def test_a_cursor_that_was_never_given_is_refused(cursor: str) -> None:
    club = a_club()

    with pytest.raises(BadCursor):
        topics(club, cursor=cursor)


def test_page_has_bounds() -> None:
    club = a_club()

    with pytest.raises(PageOutOfBounds):
        topics(club, limit=0)
