"""Who is on a page: guards of staff, member and public pages; roles, clubs, devices that end."""

from __future__ import annotations

import secrets
import time
from datetime import timedelta

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import resolve

from tests.factories.people import (
    club_of,
    hire,
    member_client,
    new_user,
    signed_in,
    staff_client,
)
from tests.factories.shops import Shop, open_shop
from vafa.domain.clubs.queries import authenticate
from vafa.domain.clubs.scope import club_scope
from vafa.domain.clubs.settings import DisplayFrom, set_display
from vafa.domain.people.queries import club_here
from vafa.interfaces.web import people, sources
from vafa.interfaces.web.people import Guard, StaffRequest, guard_of, staff_page
from vafa.journeys.manage_staff import change_staff, suspend_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop() -> Shop:
    """Open a shop with a branch."""
    return open_shop(branches=("north",))


def test_nobody_is_sent_to_sign_in_and_back(shop: Shop) -> None:
    answer = Client().get("/cashier/?a=b")

    assert (answer.status_code, answer["Location"]) == (
        302,
        "/sign-in/?next=%2Fcashier%2F%3Fa%3Db",
    )


def test_fragment_sends_the_whole_page(shop: Shop) -> None:
    answer = Client().get("/cashier/", headers={"HX-Request": "true"})

    assert (answer.status_code, answer["HX-Redirect"]) == (204, "/sign-in/")


def test_right_opens_and_its_lack_does_not(shop: Shop) -> None:
    assert staff_client(shop, "cashier", branches=("north",)).get("/cashier/").status_code == 200
    assert staff_client(shop, "auditor").get("/cashier/").status_code == 403


def test_view_gets_who_asks(shop: Shop) -> None:
    worker = hire(shop, "cashier", branches=("north",))
    client = signed_in(worker)
    seen: list[StaffRequest] = []

    @staff_page("sales.write")
    def view(request: StaffRequest) -> HttpResponse:
        seen.append(request)
        return HttpResponse("in")

    answer = view(_request_of(client))

    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-store"
    principal = seen[0].principal
    assert (principal.club_id, principal.staff_id) == (shop.club_id, worker.staff_id)
    assert (principal.role, principal.branches) == ("cashier", frozenset({"north"}))
    assert (principal.address, seen[0].club.code) == ("127.0.0.1", shop.code)


def test_page_of_a_person_is_kept_in_no_cache(shop: Shop) -> None:
    assert "no-store" in staff_client(shop).get("/")["Cache-Control"]


def test_suspended_person_is_out_at_once(shop: Shop) -> None:
    worker = hire(shop, "cashier")
    client = signed_in(worker)
    assert client.get("/cashier/").status_code == 200

    suspend_staff(
        principal=authenticate(secret=shop.owner.secret, at=sources.now()),
        at=sources.now(),
        staff_id=worker.staff_id,
    )

    assert client.get("/cashier/").status_code == 403


def test_another_role_ends_the_session(shop: Shop) -> None:
    worker = hire(shop, "cashier")
    client = signed_in(worker)

    change_staff(
        principal=authenticate(secret=shop.owner.secret, at=sources.now()),
        at=sources.now(),
        staff_id=worker.staff_id,
        role="manager",
        branches=(),
    )

    assert client.get("/cashier/")["Location"].startswith("/sign-in/")
    assert client.get("/account/").status_code == 302


def test_cashier_who_was_away_signs_in_again(shop: Shop) -> None:
    client = staff_client(shop, "cashier")
    session = client.session
    session["seen"] = int(time.time()) - 31 * 60
    session.save()

    assert client.get("/account/").status_code == 302
    assert client.get("/cashier/")["Location"].startswith("/sign-in/")


def test_manager_may_be_away_for_longer(shop: Shop) -> None:
    client = staff_client(shop, "manager")
    session = client.session
    session["seen"] = int(time.time()) - 31 * 60
    session.save()

    assert client.get("/").status_code == 200
    assert client.session["seen"] >= int(time.time()) - 5


def test_person_of_two_clubs_chooses_and_meets_one_at_a_time(shop: Shop) -> None:
    other = open_shop()
    user = new_user()
    hire(shop, "owner", user=user)
    client = signed_in(hire(other, "cashier", user=user))
    for wanted in (shop, other, shop):
        client.post("/account/club/", {"club": str(wanted.club_id)})
        assert client.session["club"] == str(wanted.club_id)
        assert client.get("/").status_code == 200


