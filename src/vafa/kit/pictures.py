"""Pictures that people send: read, turned upright, made small enough, and drawn anew. Pure.

Of what was sent only the drawing is kept: places, names and whatever else cameras and programs
write into a picture go, and so does what hangs behind it.
"""

from __future__ import annotations

import io
import struct
from typing import Final

from PIL import Image, ImageOps

from vafa.kit.errors import Refused

MOST_BYTES: Final = 5_000_000
MOST_PIXELS: Final = 24_000_000

_TAKEN: Final = ("PNG", "JPEG", "WEBP")
_BRAND: Final = slice(4, 12)  # where files of the HEIF family name themselves
_APPLES: Final = frozenset(b"ftyp" + one for one in (b"heic", b"heix", b"hevc", b"mif1", b"msf1"))
# What the library raises for files that are damaged: its readers of each format differ.
_DAMAGED: Final = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    EOFError,
    LookupError,
    ArithmeticError,
    struct.error,
)
_CLEAR: Final = (255, 255, 255, 0)
_WHITE: Final = (255, 255, 255)
_QUALITY: Final = 85


class UnfitPicture(Refused):
    """Only whole pictures in JPEG, PNG or WebP are taken."""


class PictureTooLarge(Refused):
    """A picture has at most 5 MB and 24 million pixels."""


class PictureIsHeic(Refused):
    """Browsers cannot show HEIC pictures: send this one as JPEG, or a screenshot of it."""


def drawn(*, image: bytes, side: int) -> Image.Image:
    """Draw a picture upright, no larger than a square of this side.

    :raises PictureTooLarge: when it has too many bytes or pixels.
    :raises PictureIsHeic: when it is in the format of Apple's cameras.
    :raises UnfitPicture: when it is no whole picture in a format that is taken.
    """
    if len(image) > MOST_BYTES:
        raise PictureTooLarge
    if image[_BRAND] in _APPLES:
        raise PictureIsHeic
    try:
        with Image.open(io.BytesIO(image), formats=_TAKEN) as found:
            if found.width * found.height > MOST_PIXELS:
                raise PictureTooLarge
            found.draft("RGB", (side, side))  # a large JPEG is read as small as it may be
            upright = ImageOps.exif_transpose(found)
            is_clear = upright.has_transparency_data
            plain = upright.convert("RGBA" if is_clear else "RGB")
    except Image.DecompressionBombError as error:
        raise PictureTooLarge from error
    except _DAMAGED as error:
        raise UnfitPicture from error
    plain.thumbnail((side, side), Image.Resampling.LANCZOS)
    return plain


def png(*, image: bytes, side: int) -> bytes:
    """Give a picture as PNG, no larger than a square of this side; what is clear stays clear.

    :raises PictureTooLarge: when it has too many bytes or pixels.
    :raises PictureIsHeic: when it is in the format of Apple's cameras.
    :raises UnfitPicture: when it is no whole picture in a format that is taken.
    """
    found = drawn(image=image, side=side)
    return _written(found, _CLEAR if found.mode == "RGBA" else _WHITE, found.size, "PNG")


def icon(*, image: bytes, side: int, inner: int) -> bytes:
    """Give a picture as a square PNG on white, within a square of `inner` in its middle.

    A phone cuts icons round: what is in the middle 80 % of a side stays.

    :raises PictureTooLarge: when it has too many bytes or pixels.
    :raises PictureIsHeic: when it is in the format of Apple's cameras.
    :raises UnfitPicture: when it is no whole picture in a format that is taken.
    """
    return _written(drawn(image=image, side=inner), _WHITE, (side, side), "PNG")


def portrait(*, image: bytes, side: int) -> bytes:
    """Give the middle of a picture as a square JPEG.

    :raises PictureTooLarge: when it has too many bytes or pixels.
    :raises PictureIsHeic: when it is in the format of Apple's cameras.
    :raises UnfitPicture: when it is no whole picture in a format that is taken.
    """
    found = drawn(image=image, side=2 * side)
    square = ImageOps.fit(found, (side, side), Image.Resampling.LANCZOS)
    return _written(square, _WHITE, (side, side), "JPEG")


def _written(
    found: Image.Image, ground: tuple[int, ...], size: tuple[int, int], kind: str
) -> bytes:
    """Put a picture in the middle of a new sheet, which holds nothing else, and write it."""
    sheet = Image.new("RGBA" if len(ground) > len(_WHITE) else "RGB", size, ground)
    corner = ((size[0] - found.width) // 2, (size[1] - found.height) // 2)
    sheet.paste(found, corner, found if (found.mode, sheet.mode) == ("RGBA", "RGB") else None)
    file = io.BytesIO()
    sheet.save(file, kind, optimize=True, quality=_QUALITY)
    return file.getvalue()
