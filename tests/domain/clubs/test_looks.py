"""Colours that can be read, and logos without what cameras and programs write into pictures."""

from __future__ import annotations

import struct
import zlib

import pytest

from vafa.domain.clubs.looks import ColourTooPale, UnfitColour, UnfitLogo, colour_of, logo_of
from vafa.domain.clubs.looks import palette_of as palette


def png(width: int = 200, height: int = 200, *more: tuple[bytes, bytes]) -> bytes:
    """Draw a PNG of one colour."""
    data = zlib.compress(b"".join(b"\0" + b"\x10\x80\x70" * width for _ in range(height)))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", head), *more, (b"IDAT", data), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks
    )


@pytest.mark.parametrize("colour", ["", "#006667", "#7a1f3d", "#000000"])
def test_a_colour_that_can_be_read_is_kept(colour: str) -> None:
    assert colour_of(f" {colour.upper()} ") == colour


@pytest.mark.parametrize("colour", ["red", "#12345", "#12345g", "#1234567"])
def test_what_is_no_colour_is_refused(colour: str) -> None:
    with pytest.raises(UnfitColour):
        colour_of(colour)


@pytest.mark.parametrize("colour", ["#ffffff", "#f0e68c", "#59c5bf"])
def test_a_pale_colour_is_refused_with_the_nearest_that_can_be_read(colour: str) -> None:
    with pytest.raises(ColourTooPale) as refused:
        colour_of(colour)

    nearest = str(refused.value.details["nearest"])
    assert colour_of(nearest) == nearest


def test_labels_are_read_on_the_colour_in_light_and_in_dark() -> None:
    found = palette("#006667")

    assert (found.light, found.light_label, found.dark_label) == ("#006667", "#ffffff", "#000000")
    assert found.dark != found.light


def test_a_logo_keeps_what_draws_it_only() -> None:
    spoken = png(200, 200, (b"tEXt", b"Comment\0where it was taken"), (b"eXIf", b"place"))

    kept, icon = logo_of(spoken + b"hung on behind")

    assert kept == png()
    assert icon == kept
    assert logo_of(png(100, 40)) == (png(100, 40), b"")


@pytest.mark.parametrize(
    "image",
    [
        b"", b"\xff\xd8\xff\xe0", png()[:-6], png(2_000, 10), png().replace(b"IDAT", b"IDAX"),
        png() + b"x" * 300_000, b"\x89PNG\r\n\x1a\n" + b"\0" * 20,
    ],
)  # fmt: skip
def test_what_is_no_logo_is_refused(image: bytes) -> None:
    with pytest.raises(UnfitLogo):
        logo_of(image)
