"""What each word of the `vafa` command does, by calling the part of Vafa that knows how.

Parts are imported inside the functions: Django's settings must know the process's role first.
"""

import argparse
import sys
import time

import django

from vafa.server import database, starting, supervisor, upgrade
from vafa.server.config import Config

RELAY_BATCH = 500
RELAY_PAUSE_SECONDS = 0.2


def say(text: str) -> None:
    """Write one line for the person who typed the command."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def start(config: Config, asked: argparse.Namespace) -> int:
    """Start everything, until Ctrl-C."""
    with supervisor.stopping_on_signals():
        starting.start(config, load_demo=not asked.no_demo, say=say)
    return 0


def make_roles(config: Config, _asked: argparse.Namespace) -> int:
    """Make the roles, or bring them up to date."""
    database.make_roles(config)
    say("roles: vafa_owner, vafa_ledger, vafa_app, vafa_ops, vafa_ro")
    return 0


def migrate(config: Config, asked: argparse.Namespace) -> int:
    """Bring tables and functions up to date."""
    if config.is_embedded:
        database.make_roles(config)
    django.setup()
    from vafa.interfaces.web import sources

    upgrade.migrate(config, is_dumped=not asked.no_dump, at=sources.now(), say=say)
    return 0


def open_club(_config: Config, asked: argparse.Namespace) -> int:
    """Open a club and show its first API key, which is never shown again."""
    django.setup()
    from vafa.domain.clubs.records import NewClub
    from vafa.interfaces.web import sources
    from vafa.journeys.open_club import open_club as journey

    opened = journey(
        ids=sources.ids(),
        at=sources.now(),
        entropy=sources.entropy(),
        club=NewClub(code=asked.code, name=asked.name, test=asked.test),
    )
    say(f"club {opened.code} ({opened.club_id})\nkey  {opened.key.secret}")
    return 0


def run_day(_config: Config, asked: argparse.Namespace) -> int:
    """Settle every member that is due, club by club; then even up what lists are sorted by."""
    django.setup()
    from vafa.domain.clubs.queries import all_clubs
    from vafa.interfaces.web import sources
    from vafa.journeys.ask_erasure import erase_due
    from vafa.journeys.even_up_lists import even_up_lists
    from vafa.journeys.run_day import run_day as journey

    for club in all_clubs():
        done = journey(
            club_id=club.club_id, day_at=sources.now(), ids=sources.ids(), progress=_no_progress
        )
        if not asked.quiet:
            say(f"{club.code}: {done}")
    even_up_lists(vault=sources.vault())
    erase_due(ids=sources.ids(), vault=sources.vault(), at=sources.now())
    return 0


def relay(config: Config, _asked: argparse.Namespace) -> int:
    """Hand follow-ups on, until stopped; beside it all that comes round again."""
    django.setup()
    from vafa.journeys.relay_changes import relay_changes
    from vafa.server import checkpoints, counting, inviting, messages
    from vafa.server.webhooks import delivering

    with (
        delivering() as look_at_webhooks,
        messages.sending(messages.senders(config.home)) as look_at_messages,
        checkpoints.closing(
            every_seconds=config.checkpoint_seconds, folder=config.checkpoint_folder
        ) as look_at_checkpoints,
        counting.counting() as look_at_reports,
        inviting.inviting() as look_at_invitations,
    ):
        while True:
            look_at_webhooks()
            look_at_messages()
            look_at_checkpoints()
            look_at_reports()
            look_at_invitations()
            if relay_changes(batch=RELAY_BATCH) < RELAY_BATCH:
                time.sleep(RELAY_PAUSE_SECONDS)  # what comes meanwhile is carried together


def show_sandbox_messages(config: Config, asked: argparse.Namespace) -> int:
    """Show what the phones of the sandbox got, oldest first."""
    django.setup()
    from vafa.kit.identity import normalise_mobile
    from vafa.server import messages

    mobile = normalise_mobile(asked.mobile) if asked.mobile else ""
    for shown in messages.sandbox_phone(config.home).messages(mobile=mobile):
        say(str(shown))
    return 0


def load_demo(config: Config, asked: argparse.Namespace) -> int:
    """Load the demo club's history, unless it is loaded."""
    django.setup()
    from vafa.server.demo import loading

    loading.load_demo(home=config.home, say=say, sample=loading.sample(is_cdnow=asked.cdnow))
    return 0


def check_demo(config: Config, asked: argparse.Namespace) -> int:
    """Decide the demo club's history anew and compare it with the book, member by member."""
    django.setup()
    from vafa.server.demo import loading

    sample = loading.sample(is_cdnow=asked.cdnow)
    return 1 if loading.check_demo(home=config.home, say=say, sample=sample) else 0


def print_openapi(_config: Config, _asked: argparse.Namespace) -> int:
    """Print the API's OpenAPI document."""
    django.setup()
    from vafa.interfaces.api import openapi

    say(openapi.text())
    return 0


def _no_progress(_step: str, _count: int) -> None:
    """Say nothing."""
