"""The words `vafa members …`: the erasure log written into a file, and replayed after a restore.

The log holds ids, moments and keyed hashes, nothing by which anybody could be recognised. Keep it
outside of the backups: a backup older than an erasure brings the person back.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

import django

from vafa.server.commands import say
from vafa.server.config import Config

if TYPE_CHECKING:
    from vafa.journeys.erase_member import ErasedAgain


def add_words(words: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the words to the command line."""
    steps = words.add_parser("members", help="the erasure log").add_subparsers(
        required=True, metavar="STEP"
    )
    log = steps.add_parser("erasure-log", help="write who was erased, for after a restore")
    log.add_argument("file", type=Path)
    log.set_defaults(work=write_log, role="ops")
    again = steps.add_parser("erase-again", help="erase again whom a restored backup brought back")
    again.add_argument("file", type=Path)
    again.set_defaults(work=erase_again, role="ops")


def write_log(_config: Config, asked: argparse.Namespace) -> int:
    """Write the erasure log of every club, one JSON line each."""
    django.setup()
    say(f"{save_log(asked.file):,} lines: {asked.file}")
    return 0


def erase_again(_config: Config, asked: argparse.Namespace) -> int:
    """Replay an erasure log; 1 when the file is none."""
    django.setup()
    try:
        done = replay_log(asked.file)
    except (OSError, ValueError, KeyError, TypeError) as error:
        say(f"{asked.file} is no erasure log ({type(error).__name__}): nothing was erased")
        return 1
    say(f"{done.lines:,} lines, {done.added:,} new in the log, {done.erased:,} erased again")
    return 0


def save_log(file: Path) -> int:
    """Write the log of every club into a file, whole or not at all; say how many lines it has."""
    from vafa.journeys.erase_member import erasure_log

    lines = [json.dumps(one.as_json(), sort_keys=True) + "\n" for one in erasure_log()]
    part = file.with_name(f"{file.name}.part")
    part.write_text("".join(lines), "utf-8")
    part.replace(file)
    return len(lines)


def replay_log(file: Path) -> ErasedAgain:
    """Erase again who is in the log of a file and in the database; twice changes nothing.

    :raises ValueError: when the file is no erasure log; nothing is erased then.
    """
    from vafa.domain.members.erasure import entry_of
    from vafa.interfaces.web import sources
    from vafa.journeys.erase_member import erase_again as journey

    lines = file.read_text("utf-8").splitlines()
    entries = [entry_of(json.loads(line)) for line in lines if line]
    return journey(entries=entries, ids=sources.ids(), vault=sources.vault(), at=sources.now())
