"""The pages of the core on which hooks show, with the records that a plugin hangs on in their addresses."""

from collections.abc import Iterator
from itertools import product

from flask_login import login_user
from sqlalchemy import ColumnElement, String, func, select
from werkzeug.routing import Rule

from portal.accounts.models import User
from portal.cases.models import Case, Party
from portal.extensions import db
from portal.people.models import Person
from portal.plugin import dispatch
from portal.plugin.context import hook_context
from portal.testing.conformance.office import Office
from portal.testing.conformance.records import models
from portal.testing.conformance.subject import Subject

RECORDS = {"case_id": "cases_case", "person_id": "people_person", "family_id": "families_family"}
EACH = 2  # records of one kind
NEWEST = 200  # cases among which one is looked for that a plugin has something about
ASIDE = ("static", "health", "styleguide", "drafts", "views", "jobs", "audit", "documents", "accounts", "files")
MOST_WORDS, NOTHING = 10, "测"
TOLD = ("number", "title", "name")  # columns by which records are searched for


class CorePages:
    """Of one subject in the office."""

    def __init__(self, subject: Subject, office: Office):
        self.subject, self.office = subject, office
        self._values = {
            **{name: self._linked(table) for name, table in RECORDS.items()},
            "unit_id": [office.unit_ids["township"], office.unit_ids["county"]],
            "key": [subject.key],
        }
        self._values["case_id"] += self._cases("registered")
        self._values["person_id"] += self._parties(self._values["case_id"]) + self._stranger()

    def paths(self) -> list[str]:
        """Where to look with GET."""
        found = {path for rule in self.subject.app.url_map.iter_rules() for path in self._built(rule)}
        return sorted({*found, *(f"/cases/{ident}" for ident in (*self._cases(), *self._of_hooks()))})

    def words(self) -> list[str]:
        """What to search for: names of residents whom the plugin knows, numbers, titles and names of its records."""
        known, found = (
            models(),
            dict.fromkeys(db.session.get_one(Person, each).name for each in self._values["person_id"]),
        )
        for table in self.subject.tables:
            for name in TOLD:
                column = table.c.get(name)
                if (
                    column is not None
                    and isinstance(column.type, String)
                    and hasattr(known.get(table.name), "visible_to")
                ):
                    found |= dict.fromkeys(db.session.scalars(select(column).where(column != "").limit(EACH)))
        return list(found)[:MOST_WORDS] or [NOTHING]

    def _built(self, rule: Rule) -> Iterator[str]:
        owner = rule.endpoint.partition(".")[0]
        if "GET" not in rule.methods or owner in (*ASIDE, *self.subject.registry.manifests):
            return
        address = self.subject.app.url_map.bind("localhost")
        if set(rule.arguments) <= set(self._values):
            for values in product(*(self._values[name] for name in rule.arguments)):
                yield address.build(rule.endpoint, dict(zip(rule.arguments, values, strict=True)), method="GET")

    def _linked(self, table: str) -> list[int]:
        """Rows of `table` that rows of the plugin point to."""
        found = [
            ident
            for key in self._keys(table)
            for ident in db.session.scalars(select(key).where(key.is_not(None)).limit(EACH))
        ]
        return list(dict.fromkeys(found))[-2 * EACH :]

    def _parties(self, case_ids: list[int]) -> list[int]:
        """A resident who has to do with one of these cases."""
        known = select(Party.person_id).where(Party.case_id.in_(case_ids), Party.person_id.is_not(None))
        return list(db.session.scalars(known.limit(1)))

    def _stranger(self) -> list[int]:
        """The eldest of the district of whom the plugin knows nothing yet, and to whom it may have something to offer."""
        others = select(Person.id).where(
            Person.county_id == self.office.unit_ids["county"],
            Person.erased_at.is_(None),
            Person.birth_year.is_not(None),
        )
        for key in self._keys("people_person"):
            others = others.where(Person.id.not_in(select(key).where(key.is_not(None))))
        return list(db.session.scalars(others.order_by(Person.birth_year, Person.id).limit(1)))

    def _keys(self, table: str) -> list[ColumnElement]:
        """Columns of the plugin's own tables that point to `table`."""
        return [key.parent for own in self.subject.tables for key in own.foreign_keys if key.column.table.name == table]

    def _of_hooks(self) -> list[int]:
        """The newest case that each hook of the page of a case gives the director something for."""
        director, found = self._director(), dict[str, int]()
        newest = Case.visible_to(director).order_by(None).order_by(Case.id.desc()).limit(NEWEST)
        with self.subject.app.test_request_context():
            login_user(director)
            for case in db.session.scalars(newest).unique().all():
                for hook in {"case_actions", "case_panels"} - found.keys():
                    answers = dispatch.call(hook, ctx=hook_context(), case=case)
                    if any(each.plugin == self.subject.key and each.value for each in answers):
                        found[hook] = case.id
        return list(found.values())

    def _director(self) -> User:
        return db.session.scalars(select(User).where(User.username == "own_director")).one()

    def _cases(self, *statuses: str) -> list[int]:
        """One of each of `statuses`, or of each there is, that the director sees: where the plugin may show what it can do with it."""
        seen = (
            Case.visible_to(self._director()).with_only_columns(func.max(Case.id)).group_by(Case.status).order_by(None)
        )
        return list(db.session.scalars(seen.where(Case.status.in_(statuses)) if statuses else seen))
