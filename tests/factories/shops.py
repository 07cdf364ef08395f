"""A shop with a club of its own, and the caller that a test sends to its API."""

from __future__ import annotations

import itertools
import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.test import Client

from tests.factories.own_keys import own_key
from vafa.domain.clubs.principal import RIGHTS, Claim
from vafa.domain.clubs.queries import authenticate
from vafa.domain.clubs.records import NewBranch, NewClub
from vafa.interfaces.web import sources
from vafa.journeys import manage_programme
from vafa.journeys.open_club import open_club
from vafa.programme.document import Programme
from vafa.programme.presets import reference_programme

_numbers = itertools.count(1)


class Answer(Protocol):
    """What a test reads of a response."""

    status_code: int
    content: bytes

    def json(self) -> Any:
        """Give the body."""

    def has_header(self, name: str) -> bool:
        """Tell whether a header is there."""

    def __getitem__(self, name: str) -> str:
        """Give a header."""


@dataclass(frozen=True)
class Caller:
    """Somebody with a key. Every write gets an idempotency key of its own unless one is given."""

    secret: str
    client: Client = field(default_factory=Client, repr=False)

    def get(self, path: str, **headers: str) -> Answer:
        """Read."""
        return self._send("GET", path, headers=headers)

    def ask(self, path: str, body: Any, **headers: str) -> Answer:
        """Send a look-up that has a body."""
        return self._send("POST", path, body=body, headers=headers)

    def write(
        self, path: str, body: Any = None, *, key: str = "", method: str = "POST", **headers: str
    ) -> Answer:
        """Change something."""
        headers = {"Idempotency_Key": key or secrets.token_hex(16), **headers}
        return self._send(method, path, body=body, headers=headers)

    def send_file(self, path: str, content: bytes, *, key: str = "", **headers: str) -> Answer:
        """Send a file as it is."""
        named = {
            "Idempotency-Key": key or secrets.token_hex(16),
            "Authorization": f"Bearer {self.secret}",
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        return self.client.generic(
            "POST", path, data=content, content_type="application/octet-stream", headers=named
        )

    def _send(
        self, method: str, path: str, *, headers: dict[str, str], body: Any = None
    ) -> Answer:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.secret:
            named.setdefault("Authorization", f"Bearer {self.secret}")
        return self.client.generic(
            method,
            path,
            data=b"" if body is None else json.dumps(body).encode(),
            content_type="application/json" if body is not None else "",
            headers=named,
        )


@dataclass(frozen=True)
class Shop:
    """A club that is open, with its programme in force."""

    club_id: int
    owner: Caller
    code: str = ""

    def person(self, name: str, rights: Iterable[str] = RIGHTS) -> Caller:
        """Give somebody of the staff, with a key of their own."""
        at = sources.now()
        return Caller(own_key(club_id=self.club_id, name=name, rights=rights, at=at))

    def caller(self, rights: Iterable[str], **more: Any) -> Caller:
        """Issue a key with these rights only."""
        body = {"name": "till", "rights": sorted(rights), **more}
        answer = self.owner.write("/v1/api-keys", body)
        assert answer.status_code == 201, answer.content
        return Caller(answer.json()["secret"])

    def member(self, *, mobile: str = "", first_name: str = "سارا") -> str:
        """Have somebody join and give the member's id."""
        body = {
            "mobile": mobile or new_mobile(),
            "first_name": first_name,
            "consent_source": "till",
        }
        answer = self.owner.write("/v1/members", body)
        assert answer.status_code == 201, answer.content
        return str(answer.json()["member"]["member_id"])

    def purchase(self, member_id: str, rials: int, **more: Any) -> dict[str, Any]:
        """Record a purchase of one line and give the answer."""
        answer = self.owner.write("/v1/purchases", purchase_of(member_id, rials, **more))
        assert answer.status_code == 201, answer.content
        found: dict[str, Any] = answer.json()
        return found


def open_shop(
    *, programme: Programme | None = None, branches: tuple[str, ...] = (), is_test: bool = False
) -> Shop:
    """Open a club with a programme (the reference club's) that is in force since the morning."""
    opened = open_club(
        ids=sources.ids(),
        at=sources.now(),
        entropy=sources.entropy(),
        club=NewClub(
            code=f"shop-{secrets.token_hex(6)}",
            name="فروشگاه",
            test=is_test,
            branches=tuple(NewBranch(code, code) for code in branches),
        ),
    )
    principal = authenticate(secret=opened.key.secret, at=sources.now())
    assert principal.rights == RIGHTS
    document = (programme or reference_programme()).model_dump(mode="json")
    saved = manage_programme.save_draft(
        principal=principal,
        claim=Claim("draft", b"d" * 32),
        ids=sources.ids(),
        at=sources.now(),
        document=document,
    )
    manage_programme.publish(
        principal=principal,
        claim=Claim("publish", b"p" * 32),
        at=sources.now(),
        number=saved.version.number,
        starts_at=None,
    )
    return Shop(opened.club_id, Caller(opened.key.secret), opened.code)


def new_mobile() -> str:
    """Give a mobile that no other test uses."""
    return f"0912{secrets.randbelow(10**7):07d}"


def purchase_of(member_id: str, rials: int, **more: Any) -> dict[str, Any]:
    """Give the body of a purchase of one line, free of VAT."""
    return {
        "member": {"id": member_id},
        "source": "till-1",
        "document": f"R-{next(_numbers)}",
        "currency": "IRR",
        "lines": [{"net_rials": rials, "vat_rials": 0}],
        **more,
    }
