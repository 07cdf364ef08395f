"""Quotes: the same decision as the purchase, written nowhere, and known when it is over."""

from datetime import timedelta

import pytest

from tests.factories.clubs import VAULT, Club, a_club_with_credit, clock, ref
from vafa.domain.clubs.scope import club_scope
from vafa.domain.rewards.answers import Quote
from vafa.domain.rewards.operations.purchase import NotSpendable
from vafa.domain.rewards.records import Purchase, PurchaseLine, SpendWish
from vafa.journeys.quote_purchase import quote_purchase
from vafa.ledger.models import Event
from vafa.programme.document import Redemption
from vafa.programme.presets import reference_programme

pytestmark = pytest.mark.django_db

WISH = (SpendWish("credit", 30_000),)


def quote(club: Club, net: int, spend: tuple[SpendWish, ...] = WISH) -> Quote:
    with clock(club.at):
        return quote_purchase(
            principal=club.principal, event_at=club.at, vault=VAULT,
            purchase=Purchase(
                ref(club.join()), "till-1", "Q", lines=(PurchaseLine(net, vat_rials=0),),
                spend=spend,
            ),
        )  # fmt: skip


def test_purchase_is_as_quoted_and_the_quote_wrote_nothing() -> None:
    """E75, E89: bit for bit the same while the member has not changed."""
    club = a_club_with_credit()
    with club_scope(club.club_id):
        before = Event.objects.filter(club_id=club.club_id).count()

    quoted = quote(club, 1_000_000)
    with club_scope(club.club_id):
        after = Event.objects.filter(club_id=club.club_id).count()
    done = club.buy(1_000_000, spend=WISH, quote=quoted.quote)

    assert after == before
    assert (done.to_pay_rials, done.spent, done.notes, done.changed_since_quote) == (
        quoted.to_pay_rials, quoted.spent, quoted.notes, False,
    )  # fmt: skip
    assert [(award.rule, award.units, award.why) for award in done.awards] == [
        (award.rule, award.units, award.why) for award in quoted.awards
    ]
    assert quoted.expires_at == club.at + timedelta(minutes=15)


def test_purchase_says_when_something_changed_since() -> None:
    """E89: another purchase, another programme, or a quote that is over."""
    bought, published, late = (a_club_with_credit() for _ in range(3))
    quotes = [quote(club, 1_000_000).quote for club in (bought, published, late)]
    bought.buy(10_000)
    published.publish(reference_programme())
    late.at += timedelta(minutes=16)

    changed = [
        club.buy(1_000_000, quote=text).changed_since_quote
        for club, text in zip((bought, published, late), quotes, strict=True)
    ]

    assert changed == [True, True, True]


def test_a_quote_that_was_never_given_counts_as_changed() -> None:
    club = a_club_with_credit()

    assert club.buy(1_000_000, quote="nonsense").changed_since_quote


def test_quote_shows_the_most_that_each_unit_could_pay() -> None:
    """E31: at most 30 % of 1,000,000."""
    document = reference_programme()
    units = tuple(
        unit.model_copy(update={"redemption": Redemption(maximum_share=3_000)})
        if unit.code == "credit"
        else unit
        for unit in document.units
    )
    club = a_club_with_credit(500_000, document.model_copy(update={"units": units}))

    quoted = quote(club, 1_000_000, ())

    assert {spent.unit: spent.rials for spent in quoted.spendable}["credit"] == 300_000


def test_a_unit_without_a_policy_cannot_be_spent() -> None:
    document = reference_programme()
    units = tuple(unit.model_copy(update={"redemption": None}) for unit in document.units)
    club = a_club_with_credit(programme=document.model_copy(update={"units": units}))

    with pytest.raises(NotSpendable):
        quote(club, 1_000_000)
