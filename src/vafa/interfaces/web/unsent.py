"""A form that was sent too late: its session had ended, or its secret was old. It is kept.

It is sealed, stays a quarter of an hour in the session of that browser alone, and is sent again
only when the person says so. Files are not kept, and the page says that.
"""

from __future__ import annotations

import re
import time
from typing import Any, Final

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from vafa.interfaces.web import at_till, sources

_KEY: Final = "unsent"
_PLACE: Final = "session:unsent"
_KEPT_SECONDS: Final = 15 * 60
_MOST_BYTES: Final = 64 * 1024
_CSRF_FIELD: Final = "csrfmiddlewaretoken"
_SECRET: Final = re.compile(r"password|\bpin\b")


def keep(request: HttpRequest) -> bool:
    """Keep the form of a request that nobody is signed in for; tells whether it could be."""
    if not _sealed(request):
        return False
    request.session.set_expiry(_KEPT_SECONDS)  # signing in makes it last
    return True


def keep_stale(request: HttpRequest) -> str:
    """Keep a form that was sent with an old secret; give the page that shows it, or nothing.

    Only what a page of ours sent (the browser says so, no script of another site can), for
    somebody who is signed in; it is sent again when that person presses the button there. The
    till keeps its own sales, and what a script sent has no page to go on with.
    """
    ours = {f"{request.scheme}://{request.get_host()}", settings.PUBLIC_ADDRESS}
    is_of_page = "text/html" in request.headers.get("Accept", "")
    if request.headers.get("Origin") not in ours or not is_of_page:
        return ""
    match = request.resolver_match
    if match is None or request.path.startswith(at_till.TILL_PAGES):
        return ""
    club = match.kwargs.get("club", "") if match.app_name == "portal" else ""
    if club and any("vafa-member-" in name for name in request.COOKIES):
        again = reverse("portal:unsent", args=[club])
    elif not club and request.user.is_authenticated:
        again = reverse("unsent")
    else:
        return ""
    return again if _sealed(request) else ""


def _sealed(request: HttpRequest) -> bool:
    """Seal the form into the session of its browser; never one with a password or a PIN."""
    if request.method != "POST" or not (request.POST or request.FILES):
        return False
    if any(_SECRET.search(name) for name in request.POST):
        return False
    fields = [
        (name, value)
        for name, values in request.POST.lists() if name != _CSRF_FIELD
        for value in values
    ]  # fmt: skip
    packed = orjson.dumps(
        {"path": request.get_full_path(), "fields": fields, "had_files": bool(request.FILES)}
    )
    if len(packed) > _MOST_BYTES:
        return False
    sealed = sources.vault().seal(value=packed.decode(), place=_PLACE)
    request.session[_KEY] = {"at": int(time.time()), "form": sealed.hex()}
    return True


def shown(request: HttpRequest, *, home: str) -> HttpResponse:
    """Show the form that was kept, ready to be sent again; without one lead home."""
    kept: dict[str, Any] = request.session.get(_KEY) or {}
    if not kept or time.time() - kept["at"] > _KEPT_SECONDS:
        request.session.pop(_KEY, None)
        return HttpResponseRedirect(home)
    form = sources.vault().unseal(sealed=bytes.fromhex(kept["form"]), place=_PLACE)
    return render(request, "web/account/unsent.html", {"form": orjson.loads(form), "home": home})
