"""How much a page takes: a body that is too large is refused before a byte of it is read.

The secret of a form stands in its body, so Django would put files down before it knows who sent
them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from vafa.interfaces.web import pages

# What is over the limit of a form but below this is refused beside its field, in its own words.
MOST_BYTES: Final = 32 * 1024 * 1024
_TOO_LARGE: Final = 413

View = TypeVar("View", bound=Callable[..., Any])


class Bounds:
    """Django middleware: refuses bodies that are larger than the view takes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as the view does."""
        return self._get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: Any, _named: Any
    ) -> HttpResponse | None:
        """Look at how long the body says that it is; what does not say has none for us."""
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isascii() and length.isdigit() and int(length) <= _most_of(request, view):
            return None
        return pages.problem(
            request, _TOO_LARGE, title=_("This is too large to be sent"),
            advice=_("Go back and choose a smaller file, or send it in parts."),
        )  # fmt: skip


def takes(most_bytes: int) -> Callable[[View], View]:
    """Let people of the staff send this much to a view, a little more for the rest of its form."""

    def decorate(view: View) -> View:
        view.vafa_takes = most_bytes + MOST_BYTES  # type: ignore[attr-defined]  # framework
        return view

    return decorate


def _most_of(request: HttpRequest, view: Callable[..., Any]) -> int:
    wanted: int = getattr(view, "vafa_takes", MOST_BYTES)
    return wanted if wanted == MOST_BYTES or request.user.is_authenticated else MOST_BYTES
