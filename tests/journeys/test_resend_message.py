"""Messages that did not arrive: why, sent again once, and never what holds a secret."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.factories.clubs import IDS, VAULT, Club, a_club
from tests.factories.phones import Phones
from vafa.domain.clubs.principal import RightMissing
from vafa.domain.clubs.scope import club_scope
from vafa.domain.members import consents
from vafa.domain.members.consents import Agreement
from vafa.domain.messaging import operations
from vafa.domain.messaging.models import Message
from vafa.domain.messaging.operations import NotToBeResent
from vafa.domain.messaging.queries import NoSuchMessage
from vafa.domain.messaging.records import MessagesSought, NewMessage
from vafa.journeys.resend_message import (
    SentMessage,
    WantsNoMessages,
    list_sent_messages,
    resend_message,
    show_sent_message,
)

pytestmark = pytest.mark.django_db

REFUSED, NEVER_CAME, UNDELIVERED = (f"+98999000000{number}" for number in (1, 3, 5))
NOT_COME = MessagesSought(did_not_come=True)


class Sent:
    """A club that sent a message to a mobile, and what came of it after three hours."""

    def __init__(self, folder: Path, mobile: str, purpose: str = "order") -> None:
        self.sms = Phones(a_club(), folder)
        self.message_id = IDS.next()
        with club_scope(self.club.club_id):
            operations.store(
                club_id=self.club.club_id, message_id=self.message_id, vault=VAULT,
                message=NewMessage(purpose, mobile, "خبر", self.club.at + timedelta(hours=1)),
                at=self.club.at,
            )  # fmt: skip
        self.pass_hours(3)

    @property
    def club(self) -> Club:
        return self.sms.club

    def pass_hours(self, hours: int) -> None:
        for _ in range(hours * 12):
            self.sms.deliver()
            self.club.at += timedelta(minutes=5)

    def listed(self, sought: MessagesSought = NOT_COME) -> tuple[SentMessage, ...]:
        return list_sent_messages(principal=self.club.principal, vault=VAULT, sought=sought)

    def again(self, message_id: int = 0) -> SentMessage:
        return resend_message(
            principal=self.club.principal, ids=IDS, vault=VAULT, at=self.club.at,
            message_id=message_id or self.message_id,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("mobile", "state", "reason"),
    [
        (REFUSED, "refused", "bad_recipient"),
        (NEVER_CAME, "dropped", ""),
        (UNDELIVERED, "failed", ""),
    ],
)
def test_what_did_not_arrive_is_listed_and_sent_again_once(
    tmp_path: Path, mobile: str, state: str, reason: str
) -> None:
    sent = Sent(tmp_path, mobile)
    (one,) = sent.listed()
    again = sent.again()

    assert (one.message.state, one.message.reason, one.message.can_resend) == (state, reason, True)
    assert one.to == f"0999***{mobile[-4:]}"
    assert (again.message.state, again.message.did_not_come) == ("resent", False)
    with pytest.raises(NotToBeResent):
        sent.again()
    assert sent.listed() == ()
    newer, older = sent.listed(MessagesSought())
    assert (newer.message.state, older.message.message_id) == ("waiting", sent.message_id)
    assert newer.message.purpose == "order"


def test_a_secret_is_forgotten_at_once_and_never_sent_again(tmp_path: Path) -> None:
    sent = Sent(tmp_path, REFUSED, "code")
    (one,) = sent.listed()

    assert one.message.can_resend is False
    assert bytes(Message.objects.get(id=sent.message_id).text_sealed) == b""
    with pytest.raises(NotToBeResent):
        sent.again()


def test_what_arrived_is_not_sent_again_and_its_text_is_forgotten(tmp_path: Path) -> None:
    sent = Sent(tmp_path, "+989121110009")

    assert sent.listed() == ()
    assert bytes(Message.objects.get(id=sent.message_id).text_sealed) == b""
    with pytest.raises(NotToBeResent):
        sent.again()


def test_thanks_go_again_only_to_a_member_who_agrees(tmp_path: Path) -> None:
    sent = Sent(tmp_path, UNDELIVERED, "thanks")
    with pytest.raises(WantsNoMessages):
        sent.again()
    member_id = sent.club.join("Sara", mobile=UNDELIVERED)
    with pytest.raises(WantsNoMessages):
        sent.again()
    with club_scope(sent.club.club_id):
        consents.give(
            club_id=sent.club.club_id, member_id=member_id, agreement=Agreement("sms", "till"),
            at=sent.club.at,
        )  # fmt: skip

    again = sent.again()

    assert again.member is not None
    assert (again.member.member_id, again.message.state) == (member_id, "resent")


def test_pages_go_on_where_the_last_one_ended_and_other_clubs_see_nothing(tmp_path: Path) -> None:
    sent = Sent(tmp_path, REFUSED)
    sent.again()
    newest, oldest = sent.listed(MessagesSought(limit=5))
    first = sent.listed(MessagesSought(limit=1))
    following = sent.listed(MessagesSought(before_id=newest.message.message_id))
    other = a_club()

    assert (first, following) == ((newest,), (oldest,))
    assert sent.listed(MessagesSought(mobile=REFUSED)) == (newest, oldest)
    assert sent.listed(MessagesSought(mobile=UNDELIVERED)) == ()
    with pytest.raises(NoSuchMessage):
        show_sent_message(principal=other.principal, vault=VAULT, message_id=sent.message_id)


def test_who_may_only_read_sends_nothing(tmp_path: Path) -> None:
    sent = Sent(tmp_path, REFUSED)
    sent.club.principal = replace(sent.club.principal, rights=frozenset({"members.read"}))

    assert len(sent.listed()) == 1
    with pytest.raises(RightMissing):
        sent.again()
