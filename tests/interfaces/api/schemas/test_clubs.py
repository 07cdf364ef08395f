"""A key to issue, as the journey takes one."""

from datetime import UTC, datetime

from vafa.domain.clubs.records import NewKey
from vafa.interfaces.api.schemas.clubs import KeyBody


def test_key_body_becomes_the_record_of_the_journey() -> None:
    body = KeyBody.model_validate(
        {
            "name": "till 1",
            "rights": ["read", "read", "credit"],
            "branch": "north",
            "expires_at": "2027-01-01T00:00:00Z",
        }
    )

    assert body.as_record() == NewKey(
        name="till 1",
        rights=frozenset({"read", "credit"}),
        branch="north",
        expires_at=datetime(2027, 1, 1, tzinfo=UTC),
    )
