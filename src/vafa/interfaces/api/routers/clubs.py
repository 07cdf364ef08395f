"""The club, its keys, its feed of changes and the run of its day."""

from dataclasses import dataclass

from django.http import HttpResponse
from ninja import Query, Router

from vafa.domain.clubs import queries as clubs
from vafa.domain.clubs.rights import words_of
from vafa.domain.clubs.scope import club_scope
from vafa.interfaces.api.access import known_keys
from vafa.interfaces.api.answers import shown, written
from vafa.interfaces.api.fields import GivenId
from vafa.interfaces.api.operations import reads, writes
from vafa.interfaces.api.requests import ApiRequest, IdempotencyKey, claim_of
from vafa.interfaces.api.schemas.clubs import (
    ChangesAnswer,
    ClubAnswer,
    DayRunAnswer,
    KeyAnswer,
    KeyBody,
    KeysAnswer,
    KeysQuery,
    PageQuery,
)
from vafa.interfaces.web import sources
from vafa.journeys.issue_api_key import issue_api_key as issue_api_key_journey
from vafa.journeys.issue_api_key import revoke_api_key as revoke_api_key_journey
from vafa.journeys.run_day import run_day as run_day_journey
from vafa.journeys.show_changes import show_changes as show_changes_journey
from vafa.kit.calendar import local_day

router = Router(tags=["club"])


@dataclass(frozen=True, slots=True)
class _ClubShown:
    club_id: int
    name: str
    zone: str
    test: bool
    branches: tuple[str, ...]
    vat_basis_points: int
    key_name: str
    key_rights: tuple[str, ...]
    key_branch: str


@reads(router, "/club", right="club.read", gives=ClubAnswer)
def show_club(request: ApiRequest) -> HttpResponse:
    """Show the club of this key, and what the key may do."""
    principal = request.auth
    with club_scope(principal.club_id):
        facts = clubs.club_facts(club_id=principal.club_id)
    club = _ClubShown(
        club_id=facts.club_id,
        name=facts.name,
        zone=facts.zone,
        test=facts.test,
        branches=tuple(sorted(facts.branches)),
        vat_basis_points=facts.vat_on(local_day(sources.now(), facts.zone)),
        key_name=principal.name,
        key_rights=words_of(principal.rights),
        key_branch=principal.branch,
    )
    return shown(ClubAnswer, club)


@reads(router, "/api-keys", right="keys.manage", gives=KeysAnswer)
def list_api_keys(request: ApiRequest, query: Query[KeysQuery]) -> HttpResponse:
    """List the club's keys, oldest first, with those that ended; a secret is never shown again."""
    club_id = request.auth.club_id
    with club_scope(club_id):
        found = clubs.api_keys(
            club_id=club_id, after_id=int(query.cursor or 0), limit=query.limit + 1
        )
    page = found[: query.limit]
    more = str(page[-1].key_id) if len(found) > query.limit else ""
    return shown(KeysAnswer, {"keys": page, "next_cursor": more})


@writes(router, "/api-keys", right="keys.manage", gives={201: KeyAnswer})
def issue_api_key(
    request: ApiRequest, idempotency_key: IdempotencyKey, body: KeyBody
) -> HttpResponse:
    """Issue a key with some of this key's rights. Its secret is shown once, here."""
    issued = issue_api_key_journey(
        principal=request.auth,
        claim=claim_of(request, idempotency_key, body),
        ids=sources.ids(),
        at=sources.now(),
        entropy=sources.entropy(),
        key=body.as_record(),
    )
    return written(KeyAnswer, issued, status=201)


@writes(
    router,
    "/api-keys/{key_id}",
    method="DELETE",
    right="keys.manage",
    gives={204: None},
    refuses=(404,),
)
def revoke_api_key(
    request: ApiRequest, key_id: GivenId, idempotency_key: IdempotencyKey
) -> HttpResponse:
    """End a key. Every worker refuses it within two seconds; ending it again changes nothing."""
    _ = idempotency_key  # a repeat is harmless, so nothing is stored under it
    revoke_api_key_journey(principal=request.auth, key_id=key_id, at=sources.now())
    known_keys.forget(credential_id=key_id)
    return HttpResponse(status=204)


@reads(router, "/changes", right="changes.read", gives=ChangesAnswer)
def show_changes(request: ApiRequest, query: Query[PageQuery]) -> HttpResponse:
    """Follow what happens in the club: purchases, refunds, tier changes, oldest first."""
    changes = show_changes_journey(principal=request.auth, cursor=query.cursor, limit=query.limit)
    return shown(ChangesAnswer, changes)


@writes(router, "/day-runs", right="settings.write", gives={200: DayRunAnswer})
def run_day(request: ApiRequest, idempotency_key: IdempotencyKey) -> HttpResponse:
    """Run the club's day now: pending, expiry, tiers, birthdays. It runs by itself every day too.

    Each step happens once a day, however often it is asked for.
    """
    _ = idempotency_key  # a repeat is harmless, so nothing is stored under it
    done = run_day_journey(
        club_id=request.auth.club_id,
        day_at=sources.now(),
        ids=sources.ids(),
        progress=lambda _step, _count: None,
    )
    return shown(DayRunAnswer, done)
