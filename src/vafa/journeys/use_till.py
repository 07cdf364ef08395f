"""Standing at a till: a browser is put at one, and its people switch by their PINs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from vafa.domain.clubs import people, trail
from vafa.domain.clubs import queries as clubs
from vafa.domain.clubs.people import Membership
from vafa.domain.clubs.principal import OtherBranch, Principal
from vafa.domain.clubs.rights import rights_of_role
from vafa.domain.clubs.scope import club_scope
from vafa.domain.members.vault import Vault
from vafa.domain.people.queries import ClubHere, NoSuchPlace, club_by_code
from vafa.domain.tills import marks, pins, queries
from vafa.domain.tills.operations import TillClosed
from vafa.domain.tills.pins import DeviceAtTill, NewDevice
from vafa.kit.errors import Refused
from vafa.kit.ids import Ids


class PinNeedsPerson(Refused):
    """Only somebody of the staff has a PIN: a key has none."""


@dataclass(frozen=True, slots=True)
class TillHere:
    """The till at which a browser stands, its club, and when it locks itself."""

    club: ClubHere
    device: DeviceAtTill
    lock_minutes: int


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who may stand at a till; `user_id` is who signs in."""

    staff_id: int
    name: str
    user_id: int


@dataclass(frozen=True, slots=True)
class Switched:
    """Who goes on at a till: the user, and what that one is in the till's club."""

    user_id: int
    membership: Membership


def recognise_till(*, club_code: str, secret: str) -> TillHere | None:
    """Tell at which till the browser stands that keeps a secret; none when it was taken away."""
    try:
        club = club_by_code(code=club_code)
    except NoSuchPlace:
        return None
    with club_scope(club.club_id):
        found = pins.devices(club_id=club.club_id, secret=secret)
        terms = queries.terms(club_id=club.club_id, unit="")
    return TillHere(club, found[0], terms.lock_minutes) if found else None


def mark_seller(*, principal: Principal, vault: Vault, at: datetime) -> str:
    """Give the mark that tells later who sold, whoever sends the sale by then.

    Nothing for a machine: it sends its own sales.
    """
    principal.require("sales.write")
    if not principal.staff_id:
        return ""
    return marks.seller_mark(
        club_id=principal.club_id, staff_id=principal.staff_id, branch=principal.branch,
        branches=principal.branches, at=at, vault=vault,
    )  # fmt: skip


def as_seller(*, principal: Principal, vault: Vault, at: datetime, mark: str) -> Principal:
    """Give who sold, by a mark of `mark_seller`, with the rights of whoever sends the sale now.

    That one may have left or been suspended since: the sale was made before. No mark is the
    sender's own sale.

    :raises SellerMarkWrong: when the club did not give it out, or has nobody of that id.
    :raises SellerMarkOld: when it was given out more than sixty days before.
    :raises OtherBranch: when the sender works elsewhere than the seller did.
    """
    principal.require("sales.write")
    if not mark:
        return principal
    club_id = principal.club_id
    seller = marks.read_seller_mark(club_id=club_id, mark=mark, at=at, vault=vault)
    if seller.staff_id == principal.staff_id:
        return principal
    with club_scope(club_id):
        known = {card.staff_id: card for card in clubs.staff(club_id=club_id)}
    card = known.get(seller.staff_id)
    if card is None:
        raise marks.SellerMarkWrong
    mine = principal.branches or frozenset(filter(None, [principal.branch]))
    theirs = seller.branches or frozenset(filter(None, [seller.branch]))
    shared = mine & theirs if mine and theirs else mine or theirs
    if mine and not shared:
        raise OtherBranch(branch=seller.branch)
    return replace(
        principal, credential_id=card.staff_id, staff_id=card.staff_id, name=card.name,
        role=card.role, branch=seller.branch, branches=shared,
    )  # fmt: skip


