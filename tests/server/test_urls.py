"""The doors stand where the addresses say."""

from django.test import Client


def test_alive_answers_without_a_database() -> None:
    answer = Client().get("/health/live")

    assert (answer.status_code, answer.content) == (200, b"ok\n")
