"""The demo's people: one of each role, who sign in with the printed password, made once."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest
from django.test import Client

from tests.factories.shops import open_shop
from vafa.server.demo import logins
from vafa.server.demo.history import History
from vafa.server.demo.loading_clubs import ClubReady

pytestmark = pytest.mark.django_db


def history() -> History:
    """Give what the log-ins need of a history: places, people, and who bought how often."""
    return cast(
        "History",
        SimpleNamespace(
            branches=(SimpleNamespace(code="north"),),
            members=(SimpleNamespace(mobile="+1"), SimpleNamespace(mobile="+2")),
            orders=SimpleNamespace(member=np.array([0, 1, 1])),
        ),
    )


def made() -> tuple[dict[str, Any], ClubReady, str]:
    """Make the log-ins of a new club."""
    shop = open_shop(branches=("north",))
    club = ClubReady(shop.club_id, shop.owner.secret, test=False)
    return logins.make_logins(club=club, code=shop.code, history=history()), club, shop.code


def test_everybody_signs_in_with_the_password() -> None:
    told, _, _ = made()

    for role, login in told["logins"].items():
        client = Client()
        answer = client.post("/sign-in/", {"login": login, "password": told["password"]})
        assert answer.status_code == 302, role
        assert client.get("/").status_code == 200, role
    assert len(told["logins"]) == 7
    assert told["member_mobile"] == "+2"


def test_made_again_only_the_password_is_another() -> None:
    first, club, code = made()

    second = logins.make_logins(club=club, code=code, history=history())

    assert second["logins"] == first["logins"]
    assert second["password"] != first["password"]
    login = second["logins"]["owner"]
    answers = [
        Client().post("/sign-in/", {"login": login, "password": told["password"]}).status_code
        for told in (first, second)
    ]
    assert answers == [200, 302]
