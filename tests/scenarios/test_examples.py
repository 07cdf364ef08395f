"""The worked examples of docs/examples: every code block runs, in order, in a club of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.factories.receivers import Received, Receiver, receiving
from tests.factories.shops import Answer, Shop, open_shop
from vafa.adapters.webhooks.http import HttpSender
from vafa.interfaces.web import sources
from vafa.journeys.deliver_webhooks import deliver_webhook, due_webhooks
from vafa.journeys.relay_changes import relay_changes
from vafa.server.homes import PROJECT

EXAMPLES = sorted((PROJECT / "docs" / "examples").glob("[a-z]*.md"))
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.DOTALL | re.MULTILINE)

pytestmark = pytest.mark.django_db(transaction=True)


def told(answer: Answer) -> Any:
    """Give the body of an answer that went well."""
    assert answer.status_code in {200, 201}, answer.content.decode()
    return answer.json()


def names(shop: Shop, there: Receiver) -> dict[str, Any]:
    """Give what the examples' README says that a block may use."""

    def received() -> Sequence[Received]:
        while relay_changes():
            pass
        for club_id, webhook_id in due_webhooks(at=sources.now()):
            if club_id == shop.club_id:
                deliver_webhook(
                    club_id=club_id,
                    webhook_id=webhook_id,
                    ids=sources.ids(),
                    vault=sources.vault(),
                    send=HttpSender(
                        is_allowed=lambda _address: True, resolver=lambda *_: ["127.0.0.1"]
                    ),
                    clock=sources.now,
                )
        return there.requests

    return {
        "post": lambda path, body: told(shop.owner.write(path, body)),
        "get": lambda path: told(shop.owner.get(path)),
        "url": f"http://shop.example.com:{there.port}/vafa",
        "received": received,
    }


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_example_runs_as_it_stands(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    blocks = [(match[1], text[: match.start()].count("\n") + 1) for match in BLOCK.finditer(text)]
    assert len(blocks) > 1

    with receiving() as there:
        known = names(open_shop(is_test=True), there)
        for source, line in blocks:
            exec(compile("\n" * line + source, str(path), "exec"), known)  # noqa: S102  framework: the page's own code


def test_every_example_is_listed() -> None:
    listed = (PROJECT / "docs" / "examples" / "README.md").read_text(encoding="utf-8")

    assert len(EXAMPLES) >= 3
    assert [path.name for path in EXAMPLES if f"({path.name})" not in listed] == []
