"""A world as rows of the database, in the transaction under way; whoever plants it rolls it back."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Column, insert

from plugins.heroes.models.deed import Deed
from portal import clock, decision_cache
from portal.accounts.models import NO_PASSWORD, Appointment, User
from portal.accounts.own_roles import OwnRole
from portal.accounts.rights import RoleGrant
from portal.cases.models import Assignment, Case
from portal.extensions import db
from portal.org.models import LEVELS, OrgUnit
from portal.people.models import Person
from portal.plugin.models import Activation
from tests.opinion.world import Account, Office, Unit, World

MODELS = {"Resident": Person, "Deed": Deed, "Case": Case}
PHONE = "13900000001"  # so that something of every resident is masked


class Planted:
    """Units, accounts and rows of `world` by the keys they have there."""

    def __init__(self, world: World):
        self.world, self.today = world, clock.today()
        self.units: dict[str, OrgUnit] = {}
        self.users: dict[int, User] = {}
        for unit in world.units:
            self._unit(unit)
        self._merge()
        for account in world.accounts:
            self._account(account)
        db.session.flush()
        self._offices()
        self._decisions()
        self.rows = {each.key: self._row(each.kind, each.unit, each.key, _marks(each)) for each in world.rows}
        self.assignments = self._assignments()
        db.session.flush()
        decision_cache.forget()
        self.signed_in = {number: self._sign_in(user) for number, user in self.users.items()}

    def day(self, number: int | None) -> date | None:
        """The day of that number."""
        return None if number is None else self.today + timedelta(days=number)

    def _unit(self, unit: Unit) -> None:
        above = self.units[unit.parent.key] if unit.parent else None
        made = OrgUnit.create(kind=unit.kind, name=f"单位{unit.key}", parent=above)
        self.units[unit.key] = made

    def _merge(self) -> None:
        for unit in self.world.units:
            made = self.units[unit.key]
            made.closed_on = self.today - timedelta(days=5) if unit.closed else None
            made.merged_into = self.units[unit.heir.key] if unit.heir else None

    def _account(self, account: Account) -> None:
        user = User(username=f"a{account.number}", name=f"用户{account.number}", active=account.active)
        user.password_hash, user.handed_at = NO_PASSWORD, None if account.vouched else clock.now()
        db.session.add(user)
        self.users[account.number] = user

    def _offices(self) -> None:
        for account in self.world.accounts:
            db.session.execute(insert(Appointment), [self._office(account, each) for each in account.offices])

    def _office(self, account: Account, office: Office) -> dict[str, Any]:
        return {
            "user_id": self.users[account.number].id,
            "unit_id": self.units[office.unit.key].id,
            "role": office.role,
            "valid_from": self.day(office.first),
            "valid_until": self.day(office.last),
            "for_id": None if office.stands_for is None else self.users[office.stands_for].id,
        }

    def _decisions(self) -> None:
        for each in self.world.switches:
            known = {"state": each.state, "locked": each.locked, "reason": "试验"}
            days = {"valid_from": self.day(each.first), "valid_until": self.day(each.last)}
            db.session.execute(insert(Activation).values(plugin=each.module, **self._at(each.unit), **known, **days))
        for each in self.world.own_roles:
            for ended in [False, *([True] if each.ended else [])]:
                made = {"key": each.key, "name": each.key, "base": each.base, "closed": ended, "reason": "试验"}
                db.session.execute(insert(OwnRole).values(**self._at(each.unit), **made))
        for each in self.world.adjustments:
            given = {"role": each.role, "permission": each.right, "granted": each.given, "reason": "试验"}
            db.session.execute(insert(RoleGrant).values(**self._at(each.unit), **given))

    def _at(self, unit: Unit) -> dict[str, int]:
        return {"unit_id": self.units[unit.key].id}

    def _row(self, kind: str, unit: Unit, key: str, marks: dict[str, Any]) -> Any:
        model, place = MODELS[kind], self.units[unit.key]
        marks |= {"phone": PHONE} if kind == "Resident" else {"number": key}
        carried = {level: getattr(place.heir, level) for level in LEVELS} | {"unit_id": place.id}
        made = db.session.execute(
            insert(model).values(**_filled(model, carried | marks, self.users[0].id)).returning(model.id)
        )
        return db.session.get_one(model, made.scalar_one())

    def _assignments(self) -> dict[str, Assignment]:
        found = {}
        for row in self.world.rows:
            for number, (unit, state) in enumerate(row.handed):
                given = {"case_id": self.rows[row.key].id, "status": state} | self._at(unit)
                made = db.session.execute(insert(Assignment).values(**given).returning(Assignment.id)).scalar_one()
                found[f"{row.key}.{number}"] = db.session.get_one(Assignment, made)
        return found

    @staticmethod
    def _sign_in(user: User) -> User | None:
        """As the portal loads whoever reads; None for an account that is locked."""
        db.session.expire(user)
        return User.signed_in(f"{user.id}.0")


def _marks(row) -> dict[str, Any]:
    restricted = {"restricted_at": clock.now() if row.restricted else None}
    return {"Case": {"charge": row.charge}, "Deed": {"secret": row.secret}, "Resident": restricted}[row.kind]


def _filled(model: Any, given: dict[str, Any], user_id: int) -> dict[str, Any]:
    """`given`, and something for each column that must have a value and has none by itself."""
    found = dict(given)
    for attribute in model.__mapper__.column_attrs:
        column = attribute.columns[0]
        if (
            not isinstance(column, Column)
            or attribute.key in found
            or column.nullable
            or column.primary_key
            or column.default
            or column.server_default
        ):
            continue
        if column.foreign_keys:
            found[attribute.key] = user_id
        else:
            kind = column.type.python_type
            found[attribute.key] = (
                clock.now() if kind in (datetime, object) else clock.today() if kind is date else kind()
            )
    return found
