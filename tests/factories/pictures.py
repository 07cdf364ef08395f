"""Pictures that people in tests send, in any format, with what cameras write into them."""

from __future__ import annotations

import io

from PIL import Image

COLOUR = (16, 128, 112)


def picture(
    kind: str = "PNG", size: tuple[int, int] = (200, 200), *, exif: Image.Exif | None = None
) -> bytes:
    """Draw a picture of one colour."""
    file = io.BytesIO()
    more = {"exif": exif} if exif else {}
    Image.new("RGB", size, COLOUR).save(file, kind, **more)
    return file.getvalue()


def read(image: bytes) -> Image.Image:
    """Read a picture back, whole."""
    found = Image.open(io.BytesIO(image))
    found.load()
    return found
