"""What is tried: from a seed and a number follow the sender, the address and everything odd about the request."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from werkzeug.routing import Rule

from portal.testing.client import PortalClient
from tests.fuzz import oddities
from tests.fuzz.addresses import Addresses
from tests.fuzz.bodies import Pair, broken, multipart, urlencoded
from tests.fuzz.forms import filled, form_for
from tests.fuzz.wire import Request, send

TOKENS = (b"csrf_token", b"_form", b"_once", b"version")
PATIENCE = 6  # records that are looked at for one in a state in which something can be sent
ANY_TOKEN = re.compile(rb'name="csrf_token"[^>]* value="([^"]+)"')


@dataclass
class Tries:
    """Makes requests for `addresses`; whoever sends them stays signed in until `forget`."""

    addresses: Addresses
    _cookies: dict[str, str] = field(default_factory=dict)

    def forget(self) -> None:
        """Everybody signs in anew."""
        self._cookies.clear()

    def request(self, dice: Random) -> tuple[Rule, str, Request]:
        """The rule, the sender and what is sent."""
        rule = dice.choice(self.addresses.rules)
        who = self.addresses.reader(rule, dice)
        headers = {"Cookie": self.cookie(who)} if who else {}
        if "POST" in rule.methods and ("GET" not in rule.methods or dice.random() < 0.8):
            request = self._post(rule, who, headers, dice)
        else:
            request = Request("GET", self.addresses.path(rule, who, dice).encode() + _query(dice), headers)
        if dice.random() < 0.1:
            request.path = _odd_path(request.path, dice)
        if dice.random() < 0.25:
            for name in dice.sample(list(oddities.HEADERS), dice.randint(1, 4)):
                request.headers[name] = dice.choice(oddities.HEADERS[name])
        if dice.random() < 0.03:
            request.method = dice.choice(oddities.METHODS)
        return rule, who, request

    def cookie(self, who: str) -> str:
        """Of somebody who has signed in."""
        if who not in self._cookies:
            client: PortalClient = self.addresses.office.app.test_client()
            client.be(self.addresses.people[who])
            self._cookies[who] = "; ".join(f"{each.key}={each.value}" for each in client._cookies.values())
        return self._cookies[who]

    def _post(self, rule: Rule, who: str, headers: dict[str, str], dice: Random) -> Request:
        for _ in range(PATIENCE):
            path = self.addresses.path(rule, who, dice)
            pairs = self._form(path, headers, dice)
            if len(pairs) > 1:
                break
        for change in dice.choices(CHANGES, k=dice.choice((0, 1, 1, 1, 2, 2, 3))):
            change(pairs, dice)
        as_parts = any(not isinstance(value, bytes) for _, value in pairs) or dice.random() < 0.1
        body, kind = (multipart if as_parts and dice.random() < 0.97 else urlencoded)(pairs)
        if dice.random() < 0.08:
            body = broken(body, dice)
        address = path.encode() + (_query(dice) if dice.random() < 0.1 else b"")
        return Request("POST", address, {**headers, "Content-Type": kind}, body)

    def _form(self, path: str, headers: dict[str, str], dice: Random) -> list[Pair]:
        """The form that is sent to `path`, from its page or from that of what it belongs to; else a token, where there is one."""
        token, place = b"", path
        while place and place.count("/") >= path.count("/") - 2:
            answer = send(self.addresses.office.app, Request("GET", place.encode(), dict(headers)))
            if answer.status == 200 and "html" in answer.header("Content-Type"):
                if (form := form_for(answer.body, place, path)) is not None:
                    return filled(form, dice)
                found = ANY_TOKEN.search(answer.body)
                token = token or (found[1] if found else b"")
            place = place.rpartition("/")[0]
        return [(b"csrf_token", token)] if token else []


def _query(dice: Random) -> bytes:
    if dice.random() < 0.4:
        return b""
    pairs = [(dice.choice(oddities.NAMES), dice.choice(oddities.VALUES)) for _ in range(dice.randint(1, 4))]
    coded = urlencoded(pairs)[0]
    return b"?" + (
        coded if dice.random() < 0.9 else dice.choice((b"", b"&&&", b"%", b"%zz=%", b"=", b"a=b;c=d", b"\xff=\xfe"))
    )


def _odd_path(path: bytes, dice: Random) -> bytes:
    place, mark, query = path.partition(b"?")
    numbers = list(re.finditer(rb"(?<=/)\d+(?=/|$|\.)", place))
    if numbers and dice.random() < 0.8:
        one = dice.choice(numbers)
        place = place[: one.start()] + dice.choice(oddities.IDENTS) + place[one.end() :]
    else:
        place += dice.choice(oddities.ENDINGS)
    return place + mark + query


def _at(pairs: list[Pair], dice: Random) -> int:
    """Which field; seldom the tokens, for without them nothing is reached."""
    free = [at for at, (name, _) in enumerate(pairs) if name not in TOKENS or dice.random() < 0.05]
    return dice.choice(free) if free else -1


def _odd_value(pairs: list[Pair], dice: Random) -> None:
    if (at := _at(pairs, dice)) >= 0:
        pairs[at] = pairs[at][0], dice.choice(oddities.VALUES)


def _file(pairs: list[Pair], dice: Random) -> None:
    if (at := _at(pairs, dice)) >= 0:
        pairs[at] = pairs[at][0], dice.choice(oddities.FILES)


def _another_name(pairs: list[Pair], dice: Random) -> None:
    if (at := _at(pairs, dice)) >= 0:
        name = pairs[at][0]
        odd = (
            dice.choice(oddities.NAMES),
            name + b"[]",
            name + b"-0",
            name + b"-0-" + name,
            name.upper(),
            name + b"\x00",
        )
        pairs[at] = dice.choice(odd), pairs[at][1]


def _missing(pairs: list[Pair], dice: Random) -> None:
    if (at := _at(pairs, dice)) >= 0:
        del pairs[at]


def _repeated(pairs: list[Pair], dice: Random) -> None:
    if (at := _at(pairs, dice)) >= 0:
        value = pairs[at][1] if dice.random() < 0.5 else dice.choice(oddities.VALUES)
        pairs.insert(dice.choice((0, at + 1, len(pairs))), (pairs[at][0], value))
        if dice.random() < 0.1:
            pairs += [pairs[at]] * dice.choice((50, 1500))


def _more(pairs: list[Pair], dice: Random) -> None:
    pairs.append(
        (dice.choice(oddities.NAMES), dice.choice((dice.choice(oddities.VALUES), dice.choice(oddities.FILES))))
    )


def _all_odd(pairs: list[Pair], dice: Random) -> None:
    for at, (name, _) in enumerate(pairs):
        if name not in TOKENS:
            pairs[at] = name, dice.choice(oddities.VALUES)


CHANGES: list[Callable[[list[Pair], Random], None]] = [_odd_value] * 8 + [
    _file,
    _another_name,
    _missing,
    _repeated,
    _more,
    _all_odd,
]
