"""Proving a mobile: codes, their limits, recycled numbers, and who may spend where."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.clubs import IDS, VAULT, Club, a_club, claim, clock, ref
from tests.factories.own_keys import person
from tests.factories.phones import Phones
from vafa.domain.clubs.approvals import PersonalKeyNeeded
from vafa.domain.clubs.models import Club as ClubRow
from vafa.domain.clubs.scope import club_scope
from vafa.domain.codes.models import Challenge
from vafa.domain.codes.operations import (
    CodeRefused,
    CodeTooSoon,
    NoSuchProof,
    SecondProofRefused,
    TooManyCodes,
)
from vafa.domain.members.models import Consent
from vafa.domain.members.queries import NoSuchMember, find
from vafa.domain.members.records import MemberRef, NewMember
from vafa.domain.rewards.records import SpendWish
from vafa.domain.rewards.spending import CodeNeeded, NumberDoubted
from vafa.journeys.join_club import Joined, join_club
from vafa.journeys.mobile_desk import FreshStartNeeded
from vafa.journeys.prove_mobile import SecondProof, doubt_mobile
from vafa.kit.identity import InvalidMobile
from vafa.ledger.verify import verify

pytestmark = pytest.mark.django_db

SARA = "+989121110000"
NOBODY = "+989121119999"


def phones(tmp_path: Path) -> Phones:
    return Phones(a_club(), tmp_path)


def join(club: Club, mobile: str, *, proof_id: int = 0, fresh_start: bool = False) -> Joined:
    member = NewMember(
        mobile, "portal", "Ali", channel="web", proof_id=proof_id, fresh_start=fresh_start
    )
    with clock(club.at):
        return join_club(
            principal=club.principal, claim=claim(), ids=IDS, vault=VAULT, event_at=club.at,
            member=member,
        )  # fmt: skip


def test_a_right_code_proves_the_number_of_a_member(tmp_path: Path) -> None:
    sms = phones(tmp_path)
    member_id = sms.club.join(mobile=SARA)

    proof = sms.prove(SARA)

    found = find(club_id=sms.club.club_id, member=ref(member_id), vault=VAULT)
    assert (proof.outcome, proof.member_id) == ("proven", member_id)
    assert found.proven_at == sms.club.at


def test_a_code_is_good_for_one_use_five_tries_and_two_minutes(tmp_path: Path) -> None:
    sms = phones(tmp_path)
    used = sms.prove(SARA)
    with pytest.raises(CodeRefused):
        sms.type(used.proof_id, sms.code(SARA))

    sms.club.at += timedelta(minutes=1)
    tried = sms.ask(SARA).proof_id
    for _ in range(5):
        with pytest.raises(CodeRefused):
            sms.type(tried, "000000")
    with pytest.raises(CodeRefused):
        sms.type(tried, sms.code(SARA))

    sms.club.at += timedelta(minutes=1)
    late, code = sms.ask(SARA).proof_id, sms.code(SARA)
    sms.club.at += timedelta(minutes=2)
    with pytest.raises(CodeRefused):
        sms.type(late, code)
    assert Challenge.objects.get(id=tried).tries == 5


def test_a_code_belongs_to_its_own_request(tmp_path: Path) -> None:
    sms = phones(tmp_path)
    first, code = sms.ask(SARA).proof_id, sms.code(SARA)
    sms.club.at += timedelta(minutes=1)
    second = sms.ask(SARA).proof_id

    with pytest.raises(CodeRefused):
        sms.type(second, code)

    assert sms.type(first, code).outcome == "new"


def test_a_repeat_gets_the_first_answer_and_no_second_code(tmp_path: Path) -> None:
    sms = phones(tmp_path)
    key, typed = claim("ask"), claim("type")
    sent = sms.ask(SARA, key=key)
    again = sms.ask(SARA, key=key)
    code = sms.code(SARA)
    proof = sms.type(sent.proof_id, code, key=typed)
    proof_again = sms.type(sent.proof_id, code, key=typed)

    assert (again.proof_id, again.replayed) == (sent.proof_id, True)
    assert (proof_again.outcome, proof_again.replayed) == (proof.outcome, True)
    assert len(sms.texts(SARA)) == 1


def test_no_number_gets_more_than_one_a_minute_and_five_a_day(tmp_path: Path) -> None:
    sms = phones(tmp_path)
    for _ in range(5):
        sms.ask(SARA)
        with pytest.raises(CodeTooSoon):
            sms.ask(SARA)
        sms.club.at += timedelta(minutes=10)

    with pytest.raises(TooManyCodes):
        sms.ask(SARA)
    sms.club.at += timedelta(hours=23, minutes=11)
    sms.ask(SARA)

    assert Challenge.objects.filter(club_id=sms.club.club_id).count() == 6


def test_no_caller_asks_for_more_than_ten_an_hour_and_fifty_a_day(tmp_path: Path) -> None:
    sms, caller = phones(tmp_path), "203.0.113.7"
    for hour in range(5):
        for number in range(10):
            sms.ask(f"+98912{hour:02d}{number:05d}", caller=caller)
        with pytest.raises(TooManyCodes):
            sms.ask(NOBODY, caller=caller)
        sms.club.at += timedelta(hours=1)
    with pytest.raises(TooManyCodes):
        sms.ask(NOBODY, caller=caller)

    sms.ask(NOBODY, caller="203.0.113.8")

    assert len(sms.texts(NOBODY)) == 1


def test_a_club_sends_no_more_codes_a_day_than_it_may(tmp_path: Path) -> None:
    sms = phones(tmp_path)
    with club_scope(sms.club.club_id):
        ClubRow.objects.filter(id=sms.club.club_id).update(codes_a_day=3)
    for number in range(3):
        sms.ask(f"+98912000000{number}", caller=str(number))

    with pytest.raises(TooManyCodes):
        sms.ask(NOBODY, caller="another")


def test_limits_of_one_club_do_not_touch_another(tmp_path: Path) -> None:
    one, other = phones(tmp_path / "one"), phones(tmp_path / "other")
    one.ask(SARA)

    other.ask(SARA)

    assert (len(one.texts(SARA)), len(other.texts(SARA))) == (1, 1)


def test_only_an_iranian_mobile_gets_a_code(tmp_path: Path) -> None:
    sms = phones(tmp_path)

    for mobile in ("+4915112345678", "02188776655", "+1 202 555 0100"):
        with pytest.raises(InvalidMobile):
            sms.ask(mobile)

    assert not Challenge.objects.filter(club_id=sms.club.club_id).exists()


def test_whether_a_number_is_known_is_told_to_its_owner_only(tmp_path: Path) -> None:
    """Asking answers the same for everybody, and runs the same statements."""
    sms = phones(tmp_path)
    sms.club.join(mobile=SARA)

    known, unknown = sms.ask(SARA), sms.ask(NOBODY)

    assert known.expires_at == unknown.expires_at
    assert len(sms.texts(SARA)) == len(sms.texts(NOBODY)) == 1
    assert sms.type(unknown.proof_id, sms.code(NOBODY)).outcome == "new"


def test_code_and_number_stand_nowhere_in_clear(tmp_path: Path) -> None:
    sms = phones(tmp_path)
    sent = sms.ask(SARA)
    row = Challenge.objects.get(id=sent.proof_id)

    stored = b" ".join((bytes(row.code_hash), bytes(row.mobile_trace), bytes(row.caller_trace)))

    assert sms.code(SARA).encode() not in stored
    assert SARA[-7:].encode() not in stored


def test_recycled_number_opens_no_old_wallet(tmp_path: Path) -> None:
    """E78: a code proves the number; an idle member's wallet needs a second proof as well."""
    sms = phones(tmp_path)
    sara = sms.club.join(mobile=SARA)
    sms.club.buy(10_000_000)
    held = sms.club.available("credit")
    sms.club.pass_days(181)

    proof = sms.prove(SARA)
    with pytest.raises(FreshStartNeeded):
        join(sms.club, SARA, proof_id=proof.proof_id)
    ali = join(sms.club, SARA, proof_id=proof.proof_id, fresh_start=True)

    club_id = sms.club.club_id
    card = find(club_id=club_id, member=ref(sara), vault=VAULT).number
    by_card = find(club_id=club_id, member=MemberRef("number", card), vault=VAULT)
    by_mobile = find(club_id=club_id, member=MemberRef("mobile", SARA), vault=VAULT)
    assert (proof.outcome, proof.member_id) == ("second_proof_needed", None)
    assert (ali.created, by_mobile.member_id) == (True, ali.member.member_id)
    assert (by_card.member_id, by_card.mobile_sealed) != (ali.member.member_id, b"")
    assert (by_card.member_id, sms.club.available("credit") <= held) == (sara, True)
    assert verify(club_id=club_id).differences == 0


