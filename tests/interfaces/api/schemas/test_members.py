"""Somebody who joins, as the journey takes one."""

from vafa.domain.members.records import NewMember
from vafa.interfaces.api.schemas.members import JoinBody


def test_join_body_becomes_the_record_of_the_journey() -> None:
    body = JoinBody.model_validate(
        {
            "mobile": "0912 345 6789",
            "first_name": "سارا",
            "birthday": {"month": 12, "day": 30},
            "consent_source": "portal",
            "channel": "web",
        }
    )

    assert body.as_record() == NewMember(
        mobile="+989123456789",
        first_name="سارا",
        birthday=(12, 30),
        consent_source="portal",
        channel="web",
    )
