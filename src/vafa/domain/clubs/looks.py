"""The look of a club's pages for members: one colour that can be read, and a logo. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from vafa.kit import pictures
from vafa.kit.errors import Refused

_LOGO_SIDE: Final = 512
_ICON_SIDE: Final = 512
_ICON_INNER: Final = 360  # phones cut icons round; in the middle nothing is lost

_COLOUR: Final = re.compile(r"#[0-9a-f]{6}", re.ASCII)
# WCAG 2: contrast of at least 4.5:1, times a hundred; light is counted in ten thousandths.
_ENOUGH: Final = 450
_WHITE, _PAPER, _DARK = "#ffffff", "#f8f6f2", "#152023"
_STEPS: Final = 100


class UnfitColour(Refused):
    """A colour is # and six digits from 0 to f, such as #006667."""


class ColourTooPale(Refused):
    """The colour cannot be read on the paper of the pages: choose a darker one."""


@dataclass(frozen=True, slots=True)
class Palette:
    """What pages need of a colour: itself and its label on light pages, and both on dark ones."""

    light: str
    light_label: str
    dark: str
    dark_label: str


def colour_of(text: str) -> str:
    """Give a colour as it is kept; "" for none.

    :raises UnfitColour: when it is none.
    :raises ColourTooPale: when it has less than 4.5:1 on the paper of the pages; `nearest` is a
        darker one that can be read.
    """
    colour = text.strip().lower()
    if not colour:
        return ""
    if not _COLOUR.fullmatch(colour):
        raise UnfitColour
    if not _reads(colour, _PAPER):
        raise ColourTooPale(nearest=_until(colour, _PAPER, towards=0))
    return colour


def palette_of(colour: str) -> Palette:
    """Give the colours of pages; on dark ones the same colour is as much lighter as it needs."""
    dark = _until(colour, _DARK, towards=255)
    return Palette(colour, _label(colour), dark, _label(dark))


def logo_of(image: bytes) -> tuple[bytes, bytes]:
    """Give a logo as it is kept, and the same as an icon: both PNG, drawn anew by us.

    :raises PictureTooLarge: when it has too many bytes or pixels.
    :raises PictureIsHeic: when it is in the format of Apple's cameras.
    :raises UnfitPicture: when it is no whole picture in a format that is taken.
    """
    icon = pictures.icon(image=image, side=_ICON_SIDE, inner=_ICON_INNER)
    return pictures.png(image=image, side=_LOGO_SIDE), icon


def _label(colour: str) -> str:
    """Give white or black, whichever is read better on a colour."""
    return _WHITE if _contrast(colour, _WHITE) >= _contrast(colour, "#000000") else "#000000"


def _until(colour: str, ground: str, *, towards: int) -> str:
    """Give the nearest colour on the way to black (0) or white (255) that can be read."""
    parts = _parts(colour)
    for step in range(_STEPS + 1):
        mixed = [part + (towards - part) * step // _STEPS for part in parts]
        found = "#{:02x}{:02x}{:02x}".format(*mixed)
        if _reads(found, ground):
            return found
    return _WHITE if towards else "#000000"


def _reads(colour: str, ground: str) -> bool:
    return _contrast(colour, ground) >= _ENOUGH


def _contrast(one: str, other: str) -> int:
    """Give the contrast of two colours in hundredths, rounded down."""
    darker, lighter = sorted((_light(one), _light(other)))
    return (lighter + 500_000) * 100 // (darker + 500_000)


def _light(colour: str) -> int:
    """Give the relative luminance in ten millionths."""
    red, green, blue = (_LINEAR[part] for part in _parts(colour))
    return (2126 * red + 7152 * green + 722 * blue) // 10_000


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _linear(part: int) -> int:
    """Give the linear light of a part of sRGB in ten millionths."""
    share = part / 255
    light = share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4  # noqa: PLR2004  framework
    return round(light * 10_000_000)


_LINEAR: Final = tuple(_linear(part) for part in range(256))
