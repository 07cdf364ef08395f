"""Which network addresses and which URLs a webhook may have. Pure; it resolves no name."""

import ipaddress
from urllib.parse import urlsplit

from vafa.kit.errors import Refused

LONGEST_URL = 500
# What older Pythons take for global, and what only wraps another address.
_NEVER = tuple(
    ipaddress.ip_network(text)
    for text in (
        "192.0.0.0/24", "192.88.99.0/24", "::/96", "64:ff9b:1::/48", "100::/64", "2001::/23",
        "2002::/16", "3fff::/20", "5f00::/16", "fec0::/10",
    )
)  # fmt: skip
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class UnfitUrl(Refused):
    """A webhook's address is https:// and a public host, without user, password or fragment."""


def is_public(address: str) -> bool:
    """Tell whether an address is one of the public internet, also inside IPv6 wrappings."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    plain = _unwrapped(found)
    return (
        plain.is_global
        and not plain.is_multicast
        and not plain.is_reserved
        and not any(plain in network for network in _NEVER)
    )


def check_url(url: str, *, may_be_plain: bool) -> None:
    """Refuse an address that no webhook may have; http only where it may be.

    :raises UnfitUrl: when it is one.
    """
    if not (url.isascii() and url.isprintable() and " " not in url and len(url) <= LONGEST_URL):
        raise UnfitUrl
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise UnfitUrl from error
    is_plain = parts.scheme == "http"
    if parts.scheme != "https" and not (is_plain and may_be_plain):
        raise UnfitUrl(scheme=parts.scheme)
    if not host or port == 0 or "@" in parts.netloc or "#" in url or "\\" in url:
        raise UnfitUrl
    if _is_literal(host) and not is_public(host):
        raise UnfitUrl(host=host)


def _is_literal(host: str) -> bool:
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
    return True


def _unwrapped(address: _Address) -> _Address:
    """Give the IPv4 address that an IPv6 one only writes in another way."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:  # ::ffff:a.b.c.d
            return address.ipv4_mapped
        if address in _NAT64:
            return ipaddress.IPv4Address(address.packed[-4:])
    return address
