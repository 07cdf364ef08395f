"""The worker of changes of many members: a part of them after the other, each member once.

A worker that dies leaves the part as it was: the next one does it again, and the book answers
those who have it already as before. Two workers never do the same change.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Final

from django.db import InterfaceError, OperationalError

from vafa.domain.clubs.principal import Claim, Principal
from vafa.domain.clubs.queries import all_clubs
from vafa.domain.clubs.scope import club_scope
from vafa.domain.imports import jobs
from vafa.domain.members import operations as registry
from vafa.domain.members import queries as members
from vafa.domain.members import tags, together
from vafa.domain.members.together import Part, State, TogetherCard
from vafa.domain.rewards.operations import adjusting as rewards
from vafa.domain.rewards.records import Adjustment
from vafa.kit.errors import NotFound, Refused, Unavailable, VafaError
from vafa.kit.ids import Ids

_ENDS: Final[Mapping[str, State]] = {"working": "done", "undoing": "undone"}
# Where it is left when something broke: the same can be asked for again.
_BREAKS: Final[Mapping[str, State]] = {"working": "stopped", "undoing": "done"}
_log = logging.getLogger("vafa.together")


class TogetherBroke(VafaError):
    """Something went wrong on our side: go on with it, nobody gets anything twice."""


class NotAMemberNow(Refused):
    """Whoever this was is no member of the club now."""


@dataclass(frozen=True, slots=True)
class _Work:
    """A change of many that is being done, for whom, and with what."""

    principal: Principal
    card: TogetherCard
    ids: Ids
    clock: Callable[[], datetime]


def work_together(*, ids: Ids, clock: Callable[[], datetime]) -> int:
    """Do what waits in every club; gives how many changes of many were worked on."""
    done = 0
    for club in all_clubs():
        with club_scope(club.club_id):
            waiting = together.waiting(club_id=club.club_id)
        for card, principal in waiting:
            if not jobs.take(import_id=card.together_id):
                continue
            try:
                _work(_Work(principal, card, ids, clock))
            finally:
                jobs.let_go(import_id=card.together_id)
            done += 1
    return done


def _work(work: _Work) -> None:
    """Do all parts; what breaks leaves it stopped, to be gone on with."""
    problem = ""
    try:
        is_over = _every_part(work)
    except (OperationalError, InterfaceError, Unavailable):  # the next round goes on
        raise
    except VafaError as error:
        is_over, problem = True, error.code
    except Exception:  # noqa: BLE001 - framework
        _log.exception("change of many %d broke", work.card.together_id)
        is_over, problem = True, TogetherBroke.code
    if is_over:
        ends = _BREAKS if problem else _ENDS
        with club_scope(work.principal.club_id):
            together.close(
                together_id=work.card.together_id, state=ends[work.card.state], at=work.clock(),
                problem=problem,
            )  # fmt: skip


def _every_part(work: _Work) -> bool:
    """Do part after part; False when somebody stopped it meanwhile."""
    card, club_id = work.card, work.principal.club_id
    act = _ACTS[card.change["kind"], card.state == "undoing"]
    while True:
        with club_scope(club_id):
            if not together.goes_on(together_id=card.together_id, state=card.state):
                return False
            part = together.next_part(together_id=card.together_id, state=card.state)
        if part is None:
            return True
        act(work, part)


def _give(work: _Work, part: Part) -> None:
    """Give the units to the wallet of each member of a part, or take them; once to each wallet.

    Whose wallets these are is kept first: a worker after this one, and an undo, go by that.
    """
    if not part.before:
        with club_scope(work.principal.club_id):
            present = registry.present(member_ids=part.member_ids)
            holders = members.holders(member_ids=sorted(present))
            part = replace(part, before=[[str(one), str(to)] for one, to in holders.items()])
            together.begin_part(together_id=work.card.together_id, part=part)
    holders = _holders(work, part)
    refused = {
        str(one): NotAMemberNow.code for one in part.member_ids if one not in holders
    } | _posted(work, holders, sign=1)
    with club_scope(work.principal.club_id):
        together.close_part(
            together_id=work.card.together_id, part=replace(part, refused=refused),
            changed=len(part.member_ids) - len(refused), at=work.clock(),
        )  # fmt: skip


def _take_back(work: _Work, part: Part) -> None:
    """Take back from each wallet of a part what was given, or give back what was taken."""
    holders = _holders(work, part)
    given = {one: to for one, to in holders.items() if str(one) not in part.refused}
    if not part.is_done:
        given = _half_done(work, part, given)
    stayed = _posted(work, given, sign=-1)
    _close_undone(work, replace(part, stayed=stayed), len(given) - len(stayed))


def _half_done(work: _Work, part: Part, holders: Mapping[int, int]) -> dict[int, int]:
    """Close a part that was left in the middle; gives who has got it so far."""
    reached = {
        to
        for to in set(holders.values())
        if rewards.was_adjusted(club_id=work.principal.club_id, part_of=_name(work, "give", to))
    }
    given = {one: to for one, to in holders.items() if to in reached}
    with club_scope(work.principal.club_id):
        together.close_part(
            together_id=work.card.together_id, part=replace(part, member_ids=tuple(given)),
            changed=len(given), at=work.clock(),
        )  # fmt: skip
    return given


def _holders(work: _Work, part: Part) -> dict[int, int]:
    """Give whose wallet gets a gift for each member of a part, by what was kept of that."""
    if part.is_done and not part.before:  # done by a version that kept nothing
        with club_scope(work.principal.club_id):
            return members.holders(member_ids=part.member_ids)
    return {int(one): int(to) for one, to in part.before}


def _name(work: _Work, word: str, holder_id: int) -> str:
    """Give the name under which the book knows what one wallet gets, or gives back."""
    return f"{work.card.together_id}.{word}.{holder_id}"


def _posted(work: _Work, holders: Mapping[int, int], *, sign: int) -> dict[str, str]:
    """Post to each wallet once; give the members of those that refused, with the error's code."""
    change = work.card.change
    refused: dict[int, str] = {}
    for holder_id in dict.fromkeys(holders.values()):
        name = _name(work, "give" if sign > 0 else "back", holder_id)
        adjustment = Adjustment(
            holder_id, change["unit"], sign * change["units"], change["reason"], change["note"]
        )
        try:
            done = rewards.adjust(
                principal=work.principal, claim=Claim(name, sha256(name.encode()).digest()),
                event_at=work.clock(), ids=work.ids, adjustment=adjustment, part_of=name,
            )  # fmt: skip
        except (Refused, NotFound) as error:
            refused[holder_id] = error.code
        else:
            if done.declined is not None:
                refused[holder_id] = done.declined.code
    return {str(one): refused[to] for one, to in holders.items() if to in refused}


