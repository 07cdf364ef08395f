"""What an import needs from outside: a table that can be read from its start, again and again."""

from collections.abc import Iterator
from typing import Protocol


class Table(Protocol):
    """A table in a file."""

    @property
    def size_bytes(self) -> int:
        """Give the file's size."""
        ...

    @property
    def digest(self) -> str:
        """Give the SHA-256 of the file, in hexadecimal."""
        ...

    def rows(self) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Give each row's cells, with how many bytes had been read by then."""
        ...
