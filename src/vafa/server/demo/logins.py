"""Who signs in to the demo club: one person of each role, all with one random password.

The addresses are made up, and `.example` belongs to nobody. The password is drawn for each
installation and stands in the loader's note, readable by its owner only. Nobody needs a second
factor here; the pages ask for one all the same.
"""

from __future__ import annotations

import secrets
from hashlib import sha256
from typing import Any, Final

import numpy as np

from vafa.domain.clubs import people as staff
from vafa.domain.clubs.people import NewStaff
from vafa.domain.clubs.principal import Claim
from vafa.domain.clubs.scope import club_scope
from vafa.domain.people import operations as people
from vafa.domain.people.queries import user_by_login
from vafa.domain.people.records import NewUser
from vafa.interfaces.web import sources
from vafa.journeys.manage_staff import invite_staff
from vafa.server.demo.history import History
from vafa.server.demo.loading_clubs import ClubReady, principal_of

NAMES: Final = {
    "owner": "مریم رضایی",
    "manager": "حسین کریمی",
    "accountant": "ناهید اکبری",
    "marketer": "آرش مرادی",
    "support": "زهرا قاسمی",
    "auditor": "کامران یزدی",
    "cashier": "لیلا نوری",
}
_ALPHABET: Final = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that looks like something else
_GROUPS, _LENGTH = 4, 4


def make_logins(*, club: ClubReady, code: str, history: History) -> dict[str, Any]:
    """Make the demo's people, once; gives what is told of them: logins, password, a mobile."""
    password = "-".join(
        "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH)) for _ in range(_GROUPS)
    )
    logins = {role: f"{role}@{code}.example" for role in NAMES}
    for role, login in logins.items():
        branches = (history.branches[0].code,) if role == "cashier" and history.branches else ()
        _make(club, login, NewStaff(NAMES[role], role, branches), password)
    (busiest,) = busiest_members(history, most=1)
    return {
        "logins": logins, "password": password, "member_mobile": history.members[busiest].mobile
    }  # fmt: skip


def busiest_members(history: History, *, most: int) -> list[int]:
    """Give the places of the members with the most orders, the busiest first."""
    orders = np.bincount(history.orders.member)
    return [int(one) for one in np.argsort(-orders, kind="stable")[:most]]


def _make(club: ClubReady, login: str, person: NewStaff, password: str) -> None:
    """Add somebody, or only set the password when a loading that broke off had done so."""
    at = sources.now()
    known = user_by_login(login=login)
    if known is not None:
        with club_scope(club.club_id):
            people.set_password(user_id=known.user_id, password=password)
        return
    done = invite_staff(
        principal=principal_of(secret=club.secret),
        claim=Claim(f"demo-{login}", sha256(login.encode()).digest()),
        at=at,
        ids=sources.ids(),
        staff=person,
    )
    user_id = sources.ids().next()
    user = NewUser(login, person.name, password, may_skip_second_factor=True)
    with club_scope(club.club_id):
        people.make_user(user_id=user_id, user=user, at=at)
        staff.link_user(club_id=club.club_id, staff_id=done.staff_id, user_id=user_id)
