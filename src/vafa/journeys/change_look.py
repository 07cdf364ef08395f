"""The colour and the logo of a club's pages for members."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from vafa.domain.clubs import looks, trail
from vafa.domain.clubs.principal import Principal
from vafa.domain.clubs.scope import club_scope
from vafa.domain.clubs.settings import keep_look, look_of


@dataclass(frozen=True, slots=True)
class Look:
    """A club's colour, empty for Vafa's own, its logo (empty for none) and an icon of it."""

    colour: str
    logo: bytes
    icon: bytes


def show_look(*, principal: Principal) -> Look:
    """Show the look of the club's pages."""
    principal.require("programme.read")
    with club_scope(principal.club_id):
        return Look(*look_of(club_id=principal.club_id))


def change_look(
    *, principal: Principal, at: datetime, colour: str, logo: bytes | None = None
) -> Look:
    """Change the colour, and the logo when one is given (empty removes it).

    :raises UnfitColour: when the colour is none.
    :raises ColourTooPale: when it cannot be read on the pages.
    :raises PictureTooLarge: when the logo has too many bytes or pixels.
    :raises PictureIsHeic: when it is in the format of Apple's cameras.
    :raises UnfitPicture: when it is no whole picture in a format that is taken.
    """
    principal.require("settings.write")
    club_id = principal.club_id
    kept = looks.colour_of(colour)
    image = None if logo is None else looks.logo_of(logo) if logo else (b"", b"")
    with club_scope(club_id):
        before = Look(*look_of(club_id=club_id))
        after = Look(kept, *(image if image is not None else (before.logo, before.icon)))
        if before != after:
            keep_look(club_id=club_id, colour=after.colour, logo=after.logo, icon=after.icon)
            trail.note(
                principal=principal, at=at, act="look_changed", object_kind="club",
                before={"colour": before.colour, "logo_bytes": len(before.logo)},
                after={"colour": after.colour, "logo_bytes": len(after.logo)},
            )  # fmt: skip
    return after
