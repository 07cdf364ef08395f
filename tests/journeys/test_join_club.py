"""Joining: one member per mobile in any script, consent kept, the welcome given once."""

import pytest

from tests.factories.clubs import IDS, VAULT, Club, a_club, claim, clock
from vafa.domain.clubs.operations import KeyReused
from vafa.domain.clubs.principal import Claim, Principal, RightMissing
from vafa.domain.clubs.rights import rights_of
from vafa.domain.clubs.scope import club_scope
from vafa.domain.members.models import Consent, Member
from vafa.domain.members.operations import UnknownConsentSource
from vafa.domain.members.records import NewMember
from vafa.journeys.join_club import Joined, join_club
from vafa.kit.identity import InvalidMobile
from vafa.programme.document import FixedAmount, Label, Rule
from vafa.programme.presets import reference_programme

pytestmark = pytest.mark.django_db


def join(club: Club, mobile: str, *, asked: Claim | None = None, **more: object) -> Joined:
    fields: dict[str, object] = {"mobile": mobile, "consent_source": "till", **more}
    with clock(club.at):
        return join_club(
            principal=club.principal, claim=asked or claim(), ids=IDS, vault=VAULT,
            event_at=club.at, member=NewMember(**fields),  # type: ignore[arg-type]  # framework
        )  # fmt: skip


def members(club: Club) -> int:
    with club_scope(club.club_id):
        return Member.objects.filter(club_id=club.club_id).count()


def test_every_form_of_a_mobile_is_one_member() -> None:
    """E76."""
    club = a_club()

    forms = ("۰۹۱۲۳۴۵۶۷۸۹", "0912 345 6789", "+989123456789", "00989123456789")
    joined = [join(club, mobile) for mobile in forms]

    assert len({one.member.member_id for one in joined}) == 1
    assert [one.created for one in joined] == [True, False, False, False]
    assert joined[0].member.mobile_masked == "0912***6789"
    assert members(club) == 1


def test_consent_is_stored_with_its_source() -> None:
    """E90."""
    club = a_club()

    joined = join(club, "09123456789", consent_source="portal")

    with club_scope(club.club_id):
        consent = Consent.objects.get(member_id=joined.member.member_id)
    assert (consent.purpose, consent.source, consent.withdrawn_at) == (
        "membership",
        "portal",
        None,
    )


def test_the_same_person_in_two_clubs_is_two_members() -> None:
    club, other = a_club(), a_club()

    assert (
        join(club, "09123456789").member.member_id != join(other, "09123456789").member.member_id
    )


def test_the_welcome_is_given_once() -> None:
    document = reference_programme()
    welcome = Rule(
        code="welcome",
        name=Label(fa="خوش‌آمد", en="Welcome"),
        trigger="join",
        effects=(FixedAmount(unit="points", units=50),),
    )
    club = a_club(document.model_copy(update={"rules": (*document.rules, welcome)}))

    first, second = join(club, "09123456789"), join(club, "09123456789")

    assert [(award.rule, award.units) for award in first.awards] == [("welcome", 50)]
    assert first.awards[0].why.en.startswith("50 points, because")
    assert second.awards == first.awards
    assert [(held.unit, held.available) for held in second.balances] == [("points", 50)]


def test_joining_works_before_there_is_a_programme() -> None:
    club = a_club(is_published=False)

    joined = join(club, "09123456789")

    assert (joined.created, joined.awards, joined.balances) == (True, (), ())


def test_same_key_repeats_and_another_body_is_refused() -> None:
    club = a_club()
    first = join(club, "09123456789", asked=claim("j", "a"))

    again = join(club, "09123456789", asked=claim("j", "a"))
    with pytest.raises(KeyReused):
        join(club, "09351112233", asked=claim("j", "b"))

    assert (again.replayed, again.created, again.member) == (True, True, first.member)
    assert members(club) == 1


def test_malformed_member_writes_nothing() -> None:
    club = a_club()

    with pytest.raises(InvalidMobile):
        join(club, "0912345678")
    with pytest.raises(UnknownConsentSource):
        join(club, "09123456789", consent_source="rumour")
    with pytest.raises(Exception, match="no such day"):
        join(club, "09123456789", birthday=(12, 31))

    assert members(club) == 0


def test_joining_needs_its_right() -> None:
    club = a_club()
    club.principal = Principal(club.club_id, 1, rights_of({"read"}))

    with pytest.raises(RightMissing):
        join(club, "09123456789")
