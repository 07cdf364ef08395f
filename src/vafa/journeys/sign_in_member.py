"""A member's devices: remembered once a code has proven who it is, and signed out again."""

from dataclasses import dataclass
from datetime import datetime

from vafa.domain.clubs.principal import Principal
from vafa.domain.clubs.scope import club_scope
from vafa.domain.members import queries as members
from vafa.domain.members.records import MemberFound, MemberRef
from vafa.domain.members.vault import Vault
from vafa.domain.people import operations as people
from vafa.domain.people import queries as devices
from vafa.domain.people.records import DeviceShown, NewDevice
from vafa.kit.ids import Ids


@dataclass(frozen=True, slots=True)
class MemberSeen:
    """The member who is signed in on a device."""

    member_id: int
    device_id: int
    first_name: str
    last_name: str
    number: str


def remember_device(*, principal: Principal, ids: Ids, at: datetime, device: NewDevice) -> None:
    """Let a member come in from a device for 90 days; a code has proven before who it is."""
    principal.require("members.write")
    with club_scope(principal.club_id):
        people.remember_device(
            club_id=principal.club_id, device_id=ids.next(), device=device, at=at
        )


def recognise_device(
    *, principal: Principal, vault: Vault, at: datetime, secret: str
) -> MemberSeen | None:
    """Tell who is signed in on the device that keeps a secret; nobody when it was signed out.

    Who was merged into another member is that other one; who left or was erased is nobody.
    """
    principal.require("members.read")
    with club_scope(principal.club_id):
        device = devices.device_by_secret(club_id=principal.club_id, secret=secret, at=at)
        if device is None:
            return None
        found = _present(principal.club_id, device.member_id, vault)
        if found is None:
            return None
        people.see_device(club_id=principal.club_id, device_id=device.device_id, at=at)
    return MemberSeen(
        found.member_id, device.device_id, found.first_name, found.last_name, found.number
    )


def list_devices(*, principal: Principal, at: datetime, member_id: int) -> tuple[DeviceShown, ...]:
    """List the devices on which a member is signed in, the latest first."""
    principal.require("members.read")
    with club_scope(principal.club_id):
        return devices.devices_of(club_id=principal.club_id, member_id=member_id, at=at)


def sign_out_device(*, principal: Principal, at: datetime, member_id: int, device_id: int) -> None:
    """Sign one of a member's devices out.

    :raises NoSuchDevice: when it is not the member's.
    """
    principal.require("members.write")
    with club_scope(principal.club_id):
        people.end_device(
            club_id=principal.club_id, member_id=member_id, device_id=device_id, at=at
        )


def sign_out_everywhere(*, principal: Principal, at: datetime, member_id: int) -> int:
    """Sign every device of a member out; gives how many there were."""
    principal.require("members.write")
    with club_scope(principal.club_id):
        return people.end_devices(club_id=principal.club_id, member_id=member_id, at=at)


def _present(club_id: int, member_id: int, vault: Vault) -> MemberFound | None:
    try:
        return members.find(club_id=club_id, member=MemberRef("id", str(member_id)), vault=vault)
    except (members.NoSuchMember, members.MemberHasLeft):
        return None
