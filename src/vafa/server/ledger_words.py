"""The words `vafa ledger …`: prove the book, close checkpoints, prove one purchase."""

from __future__ import annotations

import argparse
from pathlib import Path

import django

from vafa.server.commands import say
from vafa.server.config import Config
from vafa.server.errors import CannotDoError


def add_words(words: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the words to the command line."""
    steps = words.add_parser("ledger", help="prove the book").add_subparsers(
        required=True, metavar="STEP"
    )
    verify = steps.add_parser(
        "verify", help="recompute every balance and checkpoint; 1 if any differs"
    )
    verify.add_argument("--club", help="this club only: its code or its id")
    verify.add_argument(
        "--heads", type=Path, help="the folder or file in which heads of checkpoints were kept"
    )
    verify.set_defaults(work=verify_ledger)
    checkpoint = steps.add_parser("checkpoint", help="close a checkpoint now, show its heads")
    checkpoint.set_defaults(work=close_checkpoints)
    prove = steps.add_parser("prove", help="prove that a purchase stands in the book, as JSON")
    prove.add_argument("--club", required=True, help="the club's code")
    prove.add_argument("purchase", type=int, help="its id")
    prove.set_defaults(work=prove_purchase)
    for step in (verify, checkpoint, prove):
        step.set_defaults(role="ops")


def verify_ledger(config: Config, asked: argparse.Namespace) -> int:
    """Recompute every balance and checkpoint; tell what was checked and what differs."""
    django.setup()
    from vafa.ledger.verify import verify
    from vafa.server.checkpoints import heads_kept

    place = asked.heads or config.checkpoint_folder
    if asked.heads is not None and not asked.heads.exists():
        message = f"there is no {asked.heads}; name the folder or file in which heads were kept"
        raise CannotDoError(message)
    heads = heads_kept(place) if place is not None and place.exists() else {}
    club_id = None if asked.club is None else _club_id(asked.club)
    report = verify(club_id=club_id, heads=heads)
    say(str(report))
    return 1 if report.differences else 0


def _club_id(named: str) -> int:
    from vafa.domain.clubs.queries import all_clubs

    found = [club.club_id for club in all_clubs() if named in {club.code, str(club.club_id)}]
    if not found:
        message = f"there is no club with the code or the id {named}"
        raise CannotDoError(message)
    return found[0]


def close_checkpoints(config: Config, _asked: argparse.Namespace) -> int:
    """Close every club's checkpoint over its whole book and show the newest heads, to keep."""
    django.setup()
    from vafa.domain.clubs.queries import all_clubs
    from vafa.journeys.close_checkpoint import closed_checkpoints
    from vafa.server.checkpoints import close_all, line

    made = {one.club_id: one for one in close_all(folder=config.checkpoint_folder, is_whole=True)}
    for club in all_clubs():
        newest = made.get(club.club_id) or next(
            iter(closed_checkpoints(club_id=club.club_id)[-1:]), None
        )
        if newest is not None:
            say(f"{club.code} {club.club_id} {line(newest)}")
    return 0


def prove_purchase(_config: Config, asked: argparse.Namespace) -> int:
    """Show the proof of a purchase, as the API gives it."""
    django.setup()
    from vafa.interfaces.api.schemas.proofs import PurchaseProvedAnswer
    from vafa.journeys.prove_purchase import prove_purchase as journey
    from vafa.server.operators import operator

    proved = journey(principal=operator(asked.club), event_id=asked.purchase)
    say(PurchaseProvedAnswer.model_validate(proved, from_attributes=True).model_dump_json())
    return 0
