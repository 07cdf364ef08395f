"""What is answered about programme versions: the cards of them, and what one would change."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class VersionCard:
    """A programme version without its document."""

    number: int
    state: str
    code: str
    starts_at: datetime | None
    created_at: datetime
    published_at: datetime | None
