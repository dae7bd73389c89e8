"""户: the lists, one household, its steps."""

from typing import Any

from flask import url_for
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from plugins.population.blueprint import bp
from plugins.population.choices import EXPORT, SEE_GRADES, VIEW
from plugins.population.forms.household import (
    CloseForm,
    CorrectionForm,
    GradeForm,
    HeadForm,
    HouseholdForm,
    MemberForm,
    RelationForm,
    SettleForm,
)
from plugins.population.forms.place import place_in
from plugins.population.models import Grading, Household, KindHeld, Premises, Residence
from plugins.population.register import grades, households
from plugins.population.settings import causes_of, grades_of, tone_of
from plugins.population.views.placing import WHERE, chosen_place, offer_places
from plugins.population.views.roster import roster_places
from portal import clock
from portal.cases.models import Case, Party
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.people.finding import resident_of
from portal.plugin.context import current_unit
from portal.plugin.contributions import Action
from portal.records.beginning import begin_button, mount_beginning
from portal.records.forms import LastDayForm
from portal.records.lists import mount_register
from portal.records.mounting import Ask, among, mount, present, today
from portal.records.panel import panels_about
from portal.web.http.guards import requires
from portal.web.pages.rendering import get_or_404, render

LIST, ONE = "population.households", "/households/<int:household_id>"
MOST_CASES = 20


def _entered(form: HouseholdForm, unit: OrgUnit) -> dict[str, Any]:
    """The head, found among residents before a new one is entered; and where the household lives."""
    place = place_in(form.data)
    return {
        "head": resident_of(unit, form.data),
        "code": (form.code.data or "").strip(),
        "on": form.on.data,
        "premises": Premises.found_or_entered(unit, place, by=current_user) if place else None,
    }


def _begin() -> list[Action]:
    """Enter one, or the roster of the unit one works in."""
    one, unit = begin_button(Household.enter)(), current_unit()
    if not one or unit is None or db.session.scalar(roster_places().where(OrgUnit.id == unit.id)) is None:
        return one
    return [Action("从 Excel 导入", url_for("population.import_roster", unit_id=unit.id), "folder"), *one]


mount_register(bp, households, at="/households", endpoint="households", export=EXPORT, actions=_begin)
mount_register(bp, grades, at="/grades", endpoint="grades", export=EXPORT)
mount_beginning(
    bp,
    Household.enter,
    Ask(
        HouseholdForm,
        done=lambda household: f"已登记，编号 {household.number}。",
        button="登记",
        args=_entered,
        start=lambda unit: {"unit_id": unit.id, "on": clock.today()},
        explanation="先填户主。按身份证号查找，居民库里已有的不重复登记；别的成员在这一户的页面上再加。",
        error_at="id_number",
        keeps_draft=True,
    ),
    at="/households/new",
    show=lambda household: url_for("population.household", household_id=household.id),
    back=LIST,
    place="unit_id",
    kinds=WHERE,
)


def _member(form: MemberForm, household: Household) -> dict[str, Any]:
    person = resident_of(household.unit, form.data)
    return {"person": person, "relation": form.relation.data, "on": form.on.data}


def _offer_heads(form: HeadForm, household: Household) -> None:
    others = [each for each in household.present if each is not household.head]
    form.member.choices = {each.id: f"{each.person.name_shown}（{each.relation_name}）" for each in others}


def _head(form: HeadForm, household: Household) -> dict[str, Any]:
    return {"member": among("present")(household, form.member.data), "was": form.was.data}


def _offer_grades(form: GradeForm, household: Household) -> None:
    form.grade.choices = {"": "请选择"} | grades_of(household.unit)
    form.cause.choices = {"": "请选择"} | {each: each for each in causes_of(household.unit)}


def _home(form: SettleForm, household: Household) -> dict[str, Any]:
    place = place_in(form.data)
    return {"premises": Premises.found_or_entered(household.unit, place, by=current_user), "on": form.on.data}


