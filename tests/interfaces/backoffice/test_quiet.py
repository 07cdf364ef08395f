"""Quiet hours in the office: from a day on, and back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.factories.people import staff_client
from tests.factories.shops import open_shop
from vafa.interfaces.web import sources

pytestmark = pytest.mark.django_db


def test_quiet_hours_are_set_from_a_day_on_and_taken_back() -> None:
    client = staff_client(open_shop())
    today = sources.now().date()
    coming = (today + timedelta(days=40)).isoformat()
    wrong = client.post("/settings/quiet/", {
        "starts_on": (today - timedelta(days=3)).isoformat(), "from_minute": 1320,
        "until_minute": 480,
    })  # fmt: skip
    whole = {"starts_on": coming, "from_minute": "540", "until_minute": "510"}
    too_long = client.post("/settings/quiet/", whole)
    right = client.post("/settings/quiet/", whole | {"from_minute": "1260"})
    lines = client.get("/settings/quiet/").context["lines"]
    gone = client.post("/settings/quiet/take-back/", {"starts_on": coming})

    assert list(wrong.context["form"].errors) == ["starts_on"]
    assert list(too_long.context["form"].errors) == ["until_minute"]
    assert (right.status_code, gone.status_code) == (302, 302)
    assert [line["said"] for line in lines] == ["۲۱:۰۰ تا ۰۸:۳۰"]
    assert "۲۲:۰۰ تا ۰۸:۰۰" in client.get("/settings/quiet/").content.decode()
