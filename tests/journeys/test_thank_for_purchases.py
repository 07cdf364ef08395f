"""Thanks for a purchase: once, fifteen seconds after it, and only to who agrees to messages."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.factories.clubs import IDS, VAULT, Club, a_club, clock
from tests.factories.histories import Bought, history_of
from tests.factories.phones import Phones
from vafa.domain.clubs.scope import club_scope
from vafa.domain.members import consents
from vafa.domain.members.consents import Agreement
from vafa.domain.messaging import thanks
from vafa.domain.messaging.models import Message
from vafa.journeys.change_club import publish_text
from vafa.journeys.load_history import load_history
from vafa.journeys.relay_changes import relay_changes
from vafa.journeys.send_messages import clubs_with_messages
from vafa.journeys.thank_for_purchases import thank_for_purchases
from vafa.kit.calendar import local_day

pytestmark = pytest.mark.django_db

SARA = "+989121110000"
TEXT = "{نام} عزیز، {پاداش} گرفتید. مانده: {مانده}. {باشگاه}"


class Thanks:
    """A club that thanks, and the phone of a member who agrees to messages."""

    def __init__(self, folder: Path, *, text: str = TEXT, agrees: bool = True) -> None:
        self.club: Club = a_club()
        self.sms = Phones(self.club, folder)
        self.member_id = self.club.join("Sara", mobile=SARA)
        if agrees:
            self.agree()
        self.publish(text)

    def agree(self) -> None:
        with club_scope(self.club.club_id):
            consents.give(
                club_id=self.club.club_id, member_id=self.member_id,
                agreement=Agreement("sms", "till"), at=self.club.at,
            )  # fmt: skip

    def publish(self, text: str) -> None:
        publish_text(
            principal=self.club.principal, at=self.club.at, kind="thanks", text_fa=text, text_en=""
        )

    def relay(self) -> None:
        with clock(self.club.at):
            while relay_changes():
                pass

    def after(self, seconds: int) -> list[str]:
        """Let time pass, send what is due; gives all that the phone has got."""
        self.relay()
        self.club.at += timedelta(seconds=seconds)
        thank_for_purchases(
            club_id=self.club.club_id, vault=VAULT, clock=lambda: self.club.at,
            link=lambda code, token: f"https://x/u/{code}/{token}",
        )  # fmt: skip
        self.sms.deliver()
        return [one.text for one in self.sms.gateway.messages(mobile=SARA)]


def test_thanks_come_once_fifteen_seconds_after_the_purchase(tmp_path: Path) -> None:
    shop = Thanks(tmp_path)
    shop.club.buy(1_000_000)

    early, due, later = shop.after(14), shop.after(2), shop.after(60)

    assert early == []
    assert due == later
    (text,) = due
    said, _, stop = text.partition("\n")
    earned = "۱۰ امتیاز و ۲٬۰۰۰ تومان"
    assert said.startswith(f"Sara عزیز، {earned} گرفتید. مانده: {earned}.")
    assert stop.startswith("لغو پیامک: https://x/u/")


def test_a_sale_that_was_undone_thanks_nobody(tmp_path: Path) -> None:
    shop = Thanks(tmp_path)
    shop.club.void(shop.club.buy(1_000_000))

    assert shop.after(20) == []
    assert Message.objects.filter(purpose=thanks.PURPOSE).get().state == "dropped"


def test_what_was_bought_long_ago_thanks_nobody_now(tmp_path: Path) -> None:
    """A till that was without a connection, a late entry, a correction: each comes days after."""
    shop = Thanks(tmp_path)
    sale = shop.club.buy(1_000_000)
    thanked = shop.after(16)
    shop.club.pass_days(3)
    shop.club.edit(sale, 2_000_000)
    shop.club.placed_at = shop.club.at - timedelta(days=2)
    shop.club.buy(1_000_000)

    assert len(thanked) == 1
    assert shop.after(16) == thanked


def test_who_does_not_agree_hears_nothing(tmp_path: Path) -> None:
    shop = Thanks(tmp_path, agrees=False)
    shop.club.buy(1_000_000)

    assert shop.after(20) == []


def test_a_club_that_wrote_no_text_or_emptied_it_sends_none(tmp_path: Path) -> None:
    shop = Thanks(tmp_path)
    shop.publish("")
    shop.club.buy(1_000_000)

    assert shop.after(20) == []
    assert not Message.objects.filter(purpose=thanks.PURPOSE).exists()
    shop.publish(TEXT)
    shop.club.buy(1_000_000)
    shop.relay()
    shop.publish("")  # switched off while the thanks waited
    assert shop.after(20) == []


def test_the_club_is_due_when_its_thanks_are(tmp_path: Path) -> None:
    shop = Thanks(tmp_path)
    shop.club.buy(1_000_000)
    shop.relay()
    mine = (shop.club.club_id, False)

    assert mine not in clubs_with_messages(at=shop.club.at + timedelta(seconds=14))
    assert mine in clubs_with_messages(at=shop.club.at + timedelta(seconds=16))


def test_thanks_of_the_night_wait_for_the_morning_and_codes_do_not(tmp_path: Path) -> None:
    shop = Thanks(tmp_path)
    shop.club.at += timedelta(hours=10, minutes=30)  # 22:30 in Tehran
    shop.club.buy(1_000_000)
    late = shop.club.buy(2_000_000)
    shop.sms.ask("+989121110002")

    at_night, after_midnight = shop.after(60), shop.after(3 * 3600)  # 22:31 and 1:31
    shop.club.void(late)  # undone while its thanks rest
    nearly, morning = shop.after(6 * 3600 + 28 * 60), shop.after(60)  # 7:59 and 8:00

    assert (at_night, after_midnight, nearly) == ([], [], [])
    assert len(morning) == 1
    assert "مانده: ۱۰ امتیاز و ۲٬۰۰۰ تومان" in morning[0]
    assert len(shop.sms.gateway.messages(mobile="+989121110002")) == 1


def test_what_was_filled_before_the_night_rests_and_does_not_run_out(tmp_path: Path) -> None:
    shop = Thanks(tmp_path)
    shop.club.at += timedelta(hours=9, minutes=59, seconds=30)  # 21:59:30 in Tehran
    shop.club.buy(1_000_000)
    shop.relay()
    shop.club.at += timedelta(seconds=20)
    thank_for_purchases(
        club_id=shop.club.club_id, vault=VAULT, clock=lambda: shop.club.at,
        link=lambda code, token: f"https://x/u/{code}/{token}",
    )  # fmt: skip
    shop.club.at += timedelta(seconds=20)  # 22:00:10, before anything was handed on

    assert shop.after(0) == []
    assert (shop.club.club_id, False) not in clubs_with_messages(at=shop.club.at)
    assert len(shop.after(10 * 3600)) == 1  # at eight, ten hours after its two hours began


@pytest.mark.django_db(transaction=True)
def test_history_that_is_brought_in_thanks_nobody(tmp_path: Path) -> None:
    shop = Thanks(tmp_path)
    bought = (Bought("Ali", 3, (2_000_000,), "A-1"),)
    with clock(shop.club.at):
        loaded = load_history(
            principal=shop.club.principal, ids=IDS, vault=VAULT, at=shop.club.at,
            history=history_of(bought, today=local_day(shop.club.at, "Asia/Tehran"),
                               mobiles={"Ali": "09121110001"}),
            give_value=True, progress=lambda _done: None,
        )  # fmt: skip

    assert loaded.orders == 1
    assert shop.after(20) == []
    assert not Message.objects.filter(purpose=thanks.PURPOSE).exists()
