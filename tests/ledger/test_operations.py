"""Posting, one leg after another: the worked examples of the book, through the real database."""

import pytest

from tests.factories.book import (
    CREDIT,
    POINTS,
    Till,
    balance,
    days,
    open_till,
    refused,
    sale,
    set_clock,
)
from vafa.ledger import operations as book
from vafa.ledger import queries
from vafa.ledger.errors import (
    MemberOfAnotherClub,
    NoSuchMember,
)
from vafa.ledger.records import (
    Adjust,
    BurnUnits,
    Earn,
)

pytestmark = pytest.mark.django_db


def test_earn_opens_a_lot_and_says_so(till: Till) -> None:
    """What is earned is spendable at once, and the answer is what a repeat gets again."""
    done = till.post(Earn(POINTS, 10))

    assert (done.outcome, done.status, done.state_version) == ("posted", 200, 1)
    assert done.answer == {
        "said": "سلام",
        "event_id": str(done.event_id),
        "legs": [{"leg": "earn", "unit": 1, "units": 10, "lot": 1, "netted": 0, "pending": False}],
        "balances": {"1": {"spendable": 10, "held": 0, "pending": 0, "owed": 0, "available": 10}},
    }
    assert till.movements() == [("earn", 1, 10, "issuer", "spendable", 10)]


def test_posting_the_same_event_again_gives_the_stored_answer(till: Till) -> None:
    """An event happens once, however often and with whatever version it is posted."""
    first = till.post(Earn(POINTS, 10), event_id=5)

    again = till.post(Earn(POINTS, 99), event_id=5, version=0)

    assert (again.outcome, again.answer) == ("replayed", first.answer)
    assert till.balances() == {POINTS: balance(10)}


def test_a_stale_version_writes_nothing(till: Till) -> None:
    """A decision made on an older state is not posted."""
    till.post(Earn(POINTS, 10))

    done = till.post(Earn(POINTS, 5), version=0)

    assert (done.outcome, done.state_version, done.answer) == ("stale", 1, {})
    assert queries.event_of(
        club_id=till.club_id, member_id=till.member_id, event_id=done.event_id
    ) is None  # fmt: skip
    assert till.balances() == {POINTS: balance(10)}


def test_burn_takes_soonest_expiry_first(till: Till) -> None:
    """E32: X 100 (10 days left) and Y 100 (300 days left), spend 120: X 100 and Y 20."""
    till.post(
        Earn(POINTS, 100, expires_at=days(300)),
        Earn(POINTS, 100, expires_at=days(10)),
        Earn(POINTS, 100),
    )

    till.post(BurnUnits(POINTS, 120))

    set_clock(days(11))
    assert till.balances() == {POINTS: balance(180)}
    set_clock(days(301))
    assert till.balances() == {POINTS: balance(100)}


def test_burn_takes_promotional_before_paid(till: Till) -> None:
    """E33: promotional credit burns first though the paid one ends sooner."""
    till.post(
        Earn(CREDIT, 100, lot_class=1, expires_at=days(1)),
        Earn(CREDIT, 100, lot_class=0, expires_at=days(9)),
    )

    till.post(BurnUnits(CREDIT, 150))

    set_clock(days(2))
    assert till.balances() == {CREDIT: balance(0)}


def test_burn_of_more_than_there_is_is_declined_and_stored(till: Till) -> None:
    """A decline is a value: stored, answered again, and nothing else is written."""
    till.post(Earn(POINTS, 10))

    declined = till.post(BurnUnits(POINTS, 11), event_id=6)

    assert (declined.outcome, declined.status, declined.state_version) == ("declined", 402, 1)
    answer = declined.answer
    assert (answer["code"], answer["asked"], answer["available"]) == ("not_enough", 11, 10)
    assert till.post(BurnUnits(POINTS, 1), event_id=6).answer == answer
    assert till.movements() == [("earn", 1, 10, "issuer", "spendable", 10)]


def test_a_decline_undoes_the_legs_before_it(till: Till) -> None:
    """All legs of an event are posted, or none is."""
    done = till.post(Earn(CREDIT, 5), BurnUnits(POINTS, 1), sale=sale(100))

    assert done.outcome == "declined"
    assert (till.movements(), till.balances()) == ([], {})
    assert till.post(Earn(CREDIT, 5)).outcome == "posted"


