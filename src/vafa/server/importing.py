"""The words `vafa import`, `undo-import` and `import-worker`: a shop's own files."""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import TYPE_CHECKING

import django

from vafa.adapters.tables.reading import open_table
from vafa.domain.imports.reasons import ENGLISH
from vafa.domain.imports.records import KINDS
from vafa.server.commands import say
from vafa.server.config import Config

if TYPE_CHECKING:
    from vafa.domain.clubs.principal import Principal
    from vafa.journeys.import_file import Imported, Progress

_SECONDS_BETWEEN_WORDS = 2
_LOOK_EVERY_SECONDS = 1
_SECONDS_BETWEEN_FORGETTING = 3600


def add_words(words: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the two words to the command line."""
    bring = words.add_parser("import", help="bring a shop's own file in: CSV or Excel")
    bring.add_argument("file", type=Path)
    bring.add_argument("--club", required=True, help="the club's code")
    bring.add_argument("--kind", required=True, choices=KINDS)
    bring.add_argument("--unit", required=True, choices=("rial", "toman"), help="of all amounts")
    bring.add_argument("--source", default="import", help="whose document numbers these are")
    bring.add_argument(
        "--column", action="append", default=[], metavar="FIELD=HEADER",
        help="name a column by its header or its number from 1",
    )  # fmt: skip
    bring.add_argument(
        "--group", action="append", default=[], metavar="NAME=CODE",
        help="say which group of the catalogue a name in the file means",
    )  # fmt: skip
    bring.add_argument("--add-groups", action="store_true", help="add unknown groups to it")
    bring.add_argument(
        "--give-value", action="store_true", help="give points and credit too, not tiers only"
    )
    bring.add_argument("--sure", action="store_true", help="take amounts that look wrong")
    bring.add_argument("--dry-run", action="store_true", help="only say what would come of it")
    bring.set_defaults(work=bring_in)
    worker = words.add_parser(
        "import-worker", help="bring in files and try versions on the past, until stopped"
    )
    worker.set_defaults(work=work)
    undo = words.add_parser("undo-import", help="take a whole import back")
    undo.add_argument("run", type=int, help="the import's number")
    undo.add_argument("--club", required=True, help="the club's code")
    undo.set_defaults(work=take_back)


def work(_config: Config, _asked: argparse.Namespace) -> int:
    """Do what is asked for with files and with versions to try, until stopped."""
    django.setup()
    from vafa.interfaces.web import sources
    from vafa.journeys.back_test_programme import work_back_tests
    from vafa.journeys.work_imports import Worker, forget_files, work_imports
    from vafa.journeys.work_together import work_together
    from vafa.server.rounds import repeating

    worker = Worker(
        sources.ids(), sources.vault(), sources.now, sources.imports_folder(), sources.open_table
    )
    worker.folder.mkdir(parents=True, exist_ok=True)
    forget_at = 0.0

    def change_many() -> int:
        return work_together(ids=worker.ids, clock=worker.clock)

    with repeating(change_many, name="together", every_seconds=_LOOK_EVERY_SECONDS) as look:
        while True:
            look()
            if time.monotonic() >= forget_at:
                forget_files(worker=worker)
                forget_at = time.monotonic() + _SECONDS_BETWEEN_FORGETTING
            if work_imports(worker=worker) + work_back_tests(clock=worker.clock) == 0:
                time.sleep(_LOOK_EVERY_SECONDS)


def bring_in(config: Config, asked: argparse.Namespace) -> int:
    """Bring a file in, or say what would come of it."""
    django.setup()
    from vafa.interfaces.web import sources
    from vafa.journeys.import_file import ImportPlan, import_file

    table = open_table(path=asked.file)
    folder = config.home / "imports" / table.digest[:16]
    folder.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    done = import_file(
        principal=_operator(asked.club),
        ids=sources.ids(),
        vault=sources.vault(),
        at=sources.now(),
        table=table,
        plan=ImportPlan(
            kind=asked.kind,
            unit=asked.unit,
            source=asked.source,
            file_name=asked.file.name,
            columns=dict(pair.split("=", 1) for pair in asked.column),
            groups=dict(pair.split("=", 1) for pair in asked.group),
            gives_value=asked.give_value,
            adds_groups=asked.add_groups,
            is_sure=asked.sure,
            is_dry=asked.dry_run,
        ),
        folder=folder,
        progress=_Teller(table.size_bytes).tell,
    )
    _tell(done, folder / "refused.csv", time.monotonic() - began)
    return 0


def take_back(_config: Config, asked: argparse.Namespace) -> int:
    """Undo an import; name the members who stay."""
    django.setup()
    from vafa.interfaces.web import sources
    from vafa.journeys.undo_import import undo_import

    undone = undo_import(
        principal=_operator(asked.club),
        ids=sources.ids(),
        at=sources.now(),
        run_id=asked.run,
        progress=lambda members, sales: say(f"  {members:,} members, {sales:,} sales taken back"),
    )
    say(
        f"taken back: {undone.sales:,} sales of {undone.members:,} members;"
        f" {undone.unregistered:,} are no longer registered"
    )
    for member_id in undone.stay:
        say(f"  stays, for something was done since: member {member_id}")
    return 0


class _Teller:
    """Says how far an import is, every few seconds."""

    def __init__(self, size_bytes: int) -> None:
        self._size = max(size_bytes, 1)
        self._told_at = time.monotonic()

    def tell(self, done: Progress) -> None:
        """Say it, unless it was said a moment ago."""
        if time.monotonic() - self._told_at < _SECONDS_BETWEEN_WORDS:
            return
        self._told_at = time.monotonic()
        share = done.bytes_read * 100 // self._size
        say(
            f"  {share} % read, {done.rows:,} rows;"
            f" posted: {done.members:,} members, {done.orders:,} orders"
        )


def _tell(done: Imported, refused: Path, seconds: float) -> None:
    for field, place in done.columns.places.items():
        say(f"  {field:<11} column {place + 1}: {done.columns.headers[place]}")
    for taken in done.preview:
        say(f"  {taken.mobile}  {taken.document}  day {taken.day}  {taken.amount:,} Rial")
    say(f"{done.rows:,} rows: {done.accepted:,} accepted, {done.amount_rials:,} Rial")
    for reason, count in sorted(done.refused.items(), key=lambda pair: -pair[1]):
        say(f"  {count:,} refused: {ENGLISH[reason]}")
    for header in done.columns.twice:
        say(f"  two columns are called the same: {header}")
    for name, rows in done.unknown_groups.items():
        say(f"  {rows:,} rows of an unknown group: {name} (--group NAME=CODE or --add-groups)")
    if done.is_unit_suspected:
        say("  the amounts are far from this shop's sales: Toman for Rial? (--sure takes them)")
    if done.refused:
        say(f"refused rows with their reasons: {refused}")
    if done.run_id is None:
        say(
            f"would be posted: {done.orders:,} orders of {done.members:,} members;"
            f" {done.posted_before:,} are there already"
        )
        say("nothing was written (dry run)")
        return
    say(
        f"import {done.run_id}: {done.orders:,} orders of {done.members:,} members posted,"
        f" {done.posted_before:,} were there before; {int(done.rows / seconds):,} rows a second"
    )


def _operator(code: str) -> Principal:
    from vafa.domain.clubs.principal import RIGHTS, Principal
    from vafa.domain.clubs.queries import NoSuchClub, all_clubs

    for club in all_clubs():
        if club.code == code:
            return Principal(club.club_id, 0, RIGHTS, name="operator")
    raise NoSuchClub
