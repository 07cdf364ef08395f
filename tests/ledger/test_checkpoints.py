"""Checkpoints seal what was posted; whoever changes it afterwards is found, a superuser too."""

from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256

import psycopg
import pytest
from django.db import connection

from tests.factories.book import NOON, POINTS, Till, number, open_till, set_clock
from vafa.ledger import operations as book
from vafa.ledger.checkpoints import (
    Inclusion,
    NothingToProve,
    NotSealedYet,
    checkpoints,
    inclusion,
    seal,
)
from vafa.ledger.records import BurnUnits, Earn
from vafa.ledger.trees import leaf_hash, node_hash
from vafa.ledger.verify import Report, verify
from vafa.server import config, database


@pytest.fixture
def till() -> Iterator[Till]:
    """Give a committed book of three members, sealed at noon, at one and not since."""
    set_clock(NOON)
    till = open_till()
    till.post(Earn(POINTS, 100))
    till.colleague().post(Earn(POINTS, 3))
    seal(club_id=till.club_id, is_whole=False)
    set_clock(NOON + timedelta(hours=1))
    till.post(BurnUnits(POINTS, 60))
    till.colleague().post(Earn(POINTS, 7))
    seal(club_id=till.club_id, is_whole=False)
    yield till
    take_outbox(till)  # this club is in the book only, and has no feed
    set_clock(None)


@pytest.fixture
def intruder() -> Iterator[psycopg.Connection]:
    """Give a superuser who has switched the triggers off."""
    name = str(connection.settings_dict["NAME"])
    with database.connect(config.current(), "admin", name=name) as admin:
        admin.execute("SET session_replication_role = replica")
        yield admin


def take_outbox(till: Till) -> str:
    """Take the club's follow-ups and give them as text."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT ledger_outbox_take_v1(%s, 100)", [till.club_id])
        return str(cursor.fetchone()[0])


def places(report: Report) -> list[str]:
    """Give what the two checks of checkpoints name."""
    names = {"sealed_movements", "checkpoints"}
    return [place for check in report.checks if check.name in names for place in check.places]


def is_proved(proof: Inclusion) -> bool:
    """Climb from the leaf to the root as a stranger does."""
    reached = leaf_hash(proof.leaf)
    for one in proof.path:
        other = bytes.fromhex(one.hash)
        pair = (other, reached) if one.side == "left" else (reached, other)
        reached = node_hash(*pair)
    return reached.hex() == proof.checkpoint.root


@pytest.mark.django_db(transaction=True)
def test_a_checkpoint_seals_what_is_new_and_names_the_one_before(till: Till) -> None:
    first, second = checkpoints(club_id=till.club_id)

    assert (first.number, first.leaves, first.movements, first.previous) == (1, 2, 2, "00" * 32)
    assert (second.number, second.leaves, second.movements) == (2, 2, 2)
    assert second.previous == first.head == sha256(first.text.encode()).hexdigest()
    assert checkpoints(club_id=till.club_id, after=1) == [second]
    assert seal(club_id=till.club_id, is_whole=False) is None
    assert seal(club_id=till.club_id, is_whole=True) is None
    report = verify(club_id=till.club_id)
    assert (report.differences, places(report)) == (0, [])


@pytest.mark.django_db(transaction=True)
def test_the_head_is_told_to_the_clubs_feed(till: Till) -> None:
    taken = take_outbox(till)

    assert taken.count("ledger.checkpoint") == 2
    assert all(one.head in taken for one in checkpoints(club_id=till.club_id))


@pytest.mark.django_db(transaction=True)
def test_what_only_the_whole_look_finds_is_sealed_by_it(till: Till) -> None:
    """A posting that stayed unseen for long is not lost: each hour all members are looked at."""
    late = till.colleague()
    set_clock(NOON + timedelta(minutes=40))
    late.post(Earn(POINTS, 1))
    set_clock(NOON + timedelta(hours=1, minutes=5))

    missed = seal(club_id=till.club_id, is_whole=False)
    found = seal(club_id=till.club_id, is_whole=True)

    assert missed is None
    assert found is not None
    assert (found.number, found.movements) == (3, 1)
    assert verify(club_id=till.club_id).differences == 0


@pytest.mark.django_db(transaction=True)
def test_a_purchase_is_proved_by_a_path_to_the_root(till: Till) -> None:
    event_id = till.post(Earn(POINTS, 5)).event_id
    with pytest.raises(NotSealedYet):
        inclusion(club_id=till.club_id, member_id=till.member_id, event_id=event_id)
    sealed = seal(club_id=till.club_id, is_whole=False)

    proof = inclusion(club_id=till.club_id, member_id=till.member_id, event_id=event_id)

    assert proof is not None
    assert (proof.checkpoint, proof.first_seq, proof.last_seq) == (sealed, 3, 3)
    header, line = proof.leaf.split("\n")
    assert header == f"vafa leaf 1|{till.club_id}|{till.member_id}|3|3"
    assert line.split("|")[:8] == ["3", "1", "10", "1", str(POINTS), "5", "45", str(event_id)]
    assert is_proved(proof)


@pytest.mark.django_db(transaction=True)
def test_what_moved_nothing_or_belongs_to_others_has_no_proof(till: Till) -> None:
    idle = till.post().event_id
    other = open_till()

    with pytest.raises(NothingToProve):
        inclusion(club_id=till.club_id, member_id=till.member_id, event_id=idle)
    assert inclusion(club_id=till.club_id, member_id=till.member_id, event_id=number()) is None
    assert inclusion(club_id=other.club_id, member_id=till.member_id, event_id=idle) is None


# Everything that another check of the book would look at is made to fit.
FORGED = """
    UPDATE ledger_movement SET amount = 90, balance_after = 90 WHERE member_id = {m} AND seq = 1;
    UPDATE ledger_movement SET balance_after = 30 WHERE member_id = {m} AND seq = 2;
    UPDATE ledger_wallet SET spendable = 30 WHERE member_id = {m}
