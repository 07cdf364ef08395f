"""What the messages about numbers say, in Persian and in English."""

from typing import Final

from vafa.kit.persian import Language

_TEXTS: Final[dict[str, tuple[str, str]]] = {
    "mobile": (
        "کد شما در {club}: {code}\nاین کد را به کسی نگویید.",
        "Your code at {club}: {code}\nDo not tell it to anybody.",
    ),
    "change_old": (
        "کد تغییر شمارهٔ شما در {club}: {code}\nاگر شما نخواسته‌اید، این کد را به کسی نگویید.",
        "Your code to change your number at {club}: {code}\nIf it was not you, tell it to nobody.",
    ),
    "change_new": (
        "کد تأیید شمارهٔ تازه در {club}: {code}\nاین کد را به کسی نگویید.",
        "Your code to confirm a new number at {club}: {code}\nDo not tell it to anybody.",
    ),
    "change_undo": (
        "کد بازگرداندن شمارهٔ شما در {club}: {code}",
        "Your code to take back the change of your number at {club}: {code}",
    ),
    "changed": (
        (
            "شمارهٔ موبایل شما در {club} عوض شد و تا ۲۴ ساعت چیزی خرج نمی‌شود. اگر کار شما نیست، "
            "همین امروز به {club} خبر دهید."
        ),
        (
            "Your mobile at {club} was changed; nothing can be spent for 24 hours. If it was not"
            " you, tell {club} today."
        ),
    ),
    "changed_back": (
        "شمارهٔ پیشین شما در {club} بازگشت.",
        "Your earlier number at {club} is back.",
    ),
}
KINDS: Final = frozenset(_TEXTS)


def text_of(*, kind: str, club: str, code: str = "", language: Language = "fa") -> str:
    """Give the text of a message; digits of a code stay Latin, so that phones can copy them."""
    persian, english = _TEXTS[kind]
    return (persian if language == "fa" else english).format(club=club, code=code)
