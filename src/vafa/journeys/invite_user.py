"""Inviting somebody of the staff to sign in, by a link to a mobile or an e-mail address."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from vafa.domain.clubs import operations as clubs
from vafa.domain.clubs import people as staff
from vafa.domain.clubs import trail
from vafa.domain.clubs.people import NewStaff, NoSuchStaff
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

    def send() -> Mapping[str, Any]:
        return _sent(principal, ids, vault, at, invite)

    return _once(principal, claim, at, send)


def invite_person(
    *,
    principal: Principal,
    claim: Claim,
    ids: Ids,
    vault: Vault,
    at: datetime,
    person: NewStaff,
    invite: Invite,
) -> InviteSent:
    """Add somebody to the staff and send the link to sign in: both, or neither.

    The id of `invite` does not count: the person gets one here.

    :raises NoSuchRole: when there is no such role.
    :raises RoleExceeds: when the role has more rights than the one who asks.
    :raises NameTaken: when somebody else has the name.
    :raises EmptyName: when no name is left.
    :raises InvalidLogin: when the login is neither an e-mail address nor a mobile.
    :raises KeyReused: when the idempotency key came with another body before.
    """
    principal.require("staff.manage")

    def add_and_send() -> Mapping[str, Any]:
        added = staff.invite(principal=principal, staff_id=ids.next(), staff=person, at=at)
        trail.note(
            principal=principal, at=at, act="staff_invited", object_kind="staff",
            object_id=added["staff_id"], after=added,
        )  # fmt: skip
        there = replace(invite, staff_id=added["staff_id"])
        return _sent(principal, ids, vault, at, there)

    return _once(principal, claim, at, add_and_send)


def _once(principal: Principal, claim: Claim, at: datetime, work: clubs.type_work) -> InviteSent:
    with club_scope(principal.club_id):
        answer, replayed = clubs.answer_once(principal=principal, claim=claim, at=at, work=work)
    expires_at = datetime.fromisoformat(answer["expires_at"])
    return InviteSent(answer["staff_id"], expires_at, replayed)


def _sent(
    principal: Principal, ids: Ids, vault: Vault, at: datetime, invite: Invite
) -> Mapping[str, Any]:
    club_id, login = principal.club_id, normalise_login(invite.login)
    if _person(club_id, invite.staff_id).user_id:
        raise SignsInAlready
    link = NewLink("invite", login, invite.secret, staff_id=invite.staff_id)
    until = people.keep_link(club_id=club_id, link_id=ids.next(), link=link, vault=vault, at=at)
    club = queries.club_here(club_id=club_id)
    page = f"{invite.origin}/invitation/{club.code}/{invite.secret}/"
    text = text_of(kind="invite", club=club.name, link=page)
    message = NewMessage("invite", login, text, until)
    messaging.store(club_id=club_id, message_id=ids.next(), message=message, vault=vault, at=at)
    told = {"expires_at": until.isoformat()}
    trail.note(
        principal=principal, at=at, act="user_invited", object_kind="staff",
        object_id=invite.staff_id, after=told,
    )  # fmt: skip
    return {**told, "staff_id": invite.staff_id}


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
