"""Which state follows which, and what files really are."""

import pytest

from vafa.domain.orders import decide
from vafa.domain.orders.records import STATES, NewFile

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20


@pytest.mark.parametrize("state", STATES)
def test_every_state_leads_somewhere_else(state: str) -> None:
    following = decide.next_states(state=state, is_billed=False)

    assert following
    assert state not in following


def test_what_is_billed_is_not_cancelled() -> None:
    assert "cancelled" in decide.next_states(state="started", is_billed=False)
    assert "cancelled" not in decide.next_states(state="started", is_billed=True)
    with pytest.raises(decide.StepNotPossible):
        decide.check_step(state="started", wanted="cancelled", is_billed=True)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PNG, "image/png"),
        (b"\xff\xd8\xff\xe0rest", "image/jpeg"),
        (b"%PDF-1.7 rest", "application/pdf"),
        (b"RIFF\x00\x00\x00\x00WEBPrest", "image/webp"),
    ],
)
def test_a_file_is_what_it_begins_with(content: bytes, kind: str) -> None:
    assert decide.kind_of(NewFile("holiday.exe", content)) == kind


@pytest.mark.parametrize("content", [b"", b"MZ\x90", b"<svg onload=x>", b"RIFF1234WAVE"])
def test_other_files_are_not_taken(content: bytes) -> None:
    with pytest.raises(decide.FileNotTaken):
        decide.kind_of(NewFile("picture.png", content))


def test_a_file_has_at_most_five_megabytes() -> None:
    with pytest.raises(decide.FileTooLarge):
        decide.kind_of(NewFile("big.png", PNG + b"0" * decide.MOST_BYTES))


@pytest.mark.parametrize("title", ["", "   ", "x" * 121])
def test_an_order_needs_a_title(title: str) -> None:
    with pytest.raises(decide.TitleNeeded):
        decide.title_of(title)
