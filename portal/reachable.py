"""Where the portal may speak to: the internet, and the networks of the house that its operator allows."""

import ipaddress

MAPPED = [ipaddress.ip_network(each) for each in ("::ffff:0:0/96", "64:ff9b::/96")]  # RFC 4291; NAT64, RFC 6052
WITHIN = [ipaddress.ip_network(each) for each in ("::/96", "64:ff9b:1::/48")]  # RFC 4291; NAT64 of a house, RFC 8215


def may_reach(address: str, networks: list[str]) -> bool:
    """Whether anything may go to `address`: on the internet, or in one of the `networks` of the house that the operator allows. One that leads
    to an IPv4 address counts as that one. Raises ValueError for what is no address."""
    allowed = [ipaddress.ip_network(each) for each in networks]
    return all(
        (ip.is_global and not ip.is_multicast and not any(ip in each for each in WITHIN))
        or any(ip in each for each in allowed)
        for ip in _ends_of(ipaddress.ip_address(address.partition("%")[0]))
    )


def _ends_of(ip) -> tuple:
    """The IPv4 address to which an IPv6 one leads: mapped, NAT64, 6to4 (RFC 3056); else itself, with server and client of Teredo (RFC 4380)."""
    if ip.version == 4:
        return (ip,)
    if any(ip in each for each in MAPPED):
        return (ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF),)
    return (ip.sixtofour or ip, *(ip.teredo or ()))
