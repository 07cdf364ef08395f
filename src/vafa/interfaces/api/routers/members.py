"""Members: joining, listing, finding, wallet, statement and tier."""

from django.http import HttpResponse
from ninja import Query, Router

from vafa.domain.members.records import MemberRef
from vafa.interfaces.api.answers import shown, written
from vafa.interfaces.api.fields import GivenId
from vafa.interfaces.api.operations import reads, writes
from vafa.interfaces.api.requests import ApiRequest, IdempotencyKey, claim_of
from vafa.interfaces.api.schemas.marks import MemberListedShown, MembersAnswer, MembersQuery
from vafa.interfaces.api.schemas.members import (
    JoinAnswer,
    JoinBody,
    MemberAnswer,
    StatementAnswer,
    StatementQuery,
    TierAnswer,
    WalletAnswer,
)
from vafa.interfaces.api.schemas.shared import MemberNamed
from vafa.interfaces.web import sources
from vafa.journeys.find_member import find_member as find_member_journey
from vafa.journeys.join_club import join_club as join_club_journey
from vafa.journeys.list_members import list_members as list_members_journey
from vafa.journeys.show_statement import show_statement as show_statement_journey
from vafa.journeys.show_tier import show_tier as show_tier_journey
from vafa.journeys.show_wallet import show_wallet as show_wallet_journey

router = Router(tags=["members"])


@writes(router, "/members", right="members.write", gives={200: JoinAnswer, 201: JoinAnswer})
def join_club(
    request: ApiRequest, idempotency_key: IdempotencyKey, body: JoinBody
) -> HttpResponse:
    """Enrol somebody by mobile, in any script and form; 200 when the member was there already."""
    joined = join_club_journey(
        principal=request.auth,
        claim=claim_of(request, idempotency_key, body),
        ids=sources.ids(),
        vault=sources.vault(),
        event_at=(None if body.proof_id else body.occurred_at) or sources.now(),
        member=body.as_record(),
    )
    return written(JoinAnswer, joined, status=201 if joined.created else 200)


@reads(router, "/members", right="members.read", gives=MembersAnswer)
def list_members(request: ApiRequest, query: Query[MembersQuery]) -> HttpResponse:
    """List members: by a part of the name, the mobile or its last four digits, and more.

    When nobody has the name, those whose names are alike come, and say so.
    """
    found = list_members_journey(
        principal=request.auth, vault=sources.vault(), sought=query.as_record()
    )
    page = found[: query.limit]
    has_more = len(found) > query.limit and not page[-1].member.is_alike
    last = page[-1].member.place if has_more else None
    return shown(
        MembersAnswer,
        {
            "members": [MemberListedShown.of(one) for one in page],
            "next_cursor": f"{last.value}.{last.member_id}" if last else "",
        },
    )


@reads(
    router,
    "/members/find",
    method="POST",
    right="members.read",
    gives=MemberAnswer,
    refuses=(404,),
)
def find_member(request: ApiRequest, body: MemberNamed) -> HttpResponse:
    """Find a member by id, by the number of the card, or by mobile."""
    card = find_member_journey(
        principal=request.auth, vault=sources.vault(), member=body.as_record()
    )
    return shown(MemberAnswer, card)


@reads(
    router, "/members/{member_id}/wallet", right="members.read", gives=WalletAnswer, refuses=(404,)
)
def show_wallet(request: ApiRequest, member_id: GivenId) -> HttpResponse:
    """Show what a member holds, what it is worth, and what ends next."""
    wallet = show_wallet_journey(
        principal=request.auth, vault=sources.vault(), member=_by_id(member_id)
    )
    return shown(WalletAnswer, wallet)


@reads(
    router,
    "/members/{member_id}/statement",
    right="members.read",
    gives=StatementAnswer,
    refuses=(404,),
)
def show_statement(
    request: ApiRequest, member_id: GivenId, query: Query[StatementQuery]
) -> HttpResponse:
    """Show the entries of a member's account, newest first, each with its reason.

    With `as_of` the account as it stood at that moment.
    """
    statement = show_statement_journey(
        principal=request.auth,
        vault=sources.vault(),
        member=_by_id(member_id),
        as_of=query.as_of,
        cursor=query.cursor,
        limit=query.limit,
    )
    return shown(StatementAnswer, statement)


@reads(router, "/members/{member_id}/tier", right="members.read", gives=TierAnswer, refuses=(404,))
def show_tier(request: ApiRequest, member_id: GivenId) -> HttpResponse:
    """Show where a member stands on the ladder and what is missing to the next step."""
    tier = show_tier_journey(
        principal=request.auth,
        vault=sources.vault(),
        at=sources.now(),
        member=_by_id(member_id),
    )
    return shown(TierAnswer, tier)


def _by_id(member_id: int) -> MemberRef:
    return MemberRef(kind="id", value=str(member_id))
