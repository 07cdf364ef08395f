"""A new password for somebody who forgot theirs, by a link to their mobile or e-mail address."""

from dataclasses import dataclass
from datetime import datetime

from vafa.domain.clubs import people as staff
from vafa.domain.clubs.scope import club_scope
from vafa.domain.members.vault import Vault
from vafa.domain.messaging import operations as messaging
from vafa.domain.messaging.records import NewMessage
from vafa.domain.people import operations as people
from vafa.domain.people import queries
from vafa.domain.people.records import NewLink
from vafa.domain.people.texts import text_of
from vafa.kit.ids import Ids


@dataclass(frozen=True, slots=True)
class Forgotten:
    """Who forgot a password, the link's secret, and the address that pages begin with."""

    login: str
    secret: str
    origin: str


def ask_new_password(*, ids: Ids, vault: Vault, at: datetime, forgotten: Forgotten) -> None:
    """Send a link to whoever signs in with this; nobody learns whether somebody does."""
    user = queries.user_by_login(login=forgotten.login)
    clubs = staff.memberships(user_id=user.user_id) if user is not None else ()
    working = [one for one in clubs if one.status == "active"]
    if user is None or not working:
        return
    club = working[0]
    link = NewLink("reset", user.login, forgotten.secret, user_id=user.user_id)
    page = f"{forgotten.origin}/new-password/{club.club_code}/{forgotten.secret}/"
    with club_scope(club.club_id):
        until = people.keep_link(
            club_id=club.club_id, link_id=ids.next(), link=link, vault=vault, at=at
        )
        messaging.store(
            club_id=club.club_id,
            message_id=ids.next(),
            message=NewMessage(
                "reset", user.login, text_of(kind="reset", club=club.club_name, link=page), until
            ),
            vault=vault,
            at=at,
        )


def check_reset(*, club_id: int, vault: Vault, at: datetime, secret: str) -> None:
    """Let somebody choose a password only while the link is good.

    :raises LinkOver: when it was used, or its time is over.
    """
    with club_scope(club_id):
        people.link_of(club_id=club_id, kind="reset", secret=secret, vault=vault, at=at)


def set_new_password(
    *, club_id: int, vault: Vault, at: datetime, secret: str, password: str
) -> None:
    """Set the password and end every session of the user; the second factor stays.

    :raises LinkOver: when the link was used, or its time is over.
    :raises PasswordTooWeak: when the password is too easy.
    """
    with club_scope(club_id):
        link = people.link_of(club_id=club_id, kind="reset", secret=secret, vault=vault, at=at)
        assert link.user_id is not None
        people.set_password(user_id=link.user_id, password=password)
        people.use_link(club_id=club_id, link_id=link.link_id, at=at)
