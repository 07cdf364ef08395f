"""The words `vafa reports …`: check the counts behind reports against the book, count anew."""

from __future__ import annotations

import argparse

import django

from vafa.server.commands import say
from vafa.server.config import Config

MOST_SHOWN = 20


def add_words(words: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the words to the command line."""
    steps = words.add_parser("reports", help="check what reports show").add_subparsers(
        required=True, metavar="STEP"
    )
    check = steps.add_parser("check", help="compare the counts with the book; 1 if any differs")
    check.set_defaults(work=check_counts)
    recount = steps.add_parser("recount", help="throw the counts away and count the book anew")
    recount.set_defaults(work=recount_all)
    for step in (check, recount):
        step.add_argument("--club", help="the code of this club only")
        step.set_defaults(role="ops")


def check_counts(_config: Config, asked: argparse.Namespace) -> int:
    """Compare every club's counts with its book; tell what differs."""
    django.setup()
    from vafa.domain.clubs.queries import all_clubs
    from vafa.journeys.count_reports import check_reports

    wrong = 0
    for club in all_clubs():
        if asked.club in {None, club.code}:
            found = check_reports(club_id=club.club_id)
            if found is None:
                say(f"{club.code}: not counted yet; reports read the book itself")
                continue
            wrong += len(found)
            say(f"{club.code}: {len(found)} differ" if found else f"{club.code}: right")
            for one in found[:MOST_SHOWN]:
                say(f"  {one.place}: counted {one.counted}, right {one.right}")
    return 1 if wrong else 0


def recount_all(_config: Config, asked: argparse.Namespace) -> int:
    """Count every club's book anew; 1 if one could not be counted now."""
    django.setup()
    from vafa.domain.clubs.queries import all_clubs
    from vafa.interfaces.web import sources
    from vafa.journeys.count_reports import recount_reports

    failed = 0
    for club in all_clubs():
        if asked.club in {None, club.code}:
            done = recount_reports(club_id=club.club_id, at=sources.now())
            failed += not done
            say(f"{club.code}: {'counted' if done else 'not now: somebody else counts'}")
    return 1 if failed else 0
