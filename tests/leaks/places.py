"""Who reads, and whose records come to lie where: the cast in 昭君街道, the same offices in the street beside, in the county above, in another
county, and people who hold every other office in places where nothing lies."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec

from flask import Flask

from portal.accounts.models import Appointment, User
from portal.cases.samples import CASES
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.permissions import every_role
from portal.plugin_admin.switching import switch
from portal.records.samples import Samples, Stage
from portal.testing import factories
from portal.testing.cast import Cast
from portal.testing.conformance.subject import Subject

OF_THE_COUNTY = ("district", "administrator", "auditor")
BELOW = {"own": "taixing", "beside": "beside_community", "foreign": "outside_community"}  # where records begin


@dataclass
class Office:
    """Those of one place, by their roles, as a stage asks for them."""

    name: str
    ids: dict[str, int] = field(default_factory=dict)

    def __getitem__(self, role: str) -> User:
        return db.session.get_one(User, self.ids[role])


def appoint(cast: Cast, keys: list[str]) -> dict[str, Office]:
    """Name of the place → who works there. The plugins `keys` are on in the other county, too."""
    empty = OrgUnit.create(
        kind="county", name="准格尔旗", parent=cast.city
    )  # who works there sees what no county publishes
    for key in keys:
        for county in (cast.dongsheng, empty):
            switch(key, county, "on", by=None, reason="测试")
    added = {
        "beside_community": OrgUnit.create(kind="community", name="和平社区", parent=cast.other_street),
        "beside_department": OrgUnit.create(kind="department", name="达拉特旗水利局", parent=cast.county),
        "foreign_department": OrgUnit.create(kind="department", name="东胜区水利局", parent=cast.dongsheng),
        "empty_street": OrgUnit.create(kind="township", name="空街道", parent=cast.county),
        "empty_far": OrgUnit.create(kind="township", name="远街道", parent=empty),
    }
    cast.unit_ids |= {name: unit.id for name, unit in added.items()}
    own = {role: cast[role].appointments[0].unit for role in every_role()}
    offices = {"own": own} | {
        name: {role: _seat(cast, name, role) for role in every_role()} for name in ("beside", "above", "foreign")
    }
    found = {name: _people(name, {role: [(role, unit)] for role, unit in of.items()}) for name, of in offices.items()}
    found["own"] = Office("own", {role: cast.user_ids[role] for role in every_role()})
    elsewhere = [(role, added[place]) for place in ("empty_street", "empty_far") for role in every_role()]
    found["many"] = _people("many", {role: [(role, own[role]), *_but(role, elsewhere)] for role in every_role()})
    db.session.commit()
    return found


def _seat(cast: Cast, name: str, role: str) -> OrgUnit:
    street, county, community, department = {
        "beside": (cast.other_street, cast.county, "beside_community", "beside_department"),
        "above": (cast.county, cast.county, "county", "county"),
        "foreign": (cast.outside_street, cast.dongsheng, "outside_community", "foreign_department"),
    }[name]
    if role in OF_THE_COUNTY:
        return county
    return {"grid": getattr(cast, community), "department": getattr(cast, department)}.get(role, street)


def _but(role: str, offices: list[tuple[str, OrgUnit]]) -> list[tuple[str, OrgUnit]]:
    return [each for each in offices if each[0] != role]


def _people(name: str, offices: dict[str, list[tuple[str, OrgUnit]]]) -> Office:
    office = Office(name)
    for role, held in offices.items():
        user = User(username=f"{name}_{role}", name="检查员")
        user.bar_password()
        user.appointments = [Appointment(unit=unit, role=each) for each, unit in held]
        db.session.add(user)
        db.session.flush()
        office.ids[role] = user.id
    return office


def all_samples(app: Flask) -> Iterator[Samples]:
    """Those of the core, and what each plugin declares."""
    yield CASES
    for key in app.extensions["portal_plugins"].manifests:
        name = f"{Subject(key, app).package}.samples"
        if find_spec(name):
            yield from import_module(name).SAMPLES


def enter(app: Flask, cast: Cast, office: Office) -> list[str]:
    """Records of every kind come to lie where `office` works, in each state in which one can be made. Answers the kinds of which there is none.

    A second one of what there may be but one is refused; then what there is stays.
    """
    stage = Stage(office, getattr(cast, BELOW[office.name]), factories.book)
    missing = []
    for kind in all_samples(app):
        made, why = 0, ""
        for status in kind.reachable:
            try:
                with db.session.begin_nested():
                    _bring(kind, status, stage)
                made += 1
            except (RuleError, LookupError, StopIteration) as refusal:
                why = f"{type(refusal).__name__} {refusal}"
        missing += [] if made else [f"{kind.model.__name__} {office.name}: {why}"]
    db.session.commit()
    return missing


def _bring(kind: Samples, status: str, stage: Stage) -> None:
    record = kind.bring(status, stage)
    for step in [] if status else kind.steps:
        kind.ready(step, record, stage)
