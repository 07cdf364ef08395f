"""The idempotency claim of a form: its own key, bound to what was sent with it."""

import hashlib

from django.http import HttpRequest

from vafa.domain.clubs.principal import Claim

_NOT_ASKED = frozenset({"csrfmiddlewaretoken"})


def claim_of(request: HttpRequest, key: str) -> Claim:
    """Bind the key of a form to its address and fields: sent twice, it is answered once.

    Files count by name and size; the same form with other fields under its old key is refused.
    """
    fields = [
        f"{name}={value}"
        for name, values in sorted(request.POST.lists())
        if name not in _NOT_ASKED
        for value in values
    ]
    files = [
        f"{name}={file.name}:{file.size}"
        for name in sorted(request.FILES)
        for file in request.FILES.getlist(name)
    ]
    asked = "\n".join([request.method or "", request.path, *fields, *files])
    return Claim(key=key, body_hash=hashlib.sha256(asked.encode()).digest())
