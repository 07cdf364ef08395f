"""Refunds through the real database: what was stored decides."""

from dataclasses import replace

import pytest

from tests.factories.clubs import Club, a_club
from vafa.domain.clubs.principal import Principal, RightMissing
from vafa.domain.clubs.rights import rights_of
from vafa.domain.rewards.answers import Restored
from vafa.domain.rewards.decide import AmountOutOfBounds, QuantityOutOfBounds
from vafa.domain.rewards.operations.purchase import EarlierRevisionStands
from vafa.domain.rewards.operations.refund import (
    GoodwillAboveLimit,
    LinesOrAmountOfRefund,
    NoStoreCredit,
)
from vafa.domain.rewards.records import PurchaseLine, ReturnedLine, SpendWish
from vafa.domain.sales.queries import NoSuchSale
from vafa.ledger.errors import NoSuchMember
from vafa.ledger.verify import verify
from vafa.programme.document import AfterDays, Budget, Programme
from vafa.programme.presets import reference_programme
from vafa.programme.refund_parts import ReturnsTooMuch

pytestmark = pytest.mark.django_db


def balances(club: Club, name: str = "Sara") -> dict[str, tuple[int, int]]:
    """Give spendable and owed by unit."""
    return {held.unit: (held.spendable, held.owed) for held in club.wallet(name).balances}


def test_full_refund_takes_back_what_the_sale_gave() -> None:
    club = a_club()
    sale = club.buy(1_000_000)

    done = club.refund(sale)

    assert (done.status, done.cash_rials) == (200, 1_000_000)
    assert sorted((one.unit, one.units) for one in done.taken_back) == [
        ("credit", 20_000), ("points", 10),
    ]  # fmt: skip
    assert balances(club) == {"points": (0, 0), "credit": (0, 0)}


def test_half_refund_gives_credit_and_cash_back_pro_rata() -> None:
    """E45: 1,000,000 = 200,000 credit + 800,000 cash; 500,000 returned: 100,000 + 400,000."""
    club = a_club()
    club.buy(10_000_000)
    sale = club.buy(
        lines=[PurchaseLine(500_000, vat_rials=0), PurchaseLine(500_000, vat_rials=0)],
        spend=[SpendWish("credit", 200_000)],
    )
    before = club.available("credit")

    done = club.refund(sale, lines=[ReturnedLine(1, 1000)])
    rest = club.refund(sale, lines=[ReturnedLine(2, 1000)])

    assert (done.cash_rials, rest.cash_rials) == (400_000, 400_000)
    assert [(one.unit, one.units) for one in done.restored] == [("credit", 100_000)]
    assert [(one.unit, one.units) for one in rest.restored] == [("credit", 100_000)]
    # The order's own cashback of 2 % on 800,000 is taken back, 8,000 each time.
    assert club.available("credit") == before + 200_000 - 16_000


def test_refund_after_the_earned_was_spent_is_owed() -> None:
    """E46: earned, all spent, refunded: owed, and netted from the next earning only."""
    club = a_club()
    sale = club.buy(50_000_000)  # 500 points, 1,000,000 of credit
    club.buy(500_000, spend=[SpendWish("points", 500)])

    club.refund(sale)
    owed = balances(club)["points"]
    club.buy(30_000_000)

    assert owed == (0, 500)
    assert balances(club)["points"] == (0, 200)


def test_refund_after_the_lot_ended_costs_nothing() -> None:
    """E47: takes 0; breakage is corrected."""
    document = reference_programme()
    units = tuple(
        unit.model_copy(update={"expiry": AfterDays(days=20)}) for unit in document.units
    )
    club = a_club(document.model_copy(update={"units": units}))
    sale = club.buy(1_000_000)
    club.pass_days(25)

    done = club.refund(sale)

    assert done.cash_rials == 1_000_000
    assert balances(club) == {"points": (0, 0), "credit": (0, 0)}
    assert [(one.unit, one.units, one.ended) for one in done.taken_back] == [
        ("points", 0, 10), ("credit", 0, 20_000),
    ]  # fmt: skip
    assert done.taken_back[0].why.en.endswith(
        "10 points of it had ended before: nothing was lost."
    )