def _tag(work: _Work, part: Part) -> None:
    """Give a part a tag, or take it from them; who had it already is not counted."""
    club_id, tag_id = work.principal.club_id, int(work.card.change["which"])
    act = tags.add if work.card.change["kind"] == "add_tag" else tags.remove
    with club_scope(club_id):
        tags.find(club_id=club_id, tag_id=tag_id)
        present = registry.present(member_ids=part.member_ids)
        changed = act(club_id=club_id, tag_id=tag_id, member_ids=present)
        together.close_part(
            together_id=work.card.together_id, part=replace(part, before=list(map(str, changed))),
            changed=len(changed), at=work.clock(),
        )  # fmt: skip


def _untag(work: _Work, part: Part) -> None:
    """Put the tag of those back whose tags were changed."""
    club_id, tag_id = work.principal.club_id, int(work.card.change["which"])
    act = tags.remove if work.card.change["kind"] == "add_tag" else tags.add
    with club_scope(club_id):
        tags.find(club_id=club_id, tag_id=tag_id)
        act(club_id=club_id, tag_id=tag_id, member_ids=map(int, part.before))
    _close_undone(work, part, len(part.before))


def _set_manager(work: _Work, part: Part) -> None:
    """Say who looks after a part."""
    club_id, which = work.principal.club_id, work.card.change["which"]
    with club_scope(club_id):
        present = registry.present(member_ids=part.member_ids)
        before = registry.set_manager(
            club_id=club_id, member_ids=present, staff_id=which and int(which)
        )
        kept = [[str(one), had and str(had)] for one, had in before.items()]
        together.close_part(
            together_id=work.card.together_id, part=replace(part, before=kept),
            changed=len(before), at=work.clock(),
        )  # fmt: skip


def _put_manager_back(work: _Work, part: Part) -> None:
    """Let who looked after them before do so again."""
    club_id = work.principal.club_id
    with club_scope(club_id):
        for had in {had for _, had in part.before}:
            ids = [int(one) for one, manager in part.before if manager == had]
            registry.put_manager_back(club_id=club_id, member_ids=ids, staff_id=had and int(had))
    _close_undone(work, part, len(part.before))


def _close_undone(work: _Work, part: Part, taken_back: int) -> None:
    with club_scope(work.principal.club_id):
        together.close_undone(
            together_id=work.card.together_id, part=part, taken_back=taken_back, at=work.clock()
        )


# What is done with a part, by the kind of change and whether it is taken back.
_ACTS: Final[Mapping[tuple[str, bool], Callable[[_Work, Part], None]]] = {
    ("give", False): _give,
    ("give", True): _take_back,
    ("add_tag", False): _tag,
    ("add_tag", True): _untag,
    ("remove_tag", False): _tag,
    ("remove_tag", True): _untag,
    ("set_manager", False): _set_manager,
    ("set_manager", True): _put_manager_back,
}
