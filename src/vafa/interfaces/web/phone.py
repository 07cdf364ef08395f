"""The sandbox phone as a page, for development: what members and staff would get."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final, Protocol

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.module_loading import import_string
from django.views.decorators.cache import never_cache

SHOWN: Final = 50


class Delivered(Protocol):
    """A message that reached the sandbox."""

    @property
    def mobile(self) -> str:
        """Give whom it was for: a mobile or an e-mail address."""
        ...

    @property
    def text(self) -> str:
        """Give what it says."""
        ...

    @property
    def taken_at(self) -> datetime:
        """Give when it came."""
        ...


@never_cache
def show(request: HttpRequest) -> HttpResponse:
    """Show the newest messages that went to the sandbox."""
    newest: Callable[..., Sequence[Delivered]] = import_string(settings.SANDBOX_MESSAGES)
    return render(request, "web/phone.html", {"delivered": newest(limit=SHOWN)})
