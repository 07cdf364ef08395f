"""An amount far above what is usual gives nothing until somebody has looked at it (E18)."""

from __future__ import annotations

import pytest

from tests.factories.clubs import IDS, VAULT, Club, a_club, claim, clock
from tests.factories.coupons import coupon, coupon_club
from tests.factories.gift_cards import a_card, buy, card_club, card_line, goods, held, issue
from vafa.domain.rewards.answers import Exchanged
from vafa.domain.rewards.operations.card_sales import SaleWaits
from vafa.domain.rewards.records import CardPayment, PurchaseLine, RewardClaim
from vafa.domain.rewards.reviews import NoSuchReview, ReviewCard, ReviewDecided
from vafa.journeys.review_purchases import accept_review, decline_review, list_reviews
from vafa.ledger.verify import verify

pytestmark = pytest.mark.django_db


@pytest.fixture
def club() -> Club:
    """Give a club where Sara has bought for 1,000,000 Rial a hundred times, and Ali once."""
    club = a_club()
    for _ in range(100):
        club.buy(1_000_000)
    club.buy(1_000_000, name="Ali")
    club.pass_days(1)  # what is usual is looked up anew
    return club


def waiting(club: Club) -> tuple[ReviewCard, ...]:
    """List what waits."""
    return list_reviews(principal=club.principal)


def test_toman_for_rial_waits_and_gives_nothing_yet(club: Club) -> None:
    """Over ten times the member's 99th percentile: recorded, no credit yet (E18)."""
    usual = club.buy(10_000_000)
    far = club.buy(10_000_001)

    assert not usual.waits_for_review
    assert usual.awards != ()
    assert far.waits_for_review
    assert (far.awards, far.tier_changes) == ((), ())
    assert far.to_pay_rials == 10_000_001
    assert [(one.sale_id, one.amount_rials, one.usual_rials) for one in waiting(club)] == [
        (far.event_id, 10_000_001, 1_000_000)
    ]
    assert far.balances == usual.balances
    assert verify(club_id=club.club_id).differences == 0


def test_a_new_member_is_compared_with_the_club(club: Club) -> None:
    """Ali has bought once: the club's 99th percentile counts for him."""
    assert not club.buy(9_000_000, name="Ali").waits_for_review
    assert club.buy(11_000_000, name="Ali").waits_for_review


def test_accepting_gives_what_the_purchase_gives(club: Club) -> None:
    """What it gives is what a purchase that never waited would have given; once."""
    far = club.buy(50_000_000)
    asked = claim()

    with clock(club.at):
        done = accept_review(
            principal=club.principal, claim=asked, at=club.at, ids=IDS, vault=VAULT,
            sale_id=far.event_id,
        )  # fmt: skip
        again = accept_review(
            principal=club.principal, claim=asked, at=club.at, ids=IDS, vault=VAULT,
            sale_id=far.event_id,
        )  # fmt: skip

    assert done.to_pay_rials == 0
    assert {one.unit: one.units for one in done.purchase.awards} == {
        "points": 500, "credit": 1_500_000
    }  # fmt: skip
    assert again.replayed
    assert again.purchase.event_id == done.purchase.event_id
    assert waiting(club) == ()
    with pytest.raises(ReviewDecided):
        decline_review(principal=club.principal, at=club.at, sale_id=far.event_id)
    assert verify(club_id=club.club_id).differences == 0


def test_accepting_takes_off_what_the_coupon_took_off() -> None:
    club = coupon_club()
    for _ in range(100):
        club.buy(1_000_000)
    club.pass_days(1)
    far = club.buy(50_000_000, claims=(RewardClaim(coupon=coupon(club)),))

    with clock(club.at):
        done = accept_review(
            principal=club.principal, claim=claim(), at=club.at, ids=IDS, vault=VAULT,
            sale_id=far.event_id,
        )  # fmt: skip

    assert (far.to_pay_rials, far.waits_for_review) == (45_000_000, True)
    assert (done.purchase.to_pay_rials, done.to_pay_rials) == (45_000_000, 0)


def test_what_a_card_pays_stays_paid_and_a_top_up_waits() -> None:
    """No credit yet; accepting gives it, and the card has paid once."""
    club = card_club()
    usual(club)
    card = a_card(club, 500_000)
    top_up = PurchaseLine(20_000_000, kind="top_up")

    far = buy(club, goods(10_000_000), top_up, cards=[CardPayment(card.code)])
    before = club.available("credit"), held(club, card).balance_rials
    accept(club, far.event_id)

    assert far.waits_for_review
    assert far.to_pay_rials == 29_500_000
    assert before == (0, 0)
    assert (club.available("credit"), held(club, card).balance_rials) == (20_000_000, 0)
    assert verify(club_id=club.club_id).differences == 0


def test_a_card_is_worth_what_it_says_and_one_beside_what_waits_is_issued_later() -> None:
    club = card_club()
    usual(club)

    large = a_card(club, 50_000_000, name="Sara")
    far = buy(club, goods(50_000_000), card_line(1_000_000))
    with pytest.raises(SaleWaits):
        issue(club, far, line=2)
    done = accept(club, far.event_id)
    card = issue(club, done.purchase, line=2)

    assert (large.rials, card.rials) == (50_000_000, 1_000_000)
    assert held(club, card).balance_rials == 1_000_000
    assert verify(club_id=club.club_id).differences == 0


def usual(club: Club) -> None:
    """Let Sara buy for 1,000,000 Rial a hundred times."""
    for _ in range(100):
        club.buy(1_000_000)
    club.pass_days(1)


def accept(club: Club, sale_id: int) -> Exchanged:
    """Accept a purchase that waits."""
    with clock(club.at):
        return accept_review(
            principal=club.principal, claim=claim(), at=club.at, ids=IDS, vault=VAULT,
            sale_id=sale_id,
        )  # fmt: skip


def test_declining_leaves_it_without_anything(club: Club) -> None:
    """It can be voided at the till; it cannot be accepted any more."""
    far = club.buy(50_000_000)

    declined = decline_review(principal=club.principal, at=club.at, sale_id=far.event_id)

    assert (declined.state, waiting(club)) == ("declined", ())
    assert club.void(far).cash_rials == 50_000_000
    with pytest.raises(ReviewDecided):
        accept_review(
            principal=club.principal, claim=claim(), at=club.at, ids=IDS, vault=VAULT,
            sale_id=far.event_id,
        )  # fmt: skip
    with pytest.raises(NoSuchReview):
        decline_review(principal=club.principal, at=club.at, sale_id=1)


def test_a_small_club_makes_nothing_wait() -> None:
    """With less than a hundred sales nobody knows what is usual."""
    club = a_club()
    club.buy(1000)

    assert not club.buy(900_000_000).waits_for_review
