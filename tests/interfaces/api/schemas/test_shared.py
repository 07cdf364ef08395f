"""Naming a member by exactly one of three."""

from typing import Any

import pytest
from pydantic import ValidationError

from vafa.domain.members.records import MemberRef
from vafa.interfaces.api.schemas.shared import MemberNamed


@pytest.mark.parametrize(
    ("body", "record"),
    [
        ({"id": "5"}, MemberRef("id", "5")),
        ({"number": "1001"}, MemberRef("number", "1001")),
        ({"mobile": "۰۹۱۲۳۴۵۶۷۸۹"}, MemberRef("mobile", "+989123456789")),
    ],
)
def test_member_named_by_one_is_that_record(body: dict[str, Any], record: MemberRef) -> None:
    assert MemberNamed.model_validate(body).as_record() == record


@pytest.mark.parametrize("body", [{}, {"id": None}, {"id": "5", "number": "1"}])
def test_member_named_by_none_or_two_is_refused(body: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as caught:
        MemberNamed.model_validate(body)

    assert caught.value.errors()[0]["type"] == "one_of_two"
