"""Where an installation keeps its state when VAFA_HOME does not say.

Two clones never share a home: a clone is known by its path and by a mark left inside it, so that
a fresh clone at an old path starts empty.
"""

import os
import secrets
from pathlib import Path

from vafa.server.embedded.places import STATE_FOR_ROOT, key_of

PROJECT = Path(__file__).resolve().parents[3]


def default() -> Path:
    """Choose the home: inside the clone, or for root under /var/lib/vafa."""
    if not (PROJECT / "pyproject.toml").exists():
        return Path.home() / ".local" / "share" / "vafa"
    if os.geteuid() != 0:
        return PROJECT / ".vafa"
    return STATE_FOR_ROOT / f"{key_of(PROJECT)}-{mark_of(PROJECT)}"


def mark_of(project: Path) -> str:
    """Return the mark of this clone, leaving one at the first call."""
    path = project / ".vafa" / "mark"
    path.parent.mkdir(mode=0o700, exist_ok=True)
    try:
        with path.open("x", encoding="ascii") as file:
            file.write(secrets.token_hex(4))
    except FileExistsError:
        pass
    return path.read_text(encoding="ascii")
