"""What a door hands to a journey besides the request."""

import multiprocessing
from datetime import UTC, timedelta

import pytest
from django.db import connection

from vafa.interfaces.web import sources
from vafa.kit.ids import NODES, made_at_ms


def test_now_is_the_time_in_utc() -> None:
    first, second = sources.now(), sources.now()

    assert first.utcoffset() == timedelta(0)
    assert first.tzinfo is UTC
    assert first <= second


@pytest.mark.django_db(transaction=True)
def test_ids_are_made_now_and_by_one_source_in_a_process() -> None:
    before = sources.now()
    made = sources.ids().next()

    assert sources.ids() is sources.ids()
    assert abs(made_at_ms(made) - before.timestamp() * 1000) < 5000


def test_entropy_is_never_the_same() -> None:
    drawn = {sources.entropy() for _ in range(100)}

    assert len(drawn) == 100
    assert {len(one) for one in drawn} == {sources.ENTROPY_BYTES}


def test_vault_opens_what_it_sealed() -> None:
    sealed = sources.vault().seal(value="سارا", place="here")

    assert sources.vault().unseal(sealed=sealed, place="here") == "سارا"


@pytest.mark.django_db(transaction=True)
def test_forked_worker_has_a_source_of_ids_of_its_own() -> None:
    """Two processes never share a node, so they never make the same id."""
    mine = sources.ids()
    connection.close()  # a fork must not inherit it
    context = multiprocessing.get_context("fork")
    with context.Pool(1) as pool:
        theirs = pool.apply(_node)

    assert node_of(mine.next()) != theirs


def node_of(made: int) -> int:
    """Read the node out of an id."""
    return (made >> 12) % NODES


def _node() -> int:
    return node_of(sources.ids().next())
