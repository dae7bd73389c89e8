"""Public pages that open with a code (查询码、表决码、校验码): who tries codes is slowed, by address."""

from collections.abc import Callable
from functools import wraps
from ipaddress import ip_address, ip_network

from flask import abort, g, request

from portal.database import begin_writing, done_writing, writes
from portal.extensions import db
from portal.guessing import Allowance, Share, give_back, seconds_left, spend

__all__ = ["guessable", "wrong_code", "network", "in_words"]

# From one address, on all these pages together: many, for a whole quarter may stand behind one address of a telephone
# network. A number has no limit of its own, or a stranger could lock out its owner: a code has 40 bits, so ten thousand
# addresses guess for a century.
WRONG_CODES = Allowance("public codes", at_once=100, regained=36)


def guessable(view: Callable) -> Callable:
    """Slow whoever tries codes on `view`, which calls `wrong_code` for a wrong one. A guess is taken before the code is looked at and given
    back when it was right, so that many at the same moment are counted too."""

    @wraps(view)
    def slowed(*args, **kwargs):
        share = WRONG_CODES.of(network())
        if seconds := seconds_left(share) or _by_itself(spend, share):
            abort(429, f"近来从您这里输错的次数太多，{in_words(seconds)}再试。", retry_after=seconds)
        try:
            return view(*args, **kwargs)
        finally:
            db.session.rollback()  # what the view did is committed, or was refused
            if not g.pop("wrong_code", False):
                _by_itself(give_back, share)

    return slowed


def _by_itself(counting: Callable, share: Share) -> int | None:
    """Count in a transaction of its own, also in a request that else only reads."""
    only_reads = not writes()
    begin_writing()
    left = counting(share)
    if only_reads:
        done_writing()
    else:
        db.session.commit()
    return left


def wrong_code() -> None:
    """Count this request as a guess."""
    g.wrong_code = True


def network() -> str:
    """Where the request comes from: an address, of IPv6 the network (/64) that one customer has."""
    try:
        address = ip_address(request.remote_addr or "")
    except ValueError:
        return ""
    if address.version == 6 and address.ipv4_mapped is None:
        return str(ip_network((address, 64), strict=False))
    return str(getattr(address, "ipv4_mapped", None) or address)


def in_words(seconds: int) -> str:
    """When to try again."""
    return f"请约 {-(-seconds // 60)} 分钟后"
