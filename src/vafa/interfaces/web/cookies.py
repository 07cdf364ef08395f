"""What a browser keeps for us: out of the reach of scripts, and over an encrypted line alone.

Whether it is encrypted is told by the public address: behind a proxy that ends TLS, a request
itself looks plain.
"""

from django.conf import settings
from django.http import HttpResponse


def named(name: str) -> str:
    """Give a secret's name as the browser has it: one that it takes from this host alone."""
    return f"__Host-{name}" if settings.IS_ENCRYPTED else name


def keep(response: HttpResponse, name: str, value: str, *, seconds: int) -> None:
    """Have a browser keep a value for so long."""
    response.set_cookie(
        name, value, max_age=seconds, httponly=True, samesite="Lax", secure=settings.IS_ENCRYPTED
    )
