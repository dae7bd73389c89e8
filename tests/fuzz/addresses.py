"""Addresses of all rules of the url map with records of the demo in them, and who is likely to be let in."""

from functools import cache, cached_property
from itertools import islice
from random import Random

from sqlalchemy import select
from werkzeug.routing import Rule

from portal.accounts.models import User
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.permissions import every_role
from portal.testing.conformance.office import Office
from portal.testing.conformance.records import Records
from portal.testing.conformance.subject import Subject

BESIDE = {"batch_id": "records_import", "view_id": "records_view", "volumes_id": "records_volume_batch"}
WORDS = {"form": ("xlsx", "csv"), "code": ("NOSUCHCODE22", "K7QM3XPA")}
MOST = 40  # records among which one is taken


class _Records(Records):
    """Of the core, too: a room is looked at as if it were a plugin."""

    def table_of(self, argument: str) -> str | None:
        return super().table_of(argument) or BESIDE.get(argument)


class Addresses:
    """Every rule but static files, each with paths for a reader."""

    def __init__(self, office: Office):
        self.office, self._map = office, office.app.url_map.bind("localhost")
        self.rules = sorted(
            (each for each in office.app.url_map.iter_rules() if not each.endpoint.endswith("static")),
            key=lambda rule: (rule.rule, rule.endpoint),
        )
        self._records: dict[str, _Records] = {}
        self._values: dict[tuple, tuple[list[dict], list[dict]]] = {}

    @cached_property
    def people(self) -> dict[str, int]:
        """User name → id of those with one role in their own district and in the other, and of those with several."""
        named = User.username.like("own\\_%", escape="\\") | User.username.like("foreign\\_%", escape="\\")
        named |= User.username.like("near\\_%", escape="\\") | User.username.like("far\\_%", escape="\\")
        return dict(db.session.execute(select(User.username, User.id).where(named).order_by(User.id)).all())

    def guard(self, rule: Rule) -> str:
        return getattr(self.office.app.view_functions[rule.endpoint], "guard", "")

    def reader(self, rule: Rule, dice: Random) -> str:
        """Whom to send: mostly somebody with the permission, at times anybody, at times nobody (\"\")."""
        if dice.random() < 0.1 or (self.guard(rule) == "public" and dice.random() < 0.5):
            return ""
        if dice.random() < 0.12:
            return dice.choice(list(self.people))
        return f"own_{dice.choice(self._allowed(self.guard(rule)))}"

    @cache  # noqa: B019  one object a run
    def _allowed(self, guard: str) -> list[str]:
        return self.office.may(guard) or list(every_role())

    def path(self, rule: Rule, who: str, dice: Random) -> str:
        """An address of `rule`: mostly of a record that `who` may see, when there is one."""
        fixed = {name: dice.choice(words) for name, words in WORDS.items() if name in rule.arguments}
        if "key" in rule.arguments:
            fixed["key"] = dice.choice(list(self.office.app.extensions["portal_plugins"].manifests))
        wanted = [name for name in sorted(rule.arguments, key=rule.rule.index) if name not in fixed]
        seen, unseen = self._found(rule, tuple(wanted), who) if wanted else ([{}], [])
        if wanted == ["unit_id"] and dice.random() < 0.7:
            seen = self._units
        choices = seen if seen and (dice.random() < 0.9 or not unseen) else unseen
        values = dice.choice(choices) if choices else {name: _any(rule, name, dice) for name in wanted}
        method = next(iter(rule.methods - {"HEAD", "OPTIONS"}))
        return self._map.build(rule.endpoint, fixed | values, method=method)

    @cached_property
    def _units(self) -> list[dict]:
        """Those where most of the records lie."""
        place = self.office.township
        below = db.session.scalars(
            select(OrgUnit.id).where(OrgUnit.township_id == place.id, OrgUnit.kind == "community")
        )
        return [{"unit_id": each} for each in (place.id, place.id, place.county_id, *below)]

    def _found(self, rule: Rule, wanted: tuple[str, ...], who: str) -> tuple[list[dict], list[dict]]:
        room = rule.endpoint.partition(".")[0]
        key = room, wanted, who, self.guard(rule)
        if key not in self._values:
            records = self._records.setdefault(room, _Records(Subject(room, self.office.app)))
            user = db.session.get(User, self.people[who or "own_clerk"])
            found = list(islice(records._candidates(list(wanted), user, self.guard(rule)), 400))
            self._values[key] = tuple(
                _spread([values for values, visible in found if visible is wanted]) for wanted in (True, False)
            )
        return self._values[key]


def _spread(found: list[dict]) -> list[dict]:
    return found[:: len(found) // MOST + 1]


def _any(rule: Rule, name: str, dice: Random) -> object:
    number = type(rule._converters[name]).__name__ == "IntegerConverter"
    return dice.randint(1, 30) if number else dice.choice(("x", "clerk", "2026", "other"))
