"""Purchases without a member, and claiming them by their receipts, through the real database."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.factories.clubs import Club, a_club, claim, clock
from tests.factories.merging import merge
from tests.factories.own_keys import person
from tests.factories.receipts import claim_receipt, moved, sell
from vafa.domain.clubs.principal import Principal, RightMissing
from vafa.domain.clubs.rights import rights_of
from vafa.domain.clubs.scope import club_scope
from vafa.domain.rewards.models import Receipt
from vafa.domain.rewards.operations.claiming import (
    AlreadyClaimed,
    ClaimTooLate,
    NoSuchReceipt,
    OwnReceipt,
    link_staff,
)
from vafa.domain.rewards.operations.guests import SpendNeedsMember
from vafa.domain.rewards.operations.handing_over import NothingLeftOfSale
from vafa.domain.rewards.operations.purchase import EarlierRevisionStands
from vafa.domain.rewards.posting import NothingLeft
from vafa.domain.rewards.records import PurchaseLine, ReturnedLine, SpendWish
from vafa.journeys.find_sale import find_sale
from vafa.journeys.show_purchase import show_purchase
from vafa.ledger.calls import reading_club, rows
from vafa.ledger.verify import verify
from vafa.programme.document import Cap
from vafa.programme.presets import reference_programme

pytestmark = pytest.mark.django_db


def held(club: Club, name: str = "Sara") -> dict[str, tuple[int, int]]:
    """Give spendable and owed by unit."""
    return {one.unit: (one.spendable, one.owed) for one in club.wallet(name).balances}


def turnover(club: Club) -> int:
    """Give the club's net sales: what was sold less what came back."""
    with reading_club(club.club_id):
        found = rows(
            "SELECT coalesce(sum(CASE WHEN returns_sale_id IS NULL THEN net_rials"
            " ELSE -net_rials END), 0)::bigint AS net FROM ledger_sale WHERE club_id = %s",
            (club.club_id,),
        )
    return int(found[0]["net"])


def test_purchase_without_a_member_gives_nothing_but_a_code() -> None:
    club = a_club()

    sale = sell(club, 1_000_000)

    assert (sale.awards, sale.balances, sale.tier_changes) == ((), (), ())
    assert (sale.net_rials, sale.to_pay_rials) == (1_000_000, 1_000_000)
    assert len(sale.receipt_code) == 16
    assert verify(club_id=club.club_id).differences == 0


def test_repeat_by_key_and_by_document_gives_the_same_code() -> None:
    club = a_club()
    key = claim()

    first = sell(club, 1_000_000, document="G", asked=key)
    by_key = sell(club, 1_000_000, document="G", asked=key)
    by_document = sell(club, 1_000_000, document="G")

    assert (first.replayed, by_key.replayed, by_document.replayed) == (False, True, True)
    assert {one.receipt_code for one in (first, by_key, by_document)} == {first.receipt_code}
    assert {one.event_id for one in (first, by_key, by_document)} == {first.event_id}
    assert turnover(club) == 1_000_000


def test_code_is_kept_as_a_keyed_hash_only() -> None:
    club = a_club()
    sale = sell(club, 1_000_000)

    with club_scope(club.club_id):
        (stored,) = Receipt.objects.filter(club_id=club.club_id).values()
        texts = rows("SELECT answer::text AS text FROM ledger_event")

    assert sale.receipt_code not in str(stored) + str(texts)
    assert sale.receipt_code.replace("-", "") not in str(stored) + str(texts)


def test_a_document_of_a_member_sent_again_without_one_has_no_code() -> None:
    club = a_club()
    first = club.buy(1_000_000, document="G")

    again = sell(club, 1_000_000, document="G")

    assert (again.event_id, again.member_id) == (first.event_id, club.join())
    assert (again.replayed, again.receipt_code) == (True, "")


def test_nobody_pays_with_units() -> None:
    club = a_club()

    with pytest.raises(SpendNeedsMember):
        sell(club, 1_000_000, spend=(SpendWish("credit"),))


def test_claim_gives_what_the_purchase_would_have_given() -> None:
    """E14: rules, tier and rate of purchase time; the purchase counts once."""
    club = a_club()
    club.buy(60_000_000)
    before = held(club)
    club.pass_days(1)
    sale = sell(club, 1_000_000)
    club.pass_days(3)
    club.buy(100_000_000)
    club.publish(reference_programme().model_copy(update={"rules": ()}))

    done = claim_receipt(club, sale.receipt_code)

    # bronze then, silver now: 3 %
    assert {one.unit: one.units for one in done.awards} == {"points": 10, "credit": 30_000}
    assert held(club)["points"][0] - before["points"][0] == 1000 + 10
    assert (done.document, done.net_rials, done.to_pay_rials) == (
        sale.document, 1_000_000, 1_000_000,
    )  # fmt: skip
    assert turnover(club) == 161_000_000
    assert verify(club_id=club.club_id).differences == 0


