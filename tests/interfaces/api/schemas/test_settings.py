"""Bodies of settings as journeys take them."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from vafa.domain.clubs.branches import BranchWords
from vafa.domain.clubs.settings import Business, DisplayFrom
from vafa.interfaces.api.schemas.settings import BusinessBody, DisplayBody, NewBranchBody


def test_bodies_become_what_journeys_take() -> None:
    business = BusinessBody(name="کافه", economic_code="1").as_record()
    display = DisplayBody(starts_on=date(2026, 11, 22), unit="new_rial").as_record()
    words = NewBranchBody(code="south", name="جنوب", hours="۹ تا ۲۱").words()

    assert business == Business("کافه", economic_code="1")
    assert display == DisplayFrom(date(2026, 11, 22), "new_rial")
    assert words == BranchWords("جنوب", hours="۹ تا ۲۱")


def test_a_unit_that_nobody_knows_is_refused() -> None:
    with pytest.raises(ValidationError):
        DisplayBody.model_validate({"starts_on": "2026-11-22", "unit": "qiran"})
