"""What the club sells: groups and products, single and many at once."""

from django.http import HttpResponse
from ninja import Query, Router

from vafa.interfaces.api.answers import shown
from vafa.interfaces.api.operations import reads, writes
from vafa.interfaces.api.requests import ApiRequest, IdempotencyKey
from vafa.interfaces.api.schemas.catalogue import (
    GroupsAnswer,
    GroupsBody,
    ProductsAnswer,
    ProductsBody,
    ProductsPutAnswer,
    ProductsQuery,
)
from vafa.interfaces.web import sources
from vafa.journeys import manage_catalogue as journeys

router = Router(tags=["catalogue"])


@reads(router, "/catalogue/groups", right="sales.read", gives=GroupsAnswer)
def list_groups(request: ApiRequest) -> HttpResponse:
    """List the groups by code, which says their place: `food.dairy` lies in `food`."""
    return shown(GroupsAnswer, {"groups": journeys.list_groups(principal=request.auth)})


@writes(
    router, "/catalogue/groups", method="PUT", right="settings.write", gives={200: GroupsAnswer}
)
def put_groups(
    request: ApiRequest, idempotency_key: IdempotencyKey, body: GroupsBody
) -> HttpResponse:
    """Add groups, or rename known ones; the others stay as they are."""
    _ = idempotency_key  # a repeat puts the same again
    groups = journeys.put_groups(
        principal=request.auth, ids=sources.ids(), at=sources.now(), groups=body.as_records()
    )
    return shown(GroupsAnswer, {"groups": groups})


@reads(router, "/catalogue/products", right="sales.read", gives=ProductsAnswer)
def list_products(request: ApiRequest, query: Query[ProductsQuery]) -> HttpResponse:
    """List products by code: of a group and its sub-groups, or by a part of a name or code."""
    found = journeys.list_products(principal=request.auth, sought=query.as_record())
    page = found[: query.limit]
    more = page[-1].code if len(found) > query.limit else ""
    return shown(ProductsAnswer, {"products": page, "next_cursor": more})


@writes(
    router, "/catalogue/products", method="PUT", right="settings.write",
    gives={200: ProductsPutAnswer},
)  # fmt: skip
def put_products(
    request: ApiRequest, idempotency_key: IdempotencyKey, body: ProductsBody
) -> HttpResponse:
    """Add products, or change those that have these codes: all of them or none.

    A product is retired with `is_active: false`: tills do not find it, past sales keep it.
    """
    _ = idempotency_key  # a repeat puts the same again
    done = journeys.put_products(
        principal=request.auth, ids=sources.ids(), at=sources.now(), products=body.as_records()
    )
    return shown(ProductsPutAnswer, done)
