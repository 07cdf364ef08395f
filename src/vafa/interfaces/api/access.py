"""Who may come in: the bearer key, its rate and its rights.

A key that was found is remembered for two seconds in this process, so that a till's calls need no
third round trip. A key revoked through this process is forgotten at once; the other workers follow
within those two seconds. Only hashes of keys are remembered.
"""

import hashlib
import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from threading import Lock

from django.conf import settings
from django.http import HttpRequest
from ninja.security import HttpBearer

from vafa.domain.clubs.principal import Principal, Right
from vafa.domain.clubs.queries import authenticate
from vafa.interfaces.api.limits import Buckets
from vafa.interfaces.web import sources
from vafa.interfaces.web.errors import NotAuthenticated, TooManyRequests
from vafa.journeys.issue_api_key import note_key_use

REMEMBERED_SECONDS = 2.0
LONGEST_KEY = 200

buckets = Buckets(
    per_second=settings.API_REQUESTS_PER_SECOND, burst=2 * settings.API_REQUESTS_PER_SECOND
)


class KnownKeys:
    """The principals of the keys seen in the last two seconds, by the hash of the key."""

    def __init__(self, *, kept: int = 1000, clock: Callable[[], float] = time.monotonic) -> None:
        self._kept = kept
        self._clock = clock
        self._lock = Lock()
        self._known: OrderedDict[bytes, tuple[Principal, float]] = OrderedDict()
        self._used: dict[int, date] = {}

    def __len__(self) -> int:
        """Count the keys that are remembered."""
        return len(self._known)

    def principal_of(self, key: str) -> Principal:
        """Give the key's owner, asking the database at most every two seconds.

        :raises KeyRefused: when the key is unknown, ended or expired.
        """
        digest = hashlib.sha256(key.encode()).digest()
        found, until = self._known.get(digest, (None, 0.0))
        if found is not None and self._clock() < until:
            return found
        at = sources.now()
        principal = authenticate(secret=key, at=at)
        if self._used.get(principal.credential_id) != at.date():  # once a day and process
            note_key_use(principal=principal, on=at.date())
            self._used[principal.credential_id] = at.date()
        with self._lock:
            self._known[digest] = (principal, self._clock() + REMEMBERED_SECONDS)
            self._known.move_to_end(digest)
            if len(self._known) > self._kept:
                self._known.popitem(last=False)
        return principal

    def forget(self, *, credential_id: int) -> None:
        """Have the next request of this key ask the database."""
        with self._lock:
            for digest, (principal, _) in list(self._known.items()):
                if principal.credential_id == credential_id:
                    del self._known[digest]


known_keys = KnownKeys()


class ApiKey(HttpBearer):
    """The key of a club, sent as "Authorization: Bearer vafa_live_…"."""

    openapi_description = "A key of one club, from POST /v1/api-keys or from who runs the service."

    def __init__(self, right: Right) -> None:
        super().__init__()
        self.right = right

    def __call__(self, request: HttpRequest) -> Principal:
        """Let the request pass with its principal.

        :raises NotAuthenticated: when it carries no key.
        :raises KeyRefused: when the key is not in force.
        :raises TooManyRequests: when the key asks too often.
        :raises RightMissing: when the key may not do this.
        """
        scheme, _, key = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not key.isascii() or not 0 < len(key) <= LONGEST_KEY:
            raise NotAuthenticated
        return self.authenticate(request, key.strip())

    def authenticate(self, request: HttpRequest, token: str) -> Principal:
        """Check the key, then its rate, then its right."""
        principal = known_keys.principal_of(token)
        wait = buckets.take(principal.credential_id)
        if wait:
            raise TooManyRequests(retry_after_seconds=math.ceil(wait))
        principal.require(self.right)
        request.api_key_id = principal.credential_id  # type: ignore[attr-defined]  # framework
        return replace(
            principal,
            address=request.META.get("REMOTE_ADDR", ""),
            request_id=getattr(request, "request_id", ""),
        )
