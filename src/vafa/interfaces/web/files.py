"""The files that pages load: where they lie, and by which name a browser asks for each.

`scripts/assets.py` built them and wrote the manifest; nothing is collected or hashed at run time.
"""

import json
import re
from functools import lru_cache
from pathlib import Path

from django.contrib.staticfiles.storage import StaticFilesStorage

FOLDER = Path(__file__).parent / "static"
MANIFEST = FOLDER / "vafa" / "manifest.json"
_HASHED = re.compile(r"-(?:[0-9a-f]{10}|[0-9A-Z]{8})\.[a-z0-9]+$", re.ASCII)


class NotBuiltError(Exception):
    """The pages' files are not built, or lack one: run `make ready`."""


class BuiltFiles(StaticFilesStorage):
    """Gives `{% static "vafa/app.css" %}` the address of the built file."""

    def url(self, name: str | None) -> str:
        """Give the address of a file.

        :raises NotBuiltError: when the build knows no such file.
        """
        return super().url(hashed_name(str(name)))


def hashed_name(name: str) -> str:
    """Give the name that a built file has now.

    :raises NotBuiltError: when the build knows no such file.
    """
    try:
        return names()[name]
    except KeyError as error:
        message = f"{name} is not among the built files; run `make ready`"
        raise NotBuiltError(message) from error


def names() -> dict[str, str]:
    """Give every built file: the plain name and the hashed one."""
    try:
        changed_at = MANIFEST.stat().st_mtime_ns
    except FileNotFoundError as error:
        message = "the pages' files are not built; run `make ready`"
        raise NotBuiltError(message) from error
    return _names_of(changed_at)


def content_of(name: str) -> str:
    """Read a built file that is text."""
    return (FOLDER / hashed_name(name)).read_text("utf-8")


def is_immutable(_path: str, url: str) -> bool:
    """Tell whether a browser may keep a file for ever: its name changes with its content."""
    return _HASHED.search(url) is not None


@lru_cache(maxsize=1)
def _names_of(_changed_at: int) -> dict[str, str]:
    found: dict[str, str] = json.loads(MANIFEST.read_text("utf-8"))
    return found
