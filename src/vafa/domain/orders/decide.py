"""Decisions about orders: which state may follow which, and what a file really is."""

from collections.abc import Mapping
from typing import Final

from vafa.domain.orders.records import NewFile, State
from vafa.kit.errors import Refused
from vafa.kit.text import clean

MOST_BYTES: Final = 5_000_000
MOST_FILES: Final = 10
LONGEST_TITLE: Final = 120
LONGEST_TEXT: Final = 4_000
# Work may skip steps and be taken up again; what was delivered or cancelled may be reopened.
_NEXT: Final[Mapping[State, tuple[State, ...]]] = {
    "registered": ("review", "started", "delivered", "cancelled"),
    "review": ("started", "delivered", "cancelled"),
    "started": ("review", "delivered", "cancelled"),
    "delivered": ("started",),
    "cancelled": ("registered",),
}
_BEGINNINGS: Final = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"%PDF-", "application/pdf"),
)


class TitleNeeded(Refused):
    """An order needs a title of at most 120 characters."""


class TextTooLong(Refused):
    """The text is longer than 4,000 characters."""


class StepNotPossible(Refused):
    """The order cannot go from where it is to there."""


class FileTooLarge(Refused):
    """A file has at most 5 MB."""


class FileNotTaken(Refused):
    """Only pictures (JPEG, PNG, WebP) and PDF are taken."""


class TooManyFiles(Refused):
    """An order has at most 10 files."""


def next_states(*, state: str, is_billed: bool) -> tuple[str, ...]:
    """Give the states that may follow; what is billed is not cancelled but refunded first."""
    following = {str(name): after for name, after in _NEXT.items()}[state]
    return tuple(name for name in following if not (is_billed and name == "cancelled"))


def check_step(*, state: str, wanted: str, is_billed: bool) -> None:
    """Let an order pass from a state to another.

    :raises StepNotPossible: when that one cannot follow.
    """
    if wanted not in next_states(state=state, is_billed=is_billed):
        raise StepNotPossible(state=state, wanted=wanted)


def title_of(text: str) -> str:
    """Give a title as it is kept.

    :raises TitleNeeded: when it is empty or too long.
    """
    title = clean(text)
    if not 1 <= len(title) <= LONGEST_TITLE:
        raise TitleNeeded
    return title


def text_of(text: str) -> str:
    """Give a longer text as it is kept.

    :raises TextTooLong: when it has more than 4,000 characters.
    """
    if len(text) > LONGEST_TEXT:
        raise TextTooLong
    return text.strip()


def kind_of(file: NewFile) -> str:
    """Give the media type by what the file begins with: its name and sender prove nothing.

    :raises FileTooLarge: when it has more than 5 MB.
    :raises FileNotTaken: when it is empty, or neither picture nor PDF.
    """
    if len(file.content) > MOST_BYTES:
        raise FileTooLarge
    for beginning, kind in _BEGINNINGS:
        if file.content.startswith(beginning):
            return kind
    if file.content[:4] == b"RIFF" and file.content[8:12] == b"WEBP":
        return "image/webp"
    raise FileNotTaken
