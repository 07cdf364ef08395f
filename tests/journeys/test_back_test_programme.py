"""A back-test gives what live purchases would have been given, and posts nothing."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from tests.factories.clubs import IDS, Club, a_club, claim
from vafa.domain.clubs.principal import Principal, RightMissing
from vafa.domain.clubs.rights import rights_of
from vafa.domain.rewards.backtesting import BackTestCard
from vafa.domain.rewards.operations.back_tests import BackTestSpan
from vafa.domain.rewards.operations.versions import NotPublishable
from vafa.domain.rewards.records import PurchaseLine, SpendWish
from vafa.domain.rewards.rulebook import NoSuchVersion
from vafa.journeys import back_test_programme, manage_programme
from vafa.journeys.back_test_programme import NoBackTest
from vafa.ledger import past_sales
from vafa.ledger.calls import reading_club, rows
from vafa.programme.document import Programme, ShareOfAmount
from vafa.programme.presets import reference_programme

pytestmark = pytest.mark.django_db

_GIVEN = """
    SELECT member_id, unit, sum(units)::bigint AS units FROM ledger_award
    WHERE club_id = %(club)s GROUP BY 1, 2
"""


def doubled() -> Programme:
    """Give the reference programme with twice the cashback at every tier."""
    document = reference_programme()
    rule = document.rules[1]
    effect = rule.effects[0]
    assert isinstance(effect, ShareOfAmount)
    twice = effect.model_copy(
        update={
            "share": 2 * effect.share,
            "by_tier": {tier: 2 * share for tier, share in effect.by_tier.items()},
        }
    )
    other = rule.model_copy(update={"effects": (twice,)})
    return document.model_copy(update={"rules": (document.rules[0], other, *document.rules[2:])})


def months_of_buying(club: Club) -> None:
    """Let three people buy for some months: small and large, by groups, and with their credit."""
    for month in range(5):
        for name, rials in (("Sara", 20_490_000), ("Ali", 990_000), ("Mina", 61_300_000)):
            club.buy(
                name=name, channel="till",
                lines=(
                    PurchaseLine(rials, vat_rials=rials // 10, group="dairy"),
                    PurchaseLine(333_333 * (month + 1), vat_rials=0, group="bread"),
                ),
                spend=(SpendWish("credit", None),) if month % 2 else (),
            )  # fmt: skip
        club.pass_days(31)


def draft(club: Club, document: Programme) -> int:
    """Keep a draft and give its number."""
    saved = manage_programme.save_draft(
        principal=club.principal, claim=claim(), ids=IDS, at=club.at,
        document=document.model_dump(mode="json"),
    )  # fmt: skip
    return saved.version.number


def run(club: Club, number: int, months: int = 12) -> BackTestCard:
    """Ask for a back-test, have the worker do it, and give what came of it."""
    back_test_programme.ask_back_test(
        principal=club.principal, number=number, months=months, at=club.at
    )
    assert back_test_programme.work_back_tests(clock=lambda: club.at) == 1
    return back_test_programme.show_back_test(principal=club.principal, number=number)


def given(club: Club) -> Counter[str]:
    """Give what the book says was given, by the unit's code."""
    codes = {unit.number: unit.code for unit in reference_programme().units}
    found: Counter[str] = Counter()
    with reading_club(club.club_id):
        for row in rows(_GIVEN, {"club": club.club_id}):
            found[codes[row["unit"]]] += row["units"]
    return found


def movements(club: Club) -> Any:
    """Count the movements of a club."""
    with reading_club(club.club_id):
        return rows(
            "SELECT count(*) AS n FROM ledger_movement WHERE club_id = %(club)s",
            {"club": club.club_id},
        )


