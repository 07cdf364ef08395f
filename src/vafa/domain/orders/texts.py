"""What a member is told when an order goes on, in Persian and in English."""

from typing import Final

from vafa.kit.persian import Language, persian_digits

_TEXTS: Final[dict[str, tuple[str, str]]] = {
    "registered": (
        "سفارش شمارهٔ {number} شما در {club} ثبت شد.",
        "Your order {number} at {club} is registered.",
    ),
    "review": (
        "سفارش شمارهٔ {number} شما در {club} در حال بررسی است.",
        "Your order {number} at {club} is being reviewed.",
    ),
    "started": (
        "کار سفارش شمارهٔ {number} شما در {club} شروع شد.",
        "Work on your order {number} at {club} has started.",
    ),
    "delivered": (
        "سفارش شمارهٔ {number} شما در {club} آماده و تحویل شد.",
        "Your order {number} at {club} is delivered.",
    ),
    "cancelled": (
        "سفارش شمارهٔ {number} شما در {club} لغو شد.",
        "Your order {number} at {club} was cancelled.",
    ),
}


def text_of(
    *, state: str, club: str, number: int, note: str = "", language: Language = "fa"
) -> str:
    """Give the message about an order that came to a state, with the note below it."""
    persian, english = _TEXTS[state]
    is_persian = language == "fa"
    shown = persian_digits(str(number)) if is_persian else str(number)
    text = (persian if is_persian else english).format(club=club, number=shown)
    return f"{text}\n{note.strip()}" if note.strip() else text
