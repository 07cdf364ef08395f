"""A programme as a file: canonical JSON out, checked JSON in, a fingerprint of the content."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from vafa.kit.errors import Refused
from vafa.programme.document import Programme
from vafa.programme.problems import Problem, problem
from vafa.programme.shape import MAX_BYTES, shaped


class MalformedProgramme(Refused):
    """The text is not a programme document; `problems` names each place and its remedy."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(problems=[one.as_json() for one in problems])
        self.problems = problems


class UnknownFormat(MalformedProgramme):
    """The file has a format that this version of Vafa does not know."""


class _DuplicateKey(ValueError):
    pass


def export_text(document: Programme) -> str:
    """Give the document as text that is always the same: keys in the order of the schema."""
    return json.dumps(export(document), ensure_ascii=False, indent=2) + "\n"


def export(document: Programme) -> dict[str, Any]:
    """Give the document as plain JSON values, every default written out."""
    return document.model_dump(mode="json")


def fingerprint(document: Programme) -> str:
    """Give a name for the content: equal for equal documents, whatever the order of their keys."""
    text = json.dumps(export(document), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def import_text(text: str | bytes) -> Programme:
    """Read an exported document. Its shape is checked here, its sense by `validate`.

    :raises UnknownFormat: when it names a format other than ours.
    :raises MalformedProgramme: when it is no JSON, too large, or not shaped as a programme.
    """
    document, problems = shaped(_decoded(text))
    if document is not None:
        return document
    if any(one.code == "unknown_format" for one in problems):
        raise UnknownFormat(problems)
    raise MalformedProgramme(problems)


def _decoded(text: str | bytes) -> object:
    raw = text.encode("utf-8", "replace") if isinstance(text, str) else text
    if len(raw) > MAX_BYTES:
        raise MalformedProgramme((problem("", "too_large", limit=MAX_BYTES),))
    try:
        return json.loads(raw.decode("utf-8-sig"), object_pairs_hook=_unique)
    except _DuplicateKey as error:
        raise MalformedProgramme((problem("", "duplicate_key", key=str(error)),)) from None
    except (ValueError, RecursionError):
        raise MalformedProgramme((problem("", "unreadable"),)) from None


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        raise _DuplicateKey(next(key for key in keys if keys.count(key) > 1))
    return found
