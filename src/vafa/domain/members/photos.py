"""Photos of members: a small square picture each, sealed; inside the club's scope."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Sequence
from typing import Final

from vafa.domain.members.models import Photo
from vafa.domain.members.vault import Vault
from vafa.kit import pictures
from vafa.kit.errors import NotFound

SIDE: Final = 320


class NoPhoto(NotFound):
    """The member has no photo."""


def keep(*, club_id: int, member_id: int, image: bytes, vault: Vault) -> None:
    """Keep the middle of a picture as the member's photo, in place of the one before.

    :raises PictureTooLarge: when it has too many bytes or pixels.
    :raises PictureIsHeic: when it is in the format of Apple's cameras.
    :raises UnfitPicture: when it is no whole picture in a format that is taken.
    """
    text = b64encode(pictures.portrait(image=image, side=SIDE)).decode()
    sealed = vault.seal(value=text, place=_place(member_id))
    Photo.objects.update_or_create(
        member_id=member_id, defaults={"club_id": club_id, "sealed": sealed}
    )


def photo_of(*, club_id: int, member_ids: Sequence[int], vault: Vault) -> bytes:
    """Give the photo of a member as JPEG: of the first of these ids that has one; b"" for none."""
    rows = {
        row.member_id: bytes(row.sealed)
        for row in Photo.objects.filter(club_id=club_id, member_id__in=list(member_ids))
    }
    found = next((one for one in member_ids if one in rows), None)
    if found is None:
        return b""
    return b64decode(vault.unseal(sealed=rows[found], place=_place(found)))


def forget(*, club_id: int, member_ids: Sequence[int]) -> bool:
    """Delete the photos of these members; False when there was none."""
    rows = Photo.objects.filter(club_id=club_id, member_id__in=list(member_ids))
    return bool(rows.delete()[0])


def _place(member_id: int) -> str:
    return f"members_photo:{member_id}"
