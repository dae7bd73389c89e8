"""Test users: one per role in 昭君街道, those of plugins too, and one from another district, in a small tree of units."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from portal import clock
from portal.accounts.models import Appointment, User
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.permissions import every_role, plugin_of_role
from portal.plugin_admin.switching import switch

__all__ = ["Cast", "PEOPLE", "PASSWORD"]

PASSWORD = "Ceshi-2026-Mima"  # of everybody in the cast

# key, kind, name, parent
PLACES = (
    ("province", "province", "内蒙古自治区", None),
    ("city", "city", "鄂尔多斯市", "province"),
    ("county", "county", "达拉特旗", "city"),
    ("street", "township", "昭君街道", "county"),
    ("taixing", "community", "泰兴社区", "street"),
    ("grid1", "grid", "泰兴社区第一网格", "taixing"),
    ("nangan", "community", "南干社区", "street"),
    ("other_street", "township", "工业街道", "county"),
    ("labour_bureau", "department", "达拉特旗人力资源和社会保障局", "county"),
    ("dongsheng", "county", "东胜区", "city"),
    ("outside_street", "township", "交通街道", "dongsheng"),
    ("outside_community", "community", "团结社区", "outside_street"),
)
PEOPLE = (  # (username, name, role, unit) of the cast
    ("clerk", "受理员小王", "clerk", "street"),
    ("mediator", "调解员老李", "mediator", "street"),
    ("grid", "网格员小赵", "grid", "grid1"),
    ("director", "主任老张", "director", "street"),
    ("department", "人社局小陈", "department", "labour_bureau"),
    ("district", "旗县区主管小孙", "district", "county"),
    ("administrator", "系统管理员小郑", "administrator", "county"),
    ("auditor", "审计员老周", "auditor", "county"),
    ("outsider", "东胜区小吴", "clerk", "outside_street"),
)


@dataclass
class Cast:
    """Units and users by name: `cast.clerk`, `cast.street`; who holds the role of a plugin by its key: `cast["meals.cook"]`.
    They are looked up in the session under way."""

    unit_ids: dict[str, int] = field(default_factory=dict)
    user_ids: dict[str, int] = field(default_factory=dict)

    def __getattr__(self, name: str):
        if name in self.unit_ids:
            return db.session.get(OrgUnit, self.unit_ids[name])
        if name in self.user_ids:
            return db.session.get(User, self.user_ids[name])
        raise AttributeError(name)

    def __getitem__(self, role: str) -> User:
        """As on a `Stage`."""
        return db.session.get_one(User, self.user_ids[role])

    @property
    def roles(self) -> list[str]:
        """Usernames of everybody."""
        return list(self.user_ids)


def assemble(plugins_on: tuple[str, ...]) -> Cast:
    """Build the tree and the people in an empty database; `plugins_on` are on for 达拉特旗. Commits.

    Everybody has been in office since 2020, so that tests may play in the past.
    """
    with clock.pretend(datetime(2020, 1, 1, tzinfo=UTC)):
        return _assemble(plugins_on)


def _assemble(plugins_on: tuple[str, ...]) -> Cast:
    cast = Cast()
    for key, kind, name, parent in PLACES:
        above = db.session.get(OrgUnit, cast.unit_ids[parent]) if parent else None
        level = 2 if kind == "grid" else None
        cast.unit_ids[key] = OrgUnit.create(kind=kind, name=name, parent=above, grid_level=level).id
    theirs = [(role, name, role, "street") for role, name in every_role().items() if plugin_of_role(role)]
    for username, name, role, place in (*PEOPLE, *theirs):
        user = User(username=username, name=name)
        user.set_password(PASSWORD)
        user.appointments.append(Appointment(unit_id=cast.unit_ids[place], role=role))
        db.session.add(user)
        db.session.flush()
        cast.user_ids[username] = user.id
    for key in plugins_on:
        switch(key, cast.county, "on", by=None, reason="测试")
    db.session.commit()
    return cast
