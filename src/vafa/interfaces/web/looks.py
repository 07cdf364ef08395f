"""How a person sees pages: the language and the theme, each kept in a cookie of its own.

Persian unless the person chose otherwise: browsers in Iran often ask for English of themselves.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from vafa.interfaces.web import cookies, formats

LANGUAGE_COOKIE = "vafa_language"
THEME_COOKIE = "vafa_theme"
DIRECTIONS = {"fa": "rtl", "en": "ltr"}
THEMES = {"light": "vafa", "dark": "vafa-dark", "system": ""}
_YEAR_SECONDS = 365 * 24 * 3600


class Language:
    """Django middleware: answers in the language that the person chose."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the chosen language, Persian when none was chosen."""
        language = language_of(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self._get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


def language_of(request: HttpRequest) -> str:
    """Give the language that the person chose."""
    chosen = request.COOKIES.get(LANGUAGE_COOKIE, "")
    return chosen if chosen in DIRECTIONS else settings.LANGUAGE_CODE


def page(request: HttpRequest) -> dict[str, Any]:
    """Give every template its language, direction, calendar, digits and theme."""
    language = translation.get_language() or settings.LANGUAGE_CODE
    chosen = request.COOKIES.get(THEME_COOKIE, "system")
    chosen = chosen if chosen in THEMES else "system"
    return {
        "language": language,
        "direction": DIRECTIONS.get(language, "rtl"),
        "other_language": "en" if language == "fa" else "fa",
        "calendar": "jalali" if formats.is_jalali() else "gregorian",
        "digits": formats.figures(),
        "theme": THEMES[chosen],
        "chosen_theme": chosen,
        "is_development": settings.IS_DEVELOPMENT,
    }


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Keep the chosen language or theme and go back to where the person was."""
    back = request.POST.get("next", "/")
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/")
    response = HttpResponseRedirect(back if is_ours else "/")
    for cookie, field, allowed in (
        (LANGUAGE_COOKIE, "language", DIRECTIONS),
        (THEME_COOKIE, "theme", THEMES),
    ):
        value = request.POST.get(field, "")
        if value in allowed:
            cookies.keep(response, cookie, value, seconds=_YEAR_SECONDS)
    return response
