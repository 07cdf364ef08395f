"""Who may do what: every route of the URL conf, tried as every role and as a key of every right.

A new operation of the API needs one line in `NEEDS`: the right that it takes. A new page needs
nothing when a decorator of `web.people` guards it; one that is open to all needs one line in
`OPEN`, with why.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.factories.people import member_client, staff_client
from tests.factories.shops import Caller, Shop, purchase_of
from tests.fences.needs import NEEDS
from tests.interfaces.api.foreign import FOREIGN
from tests.interfaces.api.test_operations import filled, one_of_everything
from vafa.domain.clubs.rights import RIGHTS, ROLES
from vafa.interfaces.api import openapi
from vafa.interfaces.web.people import Guard, guard_of

NOBODY, MEMBER = "nobody", "member"
TOO_MANY, REFUSED_FROM = 429, 400
HIDDEN = {403, 404, 422}

WITHOUT_KEY = {"health", "ready"}

# Pages that no decorator guards, by how their route begins, and why.
OPEN: dict[str, str] = {
    "sign-in/": "staff come in here",
    "sign-out/": "ends a session, whoever's it is",
    "new-password/": "the secret in the link is the guard",
    "invitation/": "the secret in the link is the guard",
    "account/": "one's own log-in: allauth asks who it is",
    "looks/": "language and theme of a browser",
    "offline/": "a page that says that there is no connection",
    "sw.js": "a script",
    "static/": "files that anybody may see",
    "cashier/app.webmanifest": "the name and picture of an app",
    "cashier/lock/": "ends a session, whoever's it is",
    "c/<slug:club>/app.webmanifest": "the name and picture of an app",
    "r/": "the token of a receipt is the guard",
    "dev/": "on a developer's machine only",
}


@dataclass(frozen=True, slots=True)
class Page:
    """A page, by its route, and what guards it."""

    route: str
    guard: Guard | None


@dataclass(frozen=True, slots=True)
class Tried:
    """A pair that was tried: a route as somebody. `wanted` says whether it may pass."""

    route: str
    who: str
    wanted: bool
    passed: bool


def operations() -> Iterator[tuple[str, str, str, bool]]:
    """Give name, method, path and whether there is a JSON body, of every operation with a key."""
    for path, methods in openapi.document()["paths"].items():
        for method, described in methods.items():
            if described["operationId"] not in WITHOUT_KEY:
                content = described.get("requestBody", {}).get("content", {})
                has_body = "application/json" in content
                yield described["operationId"], method.upper(), path, has_body


def pages() -> Iterator[Page]:
    """Give every route of the URL conf that is no operation of the API."""
    yield from _pages("", get_resolver().url_patterns)


def _pages(before: str, patterns: list[Any]) -> Iterator[Page]:
    for one in patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            if not route.startswith("v1/"):
                yield from _pages(route, one.url_patterns)
        elif isinstance(one, URLPattern) and not route.startswith("v1/"):
            yield Page(route, guard_of(one.callback))


def try_operations(shop: Shop) -> Iterator[Tried]:
    """Try every operation with a key of every role, and with one that lacks its right only."""
    roles = {role: shop.caller(rights) for role, rights in ROLES.items()}
    without = {right: shop.caller(RIGHTS - {right}) for right in sorted(RIGHTS)}
    for name, method, path, has_body in operations():
        right = NEEDS[name]
        for role, caller in roles.items():
            passed = _passes(caller, method, path, has_body=has_body)
            yield Tried(name, role, right in ROLES[role], passed)
        passed = _passes(without[right], method, path, has_body=has_body)
        yield Tried(name, f"all but {right}", wanted=False, passed=passed)
        passed = _passes(Caller(""), method, path, has_body=has_body)
        yield Tried(name, NOBODY, wanted=False, passed=passed)


def _passes(caller: Caller, method: str, path: str, *, has_body: bool) -> bool:
    """Tell whether a request got past the guard, however it ended behind it."""
    address = re.sub(r"\{[a-z_]+\}", "1", path)
    return _sent(caller, method, address, {} if has_body else None) not in {401, 403}


def _sent(caller: Caller, method: str, address: str, body: Any) -> int:
    """Send a request, as often as the rate of the key asks for, and give the status."""
    for _ in range(100):
        status = caller.write(address, body, method=method).status_code
        if status != TOO_MANY:
            return status
        time.sleep(0.1)
    raise AssertionError(address)


def try_foreign(shop: Shop, other: Shop) -> Iterator[Tried]:
    """Try every operation that names something with what another club has, as every role."""
    theirs = one_of_everything(other)
    methods = {name: method for name, method, _, _ in operations()}
    for role, rights in ROLES.items():
        caller = shop.caller(rights)
        for name, (path, body) in FOREIGN.items():
            status = _sent(caller, methods[name], filled(path, theirs), filled(body, theirs))
            yield Tried(name, f"{role} of another club", wanted=False, passed=status not in HIDDEN)


def try_branches(shop: Shop) -> Iterator[Tried]:
    """Try to book on every branch as a cashier of each: one's own passes only."""
    member = shop.member()
    branches = sorted(shop.owner.get("/v1/club").json()["branches"])
    for mine in branches:
        caller = shop.caller(ROLES["cashier"], branch=mine)
        for branch in branches:
            for name, path in (("record_purchase", "purchases"), ("quote_purchase", "quotes")):
                body = purchase_of(member, 1_000, branch=branch)
                status = _sent(caller, "POST", f"/v1/{path}", body)
                yield Tried(
                    f"{name} at {branch}",
                    f"cashier of {mine}",
                    mine == branch,
                    status < REFUSED_FROM,
                )


