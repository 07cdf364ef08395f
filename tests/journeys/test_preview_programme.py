"""Whom a version would move and what would end, shown before it is published (E65)."""

from datetime import date
from typing import Any

import pytest

from tests.factories.clubs import IDS, VAULT, Club, a_club, claim, clock
from vafa.domain.clubs.principal import Principal, RightMissing
from vafa.domain.clubs.rights import rights_of
from vafa.domain.members.records import MemberRef
from vafa.domain.rewards.answers import Quote
from vafa.domain.rewards.operations.previews import VersionPreviewDiffers
from vafa.domain.rewards.operations.versions import NotPublishable
from vafa.domain.rewards.records import Purchase, PurchaseLine
from vafa.domain.rewards.rulebook import NoSuchVersion
from vafa.domain.rewards.version_answers import IdleEnds, NewEnds, Preview, TierFlow, Tried
from vafa.journeys import manage_programme
from vafa.journeys.preview_programme import (
    MoversPage,
    list_movers,
    preview_programme,
    try_purchase,
)
from vafa.ledger import standings
from vafa.programme.document import AfterDays, AfterInactivity, NeverExpires, Programme
from vafa.programme.editing import with_rule
from vafa.programme.presets import reference_programme

pytestmark = pytest.mark.django_db


def changed(*, silver: int = 150_000_000, expiry: Any = None, **more: Any) -> Programme:
    """Give the reference programme with another threshold, or end, of units."""
    document = reference_programme()
    assert document.ladder is not None
    levels = tuple(
        level.model_copy(update={"threshold": silver}) if level.code == "silver" else level
        for level in document.ladder.levels
    )
    units = tuple(
        unit.model_copy(update={"expiry": expiry or unit.expiry}) for unit in document.units
    )
    ladder = document.ladder.model_copy(update={"levels": levels})
    return document.model_copy(update={"ladder": ladder, "units": units, **more})


def draft(club: Club, document: Programme) -> int:
    """Save a document and give its number."""
    saved = manage_programme.save_draft(
        principal=club.principal, claim=claim(), ids=IDS, at=club.at,
        document=document.model_dump(mode="json"),
    )  # fmt: skip
    return saved.version.number


def look(club: Club, number: int) -> Preview:
    """Look at the preview of a version."""
    with clock(club.at):
        return preview_programme(principal=club.principal, number=number, at=club.at)


def page(club: Club, number: int, *, after: int = 0, limit: int = 50) -> MoversPage:
    """List the members whom a version concerns."""
    with clock(club.at):
        return list_movers(
            principal=club.principal, vault=VAULT, number=number, at=club.at, after_id=after,
            limit=limit,
        )  # fmt: skip


def publish(club: Club, number: int, preview_hash: str = "") -> bool:
    """Publish a version; tell whether the answer warns."""
    saved = manage_programme.publish(
        principal=club.principal, claim=claim(), at=club.at, number=number, starts_at=club.at,
        preview_hash=preview_hash,
    )  # fmt: skip
    return saved.is_unseen


def a_club_of_four() -> Club:
    """Open a club with members on several tiers."""
    club = a_club(changed(expiry=NeverExpires()))
    for name, rials in (
        ("Ali", 10_000_000), ("Mina", 120_000_000), ("Sara", 160_000_000), ("Reza", 220_000_000),
    ):  # fmt: skip
        club.buy(rials, name=name)
    return club


