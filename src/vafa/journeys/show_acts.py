"""Who did what in the club: the trail, the book and the changes of members' data in one list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from vafa.domain.clubs import trail
from vafa.domain.clubs.principal import Principal
from vafa.domain.clubs.scope import club_scope
from vafa.domain.clubs.trail import ActShown, ActsSought
from vafa.domain.members import audit
from vafa.domain.members.vault import Vault
from vafa.domain.rewards import acts as book
from vafa.kit.errors import Refused

LONGEST = timedelta(days=366)
PAGE = 200
MOST_EXPORTED = 50_000


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
    return _page(principal.club_id, vault, sought)


def export_acts(*, principal: Principal, vault: Vault, sought: ActsSought) -> Iterator[ActShown]:
    """Give every act of a period, newest first; the export itself is kept in the trail.

    :raises PeriodTooLong: when the period is too long, or none.
    """
    principal.require("audit.read")
    principal.require("export")
    first = _page(principal.club_id, vault, replace(sought, limit=PAGE))
    with club_scope(principal.club_id):
        trail.note(
            principal=principal, act="acts_exported", object_kind="club",
            after={"since": str(sought.since), "until": str(sought.until)},
        )  # fmt: skip
    return _all(principal.club_id, vault, sought, first)


def _all(club_id: int, vault: Vault, sought: ActsSought, page: Acts) -> Iterator[ActShown]:
    given = 0
    while True:
        yield from page.acts
        given += len(page.acts)
        if page.before is None or given >= MOST_EXPORTED:
            return
        page = _page(club_id, vault, replace(sought, limit=PAGE, before=page.before))


def _page(club_id: int, vault: Vault, sought: ActsSought) -> Acts:
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
    page = tuple(
        act if act.who else replace(act, who=names.get(act.staff_id or act.credential_id, ""))
        for act in found[: sought.limit]
    )
    last = page[-1] if len(found) > sought.limit else None
    return Acts(page, (last.at, last.id) if last else None)