"""
INSERTED = """
    INSERT INTO ledger_movement SELECT member_id, 3, club_id, event_id, lot_seq, award_id, amount,
        balance_after, effective_at, recorded_at - interval '{hours} hours', xact, unit, kind,
        from_account, to_account
    FROM ledger_movement WHERE member_id = {m} AND seq = 1
"""
DELETED = "DELETE FROM ledger_movement WHERE member_id = {m} AND seq = 2"
WITH_LEAF = """
    DELETE FROM ledger_movement WHERE member_id = {m} AND seq = 2;
    DELETE FROM ledger_leaf WHERE member_id = {m} AND last_seq = 2
"""
HASHED = """
    SELECT ledger_leaf_hash_v1(ledger_leaf_text_v1(
        m.club_id, m.member_id, m.seq, m.seq, ledger_movement_line_v1(m)
    )) FROM ledger_movement AS m WHERE m.member_id = {m} AND m.seq =
"""
HASHED_ANEW = """
    UPDATE ledger_movement SET amount = 61 WHERE member_id = {m} AND seq = 2;
    UPDATE ledger_leaf SET hash = ({hashed} 2) WHERE member_id = {m} AND last_seq = 2
"""
LOOSE = """
    INSERT INTO ledger_leaf SELECT member_id, 3, 3, club_id, 9, 0, ({hashed} 3) FROM ledger_leaf
    WHERE member_id = {m} AND last_seq = 1
"""
NEWEST = """
    DELETE FROM ledger_leaf WHERE club_id = {c} AND checkpoint = 2;
    DELETE FROM ledger_checkpoint WHERE club_id = {c} AND number = 2
"""
ALL = """
    DELETE FROM ledger_movement WHERE club_id = {c};
    DELETE FROM ledger_leaf WHERE club_id = {c};
    DELETE FROM ledger_checkpoint WHERE club_id = {c}
"""
LATER = """
    UPDATE ledger_movement SET effective_at = effective_at + interval '1 us'
    WHERE member_id = {m} AND seq = 2
"""
GONE = ["checkpoint 1: kept elsewhere, missing here", "checkpoint 2: kept elsewhere, missing here"]
UNLIKE = "movements 2 to 2: not what checkpoint 2 sealed"
RESEALED = "checkpoint 2: not as it was sealed"
TAMPERING = {
    "amounts, and all balances to match": (
        FORGED, ["movements 1 to 1: not what checkpoint 1 sealed", UNLIKE],
    ),
    "a moment, by a microsecond": (LATER, [UNLIKE]),
    "a row deleted": (DELETED, [UNLIKE]),
    "a row put in behind the seal": (
        INSERTED.replace("{hours}", "4"), ["movement 3: written behind checkpoint 2"],
    ),
    "a row deleted with its leaf": (WITH_LEAF, [RESEALED]),
    "an amount, and its leaf hashed anew": (HASHED_ANEW, [RESEALED]),
    "a leaf that no checkpoint holds": (
        INSERTED + ";" + LOOSE, ["movements 3 to 3: not what checkpoint 9 sealed"],
    ),
    "the newest checkpoint with its leaves": (NEWEST, GONE[1:]),
    "the whole book of the club": (ALL, GONE),
}  # fmt: skip


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("what", TAMPERING)
def test_a_superuser_who_changes_what_is_sealed_is_found(
    till: Till, intruder: psycopg.Connection, what: str
) -> None:
    """Edits, inserts and deletes are named by member and range, or by checkpoint."""
    statements, expected = TAMPERING[what]
    heads = {one.number: one.head for one in checkpoints(club_id=till.club_id)}
    named = {"m": till.member_id, "c": till.club_id}
    text = statements.format(**named, hashed=HASHED.format(**named), hours=0)
    for statement in text.split(";"):
        assert intruder.execute(statement.encode()).rowcount > 0

    found = places(verify(club_id=till.club_id, heads={till.club_id: heads}))

    assert len(found) == len(expected), found
    for place, part in zip(found, expected, strict=True):
        assert part in place
        assert place.startswith(("checkpoint", f"member {till.member_id} "))


@pytest.mark.django_db(transaction=True)
def test_a_chain_made_anew_is_found_by_the_head_that_was_kept(
    till: Till, intruder: psycopg.Connection
) -> None:
    """Who recomputes every leaf and checkpoint is consistent, and found from outside alone."""
    heads = {one.number: one.head for one in checkpoints(club_id=till.club_id)}
    set_clock(NOON + timedelta(hours=1))
    for statement in (
        LATER,
        "DELETE FROM ledger_leaf WHERE club_id = {c}",
        "DELETE FROM ledger_checkpoint WHERE club_id = {c}",
        "DELETE FROM ledger_outbox WHERE club_id = {c}",
    ):
        intruder.execute(statement.format(m=till.member_id, c=till.club_id).encode())
    seal(club_id=till.club_id, is_whole=True)

    inside = verify(club_id=till.club_id)
    outside = verify(club_id=till.club_id, heads={till.club_id: heads})

    assert places(inside) == []
    assert places(outside) == [
        "checkpoint 1: not the head that was kept elsewhere",
        "checkpoint 2: kept elsewhere, missing here",
    ]


@pytest.mark.django_db(transaction=True)
def test_erasing_a_persons_texts_breaks_no_seal(till: Till) -> None:
    book.erase_texts(club_id=till.club_id, member_id=till.member_id, pattern="سلام")

    assert verify(club_id=till.club_id).differences == 0
