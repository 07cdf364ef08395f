"""An authenticated request: who asks, under which idempotency key, with which body."""

import hashlib
import json
from typing import Annotated

from django.http import HttpRequest
from ninja import Header
from pydantic import AfterValidator, BaseModel
from pydantic_core import PydanticCustomError

from vafa.domain.clubs.principal import Claim, Principal
from vafa.interfaces.api.problems import KEY_HEADER
from vafa.kit.identity import InvalidCard, masked_card


def _no_card(key: str) -> str:
    """Refuse a key that is nothing but a bank card number: keys are stored as they come."""
    try:
        masked_card(key)
    except InvalidCard:
        return key
    raise PydanticCustomError("card_number", "a card number must not be stored")


IdempotencyKey = Annotated[
    str,
    AfterValidator(_no_card),
    Header(
        alias=KEY_HEADER,
        min_length=1,
        max_length=255,
        pattern=r"^[ -~]+$",
        description=(
            "Made once by the caller and kept before sending. The same key with the same body"
            " gives the stored answer (Idempotent-Replayed: true); with another one it is refused."
        ),
    ),
]


class ApiRequest(HttpRequest):
    """A request that has passed the door."""

    auth: Principal
    request_id: str


def claim_of(request: HttpRequest, key: str, body: BaseModel | None = None) -> Claim:
    """Bind the key to what is asked: method, path and the body as it was understood."""
    understood = body.model_dump(mode="json") if body is not None else None
    text = json.dumps(understood, sort_keys=True, separators=(",", ":"))
    asked = f"{request.method}\n{request.path}\n{text}"
    return Claim(key=key, body_hash=hashlib.sha256(asked.encode()).digest())
