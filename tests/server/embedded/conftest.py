"""Homes for the embedded servers of these tests."""

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from vafa.server.embedded import places, postmaster


@pytest.fixture
def home() -> Iterator[Path]:
    """Give a folder whose name has a space and Persian letters; what runs there is killed."""
    above = Path(tempfile.mkdtemp(prefix="vafa-"))
    above.chmod(0o755)
    home = above / "باشگاه وفا 1"
    yield home
    for pid in postmaster.workers_in(places.place_at(home).data):
        os.kill(pid, signal.SIGKILL)
    shutil.rmtree(above)
