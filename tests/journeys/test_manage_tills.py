"""Tills that may lose their connection (E39): allowances, and the most that can be lost."""

import pytest

from tests.factories.clubs import IDS, VAULT, clock
from tests.factories.offline import a_line, open_shift, set_terms
from vafa.domain.clubs.scope import club_scope
from vafa.domain.members import mobiles
from vafa.domain.tills.operations import TermsOutOfBounds, TillClosed, TillExists, TooManyMembers
from vafa.domain.tills.queries import NoSuchTill
from vafa.journeys import manage_tills

pytestmark = pytest.mark.django_db


def test_allowance_is_at_most_the_balance_and_the_amount_of_the_terms() -> None:
    poor, rich = a_line(), a_line(40_000)

    (small,), (large,) = poor.open("Sara").allowed, rich.open("Sara").allowed

    assert (small.units, large.units) == (20_000, 50_000)


def test_who_was_never_seen_there_gets_no_allowance() -> None:
    line = a_line()

    opened = line.open("Sara", "Ali")

    assert [one.member_id for one in opened.allowed] == [line.club.join("Sara")]
    assert opened.left_out == (line.club.join("Ali"),)


def test_who_may_not_spend_now_gets_no_allowance() -> None:
    """A number that is said to have another owner, or changed less than a day before (E78)."""
    line = a_line()
    member_id = line.club.join("Sara")
    with club_scope(line.club.club_id):
        mobiles.doubt(club_id=line.club.club_id, member_id=member_id, at=line.club.at)

    opened = line.open("Sara")

    assert (opened.allowed, opened.left_out) == ((), (member_id,))


def test_second_shift_of_a_day_gives_nothing_twice() -> None:
    line = a_line()
    first = line.open("Sara")
    line.one(line.sale(1, spend=20_000))
    spent = line.open("Sara")
    line.club.buy(10_000_000)

    second = line.open("Sara")

    assert [one.units for one in (*first.allowed, *spent.allowed)] == [20_000, 20_000]
    assert [(one.units, one.used) for one in second.allowed] == [(50_000, 20_000)]


def test_owner_sees_and_sets_the_most_that_can_be_lost() -> None:
    line = a_line()
    manage_tills.open_till(principal=line.club.principal, at=line.club.at, code="b", branch="")
    with clock(line.club.at):
        default = manage_tills.show_terms(principal=line.club.principal, at=line.club.at)

    small = set_terms(line.club, member_day_rials=10_000, members_per_till=5)
    manage_tills.close_till(principal=line.club.principal, at=line.club.at, code="b")

    assert (default.terms.unit, default.maximum_loss_rials) == ("credit", 2 * 200 * 50_000)
    assert small.maximum_loss_rials == 2 * 5 * 10_000
    assert set_terms(line.club, member_day_rials=10_000).maximum_loss_rials == 200 * 10_000
    with pytest.raises(TermsOutOfBounds):
        set_terms(line.club, seen_days=0)


def test_more_members_than_the_terms_allow_are_refused() -> None:
    line = a_line()
    line.club.buy(1_000_000, name="Ali")
    set_terms(line.club, members_per_till=1)

    with pytest.raises(TooManyMembers):
        line.open("Sara", "Ali")


def test_tills_open_once_and_closed_ones_give_no_shift() -> None:
    line = a_line()
    line.open("Sara")
    manage_tills.close_till(principal=line.club.principal, at=line.club.at, code="till-1")

    with pytest.raises(TillClosed):
        line.open("Sara")
    with pytest.raises(TillExists):
        manage_tills.open_till(
            principal=line.club.principal, at=line.club.at, code="till-1", branch=""
        )
    with pytest.raises(NoSuchTill):
        open_shift(line.club, (), till="none")
    assert line.one(line.sale(1)).state == "posted"


def test_a_till_keeps_who_bought_there_last_up_to_its_terms() -> None:
    line = a_line()
    line.club.pass_days(1)
    line.club.buy(1_000_000, name="Ali")
    set_terms(line.club, members_per_till=1)

    def keep() -> manage_tills.TillKept:
        with clock(line.club.at):
            return manage_tills.keep_at_till(
                principal=line.club.principal, ids=IDS, vault=VAULT, at=line.club.at, code="till-1"
            )

    first = keep()
    line.club.buy(1_000_000, name="Sara")
    second = keep()

    ali = line.club.join("Ali")
    assert first.opened.shift == second.opened.shift
    assert [one.member_id for one in first.opened.allowed] == [ali]
    assert [one.member_id for one in second.opened.allowed] == [ali]  # of today, once given
    assert set(first.finds.values()) == {ali}
    assert (first.unit.code, first.next_sequence) == ("credit", 1)


def test_who_joined_today_is_let_spend_when_the_till_asks_again() -> None:
    line = a_line()
    set_terms(line.club, members_per_till=2)

    def keep() -> list[int]:
        with clock(line.club.at):
            kept = manage_tills.keep_at_till(
                principal=line.club.principal, ids=IDS, vault=VAULT, at=line.club.at, code="till-1"
            )
        return sorted(one.member_id for one in kept.opened.allowed)

    before = keep()
    line.club.buy(1_000_000, name="Neda")

    assert keep() == sorted({*before, line.club.join("Neda")})
    assert len(before) == 1
