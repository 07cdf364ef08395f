"""Values on a page: both languages, signs and marks in their place."""

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from vafa.interfaces.web import formats
from vafa.interfaces.web.formats import Display
from vafa.kit.persian import MoneyUnit

NEW_YEAR = datetime(2026, 3, 20, 21, 0, tzinfo=UTC)  # half past midnight in Tehran
ALM = "\u061c"


@pytest.mark.parametrize(
    ("rials", "unit", "persian", "english"),
    [
        (1_250_000, "toman", "۱۲۵٬۰۰۰ تومان", "125,000 Toman"),
        (1_255, "toman", "۱۲۵٫۵ تومان", "125.5 Toman"),
        (0, "toman", "۰ تومان", "0 Toman"),
        (-1_200_000, "rial", "\u2212۱٬۲۰۰٬۰۰۰ ریال", "\u22121,200,000 Rial"),
        (1_255, "new_rial", "۰٫۱۲۵۵ ریال نو", "0.1255 new Rial"),
        (999_999_999_999, "new_rial", "۹۹٬۹۹۹٬۹۹۹٫۹۹۹۹ ریال نو", "99,999,999.9999 new Rial"),
    ],
)
def test_money_is_written_in_the_unit_of_the_club(
    rials: int, unit: MoneyUnit, persian: str, english: str
) -> None:
    with formats.shown(Display(unit=unit)):
        with translation.override("fa"):
            shown_in_persian = text_of(formats.money(rials))
        with translation.override("en"):
            shown_in_english = text_of(formats.money(rials))

    assert (shown_in_persian, shown_in_english) == (persian, english)


def test_what_a_club_decides_ends_with_its_block() -> None:
    with formats.shown(Display(unit="rial")):
        inside = formats.current().unit

    assert (inside, formats.current().unit) == ("rial", "toman")


def test_a_club_may_want_latin_digits_and_gregorian_days_in_persian() -> None:
    wanted = Display(calendar="gregorian", digits="latin")
    with translation.override("fa"), formats.shown(wanted):
        shown = (formats.day_date(date(2026, 11, 22)), text_of(formats.money(12_345_670)))

    assert shown == ("22 نوامبر 2026", "1,234,567 تومان")


@pytest.mark.parametrize(
    ("value", "persian", "english"),
    [
        (4_125, f"<bdi>{ALM}۴۱٫۲۵٪</bdi>", "<bdi>41.25%</bdi>"),
        (4_100, f"<bdi>{ALM}۴۱٪</bdi>", "<bdi>41%</bdi>"),
        (-180, f"<bdi>{ALM}\u200e\u2212۱٫۸٪</bdi>", "<bdi>\u22121.8%</bdi>"),
    ],
)
def test_the_percent_sign_stands_left_of_persian_digits(
    value: int, persian: str, english: str
) -> None:
    with translation.override("fa"):
        assert formats.percent(value) == persian
    with translation.override("en"):
        assert formats.percent(value) == english


def test_one_of_a_unit_is_said_as_one() -> None:
    with translation.override("en"):
        assert formats.counted(1, "café stamps") == "1 café stamp"
        assert formats.counted(2, "points") == "2 points"
    with translation.override("fa"):
        assert formats.counted(1, "امتیاز") == "۱ امتیاز"


def test_a_sign_stays_left_of_its_number() -> None:
    with translation.override("fa"):
        shown = [formats.signed(value) for value in (3, -12, 0)]

    assert shown == [
        '<bdi dir="ltr" class="money">+۳</bdi>',
        '<bdi dir="ltr" class="money">\u2212۱۲</bdi>',
        '<bdi dir="ltr" class="money">۰</bdi>',
    ]


@pytest.mark.parametrize(
    ("rials", "persian", "english"),
    [
        (8_412_000_000, "۸۴۱٫۲ میلیون تومان", "841.2 million Toman"),
        (435_000, "۴۳٫۵ هزار تومان", "43.5 thousand Toman"),
        (9_990, "۹۹۹ تومان", "999 Toman"),
        (10_499, "۱ هزار تومان", "1 thousand Toman"),
        (10_500, "۱٫۱ هزار تومان", "1.1 thousand Toman"),
        (-21_000_000_000, "\u2212۲٫۱ میلیارد تومان", "\u22122.1 billion Toman"),
    ],
)
def test_short_money_is_rounded_to_a_tenth(rials: int, persian: str, english: str) -> None:
    with translation.override("fa"):
        assert text_of(formats.short_money(rials)) == persian
    with translation.override("en"):
        assert text_of(formats.short_money(rials)) == english


def test_a_day_is_the_clubs_day_in_the_readers_calendar() -> None:
    with translation.override("fa"):
        persian = [
            formats.short_date(NEW_YEAR), formats.day_date(NEW_YEAR), formats.long_date(NEW_YEAR),
            formats.moment(NEW_YEAR), formats.month_name(NEW_YEAR),
        ]  # fmt: skip
    with translation.override("en"):
        english = [
            formats.short_date(NEW_YEAR), formats.day_date(NEW_YEAR), formats.long_date(NEW_YEAR),
            formats.moment(NEW_YEAR), formats.month_name(NEW_YEAR),
        ]  # fmt: skip

    assert persian == [
        "۱۴۰۵/۰۱/۰۱",
        "۱ فروردین ۱۴۰۵",
        "شنبه ۱ فروردین ۱۴۰۵",
        "۱ فروردین ۱۴۰۵، ۰۰:۳۰",
        "فروردین ۱۴۰۵",
    ]
    assert english == [
        "2026-03-21",
        "21 March 2026",
        "Saturday 21 March 2026",
        "21 March 2026, 00:30",
        "March 2026",
    ]


def test_english_shows_jalali_days_when_the_club_says_so() -> None:
    with translation.override("en"), formats.shown(Display(calendar="jalali")):
        assert formats.day_date(date(2026, 11, 22)) == "1 Azar 1405"


def test_mobiles_and_codes_read_left_to_right() -> None:
    with translation.override("fa"):
        shown = [
            formats.mobile("+989123456789"),
            formats.masked("+989123456789"),
            formats.card_number("7g4k-21q9"),
            formats.mobile(None),
        ]

    assert shown == [
        '<bdi dir="ltr" class="nowrap">۰۹۱۲ ۳۴۵ ۶۷۸۹</bdi>',
        '<bdi dir="ltr" class="nowrap">۰۹۱۲***۶۷۸۹</bdi>',
        '<bdi dir="ltr" class="code">7g4k-21q9</bdi>',
        '<bdi dir="ltr" class="nowrap">—</bdi>',
    ]


def test_nothing_is_a_dash() -> None:
    shown = [
        text_of(formats.money(None)), text_of(formats.percent(None)), formats.number(None),
        formats.short_date(None), formats.moment(None), text_of(formats.short_money(None)),
    ]  # fmt: skip

    assert shown == ["—"] * 6


def text_of(html: str) -> str:
    """Give the text of what was written, without its elements."""
    from django.utils.html import strip_tags

    return strip_tags(html)
