"""By which addresses other machines reach this one."""

from __future__ import annotations

import contextlib
import ipaddress
import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

Number = ipaddress.IPv4Address | ipaddress.IPv6Address
_SOMEWHERE = {socket.AF_INET: "192.0.2.1", socket.AF_INET6: "2001:db8::1"}
"""Addresses for documentation: nothing is sent to them."""


def addresses(host: str, port: int) -> list[str]:
    """Returns by which addresses a server that listens at ``host`` can be asked, the most useful first."""
    numbers = [host]
    if is_everywhere(host):
        asked = ipaddress.ip_address(host)
        found = sorted(set(_own(asked)), key=_rank)
        numbers = [*map(str, found)] or ["127.0.0.1" if asked.version == 4 else "::1"]
    return [f"http://{f'[{number}]' if ':' in number else number}:{port}" for number in numbers]


def is_everywhere(host: str) -> bool:
    """Whether a server that listens there can be asked by every address of this machine."""
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(host).is_unspecified
    return False


def is_of_this_machine(address: str) -> bool:
    """Whether only this machine can ask by an address."""
    host = urlsplit(address).hostname or ""
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return host == "localhost"


def _own(asked: Number) -> Iterator[Number]:
    """Yields the numbers of this machine that others can use; a server at ``::`` has those of both kinds."""
    import ifaddr

    for adapter in ifaddr.get_adapters():
        for one in adapter.ips:
            number = ipaddress.ip_address(one.ip if isinstance(one.ip, str) else one.ip[0])
            if number.version <= asked.version and not number.is_loopback and not number.is_link_local:
                yield number


def _rank(number: Number) -> tuple[bool, int, int]:
    """Puts the number first with which this machine goes out, then those of the older kind, which every phone knows."""
    kind = socket.AF_INET if number.version == 4 else socket.AF_INET6
    return str(number) != _way_out(kind), number.version, int(number)


def _way_out(kind: socket.AddressFamily) -> str:
    with contextlib.suppress(OSError), socket.socket(kind, socket.SOCK_DGRAM) as probe:
        probe.connect((_SOMEWHERE[kind], 9))
        return str(probe.getsockname()[0])
    return ""
