"""Who is at the other end: the address that counts, behind proxies that are trusted and only behind those."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from typing import Final

from starlette.datastructures import Headers
from starlette.types import Scope

from api.errors import SettingsInvalid

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address
MOST_HOPS: Final = 20


@dataclass(frozen=True, slots=True)
class Client:
    """``address`` is what limits count (an IPv6 client by its /64); ``loopback`` when it is on this machine."""

    address: str
    loopback: bool


def networks(setting: str) -> tuple[Network, ...]:
    """Networks from a setting such as ``127.0.0.1, 10.0.0.0/8``.

    Raises:
        SettingsInvalid
    """
    try:
        return tuple(ipaddress.ip_network(part.strip(), strict=False) for part in setting.split(",") if part.strip())
    except ValueError as error:
        raise SettingsInvalid(f"SIGNPOST_TRUSTED_PROXIES cannot be used: {error}.") from error


def _parse(text: str) -> Address | None:
    try:
        found = ipaddress.ip_address(text.strip().strip("[]"))
    except ValueError:
        return None
    mapped = getattr(found, "ipv4_mapped", None)
    return mapped or found


def client_of(scope: Scope, trusted: tuple[Network, ...]) -> Client:
    """The client of a request: the peer, or, when the peer is a trusted proxy, the nearest untrusted forwarded one.

    A trusted proxy that forwards nonsense is not taken for the client itself: that client is unknown. One that
    forwards nothing asks on its own behalf.
    """
    peer = _parse((scope.get("client") or ("", 0))[0])
    if peer is None:
        return Client("unknown", False)
    if not _within(peer, trusted):
        return _client(peer)
    forwarded = ",".join(Headers(scope=scope).getlist("x-forwarded-for"))
    if not forwarded.strip():
        return _client(peer)
    for hop in reversed(forwarded.split(",")[-MOST_HOPS:]):
        address = _parse(hop)
        if address is None:
            return Client("unknown", False)
        if not _within(address, trusted):
            return _client(address)
    return Client("unknown", False)


def _within(address: Address, trusted: tuple[Network, ...]) -> bool:
    return any(address.version == network.version and address in network for network in trusted)


def _client(address: Address) -> Client:
    return Client(_counted(address), address.is_loopback)


def _counted(address: Address) -> str:
    if isinstance(address, ipaddress.IPv6Address) and not address.is_loopback:
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)
