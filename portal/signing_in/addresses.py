"""Addresses and networks as somebody writes them down: 10.15.0.0/16、192.168.3.7."""

from functools import cache
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from flask import has_request_context, request

from portal.settings import listed

Network = IPv4Network | IPv6Network


def unreadable(written: str) -> str:
    """The first that is no address and no network; "" when all can be read."""
    return next((each for each in _each(written) if _network(each) is None), "")


def holds(written: str, address: str) -> bool:
    """Whether `address` is one of those written, or there are none. What cannot be read holds nothing."""
    networks = _networks(written)
    try:
        own = ip_address(address)
    except ValueError:
        return not networks
    own = getattr(own, "ipv4_mapped", None) or own
    return not networks or any(own in each for each in networks)


def here() -> str:
    """The address that the request under way comes from; "" outside one."""
    return (request.remote_addr or "") if has_request_context() else ""


@cache
def _networks(written: str) -> tuple[Network, ...]:
    return tuple(found for each in _each(written) if (found := _network(each)))


def _each(written: str) -> list[str]:
    return [each for part in listed(written) for each in part.replace(",", " ").replace("，", " ").split()]


def _network(written: str) -> Network | None:
    try:
        return ip_network(written, strict=False)
    except ValueError:
        return None