def test_spent_lot_that_ended_comes_back_as_a_grace_lot() -> None:
    """E48: a 30-day lot replaces it."""
    document = reference_programme()
    units = tuple(
        unit.model_copy(update={"expiry": AfterDays(days=20)}) for unit in document.units
    )
    club = a_club(document.model_copy(update={"units": units}))
    club.buy(5_000_000)
    sale = club.buy(100_000, spend=[SpendWish("credit", 100_000)])
    club.pass_days(25)

    club.refund(sale)
    back = club.available("credit")
    club.pass_days(31)

    assert (back, club.available("credit")) == (100_000, 0)


def test_rule_published_since_changes_nothing() -> None:
    """E49: the stored award is reversed exactly."""
    club = a_club()
    sale = club.buy(1_000_000)
    document = reference_programme()
    club.publish(document.model_copy(update={"rules": document.rules[:1]}))

    club.refund(sale)

    assert balances(club) == {"points": (0, 0), "credit": (0, 0)}


def test_refund_in_steps_equals_refund_at_once() -> None:
    """E44: the order of steps never changes the total."""
    club = a_club()
    line = PurchaseLine(1_234_567, vat_rials=0, quantity_milli=3000)
    sale = club.buy(lines=[line])

    steps = [
        club.refund(sale, amount_rials=400_000),
        club.refund(sale, amount_rials=123_456),
        club.refund(sale),
    ]

    assert sum(step.cash_rials for step in steps) == 1_234_567
    assert balances(club) == {"points": (0, 0), "credit": (0, 0)}


def test_more_than_is_left_is_refused_and_writes_nothing() -> None:
    club = a_club()
    sale = club.buy(1_000_000)
    club.refund(sale, amount_rials=600_000)
    before = balances(club)

    with pytest.raises(ReturnsTooMuch):
        club.refund(sale, amount_rials=400_001)
    with pytest.raises(ReturnsTooMuch):
        club.refund(sale, lines=[ReturnedLine(1, 1001)])
    with pytest.raises(LinesOrAmountOfRefund):
        club.refund(sale, lines=[ReturnedLine(1, 1)], amount_rials=1)
    with pytest.raises(AmountOutOfBounds):
        club.refund(sale, amount_rials=0)
    with pytest.raises(QuantityOutOfBounds):
        club.refund(sale, lines=[ReturnedLine(1, 0)])

    assert balances(club) == before


def test_refunds_document_is_its_natural_key() -> None:
    """E26: the same refund document gives the first answer."""
    club = a_club()
    sale = club.buy(1_000_000)

    first = club.refund(sale, amount_rials=100_000, document="F-1")
    second = club.refund(sale, amount_rials=100_000, document="F-1")

    assert (second.replayed, second.event_id) == (True, first.event_id)


def test_refund_long_after_has_no_time_limit() -> None:
    """E57: a charge-back after 200 days is as any refund."""
    club = a_club()
    sale = club.buy(1_000_000)
    club.pass_days(200)

    assert club.refund(sale).cash_rials == 1_000_000


def test_goodwill_needs_approval_and_claws_no_more() -> None:
    """E50: cash above the price never takes back above the award."""
    club = a_club()
    sale = club.buy(1_000_000)
    owner = club.principal
    club.principal = Principal(club.club_id, owner.credential_id, rights_of({"refunds"}))
    with pytest.raises(RightMissing):
        club.refund(sale, goodwill_rials=50_000)
    club.principal = owner

    done = club.refund(sale, goodwill_rials=50_000)

    assert done.cash_rials == 1_050_000
    assert balances(club) == {"points": (0, 0), "credit": (0, 0)}


def test_goodwill_above_the_clubs_limit_is_no_matter_of_one_key() -> None:
    club = a_club()
    sale = club.buy(1_000_000)
    before = balances(club)

    with pytest.raises(GoodwillAboveLimit):
        club.refund(sale, goodwill_rials=1_000_001)

    assert balances(club) == before
    assert club.refund(sale, goodwill_rials=1_000_000).cash_rials == 2_000_000