def test_card_or_birthday_is_the_second_proof(tmp_path: Path) -> None:
    sms = phones(tmp_path)
    sara = sms.club.join(mobile=SARA, birthday=(1, 15))
    number = find(club_id=sms.club.club_id, member=ref(sara), vault=VAULT).number
    sms.club.pass_days(181)
    first = sms.prove(SARA)
    with pytest.raises(SecondProofRefused):
        sms.second(first.proof_id, SecondProof(birthday=(1, 16)))
    opened = sms.second(first.proof_id, SecondProof(birthday=(1, 15)))
    sms.club.pass_days(181)
    second = sms.prove(SARA)
    again = sms.second(second.proof_id, SecondProof(number=f"{number[:5]} {number[5:]}"))

    assert (first.outcome, opened.outcome, opened.member_id) == (
        "second_proof_needed", "proven", sara,
    )  # fmt: skip
    assert (second.outcome, again.member_id) == ("second_proof_needed", sara)
    assert Challenge.objects.get(id=second.proof_id).second_proof == "card"


def test_second_proof_is_tried_three_times_a_day_however_many_codes_there_are(
    tmp_path: Path,
) -> None:
    sms = phones(tmp_path)
    sms.club.join(mobile=SARA, birthday=(1, 15))
    sms.club.pass_days(181)
    proof = sms.prove(SARA)
    for day in range(1, 4):
        sms.club.at += timedelta(minutes=5)
        proof = sms.prove(SARA)
        with pytest.raises(SecondProofRefused):
            sms.second(proof.proof_id, SecondProof(birthday=(2, day)))
    with pytest.raises(SecondProofRefused):
        sms.second(proof.proof_id, SecondProof(birthday=(1, 15)))

    sms.club.pass_days(1)

    proof = sms.prove(SARA)
    assert sms.second(proof.proof_id, SecondProof(birthday=(1, 15))).outcome == "proven"


