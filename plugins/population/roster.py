"""The roster of residents from Excel: each line somebody, of which household, as what, living where, of which kind."""

from collections.abc import Hashable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload
from wtforms import SelectField, StringField

from plugins.population.choices import EDIT, HEAD, KINDS, RELATIONS
from plugins.population.forms.household import MemberForm, code_field
from plugins.population.forms.place import PlaceIfKnown, place_in
from plugins.population.models import Household, HouseholdMember, KindHeld, Premises
from plugins.population.models.premises import key_of
from portal import clock
from portal.accounts.models import User
from portal.errors import RuleError
from portal.extensions import db
from portal.org.called import unit_called
from portal.org.models import OrgUnit
from portal.people.fields import id_of_another
from portal.people.finding import resident_numbered, resident_of, residents_numbered
from portal.people.known_field import Known
from portal.people.models import Person
from portal.people.publishing import no_numbers_here
from portal.records.imports import Import
from portal.together import looked_up, write_down
from portal.web.forms import Optional, Required, Short
from portal.web.forms.fields import Date, not_in_future

FROM_ROSTER = "名册导入"
OF_A_HOUSEHOLD = (selectinload(Household.members), selectinload(Household.residences))


class RosterForm(PlaceIfKnown, MemberForm):
    """One line. A household is known by its 户号, or by the ID number of its head."""

    known = Known()
    code = code_field()
    head_number = StringField("户主身份证号", [Short(40), id_of_another], description="没有户号的，按户主归户。")
    relation = SelectField("和户主的关系", [Required("请填写关系。")], choices=RELATIONS)
    on = Date("从哪天起", [Optional(), not_in_future])
    grid = StringField("所属网格", [Short(40), no_numbers_here], description="不填的归到导入的单位。")
    kind = SelectField("人员类别", choices={"": "不登记"} | KINDS, default="")


@dataclass(frozen=True)
class MadeBeside:
    """What a line may have made besides the member."""

    household: Household
    kind: KindHeld | None

    def let_go(self, *, since: datetime) -> None:
        """It goes with the line, unless others need it."""
        if self.kind is not None:
            self.kind.remove()
        if self.household in db.session:  # another line may have been the last of it
            self.household.let_go(since=since)


def add_line(owner: OrgUnit, *, by: User, **line: Any) -> HouseholdMember:
    """Enter one line of a roster of `owner`. Raises RuleError for a grid that is not there, a household of another place, a member without a head
    to go by, and what the steps refuse."""
    unit, on = _place_of(owner, line["grid"]), line["on"] or clock.today()
    person = resident_of(unit, line)
    household = _household(owner, unit, person, line, by)
    member = household.add(person, line["relation"], on, by=by)
    _live(household, line, on, by)
    if line["kind"]:
        member.came_with = KindHeld.register(person, kind=line["kind"], on=on, source=FROM_ROSTER, by=by)
    write_down()
    return member


def _place_of(owner: OrgUnit, grid: str) -> OrgUnit:
    if not (grid or "").strip():
        return owner
    return looked_up(("grid", owner.id, grid), lambda: _grid_called(grid, owner)) or owner


def _grid_called(name: str, owner: OrgUnit) -> OrgUnit:
    return unit_called(name, owner, what="网格", at="grid", among=select(OrgUnit).where(OrgUnit.kind == "grid"))


def _household(owner: OrgUnit, unit: OrgUnit, person: Person, line: dict[str, Any], by: User) -> Household:
    code = (line["code"] or "").strip()
    known = Household.coded(unit, code) if code else _of_head(unit, person, line)
    if known is None:
        if not code and line["relation"] != HEAD:
            raise RuleError("没有户号的，先登记户主，再登记成员；成员写明户主身份证号。", at="head_number")
        return Household.from_roster(unit=unit, code=code, by=by)
    if not owner.contains(known):
        raise RuleError("这一户登记在别的单位，请先在那里更正所属。", at="code")
    return known


