"""The environment of the checks: the demo, with one user per role in a district with the plugin and in a foreign one."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from math import inf
from pathlib import Path
from time import monotonic

from flask import Flask
from sqlalchemy import delete, select

from portal import create_app, decision_cache
from portal.accounts.models import Appointment, User
from portal.accounts.rights import roles_with
from portal.config import Settings
from portal.demo.cli import build
from portal.documents.fonts.charset import Coverage
from portal.documents.renderer import Renderer
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.permissions import every_role
from portal.plugin import registry as registries
from portal.plugin.models import Activation
from portal.testing.client import PortalClient
from portal.testing.conformance.offices import appoint
from portal.testing.conformance.subject import Subject
from portal.testing.conformance.told import Told

FRESH = 600  # seconds; whoever does nothing for half an hour is signed out
EVERYDAY = 62  # days of what the demo enters by the hundred: the month before is in it, whatever the day


class SetOnce:
    """A renderer that sets the first paper of each title and hands it over for all others: setting one takes a tenth of a second."""

    def __init__(self, fonts: Path):
        self._fonts, self._papers = fonts, dict[str, bytes]()
        self.asked: dict[str, str] = {}  # HTML of each paper → its title

    def render(self, html: str, *, title: str, copies: int = 1) -> bytes:
        self.asked[html] = title
        if title not in self._papers:
            self._papers[title] = self._renderer.render(html, title=title, copies=copies)
        return self._papers[title]

    @property
    def coverage(self) -> Coverage:
        """What the fonts draw."""
        return self._renderer.coverage

    @cached_property
    def _renderer(self) -> Renderer:
        return Renderer(self._fonts)


@dataclass
class Office:
    """The application on the filled database. Clients stay signed in from test to test: they hold only a cookie, made anew before it lapses."""

    app: Flask
    unit_ids: dict[str, int] = field(default_factory=dict)
    _clients: dict[str, PortalClient] = field(default_factory=dict)
    _signed_in: dict[str, float] = field(default_factory=dict)  # when, by the clock of the machine
    _without: dict[str, "Office"] = field(default_factory=dict)

    @property
    def settings(self) -> Settings:
        return self.app.extensions["portal_settings"]

    @contextmanager
    def without(self, key: str, monkeypatch, instead=()) -> Iterator["Office"]:
        """The same office in an application without the plugin `key`, made once, or with `instead` in its place."""
        kept = {} if instead else self._without
        if key not in kept:
            rest = [each for each in registries.entry_points(group=registries.GROUP) if each.name != key]
            with monkeypatch.context() as patch:
                patch.setattr(registries, "entry_points", lambda group: [*rest, *instead])
                app = create_app(self.settings.model_copy())
            app.test_client_class = PortalClient
            kept[key] = Office(app, self.unit_ids)
        other = kept[key]
        forget(other.app)
        try:
            yield other
        finally:
            with other.app.app_context():
                db.session.remove()
                db.engine.dispose()

    @cached_property
    def told(self) -> Told:
        """Everybody with an ID number in the initial data, which a test leaves as it was."""
        return Told()

    @property
    def township(self) -> OrgUnit:
        return db.session.get(OrgUnit, self.unit_ids["township"])

    @property
    def county(self) -> OrgUnit:
        return db.session.get(OrgUnit, self.unit_ids["county"])

    @property
    def foreign_county(self) -> OrgUnit:
        return db.session.get(OrgUnit, self.unit_ids["foreign_county"])

    def client(self, role: str, *, foreign: bool = False) -> PortalClient:
        """Somebody with `role` in the own district, or in the foreign one."""
        name = f"{'foreign' if foreign else 'own'}_{role}"
        client = self._clients.setdefault(name, self.app.test_client())
        if monotonic() - self._signed_in.get(name, -inf) > FRESH:
            client.be(db.session.scalars(select(User.id).where(User.username == name)).one())
            self._signed_in[name] = monotonic()
        return client

    def sign_out(self) -> None:
        """Nobody is signed in: the database, which knows of the sessions, was put back."""
        self._signed_in.clear()
        for each in self._without.values():
            each.sign_out()

    def stranger(self) -> PortalClient:
        """Somebody who has not signed in."""
        return self.app.test_client()

    def may(self, guard: str) -> list[str]:
        """Roles that `guard` allows in the own district; all of them if there is no guard."""
        if guard not in self.app.extensions["portal_permissions"]:
            return list(every_role())
        holders = roles_with(guard, self.township)
        return [role for role in every_role() if role in holders]

    def put(self, subject: Subject, state: str) -> None:
        """The plugin is `state` in both districts, and what it requires is on; nobody has decided otherwise."""
        for key in (*subject.needs, subject.key):
            db.session.execute(delete(Activation).where(Activation.plugin == key))
            for place in ("county", "foreign_county"):
                db.session.add(
                    Activation(
                        plugin=key,
                        unit_id=self.unit_ids[place],
                        reason="测试",
                        state=state if key == subject.key else "on",
                    )
                )
        rivals = [
            key
            for key, each in subject.registry.manifests.items()
            if key in subject.manifest.conflicts or subject.key in each.conflicts
        ]
        db.session.execute(delete(Activation).where(Activation.plugin.in_(rivals)))
        db.session.commit()
        forget(self.app)


def forget(app: Flask) -> None:
    """Clear process caches, as in a new process."""
    app.extensions.pop("portal_standing", None)
    decision_cache.forget()


def furnish(office: Office, examined: Collection[str]) -> None:
    """Load the demo into the empty database, with what the plugins `examined` and those they build on add to it, and
    appoint the users. Commits."""
    units = build(only=_with_needs(office.app, examined), everyday=EVERYDAY).units
    foreign_department = next(iter(units.outsider_departments.values()))
    foreign_community = next(iter(units.outsider_communities.values()))
    office.unit_ids = {
        "township": units.zhaojun.id,
        "county": units.county.id,
        "foreign_county": units.dongsheng.id,
        "foreign_township": units.outsider_street.id,
    }
    own = {
        "grid": units.grids["泰兴社区"][0],
        "department": units.departments["人社局"],
        "district": units.county,
        "administrator": units.county,
        "auditor": units.county,
    }
    foreign = {
        "grid": foreign_community,
        "department": foreign_department,
        "district": units.dongsheng,
        "administrator": units.dongsheng,
        "auditor": units.dongsheng,
    }
    for role in every_role():
        _appoint(f"own_{role}", role, own.get(role, units.zhaojun))
        _appoint(f"foreign_{role}", role, foreign.get(role, units.outsider_street))
    appoint(office, {role: own.get(role, units.zhaojun).id for role in every_role()})
    db.session.commit()


def _with_needs(app: Flask, keys: Collection[str]) -> set[str]:
    subjects = [Subject(key, app) for key in keys if key in app.extensions["portal_plugins"].manifests]
    return {each.key for each in subjects}.union(
        *(each.needs for each in subjects), *(each.manifest.uses for each in subjects)
    )


def _appoint(username: str, role: str, unit: OrgUnit) -> None:
    user = User(username=username, name=f"检查员{every_role()[role]}")
    user.bar_password()
    user.appointments.append(Appointment(unit=unit, role=role))
    db.session.add(user)
