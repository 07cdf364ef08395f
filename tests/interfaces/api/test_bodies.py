"""Strict reading of JSON bodies."""

import json
from typing import Any

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from vafa.interfaces.api.bodies import MAXIMUM_DEPTH, StrictParser, escaped, storable
from vafa.interfaces.web.errors import BodyNotJson, InputInvalid


def parsed(raw: bytes) -> Any:
    """Parse a body as the door does."""
    request = RequestFactory().post("/", data=raw, content_type="application/json")
    return StrictParser().parse_body(request)


@pytest.mark.parametrize(
    "raw",
    [
        b"{",
        b'{"a": 1, "a": 2}',
        b'{"a": NaN}',
        b'{"a": Infinity}',
        b'{"a": -Infinity}',
        b'"\x00"',
        b"\xff\xfe{\x00}\x00",
        b'"\xed\xa0\x80"',
        b"[" * 100_000,
        b"[" * (MAXIMUM_DEPTH + 1) + b"]" * (MAXIMUM_DEPTH + 1),
        b"9" * 5000,
    ],
    ids=lambda raw: repr(raw[:24]),
)
def test_parse_body_when_it_is_no_plain_json_is_refused(raw: bytes) -> None:
    with pytest.raises(BodyNotJson):
        parsed(raw)


@pytest.mark.parametrize(
    ("raw", "pointer"),
    [
        (rb'{"name": "a\u0000b"}', "/name"),
        (rb'{"name": "\ud800"}', "/name"),
        (rb'{"lines": [{"group": "x"}, {"group": "\udfff"}]}', "/lines/1/group"),
        (rb'{"a/b~c": "\u0000"}', "/a~1b~0c"),
        (rb'{"a": {"\ud83d": 1}}', "/a"),
    ],
)
def test_parse_body_when_text_cannot_be_stored_names_the_place(raw: bytes, pointer: str) -> None:
    with pytest.raises(InputInvalid) as caught:
        parsed(raw)

    assert caught.value.details == {
        "errors": [{"in": "body", "pointer": pointer, "kind": "text_not_storable"}]
    }


def test_parse_querydict_when_text_cannot_be_stored_names_the_place() -> None:
    request = RequestFactory().get("/", {"text": "a\0b", "limit": "1"})
    with pytest.raises(InputInvalid) as caught:
        StrictParser().parse_querydict(request.GET, [], request)

    assert caught.value.details == {
        "errors": [{"in": "query", "pointer": "/text", "kind": "text_not_storable"}]
    }


def test_parse_body_when_a_pair_of_surrogates_is_whole_reads_the_character() -> None:
    assert parsed(rb'{"name": "\ud83d\ude00"}') == {"name": "\U0001f600"}


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda part: st.lists(part, max_size=4) | st.dictionaries(st.text(), part, max_size=4),
        max_leaves=20,
    )
)
def test_parse_body_gives_back_what_was_written(value: Any) -> None:
    """Whatever JSON can say and the database can store is read unchanged; the rest is refused."""
    raw = json.dumps(value).encode()

    if storable(json.dumps(value, ensure_ascii=False)) and "\\u0000" not in raw.decode():
        assert parsed(raw) == value
    else:
        with pytest.raises((InputInvalid, BodyNotJson)):
            parsed(raw)


def test_escaped_when_a_name_has_slashes_follows_json_pointer() -> None:
    assert escaped("a/b~c") == "a~1b~0c"


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"document": "6037991234567893"}, "/document"),
        ({"lines": [{"product": "کارت ۶۰۳۷-۹۹۱۲-۳۴۵۶-۷۸۹۳"}]}, "/lines/0/product"),
        ({"attributes": {"6037 9912 3456 7893": "x"}}, "/attributes"),
    ],
)
def test_parse_body_refuses_a_card_number_in_any_text(body: dict[str, Any], pointer: str) -> None:
    with pytest.raises(InputInvalid) as refused:
        parsed(json.dumps(body).encode())

    assert refused.value.details["errors"] == [
        {"in": "body", "pointer": pointer, "kind": "card_number"}
    ]


def test_parse_body_takes_numbers_of_invoices_that_begin_like_a_date() -> None:
    """A tenth of them has a card's check digit, and a till must be able to send each."""
    body = {
        "documents": [f"{year}0901{number:08d}" for year in (1405, 2026) for number in range(50)]
    }

    assert parsed(json.dumps(body).encode()) == body
