"""Two clones never share a home, and a fresh clone at an old path starts empty."""

import os
from pathlib import Path

import pytest

from vafa.server import homes
from vafa.server.embedded.places import STATE_FOR_ROOT


def test_mark_of_a_clone_stays_and_differs_from_another_clones(tmp_path: Path) -> None:
    clones = [tmp_path / "one", tmp_path / "two"]
    for clone in clones:
        clone.mkdir()

    marks = [homes.mark_of(clone) for clone in clones]

    assert marks == [homes.mark_of(clone) for clone in clones]
    assert marks[0] != marks[1]


def test_default_is_inside_the_clone_for_an_ordinary_user(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)

    assert homes.default() == homes.PROJECT / ".vafa"


def test_default_is_outside_the_clone_for_root(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "pyproject.toml").touch()
    monkeypatch.setattr(homes, "PROJECT", tmp_path)
    monkeypatch.setattr(os, "geteuid", lambda: 0)

    assert homes.default().parent == STATE_FOR_ROOT
    assert homes.default() == homes.default()
