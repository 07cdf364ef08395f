"""Writes of people. Links and devices belong to a club: inside the caller's `club_scope`."""

from datetime import datetime, timedelta
from typing import Final

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from vafa.domain.clubs.secrets import hash_of
from vafa.domain.members.vault import Vault
from vafa.domain.people.logins import normalise_login
from vafa.domain.people.models import Device, Link, User
from vafa.domain.people.records import LinkFound, NewDevice, NewLink, NewUser
from vafa.kit.errors import NotFound, Refused
from vafa.kit.text import clean

INVITES_LAST: Final = timedelta(days=7)
RESETS_LAST: Final = timedelta(hours=1)
DEVICES_LAST: Final = timedelta(days=90)
_SEEN_EVERY: Final = timedelta(hours=1)
_LABEL: Final = 80


class LoginTaken(Refused):
    """Somebody signs in with this already: sign in, then open the link again."""


class PasswordTooWeak(Refused):
    """The password is too easy to guess: take at least ten characters, best a few words."""


class LinkOver(NotFound):
    """The link is no longer good: it was used, or its time is over. Ask for a new one."""


class NoSuchDevice(NotFound):
    """You have no such device."""


def make_user(*, user_id: int, user: NewUser, at: datetime) -> None:
    """Make somebody who signs in.

    :raises InvalidLogin: when the login is neither an e-mail address nor a mobile.
    :raises LoginTaken: when somebody has it already.
    :raises PasswordTooWeak: when the password is too easy.
    """
    login = normalise_login(user.login)
    row = User(
        id=user_id, login=login, name=clean(user.name), made_at=at,
        may_skip_second_factor=user.may_skip_second_factor,
    )  # fmt: skip
    row.password = _hashed(user.password, row)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise LoginTaken from error


def set_password(*, user_id: int, password: str) -> None:
    """Give a user another password and end all sessions: whoever had the old one is out.

    :raises PasswordTooWeak: when it is too easy.
    """
    user = User.objects.select_for_update().get(id=user_id)
    User.objects.filter(id=user_id).update(password=_hashed(password, user))
    end_sessions(user_id=user_id)


def end_sessions(*, user_id: int) -> None:
    """Sign a user out everywhere."""
    kept = UserSession.objects.filter(user_id=user_id)
    Session.objects.filter(
        session_key__in=list(kept.values_list("session_key", flat=True))
    ).delete()
    kept.delete()


def forget_second_factor(*, user_id: int) -> None:
    """Take a user's second factor and recovery codes away, and sign them out everywhere."""
    Authenticator.objects.filter(user_id=user_id).delete()
    end_sessions(user_id=user_id)


def keep_link(
    *, club_id: int, link_id: int, link: NewLink, vault: Vault, at: datetime
) -> datetime:
    """Keep a link that is sent; earlier ones to the same person end. Gives until when it is good.

    :raises InvalidLogin: when the login is neither an e-mail address nor a mobile.
    """
    login = normalise_login(link.login)
    lasts = INVITES_LAST if link.kind == "invite" else RESETS_LAST
    earlier = Link.objects.filter(
        club_id=club_id, kind=link.kind, staff_id=link.staff_id, user_id=link.user_id, used_at=None
    )
    earlier.update(used_at=at)
    Link.objects.create(
        id=link_id, club_id=club_id, kind=link.kind, staff_id=link.staff_id, user_id=link.user_id,
        login_sealed=vault.seal(value=login, place=_place(link_id)),
        secret_hash=hash_of(link.secret), sent_at=at, expires_at=at + lasts,
    )  # fmt: skip
    return at + lasts


def end_session(*, user_id: int, session_id: int) -> None:
    """Sign a user out on one of their devices; nothing when it is no session of theirs."""
    for session in UserSession.objects.filter(user_id=user_id, pk=session_id):
        session.end()


def link_of(*, club_id: int, kind: str, secret: str, vault: Vault, at: datetime) -> LinkFound:
    """Give a link that is still good, and lock it.

    :raises LinkOver: when there is none.
    """
    rows = Link.objects.filter(
        club_id=club_id,
        kind=kind,
        secret_hash=hash_of(secret),
        used_at=None,
        expires_at__gt=at,
    )
    row = rows.select_for_update().first()
    if row is None:
        raise LinkOver
    login = vault.unseal(sealed=bytes(row.login_sealed), place=_place(row.id))
    return LinkFound(row.id, row.kind, row.staff_id, row.user_id, login)


def use_link(*, club_id: int, link_id: int, at: datetime) -> None:
    """Use a link up: nobody comes in by it again."""
    Link.objects.filter(club_id=club_id, id=link_id).update(used_at=at)


def remember_device(*, club_id: int, device_id: int, device: NewDevice, at: datetime) -> None:
    """Remember a device of a member for 90 days."""
    Device.objects.create(
        id=device_id, club_id=club_id, member_id=device.member_id,
        secret_hash=hash_of(device.secret), label=clean(device.label)[:_LABEL], made_at=at,
        seen_at=at, expires_at=at + DEVICES_LAST,
    )  # fmt: skip


def see_device(*, club_id: int, device_id: int, at: datetime) -> None:
    """Note that a device was here, at most once an hour."""
    rows = Device.objects.filter(club_id=club_id, id=device_id, seen_at__lte=at - _SEEN_EVERY)
    rows.update(seen_at=at)


def end_device(*, club_id: int, member_id: int, device_id: int, at: datetime) -> None:
    """Sign a device of a member out; doing it again changes nothing.

    :raises NoSuchDevice: when the member has none of this id.
    """
    rows = Device.objects.filter(club_id=club_id, member_id=member_id, id=device_id)
    if not rows.filter(ended_at=None).update(ended_at=at) and not rows.exists():
        raise NoSuchDevice


def end_devices(*, club_id: int, member_id: int, at: datetime) -> int:
    """Sign every device of a member out; gives how many there were."""
    rows = Device.objects.filter(club_id=club_id, member_id=member_id, ended_at=None)
    return rows.update(ended_at=at)


def forget_devices(*, club_id: int, member_id: int) -> None:
    """Delete what is known of a member's devices, when the member asks to be forgotten."""
    Device.objects.filter(club_id=club_id, member_id=member_id).delete()


def _hashed(password: str, user: User) -> str:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise PasswordTooWeak from error
    return make_password(password)


def _place(link_id: int) -> str:
    return f"people_link:{link_id}:login"
