"""Loading the demo club: opened once, its history decided and posted, then told in figures.

What is known of it stands in a note beside the database (`demo.json`): the keys, the sentences and
the figures. A loading that broke off goes on; one that is done is only told again.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from vafa.domain.catalogue.records import NamedGroup
from vafa.domain.clubs.records import NewBranch, NewClub
from vafa.interfaces.web import sources
from vafa.journeys import load_history as journey
from vafa.journeys.count_reports import count_whole
from vafa.kit.calendar import date_of, local_day
from vafa.ledger.totals import totals as totals_of
from vafa.programme.presets import demo_programme
from vafa.server.demo import cdnow, complete_journey
from vafa.server.demo import loading_words as words
from vafa.server.demo.desk import fill_shelf, place_wishes
from vafa.server.demo.history import History
from vafa.server.demo.loading_clubs import ClubReady, principal_of, ready_club
from vafa.server.demo.loading_purchases import purchases_of
from vafa.server.demo.logins import busiest_members, make_logins
from vafa.server.demo.shelf import products_of
from vafa.server.demo.tryouts import lay_out

_SECONDS_BETWEEN_WORDS: Final = 2.0
_ZONE: Final = "Asia/Tehran"

type_say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Sample:
    """One history that can be loaded, and the club that it becomes."""

    note: str
    code: str
    name: str
    read: Callable[[dt.date], History]
    with_test_club: bool


SUPERMARKET: Final = Sample(
    note="demo.json",
    code="demo",
    name="باشگاه فروشگاه نمونه",
    read=lambda until: complete_journey.read(until=until),
    with_test_club=True,
)
DISCS: Final = Sample(
    note="demo-cdnow.json",
    code="demo-cdnow",
    name="باشگاه لوح‌های نمونه",
    read=lambda until: cdnow.read(until=until),
    with_test_club=False,
)


def sample(*, is_cdnow: bool) -> Sample:
    """Choose the sample."""
    return DISCS if is_cdnow else SUPERMARKET


def load_demo(*, home: Path, say: type_say, sample: Sample = SUPERMARKET) -> None:
    """Load a sample as a club, or tell what is loaded already.

    :raises SampleDataMissing: when the package that carries the data is not installed.
    """
    path = home / sample.note
    note = _read(path)
    if note.get("state") == "loaded" and _still_opens(note):
        say(f"{note['sentence_fa']}\n{note['sentence_en']}")
        return
    started_at = _started_at(note)
    say("reading the demo club's history (real purchases)")
    began = time.monotonic()
    history = sample.read(date_of(local_day(started_at, _ZONE)) - dt.timedelta(days=1))
    read_ms = _ms_since(began)
    club, test_club = _open_clubs(sample, history, note)
    note = {
        "state": "loading", "club": sample.code, "started_at": started_at.isoformat(),
        "key": club.secret, "test_key": test_club.secret if test_club else "",
        "test_club": f"{sample.code}-test" if test_club else "",
    }  # fmt: skip
    _write(path, note)
    told, sentences, figures = _load(club, history, started_at, read_ms, say)
    for line in told:
        say(line)
    if test_club:
        say(words.test_club_line(code=note["test_club"], secret=test_club.secret))
        note |= make_logins(club=club, code=sample.code, history=history)
        busiest = [history.members[one].mobile for one in busiest_members(history, most=5)]
        shelf = products_of(history=history)
        fill_shelf(club_id=club.club_id, login=note["logins"]["manager"], products=shelf)
        place_wishes(club_id=club.club_id, login=note["logins"]["manager"], mobiles=busiest)
        note["try"] = lay_out(
            club_id=club.club_id, logins=note["logins"], branch=history.branches[0].code,
            mobiles=busiest,
        )  # fmt: skip
    if count_whole(club_id=club.club_id, at=sources.now()):
        say("the figures of the dashboard are counted")
    note |= {"sentence_fa": sentences[0], "sentence_en": sentences[1], "figures": figures}
    _write(path, {**note, "state": "loaded"})
    say(f"{sentences[0]}\n{sentences[1]}")


def check_demo(*, home: Path, say: type_say, sample: Sample = SUPERMARKET) -> int:
    """Decide the loaded history anew and compare with the book; give how many members differ.

    :raises SampleDataMissing: when the package that carries the data is not installed.
    """
    note = _read(home / sample.note)
    if note.get("state") != "loaded":
        say("the demo club is not loaded")
        return 1
    started_at = _started_at(note)
    history = sample.read(date_of(local_day(started_at, _ZONE)) - dt.timedelta(days=1))
    differing = journey.check_history(
        principal=principal_of(secret=note["key"]),
        ids=sources.ids(),
        vault=sources.vault(),
        at=started_at,
        history=purchases_of(history=history),
        give_value=True,
    )
    say(words.proof_line(compared=len(history.members), differing=len(differing)))
    return len(differing)


def _open_clubs(
    sample: Sample, history: History, note: dict[str, Any]
) -> tuple[ClubReady, ClubReady | None]:
    branches = tuple(NewBranch(place.code, place.persian) for place in history.branches)
    club = ready_club(
        club=NewClub(sample.code, sample.name, branches=branches),
        secret=note.get("key", ""),
        opens_on=history.first_date,
    )
    if not sample.with_test_club:
        return club, None
    test = NewClub(f"{sample.code}-test", f"{sample.name} (آزمایشی)", test=True, branches=branches)
    return club, ready_club(
        club=test, secret=note.get("test_key", ""), opens_on=history.first_date
    )


def _load(
    club: ClubReady, history: History, started_at: dt.datetime, read_ms: int, say: type_say
) -> tuple[list[str], tuple[str, str], dict[str, Any]]:
    began = time.monotonic()
    told_at = began

    def progress(done: journey.Progress) -> None:
        nonlocal told_at
        if time.monotonic() - told_at > _SECONDS_BETWEEN_WORDS:
            told_at = time.monotonic()
            all_orders = len(history.orders.day)
            elapsed_ms = _ms_since(began)
            say(words.progress_line(done=done, all_orders=all_orders, elapsed_ms=elapsed_ms))

    say("deciding and posting it, member by member")
    loaded = journey.load_history(
        principal=principal_of(secret=club.secret),
        ids=sources.ids(),
        vault=sources.vault(),
        at=started_at,
        history=purchases_of(history=history),
        groups=[NamedGroup(one.code, one.persian, one.english) for one in history.groups],
        give_value=True,
        progress=progress,
    )
    load_ms = _ms_since(began)
    began = time.monotonic()
    totals = totals_of(club_id=club.club_id)
    programme = demo_programme()
    speed = words.Speed(read_ms, load_ms, _ms_since(began))
    told = [
        *words.account_lines(history=history),
        *words.book_lines(totals=totals, programme=programme),
        words.proof_line(
            compared=loaded.members,
            differing=len(loaded.differing),
            before=loaded.posted_before,
        ),
        words.speed_line(loaded=loaded, speed=speed),
    ]
    sentences = words.sentences(history=history, totals=totals, programme=programme)
    return told, sentences, words.figures(history=history, totals=totals, programme=programme)


def _still_opens(note: dict[str, Any]) -> bool:
    from vafa.domain.clubs.queries import KeyRefused

    try:
        principal_of(secret=note["key"])
    except KeyRefused:
        return False
    return True


def _started_at(note: dict[str, Any]) -> dt.datetime:
    """Give when the loading began: one that goes on decides up to the same day as it began."""
    known = note.get("started_at")
    return dt.datetime.fromisoformat(known) if known else sources.now()


def _read(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    note: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return note


def _write(path: Path, note: dict[str, Any]) -> None:
    """Replace the note at once, for its owner's eyes only: it holds keys."""
    fresh = path.with_suffix(".new")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(note, file, ensure_ascii=False, indent=1)
    fresh.replace(path)


def _ms_since(began: float) -> int:
    return int((time.monotonic() - began) * 1000)
