"""Who is on a page: `staff_page`, `member_page` and `public_page` guard views and name people.

Staff sign in with a password and are one person in each club they work in; members come in from
a remembered device. A view gets `request.principal`, `request.club` and `request.member`.
"""

from __future__ import annotations

import functools
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Concatenate, Final, ParamSpec, cast
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from vafa.domain.clubs.people import Membership
from vafa.domain.clubs.principal import Principal, Right
from vafa.domain.people.queries import ClubHere, NoSuchPlace, club_by_code
from vafa.interfaces.web import at_till, cookies, formats, sources, unsent
from vafa.journeys import come_in
from vafa.journeys.sign_in_member import MemberSeen, recognise_device

# Who needs a second factor, and who is out soon when a till stands alone.
NEED_SECOND_FACTOR: Final = frozenset({"owner", "manager", "accountant"})
IDLE_SECONDS: Final = {"cashier": 30 * 60}
LONGEST_IDLE_SECONDS: Final = 12 * 3600
_SEEN_EVERY_SECONDS: Final = 60
# The portal is a machine of the club; members have no rights, only what is their own.
PORTAL_ID: Final = 1
PORTAL_RIGHTS: Final = frozenset(
    {
        "members.read",
        "members.write",
        "sales.read",
        "sales.write",
        "orders.read",
        "orders.write",
        "programme.read",
        "export",
    }
)

P = ParamSpec("P")
View = Callable[..., HttpResponseBase]


class StaffRequest(HttpRequest):
    """A request of somebody of the staff, in the club that they chose."""

    principal: Principal
    club: ClubHere
    club_name: str
    memberships: tuple[Membership, ...]
    is_asked_for_second_factor: bool


class PublicRequest(HttpRequest):
    """A request to a page of a club that everybody may see."""

    club: ClubHere
    club_name: str
    principal: Principal
    look_address: str


class MemberRequest(PublicRequest):
    """A request of a member who is signed in."""

    member: MemberSeen


@dataclass(frozen=True, slots=True)
class Guard:
    """What guards a view: told by `guard_of`, for the matrix of who may what."""

    kind: str
    right: Right | None = None


def guard_of(view: Any) -> Guard | None:
    """Tell what guards a view; nothing when it is open to all without a club."""
    found: Guard | None = getattr(view, "vafa_guard", None)
    return found


class Presence:
    """Django middleware: whoever was away for too long is signed out, on every page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, after a look at when this session was here last."""
        if settings.SESSION_COOKIE_NAME in request.COOKIES and (
            SESSION_KEY in request.session or at_till.USER in request.session
        ):
            now = int(time.time())
            away = now - int(request.session.get("seen", now))
            if away > int(request.session.get("idle", LONGEST_IDLE_SECONDS)):
                logout(request)
            elif away > _SEEN_EVERY_SECONDS or "seen" not in request.session:
                request.session["seen"] = now
        return self._get_response(request)


def staff_page(
    right: Right | None = None,
) -> Callable[
    [Callable[Concatenate[StaffRequest, P], HttpResponseBase]],
    View,
]:
    """Let staff in who have the right; others meet sign-in, the second factor, or a refusal."""

    def decorate(
        view: Callable[Concatenate[StaffRequest, P], HttpResponseBase],
    ) -> View:
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            asked = cast("StaffRequest", request)
            stopped = _bring_in(asked)
            if stopped is not None:
                return stopped
            if right is not None and right not in asked.principal.rights:
                return render(request, "web/account/no_right.html", status=403)
            with formats.shown(display_of(asked.club)):
                return _private(view(asked, *args, **kwargs))

        guarded.vafa_guard = Guard("staff", right)  # type: ignore[attr-defined]  # framework
        return guarded

    return decorate


