"""A member's photo in a form, the member's own or the staff's: sent, or taken away."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from vafa.domain.clubs.principal import Principal
from vafa.domain.members.photos import NoPhoto
from vafa.interfaces.web import sources
from vafa.interfaces.web.forms import PageForm
from vafa.journeys.change_photo import change_photo, show_photo
from vafa.kit.errors import VafaError
from vafa.kit.pictures import MOST_BYTES


class PhotoForm(PageForm):
    """A picture."""

    photo = forms.FileField(
        label=_("Photo"), max_length=200,
        help_text=_("JPEG, PNG or WebP of at most 5 MB; its middle is kept, as a small square."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )  # fmt: skip


def image_of(*, principal: Principal, member_id: int) -> bytes:
    """Give a member's photo; no bytes when there is none."""
    try:
        return show_photo(principal=principal, vault=sources.vault(), member_id=member_id)
    except NoPhoto:
        return b""


def sent(request: HttpRequest, *, principal: Principal, member_id: int) -> tuple[PhotoForm, bool]:
    """Keep the picture that was sent, or take the photo away; tell whether something was done."""
    is_removed = "remove" in request.POST
    form = PhotoForm(None if is_removed else request.POST or None, request.FILES or None)
    if request.method != "POST" or not (is_removed or form.is_valid()):
        return form, False
    try:
        change_photo(
            principal=principal, ids=sources.ids(), vault=sources.vault(), at=sources.now(),
            member_id=member_id, image=b"" if is_removed else _bytes(form),
        )  # fmt: skip
    except VafaError as error:
        form.refuse(error, fields=dict.fromkeys(
            ("unfit_picture", "picture_too_large", "picture_is_heic"), "photo"
        ))  # fmt: skip
        return form, False
    return form, True


def _bytes(form: PhotoForm) -> bytes:
    file: UploadedFile[Any] = form.cleaned_data["photo"]
    return bytes(file.read(MOST_BYTES + 1))
