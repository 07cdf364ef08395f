"""Invitations, new passwords, one's account: links that work once, answers that tell nothing."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from tests.factories.clubs import claim
from tests.factories.people import PASSWORD, Worker, hire, link_to, new_user, signed_in
from tests.factories.shops import Shop, new_mobile, open_shop
from vafa.domain.clubs.people import NewStaff
from vafa.domain.clubs.queries import authenticate
from vafa.interfaces.web import account, sources
from vafa.journeys.invite_user import Invite, SignsInAlready, invite_user
from vafa.journeys.manage_staff import invite_staff
from vafa.kit.identity import normalise_mobile

pytestmark = pytest.mark.django_db
ANOTHER = "seven-green-hills-away"


@pytest.fixture
def shop() -> Shop:
    """Open a shop."""
    return open_shop()


def forget(login: str) -> str:
    """Ask for a new password; give the page without the secret of its form."""
    answer = Client().post("/sign-in/forgotten/", {"login": login})
    assert answer.status_code == 200
    return re.sub(
        r'csrf(middlewaretoken)?" (value|content)="[^"]+', "csrf", answer.content.decode()
    )


def invite(shop: Shop, worker_id: int, login: str) -> None:
    """Send an invitation to somebody of the staff."""
    invite_user(
        principal=authenticate(secret=shop.owner.secret, at=sources.now()),
        claim=claim(),
        ids=sources.ids(),
        vault=sources.vault(),
        at=sources.now(),
        invite=Invite(
            worker_id,
            login,
            sources.link_secret(),
            settings.PUBLIC_ADDRESS,
        ),
    )


def newcomer(shop: Shop, name: str = "نرگس") -> int:
    """Add somebody of the staff who cannot sign in yet."""
    done = invite_staff(
        principal=authenticate(secret=shop.owner.secret, at=sources.now()),
        claim=claim(),
        at=sources.now(),
        ids=sources.ids(),
        staff=NewStaff(name, "cashier"),
    )
    return done.staff_id


def test_forgotten_password_is_set_by_the_link_once(shop: Shop, tmp_path: Path) -> None:
    worker = hire(shop)
    forget(worker.login)
    link = link_to(shop.club_id, worker.login, tmp_path)

    done = Client().post(link, {"password": ANOTHER})
    again = Client().post(link, {"password": "another-green-hill"})

    assert (done.status_code, again.status_code) == (200, 404)
    assert sign_in(worker, ANOTHER) == 302
    assert sign_in(worker, PASSWORD) == 200


def test_new_password_ends_every_session(shop: Shop, tmp_path: Path) -> None:
    worker = hire(shop)
    thief = signed_in(worker)
    forget(worker.login)

    Client().post(link_to(shop.club_id, worker.login, tmp_path), {"password": ANOTHER})

    assert thief.get("/account/").status_code == 302


def test_weak_password_is_refused_with_a_reason(shop: Shop, tmp_path: Path) -> None:
    worker = hire(shop)
    forget(worker.login)
    link = link_to(shop.club_id, worker.login, tmp_path)

    answer = Client().post(link, {"password": "1234567890"})

    assert "field-error" in answer.content.decode()
    assert sign_in(worker, PASSWORD) == 302


def test_unknown_login_is_answered_the_same_and_sent_nothing(shop: Shop) -> None:
    worker = hire(shop)

    assert forget("nobody@example.com") == forget(worker.login)


def test_answer_takes_as_long_for_nobody(monkeypatch: pytest.MonkeyPatch, shop: Shop) -> None:
    worker = hire(shop)
    slept: list[float] = []
    monkeypatch.setattr(time, "sleep", slept.append)

    for login in (worker.login, "nobody@example.com"):
        forget(login)

    assert len(slept) == 2
    assert all(0 < seconds <= account.FORGOTTEN_SECONDS for seconds in slept)


def test_links_are_not_asked_for_without_end(shop: Shop) -> None:
    worker = hire(shop)
    for _ in range(5):
        forget(worker.login)

    answer = Client().post("/sign-in/forgotten/", {"login": worker.login})

    assert answer.status_code == 429


@pytest.mark.parametrize("login", ["narges@example.com", ""])
def test_invited_person_sets_a_password_and_works(shop: Shop, tmp_path: Path, login: str) -> None:
    login = login or normalise_mobile(new_mobile())
    invite(shop, newcomer(shop), login)
    link = link_to(shop.club_id, login, tmp_path)

    shown = Client().get(link).content.decode()
    done = Client().post(link, {"password": ANOTHER})

    assert "نرگس" in shown
    assert done.status_code == 200
    client = Client()
    assert client.post("/sign-in/", {"login": login, "password": ANOTHER}).status_code == 302
    assert client.get("/cashier/").status_code == 200
    assert Client().get(link).status_code == 404


def test_known_person_takes_a_second_place_as_the_same_user(shop: Shop, tmp_path: Path) -> None:
    other = open_shop()
    user = new_user()
    worker = hire(other, "owner", user=user)
    invite(shop, newcomer(shop), worker.login)
    link = link_to(shop.club_id, worker.login, tmp_path)

    stranger = Client().get(link)
    client = signed_in(worker)
    done = client.post(link)

    assert stranger["Location"] == f"/sign-in/?next={link}"
    assert done.status_code == 200
    assert shop.code in [one.code for one in _clubs_of(client, shop, other)]


def test_second_invitation_ends_the_first(shop: Shop, tmp_path: Path) -> None:
    staff_id = newcomer(shop)
    invite(shop, staff_id, "narges@example.com")
    first = link_to(shop.club_id, "narges@example.com", tmp_path)
    invite(shop, staff_id, "narges@example.com")

    assert Client().get(first).status_code == 404


def test_who_signs_in_is_not_invited_again(shop: Shop) -> None:
    worker = hire(shop, "cashier")

    with pytest.raises(SignsInAlready):
        invite(shop, worker.staff_id, "thief@example.com")


def test_guessed_link_opens_nothing(shop: Shop) -> None:
    for page in ("invitation", "new-password"):
        assert Client().get(f"/{page}/{shop.code}/{sources.link_secret()}/").status_code == 404


def test_sessions_are_listed_and_one_is_ended(shop: Shop) -> None:
    worker = hire(shop)
    here, there = signed_in(worker), signed_in(worker)
    page = here.get("/account/sessions/").content.decode()
    (number,) = re.findall(r'name="session" value="(\d+)"', page)

    here.post("/account/sessions/end/", {"session": number})

    assert here.get("/account/").status_code == 200
    assert there.get("/account/").status_code == 302


def test_session_of_somebody_else_is_not_ended(shop: Shop) -> None:
    victim = hire(shop, "cashier")
    theirs = [signed_in(victim), signed_in(victim)]
    page = theirs[0].get("/account/sessions/").content.decode()
    (number,) = re.findall(r'name="session" value="(\d+)"', page)

    signed_in(hire(shop)).post("/account/sessions/end/", {"session": number})

    assert theirs[1].get("/account/").status_code == 200


def test_all_others_are_ended_at_once(shop: Shop) -> None:
    worker = hire(shop)
    here, there = signed_in(worker), signed_in(worker)

    here.post("/account/sessions/")

    assert (here.get("/account/").status_code, there.get("/account/").status_code) == (200, 302)


def test_sign_out_ends_the_session(shop: Shop) -> None:
    client = signed_in(hire(shop))

    client.post("/sign-out/")

    assert client.get("/account/").status_code == 302


def test_sign_in_stands_in_the_trail(shop: Shop) -> None:
    from vafa.domain.clubs.models import Act
    from vafa.domain.clubs.scope import club_scope

    worker = hire(shop)
    signed_in(worker)

    with club_scope(shop.club_id):
        found = Act.objects.filter(club_id=shop.club_id, act="signed_in")
        assert [one.staff_id for one in found] == [worker.staff_id]


def sign_in(worker: Worker, password: str) -> int:
    """Try a password."""
    return Client().post("/sign-in/", {"login": worker.login, "password": password}).status_code


def _clubs_of(client: Client, *shops: Shop) -> list[Shop]:
    page = client.get("/account/").content.decode()
    ids = set(re.findall(r'name="club" value="(\d+)"', page)) | {client.session.get("club", "")}
    return [shop for shop in shops if str(shop.club_id) in ids]