def try_pages(shop: Shop) -> Iterator[Tried]:
    """Try every guarded page as every role, as a member and as nobody."""
    people: dict[str, Client] = {role: staff_client(shop, role) for role in ROLES}
    people[MEMBER] = member_client(shop, shop.member())
    people[NOBODY] = Client()
    for page in pages():
        if page.guard is None or page.guard.kind == "public":
            continue
        for who, client in people.items():
            answer = client.get(address(page.route, shop))
            yield Tried(page.route, who, _may(page.guard, who), _is_in(answer))


def try_other_portal(shop: Shop, other: Shop) -> Iterator[Tried]:
    """Try every page of another club's members as a member of this one."""
    client = member_client(shop, shop.member())
    for page in pages():
        if page.guard is not None and page.guard.kind == MEMBER:
            answer = client.get(address(page.route, other))
            yield Tried(page.route, "member of another club", wanted=False, passed=_is_in(answer))


def _is_in(answer: Any) -> bool:
    """Tell whether a page was reached: neither refused nor sent to sign in."""
    return answer.status_code not in {401, 403} and "sign-in" not in answer.headers.get(
        "Location", ""
    )


def _may(guard: Guard, who: str) -> bool:
    if guard.kind == "till":  # nobody's browser stands at a till here
        return False
    if guard.kind == MEMBER:
        return who == MEMBER
    rights = next((rights for role, rights in ROLES.items() if role == who), None)
    return rights is not None and (guard.right is None or guard.right in rights)


def address(route: str, shop: Shop) -> str:
    """Give an address of a route in a shop; whatever else it names is 1."""
    named = re.sub(r"<(?:\w+:)?club>", shop.code, route)
    return "/" + re.sub(r"<(?:\w+:)?\w+>", "1", named)


def counts(tried: list[Tried]) -> Counter[str]:
    """Count what was tried: allowed and refused as wanted, and what went wrong either way."""
    return Counter(
        {(True, True): "allowed", (False, False): "refused", (False, True): "allowed wrongly"}.get(
            (one.wanted, one.passed), "refused wrongly"
        )
        for one in tried
    )
