"""Programme versions: drafts never change, publishing happens once and decides from its start."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from tests.factories.clubs import IDS, NOON, Club, a_club, claim
from vafa.domain.catalogue.operations import NamedGroup, name_groups
from vafa.domain.clubs.operations import KeyReused
from vafa.domain.clubs.principal import Principal, RightMissing
from vafa.domain.clubs.rights import rights_of
from vafa.domain.clubs.scope import club_scope
from vafa.domain.rewards.models import ProgrammeVersion
from vafa.domain.rewards.operations.versions import (
    AlreadyPublished,
    NotPublishable,
    StartsInThePast,
)
from vafa.domain.rewards.rulebook import NoSuchVersion
from vafa.journeys import manage_programme
from vafa.journeys.manage_programme import VersionSaved
from vafa.programme.document import Programme
from vafa.programme.presets import demo_programme, reference_programme
from vafa.programme.transfer import MalformedProgramme

pytestmark = pytest.mark.django_db


def save(club: Club, document: object, key: str = "") -> VersionSaved:
    return manage_programme.save_draft(
        principal=club.principal, claim=claim(key, str(document)), ids=IDS, at=club.at,
        document=document,  # type: ignore[arg-type]  # framework
    )  # fmt: skip


def publish(club: Club, number: int, *, days: int | None = None) -> VersionSaved:
    return manage_programme.publish(
        principal=club.principal, claim=claim(), at=club.at, number=number,
        starts_at=None if days is None else club.at + timedelta(days=days),
    )  # fmt: skip


def as_json(document: Programme) -> dict[str, object]:
    return document.model_dump(mode="json")


def test_drafts_are_numbered_and_exported_as_they_came() -> None:
    club = a_club()

    saved = save(club, as_json(demo_programme()))
    exported = manage_programme.export(principal=club.principal, number=2)
    again = save(club, exported)

    assert (saved.version.number, saved.version.state, saved.version.code) == (2, "draft", "demo")
    assert (saved.problems, saved.replayed) == ((), False)
    assert again.version.number == 3
    assert Programme.model_validate(exported) == demo_programme()


def test_same_key_saves_once_and_another_body_is_refused() -> None:
    club = a_club()
    save(club, as_json(demo_programme()), "d")

    again = save(club, as_json(demo_programme()), "d")
    with pytest.raises(KeyReused):
        save(club, as_json(reference_programme()), "d")

    assert (again.version.number, again.replayed) == (2, True)
    cards = manage_programme.list_versions(principal=club.principal)
    assert [card.number for card in cards] == [2, 1]


def test_malformed_document_is_refused_with_its_places() -> None:
    club = a_club()

    with pytest.raises(MalformedProgramme) as refused:
        save(club, {"format": "vafa.programme/1", "units": "none"})

    assert "/units" in {problem.place for problem in refused.value.problems}
    assert len(manage_programme.list_versions(principal=club.principal)) == 1


def test_a_version_with_problems_is_kept_but_not_published() -> None:
    club = a_club()
    document = as_json(reference_programme())
    document["base"] = {"excluded_groups": []}
    document["rules"][0]["effects"][0]["unit"] = "gold"  # type: ignore[index]  # framework

    saved = save(club, document)
    with pytest.raises(NotPublishable):
        publish(club, saved.version.number)

    assert any(problem.blocks for problem in saved.problems)
    checked = manage_programme.check(principal=club.principal, document=document)
    assert checked == saved.problems


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"zone": "Asia/Nowhere"}, "/zone"),
        ({"base": {"excluded_groups": ["tobacco"]}}, "/base/excluded_groups"),
    ],
)
def test_what_exists_nowhere_is_not_published(change: dict[str, object], place: str) -> None:
    club = a_club()
    with club_scope(club.club_id):
        name_groups(club_id=club.club_id, ids=IDS, groups=[NamedGroup("food", "خوراک")])

    saved = save(club, {**as_json(reference_programme()), **change})

    assert [problem.place[: len(place)] for problem in saved.problems] == [place]
    if any(problem.blocks for problem in saved.problems):
        with pytest.raises(NotPublishable):
            publish(club, saved.version.number)


def test_a_unit_that_members_may_hold_cannot_be_dropped() -> None:
    club = a_club()
    whole = reference_programme()
    units = tuple(unit for unit in whole.units if unit.code != "credit")
    rules = tuple(rule for rule in whole.rules if rule.code != "cashback")
    without_credit = as_json(whole.model_copy(update={"units": units, "rules": rules}))

    saved = save(club, without_credit)

    assert [problem.code for problem in saved.problems] == ["held_unit_gone"]
    with pytest.raises(NotPublishable):
        publish(club, saved.version.number)


def test_publishing_happens_once_and_only_forward() -> None:
    club = a_club()
    save(club, as_json(demo_programme()))

    with pytest.raises(StartsInThePast):
        publish(club, 2, days=-1)
    published = publish(club, 2, days=3)
    with pytest.raises(AlreadyPublished):
        publish(club, 2)
    with pytest.raises(NoSuchVersion):
        publish(club, 9)

    assert (published.version.state, published.version.starts_at) == (
        "published", NOON + timedelta(days=3),
    )  # fmt: skip
    assert club.buy(1_000_000).programme_version == 1
    club.pass_days(4)
    assert club.buy(1_000_000).programme_version == 2


def test_the_database_itself_keeps_versions_as_they_are() -> None:
    """Neither a document nor a published start can be changed by the application."""
    club = a_club()
    save(club, as_json(demo_programme()))

    with club_scope(club.club_id):
        rows = ProgrammeVersion.objects.filter(club_id=club.club_id)
        changed = rows.filter(number=1).update(starts_at=NOON)
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE rewards_programmeversion SET document = '{}' WHERE number = 2")

    assert changed == 0


def test_versions_are_compared_in_sentences() -> None:
    club = a_club()
    document = reference_programme()
    save(club, as_json(document.model_copy(update={"back_dating_days": 7})))

    changes = manage_programme.compare(principal=club.principal, before=1, after=2)

    assert [(change.place, change.kind) for change in changes] == [
        ("/back_dating_days", "changed")
    ]


def test_programme_needs_its_right() -> None:
    club = a_club()
    club.principal = Principal(club.club_id, 1, rights_of({"read"}))

    with pytest.raises(RightMissing):
        save(club, as_json(demo_programme()))
    with pytest.raises(RightMissing):
        publish(club, 1)
    with pytest.raises(RightMissing):
        manage_programme.list_versions(principal=club.principal)


def test_another_clubs_version_does_not_exist() -> None:
    club, other = a_club(), a_club()
    save(other, as_json(demo_programme()))

    with pytest.raises(NoSuchVersion):
        manage_programme.export(principal=club.principal, number=2)


def test_schema_names_the_format() -> None:
    assert "vafa.programme/1" in str(manage_programme.schema())
