"""From a purchase as it is asked to the lines that the rules see."""

from hypothesis import given
from hypothesis import strategies as st

from vafa.domain.clubs.records import ClubFacts
from vafa.domain.members.records import MemberRef
from vafa.domain.rewards.decide import lines_of
from vafa.domain.rewards.records import Purchase, PurchaseLine
from vafa.programme.records import Line

CLUB = ClubFacts(
    1, "club", "Asia/Tehran", test=False, branches=frozenset(), vat_rates=((0, 1000),)
)


def purchase(**more: object) -> Purchase:
    return Purchase(MemberRef("id", "1"), "till", "R", **more)  # type: ignore[arg-type]  # framework


def test_lines_get_the_clubs_rate_unless_they_bring_their_vat() -> None:
    lines = (PurchaseLine(1_000_000), PurchaseLine(1_000_000, vat_rials=7))

    seen = lines_of(purchase=purchase(lines=lines), club=CLUB, day=1)

    assert [line.vat_rials for line in seen] == [100_000, 7]


def test_gift_cards_and_top_ups_have_no_vat_and_take_no_discount() -> None:
    lines = (
        PurchaseLine(1_000_000),
        PurchaseLine(500_000, kind="gift_card"),
        PurchaseLine(500_000, kind="top_up"),
    )

    seen = lines_of(purchase=purchase(lines=lines, discount_rials=100_000), club=CLUB, day=1)

    assert [(line.net_rials, line.gross_rials, line.vat_rials) for line in seen] == [
        (900_000, 1_000_000, 90_000), (500_000, 500_000, 0), (500_000, 500_000, 0),
    ]  # fmt: skip


def test_a_discount_lowers_the_vat_that_a_line_brings() -> None:
    lines = (PurchaseLine(1_000, vat_rials=90),)

    seen = lines_of(purchase=purchase(lines=lines, discount_rials=500), club=CLUB, day=1)

    assert seen[0].vat_rials == 45


def test_an_amount_is_one_line_with_its_vat_taken_out() -> None:
    """E86; a discount on it is VAT-inclusive too."""
    asked = purchase(amount_rials=1_100_000, discount_rials=110_000)

    seen = lines_of(purchase=asked, club=CLUB, day=1)

    assert seen == (Line(1, "unspecified", 900_000, 1_000_000, vat_rials=90_000),)


@given(st.integers(0, 10**13), st.integers(0, 10_000))
def test_net_and_vat_of_an_amount_add_up(amount: int, rate: int) -> None:
    club = ClubFacts(
        1, "club", "Asia/Tehran", test=False, branches=frozenset(), vat_rates=((0, rate),)
    )

    (line,) = lines_of(purchase=purchase(amount_rials=amount), club=club, day=1)

    assert line.net_rials + line.vat_rials == amount
    assert line.vat_rials >= 0


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=20), st.data())
def test_a_discount_is_split_without_loss(nets: list[int], data: st.DataObject) -> None:
    discount = data.draw(st.integers(0, sum(nets)))
    lines = tuple(PurchaseLine(net) for net in nets)

    seen = lines_of(purchase=purchase(lines=lines, discount_rials=discount), club=CLUB, day=1)

    assert sum(line.net_rials for line in seen) == sum(nets) - discount
    assert all(line.net_rials >= 0 for line in seen)
