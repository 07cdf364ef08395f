"""Messages over HTTP: listed without their texts, sent again once; quiet hours."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.factories.shops import open_shop
from tests.interfaces.backoffice.test_messages import refused

pytestmark = pytest.mark.django_db


def test_what_did_not_arrive_is_listed_and_sent_again_once(tmp_path: Path) -> None:
    shop = open_shop()
    (message_id,) = refused(shop, tmp_path)
    path = f"/v1/messages/{message_id}/resend"

    listed = shop.owner.get("/v1/messages?did_not_come=true").json()
    done = shop.owner.write(path, {})
    again = shop.owner.write(path, {})

    (one,) = listed["messages"]
    assert (one["to"], one["reason"], one["can_resend"]) == ("0999***0001", "bad_recipient", True)
    assert "text" not in one
    assert done.json()["state"] == "resent"
    assert (again.status_code, again.json()["code"]) == (422, "not_to_be_resent")
    assert len(shop.owner.get("/v1/messages").json()["messages"]) == 2
    (newest,) = shop.owner.get("/v1/messages?limit=1").json()["messages"]
    assert newest["state"] == "waiting"


def test_quiet_hours_are_set_and_shown() -> None:
    shop = open_shop()
    body = {"starts_on": "2090-01-01", "from_minute": 1260, "until_minute": 540}
    now = shop.owner.get("/v1/club/settings").json()["quiet"]
    done = shop.owner.write("/v1/club/quiet-hours", body).json()
    gone = shop.owner.write("/v1/club/quiet-hours/take-back", {"starts_on": "2090-01-01"}).json()

    assert (now["from_minute"], now["until_minute"]) == (1320, 480)
    assert done["quiet_hours"] == [body]
    assert gone["quiet_hours"] == []
