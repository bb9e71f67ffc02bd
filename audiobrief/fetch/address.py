"""The guard: which network addresses may be reached because of something a page or a feed says.

A page's author must not be able to make the owner's machine talk to its own network (a router, a cloud's metadata
service, a database without a password). Names are resolved here, every address is checked, and the connection is made
to the checked address itself, so that a second answer of the name server ("rebinding") is never asked for. Odd
notations (``0x7f.1``, ``2130706433``) need no rule of their own: what counts is the address they resolve to.
"""

from __future__ import annotations

import ipaddress
import socket
import threading
from collections.abc import Sequence

from audiobrief.errors import FetchError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# IANA special-purpose registries; written out, because the standard library's own answer differs between versions.
_REFUSED_V4 = tuple(
    (ipaddress.IPv4Network(network), kind)
    for network, kind in (
        ("0.0.0.0/8", "this host"),
        ("10.0.0.0/8", "private"),
        ("100.64.0.0/10", "shared by carriers"),
        ("127.0.0.0/8", "loopback"),
        ("168.63.129.16/32", "a cloud's own service"),  # Azure's host, reachable from its guests only
        ("169.254.0.0/16", "link-local"),
        ("172.16.0.0/12", "private"),
        ("192.0.0.0/24", "special"),
        ("192.0.2.0/24", "documentation"),
        ("192.88.99.0/24", "special"),
        ("192.168.0.0/16", "private"),
        ("198.18.0.0/15", "benchmarking"),
        ("198.51.100.0/24", "documentation"),
        ("203.0.113.0/24", "documentation"),
        ("224.0.0.0/4", "multicast"),
        ("240.0.0.0/4", "reserved"),
    )
)
_GLOBAL_V6 = ipaddress.IPv6Network("2000::/3")
_REFUSED_V6 = tuple(
    (ipaddress.IPv6Network(network), kind)
    for network, kind in (
        ("::/128", "this host"),
        ("::1/128", "loopback"),
        ("2001::/23", "special"),  # Teredo, ORCHID, benchmarking
        ("2001:db8::/32", "documentation"),
        ("2002::/16", "special"),  # 6to4 carries any IPv4 address inside
        ("3fff::/20", "documentation"),
        ("fc00::/7", "private"),
        ("fe80::/10", "link-local"),
        ("fec0::/10", "private"),
        ("ff00::/8", "multicast"),
    )
)
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")  # how networks without IPv4 reach public IPv4 hosts


class PrivateAddress(FetchError):
    """An address that a page or a feed names and that is not on the public internet."""


def refusal(address: Address) -> str | None:
    """Names the kind of a non-public address ("loopback", "private" …); None for a public one."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = _ipv4_inside(address)
        if inner is None:
            kind = next((kind for network, kind in _REFUSED_V6 if address in network), None)
            return kind or (None if address in _GLOBAL_V6 else "special")
        address = inner
    return next((kind for network, kind in _REFUSED_V4 if address in network), None)


def _ipv4_inside(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped


def says_where(host: str) -> bool:
    """Tells whether a host is a number or "localhost": who types it sees where it leads, which a name does not show."""
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return host.rstrip(".").lower() == "localhost"
    return True


def resolve(host: str, port: int, timeout_s: float) -> tuple[str, ...]:
    """Returns the addresses of a host name, in the system's order. Raises :class:`FetchError`.

    The system's resolver has no deadline of its own: it is asked in a thread that is left behind when it hangs.
    """
    answer: list[tuple[str, ...] | Exception] = []

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            answer.append(tuple(dict.fromkeys(str(entry[4][0]) for entry in found)))
        except (OSError, ValueError) as error:  # ValueError: a name that cannot be written for the name server
            answer.append(error)

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(max(timeout_s, 0.0))
    if not answer:
        raise FetchError(host, "the name server does not answer", "Check the network connection and try again")
    found = answer[0]
    if isinstance(found, Exception) or not found:
        raise FetchError(
            host, f"no host named {host} is known", "Check the spelling of the address and the network connection"
        )
    return found


def public_only(host: str, addresses: Sequence[str]) -> tuple[str, ...]:
    """Returns the same addresses when all are public. Raises :class:`FetchError` when only one is not:
    a name with a public and a private address is a trick.
    """
    for text in addresses:
        kind = refusal(ipaddress.ip_address(text))
        if kind is not None:
            raise PrivateAddress(
                host,
                f"leads into a private network: {host} is {text}, not on the public internet ({kind})",
                "If it is your own server and you trust who names it, set allow_private = true in the feed's"
                " audiobrief.toml, or give read and script --allow-private",
            )
    return tuple(addresses)
