"""Signing in: brute force, enumeration, fixation, the second factor and recovery codes."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.totp.internal.auth import yield_hotp_counters_from_time as counters
from django.test import Client

from tests.factories.people import PASSWORD, Worker, hire, signed_in
from tests.factories.shops import Shop, open_shop

pytestmark = pytest.mark.django_db
SECRET = re.compile(r"data-secret>\s*([A-Z2-7]{16,})")
RECOVERY = re.compile(r'<bdi dir="ltr">([0-9a-zA-Z-]{8,})</bdi></li>')


@pytest.fixture
def shop() -> Shop:
    """Open a shop."""
    return open_shop()


def type_in(client: Client, login: str, password: str) -> tuple[int, str]:
    """Send the sign-in form; give the status and the page without what differs by itself."""
    answer = client.post("/sign-in/", {"login": login, "password": password})
    page = answer.content.decode().replace(login, "LOGIN")
    return answer.status_code, re.sub(r'(csrf[a-z]*"( value| content)=")[^"]+', r"\1", page)


def code_of(secret: str, *, of_before: bool = False) -> str:
    """Give the code that an authenticator app shows now, or showed half a minute before."""
    before, now, _next = counters()
    return str(format_hotp_value(hotp_value(secret, before if of_before else now)))


def turn_on(client: Client) -> tuple[str, list[str]]:
    """Turn the second factor on; give its secret and the recovery codes."""
    page = client.get("/account/second-factor/app/").content.decode()
    found = SECRET.search(page)
    assert found is not None, page
    done = client.post("/account/second-factor/app/", {"code": code_of(found.group(1))})
    assert done.status_code == 302, done.content.decode()
    shown = client.get(done["Location"]).content.decode()
    return found.group(1), RECOVERY.findall(shown)


def test_code_that_was_typed_slowly_counts(shop: Shop) -> None:
    client = signed_in(hire(shop, "owner", may_skip=False))
    page = client.get("/account/second-factor/app/").content.decode()
    found = SECRET.search(page)
    assert found is not None, page
    slow = code_of(found.group(1), of_before=True)

    assert client.post("/account/second-factor/app/", {"code": slow}).status_code == 302


def test_password_lets_in_and_a_wrong_one_does_not(shop: Shop) -> None:
    worker = hire(shop)

    refused, page = type_in(Client(), worker.login, "not the right one")
    client = signed_in(worker)

    assert refused == 200
    assert 'role="alert"' in page
    assert client.get("/account/").status_code == 200


def test_login_is_read_in_any_form(shop: Shop) -> None:
    worker = hire(shop)

    answer = Client().post(
        "/sign-in/", {"login": f"  {worker.login.upper()} ", "password": PASSWORD}
    )

    assert answer.status_code == 302


def test_unknown_login_is_answered_like_a_wrong_password(shop: Shop) -> None:
    worker = hire(shop)

    known = type_in(Client(), worker.login, "not the right one")
    unknown = type_in(Client(), "nobody@example.com", "not the right one")

    assert unknown == known


def test_sixth_try_waits_even_with_the_right_password(shop: Shop) -> None:
    worker = hire(shop)
    client = Client()
    for _ in range(5):
        assert type_in(client, worker.login, "not the right one")[0] == 200

    status, page = type_in(client, worker.login, PASSWORD)

    assert (status, "/account/" in page) == (200, False)
    assert client.get("/account/").status_code == 302


def test_unknown_login_is_locked_out_the_same(shop: Shop) -> None:
    worker = hire(shop)
    for _ in range(5):
        type_in(Client(), worker.login, "not the right one")
        type_in(Client(), "nobody@example.com", "not the right one")

    known = type_in(Client(), worker.login, "not the right one")
    unknown = type_in(Client(), "nobody@example.com", "not the right one")

    assert unknown == known


def test_session_before_is_another_one_after(shop: Shop) -> None:
    """Session fixation: who planted a session knows nothing of the one that is signed in."""
    worker = hire(shop)
    client = Client()
    session = client.session
    session["planted"] = True
    session.save()
    before = session.session_key

    client.post("/sign-in/", {"login": worker.login, "password": PASSWORD})

    assert client.session.session_key != before
    assert Client(headers={"Cookie": f"sessionid={before}"}).get("/account/").status_code == 302


def test_form_from_elsewhere_is_refused(shop: Shop) -> None:
    worker = hire(shop)

    answer = Client(enforce_csrf_checks=True).post(
        "/sign-in/", {"login": worker.login, "password": PASSWORD}
    )

    assert answer.status_code == 403


def test_owner_without_second_factor_meets_it_first(shop: Shop) -> None:
    worker = hire(shop, "owner", may_skip=False)
    client = signed_in(worker)

    answer = client.get("/")

    assert (answer.status_code, answer["Location"]) == (302, "/account/second-factor/app/")


def test_cashier_needs_none(shop: Shop) -> None:
    client = signed_in(hire(shop, "cashier", may_skip=False))

    assert client.get("/cashier/").status_code == 200


def test_second_factor_is_asked_and_a_code_is_used_once(shop: Shop) -> None:
    worker = hire(shop, "owner", may_skip=False)
    secret, _ = turn_on(signed_in(worker))
    client, code = Client(), code_of(secret)

    first = client.post("/sign-in/", {"login": worker.login, "password": PASSWORD})
    without = client.get("/account/")
    second = client.post("/sign-in/code/", {"code": code})

    assert first["Location"].startswith("/sign-in/code/")
    assert without.status_code == 302
    assert second.status_code == 302
    assert client.get("/").status_code == 200
    assert _second_try(worker, code) == 200


def test_recovery_code_lets_in_once(shop: Shop) -> None:
    worker = hire(shop, "owner", may_skip=False)
    _, recovery = turn_on(signed_in(worker))

    assert len(recovery) == 10
    assert _second_try(worker, recovery[0]) == 302
    assert _second_try(worker, recovery[0]) == 200


def test_codes_cannot_be_guessed_for_long(shop: Shop) -> None:
    worker = hire(shop, "owner", may_skip=False)
    secret, _ = turn_on(signed_in(worker))
    wrong = f"{(int(code_of(secret)) + 1) % 1_000_000:06d}"
    client = Client()
    client.post("/sign-in/", {"login": worker.login, "password": PASSWORD})
    for _ in range(5):
        client.post("/sign-in/code/", {"code": wrong})

    answer = client.post("/sign-in/code/", {"code": code_of(secret)})

    assert answer.status_code != 302
    assert client.get("/account/").status_code == 302


def test_secret_of_the_second_factor_is_sealed(shop: Shop) -> None:
    from allauth.mfa.models import Authenticator

    worker = hire(shop, "owner", may_skip=False)
    secret, recovery = turn_on(signed_in(worker))

    kept = [str(one.data) for one in Authenticator.objects.filter(user_id=worker.user_id)]

    assert len(kept) == 2
    assert not [text for text in kept if secret in text or recovery[0] in text]


def test_owner_who_turns_it_off_works_only_with_another_one(shop: Shop) -> None:
    client = signed_in(hire(shop, "owner", may_skip=False))
    turn_on(client)
    assert client.get("/").status_code == 200

    client.post("/account/second-factor/app/remove/")

    assert client.get("/")["Location"] == "/account/second-factor/app/"
    turn_on(client)
    assert client.get("/").status_code == 200


def test_something_important_asks_for_the_password_again(shop: Shop) -> None:
    client = signed_in(hire(shop))
    session = client.session
    session["account_authentication_methods"][0]["at"] -= 600
    session.save()

    answer = client.get("/account/second-factor/app/")

    assert answer["Location"].startswith("/account/again/")


def _second_try(worker: Worker, code: str) -> int:
    client = Client()
    client.post("/sign-in/", {"login": worker.login, "password": PASSWORD})
    return client.post("/sign-in/code/", {"code": code}).status_code
