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
            Entry(title=_("Orders"), page="portal:orders", icon="package-check"),
            Entry(
                title=_("Me"), page="portal:profile", icon="user",
                holds=("portal:photo", "portal:mobile", "portal:consents", "portal:devices",
                       "portal:my_data"),
            ),
        )
    ),
)  # fmt: skip

# What the first page leads to besides.
MORE: Final = (
    Group(
        entries=(
            Entry(title=_("What happened"), page="portal:statement", icon="history"),
            Entry(title=_("Rules of the club"), page="portal:club", icon="book-open"),
            Entry(title=_("New order"), page="portal:new_order", icon="clipboard-list"),
            Entry(title=_("Claim a receipt"), page="portal:claim", icon="receipt"),
            Entry(title=_("Shared wallet"), page="portal:account", icon="users-round"),
            Entry(title=_("Invite a friend"), page="portal:friends", icon="share-2"),
        )
    ),
)

# What a member's own page leads to.
MINE: Final = (
    Group(
        entries=(
            Entry(title=_("Your photo"), page="portal:photo", icon="user"),
            Entry(title=_("Change your mobile"), page="portal:mobile", icon="smartphone"),
            Entry(title=_("What you agreed to"), page="portal:consents", icon="shield-check"),
            Entry(
                title=_("Where you are signed in"), page="portal:devices",
                icon="monitor-smartphone",
            ),
            Entry(title=_("Your data"), page="portal:my_data", icon="download"),
        )
    ),
)  # fmt: skip
