"""The published JSON Schema of the programme document, generated from the document itself."""

from __future__ import annotations

import json
from typing import Any

from vafa.programme.document import Programme


def json_schema() -> dict[str, Any]:
    """Give the JSON Schema (2020-12) that a programme document obeys."""
    body = Programme.model_json_schema()
    for node in body["$defs"].values():
        # A member of a union is told by its kind, so an author must write it.
        if "const" in node["properties"].get("kind", {}):
            node["required"] = ["kind", *node.get("required", [])]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **body}


def schema_text() -> str:
    """Give the schema as the text of `docs/reference/programme.schema.json`."""
    return json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n"
