"""What the messages to users say, in Persian and in English: each holds both."""

from typing import Final

_TEXTS: Final = {
    "invite": (
        "شما را به {club} دعوت کرده‌اند. با این پیوند رمز بگذارید و وارد شوید (یک هفته):\n{link}\n"
        "You are invited to work at {club}. Set your password here (7 days):\n{link}"
    ),
    "reset": (
        "برای رمز تازهٔ وفا این پیوند را باز کنید (تا یک ساعت):\n{link}\n"
        "اگر شما نخواسته‌اید، کاری نکنید.\n"
        "Set a new Vafa password here (one hour):\n{link}\nIf it was not you, do nothing."
    ),
}


def text_of(*, kind: str, club: str, link: str) -> str:
    """Give the text that carries a link."""
    return _TEXTS[kind].format(club=club, link=link)
