"""The embedded server gets a share of what the machine, or its container, really has."""

from pathlib import Path

import pytest

from vafa.server.embedded import memory

MEBIBYTE = 1024 * 1024


@pytest.mark.parametrize(
    ("written", "given"),
    [
        ("1073741824\n", 128 * MEBIBYTE),
        ("268435456", memory.LEAST),
        ("1610612736", 192 * MEBIBYTE),
    ],
)
def test_a_container_gets_a_share_of_its_own_limit(
    written: str, given: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit = tmp_path / "memory.max"
    limit.write_text(written)
    monkeypatch.setattr(memory, "LIMITS", (tmp_path / "nowhere", limit))

    assert memory.for_pages() == given


def test_without_a_limit_it_is_a_share_of_the_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit = tmp_path / "memory.max"
    limit.write_text("max\n")
    monkeypatch.setattr(memory, "LIMITS", (limit,))

    assert memory.of_machine() > memory.LEAST
    assert memory.LEAST <= memory.for_pages() <= memory.MOST
    assert memory.for_pages() in {memory.LEAST, memory.of_machine() // 8, memory.MOST}
