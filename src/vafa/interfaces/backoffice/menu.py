"""The menu of the back-office: one line a page, with the right that opens it."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from vafa.interfaces.web.menus import Entry, Group

MENU: Final = (
    Group(
        entries=(
            Entry(title=_("Dashboard"), page="backoffice:home", icon="layout-dashboard"),
            Entry(
                title=_("Orders"),
                page="backoffice:orders",
                icon="clipboard-list",
                right="orders.read",
            ),
        )
    ),
)
