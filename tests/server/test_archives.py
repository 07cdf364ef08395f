"""Tar files are unpacked on every Python we run on, and never outside their folder."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import pytest

from vafa.server.archives import UnsafeArchiveError, unpack


def packed(folder: Path, *members: tarfile.TarInfo) -> Path:
    """Pack a file of five bytes beside these members."""
    path = folder / "some.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        plain = tarfile.TarInfo("data/PG_VERSION")
        plain.size = 5
        archive.addfile(plain, io.BytesIO(b"18.6\n"))
        for one in members:
            archive.addfile(one)
    return path


def link(name: str, kind: bytes, target: str) -> tarfile.TarInfo:
    made = tarfile.TarInfo(name)
    made.type, made.linkname = kind, target
    return made


def test_files_and_links_within_are_unpacked(tmp_path: Path) -> None:
    path = packed(tmp_path, link("data/current", tarfile.SYMTYPE, "PG_VERSION"))
    into = tmp_path / "into"

    unpack(path, into)

    assert (into / "data" / "current").read_text() == "18.6\n"


@pytest.mark.parametrize(
    "foreign",
    [
        tarfile.TarInfo("../outside"),
        tarfile.TarInfo("/etc/outside"),
        link("data/away", tarfile.SYMTYPE, "../../outside"),
        link("data/round", tarfile.SYMTYPE, "here/here/../.."),
        link("data/hard", tarfile.LNKTYPE, "../outside"),
        link("data/device", tarfile.CHRTYPE, ""),
    ],
    ids=lambda one: one.name,
)
def test_nothing_is_unpacked_of_what_reaches_outside(
    tmp_path: Path, foreign: tarfile.TarInfo
) -> None:
    into = tmp_path / "into"

    with pytest.raises(UnsafeArchiveError, match="does not belong"):
        unpack(packed(tmp_path, foreign), into)

    assert not into.exists()
