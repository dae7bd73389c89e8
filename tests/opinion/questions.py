"""What is asked of both: the portal's own answer, and what Cedar is to be asked for it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from random import Random
from types import SimpleNamespace

from flask import Flask
from sqlalchemy import select
from werkzeug.exceptions import HTTPException

from portal.accounts import apart, policy
from portal.accounts.models import User
from portal.accounts.places import place_for
from portal.accounts.reader import Reader, places_of, shape_of
from portal.database import only_asks
from portal.extensions import db
from portal.people.models import Person
from portal.people.whole import whole_url
from portal.plugin.gate import let_through
from tests.opinion.cedar import Request
from tests.opinion.declared import Declared
from tests.opinion.entities import Described
from tests.opinion.planted import MODELS, Planted
from tests.opinion.world import Account, Row, Unit, World

WITH_A_CASE = ("cases.view", "cases.handle", "cases.export")
DECIDED = ("cases.triage", "cases.assign", "cases.resolve", "cases.oversee")
IN_FULL = ("people.view", "people.reveal", "privacy.decide")


@dataclass(frozen=True)
class Question:
    """`said`: what the portal answers. Cedar answers yes where it allows one of `offices`; of `then`, where there is one, which is asked with
    what `offices` have (right → requests); `but`: and none of these."""

    what: str
    said: bool
    offices: tuple[Request, ...] = ()
    held: tuple[tuple[str, tuple[Request, ...]], ...] = ()
    then: Request | None = None
    but: tuple[Request, ...] = ()


class Questions:
    """About one planted world."""

    def __init__(self, app: Flask, dice: Random, declared: Declared, described: Described, planted: Planted):
        self.app, self.dice, self.declared, self.described, self.planted = app, dice, declared, described, planted
        self.world = planted.world

    def all(self) -> Iterator[Question]:
        for account in self.world.accounts:
            yield from self._of_rights(account)
            yield from self._of_cases(account)
            yield from self._of_secrets(account)
            yield from self._of_places(account)
            yield from self._of_giving(account)
        yield from self._of_modules()
        yield from self._of_duties()
        yield from self._of_appointing()

    # -- rights on rows ------------------------------------------------------------------------------------------

    def _of_rights(self, account: Account) -> Iterator[Question]:
        """A right on what lies in each unit: asked of the account, and in SQL for one reader and for all readers alike; in whose name it is done."""
        for right in self._rights(account):
            rows = self._some("Resident", 8, account)
            user = self._user(account)
            by_row = {each.id for each in self._planted(rows) if user and user.can(right, each)}
            found = select(Person.id)
            by_select = set(db.session.scalars(found.where(user.reach(Person, right)))) if user else set()
            generic = found.where(Reader(shape_of(user)).reach(Person, right)) if user else None
            by_list = set() if generic is None else set(db.session.scalars(generic, places_of(user)))
            for row in rows:
                ident = self.planted.rows[row.key].id
                asked = self._of_offices(account, right, (row.kind, row.key))
                for name, ids in (("account", by_row), ("select", by_select), ("list", by_list)):
                    yield Question(f"{right} on {row.key}, {name}", ident in ids, asked)
                if ident in by_row:
                    yield from self._in_the_name(account, right, row)

    def _in_the_name(self, account: Account, right: str, row: Row) -> Iterator[Question]:
        said = bool(self._user(account).on_behalf_of(right, self.planted.rows[row.key]))
        what = (row.kind, row.key)
        lent = [each for each in account.offices if each.stands_for is not None]
        own = [each for each in account.offices if each.stands_for is None]
        requests = [tuple(Request(("Office", each.key), right, what) for each in some) for some in (lent, own)]
        yield Question(f"{right} on {row.key}, for somebody on leave", said, requests[0], but=requests[1])

    def _of_cases(self, account: Account) -> Iterator[Question]:
        user, model = self._user(account), MODELS["Case"]
        for right in (*WITH_A_CASE, *self.dice.sample(DECIDED, 2)):
            seen = set(db.session.scalars(select(model.id).where(model.reach(user, right)))) if user else set()
            for row in self._some("Case", 6, account):
                case, what = self.planted.rows[row.key], (row.kind, row.key)
                asked = self._of_offices(account, right, what)
                yield Question(f"{right} on {row.key}, row", bool(user) and case.allows(user, right), asked)
                yield Question(f"{right} on {row.key}, select", case.id in seen, asked)
                if right in DECIDED:
                    said = bool(user) and case.entrusted_to(user, right)
                    yield Question(f"{right} decides {row.key}", said, self._of_offices(account, right, what, "decide"))
        for row in self._some("Case", 6, account):
            for number, _ in enumerate(row.handed):
                key = f"{row.key}.{number}"
                said = bool(user) and self.planted.assignments[key].entrusted_to(user, "cases.handle")
                yield Question(f"handles {key}", said, self._of_offices(account, "cases.handle", ("Assignment", key)))

    # -- secrecy ---------------------------------------------------------------------------------------------------

    def _of_secrets(self, account: Account) -> Iterator[Question]:
        user, model = self._user(account), MODELS["Deed"]
        rights = [key for key in self.declared.rights if key.startswith("heroes.")]
        for right in self.dice.sample(rights, 2):
            seen = set(db.session.scalars(select(model.id).where(model.reach(user, right)))) if user else set()
            for row in self._some("Deed", 8, account):
                deed, held = self.planted.rows[row.key], self._with_own_sight(account, right, row)
                then = Request(("Account", str(account.number)), "reach", (row.kind, row.key), right=right)
                said = bool(user) and deed.allows(user, right)
                yield Question(f"{right} on {row.key}, row", said, held=held, then=then)
                yield Question(f"{right} on {row.key}, select", deed.id in seen, held=held, then=then)
        for row in self._some("Resident", 6, account):
            shown = SimpleNamespace(person=self.planted.rows[row.key], said=None)
            then = Request(("Account", str(account.number)), "reveal", (row.kind, row.key))
            with self.app.test_request_context():
                said = bool(user and whole_url(shown, user))
            yield Question(f"{row.key} in full", said, held=self._held(account, IN_FULL, row), then=then)

    def _with_own_sight(self, account: Account, right: str, row: Row) -> tuple[tuple[str, tuple[Request, ...]], ...]:
        """Rights on a deed; the right to review it by an own office, not by one held for somebody on leave, under a name of its own."""
        own = (each for each in account.offices if each.stands_for is None)
        sight = tuple(Request(("Office", each.key), "heroes.review", (row.kind, row.key)) for each in own)
        return (*self._held(account, (right,), row), ("heroes.review by an own office", sight))

    def _held(self, account: Account, rights: Iterable[str], row: Row) -> tuple[tuple[str, tuple[Request, ...]], ...]:
        return tuple((right, self._of_offices(account, right, (row.kind, row.key))) for right in dict.fromkeys(rights))

    # -- places, accounts, modules ---------------------------------------------------------------------------------

    def _of_places(self, account: Account) -> Iterator[Question]:
        """Where something is registered: not in a closed unit."""
        user = self._user(account)
        for unit in (each for each in self.world.units if each.kind in ("township", "community")):
            for right in ("cases.register", "people.edit"):
                said = bool(user) and place_for(user, self.planted.units[unit.key].id, right) is not None
                asked = self._of_offices(account, right, ("Unit", unit.key), "enter")
                yield Question(f"{right} in unit {unit.key}", said, asked)

    def _of_giving(self, account: Account) -> Iterator[Question]:
        user = self._user(account)
        for role, unit in self.described.posts:
            said = bool(user) and policy.may_grant(user, role, self.planted.units[unit.key])
            asked = self._of_offices(account, "give", ("Post", f"{role} {unit.key}"))
            yield Question(f"gives {role} in unit {unit.key}", said, asked)

    def _of_appointing(self) -> Iterator[Question]:
        """Of accounts with all their offices, those to come too, as a page about them loads them."""
        db.session.expire_all()
        for _ in range(40):
            one, other = self.dice.choice(self.world.accounts), self.dice.choice(self.world.accounts)
            said = policy.may_appoint(self.planted.users[one.number], self.planted.users[other.number])
            then = Request(("Account", str(one.number)), "appoint", ("Account", str(other.number)))
            yield Question(f"{one.number} changes offices of {other.number}", said, then=then)

    def _of_modules(self) -> Iterator[Question]:
        for module in self.world.modules:
            for action, (path, method) in _pages(self.app, module).items():
                with self.app.test_request_context(path, method=method):
                    for unit in self.dice.sample(self.world.units, 12):
                        said = _lets(module, self.planted.units[unit.key])
                        then = Request(("Unit", unit.key), action, ("Action", module), right=module)
                        yield Question(f"{action} {module} in unit {unit.key}", said, then=then)

    def _of_duties(self) -> Iterator[Question]:
        """Whether one account may hold two offices."""
        offices = [each for account in self.world.accounts for each in account.offices]
        for _ in range(40):
            one, other = self.dice.choice(offices), self.dice.choice(offices)
            held = [(each.role, self.planted.units[each.unit.key]) for each in (one, other)]
            then = Request(("Office", one.key), "stand beside", ("Office", other.key))
            yield Question(f"{one.role} beside {other.role}", apart.objection(held) == "", then=then)

    # -- how -----------------------------------------------------------------------------------------------------------

    def _user(self, account: Account) -> User | None:
        return self.planted.signed_in[account.number]

    def _planted(self, rows: Iterable[Row]) -> list:
        return [self.planted.rows[each.key] for each in rows]

    def _some(self, kind: str, most: int, account: Account) -> list[Row]:
        """Of this kind, half of them near an office of `account`."""
        units = [each.unit for each in account.offices]
        rows = [each for each in self.world.rows if each.kind == kind]
        near = [
            each
            for each in rows
            if any(unit in each.unit.way for unit in units) or any(u in units for u, _ in each.handed)
        ]
        drawn = [*self.dice.sample(near, min(most // 2, len(near))), *self.dice.sample(rows, most - most // 2)]
        return list({each.key: each for each in drawn}.values())

    def _rights(self, account: Account) -> list[str]:
        """Some that its roles have, some that were adjusted, and some of the core and of the modules of this world."""
        own = sorted({right for each in account.offices for right in self.described.rights_of(each.role, each.unit)})
        known = [key for key, each in self.declared.rights.items() if each.module not in self.declared.every_module]
        known += [key for key, each in self.declared.rights.items() if each.module in self.world.modules]
        watched = [each for each in own if self.declared.rights[each].oversight]
        drawn = [*self.dice.sample(known, 3), *self.dice.sample(own, min(4, len(own))), *watched[:2]]
        return list(dict.fromkeys([*drawn, *(each.right for each in self.world.adjustments[-2:])]))

    @staticmethod
    def _of_offices(account: Account, right: str, what: tuple[str, str], purpose: str = "reach") -> tuple[Request, ...]:
        return tuple(Request(("Office", each.key), right, what, purpose) for each in account.offices)


def posts_of(dice: Random, world: World, roles: tuple[str, ...]) -> list[tuple[str, Unit]]:
    """Offices that somebody might give, those of equals among them."""
    drawn = [(dice.choice(("administrator", "auditor", *roles)), dice.choice(world.units)) for _ in range(6)]
    held = [(each.role, each.unit) for account in world.accounts for each in account.offices]
    return list(dict.fromkeys([*drawn, *(each for each in held if each[0] == "administrator")][:9]))


def _pages(app: Flask, module: str) -> dict[str, tuple[str, str]]:
    """A page of `module` to look at, and an address that changes something."""
    found: dict[str, tuple[str, str]] = {}
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        if rule.endpoint.partition(".")[0] != module or rule.arguments or getattr(view, "guard", "") == "public":
            continue
        if "GET" in rule.methods:
            found.setdefault("open", (rule.rule, "GET"))
        elif "POST" in rule.methods and not only_asks("POST", view):
            found.setdefault("change", (rule.rule, "POST"))
    return found


def _lets(module: str, unit) -> bool:
    try:
        let_through(module, unit)
    except HTTPException:
        return False
    return True
