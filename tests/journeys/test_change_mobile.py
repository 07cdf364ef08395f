"""Changing a mobile: both codes, 24 hours without spending, lost numbers with two people."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.factories.clubs import IDS, VAULT, a_club, claim, clock, ref
from tests.factories.own_keys import person
from tests.factories.phones import Phones
from vafa.domain.clubs.approvals import NoSuchApproval, PersonalKeyNeeded, SamePerson
from vafa.domain.clubs.models import Approval
from vafa.domain.clubs.principal import Principal
from vafa.domain.codes.models import Challenge
from vafa.domain.codes.operations import CodeRefused
from vafa.domain.members.mobiles import (
    MobileBelongsToAnother,
    MobileChangeOver,
    MobileGivenUp,
    NoSuchMobileChange,
    SameMobile,
    give_up,
)
from vafa.domain.members.models import MobileChange
from vafa.domain.members.queries import NoSuchMember, find
from vafa.domain.members.records import MemberRef
from vafa.domain.rewards.records import NewHold, SpendWish
from vafa.domain.rewards.spending import NumberDoubted, SpendingPaused
from vafa.journeys.change_mobile import MobileChanged, approve_mobile_change
from vafa.journeys.hold_credit import hold_credit
from vafa.journeys.merge_members import merge_members
from vafa.journeys.prove_mobile import doubt_mobile
from vafa.ledger.verify import verify

pytestmark = pytest.mark.django_db

OLD, NEW, OTHER = "+989121110000", "+989121112222", "+989121113333"


def shop(tmp_path: Path, mobile: str = OLD) -> tuple[Phones, int]:
    """Open a club with Sara, who has credit."""
    sms = Phones(a_club(), tmp_path)
    sara = sms.club.join(mobile=mobile)
    sms.club.buy(10_000_000)
    return sms, sara


def changed(sms: Phones, sara: int) -> MobileChanged:
    asked = sms.change(sara, NEW)
    return sms.confirm(asked, sms.code(NEW), sms.code(OLD))


def approve(sms: Phones, waiting: MobileChanged, by: Principal) -> MobileChanged:
    with clock(sms.club.at):
        return approve_mobile_change(
            principal=by, ids=IDS, vault=VAULT, at=sms.club.at,
            member_id=waiting.member.member_id, change_id=waiting.change_id,
            payload_hash=waiting.payload_hash,
        )  # fmt: skip


def owner(sms: Phones, mobile: str) -> int:
    named = MemberRef("mobile", mobile)
    return find(club_id=sms.club.club_id, member=named, vault=VAULT).member_id


def test_both_codes_change_the_mobile_and_both_numbers_are_told(tmp_path: Path) -> None:
    sms, sara = shop(tmp_path)

    done = changed(sms, sara)

    assert (done.status, done.member.mobile_masked) == (200, "0912***2222")
    assert done.member.tier == "regular"
    assert owner(sms, NEW) == sara
    with pytest.raises(NoSuchMember):
        owner(sms, OLD)
    assert [len(sms.texts(mobile)) for mobile in (OLD, NEW)] == [2, 2]
    assert all("عوض شد" in sms.texts(mobile)[-1] for mobile in (OLD, NEW))
    assert sms.club.join("Ali", mobile=OLD) != sara


def test_nothing_is_spent_for_24_hours_and_earning_goes_on(tmp_path: Path) -> None:
    sms, sara = shop(tmp_path)
    held = sms.club.hold(500).hold_id
    before = sms.club.available("credit")
    done = changed(sms, sara)
    assert done.spending_from is not None
    works_from = done.spending_from.isoformat()

    for spend in (
        lambda: sms.club.redeem(1000),
        lambda: sms.club.redeem(1000, channel="web"),
        lambda: sms.club.hold(1000),
        lambda: sms.club.buy(1_000_000, spend=[SpendWish("credit", 1000)]),
        lambda: sms.club.buy(1_000_000, spend=[SpendWish("points")]),
    ):
        with pytest.raises(SpendingPaused) as refused:
            spend()
        assert refused.value.details == {"works_from": works_from}
    assert sms.club.available("credit") == before
    earned = sms.club.buy(1_000_000)
    assert sms.club.capture(held).units == 500  # kept for a sale before the change

    sms.club.at += timedelta(hours=24)
    assert earned.awards
    assert sms.club.redeem(1000).units == 1000
    assert verify(club_id=sms.club.club_id).differences == 0


def test_one_code_alone_changes_nothing(tmp_path: Path) -> None:
    sms, sara = shop(tmp_path)
    asked = sms.change(sara, NEW)

    for new_code, old_code in ((sms.code(NEW), ""), (sms.code(NEW), "000000"), ("", "")):
        with pytest.raises(CodeRefused):
            sms.confirm(asked, new_code, old_code)
    assert owner(sms, OLD) == sara

    assert sms.confirm(asked, sms.code(NEW), sms.code(OLD)).status == 200


def test_a_repeat_gets_the_first_answer_and_a_second_confirmation_is_over(tmp_path: Path) -> None:
    sms, sara = shop(tmp_path)
    asked, key = sms.change(sara, NEW), claim("confirm")
    new_code, old_code = sms.code(NEW), sms.code(OLD)
    first = sms.confirm(asked, new_code, old_code, key=key)

    again = sms.confirm(asked, new_code, old_code, key=key)
    with pytest.raises(MobileChangeOver):
        sms.confirm(asked, new_code, old_code)

    assert (first.replayed, again.replayed) == (False, True)
    assert again.spending_from == first.spending_from
    assert len(sms.texts(NEW)) == 2


def test_number_of_another_member_points_to_a_merge(tmp_path: Path) -> None:
    """It is told to who has proven both numbers, so that nobody tries out who is a member."""
    sms, sara = shop(tmp_path)
    ali = sms.club.join("Ali", mobile=NEW)
    asked = sms.change(sara, NEW)

    with pytest.raises(MobileBelongsToAnother):
        sms.confirm(asked, sms.code(NEW), sms.code(OLD))

    assert (owner(sms, OLD), owner(sms, NEW)) == (sara, ali)
    assert sms.club.redeem(1000).units == 1000


def test_what_cannot_be_changed_is_refused_at_once(tmp_path: Path) -> None:
    sms, sara = shop(tmp_path)
    trace = VAULT.trace(club_id=sms.club.club_id, kind="mobile", value=OLD)

    with pytest.raises(SameMobile):
        sms.change(sara, "0912 111 0000")
    with pytest.raises(NoSuchMember):
        sms.change(1, NEW)
    asked = sms.change(sara, NEW)
    ali = sms.club.join("Ali")
    with pytest.raises(NoSuchMobileChange):
        sms.confirm(type(asked)(asked.change_id, ali, asked.expires_at, replayed=False), "", "")
    give_up(club_id=sms.club.club_id, member_id=sara, trace=trace, vault=VAULT)
    with pytest.raises(MobileGivenUp):
        sms.change(sara, OTHER)


def test_of_two_changes_at_once_the_first_one_counts(tmp_path: Path) -> None:
    sms, sara = shop(tmp_path)
    one = sms.change(sara, NEW)
    one_old = sms.code(OLD)
    sms.club.at += timedelta(minutes=1)
    two = sms.change(sara, OTHER)
    two_old = sms.code(OLD)
    sms.confirm(one, sms.code(NEW), one_old)

    with pytest.raises(MobileChangeOver):
        sms.confirm(two, sms.code(OTHER), two_old)

    assert owner(sms, NEW) == sara


def test_lost_number_needs_the_new_code_and_a_second_person(tmp_path: Path) -> None:
    sms, sara = shop(tmp_path)
    reza, mina = person(sms.club, "رضا"), person(sms.club, "مینا")
    with pytest.raises(PersonalKeyNeeded):
        sms.change(sara, NEW, lost=True)
    asked = sms.change(sara, NEW, lost=True, by=reza)
    waiting = sms.confirm(asked, sms.code(NEW), by=reza)

    with pytest.raises(SamePerson):
        approve(sms, waiting, reza)
    unchanged = owner(sms, OLD)
    done = approve(sms, waiting, mina)
    again = approve(sms, waiting, mina)

    assert (waiting.status, waiting.spending_from, unchanged) == (202, None, sara)
    assert (done.status, done.replayed, again.replayed) == (200, False, True)
    assert done.spending_from == again.spending_from == sms.club.at + timedelta(hours=24)
    assert owner(sms, NEW) == sara
    with pytest.raises(SpendingPaused):
        sms.club.redeem(1000)
    assert len(sms.texts(OLD)) == 1  # the notice alone
    payload = str(Approval.objects.get(id=waiting.approval_id).payload)
    assert NEW[-7:] not in payload


def test_change_that_waits_for_nobody_cannot_be_approved(tmp_path: Path) -> None:
    sms, sara = shop(tmp_path)
    reza, mina = person(sms.club, "رضا"), person(sms.club, "مینا")
    done = changed(sms, sara)
    with pytest.raises(NoSuchApproval):
        approve(sms, done, mina)
    sms.club.at += timedelta(minutes=1)
    sms.club.join("Ali", mobile=OTHER)
    asked = sms.change(sara, OTHER, lost=True, by=reza)

    with pytest.raises(MobileBelongsToAnother):
        sms.confirm(asked, sms.code(OTHER), by=reza)


def test_account_takeover_gets_no_unit_out_within_24_hours(tmp_path: Path) -> None:
    """A thief who holds both codes changes the number, and tries every way to spend."""
    sms, sara = shop(tmp_path)
    guessed = 0
    for minute in range(5):
        sms.club.at += timedelta(minutes=1)
        proof_id = sms.ask(OLD).proof_id
        for guess in range(6):
            with pytest.raises(CodeRefused):
                sms.type(proof_id, f"{minute}{guess}0000"[:6].replace("1", "9"))
            guessed += 1
    tried = sum(Challenge.objects.filter(club_id=sms.club.club_id).values_list("tries", flat=True))
    sms.club.pass_days(1)
    before = sms.club.available("credit")
    changed(sms, sara)

    refused = 0
    for hour in range(24):
        sms.club.at += timedelta(minutes=59) if hour else timedelta()
        with clock(sms.club.at), pytest.raises(SpendingPaused):
            hold_credit(
                principal=sms.club.principal, claim=claim(), event_at=sms.club.at, ids=IDS,
                vault=VAULT, hold=NewHold(ref(sara), "credit", 1000),
            )  # fmt: skip
        with pytest.raises(SpendingPaused):
            sms.club.redeem(1000)
        with pytest.raises(SpendingPaused):
            sms.club.buy(1_000_000, spend=[SpendWish("credit", 1000)], channel="web")
        refused += 3

    assert (guessed, tried, refused) == (30, 25, 72)
    assert sms.club.available("credit") == before
    assert verify(club_id=sms.club.club_id).differences == 0


def test_mobiles_are_sealed_in_what_is_stored(tmp_path: Path) -> None:
    sms, sara = shop(tmp_path)
    changed(sms, sara)

    row = MobileChange.objects.get(member_id=sara)

    assert NEW[3:].encode() not in bytes(row.new_sealed)
    assert OLD[3:].encode() not in bytes(row.old_sealed)


def test_pause_and_doubt_hold_for_whoever_the_member_is_merged_into(tmp_path: Path) -> None:
    """Otherwise a thief had only to ask for a merge."""
    sms, sara = shop(tmp_path)
    ali = sms.club.join("Ali", mobile=OTHER)
    changed(sms, sara)
    doubt_mobile(principal=sms.club.principal, vault=VAULT, at=sms.club.at, member_id=sara)
    with clock(sms.club.at):
        merge_members(
            principal=sms.club.principal, claim=claim(), event_at=sms.club.at, ids=IDS,
            vault=VAULT, survivor_id=ali, duplicate_id=sara,
        )  # fmt: skip

    with pytest.raises(SpendingPaused):
        sms.club.redeem(1000)
    sms.club.at += timedelta(hours=24)
    with pytest.raises(NumberDoubted):
        sms.club.redeem(1000)


def test_merged_member_may_go_over_to_the_number_of_the_duplicate(tmp_path: Path) -> None:
    sms, sara = shop(tmp_path)
    duplicate = sms.club.join("Sara again", mobile=NEW)
    with clock(sms.club.at):
        merge_members(
            principal=sms.club.principal, claim=claim(), event_at=sms.club.at, ids=IDS,
            vault=VAULT, survivor_id=sara, duplicate_id=duplicate,
        )  # fmt: skip

    done = changed(sms, sara)

    assert (done.status, owner(sms, NEW)) == (200, sara)
