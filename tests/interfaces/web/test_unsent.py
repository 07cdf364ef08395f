"""A form that was sent after its session had ended is there again, and goes through."""

from __future__ import annotations

import time

import pytest
from django.test import Client

from tests.factories.people import PASSWORD, hire, member_client, signed_in
from tests.factories.shops import Shop, open_shop
from vafa.interfaces.web.forms import new_key

pytestmark = pytest.mark.django_db

TAG = {"name": "مهمان ویژه", "colour": "success"}
TAGS, UNSENT = "/members/tags/", "/unsent/"


@pytest.fixture
def shop() -> Shop:
    """Open a shop."""
    return open_shop()


def away(client: Client) -> None:
    """Let the session have ended long ago."""
    session = client.session
    session["seen"] = int(time.time()) - 24 * 3600
    session.save()


def test_what_was_typed_is_sent_again_after_signing_in(shop: Shop) -> None:
    worker = hire(shop)
    client = signed_in(worker)
    away(client)

    stopped = client.post(TAGS, {"key": new_key(), **TAG})
    entrance = client.get(stopped["Location"]).content.decode()
    came_in = client.post(stopped["Location"], {"login": worker.login, "password": PASSWORD})
    page = client.get(came_in["Location"])
    form = page.context["form"]
    done = client.post(form["path"], dict(form["fields"]))
    tags = client.get(TAGS).context["tags"]

    assert stopped["Location"] == "/sign-in/?next=%2Funsent%2F"
    assert "آنچه نوشتید مانده است" in entrance
    assert came_in["Location"] == UNSENT
    assert "مهمان ویژه" in page.content.decode()
    assert done.status_code == 302
    assert [one.name for one, *_ in tags] == ["مهمان ویژه"]
    assert client.session.get_expiry_age() > 24 * 3600


def test_nobody_sees_it_before_signing_in_nor_after_a_quarter_of_an_hour(shop: Shop) -> None:
    worker = hire(shop)
    client = signed_in(worker)
    away(client)
    client.post(TAGS, {"key": new_key(), **TAG})
    kept = client.session["unsent"]

    before = client.get(UNSENT)
    client.post("/sign-in/", {"login": worker.login, "password": PASSWORD})
    session = client.session
    session["unsent"] = {**kept, "at": int(time.time()) - 16 * 60}
    session.save()
    late = client.get(UNSENT)

    assert "مهمان" not in str(kept)
    assert before["Location"].startswith("/sign-in/")
    assert late["Location"] == "/"
    assert "unsent" not in client.session


@pytest.mark.parametrize("place", [TAGS, "/cashier/shift/"])
def test_who_was_not_here_leaves_nothing(place: str) -> None:
    client = Client()

    stopped = client.post(place, TAG)

    assert stopped["Location"] == "/sign-in/"
    assert "unsent" not in client.session


def test_a_member_goes_on_as_well_and_hears_of_the_file(shop: Shop) -> None:
    client = member_client(shop, shop.member())
    place = f"/c/{shop.code}/me"
    ours = next(name for name in client.cookies if name.startswith("vafa-member-"))
    secret = client.cookies[ours].value
    client.cookies[ours] = "another"

    stopped = client.post(f"{place}/orders/new/", {"key": new_key(), "title": "میز بلوط"})
    entrance = client.get(stopped["Location"]).content.decode()
    client.cookies[ours] = secret
    page = client.get(f"{place}/unsent/")

    assert stopped["Location"].endswith(f"?next=%2Fc%2F{shop.code}%2Fme%2Funsent%2F")
    assert "آنچه نوشتید مانده است" in entrance
    assert "میز بلوط" in page.content.decode()
    assert page.context["form"]["had_files"] is False


FROM_OUR_PAGE = {"origin": "http://testserver", "accept": "text/html"}


def with_old_secret(shop: Shop) -> tuple[Client, dict[str, str]]:
    """Sign in, with a form that was drawn before its secret was renewed."""
    client = signed_in(hire(shop))
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    return strict, {"key": new_key(), **TAG, "csrfmiddlewaretoken": "a" * 64}


def test_a_form_with_an_old_secret_is_shown_again_and_sent_by_hand(shop: Shop) -> None:
    client, form = with_old_secret(shop)
    lasts = client.session.get_expiry_age()

    stopped = client.post(TAGS, form, headers=FROM_OUR_PAGE)
    page = client.get(stopped["Location"])
    before = client.get(TAGS).context["tags"]
    again = dict(page.context["form"]["fields"])
    again["csrfmiddlewaretoken"] = str(page.context["csrf_token"])
    client.post(page.context["form"]["path"], again, headers=FROM_OUR_PAGE)
    after = client.get(TAGS).context["tags"]

    assert stopped["Location"] == UNSENT
    assert list(before) == []
    assert [one.name for one, *_ in after] == ["مهمان ویژه"]
    assert client.session.get_expiry_age() > lasts - 60


@pytest.mark.parametrize(
    ("place", "typed", "headers"),
    [
        (TAGS, {}, {**FROM_OUR_PAGE, "origin": "https://elsewhere.example"}),
        (TAGS, {}, {"accept": "text/html"}),
        (TAGS, {}, {**FROM_OUR_PAGE, "accept": "*/*"}),
        (TAGS, {"oldpassword": "secret"}, FROM_OUR_PAGE),
        ("/cashier/shift/", {}, FROM_OUR_PAGE),
    ],
)  # fmt: skip
def test_nothing_is_kept_of_what_came_from_elsewhere_or_holds_a_password(
    shop: Shop, place: str, typed: dict[str, str], headers: dict[str, str]
) -> None:
    client, form = with_old_secret(shop)

    stopped = client.post(place, {**form, **typed}, headers=headers)

    assert stopped.status_code == 403
    assert "unsent" not in client.session