def test_pending_units_become_spendable_on_their_day(till: Till) -> None:
    """A pending lot is not spendable until its moment, and then by itself."""
    till.post(Earn(POINTS, 10, available_at=days(2), expires_at=days(5)))
    assert till.balances() == {POINTS: balance(pending=10)}
    assert till.post(BurnUnits(POINTS, 1)).outcome == "declined"

    set_clock(days(2))

    assert till.post(BurnUnits(POINTS, 4), version=1).outcome == "stale"  # it was settled first
    assert till.post(BurnUnits(POINTS, 4)).outcome == "posted"
    set_clock(days(5))
    assert till.balances() == {POINTS: balance(0)}
    assert [row[0] for row in till.movements()] == ["earn", "activate", "burn", "expire"]


def test_a_purchase_of_long_ago_opens_and_expires_in_one_posting(till: Till) -> None:
    """E16: a lot whose validity is over is opened and expired at once, spendable 0."""
    till.post(Earn(POINTS, 10, expires_at=days(-35)), at=days(-400))

    assert till.balances() == {POINTS: balance(0)}
    assert [row[0] for row in till.movements()] == ["earn", "expire"]


def test_inactivity_ends_every_lot_of_the_unit(till: Till) -> None:
    """Units end together when the member's idle moment comes; a purchase moves it on."""
    till.post(Earn(POINTS, 10), Earn(CREDIT, 3), idle={POINTS: days(10)})
    set_clock(days(9))
    till.post(Earn(POINTS, 1, available_at=days(30)), idle={POINTS: days(19)})

    set_clock(days(18))
    assert till.balances()[POINTS] == balance(10, pending=1)
    set_clock(days(19))
    assert till.balances() == {POINTS: balance(0), CREDIT: balance(3)}


def test_adjust_adds_takes_and_is_declined(till: Till) -> None:
    """Goodwill adds a lot; a correction takes in burn order and never below 0."""
    till.post(Adjust(POINTS, 10, "goodwill", expires_at=days(2)))
    till.post(Adjust(POINTS, -4, "mistake"))

    assert till.post(Adjust(POINTS, -7, "mistake")).answer["code"] == "not_enough"
    assert till.movements() == [
        ("adjust", 1, 10, "adjustment", "spendable", 10),
        ("adjust", 1, 4, "spendable", "adjustment", 6),
    ]


@pytest.mark.parametrize(
    ("earn", "burn", "account"),
    [
        ("convert", "convert", "conversion"),
        ("gift", "gift", "transit"),
        ("partner", "partner", "partner"),
    ],
)
def test_other_kinds_name_their_account(till: Till, earn: str, burn: str, account: str) -> None:
    """Value that comes from or goes to another account of the club names it."""
    till.post(Earn(POINTS, 5, kind=earn), BurnUnits(POINTS, 3, kind=burn))

    assert till.movements() == [
        (earn, 1, 5, account, "spendable", 5),
        (burn, 1, 3, "spendable", account, 2),
    ]


def test_members_belong_to_one_club(till: Till) -> None:
    """A member id of one club is no member of another, and cannot be opened there."""
    other = open_till()

    with refused(NoSuchMember):
        book.peek(club_id=other.club_id, member_id=till.member_id)
    with refused(MemberOfAnotherClub):
        book.open_member(club_id=other.club_id, member_id=till.member_id)
    book.open_member(club_id=till.club_id, member_id=till.member_id)


def test_due_members_are_found_in_pages(till: Till) -> None:
    """Those with something due, or a review due, by id; settling takes them off the list."""
    due = [till.colleague() for _ in range(3)]
    for one in due[:2]:
        one.post(Earn(POINTS, 1, expires_at=days(1)))
    set_clock(days(1))

    def page(after: int) -> list[int]:
        return book.due_members(club_id=till.club_id, today=20_000, after_member_id=after, limit=1)

    assert page(0) == [due[0].member_id]
    assert page(due[0].member_id) == [due[1].member_id]
    assert book.settle(club_id=till.club_id, member_id=due[0].member_id) is True
    assert book.settle(club_id=till.club_id, member_id=due[0].member_id) is False
    assert page(0) == [due[1].member_id]


def test_budget_is_granted_once_per_event_and_stops_at_nothing(till: Till) -> None:
    """The slices together are the budget; what is returned can be granted again."""
    club = till.club_id

    def take(event_id: int, units: int) -> int:
        return book.take_budget(
            club_id=club, budget="spring", period=1, units=units, event_id=event_id, total=100
        )

    assert [take(1, 30), take(1, 99), take(2, 90), take(3, 1)] == [30, 30, 70, 0]
    assert book.return_budget(club_id=club, budget="spring", event_id=2, units=500) == 70
    assert book.return_budget(club_id=club, budget="spring", event_id=2, units=1) == 0
    assert take(4, 80) == 70
