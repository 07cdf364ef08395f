"""What the book refuses to do, as errors; declines for want of credit are values, not errors.

The SQL functions raise with the codes listed in `BY_SQLSTATE`.
"""

from __future__ import annotations

from typing import Final

from vafa.kit.errors import NotFound, Refused, Unavailable, VafaError


class NoSuchMember(NotFound):
    """There is no such member in this club."""


class KeyReused(Refused):
    """The idempotency key was used before with another body."""


class ReferencesDiffer(Refused):
    """The source references belong to different events."""


class MemberOfAnotherClub(Refused):
    """The member id belongs to another club."""


class BookNotEmpty(Refused):
    """History can only be posted to a member whose book is empty."""


class NothingLeftToTakeBack(Refused):
    """More is to be taken back of an award than it has left."""


class NothingLeftToRestore(Refused):
    """More is to be restored than the event burned."""


class UnitsHeld(Refused):
    """A hold keeps some of the units that are to go back: capture or cancel it first."""


class StillRunning(Unavailable):
    """The same request, or another one for the same member, is still running."""


class ReferenceBusy(Unavailable):
    """The source reference is claimed by an unfinished request for another member."""


class BookBroken(VafaError):
    """The book contradicts itself; nothing was written."""


BY_SQLSTATE: Final[dict[str, type[VafaError]]] = {
    "VF404": NoSuchMember,
    "VF409": MemberOfAnotherClub,
    "VF422": KeyReused,
    "VF423": NothingLeftToTakeBack,
    "VF424": NothingLeftToRestore,
    "VF425": ReferencesDiffer,
    "VF426": ReferenceBusy,
    "VF427": BookNotEmpty,
    "VF428": UnitsHeld,
    "VF500": BookBroken,
    "55P03": StillRunning,  # lock_not_available
    "40P01": StillRunning,  # deadlock_detected
    "57014": StillRunning,  # query_canceled: statement_timeout
}
