"""Messages on their way: what is due, what is lost, and that a test club's never leave."""

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from tests.factories.clubs import VAULT, Club, a_club
from tests.factories.phones import Phones
from vafa.domain.messaging.models import Message
from vafa.domain.messaging.ports import Senders
from vafa.domain.messaging.records import Outgoing, Report, Sent
from vafa.journeys.send_messages import clubs_with_messages, send_messages

pytestmark = pytest.mark.django_db

SARA = "+989121110000"
ANSWER_LOST, NEVER_CAME = "+989990000002", "+989990000003"


@dataclass
class Noting:
    """A gateway that notes what it is asked."""

    asked: list[int] = field(default_factory=list)

    def send(self, message: Outgoing, /) -> Sent:
        """Take it."""
        self.asked.append(message.reference)
        return Sent("accepted", "g")

    def inquire(self, reference: int, /) -> Report:
        """Say that it arrived."""
        self.asked.append(reference)
        return Report("delivered", "g")


def states(club: Club) -> list[str]:
    rows = Message.objects.filter(club_id=club.club_id).order_by("id")
    return list(rows.values_list("state", flat=True))


def test_club_is_due_while_something_waits_for_a_look(tmp_path: Path) -> None:
    sms = Phones(a_club(), tmp_path)
    club = sms.club
    before = clubs_with_messages(at=club.at)
    sms.ask(SARA)
    waiting = clubs_with_messages(at=club.at)
    sms.deliver()
    sent = clubs_with_messages(at=club.at)
    club.at += timedelta(seconds=5)
    asking = clubs_with_messages(at=club.at)
    sms.deliver()

    mine = (club.club_id, False)
    assert [mine in found for found in (before, waiting, sent, asking)] == [
        False, True, False, True,
    ]  # fmt: skip
    assert mine not in clubs_with_messages(at=club.at + timedelta(days=1))
    assert states(club) == ["delivered"]


def test_lost_answer_is_asked_for_and_sends_nothing_twice(tmp_path: Path) -> None:
    sms = Phones(a_club(), tmp_path)
    sms.ask(ANSWER_LOST)
    sms.deliver()
    unknown = states(sms.club)
    sms.club.at += timedelta(seconds=20)
    sms.deliver()

    assert (unknown, states(sms.club)) == (["unknown"], ["delivered"])
    assert len(sms.gateway.messages()) == 1


def test_what_never_came_is_sent_again_under_its_own_reference_until_it_is_of_no_use(
    tmp_path: Path,
) -> None:
    sms = Phones(a_club(), tmp_path)
    sms.ask(NEVER_CAME)
    seen = []
    for _ in range(8):
        sms.deliver()
        seen += states(sms.club)
        sms.club.at += timedelta(seconds=20)

    assert set(seen) == {"unknown", "dropped"}
    assert (seen[-1], Message.objects.filter(club_id=sms.club.club_id).count()) == ("dropped", 1)


@pytest.mark.parametrize("is_test", [True, False])
def test_nothing_of_a_test_club_leaves(tmp_path: Path, *, is_test: bool) -> None:
    live, test = Noting(), Noting()
    sms = Phones(a_club(is_test=is_test), tmp_path)
    sms.ask(SARA)

    for club_id, club_is_test in clubs_with_messages(at=sms.club.at):
        if club_id == sms.club.club_id:
            send_messages(
                club_id=club_id, is_test=club_is_test, vault=VAULT,
                senders=Senders(live=live, test=test), clock=lambda: sms.club.at,
            )  # fmt: skip

    assert (len(test.asked), len(live.asked)) == ((1, 0) if is_test else (0, 1))
