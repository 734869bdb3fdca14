"""Which addresses may be asked for a document that somebody names: none of a private or special network.

A name is resolved once and the connection goes to the address that was checked, so that a name which resolves to
something else a moment later (DNS rebinding) gains nothing.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterable
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Final

from corpus.errors import AddressRefused, SourceUnavailable

Resolver = Callable[[str, int], Iterable[str]]
_NAT64: Final = IPv6Network("64:ff9b::/96")


def resolve(host: str, port: int) -> list[str]:
    """The addresses of `host`.

    Raises:
        SourceUnavailable: the name cannot be resolved.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise SourceUnavailable(f"The name {host} cannot be resolved. Check the address and the network.") from error
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def is_public(address: str) -> bool:
    """Whether an address is of the public internet, also when it is wrapped in an IPv6 one."""
    ip: IPv4Address | IPv6Address = ip_address(address.split("%")[0])
    if isinstance(ip, IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if ip in _NAT64:
            inner = IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            ip = inner
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def checked(host: str, port: int, resolver: Resolver = resolve) -> str:
    """One address of `host` to connect to.

    Raises:
        AddressRefused: any of its addresses is private or special.
        SourceUnavailable: it has none.
    """
    found = list(resolver(host, port))
    if not found:
        raise SourceUnavailable(f"The name {host} has no address.")
    if not all(is_public(address) for address in found):
        raise AddressRefused(
            f"{host} is an address in a private or special network. Use --allow-private if you mean to read from there."
        )
    return found[0]