def test_refund_below_the_threshold_starts_the_grace() -> None:
    """E61: 151 M to 148 M: the tier stays for its grace; what was earned stays."""
    club = a_club()
    club.buy(148_000_000)
    sale = club.buy(3_000_000)

    done = club.refund(sale)

    assert [change.kind for change in sale.tier_changes] == ["up"]
    assert [change.kind for change in done.tier_changes] == ["grace_started"]


def test_another_clubs_sale_is_not_refunded() -> None:
    club, other = a_club(), a_club()
    sale = other.buy(1_000_000)
    other.principal = club.principal

    with pytest.raises(NoSuchMember):
        other.refund(sale)


def test_completed_cancelled_and_completed_again_nets_one_award() -> None:
    """E54: a higher revision counts only once the earlier one has come back."""
    club = a_club()
    for revision in range(3):
        sale = club.buy(1_000_000, document="ORDER", revision=revision)
        with pytest.raises(EarlierRevisionStands):
            club.buy(1_000_000, document="ORDER", revision=revision + 1)
        club.refund(sale)

    club.buy(1_000_000, document="ORDER", revision=3)

    assert balances(club) == {"points": (10, 0), "credit": (20_000, 0)}


def test_refund_gives_the_budget_back() -> None:
    document = reference_programme()
    rules = tuple(rule.model_copy(update={"budget": "month"}) for rule in document.rules[1:])
    budget = Budget(code="month", unit="credit", per="month", amount=20_000)
    club = a_club(document.model_copy(update={"rules": rules, "budgets": (budget,)}))
    sale = club.buy(1_000_000)
    none_left = club.buy(1_000_000)

    club.refund(sale)
    again = club.buy(1_000_000)

    assert sum(award.units for award in none_left.awards) == 0
    assert sum(award.units for award in again.awards) == 20_000


def test_a_sale_of_another_member_is_not_refunded() -> None:
    club = a_club()
    sale = club.buy(1_000_000)

    with pytest.raises(NoSuchSale):
        club.refund(replace(sale, member_id=club.join("Ali")))
    with pytest.raises(NoSuchSale):
        club.refund(replace(sale, event_id=12))


def with_tender() -> Programme:
    """Give the reference programme with credit that pays like money."""
    document = reference_programme()
    points, credit = document.units
    assert credit.redemption is not None
    tender = credit.redemption.model_copy(update={"spend_as": "tender"})
    units = (points, credit.model_copy(update={"redemption": tender}))
    return document.model_copy(update={"units": units})


def test_refund_as_store_credit_still_claws_back() -> None:
    """E58: the money comes back as a paid lot, without an end, and the awards are taken."""
    club = a_club(with_tender())
    sale = club.buy(1_000_000)

    done = club.refund(sale, store_credit="credit")
    again = club.buy(500_000, spend=[SpendWish("credit", 400_000)])
    club.refund(again)

    assert (done.cash_rials, done.store_credit) == (0, Restored("credit", 1_000_000, 1_000_000))
    assert sorted((one.unit, one.units) for one in done.taken_back) == [
        ("credit", 20_000), ("points", 10),
    ]  # fmt: skip
    assert balances(club) == {"points": (0, 0), "credit": (1_000_000, 0)}
    assert verify(club_id=club.club_id).differences == 0


def test_store_credit_never_pays_what_is_owed() -> None:
    """Owed is netted by earnings only (E46): money that is paid back is no earning."""
    club = a_club(with_tender())
    sale = club.buy(1_000_000)
    club.redeem(20_000)

    club.refund(sale, store_credit="credit")

    assert balances(club)["credit"] == (1_000_000, 20_000)


def test_unit_that_lowers_vat_is_no_store_credit() -> None:
    """E36: refund credit never lowers VAT."""
    club = a_club()
    sale = club.buy(1_000_000)
    before = balances(club)

    with pytest.raises(NoStoreCredit):
        club.refund(sale, store_credit="credit")

    assert balances(club) == before
