"""The `vafa` command: its words, and which part of Vafa each one calls.

A command that needs the database has the embedded one started for it, and stopped after it. Each
process connects as the one role that suits its work: migrations as the owner, the rest as the app.
"""

import argparse
import os
import sys
from collections.abc import Callable, Sequence

from vafa.server import commands
from vafa.server import config as configuration
from vafa.server.database import UnfitDatabaseError, running
from vafa.server.embedded.joining import EmbeddedError

EXPECTED = (configuration.ConfigError, EmbeddedError, UnfitDatabaseError)
INTERRUPTED = 130


def main(words: Sequence[str] | None = None) -> int:
    """Do what the command line asks; return the exit status."""
    asked = _parser().parse_args(words)
    os.environ.setdefault("VAFA_DATABASE_ROLE", asked.role)
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

    db = words.add_parser("db", help="prepare the database").add_subparsers(
        required=True, metavar="STEP"
    )
    roles = db.add_parser("roles", help="make the roles, or bring them up to date")
    roles.set_defaults(work=commands.make_roles)
    migrate = db.add_parser("migrate", help="bring the tables and functions up to date")
    migrate.set_defaults(work=commands.migrate, role="owner")

    return parser


if __name__ == "__main__":
    sys.exit(main())
