"""What goes into and comes out of people's operations and queries."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

LinkKind = Literal["invite", "reset"]


@dataclass(frozen=True, slots=True)
class NewUser:
    """Somebody who is to sign in; `login` is an e-mail address or a mobile."""

    login: str = field(repr=False)
    name: str
    password: str = field(repr=False)
    may_skip_second_factor: bool = False


@dataclass(frozen=True, slots=True)
class UserFound:
    """A user by what they sign in with."""

    user_id: int
    login: str = field(repr=False)
    name: str
    active: bool


@dataclass(frozen=True, slots=True)
class NewLink:
    """A link to send: an invitation of somebody of the staff, or a user's new password."""

    kind: LinkKind
    login: str = field(repr=False)
    secret: str = field(repr=False)
    staff_id: int | None = None
    user_id: int | None = None


@dataclass(frozen=True, slots=True)
class LinkFound:
    """A link that is still good, and where it was sent."""

    link_id: int
    kind: str
    staff_id: int | None
    user_id: int | None
    login: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class NewDevice:
    """A device to remember, by the secret that it keeps and a word about what it is."""

    member_id: int
    secret: str = field(repr=False)
    label: str


@dataclass(frozen=True, slots=True)
class DeviceShown:
    """A device as its owner sees it listed."""

    device_id: int
    label: str
    made_at: datetime
    seen_at: datetime
