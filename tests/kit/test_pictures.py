"""Pictures are drawn anew: upright, small enough, and without what was hidden in them."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image

from tests.factories.pictures import COLOUR, picture, read
from vafa.kit.errors import Refused
from vafa.kit.pictures import (
    MOST_BYTES,
    PictureIsHeic,
    PictureTooLarge,
    UnfitPicture,
    icon,
    png,
    portrait,
)

_MAKER, _TURNED, _LAID = 0x010F, 0x0112, 6
KINDS = ("PNG", "JPEG", "WEBP")


def hidden() -> Image.Exif:
    exif = Image.Exif()
    exif[_MAKER] = "taken at home"
    exif[_TURNED] = _LAID
    return exif


@pytest.mark.parametrize("kind", KINDS)
def test_every_format_becomes_png_upright_and_without_what_was_hidden(kind: str) -> None:
    sent = picture(kind, (300, 100), exif=hidden()) + b"hung on behind"

    kept = png(image=sent, side=150)

    found = read(kept)
    assert (found.format, found.size) == ("PNG", (50, 150))
    assert b"taken at home" in sent
    assert b"taken at home" not in kept
    assert b"hung on" not in kept
    assert not found.info


def test_a_clear_ground_stays_clear_in_a_logo_and_is_white_elsewhere() -> None:
    clear = io.BytesIO()
    Image.new("RGBA", (40, 40), (0, 0, 0, 0)).save(clear, "PNG")

    assert read(png(image=clear.getvalue(), side=64)).getchannel("A").getextrema() == (0, 0)
    assert read(icon(image=clear.getvalue(), side=64, inner=40)).getpixel((32, 32)) == (255,) * 3


def test_an_icon_leaves_room_for_what_a_phone_cuts_off() -> None:
    found = read(icon(image=picture(size=(400, 400)), side=512, inner=360))

    assert found.size == (512, 512)
    assert found.getpixel((75, 256)) == (255, 255, 255)
    assert found.getpixel((77, 256)) == COLOUR


def test_a_portrait_is_the_middle_as_a_square() -> None:
    found = read(portrait(image=picture("JPEG", (4000, 1000)), side=320))

    assert (found.format, found.size, found.mode) == ("JPEG", (320, 320), "RGB")


def header(width: int, height: int) -> bytes:
    body = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    check = struct.pack(">I", zlib.crc32(b"IHDR" + body))
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", len(body)) + b"IHDR" + body + check


@pytest.mark.parametrize(
    ("sent", "refused"),
    [
        (b"", UnfitPicture),
        (b"%PDF-1.7", UnfitPicture),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", UnfitPicture),
        (picture("GIF"), UnfitPicture),
        (picture("JPEG", (800, 800))[:-400], UnfitPicture),
        (picture() + b"x" * MOST_BYTES, PictureTooLarge),
        (header(6_000, 5_000) + picture()[33:], PictureTooLarge),
        (b"\0\0\0\x18ftypheic" + b"\0" * 40, PictureIsHeic),
    ],
)
def test_what_is_no_fit_picture_is_refused_with_its_reason(
    sent: bytes, refused: type[Refused]
) -> None:
    with pytest.raises(refused):
        png(image=sent, side=512)


@pytest.mark.filterwarnings("ignore::UserWarning")  # Pillow tells of odd tags, and goes on
@given(kind=st.sampled_from(KINDS), at=st.integers(0, 4_000), byte=st.integers(0, 255))
@example(kind="JPEG", at=41, byte=0)  # struct.error, when a damaged tag is to be written anew
@example(kind="WEBP", at=113, byte=0)
def test_a_damaged_picture_is_drawn_or_refused(kind: str, at: int, byte: int) -> None:
    sent = bytearray(picture(kind, (32, 24), exif=hidden()))
    sent[at % len(sent)] = byte

    try:
        kept = png(image=bytes(sent), side=16)
    except Refused:
        return

    assert read(kept).format == "PNG"
