"""What who runs the service does for somebody who lost password or phone."""

import argparse
import re

import pytest
from django.test import Client

from tests.factories.people import hire, signed_in
from tests.factories.shops import open_shop
from tests.interfaces.web.test_signing_in import turn_on
from vafa.server import config, user_words

pytestmark = pytest.mark.django_db
NEW = "seven-green-hills-away"


def typed(*words: str) -> int:
    """Type words of the command and give what it ends with."""
    parser = argparse.ArgumentParser()
    user_words.add_words(parser.add_subparsers())
    asked = parser.parse_args(["user", *words])
    return int(asked.work(config.current(), asked))


def test_lost_phone_is_let_back_in(capsys: pytest.CaptureFixture[str]) -> None:
    worker = hire(open_shop(), "owner", may_skip=False)
    thief = signed_in(worker)
    turn_on(thief)

    done = typed("reset", worker.login.upper())
    found = re.search(r"https?://[^/]+(/new-password/\S+)", capsys.readouterr().out)

    assert done == 0
    assert found is not None
    assert thief.get("/account/").status_code == 302
    Client().post(found.group(1), {"password": NEW})
    answer = Client().post("/sign-in/", {"login": worker.login, "password": NEW})
    assert answer["Location"] == "/"


def test_unknown_login_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert typed("reset", "nobody@example.com") == 1
    assert "Nobody" in capsys.readouterr().out
