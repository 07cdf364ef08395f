"""Keys: within the issuer's rights, shown once, ended at once."""

from datetime import timedelta

import pytest

from tests.factories.clubs import IDS, NOON, Club, a_club, claim, entropy
from tests.factories.own_keys import person
from vafa.domain.clubs.models import Staff
from vafa.domain.clubs.operations import (
    KeyReused,
    NoSuchKey,
    PersonNeeded,
    RightsExceeded,
    StaffUnknown,
    UnknownRight,
)
from vafa.domain.clubs.people import NewStaff
from vafa.domain.clubs.principal import Claim, Principal, RightMissing
from vafa.domain.clubs.queries import KeyRefused, authenticate
from vafa.domain.clubs.records import IssuedKey, NewKey
from vafa.domain.clubs.rights import rights_of
from vafa.domain.clubs.scope import club_scope
from vafa.journeys.issue_api_key import issue_api_key, list_api_keys, revoke_api_key
from vafa.journeys.manage_staff import invite_staff

pytestmark = pytest.mark.django_db

TILL = NewKey(name="صندوق", rights=frozenset({"read", "purchases"}))


def issue(club: Club, key: NewKey = TILL, asked: Claim | None = None) -> IssuedKey:
    return issue_api_key(
        principal=club.principal, claim=asked or claim(), ids=IDS, at=NOON, entropy=entropy(),
        key=key,
    )  # fmt: skip


def test_key_works_until_it_is_revoked() -> None:
    club = a_club()
    issued = issue(club, NewKey("صندوق", TILL.rights, branch="north"))

    principal = authenticate(secret=issued.secret, at=NOON)
    revoke_api_key(principal=club.principal, key_id=issued.key_id, at=NOON)
    revoke_api_key(principal=club.principal, key_id=issued.key_id, at=NOON)

    assert (principal.rights, principal.branch, principal.name) == (
        rights_of({"read", "purchases"}), "north", "صندوق",
    )  # fmt: skip
    with pytest.raises(KeyRefused):
        authenticate(secret=issued.secret, at=NOON)


def test_key_ends_by_itself() -> None:
    club = a_club()
    key = NewKey("x", TILL.rights, expires_at=NOON + timedelta(days=1))
    issued = issue(club, key)

    authenticate(secret=issued.secret, at=NOON)
    with pytest.raises(KeyRefused):
        authenticate(secret=issued.secret, at=NOON + timedelta(days=1))


def test_secret_is_shown_once_and_listed_never() -> None:
    club = a_club()
    asked = claim("k", "k")
    first, again = issue(club, asked=asked), issue(club, asked=asked)

    listed = list_api_keys(principal=club.principal)

    assert (again.key_id, again.secret, again.replayed) == (first.key_id, "", True)
    assert [card.name for card in listed] == ["first key", "صندوق"]
    assert first.secret not in repr(listed)
    with pytest.raises(KeyReused):
        issue(club, asked=claim("k", "other"))


@pytest.mark.parametrize("secret", ["", "vafa_live_x", "vafa_live_" + "a" * 8 + "_" + "b" * 43])
def test_what_is_no_key_is_refused(secret: str) -> None:
    with pytest.raises(KeyRefused):
        authenticate(secret=secret, at=NOON)


def test_a_key_gives_away_no_more_than_it_has() -> None:
    club = a_club()
    club.principal = Principal(
        club.club_id, 1, rights_of({"keys", "read"}), branch="north", test=True
    )

    for key in (
        NewKey("x", frozenset({"refunds"}), branch="north", test=True),
        NewKey("x", frozenset({"read"}), branch="south", test=True),
        NewKey("x", frozenset({"read"}), branch="north"),
        NewKey("x", frozenset({"read"}), branch="north", test=True),  # no test club
    ):
        with pytest.raises(RightsExceeded):
            issue(club, key)


def test_a_persons_key_names_the_person_by_id_or_by_name() -> None:
    club = a_club()
    hired = invite_staff(
        principal=club.principal, claim=claim(), at=NOON, ids=IDS,
        staff=NewStaff("نرگس", "cashier"),
    )  # fmt: skip

    by_id, by_name = (
        authenticate(secret=issue(club, NewKey("x", TILL.rights, staff=who)).secret, at=NOON)
        for who in (str(hired.staff_id), "نرگس")
    )

    assert by_id.staff_id == by_name.staff_id == hired.staff_id
    assert by_id.role == "cashier"
    for nobody in ("1", "9" * 40):
        with pytest.raises(StaffUnknown):
            issue(club, NewKey("x", TILL.rights, staff=nobody))


def test_unknown_right_or_missing_right_is_refused() -> None:
    club = a_club()

    with pytest.raises(UnknownRight):
        issue(club, NewKey("x", frozenset({"everything"})))
    club.principal = Principal(club.club_id, 1, rights_of({"read"}))
    with pytest.raises(RightMissing):
        issue(club)


def test_another_clubs_key_does_not_exist() -> None:
    club, other = a_club(), a_club()
    issued = issue(other)

    with pytest.raises(NoSuchKey):
        revoke_api_key(principal=club.principal, key_id=issued.key_id, at=NOON)

    assert authenticate(secret=issued.secret, at=NOON).club_id == other.club_id


def test_no_machine_gives_a_key_with_which_a_person_approves() -> None:
    """Or whoever holds a machine's key would be as many second persons as they like."""
    club = a_club()

    with pytest.raises(PersonNeeded):
        issue(club, NewKey("own", frozenset({"approve"}), staff="Reza"))
    with club_scope(club.club_id):
        assert not Staff.objects.filter(club_id=club.club_id).exists()
    assert issue(club, NewKey("own", frozenset({"purchases"}), staff="Reza")).secret
    assert issue(club, NewKey("machine", frozenset({"approve"}))).secret

    reza = person(club, "Reza")
    ali = issue_api_key(
        principal=reza, claim=claim(), ids=IDS, at=NOON, entropy=entropy(),
        key=NewKey("own", frozenset({"approve"}), staff="Ali"),
    )  # fmt: skip
    assert authenticate(secret=ali.secret, at=NOON).staff_id
