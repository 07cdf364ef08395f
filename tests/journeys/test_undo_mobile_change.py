"""Taking a change of mobile back from the old number."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.factories.clubs import IDS, VAULT, a_club, claim, clock
from tests.factories.phones import Phones
from vafa.domain.codes.operations import CodeRefused
from vafa.domain.members.mobiles import MobileBelongsToAnother, MobileChangeOver
from vafa.domain.members.queries import NoSuchMember, find
from vafa.domain.members.records import MemberRef
from vafa.domain.rewards.spending import SpendingPaused
from vafa.journeys.change_mobile import MobileChanged
from vafa.journeys.undo_mobile_change import (
    MobileTakenBack,
    UndoAsked,
    UndoCode,
    UndoWanted,
    ask_undo_of_mobile_change,
    undo_mobile_change,
)

pytestmark = pytest.mark.django_db

OLD, NEW = "+989121110000", "+989121112222"


def changed(tmp_path: Path) -> tuple[Phones, MobileChanged]:
    """Open a club where Sara's mobile was changed a minute ago."""
    sms = Phones(a_club(), tmp_path)
    sara = sms.club.join(mobile=OLD)
    sms.club.buy(10_000_000)
    asked = sms.change(sara, NEW)
    done = sms.confirm(asked, sms.code(NEW), sms.code(OLD))
    sms.club.at += timedelta(minutes=1)
    return sms, done


def ask(sms: Phones, done: MobileChanged) -> UndoAsked:
    return ask_undo_of_mobile_change(
        principal=sms.club.principal, claim=claim(), ids=IDS, vault=VAULT, draw=sms.draw,
        at=sms.club.at, wanted=UndoWanted(done.member.member_id, done.change_id),
    )  # fmt: skip


def undo(sms: Phones, asked: UndoAsked, code: str) -> MobileTakenBack:
    with clock(sms.club.at):
        return undo_mobile_change(
            principal=sms.club.principal, claim=claim(), ids=IDS, vault=VAULT, at=sms.club.at,
            given=UndoCode(asked.member_id, asked.change_id, code),
        )  # fmt: skip


def test_old_number_takes_the_change_back_and_spending_stays_paused(tmp_path: Path) -> None:
    sms, done = changed(tmp_path)
    asked = ask(sms, done)

    back = undo(sms, asked, sms.code(OLD))

    club_id = sms.club.club_id
    found = find(club_id=club_id, member=MemberRef("mobile", OLD), vault=VAULT)
    assert found.member_id == done.member.member_id
    assert (back.member.mobile_masked, back.spending_from) == ("0912***0000", done.spending_from)
    with pytest.raises(NoSuchMember):
        find(club_id=club_id, member=MemberRef("mobile", NEW), vault=VAULT)
    with pytest.raises(SpendingPaused):
        sms.club.redeem(1000)
    sms.club.at += timedelta(hours=24)
    assert sms.club.redeem(1000).units == 1000


def test_it_needs_the_old_numbers_code(tmp_path: Path) -> None:
    sms, done = changed(tmp_path)
    asked = ask(sms, done)

    with pytest.raises(CodeRefused):
        undo(sms, asked, sms.code(NEW))

    assert undo(sms, asked, sms.code(OLD)).member.member_id == done.member.member_id


def test_it_is_done_once_and_within_24_hours(tmp_path: Path) -> None:
    sms, done = changed(tmp_path)
    late, late_done = changed(tmp_path / "late")
    asked = ask(sms, done)
    undo(sms, asked, sms.code(OLD))

    with pytest.raises(MobileChangeOver):
        ask(sms, done)
    late.club.at += timedelta(hours=24)
    with pytest.raises(MobileChangeOver):
        ask(late, late_done)


def test_old_number_that_somebody_else_has_now_is_not_taken_away(tmp_path: Path) -> None:
    sms, done = changed(tmp_path)
    sms.club.join("Ali", mobile=OLD)
    asked = ask(sms, done)

    with pytest.raises(MobileBelongsToAnother):
        undo(sms, asked, sms.code(OLD))