def test_preview_counts_who_goes_up_at_once_and_who_goes_down_after_grace(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """E65."""
    monkeypatch.setattr(standings, "PAGE", 3)
    club = a_club_of_four()

    higher = look(club, draft(club, changed(silver=200_000_000, expiry=NeverExpires())))
    lower = look(club, draft(club, changed(silver=100_000_000, expiry=NeverExpires())))

    falls_on = date(2026, 12, 22)  # 30 days of grace from 21 November
    assert higher.flows == (TierFlow("silver", "bronze", falls_on, 1),)
    assert lower.flows == (TierFlow("bronze", "silver", None, 1),)
    assert (higher.members, higher.moving, higher.ends) == (4, 1, ())


def test_preview_is_what_happens_when_the_version_comes_in() -> None:
    club = a_club_of_four()
    number = draft(club, changed(silver=100_000_000, expiry=AfterDays(days=10)))
    seen = look(club, number)
    publish(club, number, seen.preview_hash)
    with clock(club.at):
        club.run_day()

    ups = [one for one in club.outbox("tier.changed") if one["before"] == "bronze"]
    told = sum(one["units"] for one in club.outbox("expiry.announced"))
    assert (len(ups), told) == (
        sum(flow.members for flow in seen.flows), sum(one.units for one in seen.ends),
    )  # fmt: skip


def test_preview_names_what_would_end_and_when() -> None:
    club = a_club_of_four()

    seen = look(club, draft(club, changed(expiry=AfterDays(days=365), notice_days=10)))

    # Given on 30 Aban 1405, there through 30 Aban 1406.
    points = sum(one.units for one in seen.ends if one.unit == "points")
    assert NewEnds("points", 1406, 8, 4, points) in seen.ends
    assert {one.unit for one in seen.ends} == {"points", "credit"}
    assert (seen.flows, seen.nothing_ends_before) == ((), date(2026, 12, 2))


def test_preview_counts_those_whom_inactivity_would_concern() -> None:
    club = a_club_of_four()

    seen = look(club, draft(club, changed(expiry=AfterInactivity(days=90))))

    assert seen.idle == (IdleEnds("credit", True, 4), IdleEnds("points", True, 4))  # noqa: FBT003 - framework


def test_members_are_listed_in_pages_with_their_mobiles_masked() -> None:
    club = a_club_of_four()
    number = draft(club, changed(silver=100_000_000, expiry=AfterDays(days=365)))

    first = page(club, number, limit=3)
    rest = page(club, number, after=int(first.next_cursor), limit=3)

    found = [*first.members, *rest.members]
    assert [one.member_id for one in found] == sorted(club.members.values())
    assert [one.after for one in found] == ["regular", "silver", "silver", "silver"]
    assert all("*" in one.card.mobile_masked for one in found if one.card)
    assert [one.ends != () for one in found] == [True] * 4
    assert rest.next_cursor == ""


def test_publishing_unseen_warns_and_with_another_preview_is_refused() -> None:
    club = a_club_of_four()
    first = draft(club, changed(silver=100_000_000))
    other = draft(club, changed(silver=120_000_000))
    seen = look(club, first).preview_hash

    with pytest.raises(VersionPreviewDiffers):
        publish(club, other, seen)
    assert publish(club, other)
    assert not publish(club, draft(club, changed(silver=120_000_000, quote_minutes=9)))


def test_published_with_its_preview_it_does_not_warn() -> None:
    club = a_club_of_four()
    number = draft(club, changed(silver=100_000_000))

    assert not publish(club, number, look(club, number).preview_hash)


def test_nothing_is_previewed_of_what_cannot_be_published_or_is_not_there() -> None:
    club = a_club_of_four()
    document = reference_programme()
    effect, *rest = document.rules[0].effects
    broken = document.rules[0].model_copy(
        update={"effects": (effect.model_copy(update={"unit": "gold"}), *rest)}
    )
    number = draft(club, document.model_copy(update={"rules": (broken, *document.rules[1:])}))

    with pytest.raises(NotPublishable):
        look(club, number)
    with pytest.raises(NoSuchVersion):
        look(club, 99)
    with pytest.raises(RightMissing):
        preview_programme(
            principal=Principal(club.club_id, 1, rights_of({"read"})), number=number, at=club.at
        )


def tried(club: Club, number: int, rials: int, *, member: int | None = None) -> Tried:
    """Try a purchase on a version."""
    with clock(club.at):
        return try_purchase(
            principal=club.principal, vault=VAULT, event_at=club.at, number=number,
            purchase=Purchase(
                MemberRef("id", str(member)) if member else None, "try", "1",
                lines=(PurchaseLine(rials, vat_rials=0),),
            ),
        )  # fmt: skip


def test_a_purchase_is_tried_on_both_and_nothing_is_written() -> None:
    club = a_club()
    member = club.join()
    number = draft(club, doubled())

    found = tried(club, number, 10_000_000, member=member)
    again = tried(club, number, 10_000_000, member=member)

    assert found.before is not None
    assert given(found.before) == {"points": 100, "credit": 200_000}
    assert given(found.after) == {"points": 200, "credit": 200_000}
    assert [award.why.fa for award in found.after.awards] != []
    assert again == found


def test_a_member_is_tried_on_the_tier_of_the_ladder_that_comes() -> None:
    club = a_club()
    member = club.join()
    club.buy(66_000_000)
    number = draft(club, changed(silver=55_000_000))

    found = tried(club, number, 1_000_000, member=member)

    assert found.before is not None
    assert given(found.before)["credit"] == 30_000
    assert given(found.after)["credit"] == 50_000


def test_without_a_member_somebody_new_buys() -> None:
    club = a_club()

    found = tried(club, draft(club, doubled()), 1_000_000)

    assert given(found.after) == {"points": 20, "credit": 20_000}


def test_a_version_with_problems_is_not_tried() -> None:
    club = a_club()
    number = draft(club, reference_programme().model_copy(update={"zone": "Nowhere"}))

    with pytest.raises(NotPublishable):
        tried(club, number, 1_000_000)


def doubled() -> Programme:
    """Give the reference programme with two points instead of one."""
    document = reference_programme()
    rule = document.rules[0]
    effect = rule.effects[0].model_copy(update={"units": 2})
    return with_rule(document, rule.model_copy(update={"effects": (effect,)}))


def given(quote: Quote) -> dict[str, int]:
    """Give the units that a quote gives."""
    return {award.unit: award.units for award in quote.awards}
