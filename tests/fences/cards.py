"""Bank card numbers planted into every text that a caller can send, and searched for later."""

from __future__ import annotations

import itertools
import logging
import random
import re
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any

from django.db import connection
from psycopg import sql

from tests.factories.shops import Shop
from vafa.interfaces.api import openapi
from vafa.server import config, database

DEEPEST = 6
_RUN = re.compile(r"(?=(?<!\d)(\d(?:[ \-]?\d){15})(?!\d))")
_FORMS = ("{0}{1}{2}{3}", "{0} {1} {2} {3}", "{0}-{1}-{2}-{3}", "کارت {0}{1}{2}{3} سارا")
_PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
_ASCII = str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789")


def cards(count: int) -> list[str]:
    """Make numbers as Iranian banks give them, with their check digit."""
    chance = random.Random(14)  # noqa: S311 - framework
    firsts = ("603799", "589210", "627412", "502229", "636214")
    bodies = (f"{chance.choice(firsts)}{chance.randrange(10**9):09d}" for _ in itertools.count())
    return list(
        dict.fromkeys(f"{body}{_check_digit(body)}" for body in itertools.islice(bodies, count))
    )


def written(card: str, number: int) -> str:
    """Write a number the way people do: in groups, within a sentence, in Persian digits."""
    text = _FORMS[number % len(_FORMS)].format(*(card[at : at + 4] for at in range(0, 16, 4)))
    return text.translate(_PERSIAN) if number % 3 == 0 else text


def places() -> list[tuple[str, str, tuple[str, ...]]]:
    """List every text of every body that the API takes: method, path, the way to the text."""
    document = openapi.document()
    found = []
    for path, methods in document["paths"].items():
        for method, described in methods.items():
            content = described.get("requestBody", {}).get("content", {})
            if "application/json" in content:
                schema = content["application/json"]["schema"]
                ways = sorted(set(_texts(schema, document["components"]["schemas"], ())))
                found += [(method.upper(), path, way) for way in ways]
    return found


def plant(shop: Shop, numbers: list[str]) -> Counter[str]:
    """Send one number to each place in turn, as key too; count what the door said of it."""
    said: Counter[str] = Counter()
    for number, (card, (method, path, way)) in enumerate(
        zip(numbers, itertools.cycle(places()), strict=False)
    ):
        text = written(card, number)
        address = re.sub(r"\{[a-z_]+\}", "1", path)
        answer = shop.owner.write(address, _body(way, text), method=method)
        while answer.status_code == HTTPStatus.TOO_MANY_REQUESTS:
            time.sleep(0.1)
            answer = shop.owner.write(address, _body(way, text), method=method)
        kinds = {error["code"] for error in answer.json().get("errors", ())}
        said["refused" if "card_number" in kinds else f"{answer.status_code} {method} {path}"] += 1
        if number % 10 == 0:
            body = {"name": "till", "rights": ["read"]}
            shop.owner.write("/v1/api-keys", body, key=card)
    return said


def seen(numbers: list[str], log: str) -> list[str]:
    """Search every row of every table, the outbox among them, and what was logged."""
    wanted = set(numbers)
    found = [f"log: {card}" for card in _runs(log) if card in wanted]
    name = str(connection.settings_dict["NAME"])
    with database.connect(config.current(), "admin", name=name) as admin:
        tables = admin.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
        ).fetchall()
        for (table,) in tables:
            rows = admin.execute(
                sql.SQL("SELECT t::text FROM {} AS t").format(sql.Identifier(table))
            )
            found += [
                f"{table}: {card}" for (text,) in rows for card in _runs(text) if card in wanted
            ]
    return found


class Listener(logging.Handler):
    """Keeps all that is logged, at every level."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a line with its arguments."""
        self.lines.append(f"{record.getMessage()} {record.args} {record.exc_text or ''}")


def _texts(
    schema: Mapping[str, Any], named: Mapping[str, Any], way: tuple[str, ...]
) -> Iterator[tuple[str, ...]]:
    if len(way) > DEEPEST:
        return
    if "$ref" in schema:
        yield from _texts(named[schema["$ref"].rpartition("/")[2]], named, way)
    for one in (*schema.get("anyOf", ()), *schema.get("oneOf", ()), *schema.get("allOf", ())):
        yield from _texts(one, named, way)
    for name, inner in schema.get("properties", {}).items():
        yield from _texts(inner, named, (*way, name))
    if isinstance(schema.get("items"), dict):
        yield from _texts(schema["items"], named, (*way, "[]"))
    if isinstance(schema.get("additionalProperties"), dict):
        yield from _texts(schema["additionalProperties"], named, (*way, "x"))
    if schema.get("type") == "string" and way:
        yield way


def _body(way: tuple[str, ...], text: str) -> Any:
    if not way:
        return text
    inner = _body(way[1:], text)
    return [inner] if way[0] == "[]" else {way[0]: inner}


def _runs(text: str) -> Iterator[str]:
    for found in _RUN.finditer(text.translate(_ASCII)):
        yield re.sub(r"\D", "", found.group(1))


def _check_digit(body: str) -> int:
    doubled = (int(digit) * (2 if place % 2 == 0 else 1) for place, digit in enumerate(body))
    return -sum(value - 9 if value > 9 else value for value in doubled) % 10
