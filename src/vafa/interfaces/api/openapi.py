"""The API's description: OpenAPI 3.1, the same bytes for the same code."""

import functools
import json
from typing import Any

from vafa.interfaces.api.door import api
from vafa.interfaces.api.schemas.shared import DeclinedShown, Problem

_REFERENCE = "#/components/schemas/{model}"


def document() -> dict[str, Any]:
    """Give the description as an object."""
    described: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(path_prefix="v1")))
    schemas = described["components"]["schemas"]
    for model in (Problem, DeclinedShown):
        schema = model.model_json_schema(ref_template=_REFERENCE, mode="serialization")
        schemas.update(schema.pop("$defs", {}))
        schemas[model.__name__] = schema
    described.pop("servers", None)
    described["components"]["schemas"] = dict(sorted(schemas.items()))
    return described


@functools.cache
def text() -> str:
    """Give the description as it stands in docs/reference/openapi.json."""
    return json.dumps(document(), indent=2, ensure_ascii=False) + "\n"
