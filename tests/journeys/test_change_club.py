"""Settings of a club: who may change them, and the trail with what was and what is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.factories.clubs import Club, a_club
from vafa.domain.clubs import trail
from vafa.domain.clubs.principal import RightMissing
from vafa.domain.clubs.scope import club_scope
from vafa.domain.clubs.settings import Business, DisplayFrom, SettingInPast
from vafa.domain.clubs.trail import ActShown, ActsSought
from vafa.domain.rewards.records import PurchaseLine
from vafa.journeys import change_club
from vafa.journeys.change_club import VatFrom, VatOutOfBounds

WORDS = "اطلاعات شما فقط برای باشگاه مشتریان نگه داشته می‌شود."

pytestmark = pytest.mark.django_db


def acts(club: Club, act: str) -> list[ActShown]:
    span = timedelta(days=2)
    sought = ActsSought(club.at - span, club.at + span, act=act)
    with club_scope(club.club_id):
        return list(trail.acts(club_id=club.club_id, sought=sought))


def test_a_business_changes_once_with_its_trail() -> None:
    club = a_club()
    wanted = Business("کافه نمونه", contact_phone="02188776655")
    for _ in range(2):
        change_club.change_business(principal=club.principal, at=club.at, business=wanted)

    shown = change_club.show_settings(principal=club.principal, at=club.at)
    (act,) = acts(club, "business_changed")

    assert shown.business == wanted
    assert (act.before["name"], act.after["name"]) == ("باشگاه", "کافه نمونه")


def test_a_display_is_set_and_a_coming_one_taken_back_with_its_trail() -> None:
    club = a_club()
    today = change_club.show_settings(principal=club.principal, at=club.at).today
    coming = DisplayFrom(today + timedelta(days=9), "new_rial")
    shown, _ = [
        change_club.set_display(principal=club.principal, at=club.at, display=one)
        for one in (coming, DisplayFrom(today, "rial"))
    ]
    taken = change_club.take_back_display(
        principal=club.principal, at=club.at, starts_on=coming.starts_on
    )

    assert (shown.display.unit, len(shown.displays), len(taken.displays)) == ("toman", 1, 1)
    assert [act.after["unit"] for act in acts(club, "display_set")] == ["rial", "new_rial"]
    assert acts(club, "display_taken_back")[0].before["unit"] == "new_rial"
    club.pass_days(9)
    later = change_club.show_settings(principal=club.principal, at=club.at)
    assert later.display.unit == "rial"


def test_a_vat_rate_counts_for_sales_from_its_day_on() -> None:
    club = a_club()
    today = change_club.show_settings(principal=club.principal, at=club.at).today
    set_rate = change_club.set_vat_rate
    set_rate(principal=club.principal, at=club.at, vat=VatFrom(today + timedelta(days=1), 1_200))
    before = club.buy(lines=(PurchaseLine(1_000_000),))
    club.pass_days(1)
    after = club.buy(lines=(PurchaseLine(1_000_000),))

    assert (
        change_club.show_settings(principal=club.principal, at=club.at).vat_basis_points == 1_200
    )
    assert (before.vat_rials, after.vat_rials) == (100_000, 120_000)
    assert acts(club, "vat_set")[0].before["basis_points"] == 1_000
    with pytest.raises(SettingInPast):
        set_rate(principal=club.principal, at=club.at, vat=VatFrom(today, 900))
    with pytest.raises(VatOutOfBounds):
        set_rate(
            principal=club.principal, at=club.at, vat=VatFrom(today + timedelta(days=5), 10_001)
        )


def test_a_text_is_published_once_for_everybody() -> None:
    club = a_club()
    anybody = replace(club.principal, rights=frozenset({"programme.read"}))
    nothing = change_club.text_in_force(principal=anybody, kind="terms")

    for _ in range(2):
        change_club.publish_text(
            principal=club.principal, at=club.at, kind="terms", text_fa=WORDS, text_en=""
        )

    assert nothing is None
    assert change_club.text_in_force(principal=anybody, kind="terms") is not None
    assert len(change_club.list_texts(principal=club.principal, kind="terms")) == 1
    assert [act.object_id for act in acts(club, "text_published")] == ["terms-1"]


def test_nobody_changes_settings_without_the_right() -> None:
    club = a_club()
    reader = replace(club.principal, rights=frozenset({"club.read"}))

    with pytest.raises(RightMissing):
        change_club.change_business(principal=reader, at=club.at, business=Business("x"))
    with pytest.raises(RightMissing):
        change_club.publish_text(
            principal=reader, at=club.at, kind="terms", text_fa=WORDS, text_en=""
        )
    assert change_club.show_settings(principal=reader, at=club.at).business.name == "باشگاه"
