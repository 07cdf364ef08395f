"""Inviting somebody of the staff to sign in, by a link to a mobile or an e-mail address."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from vafa.domain.clubs import operations as clubs
from vafa.domain.clubs import people as staff
from vafa.domain.clubs import trail
from vafa.domain.clubs.people import NoSuchStaff
from vafa.domain.clubs.principal import Claim, Principal
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
    """Who is invited, where the link goes, its secret, and how the address of a page begins."""

    staff_id: int
    login: str = field(repr=False)
    secret: str = field(repr=False)
    origin: str


@dataclass(frozen=True, slots=True)
class InviteSent:
    """An invitation is on its way, and until when its link is good."""

    staff_id: int
    expires_at: datetime
    replayed: bool


@dataclass(frozen=True, slots=True)
class InviteShown:
    """What somebody sees who opens an invitation."""

    club_name: str
    name: str
    role: str
    login: str
    is_known: bool


def invite_user(
    *, principal: Principal, claim: Claim, ids: Ids, vault: Vault, at: datetime, invite: Invite
) -> InviteSent:
    """Send a link that lets somebody of the staff sign in.

    Another invitation ends the one before.

    :raises NoSuchStaff: when nobody of this id works here.
    :raises SignsInAlready: when the person has a user already.
    :raises InvalidLogin: when the login is neither an e-mail address nor a mobile.
    :raises KeyReused: when the idempotency key came with another body before.
    """
    principal.require("staff.manage")
    club_id, login = principal.club_id, normalise_login(invite.login)

    def send() -> Mapping[str, Any]:
        if _person(club_id, invite.staff_id).user_id:
            raise SignsInAlready
        link = NewLink("invite", login, invite.secret, staff_id=invite.staff_id)
        until = people.keep_link(
            club_id=club_id, link_id=ids.next(), link=link, vault=vault, at=at
        )
        club = queries.club_here(club_id=club_id)
        page = f"{invite.origin}/invitation/{club.code}/{invite.secret}/"
        message = NewMessage(
            "invite", login, text_of(kind="invite", club=club.name, link=page), until
        )
        messaging.store(
            club_id=club_id, message_id=ids.next(), message=message, vault=vault, at=at
        )
        told = {"expires_at": until.isoformat()}
        trail.note(
            principal=principal, at=at, act="user_invited", object_kind="staff",
            object_id=invite.staff_id, after=told,
        )  # fmt: skip
        return told

    with club_scope(club_id):
        answer, replayed = clubs.answer_once(principal=principal, claim=claim, at=at, work=send)
    return InviteSent(invite.staff_id, datetime.fromisoformat(answer["expires_at"]), replayed)


def show_invite(*, club_id: int, vault: Vault, at: datetime, secret: str) -> InviteShown:
    """Show an invitation to whoever has its link.

    :raises LinkOver: when it was used, or its time is over.
    """
    with club_scope(club_id):
        link = people.link_of(club_id=club_id, kind="invite", secret=secret, vault=vault, at=at)
        person = _person(club_id, link.staff_id or 0)
        name = queries.club_here(club_id=club_id).name
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
