"""Inviting somebody of the staff to sign in, by a link to a mobile or an e-mail address."""

from dataclasses import dataclass
from datetime import datetime

from vafa.domain.clubs import people as staff
from vafa.domain.clubs import trail
from vafa.domain.clubs.people import NoSuchStaff
from vafa.domain.clubs.principal import Principal
from vafa.domain.clubs.queries import club_facts
from vafa.domain.clubs.queries import staff as staff_cards
from vafa.domain.clubs.records import StaffCard
from vafa.domain.clubs.scope import club_scope
from vafa.domain.members.vault import Vault
from vafa.domain.messaging import operations as messaging
from vafa.domain.messaging.records import NewMessage
from vafa.domain.people import operations as people
from vafa.domain.people import queries
from vafa.domain.people.logins import normalise_login
from vafa.domain.people.records import NewLink, NewUser
from vafa.domain.people.texts import text_of
from vafa.kit.errors import Refused
from vafa.kit.ids import Ids


class SignsInAlready(Refused):
    """The person signs in already: nobody else can be invited in their place."""


@dataclass(frozen=True, slots=True)
class Invite:
    """Who is invited, where the link goes, and the page that it opens (its secret comes last)."""

    staff_id: int
    login: str
    secret: str
    page: str


@dataclass(frozen=True, slots=True)
class InviteShown:
    """What somebody sees who opens an invitation."""

    club_name: str
    name: str
    role: str
    login: str
    is_known: bool


def invite_user(
    *, principal: Principal, ids: Ids, vault: Vault, at: datetime, invite: Invite
) -> datetime:
    """Send a link that lets somebody of the staff sign in; gives until when it is good.

    Another invitation ends the one before.

    :raises NoSuchStaff: when nobody of this id works here.
    :raises SignsInAlready: when the person has a user already.
    :raises InvalidLogin: when the login is neither an e-mail address nor a mobile.
    """
    principal.require("staff.manage")
    club_id = principal.club_id
    with club_scope(club_id):
        person = _person(club_id, invite.staff_id)
        if person.user_id:
            raise SignsInAlready
        link = NewLink("invite", invite.login, invite.secret, staff_id=invite.staff_id)
        until = people.keep_link(
            club_id=club_id, link_id=ids.next(), link=link, vault=vault, at=at
        )
        text = text_of(
            kind="invite", club=club_facts(club_id=club_id).name, link=invite.page + invite.secret
        )
        messaging.store(
            club_id=club_id,
            message_id=ids.next(),
            message=NewMessage("invite", normalise_login(invite.login), text, until),
            vault=vault,
            at=at,
        )
        trail.note(
            principal=principal, at=at, act="user_invited", object_kind="staff",
            object_id=invite.staff_id, before={}, after={"until": until.isoformat()},
        )  # fmt: skip
    return until


def show_invite(*, club_id: int, vault: Vault, at: datetime, secret: str) -> InviteShown:
    """Show an invitation to whoever has its link.

    :raises LinkOver: when it was used, or its time is over.
    """
    with club_scope(club_id):
        link = people.link_of(club_id=club_id, kind="invite", secret=secret, vault=vault, at=at)
        person = _person(club_id, link.staff_id or 0)
        name = club_facts(club_id=club_id).name
    known = queries.user_by_login(login=link.login)
    return InviteShown(name, person.name, person.role, link.login, known is not None)


def accept_invite(
    *,
    club_id: int,
    ids: Ids,
    vault: Vault,
    at: datetime,
    secret: str,
    password: str = "",
    user_id: int | None = None,
) -> None:
    """Accept an invitation as whoever is signed in, or as a new user with a password.

    :raises LinkOver: when it was used, or its time is over.
    :raises LoginTaken: when the address or mobile has a user who must sign in first.
    :raises PasswordTooWeak: when the password is too easy.
    """
    with club_scope(club_id):
        link = people.link_of(club_id=club_id, kind="invite", secret=secret, vault=vault, at=at)
        person = _person(club_id, link.staff_id or 0)
        if user_id is None:
            user_id = ids.next()
            user = NewUser(link.login, person.name, password)
            people.make_user(user_id=user_id, user=user, at=at)
        staff.link_user(club_id=club_id, staff_id=person.staff_id, user_id=user_id)
        people.use_link(club_id=club_id, link_id=link.link_id, at=at)


def _person(club_id: int, staff_id: int) -> StaffCard:
    found = next((one for one in staff_cards(club_id=club_id) if one.staff_id == staff_id), None)
    if found is None or found.ended_at is not None:
        raise NoSuchStaff
    return found
