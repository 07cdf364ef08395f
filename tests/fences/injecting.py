"""SQL injection tried on every parameter that the API takes, by sqlmap over real HTTP."""

from __future__ import annotations

import json
import re
import secrets
import sqlite3
import subprocess
import threading
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from socketserver import ThreadingMixIn
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, quote
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from tests.fences.tools import sqlmap
from vafa.interfaces.api import openapi

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

AT_ONCE = 2
_EXAMPLES = {"integer": "1", "boolean": "true"}


@dataclass(frozen=True, slots=True)
class Target:
    """One request of the API with each of its parameters marked for sqlmap by a star."""

    method: str
    path: str
    body: str
    parameters: int


@dataclass(frozen=True, slots=True)
class Door:
    """An application of which every request is a new wish, and whose answers are counted.

    A scanner sends one idempotency key with all its tries; under one key only the first would
    reach what the others are meant for. `answers` has method and status of each: "POST 422".
    """

    application: WSGIApplication
    answers: list[str] = field(default_factory=list)

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Serve the request under a key of its own."""
        environ["HTTP_IDEMPOTENCY_KEY"] = secrets.token_hex(16)

        def counted(status: str, *rest: Any) -> Any:
            self.answers.append(f"{environ['REQUEST_METHOD']} {status[:3]}")
            return start(status, *rest)

        return self.application(environ, counted)


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


class _Threads(ThreadingMixIn, WSGIServer):
    daemon_threads = True


@contextmanager
def served(application: WSGIApplication) -> Iterator[str]:
    """Serve an application on a free port of this machine for the time of the block."""
    with make_server("127.0.0.1", 0, application, _Threads, _Quiet) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def targets() -> list[Target]:
    """List every operation that takes a parameter in path, query or body."""
    document = openapi.document()
    schemas = document["components"]["schemas"]
    found = []
    for path, methods in document["paths"].items():
        for method, described in methods.items():
            asked = [one for one in described.get("parameters", ()) if one["in"] != "header"]
            address = re.sub(r"\{[a-z_]+\}", "1*", path)
            query = [f"{one['name']}={_example(one)}*" for one in asked if one["in"] == "query"]
            content = described.get("requestBody", {}).get("content", {}).get("application/json")
            body = json.dumps(_filled(content["schema"], schemas, 0)) if content else ""
            count = len(asked) + body.count('*"')
            if count:
                whole = address + ("?" + "&".join(query) if query else "")
                found.append(Target(method.upper(), whole, body, count))
    return found


def injectable(address: str, secret: str, asked: Sequence[Target]) -> tuple[list[str], list[str]]:
    """Try each target, two at once; give what gave way, and which targets took too long."""
    found: list[str] = []
    unfinished: list[str] = []
    with ThreadPoolExecutor(AT_ONCE) as workers:
        answers = workers.map(lambda one: _try(address, secret, one), asked)
        for one, gave in zip(asked, answers, strict=True):
            named = f"{one.method} {one.path}"
            if gave is None:
                unfinished.append(named)
            found += [f"{named} {name}" for name in gave or ()]
    return found, unfinished


def _try(address: str, secret: str, one: Target) -> list[str] | None:
    options = [f"--headers=Authorization: Bearer {secret}", f"--method={one.method}"]
    options += [f"--data={one.body}"] if one.body else []
    try:
        return sqlmap(address + one.path, *options)
    except subprocess.TimeoutExpired:
        return None


def faulty(environ: WSGIEnvironment, start: StartResponse) -> list[bytes]:
    """Serve rows by a query made of text: the fault that sqlmap must find."""
    asked = parse_qs(environ["QUERY_STRING"]).get("name", [""])[0]
    with sqlite3.connect(":memory:") as table:
        table.execute("CREATE TABLE shop (name TEXT)")
        table.execute("INSERT INTO shop VALUES ('one')")
        try:
            rows = table.execute(f"SELECT name FROM shop WHERE name = '{asked}'").fetchall()  # noqa: S608 - framework
        except sqlite3.Error as error:
            rows = [(str(error),)]
    start("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    return [quote(str(rows)).encode()]


def _example(parameter: dict[str, Any]) -> str:
    schema = parameter["schema"]
    for one in schema.get("anyOf", [schema]):
        if one.get("type") in _EXAMPLES:
            return _EXAMPLES[one["type"]]
    return str(schema.get("default") or "a")


def _filled(schema: dict[str, Any], schemas: dict[str, Any], depth: int) -> Any:
    """Fill a body with a value of the right kind everywhere; each text ends with a star."""
    if "$ref" in schema:
        return _filled(schemas[schema["$ref"].rpartition("/")[2]], schemas, depth)
    for several in ("anyOf", "oneOf", "allOf"):
        if several in schema:
            return _filled(schema[several][0], schemas, depth)
    if "enum" in schema or "const" in schema:
        return schema.get("const", schema.get("enum", [""])[0])
    kind = schema.get("type")
    if kind == "object" and depth < 5:
        fields = schema.get("properties", {})
        return {name: _filled(one, schemas, depth + 1) for name, one in fields.items()}
    if kind == "array":
        return [_filled(schema.get("items", {}), schemas, depth + 1)]
    return {"integer": 1, "boolean": True, "null": None, "object": {}}.get(str(kind), "a*")
