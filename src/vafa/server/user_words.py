"""The words `vafa user …`: what only who runs the service does for somebody of the staff."""

from __future__ import annotations

import argparse

import django

from vafa.server.commands import say
from vafa.server.config import Config


def add_words(words: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the words to the command line."""
    steps = words.add_parser("user", help="people who sign in").add_subparsers(
        required=True, metavar="STEP"
    )
    reset = steps.add_parser(
        "reset",
        help="for somebody who lost password or phone: sign out everywhere, take the second"
        " factor away, show a link for a new password",
    )
    reset.add_argument("login", help="the e-mail address or mobile that they sign in with")
    reset.set_defaults(work=reset_user)


def reset_user(config: Config, asked: argparse.Namespace) -> int:
    """Show a link for a new password; 1 when nobody who works in a club signs in with this."""
    django.setup()
    from vafa.interfaces.web import sources
    from vafa.journeys.reset_password import Forgotten, NobodySignsIn, let_back_in

    try:
        link = let_back_in(
            ids=sources.ids(),
            vault=sources.vault(),
            at=sources.now(),
            forgotten=Forgotten(asked.login, sources.link_secret(), config.public_address),
        )
    except NobodySignsIn as error:
        say(str(error))
        return 1
    say(f"signed out everywhere; the second factor is gone; good once, for one hour:\n{link}")
    return 0
