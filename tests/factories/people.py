"""People who sign in: staff of a shop with a password, members with a remembered device."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from pathlib import Path

from django.test import Client

from tests.factories.clubs import claim
from tests.factories.shops import Shop
from vafa.adapters.sandbox.phone import SandboxPhone
from vafa.domain.clubs import people as staff
from vafa.domain.clubs.people import NewStaff
from vafa.domain.clubs.queries import authenticate
from vafa.domain.clubs.scope import club_scope
from vafa.domain.messaging.ports import Senders
from vafa.domain.people import operations
from vafa.domain.people.queries import ClubHere, club_by_code
from vafa.domain.people.records import NewDevice, NewUser
from vafa.interfaces.web import people, sources
from vafa.journeys.manage_staff import invite_staff
from vafa.journeys.send_messages import send_messages
from vafa.journeys.sign_in_member import remember_device

PASSWORD = "long-winter-tea-cup"


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody of a shop's staff, and what they sign in with."""

    user_id: int
    staff_id: int
    login: str
    role: str


def new_user(*, login: str = "", may_skip: bool = True) -> tuple[int, str]:
    """Make a user who works nowhere yet; gives id and login."""
    user_id, login = sources.ids().next(), login or f"{secrets.token_hex(6)}@example.com"
    operations.make_user(
        user_id=user_id,
        user=NewUser(login, "سارا", PASSWORD, may_skip_second_factor=may_skip),
        at=sources.now(),
    )
    return user_id, login


def hire(
    shop: Shop,
    role: str = "owner",
    *,
    branches: tuple[str, ...] = (),
    may_skip: bool = True,
    user: tuple[int, str] | None = None,
) -> Worker:
    """Have somebody work in a shop who can sign in with `PASSWORD`."""
    principal = authenticate(secret=shop.owner.secret, at=sources.now())
    name = f"{role} {secrets.token_hex(4)}"
    done = invite_staff(
        principal=principal,
        claim=claim(),
        at=sources.now(),
        ids=sources.ids(),
        staff=NewStaff(name, role, branches),
    )
    user_id, login = user or new_user(may_skip=may_skip)
    with club_scope(shop.club_id):
        staff.link_user(club_id=shop.club_id, staff_id=done.staff_id, user_id=user_id)
    return Worker(user_id, done.staff_id, login, role)


def signed_in(worker: Worker) -> Client:
    """Give a browser in which somebody of the staff has signed in with the password."""
    client = Client()
    answer = client.post("/sign-in/", {"login": worker.login, "password": PASSWORD})
    assert answer.status_code == 302, answer.content.decode()
    return client


def staff_client(shop: Shop, role: str = "owner", *, branches: tuple[str, ...] = ()) -> Client:
    """Give a browser in which somebody of this role has signed in."""
    return signed_in(hire(shop, role, branches=branches))


def club_of(shop: Shop) -> ClubHere:
    """Give the shop as its pages know it."""
    return club_by_code(code=shop.code)


def member_client(shop: Shop, member_id: str) -> Client:
    """Give a browser in which a member of the shop is signed in."""
    client, secret = Client(), secrets.token_urlsafe(32)
    club = club_of(shop)
    remember_device(
        principal=people.portal_principal(club),
        ids=sources.ids(),
        at=sources.now(),
        device=NewDevice(int(member_id), secret, "test"),
    )
    client.cookies[f"vafa-member-{club.club_id}"] = secret
    return client


def text_to(club_id: int, login: str, folder: Path) -> str:
    """Deliver what waits in a club, and read the newest message to a mobile or an address."""
    phone = SandboxPhone(file=folder / "phone.sqlite", clock=sources.now)
    send_messages(
        club_id=club_id,
        is_test=False,
        vault=sources.vault(),
        senders=Senders(live=phone, test=phone),
        clock=sources.now,
    )
    return phone.messages(mobile=login)[-1].text


def code_to(club_id: int, mobile: str, folder: Path) -> str:
    """Read the newest code that a mobile got."""
    found = re.search(r"\d{6}", text_to(club_id, mobile, folder))
    assert found is not None
    return found.group()


def link_to(club_id: int, login: str, folder: Path) -> str:
    """Read the path of the newest link that somebody got."""
    found = re.search(r"https?://[^/\s]+(/\S+)", text_to(club_id, login, folder))
    assert found is not None
    return found.group(1)