def test_claimed_value_has_the_date_of_the_purchase() -> None:
    club = a_club()
    sale = sell(club, 1_000_000)
    sold_at = club.at
    club.pass_days(5)

    done = claim_receipt(club, sale.receipt_code)

    with reading_club(club.club_id):
        moments = rows(
            "SELECT DISTINCT effective_at, recorded_at FROM ledger_movement WHERE member_id = %s",
            (done.member_id,),
        )
    assert moments == [{"effective_at": sold_at, "recorded_at": club.at}]


def test_who_joined_after_the_purchase_stands_on_the_lowest_tier() -> None:
    """E88: although she has climbed since."""
    club = a_club()
    sale = sell(club, 1_000_000)
    club.pass_days(1)
    club.buy(60_000_000)

    done = claim_receipt(club, sale.receipt_code)

    assert {one.unit: one.units for one in done.awards} == {"points": 10, "credit": 20_000}


def test_caps_of_the_day_of_the_purchase_count() -> None:
    document = reference_programme()
    units = tuple(
        unit.model_copy(update={"caps": (Cap(per="day", amount=100),)})
        if unit.code == "points"
        else unit
        for unit in document.units
    )
    club = a_club(document.model_copy(update={"units": units}))
    club.buy(9_000_000)
    first, second = sell(club, 700_000), sell(club, 900_000)
    club.pass_days(2)
    club.buy(9_500_000)

    done = claim_receipt(club, first.receipt_code)
    full = claim_receipt(club, second.receipt_code)
    today = club.buy(1_000_000)

    points = [
        award.units
        for one in (done, full, today)
        for award in one.awards
        if award.unit == "points"
    ]
    assert points == [7, 3, 5]
    assert verify(club_id=club.club_id).differences == 0


def test_second_claim_is_refused_and_a_repeat_is_not() -> None:
    club = a_club()
    sale = sell(club, 1_000_000)
    key = claim()
    first = claim_receipt(club, sale.receipt_code, asked=key)
    club.pass_days(10)

    again = claim_receipt(club, sale.receipt_code, asked=key)
    with pytest.raises(AlreadyClaimed):
        claim_receipt(club, sale.receipt_code, "Ali")

    assert (again.replayed, again.event_id) == (True, first.event_id)
    assert held(club) == {"points": (10, 0), "credit": (20_000, 0)}
    assert held(club, "Ali") == {"points": (0, 0), "credit": (0, 0)}


def test_claim_ends_with_the_seventh_day() -> None:
    club = a_club()
    in_time, late = sell(club, 1_000_000), sell(club, 1_000_000)
    club.pass_days(7)
    club.at += timedelta(hours=11, minutes=59)

    claim_receipt(club, in_time.receipt_code)
    club.at += timedelta(minutes=1)
    with pytest.raises(ClaimTooLate):
        claim_receipt(club, late.receipt_code)

    assert held(club)["points"] == (10, 0)


def test_codes_of_another_club_are_wrong_codes() -> None:
    club, other = a_club(), a_club()
    sale = sell(other, 1_000_000)

    with pytest.raises(NoSuchReceipt):
        claim_receipt(club, sale.receipt_code)


@pytest.mark.parametrize("signed_in", [False, True])
def test_who_rang_it_up_cannot_claim_it(*, signed_in: bool) -> None:
    """E88: by a key of the person's own or signed in; somebody else may claim it."""
    club = a_club()
    reza = person(club, "Reza")
    if signed_in:  # as `people.principal_of` gives it
        reza = replace(reza, credential_id=reza.staff_id)
    with club_scope(club.club_id):
        link_staff(club_id=club.club_id, staff_id=reza.staff_id, member_id=club.join("Reza"))
    sale = sell(club, 1_000_000, by=reza)

    with pytest.raises(OwnReceipt):
        claim_receipt(club, sale.receipt_code, "Reza")
    merge(club, "Rez", "Reza")  # also under the membership that is kept
    with pytest.raises(OwnReceipt):
        claim_receipt(club, sale.receipt_code, "Rez")
    done = claim_receipt(club, sale.receipt_code, "Sara")

    assert done.member_id == club.join("Sara")
    assert held(club, "Reza") == {"points": (0, 0), "credit": (0, 0)}


def test_after_a_part_came_back_only_the_rest_earns() -> None:
    club = a_club()
    lines = [PurchaseLine(300_000, vat_rials=30_000), PurchaseLine(700_000, vat_rials=70_000)]
    sale = sell(club, lines=lines)
    club.refund(sale, lines=[ReturnedLine(1, 1000)])

    done = claim_receipt(club, sale.receipt_code)
    back = club.refund(done, lines=[ReturnedLine(2, 1000)])

    assert {one.unit: one.units for one in done.awards} == {"points": 7, "credit": 14_000}
    assert (done.net_rials, done.vat_rials, done.to_pay_rials) == (700_000, 70_000, 770_000)
    assert back.cash_rials == 770_000
    assert turnover(club) == 0


