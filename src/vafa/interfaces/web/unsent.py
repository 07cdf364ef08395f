"""A form that was sent after its session had ended: kept until whoever typed it is back.

It is sealed, stays a quarter of an hour in the session of that browser alone, and is sent again
only when the person says so. Files are not kept, and the page says that.
"""

from __future__ import annotations

import time
from typing import Any, Final

import orjson
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from vafa.interfaces.web import sources

_KEY: Final = "unsent"
_PLACE: Final = "session:unsent"
_KEPT_SECONDS: Final = 15 * 60
_MOST_BYTES: Final = 64 * 1024
_CSRF_FIELD: Final = "csrfmiddlewaretoken"


def keep(request: HttpRequest) -> bool:
    """Keep the form of a request that nobody is signed in for; tells whether there was one."""
    if request.method != "POST" or not (request.POST or request.FILES):
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
    request.session.set_expiry(_KEPT_SECONDS)  # signing in makes it last
    return True


def shown(request: HttpRequest, *, home: str) -> HttpResponse:
    """Show the form that was kept, ready to be sent again; without one lead home."""
    kept: dict[str, Any] = request.session.get(_KEY) or {}
    if not kept or time.time() - kept["at"] > _KEPT_SECONDS:
        request.session.pop(_KEY, None)
        return HttpResponseRedirect(home)
    form = sources.vault().unseal(sealed=bytes.fromhex(kept["form"]), place=_PLACE)
    return render(request, "web/account/unsent.html", {"form": orjson.loads(form), "home": home})
