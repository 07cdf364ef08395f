"""The `vafa` command: its words, and which part of Vafa each one calls.

A command that needs the database has the embedded one started for it, and stopped after it. Each
process connects as the one role that suits its work: migrations as the owner, the rest as the app.
"""

import argparse
import os
import sys
from collections.abc import Callable, Sequence

import psycopg

from vafa.kit.errors import VafaError
from vafa.server import (
    accounting_words,
    backup_words,
    commands,
    importing,
    ledger_words,
    member_words,
    moving_words,
    report_words,
    user_words,
    whole_words,
)
from vafa.server import config as configuration
from vafa.server.database import UnfitDatabaseError, running
from vafa.server.embedded.joining import EmbeddedError
from vafa.server.errors import CannotDoError
from vafa.server.starting import CannotStartError
from vafa.server.supervisor import StepFailedError

EXPECTED = (
    configuration.ConfigError,
    EmbeddedError,
    UnfitDatabaseError,
    CannotStartError,
    StepFailedError,
    CannotDoError,
    VafaError,
    psycopg.OperationalError,
)
INTERRUPTED = 130


def main(words: Sequence[str] | None = None) -> int:
    """Do what the command line asks; return the exit status."""
    asked = _parser().parse_args(words)
    os.environ["VAFA_DATABASE_ROLE"] = asked.role
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vafa.server.settings")
    work: Callable[[configuration.Config, argparse.Namespace], int] = asked.work
    try:
        config = configuration.current()
        if not asked.needs_database:
            return work(config, asked)
        with running(config, say=commands.say):
            return work(config, asked)
    except EXPECTED as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="vafa", description="Vafa, a customer club (باشگاه مشتریان)."
    )
    parser.set_defaults(role="app", needs_database=True)
    words = parser.add_subparsers(required=True, metavar="COMMAND")

    start = words.add_parser(
        "start", help="start everything: database, web server, relay, the day's jobs"
    )
    start.add_argument("--no-demo", action="store_true", help="do not load the demo club")
    start.set_defaults(work=commands.start, needs_database=False)

    _add_words_about_places(words)
    backup_words.add_words(words)

    ledger_words.add_words(words)
    report_words.add_words(words)

    day = words.add_parser("day", help="the day's work").add_subparsers(
        required=True, metavar="STEP"
    )
    run = day.add_parser("run", help="settle every member that is due")
    run.add_argument("--quiet", action="store_true", help="say nothing when all is well")
    run.set_defaults(work=commands.run_day, role="ops")

    relay = words.add_parser("relay", help="hand follow-ups on, until stopped")
    relay.set_defaults(work=commands.relay, role="ops")

    _add_words_about_samples(words)
    importing.add_words(words)
    accounting_words.add_words(words)
    member_words.add_words(words)
    user_words.add_words(words)

    openapi = words.add_parser("openapi", help="print the API's OpenAPI 3.1 document")
    openapi.set_defaults(work=commands.print_openapi, needs_database=False)
    return parser


def _add_words_about_places(words: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add what is about the database and about clubs."""
    db = words.add_parser("db", help="prepare the database").add_subparsers(
        required=True, metavar="STEP"
    )
    roles = db.add_parser("roles", help="make the roles, or bring them up to date")
    roles.set_defaults(work=commands.make_roles)
    migrate = db.add_parser("migrate", help="bring the tables and functions up to date")
    migrate.add_argument("--no-dump", action="store_true", help="do not save the database first")
    migrate.set_defaults(work=commands.migrate, role="owner")
    moving_words.add_words(db)

    club = words.add_parser("club", help="clubs").add_subparsers(required=True, metavar="STEP")
    opening = club.add_parser("open", help="open a club and show its first API key, once")
    opening.add_argument("code", help="its code, for example sepehr")
    opening.add_argument("name", help="its name, as people read it")
    opening.add_argument("--test", action="store_true", help="a club to try things with")
    opening.set_defaults(work=commands.open_club)
    whole_words.add_words(club)


def _add_words_about_samples(words: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add what is about the demo club and what stands for the outside."""
    demo = words.add_parser("demo", help="the demo club").add_subparsers(
        required=True, metavar="STEP"
    )
    load = demo.add_parser("load", help="load its history, unless it is loaded")
    load.set_defaults(work=commands.load_demo)
    check = demo.add_parser("check", help="decide its history anew; 1 if the book differs")
    check.set_defaults(work=commands.check_demo)
    for step in (load, check):
        step.add_argument("--cdnow", action="store_true", help="the second sample, 23,570 members")

    sandbox = words.add_parser("sandbox", help="what stands for the outside").add_subparsers(
        required=True, metavar="STEP"
    )
    phones = sandbox.add_parser("messages", help="show what the sandbox's phones got")
    phones.add_argument("--mobile", default="", help="of this number only")
    phones.set_defaults(work=commands.show_sandbox_messages, needs_database=False)


if __name__ == "__main__":
    sys.exit(main())
