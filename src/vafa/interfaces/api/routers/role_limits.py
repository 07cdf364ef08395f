"""What one of each role may give by hand, and let members spend, alone."""

from django.http import HttpResponse
from ninja import Router

from vafa.domain.clubs.records import RoleLimitSet
from vafa.interfaces.api.answers import shown
from vafa.interfaces.api.operations import reads, writes
from vafa.interfaces.api.requests import ApiRequest, IdempotencyKey
from vafa.interfaces.api.schemas.staff import RoleLimitBody, RoleLimitsAnswer, RoleLimitShown
from vafa.interfaces.web import sources
from vafa.journeys import limit_roles

router = Router(tags=["staff"])


@reads(router, "/club/role-limits", right="club.read", gives=RoleLimitsAnswer)
def list_role_limits(request: ApiRequest) -> HttpResponse:
    """List what one of each role may give, and let members spend, without a second person."""
    limits = limit_roles.list_role_limits(principal=request.auth)
    return shown(RoleLimitsAnswer, {"limits": limits})


@writes(
    router, "/club/role-limits/{role}", method="PUT", right="staff.manage",
    gives={200: RoleLimitShown},
)  # fmt: skip
def set_role_limit(
    request: ApiRequest,
    role: str,
    idempotency_key: IdempotencyKey,
    body: RoleLimitBody,
) -> HttpResponse:
    """Set what one of a role may give, and let members spend, alone.

    Above it a second person is needed: value by hand then waits for an approval, and a purchase is
    made by somebody with a higher limit. Keys of machines have no role.
    """
    _ = idempotency_key  # the same again changes nothing, so nothing is stored under it
    limit = RoleLimitSet(role, body.grant_rials, body.apply_rials)
    done = limit_roles.set_role_limit(principal=request.auth, at=sources.now(), limit=limit)
    return shown(RoleLimitShown, done)
