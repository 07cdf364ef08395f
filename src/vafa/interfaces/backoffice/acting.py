"""An act of a form: done and said, or refused beside the field where it can be mended."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from vafa.interfaces.web.forms import PageForm
from vafa.kit.errors import VafaError


def did(
    request: HttpRequest,
    form: PageForm,
    act: Callable[[], object],
    *,
    said: str,
    to: str,
    fields: Mapping[str, str] | None = None,
) -> HttpResponse | None:
    """Do what a form asks and go on to a page; nothing when the form has to be shown again."""
    if not form.is_valid():
        return None
    try:
        act()
    except VafaError as error:
        form.refuse(error, fields=fields)
        return None
    messages.success(request, said)
    return HttpResponseRedirect(to)
