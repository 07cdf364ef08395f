"""`make fences`: the fences between clubs, the book and card numbers, in full, and one table.

Each figure is counted on a database of its own that is thrown away; 1 when an aim is missed.
A word or some choose among them: clubs, book, cards, rights, codes, source, injection.
"""

from __future__ import annotations

import logging
import os
import sys
import time
from collections import Counter

import django
import psycopg

QUERIES = 100_000
CARDS = 10_000
GUESSES = 100_000
FLOOD = 10_000
CLUBS = 20


def main() -> int:
    """Count everything and show the table."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    from django.db import connections
    from django.test.utils import setup_test_environment

    from bench.machine import this_machine
    from bench.report import Measure, table
    from tests import house

    setup_test_environment()
    machine = this_machine()
    with house.database_of_this_process() as name:
        connections["default"].settings_dict["NAME"] = name
        fences = {
            "clubs": ("10 clubs", _crossings),
            "book": ("11 the book", lambda: _append_only(name)),
            "cards": ("cards", _cards),
            "rights": ("26 rights", _rights),
            "codes": ("codes", _guesses),
            "source": ("27 source", _source),
            "injection": ("27 injection", _injection),
        }
        asked = sys.argv[1:] or fences
        rows = [(fences[one][0], *row) for one in asked for row in fences[one][1]()]
        connections.close_all()
    measures = [
        Measure(row, what, value, unit, at_least=least, at_most=most)
        for row, what, value, unit, least, most in rows
    ]
    sys.stdout.write(f"{table(machine, measures)}\n")
    return 1 if any(one.verdict == "NOT MET" for one in measures) else 0


type_row = tuple[str, float, str, float | None, float | None]  # what, value, unit, at least, most


def _crossings() -> list[type_row]:
    from tests.factories.shops import open_shop
    from tests.fences.crossings import crossings

    shops = [open_shop() for _ in range(CLUBS)]
    for shop in shops:
        shop.purchase(shop.member(), 5_000_000)
    clubs = [shop.club_id for shop in shops]
    held = crossings(clubs=clubs, queries=QUERIES, is_local=True)
    control = crossings(clubs=clubs, queries=QUERIES // 20, is_local=False)
    return [
        ("queries of 20 clubs over 2 shared sessions", held["queries"], "", QUERIES, None),
        ("rows of another club reached", held["crossed"], "", None, 0),
        ("rows of the own club read", held["own"], "", 1, None),
        ("control: rows reached with a plain SET", control["crossed"], "", 1, None),
    ]


def _append_only(name: str) -> list[type_row]:
    from tests.ledger.test_schema_fences import APPEND_ONLY, AUDIT, MUTABLE
    from vafa.ledger.calls import rows
    from vafa.server import config, database

    tried = {"app": 0, "owner": 0}
    refused = 0
    for role, tables in (("app", (*APPEND_ONLY, *MUTABLE)), ("owner", APPEND_ONLY)):
        for table in tables:
            for verb in ("UPDATE {} SET club_id = 1", "DELETE FROM {}", "TRUNCATE {}"):
                tried[role] += 1
                with database.connect(config.current(), role, name=name) as session:
                    try:
                        session.execute(verb.format(f"ledger_{table}").encode())
                    except psycopg.errors.InsufficientPrivilege:
                        refused += 1
    asked = sum(tried.values())
    return [
        ("changes tried by vafa_app and vafa_owner", asked, "", 1, None),
        ("of these refused", refused, "", asked, None),
        ("faults in the catalogue", len(rows(AUDIT)), "", None, 0),
    ]


def _cards() -> list[type_row]:
    from tests.factories.shops import open_shop
    from tests.fences.cards import Listener, cards, places, plant, seen

    numbers = cards(CARDS)
    listener = Listener()
    logging.getLogger().addHandler(listener)
    began = time.monotonic()
    said = plant(open_shop(), numbers)
    return [
        ("texts in the bodies of the API", len(places()), "", 1, None),
        ("card numbers planted", said.total(), "", CARDS, None),
        ("of these refused at the door", said["refused"], "", CARDS, None),
        (
            "found in tables, outbox, log",
            len(seen(numbers, "\n".join(listener.lines))),
            "",
            None,
            0,
        ),
        ("seconds it took", time.monotonic() - began, "s", None, None),
    ]


def _source() -> list[type_row]:
    from pathlib import Path
    from tempfile import TemporaryDirectory

    from tests.fences import tools

    rules = tools.rules()
    with TemporaryDirectory() as folder:
        faulty = tools.faulty_tree(Path(folder))
        spoke = tools.semgrep(faulty).kinds
        planted = len(tools.bandit(faulty).places)
    ours, theirs = tools.semgrep(tools.SOURCE.parent / "src"), tools.bandit(tools.SOURCE)
    for place in (*ours.places, *theirs.places):
        sys.stdout.write(f"{place}\n")
    return [
        ("own rules of semgrep", len(rules), "", 1, None),
        ("control: rules that find their planted fault", len(spoke), "", len(rules), None),
        ("findings of semgrep in src", len(ours.places), "", None, 0),
        ("control: faults that bandit finds", planted, "", 3, None),
        ("findings of bandit in src, medium or worse", len(theirs.places), "", None, 0),
    ]


def _injection() -> list[type_row]:
    from django.core.wsgi import get_wsgi_application

    from tests.factories.shops import open_shop
    from tests.fences.injecting import Door, faulty, injectable, served, targets
    from tests.fences.tools import sqlmap

    shop = open_shop()
    asked = targets()
    with served(faulty) as address:
        control = sqlmap(f"{address}/?name=one*")
    door = Door(get_wsgi_application())
    with served(door) as address:
        found, unfinished = injectable(address, shop.owner.secret, asked)
    answers = Counter(door.answers)
    told = [f"{count:,} x {answer}" for answer, count in sorted(answers.items())]
    for line in (*found, *unfinished, *told):
        sys.stdout.write(f"{line}\n")
    faults = sum(count for answer, count in answers.items() if answer.endswith(" 500"))
    return [
        ("operations of the API that take parameters", len(asked), "", 1, None),
        ("parameters that sqlmap tried", sum(one.parameters for one in asked), "", 1, None),
        ("of these injectable", len(found), "", None, 0),
        ("operations not finished in ten minutes", len(unfinished), "", None, 0),
        ("requests it sent", len(door.answers), "", 1, None),
        ("of these answered 500", faults, "", None, 0),
        ("control: injectable in a faulty door", len(control), "", 1, None),
    ]


def _rights() -> list[type_row]:
    from tests.factories.shops import open_shop
    from tests.fences import matrix

    shop, other = open_shop(branches=("east", "north", "south")), open_shop()
    tried = [
        *matrix.try_operations(shop), *matrix.try_pages(shop), *matrix.try_branches(shop),
        *matrix.try_foreign(shop, other), *matrix.try_other_portal(shop, other),
    ]  # fmt: skip
    counted = matrix.counts(tried)
    return [
        ("operations and pages in the matrix", len({one.route for one in tried}), "", 100, None),
        ("pairs of route and person tried", len(tried), "", 1_000, None),
        ("allowed as the table says", counted["allowed"], "", 1, None),
        ("refused as the table says", counted["refused"], "", 1, None),
        ("allowed wrongly", counted["allowed wrongly"], "", None, 0),
        ("refused wrongly", counted["refused wrongly"], "", None, 0),
    ]


def _guesses() -> list[type_row]:
    from tests.factories.clubs import a_club
    from tests.fences import guessing

    paper = guessing.guess_codes(GUESSES)
    once = guessing.guess_one_time_codes(a_club(), challenges=100)
    sent = guessing.flood(a_club(), requests=FLOOD, addresses=1_000, numbers=100)
    chance = GUESSES * guessing.LIVE_CODES / guessing.OUT_OF
    return [
        (
            "codes on paper guessed, 1,000 live",
            paper.total() - paper["control"],
            "",
            GUESSES,
            None,
        ),
        ("of these hit", paper["hit"], "", None, 0),
        ("control: right codes found", paper["control"], "", 2, None),
        ("chance that so many guesses hit once", chance, "", None, 1e-9),
        (
            "misses until a member is locked out",
            guessing.misses_until_locked(a_club()),
            "",
            None,
            10,
        ),
        ("tries at each one-time code of 20 made", once["tries"] / 100, "", None, 5),
        ("chance of guessing one of them", 5 / 10**6, "", None, 1e-5),
        ("right codes taken after five wrong", once["right but too late"], "", None, 0),
        ("requests for codes in a day, 1,000 addresses", FLOOD, "", FLOOD, None),
        ("codes sent to 100 numbers", sent["sent"], "", 1, 500),
        ("most to one number", sent["most to one number"], "", None, 5),
    ]


if __name__ == "__main__":
    sys.exit(main())
