"""What each word of the `vafa` command does, by calling the part of Vafa that knows how.

Parts are imported inside the functions: Django's settings must know the process's role first.
"""

import argparse
import sys

import django
from django.core.management import call_command

from vafa.server import database
from vafa.server.config import Config


def say(text: str) -> None:
    """Write one line for the person who typed the command."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def make_roles(config: Config, _asked: argparse.Namespace) -> int:
    """Make the roles, or bring them up to date."""
    database.make_roles(config)
    say("roles: vafa_owner, vafa_ledger, vafa_app, vafa_ops, vafa_ro")
    return 0


def migrate(_config: Config, _asked: argparse.Namespace) -> int:
    """Bring the schema up to date."""
    django.setup()
    call_command("migrate", verbosity=1, interactive=False)
    return 0
