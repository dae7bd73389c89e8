"""What is asked: every rule, by everybody, with records that are theirs, and with those that are not, in each place where an id may stand."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import islice
from random import Random
from urllib.parse import quote

from flask import Flask
from werkzeug.routing import Rule

from portal.accounts.models import User
from portal.extensions import db
from portal.testing.conformance.access import NOWHERE
from portal.testing.conformance.records import Records
from portal.testing.conformance.subject import Subject

SHAPES = {"page": {}, "fragment": {"HX-Request": "true"}, "json": {"Accept": "application/json"}}
WORDS = {"form": ("xlsx", "csv"), "code": ("NOSUCHCODE22",)}
BESIDE = {"batch_id": "records_import", "view_id": "records_view", "volumes_id": "records_volume_batch"}
QUERIED = ("case_id", "person_id", "user_id", "assignment_id", "attachment_id")
LEFT_OUT = (
    "static",
    "signing_in.new_factor",
    "signing_in.new_passkey",
    "signing_in.passkey",
)  # the latter show something else each time, which a telephone or a key answers
KNOWN_TO_ALL = {
    "unit_id",
    "user_id",
    "canteen_id",
}  # that there are units and canteens is public; accounts are asked about where they are managed
SHARED = {  # what one office of a county enters for all of it
    "/elder_services/orders/<int:order_id>/assignment": "providers of services are offered in the whole county",
    "/heroes/association": "there is one of the county, with its members",
    "/heroes/rolls": "what the county publishes is seen by those below",
}
OWN, FOREIGN = 2, 2  # records tried in one place
SHALLOW = 0.15  # of what is asked, by people whom the guard turns away
SIGNED_OUT = ""


@dataclass(frozen=True)
class Try:
    """One request of `who`. `twin`: the same with a record that nobody has, to which the answer must be the same; None: it is asked
    again when others have entered records. `echo`: what is asked with."""

    who: str
    method: str
    path: str
    shape: str = "page"
    data: tuple[tuple[str, str], ...] = ()
    echo: tuple[str, ...] = ()
    twin: "Try | None" = field(default=None, repr=False)
    rule: str = field(default="", compare=False)

    @property
    def place(self) -> str:
        """From where it is asked."""
        return self.who.partition("_")[0]

    def __str__(self) -> str:
        with_ = f" with {dict(self.data)}" if self.data else ""
        return f"{self.method} {self.path}{with_} ({self.shape}) as {self.who or 'nobody'}"


class _Rows(Records):
    """Of one room. What an address may be about is worked out once for all readers."""

    def __init__(self, subject: Subject):
        super().__init__(subject)
        self._found: dict[tuple[str, ...], list[tuple[dict, dict]]] = {}

    def table_of(self, argument: str) -> str | None:
        return super().table_of(argument) or BESIDE.get(argument)

    def about(self, arguments: tuple[str, ...], user: User | None, guard: str, *, seen: bool, most: int) -> list[dict]:
        """Values for `arguments` of so many records that `user` sees, or of others only."""
        if user is None:
            return [values for values, _ in self._all(arguments)[:1]] if seen else []
        found = (values for values, chain in self._all(arguments) if self._shown(values, chain, user, guard) is seen)
        return list(islice(found, most))

    def _shown(self, values: dict, chain: dict, user: User, guard: str) -> bool:
        """Whether `user` sees the first record of the address that says who does; where none says, what it hangs on."""
        for name, ident in values.items():
            if hasattr(model := self._models.get(self.table_of(name) or ""), "visible_to"):
                return ident in self._visible(model, user)
        return self._is_seen(chain, user, guard)

    def _all(self, arguments: tuple[str, ...]) -> list[tuple[dict, dict]]:
        if arguments not in self._found:
            tables = {name: self.table_of(name) for name in arguments}
            chains = (
                []
                if None in tables.values()
                else map(self._of(tables[arguments[-1]]), self.rows(tables[arguments[-1]]))
            )
            found = (({name: chain.get(table) for name, table in tables.items()}, chain) for chain in chains)
            self._found[arguments] = [(values, chain) for values, chain in found if None not in values.values()]
        return self._found[arguments]

    def _of(self, table: str):
        return lambda ident: self._chain(table, ident)


class Tries:
    """Of one application, for `people`: name → account; "" is somebody who has not signed in."""

    def __init__(self, app: Flask, people: dict[str, int]):
        self.app, self.people = app, people
        self.rules = sorted(
            (each for each in app.url_map.iter_rules() if not each.endpoint.endswith(LEFT_OUT)),
            key=lambda rule: (rule.rule, rule.endpoint),
        )
        self._rooms: dict[str, _Rows] = {}
        self._users: dict[str, User | None] = {}

    @cached_property
    def _map(self):
        return self.app.url_map.bind("localhost")

    def guard(self, rule: Rule) -> str:
        """The permission its view takes, `public` or `signed_in`."""
        return getattr(self.app.view_functions[rule.endpoint], "guard", "")

    def expected(self, rule: Rule, who: str) -> tuple[int, ...]:
        """What the guard says by itself to `who`, or nothing."""
        return self._turned_away(self.guard(rule), who)

    @cache  # noqa: B019  one object a run
    def _turned_away(self, guard: str, who: str) -> tuple[int, ...]:
        if guard == "public":
            return ()
        if who == SIGNED_OUT:
            return (303, 401)
        return () if guard == "signed_in" or self.user(who).can(guard) else (403, 404)

    def user(self, who: str) -> User | None:
        if who not in self._users:
            self._users[who] = db.session.get(User, self.people[who]) if who else None
        return self._users[who]

    def forget(self) -> None:
        """The rows are others now."""
        self._rooms.clear()
        self._users.clear()

    def drawn(self, dice: Random, number: int, tries_of: Callable[[Rule, str], Iterable[Try]]) -> list[Try]:
        """`number` of them, or all; of those whom the guard turns away as few as SHALLOW says."""
        pairs = [(rule, who) for rule in self.rules for who in self.people]
        dice.shuffle(pairs)
        found: dict[bool, list[Try]] = {True: [], False: []}
        most = {True: int(number * SHALLOW), False: number - int(number * SHALLOW)}
        for rule, who in pairs:
            away = bool(self.expected(rule, who))
            if len(found[away]) < most[away]:
                found[away] += tries_of(rule, who)
        return [*found[True][: most[True]], *found[False][: most[False]]]

    def own(self, units: dict[str, list[int]]) -> Callable[[Rule, str], Iterator[Try]]:
        """What `who` sees of their own; `units`: by place, those whose pages are asked for, others' too."""

        def tries_of(rule: Rule, who: str) -> Iterator[Try]:
            for number, values in enumerate(self._own(rule, who, units)):
                for method in sorted(rule.methods & {"GET", "POST"}):
                    yield Try(who, method, self._built(rule, values, method), _shape(number, who), rule=rule.rule)

        return tries_of

    def of_strangers(self, rule: Rule, who: str) -> Iterator[Try]:
        """Addresses with records in them that `who` does not see."""
        wanted = self._wanted(rule)
        if not wanted or KNOWN_TO_ALL & {*wanted}:
            return
        found = self._room(rule).about(wanted, self.user(who), self.guard(rule), seen=False, most=FOREIGN)
        for number, values in enumerate(found):
            for method in sorted(rule.methods & {"GET", "POST"}):
                yield self._twins(rule, who, method, _shape(number, who), values)

    def asked_for(
        self, words: list[tuple[str, str]], knows: Callable[[str], bool]
    ) -> Callable[[Rule, str], Iterator[Try]]:
        """Lists and searches, with what is known of a stranger and, as its twin, what nobody has: in the query, and in the form. The stranger is
        none to whoever `knows`."""

        def tries_of(rule: Rule, who: str) -> Iterator[Try]:
            if rule.arguments or self.guard(rule) == "public" or not who:
                return
            for method in sorted(rule.methods & {"GET", "POST"}):
                for word, unknown in [] if knows(who) else words:
                    yield self._queried(rule, who, method, ("q", word), ("q", unknown))
            for name in QUERIED if "GET" in rule.methods else ():
                for ident in self.strangers(rule, who, name)[-1:]:
                    yield self._queried(rule, who, "GET", (name, str(ident)), (name, str(NOWHERE)))

        return tries_of

    def strangers(self, rule: Rule, who: str, name: str) -> list[int]:
        """Ids for the box `name` of records that `who` does not see."""
        room = self._room(rule)
        if not name.endswith("_id") or name in KNOWN_TO_ALL or room.table_of(name) is None:
            return []
        found = room.about((name,), self.user(who), self.guard(rule), seen=False, most=FOREIGN)
        return [each[name] for each in found]

    def _twins(self, rule: Rule, who: str, method: str, shape: str, values: dict) -> Try:
        twin = Try(who, method, self._built(rule, dict.fromkeys(values, NOWHERE), method), shape, rule=rule.rule)
        echo = (*map(str, values.values()), str(NOWHERE))
        return Try(who, method, self._built(rule, values, method), shape, echo=echo, twin=twin, rule=rule.rule)

    def _queried(self, rule: Rule, who: str, method: str, one: tuple[str, str], other: tuple[str, str]) -> Try:
        echo = [each for _, word in (one, other) for each in (word, quote(word))]
        twin = Try(who, method, rule.rule, data=(other,), rule=rule.rule)
        return Try(who, method, rule.rule, data=(one,), echo=tuple(echo), twin=twin, rule=rule.rule)

    def _own(self, rule: Rule, who: str, units: dict[str, list[int]]) -> list[dict]:
        wanted = self._wanted(rule)
        if not wanted:
            return [{}]
        if wanted == ("unit_id",):
            places = units.get(who.partition("_")[0], units["own"])
            return [{"unit_id": each} for each in (places[:1] if self.guard(rule) == "public" else places)]
        if wanted == ("user_id",):
            return [{"user_id": self.people[who]}] if who else []
        return self._room(rule).about(wanted, self.user(who), self.guard(rule), seen=True, most=OWN)

    def _wanted(self, rule: Rule) -> tuple[str, ...]:
        """The arguments of its address that name records, in their order."""
        return tuple(
            name
            for name in sorted(rule.arguments, key=rule.rule.index)
            if name not in WORDS and rule._converters.get(name) and name != "key"
        )

    def _room(self, rule: Rule) -> _Rows:
        name = rule.endpoint.partition(".")[0]
        return self._rooms.setdefault(name, _Rows(Subject(name, self.app)))

    def _built(self, rule: Rule, values: dict, method: str) -> str:
        fixed = {name: words[0] for name, words in WORDS.items() if name in rule.arguments}
        if "key" in rule.arguments:
            fixed["key"] = next(iter(self.app.extensions["portal_plugins"].manifests))
        return self._map.build(rule.endpoint, fixed | values, method=method)


def _shape(number: int, who: str) -> str:
    """A page, a fragment or JSON, in turns."""
    return list(SHAPES)[(number + len(who)) % len(SHAPES)]
