"""The menu of a member's pages, within reach of the thumb: at most five."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from vafa.interfaces.web.menus import Entry, Group

MENU: Final = (
    Group(
        entries=(
            Entry(title=_("Home"), page="portal:home", icon="house"),
            Entry(title=_("Rewards"), page="portal:rewards", icon="gift"),
            Entry(title=_("Card"), page="portal:card", icon="qr-code"),
            Entry(title=_("Orders"), page="portal:orders", icon="history"),
            Entry(title=_("Me"), page="portal:profile", icon="user"),
        )
    ),
)