def _of_head(unit: OrgUnit, person: Person, line: dict[str, Any]) -> Household | None:
    """The household of whose head the number was given."""
    if line["relation"] == HEAD or not line["head_number"]:
        return None
    head = resident_numbered(unit, line["head_number"])
    member = HouseholdMember.now(head) if head else None
    return member.record if member and member.relation == HEAD else None


def _live(household: Household, line: dict[str, Any], on: date, by: User) -> None:
    """Where the household lives, as its first line with an address tells. Raises RuleError where another line tells otherwise."""
    if not (place := place_in(line)):
        return
    premises = Premises.found_or_entered(household.unit, place, by=by)
    now = household.residence
    if now is None:
        household.settle(premises, on, by=by, by_roster=True)
    elif now.premises is not premises:
        raise RuleError("和这一户登记的住处不同，请先在户的页面办理。", at="room")


def beforehand(owner: OrgUnit, lines: Sequence[dict[str, Any]]) -> dict[Hashable, Any]:
    """What `add_line` asks of these lines of a roster of `owner`: who has the numbers, where they belong, and as what they are registered; the
    households, the addresses, the grids."""
    county, known = owner.county_id, dict[Hashable, Any]()
    grids = {line["grid"] for line in lines if (line["grid"] or "").strip()}
    for grid in grids:
        with suppress(RuleError):  # which the line is told
            known["grid", owner.id, grid] = _grid_called(grid, owner)
    numbers = [each for line in lines for each in (line["id_number"], line["head_number"]) if each]
    residents = residents_numbered(owner, numbers)
    people = {each.id: each for each in residents.values() if each}
    known |= residents | {(what, each): None for each in people.values() for what in ("member", "kinds")}
    codes = {(line["code"] or "").strip() for line in lines} - {""}
    known |= {("household", county, each): None for each in codes}
    for household in db.session.scalars(Household.with_codes(owner, codes).options(*OF_A_HOUSEHOLD)):
        known["household", county, household.code] = household
    whole = joinedload(HouseholdMember.record).options(*OF_A_HOUSEHOLD)
    for member in db.session.scalars(HouseholdMember.of_now(people).options(whole)):
        known["member", people[member.person_id]] = member
    held = select(KindHeld.person_id, KindHeld.kind).where(KindHeld.person_id.in_(people), KindHeld.status == "held")
    for person_id, kind in db.session.execute(held):
        known["kinds", people[person_id]] = {kind, *(known["kinds", people[person_id]] or ())}
    addresses = {key_of(place) for line in lines if (place := place_in(line))}
    known |= {("premises", county, each): None for each in addresses}
    for premises in db.session.scalars(Premises.at(owner, addresses)):
        known["premises", county, premises.address_key] = premises
    return known


def holds(member: HouseholdMember) -> str:
    """Why a line may not be taken back any more."""
    if member.came_with is not None and member.came_with.touched():
        return "其中有人的类别后来办理过，不能整批撤销，请逐个办理。"
    if member.record.gradings or member.record.status != "here":
        return "其中有的户后来定过类或者注销了，不能整批撤销，请逐个办理。"
    return ""


ROSTER = Import(
    "population.roster",
    "导入实有人口名册",
    RosterForm,
    EDIT,
    HouseholdMember,
    add=add_line,
    aliases={
        "relation": ("与户主关系", "关系"),
        "code": ("户编号", "户口编号"),
        "head_number": ("户主证件号码", "户主公民身份号码"),
        "estate": ("小区", "村组", "小区名称"),
        "building": ("楼号", "栋"),
        "room": ("门牌号", "房间号", "门号"),
        "grid": ("网格", "网格名称"),
        "on": ("登记日期", "入住日期"),
        "kind": ("人口类别", "人口性质"),
    },
    tied_by=("name", "id_number", "head_number", "code"),
    beforehand=beforehand,
    holds=holds,
    beside=lambda member: MadeBeside(member.record, member.came_with),
    example={"relation": "户主", "code": "", "head_number": "", "grid": "", "kind": ""},
)
