"""A member's photo: shown, changed and taken away, by the member or by the shop."""

from __future__ import annotations

from datetime import datetime

from vafa.domain.clubs.principal import Principal
from vafa.domain.clubs.scope import club_scope
from vafa.domain.members import audit, photos
from vafa.domain.members import queries as members
from vafa.domain.members.photos import NoPhoto
from vafa.domain.members.records import MemberRef
from vafa.domain.members.vault import Vault
from vafa.kit.ids import Ids


def show_photo(*, principal: Principal, vault: Vault, member_id: int) -> bytes:
    """Give a member's photo as JPEG; who was merged has one of those that they were.

    :raises NoSuchMember: when the club has none, or the member was erased.
    :raises NoPhoto: when there is none.
    """
    principal.require("members.read")
    club_id = principal.club_id
    found = _find(principal, vault, member_id)
    with club_scope(club_id):
        image = photos.photo_of(
            club_id=club_id,
            member_ids=members.selves(club_id=club_id, member_id=found),
            vault=vault,
        )
    if not image:
        raise NoPhoto
    return image


def change_photo(
    *, principal: Principal, ids: Ids, vault: Vault, at: datetime, member_id: int, image: bytes
) -> None:
    """Keep the middle of a picture as a member's photo; no bytes take the photo away.

    :raises NoSuchMember: when the club has none, or the member was erased.
    :raises PictureTooLarge: when it has too many bytes or pixels.
    :raises PictureIsHeic: when it is in the format of Apple's cameras.
    :raises UnfitPicture: when it is no whole picture in a format that is taken.
    """
    principal.require("members.write")
    club_id = principal.club_id
    found = _find(principal, vault, member_id)
    with club_scope(club_id):
        if image:
            photos.keep(club_id=club_id, member_id=found, image=image, vault=vault)
        elif not photos.forget(
            club_id=club_id, member_ids=members.selves(club_id=club_id, member_id=found)
        ):
            return
        doing = audit.Doing(principal, ids.next(), at)
        audit.note(doing=doing, member_id=found, kind="profile", fields=["photo"])


def _find(principal: Principal, vault: Vault, member_id: int) -> int:
    member = MemberRef("id", str(member_id))
    return members.find(
        club_id=principal.club_id, member=member, vault=vault, may_have_left=True
    ).member_id
