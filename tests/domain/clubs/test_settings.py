"""What a club says of itself, from which day on values are written how, and its texts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.factories.clubs import a_club
from vafa.domain.clubs import settings
from vafa.domain.clubs.operations import EmptyName
from vafa.domain.clubs.scope import club_scope
from vafa.domain.clubs.settings import Business, DisplayFrom
from vafa.kit.errors import Refused
from vafa.kit.identity import InvalidEconomicCode, InvalidLegalId, InvalidPostalCode

TODAY = date(2026, 11, 22)
WORDS = "اطلاعات شما فقط برای باشگاه مشتریان نگه داشته می‌شود."

pytestmark = pytest.mark.django_db


def test_a_business_is_kept_in_its_checked_form() -> None:
    club = a_club()
    typed = Business(
        name=" کافه  نمونه ",
        contact_phone="۰۲۱-۸۸۷۷ ۶۶۵۵",
        contact_email="Info@Example.ir",
        business_address="تهران، خیابان يک",
        business_postcode="۱۹۶۹۶-۴۴۵۵۶",
        economic_code="۱۴۰۰۷۸۹۳۲۰۰",
        business_id="14007893200",
    )
    with club_scope(club.club_id):
        kept = settings.set_business(club_id=club.club_id, business=typed)
        read = settings.business(club_id=club.club_id)

    assert read == kept
    assert (kept.name, kept.contact_phone, kept.business_postcode, kept.economic_code) == (
        "کافه نمونه", "02188776655", "1969644556", "14007893200",
    )  # fmt: skip
    assert kept.business_address == "تهران، خیابان یک"


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        (Business(""), EmptyName),
        (Business("x", contact_phone="12a"), settings.UnfitPhone),
        (Business("x", contact_email="nobody"), settings.UnfitEmail),
        (Business("x", business_postcode="123"), InvalidPostalCode),
        (Business("x", economic_code="12345678901"), InvalidEconomicCode),
        (Business("x", business_id="12345678901"), InvalidLegalId),
    ],
)
def test_what_is_no_business_is_refused(wrong: Business, refusal: type[Refused]) -> None:
    club = a_club()

    with club_scope(club.club_id), pytest.raises(refusal):
        settings.set_business(club_id=club.club_id, business=wrong)


def test_values_are_written_by_what_started_last() -> None:
    club = a_club()
    later = DisplayFrom(TODAY + timedelta(days=120), "new_rial", "jalali", "latin")
    with club_scope(club.club_id):
        for one in (DisplayFrom(TODAY, "rial"), later):
            settings.set_display(club_id=club.club_id, display=one, today=TODAY)
        found = settings.displays(club_id=club.club_id)

    shown = [
        settings.display_on(found, day).unit
        for day in (TODAY - timedelta(days=1), TODAY, later.starts_on - timedelta(days=1))
    ]
    assert shown == ["toman", "rial", "rial"]
    assert settings.display_on(found, later.starts_on) == later


def test_a_display_starts_today_or_later_and_only_a_coming_one_is_taken_back() -> None:
    club = a_club()
    coming = DisplayFrom(TODAY + timedelta(days=1), "new_rial")
    with club_scope(club.club_id):
        with pytest.raises(settings.SettingInPast):
            settings.set_display(
                club_id=club.club_id, display=DisplayFrom(TODAY - timedelta(days=1)), today=TODAY
            )
        for one in (DisplayFrom(TODAY, "rial"), coming):
            settings.set_display(club_id=club.club_id, display=one, today=TODAY)
        gone = settings.take_back_display(
            club_id=club.club_id, starts_on=coming.starts_on, today=TODAY
        )
        with pytest.raises(settings.SettingInPast):
            settings.take_back_display(club_id=club.club_id, starts_on=TODAY, today=TODAY)
        with pytest.raises(settings.NoSuchDisplay):
            settings.take_back_display(
                club_id=club.club_id, starts_on=coming.starts_on, today=TODAY
            )
        left = settings.displays(club_id=club.club_id)

    assert gone == coming
    assert left == (DisplayFrom(TODAY, "rial"),)


def test_a_text_gets_a_version_only_when_it_says_something_else() -> None:
    club = a_club()
    with club_scope(club.club_id):
        first, is_new = settings.publish_text(
            club_id=club.club_id, kind="terms", text_fa=WORDS, text_en="", at=club.at
        )
        again, is_newer = settings.publish_text(
            club_id=club.club_id, kind="terms", text_fa=f"  {WORDS}\n\n", text_en="", at=club.at
        )
        second, _ = settings.publish_text(
            club_id=club.club_id, kind="terms", text_fa=f"{WORDS}\n\n\n{WORDS}", text_en="",
            at=club.at,
        )  # fmt: skip
        versions = settings.texts(club_id=club.club_id, kind="terms")
        none = settings.newest_text(club_id=club.club_id, kind="messages")
        with pytest.raises(settings.UnfitText):
            settings.publish_text(
                club_id=club.club_id, kind="terms", text_fa="کوتاه", text_en="", at=club.at
            )

    assert (is_new, is_newer, again) == (True, False, first)
    assert [one.number for one in versions] == [2, 1]
    assert second.text_fa == f"{WORDS}\n\n{WORDS}"
    assert none is None
