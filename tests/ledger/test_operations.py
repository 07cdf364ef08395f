"""Posting, one leg after another: the worked examples of the book, through the real database."""

from datetime import timedelta

import pytest

from tests.factories.book import (
    CREDIT,
    NOON,
    POINTS,
    Till,
    award,
    days,
    number,
    open_till,
    refused,
    request,
    sale,
    set_clock,
)
from vafa.ledger import operations as book
from vafa.ledger import queries
from vafa.ledger.errors import (
    KeyReused,
    MemberOfAnotherClub,
    NoSuchMember,
    NothingLeftToRestore,
    NothingLeftToTakeBack,
    ReferenceBusy,
    ReferencesDiffer,
)
from vafa.ledger.records import (
    Adjust,
    BurnUnits,
    Earn,
    HoldUnits,
    ReleaseHold,
    RestoreUnits,
    SourceRef,
    TakeBack,
    WalletBalance,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def till() -> Till:
    """Give a member with an empty book; the database's clock stands at noon."""
    set_clock(NOON)
    return open_till()


def held(spendable: int = 0, held: int = 0, pending: int = 0, owed: int = 0) -> WalletBalance:
    """Give a balance."""
    return WalletBalance(spendable, held, pending, owed)


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
    assert till.balances() == {POINTS: held(10)}


def test_a_stale_version_writes_nothing(till: Till) -> None:
    """A decision made on an older state is not posted."""
    till.post(Earn(POINTS, 10))

    done = till.post(Earn(POINTS, 5), version=0)

    assert (done.outcome, done.state_version, done.answer) == ("stale", 1, {})
    assert queries.event_of(
        club_id=till.club_id, member_id=till.member_id, event_id=done.event_id
    ) is None  # fmt: skip
    assert till.balances() == {POINTS: held(10)}


def test_burn_takes_soonest_expiry_first(till: Till) -> None:
    """E32: X 100 (10 days left) and Y 100 (300 days left), spend 120: X 100 and Y 20."""
    till.post(
        Earn(POINTS, 100, expires_at=days(300)),
        Earn(POINTS, 100, expires_at=days(10)),
        Earn(POINTS, 100),
    )

    till.post(BurnUnits(POINTS, 120))

    set_clock(days(11))
    assert till.balances() == {POINTS: held(180)}
    set_clock(days(301))
    assert till.balances() == {POINTS: held(100)}


def test_burn_takes_promotional_before_paid(till: Till) -> None:
    """E33: promotional credit burns first though the paid one ends sooner."""
    till.post(
        Earn(CREDIT, 100, lot_class=1, expires_at=days(1)),
        Earn(CREDIT, 100, lot_class=0, expires_at=days(9)),
    )

    till.post(BurnUnits(CREDIT, 150))

    set_clock(days(2))
    assert till.balances() == {CREDIT: held(0)}


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
    assert till.balances() == {POINTS: held(pending=10)}
    assert till.post(BurnUnits(POINTS, 1)).outcome == "declined"

    set_clock(days(2))

    assert till.post(BurnUnits(POINTS, 4), version=1).outcome == "stale"  # it was settled first
    assert till.post(BurnUnits(POINTS, 4)).outcome == "posted"
    set_clock(days(5))
    assert till.balances() == {POINTS: held(0)}
    assert [row[0] for row in till.movements()] == ["earn", "activate", "burn", "expire"]


def test_a_purchase_of_long_ago_opens_and_expires_in_one_posting(till: Till) -> None:
    """E16: a lot whose validity is over is opened and expired at once, spendable 0."""
    till.post(Earn(POINTS, 10, expires_at=days(-35)), at=days(-400))

    assert till.balances() == {POINTS: held(0)}
    assert [row[0] for row in till.movements()] == ["earn", "expire"]


def test_inactivity_ends_every_lot_of_the_unit(till: Till) -> None:
    """Units end together when the member's idle moment comes; a purchase moves it on."""
    till.post(Earn(POINTS, 10), Earn(CREDIT, 3), idle={POINTS: days(10)})
    set_clock(days(9))
    till.post(Earn(POINTS, 1, available_at=days(30)), idle={POINTS: days(19)})

    set_clock(days(18))
    assert till.balances()[POINTS] == held(10, pending=1)
    set_clock(days(19))
    assert till.balances() == {POINTS: held(0), CREDIT: held(3)}


def test_hold_captured_in_part_gives_the_rest_back(till: Till) -> None:
    """E28: hold 50,000, capture 30,000: 20,000 go back to the same lots and dates."""
    till.post(Earn(CREDIT, 50_000, expires_at=days(3)), Earn(CREDIT, 50_000))
    hold_id = till.post(HoldUnits(CREDIT, 50_000, NOON + timedelta(minutes=15))).event_id
    assert till.balances() == {CREDIT: held(100_000, held=50_000)}

    till.post(BurnUnits(CREDIT, 30_000, hold_id=hold_id))

    assert till.balances() == {CREDIT: held(70_000)}
    found = queries.hold(club_id=till.club_id, member_id=till.member_id, hold_id=hold_id)
    assert found is not None
    assert (found.state, found.units, found.captured) == ("captured", 50_000, 30_000)
    set_clock(days(3))
    assert till.balances() == {CREDIT: held(50_000)}


def test_hold_is_over_after_its_minutes(till: Till) -> None:
    """E27: a hold of 15 minutes captured at 15:01 is declined and was released once."""
    till.post(Earn(CREDIT, 100))
    hold_id = till.post(HoldUnits(CREDIT, 80, NOON + timedelta(minutes=15))).event_id

    set_clock(NOON + timedelta(minutes=15, seconds=1))
    assert till.balances() == {CREDIT: held(100)}
    done = till.post(BurnUnits(CREDIT, 80, hold_id=hold_id))

    assert (done.outcome, done.answer["code"]) == ("declined", "hold_expired")


def test_hold_bound_to_a_terminal_stays_until_somebody_decides(till: Till) -> None:
    """E27: a hold bound to a terminal sale in state unknown ends only by a decision."""
    till.post(Earn(CREDIT, 100))
    hold_id = till.post(HoldUnits(CREDIT, 80, days(0), bound_to="terminal-9")).event_id

    set_clock(days(5))

    assert till.balances() == {CREDIT: held(100, held=80)}
    assert till.post(BurnUnits(CREDIT, 80, hold_id=hold_id)).outcome == "posted"


def test_lot_that_ends_while_held_may_be_captured_for_a_day(till: Till) -> None:
    """E29: capture at 00:05 of what was held at 23:50 is honoured; a day later it is not."""
    till.post(Earn(CREDIT, 100, expires_at=days(1)))
    hold_id = till.post(HoldUnits(CREDIT, 100, days(9))).event_id

    set_clock(days(2))
    late = till.post(BurnUnits(CREDIT, 60, hold_id=hold_id))
    assert (late.outcome, late.answer["code"]) == ("declined", "not_enough_held")
    set_clock(days(2) - timedelta(seconds=1))
    assert till.post(BurnUnits(CREDIT, 60, hold_id=hold_id)).outcome == "posted"

    assert till.balances() == {CREDIT: held(0)}
    assert [row[0] for row in till.movements()] == ["earn", "burn", "expire"]


def test_lot_that_ends_while_held_expires_on_release(till: Till) -> None:
    """E29: released after midnight it expires and never becomes available."""
    till.post(Earn(CREDIT, 100, expires_at=days(1)), Earn(CREDIT, 5))
    hold_id = till.post(HoldUnits(CREDIT, 70, days(9))).event_id
    set_clock(days(1))
    assert till.balances() == {CREDIT: held(75, held=70)}

    done = till.post(ReleaseHold(hold_id))

    assert done.answer["balances"]["2"]["available"] == 5
    assert till.post(ReleaseHold(hold_id)).answer["code"] == "hold_released"
    assert till.post(ReleaseHold(number())).answer["code"] == "hold_unknown"


def test_take_back_of_what_was_spent_is_owed_and_netted_by_earning(till: Till) -> None:
    """E46: earned 500, spent all, refund: owed 500; the next 300 earned leave 200 owed."""
    row = award(500)
    till.post(Earn(POINTS, 500, award_index=0), awards=[row])
    till.post(BurnUnits(POINTS, 500))

    till.post(TakeBack(row.id, 500, row.basis))
    assert till.balances() == {POINTS: held(owed=500)}
    till.post(Earn(POINTS, 10, kind="opening"))
    till.post(Earn(POINTS, 300))

    assert till.balances() == {POINTS: held(10, owed=200)}
    assert till.movements()[-1] == ("earn", 1, 300, "issuer", "owed", -190)


def test_owed_is_netted_when_pending_units_become_spendable(till: Till) -> None:
    """A pending earning nets what is owed only when it could be spent."""
    row = award(50)
    till.post(Earn(POINTS, 50, award_index=0), awards=[row])
    till.post(BurnUnits(POINTS, 50))
    till.post(TakeBack(row.id, 50, row.basis))
    till.post(Earn(POINTS, 80, available_at=days(1)))
    assert till.balances() == {POINTS: held(pending=80, owed=50)}

    set_clock(days(1))

    assert till.balances() == {POINTS: held(30)}


def test_take_back_forgives_the_shortfall_when_told(till: Till) -> None:
    """The programme may stop at 0; the award counts as taken back all the same."""
    row = award(100)
    till.post(Earn(POINTS, 100, award_index=0), awards=[row])
    till.post(BurnUnits(POINTS, 70))

    done = till.post(TakeBack(row.id, 100, row.basis, "forgive"))

    assert done.answer["legs"][0]["forgiven"] == 70
    assert till.balances() == {POINTS: held(0)}


def test_take_back_after_expiry_costs_nothing(till: Till) -> None:
    """E47: the earned lot is over: 0 are taken, breakage is corrected."""
    row = award(100)
    till.post(Earn(POINTS, 100, award_index=0, expires_at=days(1)), Earn(POINTS, 7), awards=[row])
    set_clock(days(1))

    done = till.post(TakeBack(row.id, 100, row.basis))

    assert done.answer["legs"][0]["from_breakage"] == 100
    assert till.balances() == {POINTS: held(7)}
    assert till.movements()[-1] == ("correct_breakage", 1, 100, "breakage", "issuer", 7)


def test_take_back_takes_own_lot_then_spent_part_then_breakage(till: Till) -> None:
    """The order of taking back, with a part of the award in each of the places."""
    row = award(100)
    till.post(Earn(POINTS, 100, award_index=0, expires_at=days(5)), awards=[row])
    till.post(BurnUnits(POINTS, 30))
    till.post(Earn(POINTS, 20))

    first = till.post(TakeBack(row.id, 60, 60_000))
    second = till.post(TakeBack(row.id, 40, 40_000))

    names = ("from_lot", "from_others", "owed", "from_breakage")
    assert [[done.answer["legs"][0][name] for name in names] for done in (first, second)] == [
        [60, 0, 0, 0],
        [10, 20, 10, 0],
    ]
    assert till.balances() == {POINTS: held(owed=10)}


def test_take_back_of_pending_units_takes_them_from_pending(till: Till) -> None:
    """What was not yet spendable is taken where it is."""
    row = award(10)
    till.post(Earn(POINTS, 10, award_index=0, available_at=days(3)), awards=[row])

    till.post(TakeBack(row.id, 4, 4000))

    assert till.balances() == {POINTS: held(pending=6)}


def test_take_back_is_never_above_the_award(till: Till) -> None:
    """E50: neither the units nor the basis of an award can be taken back twice."""
    row = award(10)
    till.post(Earn(POINTS, 10, award_index=0), awards=[row])
    till.post(TakeBack(row.id, 4, 4000))

    for units, basis in ((7, 6000), (6, 6001)):
        with refused(NothingLeftToTakeBack):
            till.post(TakeBack(row.id, units, basis))


def test_restore_gives_back_in_reverse_order_of_burning(till: Till) -> None:
    """E45: credit goes back to its original lots and dates."""
    till.post(Earn(CREDIT, 100, expires_at=days(3)), Earn(CREDIT, 100, expires_at=days(30)))
    burn_id = till.post(BurnUnits(CREDIT, 150)).event_id

    till.post(RestoreUnits(burn_id, CREDIT, 70, days(60)))

    set_clock(days(3))
    assert till.balances() == {CREDIT: held(100)}  # 50 to the later lot, 20 of 100 were sooner
    assert [row[:3] for row in till.movements()][-3:] == [
        ("restore", 2, 50),
        ("restore", 2, 20),
        ("expire", 2, 20),
    ]


@pytest.mark.parametrize(("grace", "left"), [(days(40), 100), (None, 0)])
def test_restore_to_a_lot_that_is_over(till: Till, grace: object, left: int) -> None:
    """E48: a 30-day grace lot, or lost to breakage when the programme says so."""
    till.post(Earn(CREDIT, 100, expires_at=days(3)))
    burn_id = till.post(BurnUnits(CREDIT, 100)).event_id
    set_clock(days(10))

    till.post(RestoreUnits(burn_id, CREDIT, 100, grace))  # type: ignore[arg-type] # framework

    assert till.balances() == {CREDIT: held(left)}
    set_clock(days(40))
    assert till.balances() == {CREDIT: held(0)}


def test_restore_is_never_above_the_burn(till: Till) -> None:
    """What was burned can be given back once."""
    till.post(Earn(CREDIT, 100))
    burn_id = till.post(BurnUnits(CREDIT, 60)).event_id
    till.post(RestoreUnits(burn_id, CREDIT, 40, None))

    with refused(NothingLeftToRestore):
        till.post(RestoreUnits(burn_id, CREDIT, 21, None))


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


def test_snapshot_gives_the_state_that_was_posted(till: Till) -> None:
    """The programme's memory, the balances and the epoch come in one call."""
    till.post(Earn(POINTS, 10), state={"tier": "silver", "day": 20_001})

    seen = book.snapshot(
        request=request(till.club_id), member_id=till.member_id, event_id=number()
    )

    assert (seen.state, seen.state_version) == ({"tier": "silver", "day": 20_001}, 1)
    assert (seen.balances, seen.now) == ({POINTS: held(10)}, NOON)
    assert (seen.programme_epoch, seen.answer, seen.status) == (1, None, 0)


def test_snapshot_of_a_posted_request_gives_its_answer(till: Till) -> None:
    """E25: same key and body: the same answer. A crash before the posting is finished by it."""
    asked = request(till.club_id)
    first = book.snapshot(request=asked, member_id=till.member_id, event_id=number())
    retry = book.snapshot(request=asked, member_id=till.member_id, event_id=number())
    assert (retry.event_id, retry.answer) == (first.event_id, None)

    posted = till.post(Earn(POINTS, 10), event_id=first.event_id)

    again = book.snapshot(request=asked, member_id=till.member_id, event_id=number())
    assert (again.event_id, again.status, again.answer) == (first.event_id, 200, posted.answer)


def test_snapshot_refuses_a_key_with_another_body(till: Till) -> None:
    """E25: same key, other body: refused, and the first one's event is untouched."""
    asked = request(till.club_id, "k1", "one")
    book.snapshot(request=asked, member_id=till.member_id, event_id=number())

    with refused(KeyReused):
        book.snapshot(
            request=request(till.club_id, "k1", "two"), member_id=till.member_id, event_id=number()
        )


def test_snapshot_with_a_known_key_stays_with_its_member(till: Till) -> None:
    """The same key and body sent for another member finishes the first one's event."""
    asked = request(till.club_id, "k1")
    first = book.snapshot(request=asked, member_id=till.member_id, event_id=number())

    other = book.snapshot(request=asked, member_id=till.colleague().member_id, event_id=number())

    assert (other.member_id, other.event_id) == (till.member_id, first.event_id)


def test_snapshot_with_a_known_reference_gives_the_first_result(till: Till) -> None:
    """E26: new key, same natural key: the first result, also when another member is named."""
    refs = (SourceRef("odoo", "S1", "purchase"),)
    first = book.snapshot(
        request=request(till.club_id), member_id=till.member_id, event_id=number(), refs=refs
    )
    with refused(ReferenceBusy):
        book.snapshot(
            request=request(till.club_id), member_id=till.colleague().member_id,
            event_id=number(), refs=refs,
        )  # fmt: skip
    posted = till.post(Earn(POINTS, 10), event_id=first.event_id)

    for member_id in (till.member_id, till.colleague().member_id):
        again = book.snapshot(
            request=request(till.club_id), member_id=member_id, event_id=number(), refs=refs
        )
        assert (again.member_id, again.answer) == (till.member_id, posted.answer)
    higher = book.snapshot(
        request=request(till.club_id), member_id=till.member_id, event_id=77,
        refs=(SourceRef("odoo", "S1", "purchase", 1),),
    )  # fmt: skip
    assert (higher.event_id, higher.answer) == (77, None)


def test_a_declined_reference_may_be_claimed_again(till: Till) -> None:
    """What was declined did not happen: the same receipt may come again under a new key."""
    refs = (SourceRef("pos", "R1", "purchase"),)
    first = book.snapshot(
        request=request(till.club_id), member_id=till.member_id, event_id=number(), refs=refs
    )
    till.post(BurnUnits(POINTS, 1), event_id=first.event_id)

    second = book.snapshot(
        request=request(till.club_id), member_id=till.member_id, event_id=78, refs=refs
    )

    assert (second.event_id, second.answer) == (78, None)


def test_references_of_different_events_are_refused(till: Till) -> None:
    """One request cannot be two events."""
    one, two = SourceRef("pos", "R1", "purchase"), SourceRef("terminal", "T1", "purchase")
    for ref in (one, two):
        book.snapshot(
            request=request(till.club_id), member_id=till.member_id, event_id=number(),
            refs=(ref,),
        )  # fmt: skip

    with refused(ReferencesDiffer):
        book.snapshot(
            request=request(till.club_id), member_id=till.member_id, event_id=number(),
            refs=(one, two),
        )  # fmt: skip


def test_a_new_reference_beside_a_known_one_joins_its_event(till: Till) -> None:
    """The receipt is known, the terminal's number is new: both name the first event."""
    one, two = SourceRef("pos", "R1", "purchase"), SourceRef("alpha", "T1", "purchase")
    first = book.snapshot(
        request=request(till.club_id), member_id=till.member_id, event_id=number(), refs=(one,)
    )

    book.snapshot(
        request=request(till.club_id), member_id=till.member_id, event_id=number(),
        refs=(one, two),
    )  # fmt: skip

    found = queries.reference(
        club_id=till.club_id, source="alpha", document="T1", effect="purchase"
    )
    assert found is not None
    assert found.event_id == first.event_id


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


def test_old_request_keys_are_forgotten(till: Till) -> None:
    """Request keys are kept for a while; the event's answer stays."""
    asked = request(till.club_id)
    book.snapshot(request=asked, member_id=till.member_id, event_id=1)

    assert book.forget_requests(club_id=till.club_id, before=days(-9999)) == 0
    assert book.forget_requests(club_id=till.club_id, before=days(9999)) == 1
    fresh = book.snapshot(request=asked, member_id=till.member_id, event_id=2)
    assert fresh.event_id == 2
