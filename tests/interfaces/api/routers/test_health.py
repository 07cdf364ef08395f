"""Whether the process lives and can work."""

import pytest
from django.db import connection
from django.test import Client


def test_health_needs_no_database() -> None:
    assert Client().get("/v1/health").json() == {"status": "alive"}


@pytest.mark.django_db(transaction=True)
def test_ready_when_the_database_answers() -> None:
    assert Client().get("/v1/ready").json() == {"status": "ready"}


@pytest.mark.django_db(transaction=True)
def test_ready_when_the_database_is_away_is_a_503(monkeypatch: pytest.MonkeyPatch) -> None:
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "PORT", "1")

    answer = Client().get("/v1/ready")

    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