def put_at_till(*, principal: Principal, ids: Ids, at: datetime, device: NewDevice) -> None:
    """Put a browser at a till, where the people of the till's branch then switch by PIN.

    :raises NoSuchTill: when the club has none of the code.
    :raises TillClosed: when it is closed.
    :raises OtherBranch: when the caller does not work in the till's branch.
    """
    principal.require("sales.write")
    club_id = principal.club_id
    with club_scope(club_id):
        till = queries.till(club_id=club_id, code=device.till)
        if till.closed_at is not None:
            raise TillClosed(till=till.code)
        if till.branch:
            principal.branch_for(till.branch)
        device_id = ids.next()
        pins.enrol(
            club_id=club_id, device_id=device_id, device=device, by=principal.staff_id, at=at
        )
        trail.note(
            principal=principal, at=at, act="till_device_added", object_kind="till",
            object_id=till.code, after={"device_id": str(device_id), "label": device.label},
        )  # fmt: skip


def list_devices(*, principal: Principal) -> tuple[DeviceAtTill, ...]:
    """List the browsers that stand at tills, newest first."""
    principal.require("club.read")
    with club_scope(principal.club_id):
        return pins.devices(club_id=principal.club_id)


def take_from_till(*, principal: Principal, at: datetime, device_id: int) -> None:
    """Take a browser away from its till; again is harmless.

    :raises NoSuchTillDevice: when the club has none of this id.
    """
    principal.require("settings.write")
    with club_scope(principal.club_id):
        pins.end_device(club_id=principal.club_id, device_id=device_id, at=at)
        trail.note(
            principal=principal, at=at, act="till_device_removed", object_kind="till",
            object_id=device_id,
        )  # fmt: skip


def choose_pin(*, principal: Principal, vault: Vault, at: datetime, pin: str) -> None:
    """Give oneself a PIN for the tills of the club, whatever it was before.

    :raises PinNeedsPerson: when the caller is a key that is nobody's.
    :raises PinUnfit: when it is no four to six digits, or easy to guess.
    """
    principal.require("sales.write")
    if not principal.staff_id:
        raise PinNeedsPerson
    with club_scope(principal.club_id):
        pins.set_pin(
            club_id=principal.club_id, staff_id=principal.staff_id, pin=pin, vault=vault, at=at
        )
        trail.note(
            principal=principal, at=at, act="pin_set", object_kind="staff",
            object_id=principal.staff_id,
        )  # fmt: skip


def has_pin(*, principal: Principal) -> bool:
    """Tell the caller whether they have a PIN that still counts."""
    principal.require("sales.write")
    with club_scope(principal.club_id):
        return pins.has_pin(club_id=principal.club_id, staff_id=principal.staff_id)


def colleagues(*, here: TillHere) -> tuple[Colleague, ...]:
    """List who may sell at a till's branch, by name; whether they have a PIN is not said."""
    branch = here.device.branch
    with club_scope(here.club.club_id):
        return tuple(
            Colleague(card.staff_id, card.name, card.user_id)
            for card in clubs.staff(club_id=here.club.club_id)
            if card.status == "active"
            and card.user_id
            and "sales.write" in rights_of_role(card.role)
            and (not branch or not card.branches or branch in card.branches)
        )


def switch_at_till(
    *, here: TillHere, vault: Vault, at: datetime, staff_id: int, pin: str, address: str
) -> Switched | None:
    """Give who goes on at the till when it is that person's PIN; nobody when it is not.

    It is not said why: a wrong PIN, none, or too many tries. The trail keeps who came.
    """
    named = [one for one in colleagues(here=here) if one.staff_id == staff_id]
    club_id, device = here.club.club_id, here.device
    with club_scope(club_id):
        is_right = pins.try_pin(
            club_id=club_id, staff_id=staff_id if named else 0, device_id=device.device_id,
            pin=pin, vault=vault,
        )  # fmt: skip
    if not is_right:
        return None
    mine = people.memberships(user_id=named[0].user_id)
    membership = next(one for one in mine if one.club_id == club_id)
    principal = people.principal_of(membership=membership, branch=device.branch, address=address)
    with club_scope(club_id):
        trail.note(
            principal=principal, at=at, act="till_switched", object_kind="till",
            object_id=device.till, after={"device_id": str(device.device_id)},
        )  # fmt: skip
    return Switched(named[0].user_id, membership)
