"""Loading the demo club, on the first of its members: once, gone on with, told, and proved."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import secrets
import stat
from pathlib import Path

import numpy as np
import pytest

from vafa.domain.clubs.principal import RIGHTS
from vafa.domain.clubs.queries import all_clubs
from vafa.domain.members.records import MemberRef
from vafa.interfaces.web import sources
from vafa.journeys import load_history as journey
from vafa.journeys.show_wallet import show_wallet
from vafa.ledger.totals import totals
from vafa.ledger.verify import verify
from vafa.server.demo import loading, tryouts
from vafa.server.demo.history import NOTICE_EN, NOTICE_FA, History, Lines, Orders
from vafa.server.demo.loading import Sample
from vafa.server.demo.loading_clubs import principal_of
from vafa.server.demo.loading_purchases import purchases_of

MEMBERS = 12
CARDS = 1  # the gift card to try is a holder of the book
SOLD_TODAY = tryouts.STAMPS_FOR_A_DRINK + 1 + CARDS
UNDONE_TODAY = 1

pytestmark = pytest.mark.django_db(transaction=True)


def first_members(history: History, count: int) -> History:
    """Cut a history to its first members."""
    orders = int(np.searchsorted(history.orders.member, count))
    lines = int(history.orders.line_end[orders - 1])
    return dataclasses.replace(
        history,
        members=history.members[:count],
        orders=Orders(*(column[:orders] for column in vars(history.orders).values())),
        lines=Lines(*(column[:lines] for column in vars(history.lines).values())),
    )


@pytest.fixture
def sample(journey_of_a_few: History) -> Sample:
    """Give a sample of a few members, as a club of this test alone."""
    return Sample(
        note="demo.json",
        code=f"demo-{secrets.token_hex(4)}",
        name="باشگاه نمونه",
        read=lambda _until: journey_of_a_few,
        with_test_club=True,
    )


@pytest.fixture(scope="module")
def journey_of_a_few(journey: History) -> History:
    """Give the first members' year of receipts."""
    return first_members(journey, MEMBERS)


def club_id_of(sample: Sample) -> int:
    """Find the club that a sample became."""
    return next(club.club_id for club in all_clubs() if club.code == sample.code)


def note_of(home: Path) -> dict[str, str]:
    """Read what the loading left for the next start."""
    note: dict[str, str] = json.loads((home / "demo.json").read_text(encoding="utf-8"))
    return note


def test_load_demo_posts_what_was_read_and_the_book_holds(
    tmp_path: Path, sample: Sample, journey_of_a_few: History
) -> None:
    """Every order and line is in the book, which equals what was decided and proves itself."""
    said: list[str] = []

    loading.load_demo(home=tmp_path, say=said.append, sample=sample)

    found = totals(club_id=club_id_of(sample))
    assert found.members == MEMBERS + CARDS
    assert found.sales == len(journey_of_a_few.orders.day) + SOLD_TODAY
    assert found.lines == len(journey_of_a_few.lines.net_rials) + SOLD_TODAY + UNDONE_TODAY
    assert sum(found.tiers.values()) == MEMBERS
    for unit in (found.units[1], found.units[2]):  # what is on a gift card was bought
        assert unit.issued == unit.used + unit.expired + unit.taken_back + unit.outstanding
    assert found.units[2].used > 0
    assert found.units[2].expired > 0
    assert loading.check_demo(home=tmp_path, say=said.append, sample=sample) == 0
    assert said[-1].endswith(f"posted = decided for each of {MEMBERS} members")
    assert verify(club_id=club_id_of(sample)).differences == 0


def test_load_demo_tells_account_figures_and_notice(tmp_path: Path, sample: Sample) -> None:
    """It says what was refused and why, the figures of each unit, and that it is sample data."""
    said: list[str] = []

    loading.load_demo(home=tmp_path, say=said.append, sample=sample)

    text = "\n".join(said)
    note = note_of(tmp_path)
    assert "155,848 read = 155,509 accepted + 339 refused" in text
    assert "320 holds nothing that was sold" in text
    assert "outstanding, a liability of" in text
    assert "orders/s" in text
    assert f"{sample.code}-test, key {note['test_key']}" in text
    assert note["sentence_fa"].endswith(NOTICE_FA)
    assert note["sentence_en"].endswith(NOTICE_EN)
    assert text.endswith(f"{note['sentence_fa']}\n{note['sentence_en']}")