def test_both_sides_are_what_two_clubs_gave_that_lived_by_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """One club lives by the first version, another by the second; the back-test tells both."""
    monkeypatch.setattr(past_sales, "PAGE", 2)
    one, other = a_club(), a_club(programme=doubled())
    months_of_buying(one)
    months_of_buying(other)
    posted = movements(one)

    found = run(one, draft(one, doubled()))

    result = found.result
    assert result is not None
    before, after = given(one), given(other)
    units = {unit.code: unit.given for unit in result.units}
    assert {code: pair.before for code, pair in units.items()} == dict(before)
    assert {code: pair.after for code, pair in units.items()} == dict(after)
    assert before["credit"] < after["credit"]
    assert (found.state, found.against, found.members_done) == ("done", 1, 3)
    assert (result.orders, result.members, result.gaining, result.losing) == (15, 3, 3, 0)
    assert sum(pair.members.before for pair in result.tiers) == 3
    assert sum(pair.worth_rials.after for pair in result.months) == pytest.approx(
        result.worth_rials.after, abs=20
    )
    assert result.changed[0].member_id == one.members["Mina"]
    assert movements(one) == posted


def test_only_the_months_asked_for_are_counted_and_what_came_back_is_not() -> None:
    club = a_club()
    club.buy(50_000_000)
    club.pass_days(200)
    sale = club.buy(1_000_000)
    club.refund(sale)
    club.buy(2_000_000)

    result = run(club, draft(club, doubled()), months=3).result

    assert result is not None
    assert (result.orders, result.net_rials) == (1, 2_000_000)
    credit = next(unit for unit in result.units if unit.code == "credit")
    # At 50,000,000 within a year the member is bronze, in both.
    assert (credit.given.before, credit.given.after) == (60_000, 120_000)
    assert [(one.code, one.members.before) for one in result.tiers if one.members.before] == [
        ("bronze", 1)
    ]


def test_the_same_version_changes_nobody() -> None:
    club = a_club()
    months_of_buying(club)

    result = run(club, draft(club, reference_programme())).result

    assert result is not None
    assert (result.gaining, result.losing, result.changed) == (0, 0, ())
    assert all(unit.given.before == unit.given.after for unit in result.units)


def test_members_are_named_most_changed_first() -> None:
    club = a_club()
    months_of_buying(club)
    number = draft(club, doubled())
    run(club, number)

    found = back_test_programme.list_changed_members(principal=club.principal, number=number)

    assert [one.member.name for one in found if one.member] == ["Mina", "Sara", "Ali"]


def test_asking_twice_is_asking_once_and_another_span_begins_anew() -> None:
    club = a_club()
    club.buy(1_000_000)
    number = draft(club, doubled())

    def ask(months: int) -> BackTestCard:
        return back_test_programme.ask_back_test(
            principal=club.principal, number=number, months=months, at=club.at
        )

    first = ask(3)
    club.pass_days(1)
    assert ask(3) == first
    assert ask(6).months == 6
    assert back_test_programme.work_back_tests(clock=lambda: club.at) == 1
    assert back_test_programme.work_back_tests(clock=lambda: club.at) == 0
    done = back_test_programme.show_back_test(principal=club.principal, number=number)
    assert done.state == "done"
    assert ask(6).state == "waiting"


def test_what_cannot_be_asked_for_is_refused() -> None:
    club = a_club()
    number = draft(club, doubled())
    reader = Principal(club.club_id, 1, rights_of(["programme.read"]))
    broken = draft(club, doubled().model_copy(update={"gift_card_unit": "nothing"}))

    with pytest.raises(NoBackTest):
        back_test_programme.show_back_test(principal=club.principal, number=number)
    with pytest.raises(RightMissing):
        back_test_programme.ask_back_test(principal=reader, number=number, months=3, at=club.at)
    with pytest.raises(BackTestSpan):
        back_test_programme.ask_back_test(
            principal=club.principal, number=number, months=5, at=club.at
        )
    with pytest.raises(NoSuchVersion):
        back_test_programme.ask_back_test(principal=club.principal, number=9, months=3, at=club.at)
    with pytest.raises(NotPublishable):
        back_test_programme.ask_back_test(
            principal=club.principal, number=broken, months=3, at=club.at
        )
