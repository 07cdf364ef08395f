"""The menu of the till: one line a page, with the right that opens it."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from vafa.interfaces.web.menus import Entry, Group

MENU: Final = (
    Group(
        entries=(
            Entry(title=_("Sale"), page="cashier:sale", icon="shopping-cart"),
            Entry(title=_("Today's sales"), page="cashier:today", icon="list", right="sales.read"),
            Entry(title=_("Shift"), page="cashier:shift", icon="coins", right="sales.write"),
            Entry(
                title=_("Device and PIN"),
                page="cashier:device",
                icon="monitor-smartphone",
                right="sales.write",
            ),
        )
    ),
)
