"""Who did what: the trail, the book and members' data in one list, newest first."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.factories.clubs import IDS, NOON, VAULT, Club, a_club, claim, clock, entropy
from vafa.domain.clubs.principal import RightMissing
from vafa.domain.clubs.records import NewKey
from vafa.domain.clubs.rights import ROLES
from vafa.domain.clubs.trail import ActShown, ActsSought
from vafa.interfaces.web import sources
from vafa.journeys import manage_tills, show_acts
from vafa.journeys.edit_profile import edit_profile
from vafa.journeys.issue_api_key import issue_api_key

pytestmark = pytest.mark.django_db(transaction=True)

ALL = ActsSought(NOON - timedelta(days=1), NOON + timedelta(days=30))


def a_day(club: Club) -> None:
    """Open a till, sell, change a mobile's owner's name, and issue a key, an hour apart."""
    manage_tills.open_till(principal=club.principal, at=club.at, code="till-1", branch="")
    club.at += timedelta(hours=1)
    club.buy(1_000_000)
    club.at += timedelta(hours=1)
    edit_profile(
        principal=club.principal, claim=claim(), ids=IDS, vault=VAULT, at=club.at,
        member_id=club.members["Sara"], changes={"first_name": "Maryam"},
    )  # fmt: skip
    club.at += timedelta(hours=1)
    issue_api_key(
        principal=club.principal, claim=claim(), ids=IDS, at=club.at, entropy=entropy(),
        key=NewKey("till", frozenset({"read"})),
    )  # fmt: skip


def acts(club: Club, **more: object) -> tuple[ActShown, ...]:
    sought = replace(ALL, **more)  # type: ignore[arg-type]  # framework
    return show_acts.list_acts(principal=club.principal, vault=VAULT, sought=sought).acts


def test_acts_of_every_kind_stand_in_one_list() -> None:
    club = a_club()
    a_day(club)

    found = [(one.source, one.act) for one in acts(club) if one.at > NOON]

    assert found == [
        ("trail", "key_issued"), ("member", "profile"), ("book", "purchase"), ("book", "join"),
    ]  # fmt: skip
    assert {one.who for one in acts(club)} == {club.principal.name}


def test_old_and_new_names_are_masked() -> None:
    club = a_club()
    a_day(club)

    (act,) = acts(club, act="profile")

    assert (act.before, act.after) == (
        {"first_name": "…"}, {"first_name": "…", "fields": ["first_name"]},
    )  # fmt: skip


def test_pages_follow_each_other_without_gap() -> None:
    club = a_club()
    a_day(club)
    whole = acts(club)

    page = show_acts.list_acts(principal=club.principal, vault=VAULT, sought=replace(ALL, limit=2))
    pages = [*page.acts]
    while page.before is not None:
        page = show_acts.list_acts(
            principal=club.principal, vault=VAULT,
            sought=replace(ALL, limit=2, before=page.before),
        )  # fmt: skip
        pages += page.acts

    assert tuple(pages) == whole
    assert len(whole) > 4


def test_an_export_is_an_act_itself() -> None:
    club = a_club()
    a_day(club)
    listed = len(acts(club))

    with clock(club.at):
        found = list(show_acts.export_acts(principal=club.principal, vault=VAULT, sought=ALL))
    now = sources.now()
    later = acts(club, since=now - timedelta(hours=1), until=now + timedelta(hours=1))

    assert len(found) == listed
    assert "acts_exported" in {one.act for one in later}


def test_who_may_not_see_them_sees_nothing() -> None:
    club, other = a_club(), a_club()
    a_day(other)
    club.principal = replace(club.principal, rights=ROLES["cashier"])

    with pytest.raises(RightMissing):
        acts(club)
    assert not [one for one in acts(a_club()) if one.act == "till_opened"]


def test_a_period_has_an_end_and_is_no_longer_than_a_year() -> None:
    club = a_club()

    for days in (0, 367):
        with pytest.raises(show_acts.PeriodTooLong):
            acts(club, until=ALL.since + timedelta(days=days))
