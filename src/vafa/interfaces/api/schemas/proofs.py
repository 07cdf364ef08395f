"""Proofs that a purchase stands in the book."""

from typing import Literal

from pydantic import Field

from vafa.interfaces.api.fields import Answer, ShownId, ShownMoment


class CheckpointShown(Answer):
    """A sealed part of the book; `head` is the SHA-256 of `text`, all hashes are in hex."""

    number: int
    sealed_at: ShownMoment
    leaves: int
    movements: int
    root: str
    previous: str
    text: str
    head: str


class NeighbourShown(Answer):
    """A hash to join on the way up: it stands on this side of what is reached so far."""

    side: Literal["left", "right"]
    hash: str


class ProofShown(Answer):
    """The leaf as text, and the way from its hash up to the root of the checkpoint."""

    leaf: str = Field(
        description="A line that names club, member and movements, then a line for each movement:"
        " number, kind, from, to, unit, amount, balance, event, lot, award, moment of effect and"
        " of recording in microseconds since 1970."
    )
    first_seq: int = Field(description="The purchase's own lines begin at this movement,")
    last_seq: int = Field(description="and end at this one.")
    path: tuple[NeighbourShown, ...]
    checkpoint: CheckpointShown


class PurchaseProvedAnswer(Answer):
    """That a purchase is in the book; `vafa_client.proofs` checks it with 30 lines."""

    purchase_id: ShownId
    member_id: ShownId
    proof: ProofShown