def test_load_demo_leaves_keys_that_open_the_club_and_its_test_club(
    tmp_path: Path, sample: Sample
) -> None:
    """Both keys are in the note, which only its owner may read."""
    loading.load_demo(home=tmp_path, say=lambda _text: None, sample=sample)

    note = note_of(tmp_path)
    owner, tester = principal_of(secret=note["key"]), principal_of(secret=note["test_key"])
    assert (owner.club_id, owner.rights, owner.test) == (club_id_of(sample), RIGHTS, False)
    assert (tester.rights, tester.test) == (RIGHTS, True)
    assert stat.S_IMODE((tmp_path / "demo.json").stat().st_mode) == 0o600


def test_load_demo_again_only_tells(tmp_path: Path, sample: Sample) -> None:
    """The second start reads no data and says the same two sentences."""
    loading.load_demo(home=tmp_path, say=lambda _text: None, sample=sample)
    said: list[str] = []

    def read_nothing(_until: dt.date) -> History:
        raise AssertionError

    again = dataclasses.replace(sample, read=read_nothing)
    loading.load_demo(home=tmp_path, say=said.append, sample=again)

    note = note_of(tmp_path)
    assert said == [f"{note['sentence_fa']}\n{note['sentence_en']}"]


def test_load_demo_goes_on_after_it_was_killed(
    tmp_path: Path, sample: Sample, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed in the middle, with its note lost too: the same club, everybody once, a new key."""
    monkeypatch.setattr(journey, "ORDERS_AT_ONCE", 1)
    monkeypatch.setattr(loading, "_SECONDS_BETWEEN_WORDS", 0.0)

    def die(text: str) -> None:
        if "%" in text:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        loading.load_demo(home=tmp_path, say=die, sample=sample)
    assert note_of(tmp_path)["state"] == "loading"
    begun = totals(club_id=club_id_of(sample)).sales
    (tmp_path / "demo.json").unlink()

    loading.load_demo(home=tmp_path, say=lambda _text: None, sample=sample)

    assert begun > 0
    assert totals(club_id=club_id_of(sample)).members == MEMBERS + CARDS
    assert principal_of(secret=note_of(tmp_path)["key"]).club_id == club_id_of(sample)
    assert loading.check_demo(home=tmp_path, say=lambda _text: None, sample=sample) == 0
    assert verify(club_id=club_id_of(sample)).differences == 0


def test_check_demo_says_when_nothing_is_loaded(tmp_path: Path, sample: Sample) -> None:
    """There is nothing to compare before the first loading."""
    said: list[str] = []

    assert loading.check_demo(home=tmp_path, say=said.append, sample=sample) == 1
    assert said == ["the demo club is not loaded"]


def test_loaded_member_is_found_by_mobile(
    tmp_path: Path, sample: Sample, journey_of_a_few: History
) -> None:
    """The cashier of the demo finds a person by the invented mobile, with a wallet."""
    loading.load_demo(home=tmp_path, say=lambda _text: None, sample=sample)

    wallet = show_wallet(
        principal=principal_of(secret=note_of(tmp_path)["key"]),
        vault=sources.vault(),
        member=MemberRef("mobile", journey_of_a_few.members[0].mobile),
    )

    assert {held.unit for held in wallet.balances} == {
        "points", "credit", tryouts.STAMPS, "gift-credit",
    }  # fmt: skip


def test_discs_lose_their_vat(tmp_path: Path, discs: History) -> None:
    """CDNOW's amounts include VAT, which the club's rate takes out (E86)."""
    few = first_members(discs, 5)
    code = f"discs-{secrets.token_hex(4)}"
    sample = Sample("discs.json", code, "لوح", lambda _until: few, with_test_club=False)

    loading.load_demo(home=tmp_path, say=lambda _text: None, sample=sample)

    figures = json.loads((tmp_path / "discs.json").read_text(encoding="utf-8"))["figures"]
    assert figures["sales"] == len(few.orders.day)
    assert purchases_of(history=few).amounts_with_vat
    assert loading.check_demo(home=tmp_path, say=lambda _text: None, sample=sample) == 0


def test_samples_are_the_supermarket_and_the_discs() -> None:
    """`vafa demo load` takes the one, `--cdnow` the other."""
    assert loading.sample(is_cdnow=False) is loading.SUPERMARKET
    assert loading.sample(is_cdnow=True) is loading.DISCS
