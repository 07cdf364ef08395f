"""Every decline of the book has a sentence in both languages."""

import pytest

from vafa.domain.rewards.declines import why_declined, why_not_lost
from vafa.programme.presets import reference_programme
from vafa.programme.wording import wording_of

WORDINGS = (
    wording_of(document=reference_programme(), language="fa"),
    wording_of(document=reference_programme(), language="en"),
)


def test_what_is_available_is_said() -> None:
    said = why_declined(code="not_enough", unit="points", available=12, wordings=WORDINGS)

    assert said == (
        "موجودی کافی نیست: ۱۲ امتیاز در دسترس است.",
        "Not enough: 12 points available.",
    )


@pytest.mark.parametrize(
    "code",
    [
        "not_enough", "not_enough_held", "hold_captured", "hold_released", "hold_expired",
        "hold_unknown", "some_other",
    ],
)  # fmt: skip
def test_every_decline_is_said_in_both_languages(code: str) -> None:
    persian, english = why_declined(code=code, unit="credit", available=5, wordings=WORDINGS)

    assert persian.endswith(".")
    assert english.isascii()


def test_what_cost_nothing_is_said() -> None:
    """E47."""
    persian, english = why_not_lost(unit="points", ended=3, forgiven=1, wordings=WORDINGS)

    assert persian.startswith("۳ امتیاز از آن پیش‌تر منقضی شده بود")
    assert english == (
        "3 points of it had ended before: nothing was lost."
        " 1 point of it had been spent and was forgiven."
    )
