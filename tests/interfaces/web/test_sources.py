"""What a door hands to a journey besides the request."""

import multiprocessing
import time
from datetime import UTC, timedelta

import pytest
from django.db import connection

from vafa.domain.clubs.queries import database_now
from vafa.interfaces.web import sources
from vafa.kit.ids import NODES, made_at_ms


@pytest.mark.django_db
def test_now_is_the_databases_in_utc() -> None:
    before = database_now()
    first, second = sources.now(), sources.now()

    assert first.tzinfo is UTC
    assert first <= second <= database_now()
    assert before - first < timedelta(seconds=1)


@pytest.mark.django_db
@pytest.mark.parametrize("hours", [-2, 2])
def test_now_stays_right_when_the_clock_of_this_machine_is_wrong(
    hours: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only the database's time decides (reliability 19)."""
    true_time = time.time
    monkeypatch.setattr(time, "time", lambda: true_time() + hours * 3600)

    told = sources.now()

    assert abs(told - database_now()) < timedelta(seconds=1)


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
