"""The API as one object: its routers, its parser, how it answers errors."""

from ninja import NinjaAPI

from vafa.interfaces.api import problems
from vafa.interfaces.api.bodies import StrictParser
from vafa.interfaces.api.routers import (
    accounting,
    accounts,
    acts,
    adjustments,
    catalogue,
    clubs,
    coupons,
    credit,
    friends,
    gift_cards,
    health,
    imports,
    invitations,
    marks,
    members,
    merges,
    messages,
    mobiles,
    orders,
    profiles,
    programme,
    proofs,
    purchases,
    reports,
    reviews,
    role_limits,
    settings,
    shifts,
    staff,
    tills,
    together,
    webhooks,
)

DESCRIPTION = (
    "The customer club over HTTP. Amounts are whole Rial (IRR), ids are strings, moments carry"
    " their offset. Every write takes an Idempotency-Key: repeat a request that got no answer"
    " under the same key. Errors are problem documents (RFC 9457) with a stable code, in Persian"
    " or English by Accept-Language."
)

api = NinjaAPI(
    title="Vafa",
    version="1.0.0",
    description=DESCRIPTION,
    openapi_url=None,
    docs_url=None,
    parser=StrictParser(),
    urls_namespace="api-v1",
)
problems.install(api)
for part in (
    health,
    clubs,
    settings,
    members,
    friends,
    marks,
    together,
    merges,
    accounts,
    profiles,
    mobiles,
    messages,
    purchases,
    orders,
    catalogue,
    proofs,
    reviews,
    credit,
    coupons,
    gift_cards,
    adjustments,
    staff,
    invitations,
    role_limits,
    acts,
    tills,
    shifts,
    programme,
    webhooks,
    accounting,
    reports,
    imports,
):
    api.add_router("", part.router)