@pytest.mark.parametrize("way", ["refund", "void"])
def test_what_came_back_whole_cannot_be_claimed(way: str) -> None:
    club = a_club()
    sale = sell(club, 1_000_000)
    getattr(club, way)(sale)

    with pytest.raises(NothingLeftOfSale):
        claim_receipt(club, sale.receipt_code)

    assert turnover(club) == 0


def test_refund_after_the_claim_finds_the_claimant() -> None:
    """By the receipt's own ids, by the document, and whole: nothing is left twice."""
    club = a_club()
    sale = sell(club, 1_000_000, document="G")
    done = claim_receipt(club, sale.receipt_code)

    found = find_sale(principal=club.principal, source="till-1", document="G")
    back = club.refund(sale, amount_rials=500_000)
    shown = show_purchase(principal=club.principal, event_id=sale.event_id)
    rest = club.void(sale)

    assert (found.member_id, found.sale_id) == (done.member_id, done.event_id)
    assert (back.member_id, back.sale_id, back.cash_rials) == (
        done.member_id, done.event_id, 500_000,
    )  # fmt: skip
    assert (shown.purchase.event_id, shown.refunded_cash_rials) == (done.event_id, 500_000)
    assert rest.cash_rials == 500_000
    assert held(club) == {"points": (0, 0), "credit": (0, 0)}
    with pytest.raises(NothingLeft):
        club.refund(sale)
    assert verify(club_id=club.club_id).differences == 0


def test_edit_before_and_after_the_claim() -> None:
    """The receipt stands for the document: what it was edited to is claimed, and edited again."""
    club = a_club()
    sale = sell(club, 1_000_000, document="G")
    edited = club.edit(sale, 2_000_000)

    done = claim_receipt(club, sale.receipt_code)
    again = club.edit(edited.purchase, 3_000_000, revision=2)

    assert edited.purchase.awards == ()
    assert {one.unit: one.units for one in done.awards} == {"points": 20, "credit": 40_000}
    assert {one.unit: one.units for one in again.earned} == {"points": 10, "credit": 20_000}
    assert again.member_id == club.join()
    assert turnover(club) == 3_000_000
    assert verify(club_id=club.club_id).differences == 0


def test_exchange_of_a_claimed_and_of_an_unclaimed_purchase() -> None:
    club = a_club()
    one, other = sell(club, 1_000_000), sell(club, 1_000_000)
    claim_receipt(club, one.receipt_code)

    claimed = club.exchange(one, 2_000_000)
    unclaimed = club.exchange(other, 2_000_000)

    assert claimed.member_id == club.join()
    assert (unclaimed.member_id, unclaimed.purchase.awards) == (other.member_id, ())
    assert held(club)["points"] == (20, 0)


def test_a_claimed_purchase_stands_before_its_document_comes_anew() -> None:
    """E54: the revision before has not come back just because it changed its holder."""
    club = a_club()
    sale = sell(club, 1_000_000, document="G")
    claim_receipt(club, sale.receipt_code)

    with pytest.raises(EarlierRevisionStands):
        sell(club, 1_000_000, document="G", revision=1)
    club.void(sale)
    anew = sell(club, 1_000_000, document="G", revision=1)

    assert anew.receipt_code != sale.receipt_code
    assert turnover(club) == 1_000_000


def test_what_a_merged_member_claimed_is_with_the_survivor() -> None:
    """A repeat, a refund, and nobody else's second claim."""
    club = a_club()
    club.join("Sara")
    sale, key = sell(club, 1_000_000), claim()
    claim_receipt(club, sale.receipt_code, "Ali", asked=key)

    merge(club)
    again = claim_receipt(club, sale.receipt_code, "Sara", asked=key)
    with pytest.raises(AlreadyClaimed):
        claim_receipt(club, sale.receipt_code, "Mina")
    assert (again.replayed, held(club)["points"]) == (True, (10, 0))
    done = moved(club, sale, "Mina")
    assert done.purchase.member_id == club.join("Mina")
    assert held(club) == {"points": (0, 0), "credit": (0, 0)}
    assert verify(club_id=club.club_id).differences == 0


def test_claiming_needs_the_right_to_record() -> None:
    club = a_club()
    sale = sell(club, 1_000_000)
    reader = Principal(club.club_id, 1, rights_of({"read"}))

    with pytest.raises(RightMissing):
        claim_receipt(club, sale.receipt_code, by=reader)
    with clock(club.at):
        assert held(club)["points"] == (0, 0)
