"""The statement: every entry with its reason, page by page, as it was known at a moment."""

from datetime import datetime, timedelta

import pytest

from tests.factories.clubs import VAULT, Club, a_club, clock, ref
from vafa.domain.rewards.answers import Statement
from vafa.domain.rewards.queries import BadCursor, PageOutOfBounds
from vafa.domain.rewards.records import SpendWish
from vafa.journeys.show_statement import show_statement
from vafa.programme.document import AfterDays
from vafa.programme.presets import reference_programme

pytestmark = pytest.mark.django_db


def statement(
    club: Club, *, as_of: datetime | None = None, cursor: str = "", limit: int = 50
) -> Statement:
    with clock(club.at):
        return show_statement(
            principal=club.principal, vault=VAULT, member=ref(club.join()), as_of=as_of,
            cursor=cursor, limit=limit,
        )  # fmt: skip


def test_every_entry_says_why() -> None:
    document = reference_programme()
    units = tuple(unit.model_copy(update={"expiry": AfterDays(days=9)}) for unit in document.units)
    club = a_club(document.model_copy(update={"units": units}))
    first = club.buy(1_000_000)
    sale = club.buy(100_000, spend=[SpendWish("credit", 10_000)])
    club.refund(sale)
    club.pass_days(10)

    found = statement(club)

    kinds = [(entry.kind, entry.unit, entry.units) for entry in reversed(found.entries)]
    assert kinds[:3] == [
        ("earn", "points", 10),
        ("earn", "credit", 20_000),
        ("burn", "credit", -10_000),
    ]
    assert kinds[3:6] == [
        ("earn", "credit", 1_800),
        ("restore", "credit", 10_000),
        ("take_back", "credit", -1_800),
    ]
    assert kinds[-2:] == [("expire", "points", -10), ("expire", "credit", -20_000)]
    whys = {entry.kind: entry.why for entry in found.entries}
    assert whys["burn"].en == "Spent in a purchase."
    assert whys["expire"].fa == "مهلت استفاده تمام شد."
    assert found.entries[-1].why == first.awards[0].why
    assert all(entry.why.fa and entry.why.en for entry in found.entries)


def test_pages_join_without_gap_or_repeat() -> None:
    club = a_club()
    for _ in range(3):
        club.buy(1_000_000)

    seen: list[int] = []
    page = statement(club, limit=4)
    seen += [entry.seq for entry in page.entries]
    page = statement(club, limit=4, cursor=page.next_cursor)
    seen += [entry.seq for entry in page.entries]

    assert seen == [6, 5, 4, 3, 2, 1]
    assert page.next_cursor == ""


def test_as_of_shows_what_was_known_then() -> None:
    club = a_club()
    club.buy(1_000_000)
    then = club.at + timedelta(hours=1)
    club.pass_days(1)
    club.buy(2_000_000)

    past, present = statement(club, as_of=then), statement(club)

    assert [held.spendable for held in past.balances] == [10, 20_000]
    assert [held.spendable for held in present.balances] == [30, 60_000]
    assert (len(past.entries), len(present.entries)) == (2, 4)


@pytest.mark.parametrize("cursor", ["x", "-1", "9" * 30])
def test_a_cursor_that_was_never_given_is_refused(cursor: str) -> None:
    club = a_club()

    with pytest.raises(BadCursor):
        statement(club, cursor=cursor)


@pytest.mark.parametrize("limit", [0, 201])
def test_page_has_bounds(limit: int) -> None:
    club = a_club()

    with pytest.raises(PageOutOfBounds):
        statement(club, limit=limit)
