"""A programme goes out as a file and comes back the same."""

import json

import pytest
from hypothesis import given

from tests.programme.documents import PROGRAMMES
from vafa.programme.document import Programme
from vafa.programme.presets import demo_programme, reference_programme
from vafa.programme.transfer import (
    MalformedProgramme,
    UnknownFormat,
    export,
    export_text,
    fingerprint,
    import_text,
)


def codes(text: str | bytes) -> list[tuple[str, str]]:
    """Give the places and codes of what is wrong with a file."""
    with pytest.raises(MalformedProgramme) as raised:
        import_text(text)
    return [(one.place, one.code) for one in raised.value.problems]


@given(PROGRAMMES)
def test_what_goes_out_comes_back(document: Programme) -> None:
    """Import is the inverse of export, and the text is a fixed point."""
    text = export_text(document)

    again = import_text(text)

    assert again == document
    assert export_text(again) == text
    assert fingerprint(again) == fingerprint(document)


@given(PROGRAMMES, PROGRAMMES)
def test_fingerprints_are_equal_when_documents_are(one: Programme, other: Programme) -> None:
    assert (fingerprint(one) == fingerprint(other)) == (one == other)


def test_order_of_keys_does_not_matter() -> None:
    document = demo_programme()
    shuffled = json.dumps(export(document), sort_keys=True)

    assert shuffled != json.dumps(export(document))
    assert fingerprint(import_text(shuffled)) == fingerprint(document)


def test_export_begins_with_the_format_and_keeps_persian_readable() -> None:
    text = export_text(reference_programme())

    assert text.startswith('{\n  "format": "vafa.programme/1",\n  "code": "reference",\n')
    assert "باشگاه مرجع" in text
    assert text.endswith("}\n")


def test_bytes_with_a_byte_order_mark_are_read() -> None:
    document = reference_programme()

    assert import_text(export_text(document).encode("utf-8-sig")) == document


def test_other_format_is_refused_with_a_remedy() -> None:
    text = export_text(demo_programme()).replace("vafa.programme/1", "vafa.programme/2")

    with pytest.raises(UnknownFormat) as raised:
        import_text(text)

    (one,) = raised.value.problems
    assert (one.place, one.code) == ("/format", "unknown_format")
    assert one.remedy_en == "Take a file of format “vafa.programme/1”, or upgrade Vafa."
    assert raised.value.details == {"problems": [one.as_json()]}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [("", "unreadable")]),
        ("{", [("", "unreadable")]),
        (b"\xff\xfe", [("", "unreadable")]),
        ("[" * 100_000, [("", "unreadable")]),
        ('{"code": "a", "code": "b"}', [("", "duplicate_key")]),
        ("[]", [("", "wrong_type")]),
        ('{"code": NaN}', [("", "wrong_type")]),
        (" " * 1_000_001, [("", "too_large")]),
        ('{"code": "a"}', [("/name", "missing"), ("/units", "missing")]),
    ],
)
def test_what_is_no_programme_is_refused(
    text: str | bytes, expected: list[tuple[str, str]]
) -> None:
    assert codes(text) == expected
