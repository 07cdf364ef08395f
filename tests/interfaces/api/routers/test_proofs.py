"""A receipt's proof over HTTP, checked by the client's stand-alone verifier."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.factories.shops import Shop
from vafa.journeys.close_checkpoint import close_checkpoint
from vafa.journeys.relay_changes import relay_changes
from vafa_client.proofs import ProofFailsError, check_proof, main


def sealed_purchase(shop: Shop) -> tuple[str, str]:
    """Let three people buy, close a checkpoint, and give the second purchase and the head."""
    bought = [shop.purchase(shop.member(), rials) for rials in (4_000_000, 5_000_000, 6_000_000)]
    closed = close_checkpoint(club_id=shop.club_id, is_whole=False)
    assert closed is not None
    return str(bought[1]["purchase_id"]), closed.head


def test_the_proof_holds_and_its_head_is_in_the_feed(shop: Shop) -> None:
    purchase_id, head = sealed_purchase(shop)

    answer = shop.owner.get(f"/v1/purchases/{purchase_id}/proof").json()
    while relay_changes():
        pass
    told = [
        entry
        for entry in shop.owner.get("/v1/changes").json()["entries"]
        if entry["topic"] == "ledger.checkpoint"
    ]

    lines = check_proof(answer, head=head)
    assert {line.split("|")[7] for line in lines} == {purchase_id}
    assert len(answer["proof"]["path"]) == 2
    assert [(entry["member_id"], entry["payload"]["head"]) for entry in told] == [(None, head)]


def test_too_early_the_answer_says_when_to_ask_again(shop: Shop) -> None:
    bought = shop.purchase(shop.member(), 5_000_000)

    answer = shop.owner.get(f"/v1/purchases/{bought['purchase_id']}/proof")

    assert (answer.status_code, answer.json()["code"]) == (409, "not_sealed_yet")
    assert answer.has_header("Retry-After")


@pytest.mark.parametrize(
    ("place", "old", "new", "said"),
    [
        ("leaf", "|1|10|", "|1|11|", "under the root"),
        ("text", "|1|", "|2|", "not the hash"),
        ("purchase_id", "", "9", "does not hold this purchase"),
        ("member_id", "", "9", "another member"),
    ],
)
def test_a_changed_proof_fails(shop: Shop, place: str, old: str, new: str, said: str) -> None:
    purchase_id, head = sealed_purchase(shop)
    answer: dict[str, Any] = shop.owner.get(f"/v1/purchases/{purchase_id}/proof").json()
    holder = {
        "leaf": answer["proof"],
        "text": answer["proof"]["checkpoint"],
    }.get(place, answer)
    holder[place] = holder[place].replace(old, new, 1)

    with pytest.raises(ProofFailsError, match=said):
        check_proof(answer, head=head)


def test_the_verifier_reads_a_file_and_tells(
    shop: Shop, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    purchase_id, head = sealed_purchase(shop)
    file = tmp_path / "proof.json"
    file.write_text(json.dumps(shop.owner.get(f"/v1/purchases/{purchase_id}/proof").json()))

    statuses = [main([str(file)]), main([str(file), head]), main([str(file), "0" * 64])]

    said = capsys.readouterr()
    assert statuses == [0, 0, 1]
    assert "the proof holds" in said.out
    assert said.err == "the proof fails: this is not the head that was kept\n"
