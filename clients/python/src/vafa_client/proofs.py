"""Checking a proof that a purchase stands in the book. It trusts nobody but the head you kept.

    python -m vafa_client.proofs PROOF.json [HEAD]

PROOF.json is the answer of GET /v1/purchases/{id}/proof, HEAD is what the feed of changes said of
that checkpoint (`ledger.checkpoint`), or what was written down elsewhere. Standard library only.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any


class ProofFailsError(Exception):
    """The proof does not hold; the message says where."""


def check_proof(answer: Mapping[str, Any], *, head: str = "") -> list[str]:
    """Give the purchase's lines in the book, if they are under the head that was kept.

    :raises ProofFailsError: when a hash differs, or the lines are of another purchase.
    """
    proof, checkpoint = answer["proof"], answer["proof"]["checkpoint"]
    reached = sha256(b"\x00" + proof["leaf"].encode()).digest()
    for step in proof["path"]:
        other = bytes.fromhex(step["hash"])
        pair = other + reached if step["side"] == "left" else reached + other
        reached = sha256(b"\x01" + pair).digest()
    _hold(reached.hex() == checkpoint["text"].split("|")[6], "the leaf is not under the root")
    made = sha256(checkpoint["text"].encode()).hexdigest()
    _hold(made == checkpoint["head"], "the head is not the hash of the checkpoint")
    _hold(head in ("", made), "this is not the head that was kept")
    title, *lines = proof["leaf"].split("\n")
    _hold(title.split("|")[2] == answer["member_id"], "the leaf is of another member")
    own = [line for line in lines if line.split("|")[7] == answer["purchase_id"]]
    _hold(bool(own), "the leaf does not hold this purchase")
    return own


def main(words: Sequence[str]) -> int:
    """Check the proof in a file; 1 when it fails."""
    try:
        answer = json.loads(Path(words[0]).read_text("utf-8"))
        lines = check_proof(answer, head=words[1] if len(words) > 1 else "")
    except ProofFailsError as error:
        sys.stderr.write(f"the proof fails: {error}\n")
        return 1
    sys.stdout.write("the proof holds\n" + "".join(f"  {line}\n" for line in lines))
    return 0


def _hold(is_so: bool, otherwise: str) -> None:  # noqa: FBT001 - framework
    if not is_so:
        raise ProofFailsError(otherwise)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
