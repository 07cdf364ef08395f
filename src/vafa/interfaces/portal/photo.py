"""A member's own photo: shown, put in another one's place, taken away."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from vafa.interfaces.web import photos
from vafa.interfaces.web.people import MemberRequest, member_page


@member_page
def photo(request: MemberRequest) -> HttpResponse:
    """Show the photo; another one is sent, or it is taken away."""
    form, is_done = photos.sent(
        request, principal=request.principal, member_id=request.member.member_id
    )
    if is_done:
        is_gone = "remove" in request.POST
        said = gettext("Your photo is gone.") if is_gone else gettext("Your photo is kept.")
        messages.success(request, said)
        return HttpResponseRedirect(request.path)
    told = {"form": form, "has_photo": bool(_image(request))}
    return render(request, "portal/photo.html", told, status=422 if form.errors else 200)


@member_page
@never_cache
@require_GET
def image(request: MemberRequest) -> HttpResponse:
    """Give the photo."""
    found = _image(request)
    if not found:
        raise Http404
    return HttpResponse(found, content_type="image/jpeg")


def _image(request: MemberRequest) -> bytes:
    return photos.image_of(principal=request.principal, member_id=request.member.member_id)
