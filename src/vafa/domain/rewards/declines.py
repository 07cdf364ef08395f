"""What the book answers of itself, in Persian and in English: declines, what cost nothing."""

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
_ENDED: Final = (
    "{ended} از آن پیش‌تر منقضی شده بود و چیزی کم نشد.",
    "{ended} of it had ended before: nothing was lost.",
)
_FORGIVEN: Final = (
    "{forgiven} از آن خرج شده بود و بخشیده شد.",
    "{forgiven} of it had been spent and was forgiven.",
)
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


def why_not_lost(
    *, unit: str, ended: int, forgiven: int, wordings: tuple[Wording, Wording]
) -> tuple[str, str]:
    """Say what of an award was taken back without costing the member anything (E47)."""
    said = []
    for language, wording in enumerate(wordings):
        figures = {
            "ended": units_text(wording, unit, ended),
            "forgiven": units_text(wording, unit, forgiven),
        }
        parts = [_ENDED[language]] * bool(ended) + [_FORGIVEN[language]] * bool(forgiven)
        said.append(" ".join(part.format(**figures) for part in parts))
    return said[0], said[1]
