"""A member's photo: sealed, small, without what the camera wrote, gone with the member."""

from __future__ import annotations

import io
import zipfile

import pytest

from tests.factories.clubs import IDS, VAULT, Club, a_club, claim
from tests.factories.pictures import picture, read
from vafa.domain.clubs.scope import club_scope
from vafa.domain.members.models import Photo
from vafa.domain.members.photos import NoPhoto
from vafa.domain.members.queries import NoSuchMember
from vafa.interfaces.web.exports import zipped
from vafa.journeys.change_photo import change_photo, show_photo
from vafa.journeys.erase_member import erase_member, preview_erasure
from vafa.journeys.export_member import export_member
from vafa.journeys.merge_members import merge_members, unmerge_members
from vafa.kit.pictures import UnfitPicture

pytestmark = pytest.mark.django_db


def change(club: Club, member_id: int, image: bytes) -> None:
    change_photo(
        principal=club.principal, ids=IDS, vault=VAULT, at=club.at, member_id=member_id,
        image=image,
    )  # fmt: skip


def shown(club: Club, member_id: int) -> bytes:
    return show_photo(principal=club.principal, vault=VAULT, member_id=member_id)


def test_a_photo_is_kept_small_and_sealed_shown_and_taken_away() -> None:
    club = a_club()
    sara = club.join("Sara")

    change(club, sara, picture("WEBP", (900, 600)))

    image = shown(club, sara)
    assert (read(image).format, read(image).size) == ("JPEG", (320, 320))
    with club_scope(club.club_id):
        assert image not in bytes(Photo.objects.get(member_id=sara).sealed)
    with pytest.raises(UnfitPicture):
        change(club, sara, b"no picture")
    change(club, sara, b"")
    change(club, sara, b"")
    with pytest.raises(NoPhoto):
        shown(club, sara)


def test_only_the_own_club_sees_a_photo() -> None:
    club, other = a_club(), a_club()
    sara = club.join("Sara")
    change(club, sara, picture())

    with pytest.raises(NoSuchMember):
        shown(other, sara)
    with pytest.raises(NoSuchMember):
        change(other, sara, b"")


def test_a_merge_keeps_the_photo_of_either_and_gives_it_back() -> None:
    club = a_club()
    sara, twin = club.join("Sara"), club.join("Twin")
    change(club, twin, picture())

    done = merge_members(
        principal=club.principal, claim=claim(), event_at=club.at, ids=IDS, vault=VAULT,
        survivor_id=sara, duplicate_id=twin,
    )  # fmt: skip

    assert shown(club, sara)
    unmerge_members(
        principal=club.principal, claim=claim(), event_at=club.at, ids=IDS,
        merge_id=done.merge_id,
    )  # fmt: skip
    assert shown(club, twin)
    with pytest.raises(NoPhoto):
        shown(club, sara)


def test_a_copy_of_the_data_holds_the_photo_and_an_erasure_takes_it() -> None:
    club = a_club()
    sara = club.join("Sara")
    change(club, sara, picture())
    image = shown(club, sara)

    export = export_member(
        principal=club.principal, ids=IDS, vault=VAULT, at=club.at, member_id=sara
    )
    with zipfile.ZipFile(io.BytesIO(zipped(export))) as archive:
        assert archive.read("photo.jpg") == image

    preview = preview_erasure(principal=club.principal, vault=VAULT, at=club.at, member_id=sara)
    erase_member(
        principal=club.principal, claim=claim(), ids=IDS, vault=VAULT, at=club.at, member_id=sara,
        basis="request", preview_hash=preview.preview_hash,
    )  # fmt: skip
    with club_scope(club.club_id):
        assert not Photo.objects.filter(member_id=sara).exists()
