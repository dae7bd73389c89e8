"""A world as entities of Cedar. What a policy cannot reckon is reckoned here, once more and not by the code of the portal: which modules are in effect where, by the
nearest decision up the tree, and what each role has there after adjustments."""

import json
from collections.abc import Iterable
from functools import cached_property

from cedarpy import Entities

from tests.opinion.cedar import Request, allowed
from tests.opinion.declared import Declared
from tests.opinion.world import Account, Adjustment, Office, Row, Unit, World

NATURES = ("administers", "audits", "residents", "reveals", "acts", "views")


def entity(
    kind: str, key: str, attributes: dict | None = None, parents: Iterable[tuple[str, str]] = (), tags=None
) -> dict:
    """As Cedar reads it."""
    above = [{"type": kind_, "id": key_} for kind_, key_ in parents]
    return {"uid": {"type": kind, "id": key}, "attrs": attributes or {}, "parents": above, "tags": tags or {}}


def ref(kind: str, key: str) -> dict:
    return {"__entity": {"type": kind, "id": key}}


def _lies_in(unit: Unit, above: Unit) -> bool:
    """Whether rights in `above` reach `unit`: not below a unit whose id nothing carries."""
    return unit is above or (bool(above.column) and above in unit.way)


class Described:
    """`world`, described for Cedar. `posts`: role and unit of offices that somebody might give."""

    def __init__(self, world: World, declared: Declared, posts: list[tuple[str, Unit]]):
        self.world, self.declared, self.posts = world, declared, posts
        self.own_roles = {each.key: each for each in world.own_roles}
        self.natures = {role: self._natures(self._declared_for(role)) for role in declared.roles}
        self._states: dict[str, dict[str, str]] = {}
        for unit in world.units:  # those above come before those below
            self._states[unit.key] = self._decided(unit)

    def state(self, module: str, unit: Unit) -> str:
        """on, read_only or off."""
        return self._states[unit.key].get(module, ("off", False))[0]

    @cached_property
    def entities(self) -> Entities:
        """All of them."""
        found = [*self._actions(), *map(self._role, self.declared.roles), *map(self._unit, self.world.units)]
        for account in self.world.accounts:
            found.append(self._account(account))
            found += (self._office(office, account) for office in account.offices)
        for row in self.world.rows:
            found += self._row(row)
        found += (self._post(role, unit) for role, unit in self.posts)
        return Entities.from_json_str(json.dumps(found))

    # -- what is declared ------------------------------------------------------------------------------------------

    def _actions(self) -> Iterable[dict]:
        yield entity("Action", "right")  # what an office does
        yield entity("Action", "give", parents=[("Action", "right")])
        yield from (entity("Action", each) for each in (*NATURES, "oversight", *self.declared.every_module))
        yield from (entity("Nature", each, {"natures": [each]}) for each in NATURES)
        for each in self.declared.rights.values():
            groups = ["right", each.nature, *(["oversight"] if each.oversight else [])]
            groups += [each.module] if each.module in self.declared.every_module else []
            yield entity("Action", each.key, parents=[("Action", group) for group in groups])

    def _role(self, role: str) -> dict:
        return entity("Role", role, {"natures": sorted(self.natures[role]), "outside": role in self.declared.outside})

    def _declared_for(self, role: str) -> set[str]:
        """Rights that `role` has unless somebody decided otherwise; a copy not those that stay with offices of the core."""
        own = self.own_roles.get(role)
        base = own.base if own else role
        return {each.key for each in self.declared.rights.values() if base in each.roles and not (own and each.fixed)}

    def _natures(self, rights: Iterable[str]) -> set[str]:
        return {self.declared.rights[each].nature for each in rights}

    # -- what was decided ------------------------------------------------------------------------------------------

    def _decided(self, unit: Unit) -> dict[str, tuple[str, bool]]:
        """Module → state and whether it is locked: as above, unless decided here and not locked above. The latest in force counts."""
        found = dict(self._states[unit.parent.key]) if unit.parent else {}
        own = [
            each
            for each in self.world.switches
            if each.unit is unit and each.first <= 0 and (each.last is None or each.last >= 0)
        ]
        for each in own:
            if not (unit.parent and self._states[unit.parent.key].get(each.module, ("", False))[1]):
                found[each.module] = each.state, each.locked
        return found

    @cached_property
    def _effective(self) -> list[Adjustment]:
        """Without those that give what the role may not have beside what it is declared to have (ADR 0038)."""
        asked = {each: self._gain(each) for each in self.world.adjustments if each.given}
        answers = allowed(self._base, set(asked.values()))
        return [each for each in self.world.adjustments if not each.given or answers[asked[each]]]

    @cached_property
    def _base(self) -> Entities:
        return Entities.from_json_str(json.dumps([*self._actions(), *map(self._role, self.declared.roles)]))

    def _gain(self, one: Adjustment) -> Request:
        own = self.own_roles.get(one.role)
        base = own.base if own and one.role != "auditor" else one.role
        return Request(("Role", base), "gain", ("Nature", self.declared.rights[one.right].nature))

    def rights_of(self, role: str, unit: Unit) -> set[str]:
        """What `role` has in `unit` wherever modules are on: the nearest adjustment up the tree decides."""
        own = self.own_roles.get(role)
        there = own is None or (not own.ended and own.unit in unit.way)
        held = self._declared_for(role) if there else set()
        for place in unit.way:
            for each in self._effective:
                if each.unit is place and each.role == role:
                    held = held | {each.right} if each.given else held - {each.right}
        return held

    # -- units, accounts, records ----------------------------------------------------------------------------------

    def _unit(self, unit: Unit) -> dict:
        states = {module: self.state(module, unit) for module in self.declared.every_module}
        off = [ref("Action", module) for module, state in states.items() if state == "off"]
        read_only = [ref("Action", module) for module, state in states.items() if state == "read_only"]
        watched = {each.module for each in self.declared.rights.values() if each.oversight}
        tags = {}
        for module in (each for each, state in states.items() if state == "off" and each in watched):
            inside = [each for each in self.world.units if unit.column and unit in each.way[:-1]]
            if places := [ref("Unit", each.key) for each in inside if self.state(module, each) != "off"]:
                tags[module] = places
        known = {"rank": unit.rank, "closed": unit.closed, "off": off, "read_only": read_only}
        return entity("Unit", unit.key, known, self._above(unit), tags)

    @staticmethod
    def _above(unit: Unit) -> list[tuple[str, str]]:
        """The nearest unit above whose id is carried by what lies in it."""
        return [("Unit", each.key) for each in unit.way[:-1][::-1] if each.column][:1]

    def _account(self, account: Account) -> dict:
        audits = any(each.role == "auditor" and (each.last is None or each.last >= 0) for each in account.offices)
        known = {"active": account.active, "vouched": account.vouched, "audits": audits}
        return entity("Account", str(account.number), known)

    def _office(self, office: Office, account: Account) -> dict:
        rights = self.rights_of(office.role, office.unit)
        known = {
            "account": ref("Account", str(account.number)),
            "unit": ref("Unit", office.unit.key),
            "first": office.first,
            "may": [ref("Action", each) for each in sorted(rights)],
            "natures": sorted(self._natures(rights)),
            "alone": office.stands_for is not None and not self._beside(office, account),
        }
        known |= {} if office.last is None else {"last": office.last}
        own = self.own_roles.get(office.role)
        known |= {"made_at": ref("Unit", own.unit.key), "ended": own.ended} if own else {}
        module, dot, _ = (own.base if own else office.role).partition(".")
        known |= {"module": ref("Action", module)} if dot else {}
        return entity("Office", office.key, known)

    @staticmethod
    def _beside(office: Office, account: Account) -> bool:
        """Whether an own office of today lies in the unit of `office`, above or below it."""
        own = [each for each in account.offices if each.stands_for is None and each.is_current]
        return any(_lies_in(office.unit, each.unit) or _lies_in(each.unit, office.unit) for each in own)

    def _row(self, row: Row) -> Iterable[dict]:
        places = [("Unit", each.key) for each in (row.unit, row.unit.heir) if each]
        if row.kind == "Case":
            held = [ref("Unit", unit.key) for unit, state in row.handed if state not in ("returned", "recalled")]
            known = {"handed_to": held} | ({} if row.charge is None else {"charge": row.charge})
            for number, (unit, _) in enumerate(row.handed):
                yield entity("Assignment", f"{row.key}.{number}", {"unit": ref("Unit", unit.key)})
        else:
            known = {"secret": row.secret} if row.kind == "Deed" else {"restricted": row.restricted}
        yield entity(row.kind, row.key, known, places)

    def _post(self, role: str, unit: Unit) -> dict:
        return entity("Post", f"{role} {unit.key}", {"role": role, "unit": ref("Unit", unit.key)}, [("Unit", unit.key)])
