"""A member's own photo: shown, put in another one's place, taken away."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from vafa.domain.members.photos import NoPhoto
from vafa.interfaces.web import sources
from vafa.interfaces.web.forms import PageForm
from vafa.interfaces.web.people import MemberRequest, member_page
from vafa.journeys.change_photo import change_photo, show_photo
from vafa.kit.errors import VafaError
from vafa.kit.pictures import MOST_BYTES


class PhotoForm(PageForm):
    """A picture."""

    photo = forms.FileField(
        label=_("Your photo"), max_length=200,
        help_text=_("JPEG, PNG or WebP of at most 5 MB; its middle is kept, as a small square."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )  # fmt: skip


@member_page
def photo(request: MemberRequest) -> HttpResponse:
    """Show the photo; another one is sent, or it is taken away."""
    is_removed = "remove" in request.POST
    form = PhotoForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and (is_removed or form.is_valid()):
        try:
            _change(request, b"" if is_removed else _bytes(form))
        except VafaError as error:
            form.refuse(error, fields=dict.fromkeys(
                ("unfit_picture", "picture_too_large", "picture_is_heic"), "photo"
            ))  # fmt: skip
        else:
            said = gettext("Your photo is gone.") if is_removed else gettext("Your photo is kept.")
            messages.success(request, said)
            return HttpResponseRedirect(request.path)
    told = {"form": PhotoForm() if is_removed else form, "has_photo": bool(_image(request))}
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
    try:
        return show_photo(
            principal=request.principal, vault=sources.vault(),
            member_id=request.member.member_id,
        )  # fmt: skip
    except NoPhoto:
        return b""


def _bytes(form: PhotoForm) -> bytes:
    file: UploadedFile[Any] = form.cleaned_data["photo"]
    return bytes(file.read(MOST_BYTES + 1))


def _change(request: MemberRequest, content: bytes) -> None:
    change_photo(
        principal=request.principal, ids=sources.ids(), vault=sources.vault(),
        at=sources.now(), member_id=request.member.member_id, image=content,
    )  # fmt: skip
