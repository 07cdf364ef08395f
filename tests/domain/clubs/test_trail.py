"""The trail: what is kept of an act, what is masked, and that nobody changes it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import psycopg
import pytest
from django.db import DatabaseError

from tests.factories.clubs import NOON, Club, a_club
from vafa.domain.clubs import trail
from vafa.domain.clubs.scope import club_scope
from vafa.domain.clubs.trail import ActShown, ActsSought
from vafa.ledger.calls import rows
from vafa.server import config, database

pytestmark = pytest.mark.django_db(transaction=True)


def note(club: Club, act: str = "till_opened", **more: object) -> None:
    principal = replace(club.principal, address="192.0.2.7", request_id="r-1", staff_id=7)
    with club_scope(club.club_id):
        trail.note(
            principal=principal, at=club.at, act=act, object_kind="till", object_id="till-1",
            **more,  # type: ignore[arg-type]  # framework
        )  # fmt: skip


def acts(club: Club, **more: object) -> list[ActShown]:
    sought = ActsSought(NOON - timedelta(days=1), NOON + timedelta(days=1))
    with club_scope(club.club_id):
        found = trail.acts(club_id=club.club_id, sought=replace(sought, **more))  # type: ignore[arg-type]  # framework
    return [one for one in found if one.object_kind == "till"]


def test_an_act_tells_who_what_from_where_and_what_changed() -> None:
    club = a_club()
    note(club, before={"branch": "north"}, after={"branch": "south"})

    (act,) = acts(club)

    assert (act.who, act.staff_id, act.credential_id) == (
        club.principal.name, 7, club.principal.credential_id,
    )  # fmt: skip
    assert (act.act, act.object_id, act.address, act.request_id) == (
        "till_opened", "till-1", "192.0.2.7", "r-1",
    )  # fmt: skip
    assert (act.before, act.after) == ({"branch": "north"}, {"branch": "south"})


def test_acts_are_found_by_who_what_and_when_newest_first() -> None:
    club = a_club()
    for act in ("till_opened", "till_closed", "till_opened"):
        note(club, act)
        club.at += timedelta(minutes=1)

    newest = acts(club, limit=1)[0]

    assert [one.act for one in acts(club)] == ["till_opened", "till_closed", "till_opened"]
    assert [one.act for one in acts(club, before=(newest.at, newest.id))] == [
        "till_closed", "till_opened",
    ]  # fmt: skip
    assert len(acts(club, act="till_opened")) == 2
    assert len(acts(club, who=7)) == 3
    assert acts(club, who=8) == []
    assert acts(club, object_id="till-2") == []
    assert acts(a_club()) == []


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ({"mobile": "09121234567"}, {"mobile": "…4567"}),
        ({"first_name": "سارا", "role": "cashier"}, {"first_name": "…", "role": "cashier"}),
        ({"why": "09121234567 said so"}, {"why": "…4567 said so"}),
        ({"list": ["a@b.ir", 3, None, True]}, {"list": ["…", 3, None, True]}),
        ({"profile": {"email": ""}}, {"profile": {"email": ""}}),
        ({"merge": "383091280894212096"}, {"merge": "383091280894212096"}),
    ],
)
def test_personal_values_are_masked(value: object, kept: object) -> None:
    assert trail.masked(value) == kept


def test_nobody_changes_the_trail() -> None:
    club = a_club()
    note(club)
    (name,) = rows("SELECT current_database() AS name")

    for role in ("app", "owner"):
        for verb in (
            "UPDATE clubs_act SET act = 'x'",
            "DELETE FROM clubs_act",
            "TRUNCATE clubs_act",
        ):
            with (
                database.connect(config.current(), role, name=name["name"]) as session,
                pytest.raises(psycopg.errors.InsufficientPrivilege),
            ):
                session.execute(verb.format("clubs_act").encode())
    assert len(acts(club)) == 1


def test_an_act_needs_its_clubs_scope() -> None:
    club = a_club()

    with pytest.raises(DatabaseError):
        trail.note(principal=club.principal, at=NOON, act="x", object_kind="till")
