"""A file of members brings in what else the shop knows of them, the club's own fields too."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.factories.clubs import VAULT, Club, a_club
from tests.journeys.test_import_file import bring, undo
from vafa.domain.clubs.scope import club_scope
from vafa.domain.imports.reasons import PERSIAN
from vafa.domain.members import profile
from vafa.domain.members.fields import FieldDefinition, set_fields
from vafa.domain.members.models import Contact, Member, Profile
from vafa.domain.members.profile import ProfileShown
from vafa.domain.members.records import MemberRef
from vafa.interfaces.web import sources
from vafa.journeys.find_member import find_member
from vafa.ledger.verify import verify

pytestmark = pytest.mark.django_db(transaction=True)

HEADERS = ("موبایل", "نام", "ایمیل", "آدرس", "شرکت", "شغل", "تلفن ثابت", "تاریخ ازدواج",
           "اندازهٔ کفش", "آشنایی", "خرید اول")  # fmt: skip
FULL = ("09121110001", "سارا", "Sara@Example.com", "تهران، ولیعصر ۱۲", "نمونه", "حسابدار",
        "۰۲۱-۸۸۷۷ ۶۶", "1390/06/20", "۳۸", "دوست", "2021-03-21")  # fmt: skip


@pytest.fixture
def club() -> Club:
    """Give a club with fields of its own."""
    made = a_club(at=sources.now())
    own = (
        FieldDefinition("size", "اندازه کفش", "number"),
        FieldDefinition("how", "آشنایی", "choice", ("دوست", "تبلیغ")),
        FieldDefinition("since", "خرید اول", "date"),
    )
    with club_scope(made.club_id):
        set_fields(club_id=made.club_id, fields=own)
    return made


def write(folder: Path, *rows: tuple[str, ...]) -> Path:
    """Write a file of members."""
    path = folder / "members.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADERS, *rows])
    return path


def row(mobile: str, **changed: str) -> tuple[str, ...]:
    """Give a row with this mobile; all else is left empty but what is named by its header."""
    return tuple(changed.get(name, mobile if name == "موبایل" else "") for name in HEADERS)


def shown(club: Club, first_name: str) -> ProfileShown:
    """Give the profile of the member with this first name."""
    with club_scope(club.club_id):
        found = Member.objects.get(club_id=club.club_id, first_name=first_name)
        return profile.show(club_id=club.club_id, member_id=found.id, vault=VAULT)


def test_everything_that_a_file_says_of_a_member_is_kept(club: Club, tmp_path: Path) -> None:
    done = bring(club, write(tmp_path, FULL), kind="members")
    found = shown(club, "سارا")

    assert (done.accepted, done.refused) == (1, {})
    assert (found.email, found.address) == ("sara@example.com", "تهران، ولیعصر ۱۲")
    assert (found.company, found.job_title, found.company_phone) == (
        "نمونه", "حسابدار", "021887766",
    )  # fmt: skip
    assert found.wedding == (6, 20)
    assert found.custom == {"size": 38, "how": "دوست", "since": "1400-01-01"}


def test_what_does_not_fit_is_refused_with_its_reason(club: Club, tmp_path: Path) -> None:
    path = write(
        tmp_path,
        row("09121110001", ایمیل="no mail"),
        row("09121110002", آشنایی="همسایه"),
        row("09121110003", **{"تاریخ ازدواج": "13/45"}),
        row("09121110004", آدرس="6037 9911 1111 1112"),
        row("09121110005", ایمیل="a@b.ir"),
        row("09121110006", ایمیل="A@b.ir"),
        row("09121110007", **{"تلفن ثابت": "ندارد"}),
    )

    done = bring(club, path, kind="members")

    assert done.accepted == 1
    assert set(done.refused) == {
        "email_broken", "own_field_unfit", "wedding_impossible", "card_number", "email_twice",
        "phone_broken",
    }  # fmt: skip
    assert set(done.refused) <= set(PERSIAN)


def test_a_member_who_is_there_stays_as_they_said_and_keeps_their_email(
    club: Club, tmp_path: Path
) -> None:
    bring(club, write(tmp_path, FULL), kind="members")
    later = [
        ("09121110001", "سارا", "other@b.ir", *[""] * 8),
        ("09121110002", "علی", "sara@example.com", "شیراز", *[""] * 7),
    ]
    bring(club, write(tmp_path, *later), kind="members")

    assert shown(club, "سارا").email == "sara@example.com"
    assert (shown(club, "علی").email, shown(club, "علی").address) == ("", "شیراز")


def test_undone_nothing_of_the_profile_stays(club: Club, tmp_path: Path) -> None:
    done = bring(club, write(tmp_path, FULL), kind="members")

    undo(club, done.run_id)

    with club_scope(club.club_id):
        assert not Profile.objects.filter(club_id=club.club_id).exists()
        assert not Contact.objects.filter(club_id=club.club_id, kind="email").exists()


def test_who_comes_with_a_file_is_a_member_at_the_till(club: Club, tmp_path: Path) -> None:
    """They are found, buy and earn as if they had joined there; undone, they stay for that."""
    brought = bring(club, write(tmp_path, FULL, row("09121110002")), kind="members")
    club.at = sources.now()
    with club_scope(club.club_id):
        sara, other = Member.objects.filter(club_id=club.club_id).order_by("id")
    found = find_member(principal=club.principal, vault=VAULT, member=MemberRef("mobile", FULL[0]))
    assert found.member_id == sara.id

    club.members = {"Sara": sara.id}
    assert club.buy(1_000_000).awards
    gone = undo(club, brought.run_id)

    assert (gone.unregistered, gone.stay) == (1, (sara.id,))
    with club_scope(club.club_id):
        assert Member.objects.get(id=other.id).erased_at is not None
    assert verify(club_id=club.club_id).differences == 0