def test_club_of_others_cannot_be_chosen(shop: Shop) -> None:
    client, other = staff_client(shop), open_shop()

    client.post("/account/club/", {"club": str(other.club_id)})

    assert client.session["club"] == str(shop.club_id)


def test_user_who_works_nowhere_is_told_so() -> None:
    user_id, login = new_user()
    client = Client()
    client.post("/sign-in/", {"login": login, "password": "long-winter-tea-cup"})

    assert client.get("/").status_code == 403
    assert user_id


def test_member_is_in_on_a_remembered_device_only(shop: Shop) -> None:
    member_id = shop.member()

    there = member_client(shop, member_id).get(f"/c/{shop.code}/me/")
    elsewhere = Client().get(f"/c/{shop.code}/me/")

    assert there.status_code == 200
    assert elsewhere["Location"] == f"/c/{shop.code}/sign-in/?next=%2Fc%2F{shop.code}%2Fme%2F"


def test_device_of_one_club_opens_no_other(shop: Shop) -> None:
    other = open_shop()
    client = member_client(shop, shop.member())
    stolen = client.cookies[f"vafa-member-{shop.club_id}"].value
    client.cookies[f"vafa-member-{other.club_id}"] = stolen

    assert client.get(f"/c/{other.code}/me/").status_code == 302


def test_guessed_device_opens_nothing(shop: Shop) -> None:
    shop.member()
    client = Client()
    client.cookies[f"vafa-member-{shop.club_id}"] = secrets.token_urlsafe(32)

    assert client.get(f"/c/{shop.code}/me/").status_code == 302


def test_member_who_left_is_out(shop: Shop) -> None:
    member_id = shop.member()
    client = member_client(shop, member_id)

    left = shop.owner.write(f"/v1/members/{member_id}/leave", {"source": "till"})

    assert left.status_code == 200, left.content
    assert client.get(f"/c/{shop.code}/me/").status_code == 302


def test_unknown_club_is_not_there() -> None:
    assert Client().get("/c/nowhere-at-all/").status_code == 404


def test_portal_of_a_club_has_the_rights_of_members_only(shop: Shop) -> None:
    principal = people.portal_principal(club_of(shop))

    assert (principal.club_id, principal.credential_id) == (shop.club_id, people.PORTAL_ID)
    assert principal.rights == people.PORTAL_RIGHTS


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "203.0.113.9", "127.0.0.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (2, "198.51.100.1, 203.0.113.9, 10.0.0.1", "203.0.113.9"),
        (2, "203.0.113.9", "127.0.0.1"),
        (1, "", "127.0.0.1"),
    ],
)
def test_address_is_what_our_own_proxies_saw(proxies: int, forwarded: str, address: str) -> None:
    """What a person writes into the header before them is not believed."""
    request = RequestFactory().get("/", headers={"X-Forwarded-For": forwarded})

    with override_settings(PROXIES=proxies):
        assert people.address_of(request) == address


@pytest.mark.parametrize(
    ("address", "guard"),
    [
        ("/cashier/", Guard("staff", "sales.write")),
        ("/", Guard("staff")),
        ("/c/demo/me/", Guard("member")),
        ("/c/demo/join/", Guard("public")),
        ("/sign-in/", None),
    ],
)
def test_guard_of_a_view_can_be_told(address: str, guard: Guard | None) -> None:
    assert guard_of(resolve(address).func) == guard


def _request_of(client: Client) -> HttpRequest:
    """Give a request with the session of a browser that is signed in."""
    from django.contrib.auth import get_user

    request = RequestFactory().get("/")
    request.session = client.session
    request.user = get_user(request)
    return request


def test_pages_are_written_as_the_club_wants_from_its_day_on() -> None:
    shop = open_shop()
    club = club_of(shop)
    today = sources.now()
    with club_scope(shop.club_id):
        for starts_on, unit in (
            (today.date() - timedelta(days=1), "rial"),
            (today.date() + timedelta(days=30), "new_rial"),
        ):
            set_display(
                club_id=shop.club_id,
                display=DisplayFrom(starts_on, unit),  # type: ignore[arg-type]  # framework
                today=starts_on,
            )
        again = club_here(club_id=shop.club_id)

    found = club_of(shop)

    assert (club.display_at(today).unit, people.display_of(found).unit) == ("toman", "rial")
    assert found.display_at(today + timedelta(days=31)).unit == "new_rial"
    assert again == found