def public_page(
    view: Callable[Concatenate[PublicRequest, P], HttpResponseBase],
) -> View:
    """Open a page of the club whose code is in the address; 404 when there is none."""

    @functools.wraps(view)
    def guarded(
        request: HttpRequest, club: str, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponseBase:
        asked = cast("PublicRequest", request)
        _enter(asked, club)
        with formats.shown(display_of(asked.club)):
            return view(asked, *args, **kwargs)

    guarded.vafa_guard = Guard("public")  # type: ignore[attr-defined]  # framework
    return guarded


def member_page(
    view: Callable[Concatenate[MemberRequest, P], HttpResponseBase],
) -> View:
    """Let the member in who is signed in on this device; others meet the club's sign-in."""

    @functools.wraps(view)
    def guarded(
        request: HttpRequest, club: str, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponseBase:
        asked = cast("MemberRequest", request)
        _enter(asked, club)
        here = member_here(asked)
        if here is None:
            place = f"/c/{asked.club.code}"
            was_here = device_cookie(asked) in request.COOKIES
            return _to(
                request, f"{place}/sign-in/", again=f"{place}/me/unsent/" if was_here else ""
            )
        asked.member = here
        with formats.shown(display_of(asked.club)):
            return _private(view(asked, *args, **kwargs))

    guarded.vafa_guard = Guard("member")  # type: ignore[attr-defined]  # framework
    return guarded


def portal_principal(club: ClubHere) -> Principal:
    """Give the portal of a club: what acts for members, who act on their own things only."""
    return Principal(
        club_id=club.club_id,
        credential_id=PORTAL_ID,
        rights=PORTAL_RIGHTS,
        test=club.test,
        name="portal",
    )


def member_here(request: PublicRequest) -> MemberSeen | None:
    """Tell which member is signed in on this device in this club."""
    secret = request.COOKIES.get(device_cookie(request), "")
    if not secret:
        return None
    return recognise_device(
        principal=request.principal, vault=sources.vault(), at=sources.now(), secret=secret
    )


def device_cookie(request: PublicRequest) -> str:
    """Name the cookie that remembers a member of this club on a device."""
    return cookies.named(f"vafa-member-{request.club.club_id}")


def display_of(club: ClubHere) -> formats.Display:
    """Give how a club's values are written today."""
    now = club.display_at(sources.now())
    return formats.Display(now.unit, now.calendar, now.digits, club.zone)


def address_of(request: HttpRequest) -> str:
    """Give the address that a request came from, past the proxies that are ours."""
    told = request.headers.get("X-Forwarded-For", "")
    hops = [hop.strip() for hop in told.split(",") if hop.strip()]
    if 0 < settings.PROXIES <= len(hops):
        return hops[-settings.PROXIES]
    return str(request.META.get("REMOTE_ADDR") or "")


def choose_club(request: HttpRequest, membership: Membership) -> None:
    """Let the session work in a club, as what the person is there now."""
    request.session["club"] = str(membership.club_id)
    request.session["stamp"] = _stamp(membership)
    request.session["idle"] = IDLE_SECONDS.get(membership.role, LONGEST_IDLE_SECONDS)


def _bring_in(request: StaffRequest) -> HttpResponse | None:
    """Name who asks, or give what they meet instead."""
    here = None if request.user.is_authenticated else at_till.switched_here(request)
    if here is None and not request.user.is_authenticated:
        was_here = settings.SESSION_COOKIE_NAME in request.COOKIES
        is_at_till = request.path.startswith(at_till.TILL_PAGES)  # it keeps its own sales
        again = reverse("unsent") if was_here and not is_at_till else ""
        return _to(request, at_till.entrance(request), again=again)
    memberships = (
        at_till.memberships_of(request, here)
        if here is not None
        else come_in.clubs_of(user_id=int(request.user.pk or 0))
    )
    if not memberships and here is None:
        return render(request, "web/account/nowhere.html", status=403)
    if "club" not in request.session:
        choose_club(request, memberships[0])
    chosen = next(
        (one for one in memberships if str(one.club_id) == request.session["club"]), None
    )
    if chosen is None or request.session.get("stamp") != _stamp(chosen):
        logout(request)  # suspended, or another role
        return _to(request, at_till.entrance(request))
    request.memberships = memberships
    request.club_name = chosen.club_name
    request.club, request.principal = come_in.work_in(
        membership=chosen, address=address_of(request), request_id=_request_id(request)
    )
    if here is not None:
        request.is_asked_for_second_factor = False
        request.principal = at_till.as_cashier(request.principal, here)
        return None
    return _second_factor(request, chosen)


def _second_factor(request: StaffRequest, chosen: Membership) -> HttpResponse | None:
    from allauth.mfa.models import Authenticator
    from allauth.mfa.utils import is_mfa_enabled

    request.is_asked_for_second_factor = False
    if chosen.role not in NEED_SECOND_FACTOR:
        return None
    if is_mfa_enabled(request.user, [Authenticator.Type.TOTP]):
        return None
    request.is_asked_for_second_factor = True
    if getattr(request.user, "may_skip_second_factor", False):
        return None
    return _to(request, reverse("mfa_activate_totp"))


def _stamp(membership: Membership) -> str:
    """Say what a session was begun as: another role or another branch ends it."""
    branches = ",".join(sorted(membership.branches))
    return f"{membership.staff_id}:{membership.role}:{branches}"


def _enter(request: PublicRequest, code: str) -> None:
    try:
        request.club = club_by_code(code=code)
    except NoSuchPlace as error:
        raise Http404 from error
    request.club_name = request.club.name
    request.principal = portal_principal(request.club)
    look = request.club.look
    request.look_address = f"/c/{request.club.code}/look.css?v={look}" if look else ""


def _to(request: HttpRequest, place: str, *, again: str = "") -> HttpResponse:
    """Send somebody to a page and back afterwards; a fragment sends the whole page.

    A form that was sent is kept, and `again` is the page on which it is sent once more.
    """
    if request.headers.get("HX-Request"):
        answer = HttpResponse(status=204)
        answer["HX-Redirect"] = place
        return answer
    back = request.get_full_path() if request.method == "GET" else ""
    if again and unsent.keep(request):
        back = again
    query = f"?{urlencode({'next': back})}" if back and back != "/" else ""
    return HttpResponseRedirect(f"{place}{query}")


def _private(response: HttpResponseBase) -> HttpResponseBase:
    """Keep a person's page out of every cache."""
    response.setdefault("Cache-Control", "private, no-store")
    return response


def _request_id(request: HttpRequest) -> str:
    return str(getattr(request, "request_id", ""))
