"""What a person may spend of a wallet that several people share, in words for the till."""

from dataclasses import dataclass

from vafa.programme.document import Label


@dataclass(frozen=True, slots=True)
class OwnLimit:
    """A person's limits and what is left under both, in Rial worth; `why` says it in words."""

    left_rials: int
    month_rials: int | None
    month_spent_rials: int
    purchase_rials: int | None
    why: Label
