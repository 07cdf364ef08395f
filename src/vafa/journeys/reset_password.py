"""A new password for somebody who forgot theirs, by a link to their mobile or e-mail address."""

from dataclasses import dataclass, field
from datetime import datetime

from vafa.domain.clubs import people as staff
from vafa.domain.clubs import trail
from vafa.domain.clubs.people import Membership
from vafa.domain.clubs.principal import Principal
from vafa.domain.clubs.scope import club_scope
from vafa.domain.members.vault import Vault
from vafa.domain.messaging import operations as messaging
from vafa.domain.messaging.records import NewMessage
from vafa.domain.people import operations as people
from vafa.domain.people import queries
from vafa.domain.people.records import NewLink, UserFound
from vafa.domain.people.texts import text_of
from vafa.kit.errors import NotFound
from vafa.kit.ids import Ids


class NobodySignsIn(NotFound):
    """Nobody who works in a club signs in with this."""


@dataclass(frozen=True, slots=True)
class Forgotten:
    """Who forgot a password, the link's secret, and the address that pages begin with."""

    login: str = field(repr=False)
    secret: str = field(repr=False)
    origin: str


def ask_new_password(*, ids: Ids, vault: Vault, at: datetime, forgotten: Forgotten) -> None:
    """Send a link to whoever signs in with this; nobody learns whether somebody does."""
    try:
        user, club = _find(forgotten.login)
    except NobodySignsIn:
        return
    with club_scope(club.club_id):
        page, until = _keep_link(user, club, ids, vault, at, forgotten)
        text = text_of(kind="reset", club=club.club_name, link=page)
        messaging.store(
            club_id=club.club_id,
            message_id=ids.next(),
            message=NewMessage("reset", user.login, text, until),
            vault=vault,
            at=at,
        )


def let_back_in(*, ids: Ids, vault: Vault, at: datetime, forgotten: Forgotten) -> str:
    """Sign somebody out everywhere, take the second factor away, and give the link's address.

    For whoever runs the service, when a phone and its recovery codes are lost.

    :raises NobodySignsIn: when nobody who works in a club signs in with this.
    """
    user, club = _find(forgotten.login)
    with club_scope(club.club_id):
        page, until = _keep_link(user, club, ids, vault, at, forgotten)
        people.forget_second_factor(user_id=user.user_id)
        trail.note(
            principal=Principal(club.club_id, 0, frozenset(), name="operator"), at=at,
            act="user_reset", object_kind="staff", object_id=club.staff_id,
            after={"until": until.isoformat()},
        )  # fmt: skip
    return page


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


def _find(login: str) -> tuple[UserFound, Membership]:
    user = queries.user_by_login(login=login)
    clubs = staff.memberships(user_id=user.user_id) if user is not None else ()
    working = [one for one in clubs if one.status == "active"]
    if user is None or not working:
        raise NobodySignsIn
    return user, working[0]


def _keep_link(
    user: UserFound, club: Membership, ids: Ids, vault: Vault, at: datetime, forgotten: Forgotten
) -> tuple[str, datetime]:
    link = NewLink("reset", user.login, forgotten.secret, user_id=user.user_id)
    until = people.keep_link(
        club_id=club.club_id, link_id=ids.next(), link=link, vault=vault, at=at
    )
    return f"{forgotten.origin}/new-password/{club.club_code}/{forgotten.secret}/", until