steps = mount(
    bp,
    Household,
    at=ONE,
    show="population.household",
    steps={
        Household.add: Ask(
            MemberForm,
            at="members/new",
            done="已登记。",
            button="登记",
            icon="plus",
            args=_member,
            start=today("on"),
            error_at="id_number",
        ),
        Household.settle: Ask(
            SettleForm,
            at="home",
            done="已登记住处。",
            icon="house",
            args=_home,
            start=today("on"),
            explanation="地址没有登记过的，按新房屋登记。原来的住处到这一天为止。",
            error_at="estate",
        ),
        Household.decide_grade: Ask(
            GradeForm,
            at="grade",
            done="已定类。",
            icon="pencil",
            title=lambda household: "复核" if household.grade else "定类",
            button="确定",
            prepare=_offer_grades,
            start=lambda household: {"grade": household.grade, "on": clock.today()},
            error_at="grade",
        ),
        Household.change_head: Ask(
            HeadForm, at="head", done="已变更。", icon="users", prepare=_offer_heads, args=_head, error_at="member"
        ),
        Household.correct: Ask(
            CorrectionForm,
            at="correction",
            done="已更正。",
            icon="pencil",
            prepare=offer_places,
            start=present("unit_id", "code"),
            args=lambda form, household: {"unit": chosen_place(form), "code": (form.code.data or "").strip()},
            edits=True,
            error_at="code",
        ),
        Household.leave_home: Ask(
            LastDayForm, at="leaving", done="已登记。", icon="chevron-right", start=today("on"), error_at="on"
        ),
        Household.close: Ask(
            CloseForm,
            at="closure",
            done="已注销。",
            icon="x",
            tone="danger",
            start=today("on"),
            explanation="全户迁走或者登记有误的才注销。成员和住处都到这一天为止。",
            error_at="on",
        ),
        Household.relate: Ask(
            RelationForm,
            at="members/<int:row_id>/relation",
            done="已更正。",
            row=among("present"),
            start=present("relation"),
            error_at="relation",
        ),
        Household.let_leave: Ask(
            LastDayForm,
            at="members/<int:row_id>/leaving",
            done="已登记。",
            row=among("present"),
            start=today("on"),
            error_at="on",
        ),
    },
)


@bp.get(ONE)
@requires(VIEW)
def household(household_id: int):
    """One household: who belongs to it as what, where it lives, its grade for who may see it, and the cases of its people."""
    whole = (
        joinedload(Household.unit),
        selectinload(Household.members),
        selectinload(Household.residences).joinedload(Residence.premises),
        selectinload(Household.events),
    )
    row = get_or_404(Household.visible_to(current_user).options(*whole), household_id)
    may_see_grades, home, people = (
        row.allows(current_user, SEE_GRADES),
        row.residence,
        [each.person_id for each in row.present],
    )
    panels, missing = panels_about([each.person for each in row.present])
    grade = grades_of(row.unit).get(row.grade, "") if may_see_grades else ""
    return render(
        "population/household.html",
        **steps.shown(row, ("住户", LIST)),
        facts=[
            ("户号", row.code),
            ("所属", row.unit.name),
            ("在册人数", f"{len(row.present)} 人"),
            ("住处起止", home.days if home else "没有登记住处"),
        ],
        home=home.premises if home else None,
        lived=[each for each in row.residences if each.valid_until],
        kinds=_kinds(people),
        may_see_grades=may_see_grades,
        grade=grade,
        grade_tone=tone_of(row.unit, row.grade),
        gradings=_gradings(row) if may_see_grades else [],
        names=grades_of(row.unit),
        cases=_cases(people),
        panels=panels,
        missing=missing,
        may_open=current_user.can("people.view", row),
        may_edit=steps.offers(Household.let_leave, row, current_user),
    )


def _kinds(people: list[int]) -> dict[int, list[KindHeld]]:
    """Of each who is named: what the reader may see."""
    found: dict[int, list[KindHeld]] = {}
    held = select(KindHeld.id).where(KindHeld.person_id.in_(people), KindHeld.status == "held")
    ids = (
        db.session.scalars(held).all() if people else ()
    )  # by themselves: beside the place SQLite would read all of a city
    rows = KindHeld.visible_to(current_user).where(KindHeld.id.in_(ids))
    for each in db.session.scalars(rows.order_by(KindHeld.id)) if ids else ():
        found.setdefault(each.person_id, []).append(each)
    return found


def _gradings(row: Household) -> list[Grading]:
    mine = select(Grading).where(Grading.household_id == row.id).options(joinedload(Grading.by))
    return list(db.session.scalars(mine.order_by(Grading.id.desc())))


def _cases(people: list[int]) -> list[Case]:
    """The latest to which one of them is a party, as far as the reader may see them."""
    theirs = select(Party.case_id).where(Party.person_id.in_(people), Party.removed_at.is_(None))
    found = Case.visible_to(current_user).where(Case.id.in_(theirs)).order_by(Case.id.desc()).limit(MOST_CASES)
    return list(db.session.scalars(found).unique()) if people else []
