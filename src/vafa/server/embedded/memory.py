"""How much of the machine's memory the embedded server may fill with pages of tables.

A member-led book is written all over its indexes. Where they do not fit, a posting costs half as
much again (bench row `growth`), so the more the machine has, the more the server gets.
"""

import os
from pathlib import Path
from typing import Final

SHARE: Final = 8
LEAST: Final = 128 * 1024 * 1024
MOST: Final = 2 * 1024 * 1024 * 1024
# What a container may use, in its two forms; "max" and huge numbers say that there is no limit.
LIMITS: Final = (
    Path("/sys/fs/cgroup/memory.max"),
    Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"),
)


def for_pages() -> int:
    """Give the bytes: an eighth of what this machine or container has, within bounds."""
    return min(max(of_machine() // SHARE, LEAST), MOST)


def of_machine() -> int:
    """Give how many bytes of memory this process may count on."""
    installed = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    allowed = [int(text) for text in map(_limit, LIMITS) if text.isdigit()]
    return min([installed, *allowed])


def _limit(path: Path) -> str:
    try:
        return path.read_text("ascii").strip()
    except OSError:
        return ""
