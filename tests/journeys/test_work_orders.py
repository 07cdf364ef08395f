"""Orders: placed by staff or member, worked on step by step, told to the member, billed once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.factories.clubs import IDS, VAULT, Club, a_club, claim, clock
from vafa.domain.clubs.operations import KeyReused
from vafa.domain.clubs.principal import RightMissing
from vafa.domain.clubs.scope import club_scope
from vafa.domain.members.records import MemberRef
from vafa.domain.messaging.models import Message
from vafa.domain.orders import decide, operations, queries
from vafa.domain.orders.records import NewFile, NewOrder, OrderShown, OrdersSought
from vafa.domain.rewards.decide import UnknownBranch
from vafa.journeys import work_orders
from vafa.journeys.work_orders import Doing, OrderAfter

pytestmark = pytest.mark.django_db

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20


def doing(club: Club, *, key: str = "", member_id: int | None = None) -> Doing:
    """Say who works: the club's owner, or a member."""
    return Doing(club.principal, claim(key), IDS, VAULT, club.at, member_id)


def place(club: Club, *, key: str = "", by_member: bool = False, **fields: Any) -> OrderAfter:
    """Place an order for Sara."""
    sara = club.join()
    with clock(club.at):
        return work_orders.place_order(
            doing=doing(club, key=key, member_id=sara if by_member else None),
            member=MemberRef("id", str(sara)),
            order=NewOrder(**{"title": "میز ناهارخوری", **fields}),
        )


def move(club: Club, number: int, state: str, **said: Any) -> OrderAfter:
    """Bring an order to a state."""
    return work_orders.move_order(doing=doing(club), number=number, state=state, **said)


def show(club: Club, number: int, member_id: int | None = None) -> OrderShown:
    """Show an order to staff or its member."""
    return work_orders.show_order(
        principal=club.principal, vault=VAULT, number=number, member_id=member_id
    )


def texts_stored(club: Club) -> int:
    """Count the messages of the club."""
    with club_scope(club.club_id):
        return Message.objects.filter(club_id=club.club_id).count()


def test_orders_count_within_the_club() -> None:
    club, other = a_club(), a_club()

    numbers = [place(club).order.order.number for _ in range(3)]

    assert numbers == [1, 2, 3]
    assert place(other).order.order.number == 1


def test_the_same_request_places_one_order() -> None:
    club = a_club()

    first = place(club, key="once")
    again = place(club, key="once")

    assert (first.replayed, again.replayed) == (False, True)
    assert again.order == first.order
    with pytest.raises(KeyReused):
        work_orders.place_order(
            doing=replace(doing(club), claim=claim("once", "another body")),
            member=MemberRef("id", str(club.join())), order=NewOrder("صندلی"),
        )  # fmt: skip


def test_a_member_sets_no_cost_and_sees_only_own_orders() -> None:
    club = a_club()
    placed = place(club, by_member=True, cost_rials=5).order
    stranger = club.join("Nima")

    assert placed.order.cost_rials is None
    assert placed.order.by_member
    assert show(club, placed.order.number, club.join()).order.title == "میز ناهارخوری"
    with pytest.raises(queries.NoSuchOrder):
        show(club, placed.order.number, stranger)
    with pytest.raises(queries.NoSuchOrder):
        work_orders.note_order(
            doing=doing(club, member_id=stranger), number=placed.order.number, note="من"
        )


def test_the_timeline_keeps_when_it_was_and_when_it_was_typed() -> None:
    club = a_club()
    number = place(club).order.order.number
    yesterday = club.at - timedelta(days=1)

    move(club, number, "review", note="اندازه گرفتیم", event_at=yesterday)
    steps = show(club, number).steps

    assert [step.state for step in steps] == ["registered", "review"]
    assert (steps[1].at, steps[1].recorded_at) == (yesterday, club.at)
    assert steps[1].note == "اندازه گرفتیم"
    with pytest.raises(work_orders.StepInFuture):
        move(club, number, "started", event_at=club.at + timedelta(minutes=1))
    with pytest.raises(decide.StepNotPossible):
        move(club, number, "registered")


def test_each_step_is_told_to_the_member_unless_said_otherwise() -> None:
    club = a_club()
    number = place(club).order.order.number
    told = texts_stored(club)

    move(club, number, "review")
    assert texts_stored(club) == told + 1

    move(club, number, "started", tells_member=False)
    assert texts_stored(club) == told + 1


