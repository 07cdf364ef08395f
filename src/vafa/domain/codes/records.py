"""What goes into and comes out of the codes' operations."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Purpose = Literal["mobile", "change_old", "change_new", "change_undo"]
Outcome = Literal["proven", "second_proof_needed", "new"]


@dataclass(frozen=True, slots=True)
class NewCode:
    """A code to send: to which mobile, for what, and for whom (`caller` asks: an address)."""

    purpose: Purpose
    mobile: str = field(repr=False)
    code: str = field(repr=False)
    caller: str = field(repr=False)
    subject_id: int = 0


@dataclass(frozen=True, slots=True)
class CodeIssued:
    """A code that may be sent: until when it is good, and from when another may be asked for."""

    challenge_id: int
    expires_at: datetime
    resend_at: datetime


@dataclass(frozen=True, slots=True)
class Given:
    """A code that somebody typed, for the challenge it was sent with."""

    purpose: Purpose
    challenge_id: int
    code: str = field(repr=False)
    subject_id: int = 0


@dataclass(frozen=True, slots=True)
class Proof:
    """A number that was proven a moment ago, and what it means."""

    challenge_id: int
    outcome: str
    member_id: int | None
    mobile_trace: bytes
