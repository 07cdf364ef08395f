"""What the book's declines are called in Persian and in English."""

from typing import Final

from vafa.programme.wording import Wording, units_text

_SENTENCES: Final = {
    "not_enough": (
        "موجودی کافی نیست: {available} در دسترس است.",
        "Not enough: {available} available.",
    ),
    "not_enough_held": (
        "مبلغ نگه‌داشته‌شده کافی نیست: {available} قابل برداشت است.",
        "Not enough is held: {available} can be captured.",
    ),
    "hold_captured": ("این مبلغ پیش‌تر برداشت شده است.", "The hold was captured before."),
    "hold_released": ("این نگه‌داری لغو شده است.", "The hold was cancelled."),
    "hold_expired": ("مهلت این نگه‌داری تمام شده است.", "The hold has expired."),
    "hold_unknown": ("چنین نگه‌داری‌ای نیست.", "There is no such hold."),
}
_OTHER: Final = ("دفتر این درخواست را نپذیرفت.", "The book declined this request.")


def why_declined(
    *, code: str, unit: str, available: int, wordings: tuple[Wording, Wording]
) -> tuple[str, str]:
    """Give a decline's sentence in Persian and in English."""
    persian, english = _SENTENCES.get(code, _OTHER)
    return (
        persian.format(available=units_text(wordings[0], unit, available)),
        english.format(available=units_text(wordings[1], unit, available)),
    )
