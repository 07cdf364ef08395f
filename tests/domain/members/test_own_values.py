"""The club's own fields narrow the list; what is kept for that follows the profile."""

from __future__ import annotations

from typing import Any

import pytest

from tests.factories.clubs import VAULT, Club, a_club
from vafa.domain.clubs.scope import club_scope
from vafa.domain.members import profile
from vafa.domain.members.fields import FieldDefinition, set_fields
from vafa.domain.members.listing import MembersSought, count, members
from vafa.domain.members.models import Member, OwnValue, Profile
from vafa.domain.members.own_values import OwnSought
from vafa.journeys.even_up_lists import even_up_lists
from vafa.kit.calendar import day_of_jalali

pytestmark = pytest.mark.django_db

SINCE = day_of_jalali(1400, 2, 1)


def a_club_with_fields() -> Club:
    """Open a club with a field of each kind, and three members."""
    club = a_club()
    with club_scope(club.club_id):
        set_fields(
            club_id=club.club_id,
            fields=(
                FieldDefinition("size", "اندازه کفش", "number"),
                FieldDefinition("how", "آشنایی", "choice", ("دوست", "تبلیغ")),
                FieldDefinition("since", "خرید اول", "date"),
                FieldDefinition("note", "یادداشت", "text"),
            ),
        )
    say(club, "Sara", size=38, how="دوست", since="1400-02-01")
    say(club, "Reza", size=43, how="تبلیغ", note="دوست")
    club.join("Mina")
    return club


def say(club: Club, name: str, **values: str | int | None) -> None:
    """Let a member say something of themselves."""
    member_id = club.join(name)
    with club_scope(club.club_id):
        profile.edit(
            club_id=club.club_id, member_id=member_id, changes={"custom": values}, vault=VAULT,
            day=SINCE,
        )  # fmt: skip


def listed(club: Club, *own: OwnSought, **more: Any) -> list[str]:
    """Give who is found, counted as they are listed."""
    sought = MembersSought(own=own, **more)
    with club_scope(club.club_id):
        found = members(club_id=club.club_id, sought=sought, vault=VAULT)
        assert count(club_id=club.club_id, sought=sought, vault=VAULT, most=9) == len(found)
    return [one.first_name for one in found]


def test_each_kind_narrows_together_and_apart() -> None:
    club = a_club_with_fields()

    assert listed(club, OwnSought("how", choice="دوست")) == ["Sara"]
    assert listed(club, OwnSought("size", least=39)) == ["Reza"]
    assert listed(club, OwnSought("size", least=38, most=43)) == ["Reza", "Sara"]
    assert listed(club, OwnSought("since", most=SINCE)) == ["Sara"]
    assert listed(club, OwnSought("since", least=SINCE + 1)) == []
    assert listed(club, OwnSought("size", most=40), OwnSought("how", choice="تبلیغ")) == []
    assert listed(club, OwnSought("size", least=1), text="reza") == ["Reza"]
    assert listed(club, OwnSought("' OR true --", least=0)) == []


def test_what_is_kept_follows_the_profile_and_says_no_choice_in_plain() -> None:
    club = a_club_with_fields()
    say(club, "Sara", size=40, how=None)
    national_code = 1_234_567_891
    say(club, "Mina", size=national_code)

    assert listed(club, OwnSought("size", least=40, most=40)) == ["Sara"]
    assert listed(club, OwnSought("how", choice="دوست")) == []
    with club_scope(club.club_id):
        kept = OwnValue.objects.filter(club_id=club.club_id)
        assert not kept.filter(code="note").exists()
        assert not kept.filter(value=national_code).exists()
        assert abs(kept.get(code="how").value) > 1_000
        Profile.objects.filter(member_id=club.members["Sara"]).delete()
        assert not kept.filter(member_id=club.members["Sara"]).exists()


def test_clubs_do_not_meet_and_what_is_missing_is_filled() -> None:
    club, other = a_club_with_fields(), a_club_with_fields()
    with club_scope(other.club_id):
        assert OwnValue.objects.count() == 5
        OwnValue.objects.all().delete()
        Member.objects.filter(id=other.members["Reza"]).update(folded=None)
    even_up_lists(vault=VAULT)

    assert listed(other, OwnSought("size", least=1)) == ["Reza"]
    assert listed(club, OwnSought("size", least=1)) == ["Reza", "Sara"]
