"""Programme versions: drafts never change, publishing happens once and decides from its start."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from tests.factories.clubs import IDS, NOON, Club, a_club, claim
from vafa.domain.catalogue.operations import name_groups
from vafa.domain.catalogue.records import NamedGroup
from vafa.domain.clubs.operations import KeyReused
from vafa.domain.clubs.principal import Principal, RightMissing
from vafa.domain.clubs.rights import rights_of
from vafa.domain.clubs.scope import club_scope
from vafa.domain.rewards.models import ProgrammeVersion
from vafa.domain.rewards.operations.versions import (
    AlreadyPublished,
    NotPublishable,
    NotWaiting,
    StartsInThePast,
    type_edit,
)
from vafa.domain.rewards.rulebook import NoSuchVersion
from vafa.domain.rewards.version_answers import DraftMovedOn, PartNotValid
from vafa.journeys import manage_programme
from vafa.journeys.manage_programme import VersionSaved
from vafa.programme.document import Label, Programme
from vafa.programme.editing import (
    rule_of,
    with_copy,
    with_moved_rule,
    with_rule,
    without_rule,
)
from vafa.programme.presets import demo_programme, reference_programme
from vafa.programme.transfer import MalformedProgramme

pytestmark = pytest.mark.django_db


def save(
    club: Club, document: object, key: str = "", *, based_on: int | None = None
) -> VersionSaved:
    return manage_programme.save_draft(
        principal=club.principal, claim=claim(key, str(document)), ids=IDS, at=club.at,
        document=document,  # type: ignore[arg-type]  # framework
        based_on=based_on,
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


def change(
    club: Club, seen: int, edit: type_edit, *, rule: str = "cashback", key: str = ""
) -> VersionSaved:
    return manage_programme.change_draft(
        principal=club.principal, claim=claim(key), ids=IDS, at=club.at, seen=seen,
        part=lambda document: rule_of(document, rule), edit=edit,
    )  # fmt: skip


def renamed(rule: str, name: str) -> type_edit:
    def edit(document: Programme) -> Programme:
        found = rule_of(document, rule)
        assert found is not None
        other = found.model_copy(update={"name": Label(fa=name, en=name)})
        return with_rule(document, other)

    return edit


def test_a_change_begins_a_draft_from_what_is_in_force_and_the_next_one_goes_on() -> None:
    club = a_club()

    first = change(club, 1, lambda document: with_copy(document, "cashback"))
    second = change(club, 2, renamed("cashback", "تازه"))

    assert (first.version.number, second.version.number) == (2, 3)
    shown = manage_programme.show_version(principal=club.principal, number=3).document
    assert [rule.code for rule in shown.rules] == [
        "points-on-purchase", "cashback", "cashback-2"
    ]  # fmt: skip
    assert shown.rules[1].name.fa == "تازه"


def test_a_change_sent_twice_is_one_and_one_that_changes_nothing_none() -> None:
    club = a_club()

    sent = [
        change(club, 1, renamed("cashback", "الف"), key="once").version.number for _ in range(2)
    ]
    same = change(club, 2, renamed("cashback", "الف")).version.number

    assert (sent, same) == ([2, 2], 2)


def test_two_people_change_other_parts_and_nothing_is_lost() -> None:
    club = a_club()

    change(club, 1, renamed("points-on-purchase", "الف"), rule="points-on-purchase")
    done = change(club, 1, renamed("cashback", "ب"))

    shown = manage_programme.show_version(
        principal=club.principal, number=done.version.number
    ).document
    assert [rule.name.fa for rule in shown.rules] == ["الف", "ب"]


def test_two_people_change_the_same_part_and_the_second_is_told() -> None:
    club = a_club()
    change(club, 1, renamed("cashback", "الف"))

    with pytest.raises(DraftMovedOn) as told:
        change(club, 1, renamed("cashback", "ب"))

    assert told.value.details == {"number": 2}
    assert len(manage_programme.list_versions(principal=club.principal)) == 2


def test_a_document_based_on_an_older_version_is_refused() -> None:
    club = a_club()
    save(club, as_json(demo_programme()), based_on=1)

    with pytest.raises(DraftMovedOn):
        save(club, as_json(demo_programme()), based_on=1)


def test_a_change_that_breaks_the_programme_is_refused_with_its_place() -> None:
    club = a_club(programme=demo_programme())

    with pytest.raises(PartNotValid) as told:
        change(club, 1, lambda document: without_rule(document, "points-on-purchase"))

    assert {one.code for one in told.value.problems} >= {"multiplies_nothing"}
    assert len(manage_programme.list_versions(principal=club.principal)) == 1


def test_an_old_problem_does_not_stop_another_change() -> None:
    club = a_club()
    broken = as_json(without_rule(demo_programme(), "points-on-purchase"))
    number = save(club, broken).version.number

    moved = change(
        club, number, lambda document: with_moved_rule(document, "friday", by=-1), rule="friday"
    )

    assert moved.version.number == number + 1


def test_a_version_that_waits_is_taken_back_and_is_a_draft_again() -> None:
    club = a_club()
    number = save(club, as_json(demo_programme())).version.number
    publish(club, number, days=3)

    taken = manage_programme.take_back(
        principal=club.principal, claim=claim(), at=club.at, number=number
    )

    assert (taken.version.state, taken.version.starts_at) == ("draft", None)
    assert publish(club, number).version.state == "published"


@pytest.mark.parametrize("number", [1, 2])
def test_what_is_in_force_or_a_draft_is_not_taken_back(number: int) -> None:
    club = a_club()
    save(club, as_json(demo_programme()))

    with pytest.raises(NotWaiting):
        manage_programme.take_back(
            principal=club.principal, claim=claim(), at=club.at, number=number
        )


def test_the_database_keeps_a_version_that_has_started_as_it_is() -> None:
    club = a_club()

    with club_scope(club.club_id):
        changed = ProgrammeVersion.objects.filter(club_id=club.club_id, number=1).update(
            published_at=None, starts_at=None
        )

    assert changed == 0
