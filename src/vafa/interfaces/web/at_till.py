"""A browser that stands at a till: which one it is, and who went on there by a PIN.

A PIN opens the till's pages alone, and gives no more than a cashier may do; everything else
takes the password.
"""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.urls import reverse

from vafa.domain.clubs.people import Membership
from vafa.domain.clubs.principal import Principal
from vafa.domain.clubs.rights import ROLES
from vafa.interfaces.web import cookies
from vafa.journeys import come_in
from vafa.journeys.use_till import TillHere, recognise_till

TILL_PAGES: Final = "/cashier/"
USER: Final = "till_user"
DEVICE: Final = "till_device"
_YEAR_SECONDS: Final = 365 * 24 * 3600


def till_here(request: HttpRequest) -> TillHere | None:
    """Tell at which till this browser stands; asked once a request."""
    if not hasattr(request, "till_here"):
        club, _, secret = request.COOKIES.get(_cookie(), "").partition(".")
        found = recognise_till(club_code=club, secret=secret) if secret else None
        request.till_here = found  # type: ignore[attr-defined]  # framework
    here: TillHere | None = request.till_here  # type: ignore[attr-defined]  # framework
    return here


def code_here(request: HttpRequest, *, club_id: int) -> str:
    """Give the code of the club's till at which this browser stands; nothing when at none."""
    return place_here(request, club_id=club_id)[0]


def place_here(request: HttpRequest, *, club_id: int) -> tuple[str, str]:
    """Give the till at which this browser stands and its branch; nothing when at none."""
    here = till_here(request)
    if here is None or here.club.club_id != club_id:
        return "", ""
    return here.device.till, here.device.branch


def stay(response: HttpResponse, *, club: str, secret: str) -> None:
    """Let this browser remember at which till it stands."""
    cookies.keep(response, _cookie(), f"{club}.{secret}", seconds=_YEAR_SECONDS)


def go_on(request: HttpRequest, here: TillHere, *, user_id: int) -> None:
    """Begin a session of somebody who went on by a PIN, in place of whoever was there."""
    request.session.flush()
    request.session[USER] = user_id
    request.session[DEVICE] = here.device.device_id
    request.session["seen"] = int(time.time())
    rotate_token(request)


def switched_here(request: HttpRequest) -> TillHere | None:
    """Give the till where somebody went on by a PIN, on its own pages; else nothing."""
    if not request.path.startswith(TILL_PAGES) or USER not in request.session:
        return None
    here = till_here(request)
    is_same = here is not None and here.device.device_id == request.session[DEVICE]
    return here if is_same else None


def memberships_of(request: HttpRequest, here: TillHere) -> tuple[Membership, ...]:
    """Give what who went on here is in the till's club: one membership, or none any more."""
    mine = come_in.clubs_of(user_id=request.session[USER])
    return tuple(one for one in mine if one.club_id == here.club.club_id)


def as_cashier(principal: Principal, here: TillHere) -> Principal:
    """Give somebody who went on by a PIN the rights of a cashier at most, at the till's branch."""
    return replace(
        principal, rights=principal.rights & ROLES["cashier"], branch=here.device.branch
    )


def entrance(request: HttpRequest) -> str:
    """Give where somebody comes in who is nobody yet: at a till by PIN, else by password."""
    if request.path.startswith(TILL_PAGES) and till_here(request) is not None:
        return reverse("cashier:switch")
    return reverse("account_login")


def _cookie() -> str:
    return cookies.named("vafa-till")
