"""What a person's browser keeps between the steps of signing in or joining: sealed, in a cookie.

The steps themselves are kept by the journeys; a cookie of another browser, or of another club,
opens nothing.
"""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import asdict, dataclass
from typing import Final, Literal

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

from vafa.domain.members.vault import SealBroken
from vafa.domain.people.records import NewDevice
from vafa.interfaces.web import cookies, sources
from vafa.interfaces.web.browsers import browser_of
from vafa.interfaces.web.people import PublicRequest, device_cookie
from vafa.journeys.sign_in_member import remember_device

Stage = Literal["sent", "new", "second_proof_needed"]
STEP_SECONDS: Final = 15 * 60
DEVICE_SECONDS: Final = 90 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Step:
    """Where somebody stands: the code that was sent, to which mobile, and where to go after.

    `invitation` is the token of the link by which somebody came.
    """

    proof_id: int
    mobile: str
    stage: Stage
    source: str = "portal"
    back: str = ""
    invitation: str = ""


def step_of(request: PublicRequest) -> Step | None:
    """Give where this browser stands in this club; nothing when it has not begun."""
    text = request.COOKIES.get(_cookie(request), "")
    try:
        sealed = base64.urlsafe_b64decode(text)
        opened = sources.vault().unseal(sealed=sealed, place=_place(request))
        return Step(**json.loads(opened))
    except (SealBroken, binascii.Error, ValueError, TypeError):
        return None


def keep(request: PublicRequest, response: HttpResponse, step: Step) -> HttpResponse:
    """Have the browser keep where it stands for a quarter of an hour."""
    sealed = sources.vault().seal(value=json.dumps(asdict(step)), place=_place(request))
    text = base64.urlsafe_b64encode(sealed).decode()
    cookies.keep(response, _cookie(request), text, seconds=STEP_SECONDS)
    return response


def drop(request: PublicRequest, response: HttpResponse) -> HttpResponse:
    """Have the browser forget where it stands."""
    response.delete_cookie(_cookie(request))
    return response


def come_in(request: PublicRequest, *, member_id: int, back: str) -> HttpResponse:
    """Remember the device of a member whose number was proven, and go on."""
    secret = sources.link_secret()
    label = browser_of(request.headers.get("User-Agent", ""))
    remember_device(
        principal=request.principal,
        ids=sources.ids(),
        at=sources.now(),
        device=NewDevice(member_id, secret, label),
    )
    home = f"/c/{request.club.code}/me/"
    is_ours = back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    response = HttpResponseRedirect(back if is_ours else home)
    drop(request, response)
    cookies.keep(response, device_cookie(request), secret, seconds=DEVICE_SECONDS)
    return response


def _cookie(request: PublicRequest) -> str:
    return cookies.named(f"vafa-step-{request.club.club_id}")


def _place(request: PublicRequest) -> str:
    return f"portal:step:{request.club.club_id}"