def test_staff_vouch_with_a_key_of_their_own(tmp_path: Path) -> None:
    sms = phones(tmp_path)
    sara, reza = sms.club.join(mobile=SARA), person(sms.club, "رضا")
    sms.club.pass_days(181)
    proof = sms.prove(SARA)

    with pytest.raises(PersonalKeyNeeded):
        sms.second(proof.proof_id, SecondProof(by_staff=True))
    opened = sms.second(proof.proof_id, SecondProof(by_staff=True), by=reza)

    row = Challenge.objects.get(id=proof.proof_id)
    assert (opened.member_id, row.second_staff_id) == (sara, reza.staff_id)


def test_doubted_number_spends_nothing_before_a_second_proof(tmp_path: Path) -> None:
    sms = phones(tmp_path)
    sara = sms.club.join(mobile=SARA, birthday=(1, 15))
    sms.club.buy(10_000_000)

    doubt_mobile(principal=sms.club.principal, vault=VAULT, at=sms.club.at, member_id=sara)
    with pytest.raises(NumberDoubted):
        sms.club.redeem(1000)
    proof = sms.prove(SARA)
    sms.second(proof.proof_id, SecondProof(birthday=(1, 15)))

    assert proof.outcome == "second_proof_needed"
    assert sms.club.redeem(1000).units == 1000
    with pytest.raises(NoSuchMember):
        doubt_mobile(principal=sms.club.principal, vault=VAULT, at=sms.club.at, member_id=1)


