"""Editing a profile: what is stored is sealed and audited; a new birthday is no second gift."""

from __future__ import annotations

from typing import Any

import pytest

from tests.factories.clubs import IDS, VAULT, Club, a_club, claim, clock
from vafa.domain.clubs.scope import club_scope
from vafa.domain.members import audit, consents, erasure
from vafa.domain.members.consents import Agreement
from vafa.domain.members.models import MemberChange, Profile
from vafa.journeys.edit_profile import ProfileAfter, edit_profile, give_consent
from vafa.programme.conditions import BirthdayWindow
from vafa.programme.document import FixedAmount, Label, Rule
from vafa.programme.presets import reference_programme

pytestmark = pytest.mark.django_db


def edit(club: Club, **changes: Any) -> ProfileAfter:
    """Change Sara's profile."""
    with clock(club.at):
        return edit_profile(
            principal=club.principal, claim=claim(), ids=IDS, vault=VAULT, at=club.at,
            member_id=club.join(), changes=changes,
        )  # fmt: skip


def a_club_with_birthdays(birthday: tuple[int, int]) -> Club:
    """Open a club that gives 300 points on birthdays; Sara's is on this day."""
    document = reference_programme()
    gift = Rule(
        code="birthday",
        name=Label(fa="هدیهٔ تولد", en="Birthday gift"),
        trigger="birthday",
        effects=(FixedAmount(unit="points", units=300),),
    )
    club = a_club(document.model_copy(update={"rules": (*document.rules, gift)}))
    club.join(birthday=birthday)
    return club


def test_changed_birthday_gives_no_second_gift_within_365_days() -> None:
    """E19: the gift came on 30 Aban 1405; the new day in Farvardin 1406 is another year."""
    club = a_club_with_birthdays((8, 30))

    first = club.run_day().gifts
    edit(club, birthday=(1, 5))
    club.pass_days(124)  # 5 Farvardin 1406
    too_soon = club.run_day().gifts
    club.pass_days(365)  # 5 Farvardin 1407
    due = club.run_day().gifts

    assert (first, too_soon, due) == (1, 0, 1)


def test_gift_in_a_purchase_waits_as_well_after_a_change_of_birthday() -> None:
    """E19: who bought on one birthday and moves it gets the next gift a year later at soonest."""
    document = reference_programme()
    gift = Rule(
        code="gift",
        name=Label(fa="هدیه", en="gift"),
        condition=BirthdayWindow(),
        effects=(FixedAmount(unit="points", units=300),),
    )
    club = a_club(document.model_copy(update={"rules": (*document.rules, gift)}))
    club.join(birthday=(8, 30))

    def given() -> int:
        return sum(one.units for one in club.buy(1_000_000).awards if one.rule == "gift")

    first = given()
    edit(club, birthday=(1, 5))
    club.pass_days(124)  # 5 Farvardin 1406
    too_soon = given()
    edit(club, birthday=(8, 30))
    edit(club, birthday=(1, 5))
    club.pass_days(365)  # 5 Farvardin 1407
    due = given()

    assert (first, too_soon, due) == (300, 0, 300)


def test_gift_of_30_esfand_comes_every_year() -> None:
    """E19: 29 Esfand in common years, 30 Esfand in leap years; never more than once a year."""
    club = a_club_with_birthdays((12, 30))
    club.pass_days(119)  # 29 Esfand 1405, common
    gifts = []
    for days in (0, 365, 365, 366):  # 1405 to 1408, the last one a leap year
        club.pass_days(days)
        gifts.append(club.run_day().gifts)
        club.pass_days(1)
        assert club.run_day().gifts == 0
        club.pass_days(-1)

    assert gifts == [1, 1, 1, 1]


def test_who_changed_what_is_kept_and_sealed() -> None:
    club = a_club()
    club.join()

    edit(club, email="sara@example.com", address="تهران")
    edit(club, address=None)
    same = edit(club, email="sara@example.com")

    with club_scope(club.club_id):
        stored = bytes(Profile.objects.get(member_id=club.members["Sara"]).sealed)
        row = MemberChange.objects.filter(member_id=club.members["Sara"]).order_by("id")[0]
        first, second = audit.changes_of(
            club_id=club.club_id, member_id=club.members["Sara"], vault=VAULT
        )
    assert b"example" not in stored
    assert row.sealed is not None
    assert b"example" not in bytes(row.sealed)
    assert same.changed == ()
    assert first.after == {"address": "تهران", "email": "sara@example.com"}
    assert (second.fields, second.before, second.after) == (
        ("address",), {"address": "تهران"}, {"address": ""},
    )  # fmt: skip


def test_nobody_signs_up_an_erased_person_by_a_list() -> None:
    """The objection to direct marketing survives the erasure; the person may still say yes."""
    club = a_club()
    member_id = club.join(mobile="09371234567")
    with club_scope(club.club_id):
        trace = VAULT.trace(club_id=club.club_id, kind="mobile", value="+989371234567")
        line = erasure.ErasureEntry(
            club.club_id, 1, trace.hex(), club.at, 0, 0, "request", {"what": [], "ended": {}},
            erasure.kept_until(20_000), None,
        )  # fmt: skip
        erasure.write(entry=line)

    def agree(source: str) -> None:
        with clock(club.at):
            give_consent(
                principal=club.principal, claim=claim(), ids=IDS, vault=VAULT, at=club.at,
                member_id=member_id, agreement=Agreement("sms", source),
            )  # fmt: skip

    with pytest.raises(consents.ConsentNotInPerson):
        agree("import")
    agree("portal")

    with club_scope(club.club_id):
        assert consents.may_write_to(club_id=club.club_id, member_id=member_id, purpose="sms")
