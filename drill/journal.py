"""What a client writes down before it asks and after it was answered, so that it can be killed.

A line is on the disk before the next step. A line that a kill tore is skipped.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

LINE_END = b"\n"


class Journal:
    """One client's file; nobody else writes it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        if path.exists():
            self._write(LINE_END)  # ends what a kill may have torn

    def note(self, entry: dict[str, Any]) -> None:
        """Write one entry; it is on the disk when this returns."""
        self._write(json.dumps(entry, ensure_ascii=False).encode() + LINE_END)

    def _write(self, some: bytes) -> None:
        with self._path.open("ab", buffering=0) as file:
            file.write(some)
            os.fsync(file.fileno())


def entries(path: Path) -> list[dict[str, Any]]:
    """Read what was noted, in its order; nothing when there is no such file yet."""
    if not path.exists():
        return []
    found = []
    for line in path.read_bytes().split(LINE_END):
        try:
            found.append(json.loads(line))
        except ValueError:
            continue
    return found
