"""How a request travels: one connection a thread, retries under the same idempotency key."""

from __future__ import annotations

import http.client
import json
import secrets
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from vafa_client.errors import NoAnswer, problem_of

IDEMPOTENCY = "Idempotency-Key"
_AGAIN = frozenset({409, 429, 503})
_LONGEST_WAIT = 30.0


class Transport:
    """A club's API at one address, with one key.

    A write is repeated under the key it was first sent with, so it happens once however often it
    must be sent. Pass `idempotency_key` yourself, stored before the call, where a purchase must
    survive the end of your own process.

    :param address: where Vafa runs, as `https://club.example.ir`.
    :param key: the API key of the club.
    :param language: in which language errors and reasons come, `fa` or `en`.
    :param timeout: seconds to wait for an answer.
    :param tries: how often a request is sent at most.
    """

    def __init__(
        self,
        address: str,
        *,
        key: str,
        language: str = "fa",
        timeout: float = 15.0,
        tries: int = 4,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        parts = urlsplit(address)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            msg = "the address must look like https://club.example.ir"
            raise ValueError(msg)
        self._host, self._port, self._is_safe = parts.hostname, parts.port, parts.scheme == "https"
        self._prefix = parts.path.rstrip("/")
        self._headers = {
            "Authorization": f"Bearer {key}",
            "Accept": "application/json",
            "Accept-Language": language,
            "User-Agent": "vafa-client-python/1",
        }
        self._timeout, self._tries, self._sleep = timeout, max(1, tries), sleep
        self._local = threading.local()

    def send(
        self,
        method: str,
        path: str,
        *,
        body: Any = None,
        query: Mapping[str, Any] | None = None,
        idempotency_key: str | None = None,
        is_write: bool = False,
    ) -> Any:
        """Send one request, again where that may help, and give the answer's JSON.

        :raises VafaProblem: when the API refuses; `Declined` when the balance is not there.
        :raises NoAnswer: when no answer came however often it was sent.
        """
        headers = dict(self._headers)
        if is_write:
            headers[IDEMPOTENCY] = idempotency_key or secrets.token_hex(16)
        data = None
        if isinstance(body, bytes):
            data, headers["Content-Type"] = body, "application/octet-stream"
        elif body is not None:
            data = json.dumps(body, ensure_ascii=False).encode()
            headers["Content-Type"] = "application/json"
        asked = {name: value for name, value in (query or {}).items() if value is not None}
        target = self._prefix + path + (f"?{urlencode(asked)}" if asked else "")
        for attempt in range(1, self._tries + 1):
            is_last = attempt == self._tries
            try:
                status, answered, content = self._once(method, target, data, headers)
            except (OSError, http.client.HTTPException) as error:
                self.close()
                if is_last:
                    raise NoAnswer(str(error)) from error
                self._sleep(_pause(attempt, ""))
                continue
            if status in _AGAIN and not is_last:
                self._sleep(_pause(attempt, answered.get("retry-after", "")))
                continue
            return _read(status, content, answered)
        raise NoAnswer

    def close(self) -> None:
        """Close this thread's connection; the next request opens another."""
        connection = getattr(self._local, "connection", None)
        if connection is not None:
            connection.close()
            self._local.connection = None

    @staticmethod
    def quoted(value: str | int) -> str:
        """Give a value as a part of a path."""
        return quote(str(value), safe="")

    def _once(
        self, method: str, target: str, data: bytes | None, headers: Mapping[str, str]
    ) -> tuple[int, dict[str, str], bytes]:
        connection = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._local.connection = self._connect()
        connection.request(method, target, body=data, headers=dict(headers))
        response = connection.getresponse()
        content = response.read()
        return response.status, {k.lower(): v for k, v in response.getheaders()}, content

    def _connect(self) -> http.client.HTTPConnection:
        if self._is_safe:
            return http.client.HTTPSConnection(
                self._host, self._port, timeout=self._timeout, context=ssl.create_default_context()
            )
        return http.client.HTTPConnection(self._host, self._port, timeout=self._timeout)


def _pause(attempt: int, told: str) -> float:
    """Wait as long as the server says, else twice as long each time with a random part."""
    if told.isdigit():
        return min(float(told), _LONGEST_WAIT)
    longest: float = min(0.2 * 2**attempt, _LONGEST_WAIT)
    return longest * (0.5 + secrets.randbelow(500) / 1000)


def _read(status: int, content: bytes, headers: Mapping[str, str]) -> Any:
    if status >= 400:  # noqa: PLR2004 - framework
        raise problem_of(status, content)
    if not content:
        return None
    if "json" in headers.get("content-type", ""):
        return json.loads(content)
    return content
