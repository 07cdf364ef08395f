"""No more messages: the page of the link that stands in each of them."""

from __future__ import annotations

from typing import Final

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from vafa.interfaces.web import sources
from vafa.interfaces.web.people import PublicRequest, public_page
from vafa.journeys import stop_messages as stopping

_LONGEST: Final = 40
_NOT_FOUND: Final = 404


@public_page
@never_cache
def opt_out(request: PublicRequest, token: str) -> HttpResponse:
    """Stop the messages with one tap, or undo it; a page that is only opened changes nothing."""
    principal, vault, token = request.principal, sources.vault(), token[:_LONGEST]
    act = request.POST.get("act", "")
    try:
        if act in {"stop", "undo"}:
            change = stopping.stop_messages if act == "stop" else stopping.resume_messages
            change(
                principal=principal, ids=sources.ids(), vault=vault, at=sources.now(), token=token
            )
            return HttpResponseRedirect(request.path)
        state = stopping.show_messages(principal=principal, vault=vault, token=token)
    except stopping.NoSuchOptOut:
        answer = render(request, "portal/opt_out.html", {}, status=_NOT_FOUND)
    else:
        answer = render(request, "portal/opt_out.html", {"state": state})
    answer["X-Robots-Tag"] = "noindex"
    return answer
