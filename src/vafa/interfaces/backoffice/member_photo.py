"""A member's photo in the file: shown, put in another one's place, taken away by the staff."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from vafa.interfaces.backoffice import member_page
from vafa.interfaces.web import photos
from vafa.interfaces.web.people import StaffRequest, staff_page


@staff_page("members.read")
@require_GET
def photo(request: StaffRequest, number: str) -> HttpResponse:
    """Give the photo as a picture."""
    member = member_page.found(request, number)
    image = photos.image_of(principal=request.principal, member_id=int(member.card.member_id))
    if not image:
        raise Http404
    response = HttpResponse(image, content_type="image/jpeg")
    response["Cache-Control"] = "private, no-store"
    return response


@staff_page("members.write")
def change(request: StaffRequest, number: str) -> HttpResponse:
    """Send another photo for the member, or take it away."""
    member = member_page.found(request, number)
    member_id = int(member.card.member_id)
    form, is_done = photos.sent(request, principal=request.principal, member_id=member_id)
    if is_done:
        is_gone = "remove" in request.POST
        said = gettext("The photo is gone.") if is_gone else gettext("The photo is kept.")
        messages.success(request, said)
        return HttpResponseRedirect(member_page.page_of("member", member))
    told = {
        "form": form,
        "has_photo": bool(photos.image_of(principal=request.principal, member_id=member_id)),
    }
    status = 422 if form.errors else 200
    return member_page.drawn(request, member, "member_photo", told, tab="member", status=status)
