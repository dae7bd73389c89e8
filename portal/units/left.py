"""What keeps a unit from being closed, in words: where it is cleared, or by whom."""

from flask import current_app, url_for
from flask_login import current_user
from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal import clock
from portal.accounts.models import Appointment, User
from portal.accounts.policy import MANAGE as ACCOUNTS
from portal.accounts.rights import roles_with
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.records.filters import Choice
from portal.records.lists import ListPage
from portal.records.mounted import all_mounted
from portal.units.held import Left, Obstacle, in_the_way, name_of

NAMED = 3  # of those who may clear something


def list_of(unit: OrgUnit, left: Left) -> str:
    """The list of these records, for whoever may see it and works in `unit` alone: then it holds what was counted. "" for others."""
    if [each.id for each in current_user.units] != [unit.id]:
        return ""
    for page in all_mounted(ListPage):
        of_state = next((each for each in page.register.own_filters if each.name == "status"), None)
        if page.register.model in left.models and isinstance(of_state, Choice) and "open" in of_state.also:
            return page.address("status=open") if current_user.can(page.register.permission, unit) else ""
    return ""


def said_of_what_is_left(unit: OrgUnit) -> str:
    """What is to be done first; nothing where it may be closed."""
    if left := in_the_way(unit):
        staff = _near(unit)
        lines = Markup("").join(Markup("<li>{}</li>").format(_with_links(unit, each, staff)) for each in left)
        said = Markup("现在还不能撤销，请先办完、移交；有单位接着办的，请用“{}”：<ul>{}</ul>")
        return said.format(_link("并入其他单位", url_for("units.merge", unit_id=unit.id)), lines)
    return ""


def _with_links(unit: OrgUnit, obstacle: Obstacle, staff: list[Appointment]) -> Markup:
    """What is in the way, leading to where it is cleared as far as the reader may go there; else with who of the `staff` may."""
    if obstacle.left:
        address = list_of(unit, obstacle.left)
        return _link(obstacle.said if address else f"{obstacle.said}{_who(unit, obstacle.left, staff)}", address)
    accounts = current_user.can(ACCOUNTS, unit)
    pages = (
        url_for("units.show", unit_id=each.id)
        if isinstance(each, OrgUnit)
        else url_for("accounts.show", user_id=each.id) * accounts
        for each in obstacle.rows
    )
    linked = (_link(name_of(each), page) for each, page in zip(obstacle.rows, pages, strict=True))
    return Markup("{}{}").format(obstacle.said, Markup("、").join(linked))


def _near(unit: OrgUnit) -> list[Appointment]:
    """Who works in `unit`, and above it as far as its township, else its county: the nearest first."""
    places = [unit.id, *reversed(unit.ancestor_ids[:-1])]
    until = unit.township_id or unit.county_id
    places = places[: places.index(until) + 1] if until in places else places[:1]
    here = Appointment.counting_on(clock.today()) & Appointment.unit_id.in_(places) & Appointment.user.has(User.active)
    told = joinedload(Appointment.user), joinedload(Appointment.unit)
    found = db.session.scalars(
        select(Appointment).where(here).options(*told).order_by(Appointment.role, Appointment.id)
    )
    return sorted(found, key=lambda each: places.index(each.unit_id))


def _who(unit: OrgUnit, left: Left, staff: list[Appointment]) -> str:
    """Which of the `staff` see these records, in the nearest unit where somebody does: for whoever has no list of them."""
    known = current_app.extensions["portal_permissions"]  # a module that is not installed any more declares none
    roles = {role for model in left.models if model.permission in known for role in roles_with(model.permission, unit)}
    seeing = [each for each in staff if each.role in roles]
    if not seeing:
        return "（没有能查看的账号，请上级单位办理）"
    names = list(dict.fromkeys(each.user.name for each in seeing if each.unit_id == seeing[0].unit_id))
    many = f"等 {len(names)} 人" if len(names) > NAMED else ""
    return f"（{seeing[0].unit}的{'、'.join(names[:NAMED])}{many}可以查看）"


def _link(words: str, address: str) -> Markup:
    return Markup('<a href="{}">{}</a>').format(address, words) if address else Markup("{}").format(words)
