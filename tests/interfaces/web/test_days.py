"""Where a day that somebody chose begins, in the club's own zone."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import cast

import pytest
from django.core.exceptions import ValidationError

from vafa.interfaces.web.days import begins, begins_typed
from vafa.interfaces.web.people import StaffRequest

TEHRAN = cast("StaffRequest", SimpleNamespace(club=SimpleNamespace(zone="Asia/Tehran")))


def test_a_day_begins_at_its_midnight_in_tehran() -> None:
    day = date(2026, 11, 22)

    assert begins(TEHRAN, day) == datetime(2026, 11, 21, 20, 30, tzinfo=UTC)
    assert begins(TEHRAN, day, days=1) == datetime(2026, 11, 22, 20, 30, tzinfo=UTC)
    assert begins(TEHRAN, None, days=1) is None


def test_a_day_is_typed_as_people_write_it() -> None:
    assert begins_typed(TEHRAN, "۱۴۰۵/۰۹/۰۱") == begins(TEHRAN, date(2026, 11, 22))
    assert begins_typed(TEHRAN, "") is None
    with pytest.raises(ValidationError):
        begins_typed(TEHRAN, "1405/13/01")
