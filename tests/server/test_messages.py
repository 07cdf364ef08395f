"""Sending beside the relay: real threads, real connections, one round after another."""

import time
from pathlib import Path

import pytest

from tests.factories.shops import Shop, new_mobile, open_shop
from vafa.domain.messaging.ports import Senders
from vafa.domain.messaging.records import Outgoing, Report, Sent
from vafa.server import cli, messages

pytestmark = pytest.mark.django_db(transaction=True)


class GatewayBroke(Exception):
    """The adapter itself broke."""


class Broken:
    """A gateway whose adapter raises, which none may."""

    def send(self, message: Outgoing, /) -> Sent:
        """Break."""
        raise GatewayBroke

    def inquire(self, reference: int, /) -> Report:
        """Break."""
        raise GatewayBroke


def ask(shop: Shop, mobile: str) -> None:
    """Have a code sent."""
    answer = shop.owner.write("/v1/mobile-proofs", {"mobile": mobile})
    assert answer.status_code == 202, answer.content


def look_for_a_while(senders: Senders, seen: Path | None = None, mobile: str = "") -> None:
    """Do as the relay does, until a phone got something."""
    with messages.sending(senders) as look:
        until = time.monotonic() + 20
        while time.monotonic() < until:
            look()
            if seen is not None and messages.sandbox_phone(seen).messages(mobile=mobile):
                return
            time.sleep(0.05)


def test_code_reaches_the_phone_that_the_command_shows(tmp_path: Path) -> None:
    mobile = new_mobile()
    ask(open_shop(), mobile)

    look_for_a_while(messages.senders(tmp_path), tmp_path, f"+98{mobile[1:]}")

    shown = [str(one) for one in messages.sandbox_phone(tmp_path).messages()]
    assert any(f"{mobile[:4]} {mobile[4:7]} {mobile[7:]}" in line for line in shown)
    asked = cli._parser().parse_args(["sandbox", "messages", "--mobile", mobile])
    assert (asked.needs_database, asked.mobile) == (False, mobile)


def test_error_of_a_round_ends_the_process() -> None:
    ask(open_shop(), new_mobile())

    with pytest.raises(GatewayBroke):
        look_for_a_while(Senders(live=Broken(), test=Broken()))
