"""Inviting somebody of the staff to sign in, over HTTP."""

from pathlib import Path

from django.test import Client

from tests.factories.people import link_to
from tests.factories.shops import Shop

NEW = "seven-green-hills-away"


def person(shop: Shop) -> str:
    """Add somebody of the staff, as the owner of a key; gives the id."""
    shop.caller({"read"}, staff="علی")
    (found,) = shop.owner.get("/v1/staff").json()["staff"]
    return str(found["staff_id"])


def test_invited_person_signs_in(shop: Shop, tmp_path: Path) -> None:
    path = f"/v1/staff/{person(shop)}/invitations"

    sent = shop.owner.write(path, {"login": "Ali@Example.com"}, key="once")
    again = shop.owner.write(path, {"login": "Ali@Example.com"}, key="once")

    assert (sent.status_code, again.status_code) == (202, 202)
    assert sent.content == again.content
    Client().post(link_to(shop.club_id, "ali@example.com", tmp_path), {"password": NEW})
    answer = Client().post("/sign-in/", {"login": "ali@example.com", "password": NEW})
    assert answer.status_code == 302


def test_what_is_no_login_is_refused(shop: Shop) -> None:
    answer = shop.owner.write(f"/v1/staff/{person(shop)}/invitations", {"login": "ali"})

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_login")
