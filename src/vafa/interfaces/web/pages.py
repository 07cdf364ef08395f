"""Pages that every face shares: what went wrong, no connection, and what makes a page an app."""

import hashlib
import json
import logging
import sys
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vafa.interfaces.web import errors, files, unsent
from vafa.kit.errors import VafaError
from vafa.kit.persian import Language

PAPER, TURQUOISE = "#f8f6f2", "#006667"
WORKER_PAGES = ["/offline/"]
_KEPT_OFFLINE = (".css", ".js", ".woff2", ".svg")
_ICONS = {
    401: "log-in",
    403: "lock",
    404: "search",
    409: "history",
    429: "hourglass",
    503: "refresh-cw",
}

_log = logging.getLogger("vafa.web")


class Problems:
    """Django middleware: a refusal that no view caught becomes a page with words and advice."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as the view does."""
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Turn an error into a page; Django knows its own."""
        if isinstance(error, VafaError):
            return refusal(request, error)
        if isinstance(error, OperationalError | InterfaceError):
            _log.error("the database did not answer: %s", type(error).__name__)
            return problem(request, 503)
        return None


def refusal(request: HttpRequest, error: VafaError) -> HttpResponse:
    """Show what a journey refused, in the person's language, and what to do."""
    language: Language = "en" if get_language() == "en" else "fa"
    return problem(request, errors.status_of(error), title=errors.title_of(error, language))


def problem(
    request: HttpRequest, status: int, *, title: str = "", advice: str = ""
) -> HttpResponse:
    """Show the page of a status: what happened and the way on."""
    if request.path_info.startswith("/v1/"):
        return HttpResponse(status=status)  # the API's door writes its own words
    said_title, said_advice = _said(status)
    said = {
        "status": status,
        "problem": title or said_title,
        "advice": advice or said_advice,
        "icon": _ICONS.get(status, "triangle-alert"),
    }
    is_part = request.headers.get("HX-Request") == "true"
    template = "web/problem.html#words" if is_part else "web/problem.html"
    return render(request, template, said, status=status)


def _said(status: int) -> tuple[str, str]:
    if status == 403:  # noqa: PLR2004  framework
        return _("This page is not open to you"), _(
            "Ask the owner of the club for the right to it, or sign in as somebody else."
        )
    if status == 404:  # noqa: PLR2004  framework
        return _("There is no such page"), _("Check the address, or start from the first page.")
    if status == 503:  # noqa: PLR2004  framework
        return _("Vafa cannot answer just now"), _(
            "Nothing was lost. Wait a moment and load the page again."
        )
    if status < 500:  # noqa: PLR2004  framework
        return _("This could not be done"), _("Go back, load the page again and try once more.")
    return _("Something went wrong on our side"), _(
        "Nothing was done. Try again; if it stays so, tell whoever looks after Vafa."
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer an address at which there is nothing."""
    return problem(request, 404)


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer who may not open a page."""
    return problem(request, 403)


def malformed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that could not be read."""
    return problem(request, 400)


def broken(request: HttpRequest) -> HttpResponse:
    """Answer when we failed, even when our own pages are what failed; log where, not with what."""
    if (error := sys.exception()) is not None:
        _log.error("%s", errors.trace_of(request, error))
    try:
        return problem(request, 500)
    except Exception:  # noqa: BLE001  framework
        _log.exception("the page of errors could not be drawn")
        return HttpResponse("وفا خطا داد. Vafa failed.", status=500, content_type="text/plain")


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose secret is missing or old: sent from elsewhere, or open too long."""
    if again := unsent.keep_stale(request):
        return HttpResponseRedirect(again)
    return problem(
        request,
        403,
        title=_("This form was open too long"),
        advice=_("Go back, load the page again and send it once more. Nothing was done."),
    )


def offline(request: HttpRequest) -> HttpResponse:
    """Show what a device shows without a connection; the service worker keeps it."""
    return render(request, "web/offline.html")


def service_worker(_request: HttpRequest) -> HttpResponse:
    """Serve the service worker with the list of files that it keeps."""
    built = files.names()
    kept = sorted(
        {static(name) for name in built if name.endswith(_KEPT_OFFLINE)} - {static("vafa/sw.js")}
    )
    version = hashlib.sha256("".join(kept).encode()).hexdigest()[:12]
    told = json.dumps({"version": version, "files": kept, "pages": WORKER_PAGES})
    return HttpResponse(
        f"self.VAFA={told};\n{files.content_of('vafa/sw.js')}",
        content_type="text/javascript; charset=utf-8",
        headers={"Service-Worker-Allowed": "/", "Cache-Control": "no-cache"},
    )


def app_manifest(
    *,
    name: str,
    short_name: str,
    start: str,
    shortcuts: list[dict[str, str]],
    scope: str = "",
    icon: str = "",
) -> JsonResponse:
    """Give the manifest that lets a device keep a page as an app, under its own icon if any."""
    language = get_language() or settings.LANGUAGE_CODE
    small = {"src": static("vafa/icon-192.png"), "sizes": "192x192", "type": "image/png"}
    manifest: dict[str, Any] = {
        "id": start,
        "name": name,
        "short_name": short_name,
        "lang": language,
        "dir": "ltr" if language == "en" else "rtl",
        "start_url": start,
        "scope": scope or start,
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": TURQUOISE,
        "icons": [
            {
                "src": icon or static("vafa/icon-512.png"),
                "sizes": "512x512",
                "type": "image/png",
                "purpose": "any maskable",
            },
            *([] if icon else [small]),
        ],
        "shortcuts": shortcuts,
    }
    return JsonResponse(
        manifest,
        content_type="application/manifest+json",
        json_dumps_params={"ensure_ascii": False},
        headers={"Cache-Control": "no-cache"},
    )