def test_proof_is_of_its_own_mobile_and_for_fifteen_minutes(tmp_path: Path) -> None:
    sms = phones(tmp_path)
    proof = sms.prove(SARA)

    with pytest.raises(NoSuchProof):
        join(sms.club, NOBODY, proof_id=proof.proof_id)
    with pytest.raises(NoSuchProof):
        sms.second(proof.proof_id, SecondProof(birthday=(1, 15)))
    sms.club.at += timedelta(minutes=15)
    with pytest.raises(NoSuchProof):
        join(sms.club, SARA, proof_id=proof.proof_id)


def test_who_joins_with_a_code_has_proven_the_mobile_once(tmp_path: Path) -> None:
    sms = phones(tmp_path)
    proof = sms.prove(SARA)

    joined = join(sms.club, SARA, proof_id=proof.proof_id)

    found = find(club_id=sms.club.club_id, member=ref(joined.member.member_id), vault=VAULT)
    assert (proof.outcome, found.proven_at) == ("new", sms.club.at)
    with pytest.raises(NoSuchProof):
        join(sms.club, SARA, proof_id=proof.proof_id)


def test_till_member_without_a_code_earns_at_once_and_spends_after_code_or_first_use(
    tmp_path: Path,
) -> None:
    """E90: the source of consent is stored; a web shop asks for the code, a till serves people."""
    by_code, by_use = phones(tmp_path / "code"), phones(tmp_path / "use")
    sara = by_code.club.join(mobile=SARA)
    by_use.club.join(mobile=SARA)
    spend = (SpendWish("credit", 1000),)
    for sms in (by_code, by_use):
        done = sms.club.buy(10_000_000, channel="web")
        assert {one.unit for one in done.awards} == {"points", "credit"}
        for channel in ("web", "app"):
            with pytest.raises(CodeNeeded):
                sms.club.buy(1_000_000, channel=channel, spend=spend)
        with pytest.raises(CodeNeeded):
            sms.club.redeem(1000, channel="web")

    by_code.prove(SARA)
    by_use.club.buy(1_000_000)

    for sms in (by_code, by_use):
        assert sms.club.buy(1_000_000, channel="web", spend=spend).spent[0].units == 1000
        assert sms.club.redeem(1000, channel="web").units == 1000
        assert verify(club_id=sms.club.club_id).differences == 0
    with club_scope(by_code.club.club_id):
        assert Consent.objects.get(member_id=sara).source == "till"


def test_first_use_in_person_may_spend_itself(tmp_path: Path) -> None:
    sms = phones(tmp_path)
    sms.club.buy(10_000_000, channel="web")

    assert sms.club.redeem(1000).units == 1000


def test_spending_asks_the_database_nothing_more_but_for_the_unproven_elsewhere(
    tmp_path: Path,
) -> None:
    """The hot path: what decides was read with the member."""
    sms = phones(tmp_path)
    sms.club.join(mobile=SARA)
    sms.club.buy(10_000_000)
    ran = []
    for channel, is_proven in (("web", False), ("till", False), ("till", True), ("web", True)):
        if is_proven and channel == "till":
            sms.prove(SARA)
        with CaptureQueriesContext(connection) as queries:
            sms.club.redeem(1000, channel=channel)
        ran.append(len(queries))

    unproven_elsewhere, *usual = ran
    assert len(set(usual)) == 1
    assert unproven_elsewhere > usual[0]
