"""Who did what in the club: the trail, the book and the changes of members' data in one list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from vafa.domain.clubs import trail
from vafa.domain.clubs.principal import Principal
from vafa.domain.clubs.queries import branch_names
from vafa.domain.clubs.scope import club_scope
from vafa.domain.clubs.trail import ActShown, ActsSought
from vafa.domain.members import audit, tags
from vafa.domain.members import queries as members
from vafa.domain.members.vault import Vault
from vafa.domain.rewards import acts as book
from vafa.domain.rewards.standings import terms
from vafa.domain.sales import queries as sales
from vafa.kit.errors import Refused

LONGEST = timedelta(days=366)
PAGE = 200
MOST_EXPORTED = 50_000
# What the fields hold that acts name things by.
_KINDS = {"member_id": "member", "inviter_id": "member", "event_id": "sale"}


class PeriodTooLong(Refused):
    """A list of acts covers at most 366 days and ends after it begins."""


@dataclass(frozen=True, slots=True)
class Acts:
    """A page of acts, newest first; `before` asks for the next page, None when there is none."""

    acts: tuple[ActShown, ...]
    before: tuple[datetime, int] | None


def list_acts(*, principal: Principal, vault: Vault, sought: ActsSought) -> Acts:
    """List what people and keys did in a period, newest first; personal values are masked.

    :raises PeriodTooLong: when the period is too long, or none.
    """
    principal.require("audit.read")
    return _page(principal, vault, sought)


def export_acts(*, principal: Principal, vault: Vault, sought: ActsSought) -> Iterator[ActShown]:
    """Give every act of a period, newest first; the export itself is kept in the trail.

    :raises PeriodTooLong: when the period is too long, or none.
    """
    principal.require("audit.read")
    principal.require("export")
    first = _page(principal, vault, replace(sought, limit=PAGE))
    with club_scope(principal.club_id):
        trail.note(
            principal=principal, act="acts_exported", object_kind="club",
            after={"since": str(sought.since), "until": str(sought.until)},
        )  # fmt: skip
    return _all(principal, vault, sought, first)


def _all(principal: Principal, vault: Vault, sought: ActsSought, page: Acts) -> Iterator[ActShown]:
    given = 0
    while True:
        yield from page.acts
        given += len(page.acts)
        if page.before is None or given >= MOST_EXPORTED:
            return
        page = _page(principal, vault, replace(sought, limit=PAGE, before=page.before))


def _page(principal: Principal, vault: Vault, sought: ActsSought) -> Acts:
    club_id = principal.club_id
    if not timedelta(0) < sought.until - sought.since <= LONGEST:
        raise PeriodTooLong
    more = replace(sought, limit=sought.limit + 1)
    with club_scope(club_id):
        found = [
            *trail.acts(club_id=club_id, sought=more),
            *audit.acts(club_id=club_id, sought=more, vault=vault),
            *book.acts(club_id=club_id, sought=more),
        ]
        names = trail.names(club_id=club_id)
        found.sort(key=lambda act: (act.at, act.id), reverse=True)
        shown = found[: sought.limit]
        things = _names(principal, shown, names)
    page = tuple(
        replace(act, who=act.who or names.get(act.staff_id or act.credential_id, ""), names=things)
        for act in shown
    )
    last = page[-1] if len(found) > sought.limit else None
    return Acts(page, (last.at, last.id) if last else None)


def _names(
    principal: Principal, shown: Sequence[ActShown], people: Mapping[int, str]
) -> Mapping[str, str]:
    """Say what the things are called that acts name: one query a kind, however many acts.

    Members and receipts have names only for who may see them.
    """
    club_id, rights = principal.club_id, principal.rights
    named = {"member": set[int](), "sale": set[int]()}
    for act in shown:
        if act.object_kind == "member" and act.object_id.isdecimal():
            named["member"].add(int(act.object_id))
        if act.object_kind == "purchase" and act.object_id.isdecimal():
            named["sale"].add(int(act.object_id))
        for field, value in (*act.before.items(), *act.after.items()):
            kind = _KINDS.get(field)
            if kind in named and str(value).isdecimal():
                named[kind].add(int(value))
    told: dict[str, Any] = {f"staff:{id_}": name for id_, name in people.items()}
    member_ids = sorted(named["member"]) if "members.read" in rights else []
    for one in members.named(member_ids=member_ids).values():
        told |= {f"member:{one.member_id}": one.name or one.number}
        told |= {f"number:{one.member_id}": one.number}
    sale_ids = named["sale"] if "sales.read" in rights else ()
    for sale_id, document in sales.documents(club_id=club_id, sale_ids=sale_ids).items():
        told[f"sale:{sale_id}"] = document
    told |= {f"branch:{code}": name for code, name in branch_names(club_id=club_id).items()}
    told |= {f"tag:{one.tag_id}": one.name for one in tags.tags(club_id=club_id)}
    for unit in terms(club_id=club_id).units:
        told |= {f"unit:{unit.code}:fa": unit.name.fa, f"unit:{unit.code}:en": unit.name.en}
        told |= {f"money:{unit.code}": "1"} if unit.is_money else {}
    return told
