"""Finding a member by id, number or mobile; another club's is not there."""

import pytest

from tests.factories.clubs import VAULT, a_club, clock
from vafa.domain.members.queries import NoSuchMember
from vafa.domain.members.records import MemberRef
from vafa.journeys.find_member import find_member
from vafa.kit.persian import persian_digits

pytestmark = pytest.mark.django_db


def test_member_is_found_by_id_number_and_mobile() -> None:
    club = a_club()
    member_id = club.join(mobile="09123456789")
    club.buy(60_000_000)

    with clock(club.at):
        by_id = find_member(
            principal=club.principal, vault=VAULT, member=MemberRef("id", str(member_id))
        )
        by_number = find_member(
            principal=club.principal,
            vault=VAULT,
            member=MemberRef("number", persian_digits(by_id.number)),
        )
        by_mobile = find_member(
            principal=club.principal, vault=VAULT, member=MemberRef("mobile", "۰۹۱۲ ۳۴۵ ۶۷۸۹")
        )

    assert by_id == by_number == by_mobile
    assert (by_id.first_name, by_id.tier, by_id.mobile_masked) == (
        "Sara", "bronze", "0912***6789",
    )  # fmt: skip


@pytest.mark.parametrize(
    "member",
    [
        MemberRef("id", "7"),
        MemberRef("id", "x"),
        MemberRef("id", "9" * 19),
        MemberRef("number", "1234567890"),
        MemberRef("mobile", "09999999999"),
    ],
)
def test_unknown_member_is_not_found(member: MemberRef) -> None:
    club = a_club()

    with pytest.raises(NoSuchMember):
        find_member(principal=club.principal, vault=VAULT, member=member)


def test_another_clubs_member_is_not_found() -> None:
    club, other = a_club(), a_club()
    stranger = other.join(mobile="09123456789")

    for member in (MemberRef("id", str(stranger)), MemberRef("mobile", "09123456789")):
        with pytest.raises(NoSuchMember):
            find_member(principal=club.principal, vault=VAULT, member=member)