def test_a_note_for_the_staff_is_hidden_from_the_member() -> None:
    club = a_club()
    number = place(club).order.order.number

    work_orders.note_order(doing=doing(club), number=number, note="بدحساب", is_shown=False)
    work_orders.note_order(doing=doing(club), number=number, note="رنگ گردویی")

    assert [step.note for step in show(club, number).steps][1:] == ["بدحساب", "رنگ گردویی"]
    assert [step.note for step in show(club, number, club.join()).steps][1:] == ["رنگ گردویی"]


def test_files_are_kept_and_given_back_as_they_were() -> None:
    club = a_club()
    number = place(club).order.order.number
    file = NewFile("..\\..\\طرح.png", PNG)

    after = work_orders.attach_file(doing=doing(club), number=number, file=file).order
    shown, content = work_orders.show_file(
        principal=club.principal, vault=VAULT, number=number, file_id=after.files[0].id
    )

    assert (shown.name, shown.kind, shown.size, content) == ("طرح.png", "image/png", 28, PNG)
    for _ in range(decide.MOST_FILES - 1):
        work_orders.attach_file(doing=doing(club), number=number, file=file)
    with pytest.raises(decide.TooManyFiles):
        work_orders.attach_file(doing=doing(club), number=number, file=file)


def test_a_billed_order_earns_once_and_keeps_its_cost() -> None:
    club = a_club()
    number = place(club).order.order.number
    with pytest.raises(operations.CostNeeded):
        work_orders.bill_order(doing=doing(club), number=number, event_at=club.at)
    work_orders.price_order(doing=doing(club), number=number, cost_rials=11_000_000)

    with clock(club.at):
        first = work_orders.bill_order(doing=doing(club), number=number, event_at=club.at)
        again = work_orders.bill_order(doing=doing(club), number=number, event_at=club.at)

    assert first.purchase.awards
    assert first.purchase.net_rials + first.purchase.vat_rials == 11_000_000
    assert again.purchase.event_id == first.purchase.event_id
    assert first.order.order.sale_id == first.purchase.event_id
    assert [step.kind for step in again.order.steps].count("billed") == 1
    with pytest.raises(operations.AlreadyBilled):
        work_orders.price_order(doing=doing(club), number=number, cost_rials=1)


def test_orders_are_found_by_number_title_and_state() -> None:
    club = a_club()
    first = place(club).order.order.number
    place(club, title="کمد دیواری")
    move(club, first, "review")

    def found(**sought: Any) -> list[int]:
        listed = work_orders.list_orders(
            principal=club.principal, vault=VAULT, sought=OrdersSought(**sought)
        )
        return [one.number for one in listed]

    assert found() == [2, 1]
    assert found(text="۲") == [2]
    assert found(text="کمد") == [2]
    assert found(state="review") == [1]
    assert found(before=2, limit=1) == [1]
    assert found(text="دیواری کمد") == [2]
    assert found(text="100%") == []
    assert found(text="۲", after=1, limit=1) == [2]


def test_titles_that_are_seldom_are_found_by_the_index(monkeypatch: pytest.MonkeyPatch) -> None:
    """However far back they are; whoever asks finds orders of the own club alone."""
    club, other = a_club(), a_club()
    for title in ("کمد_دیواری", "میز Oak", "میز", "میز"):
        place(club, title=title)
    place(other, title="کمد_دیواری")
    monkeypatch.setattr(queries, "_NEAR", 1)

    def found(text: str, **sought: Any) -> list[int]:
        listed = work_orders.list_orders(
            principal=club.principal, vault=VAULT, sought=OrdersSought(text=text, **sought)
        )
        return [one.number for one in listed]

    assert found("کمد") == [1]
    assert found("oak میز") == [2]
    assert found("میز", limit=2) == [4, 3]
    assert found("میز", limit=2, before=3) == [2]
    assert found("کمد_") == [1]
    assert found("د%ی") == []
    assert found("کمد", state="review") == []


def test_a_branch_must_be_the_clubs() -> None:
    with pytest.raises(UnknownBranch):
        place(a_club(), branch="moon")


def test_without_the_right_nothing_is_placed_or_seen() -> None:
    club = a_club()
    nobody = replace(club.principal, rights=frozenset())

    with pytest.raises(RightMissing):
        work_orders.list_orders(principal=nobody, vault=VAULT, sought=OrdersSought())
    with pytest.raises(RightMissing):
        work_orders.place_order(
            doing=replace(doing(club), principal=nobody),
            member=MemberRef("id", str(club.join())), order=NewOrder("میز"),
        )  # fmt: skip
