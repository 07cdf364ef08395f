"""The link in a message stops messages, without a sign-in, and can be undone."""

from datetime import timedelta

import pytest

from tests.factories.clubs import IDS, VAULT, Club, a_club, claim
from tests.factories.merging import merge
from vafa.domain.clubs.scope import club_scope
from vafa.domain.members.consents import Agreement, may_write_to
from vafa.journeys.edit_profile import give_consent, show_consents
from vafa.journeys.stop_messages import (
    MessagesState,
    NoSuchOptOut,
    opt_out_token,
    resume_messages,
    show_messages,
    stop_messages,
)

pytestmark = pytest.mark.django_db


def agreed(club: Club, name: str = "Sara") -> str:
    """Have somebody agree to messages; give the token of their link."""
    member_id = club.join(name)
    give_consent(
        principal=club.principal, claim=claim(), ids=IDS, vault=VAULT, at=club.at,
        member_id=member_id, agreement=Agreement("sms", "portal", "words-1"),
    )  # fmt: skip
    return opt_out_token(vault=VAULT, club_id=club.club_id, member_id=member_id)


def stop(club: Club, token: str) -> MessagesState:
    """Open the link and tap."""
    return stop_messages(principal=club.principal, ids=IDS, vault=VAULT, at=club.at, token=token)


def resume(club: Club, token: str) -> MessagesState:
    """Tap on undo."""
    return resume_messages(principal=club.principal, ids=IDS, vault=VAULT, at=club.at, token=token)


def test_one_tap_stops_and_undo_brings_the_same_words_back() -> None:
    club = a_club()
    token, sara = agreed(club), club.join()

    stopped = [stop(club, token) for _ in range(2)]
    with club_scope(club.club_id):
        may = may_write_to(club_id=club.club_id, member_id=sara, purpose="sms")
    club.at += timedelta(minutes=1)
    back = [resume(club, token) for _ in range(2)]
    given = show_consents(principal=club.principal, vault=VAULT, member_id=sara).consents

    assert stopped == [MessagesState(is_on=False, can_undo=True)] * 2
    assert not may
    assert back == [MessagesState(is_on=True, can_undo=False)] * 2
    assert [one.wording for one in given if one.purpose == "sms"] == ["words-1", "words-1"]


def test_who_never_agreed_has_nothing_to_undo() -> None:
    club = a_club()
    token = opt_out_token(vault=VAULT, club_id=club.club_id, member_id=club.join())

    assert resume(club, token) == MessagesState(is_on=False, can_undo=False)


def test_the_link_of_a_duplicate_is_the_survivors() -> None:
    club = a_club()
    token = agreed(club, "Twin")
    agreed(club, "Sara")
    merge(club, survivor="Sara", duplicate="Twin")

    stop(club, token)

    with club_scope(club.club_id):
        assert not may_write_to(club_id=club.club_id, member_id=club.join("Sara"), purpose="sms")


def test_a_link_of_another_club_is_none() -> None:
    club, other = a_club(), a_club()

    with pytest.raises(NoSuchOptOut):
        show_messages(principal=other.principal, vault=VAULT, token=agreed(club))
