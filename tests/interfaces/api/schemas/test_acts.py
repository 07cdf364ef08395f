"""How the list of acts is asked for."""

from datetime import UTC, datetime, timedelta

import pytest
from pydantic import ValidationError

from vafa.interfaces.api.schemas.acts import ActsQuery

NOW = datetime(2026, 11, 21, 8, 30, tzinfo=UTC)


def test_the_last_thirty_days_are_meant_when_none_are_named() -> None:
    sought = ActsQuery().as_record(now=NOW)

    assert NOW < sought.until <= NOW + timedelta(seconds=1)
    assert sought.until - sought.since == timedelta(days=30)
    assert (sought.who, sought.before) == (0, None)


def test_a_cursor_names_a_moment_and_an_act() -> None:
    sought = ActsQuery(who="7", cursor="2026-11-21T08:30:00+00:00_12").as_record(now=NOW)

    assert (sought.who, sought.before) == (7, (NOW, 12))


@pytest.mark.parametrize("cursor", ["x", "2026_", "_1", "1; DROP"])
def test_what_is_no_cursor_is_refused(cursor: str) -> None:
    with pytest.raises(ValidationError):
        ActsQuery(cursor=cursor)
