"""走访户: the list, enrolling, one household with its last visits."""

from flask import url_for
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from plugins.grid_work.blueprint import bp
from plugins.grid_work.choices import EXPORT, VIEW
from plugins.grid_work.forms import WHO, CheckForm, GradeForm, HomeForm, PlaceForm, VisitForm, WishForm
from plugins.grid_work.models import HomeVisit, VisitedHome
from plugins.grid_work.register import homes
from plugins.grid_work.settings import GRADE_NAMES, causes_of, grades_of
from plugins.grid_work.walk import next_on_walk
from portal import clock
from portal.accounts.places import places_for
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.people.finding import found_or_entered
from portal.plugin.context import current_unit
from portal.records.beginning import begin_button, mount_beginning
from portal.records.forms import ReasonForm
from portal.records.lists import mount_register
from portal.records.mounting import Ask, mount, present, today
from portal.web.http.guards import requires
from portal.web.pages.formatting import day
from portal.web.pages.rendering import get_or_404, render

LIST, ONE = "grid_work.homes", "/homes/<int:home_id>"
LATEST = 20
KINDS = ("community", "grid")
GIVEN = ("building", "room", "grade", "cause", "reason", "review_on")


def _offer_classes(form: GradeForm, about) -> None:
    unit = about.unit if isinstance(about, VisitedHome) else about or current_unit()
    form.grade.choices = {"": "请选择"} | grades_of(unit)
    form.cause.choices = {"": "请选择"} | {each: each for each in causes_of(unit)}


def _enrolled(form: HomeForm, unit: OrgUnit) -> dict:
    who = {name: form[name].data or "" for name in WHO}
    person = found_or_entered(unit, answers=form.known.data, **who)
    return {"person": person} | {name: form[name].data for name in GIVEN}


def _offer_places(form: PlaceForm, home: VisitedHome) -> None:
    form.unit_id.choices = {home.unit_id: home.unit.name} | places_for(current_user, "grid_work.manage", KINDS)


def _walked(home: VisitedHome) -> OrgUnit:
    """On whose walk it is: of the grid in which one works, else of its own."""
    here = current_unit()
    return here if here and here.kind == "grid" and home.unit.path.startswith(here.path) else home.unit


def _at_the_door(home: VisitedHome) -> dict:
    """What whoever rings wants to know: whom to ask for, of which class, what was said the last time."""
    who = home.person
    told = (who.name_shown, who.phone_masked) if who else ("没有登记联系人",)
    last = HomeVisit.latest([home.id], current_user, 1)
    return {
        "who": "　".join(filter(None, (*told, GRADE_NAMES.called(home.grade)))),
        "last": last[0] if last else None,
        "wish": home.wish_name,
        "wish_said": home.wish_said,
    }


def _noted(home: VisitedHome) -> HomeVisit:
    """The visit that was written down just now."""
    mine = select(HomeVisit).where(HomeVisit.home_id == home.id).order_by(HomeVisit.id.desc()).limit(1)
    return db.session.scalars(mine).unique().one()


def _said(home: VisitedHome) -> str:
    visit = _noted(home)
    return f"已记下，{visit.status_name}：{visit.title}。" if visit.status != "noted" else "已记下。"


def _after(home: VisitedHome) -> str:
    """Where something was found, what becomes of it; else back to the walk."""
    visit = _noted(home)
    if visit.status != "noted":
        return url_for("grid_work.show_visit", visit_id=visit.id)
    return url_for("grid_work.today", unit_id=_walked(home).id)


def _next_door(home: VisitedHome) -> str:
    """The form for the next household of today's walk."""
    following = next_on_walk(home, _walked(home), current_user)
    return url_for("grid_work.visit", home_id=following.id) if following else ""


mount_register(bp, homes, at="/homes", endpoint="homes", export=EXPORT, actions=begin_button(VisitedHome.enrol))
mount_beginning(
    bp,
    VisitedHome.enrol,
    Ask(
        HomeForm,
        done=lambda home: f"已登记，编号 {home.number}，{home.due_on or '不'}走访。",
        button="登记",
        args=_enrolled,
        prepare=_offer_classes,
        start=lambda unit: {"unit_id": unit.id if unit else None},
        keeps_draft=True,
        error_at="name",
    ),
    at="/homes/new",
    show=lambda home: url_for("grid_work.home", home_id=home.id),
    back=LIST,
    place="unit_id",
)
steps = mount(
    bp,
    VisitedHome,
    at=ONE,
    show="grid_work.home",
    steps={
        VisitedHome.visit: Ask(
            VisitForm,
            at="visits/new",
            done=_said,
            button="记下",
            main=True,
            icon="pencil",
            start=today("on"),
            template="grid_work/visit_form.html",
            context=_at_the_door,
            keeps_draft=True,
            error_at="on",
            to=_after,
            onward=_next_door,
        ),
        VisitedHome.check: Ask(
            CheckForm,
            at="check",
            done="已登记核查结果。",
            main=True,
            icon="check",
            start=today("on"),
            error_at="on",
        ),
        VisitedHome.wishes: Ask(
            WishForm, at="wishes", done="已登记。", icon="clock", start=present("wish", "wish_said"), edits=True
        ),
        VisitedHome.regrade: Ask(
            GradeForm,
            at="class",
            done="已定类。",
            icon="shield-check",
            prepare=_offer_classes,
            start=present("grade", "cause", "reason"),
            explanation=lambda home: (
                "这一户的类别以“实有人口房屋”的定类为准，请在那里改；这里改的，那里再定类时会换回去。"
                if home.origin_id
                else ""
            ),
            error_at="grade",
        ),
        VisitedHome.correct: Ask(
            PlaceForm,
            at="correction",
            done="已更正。",
            icon="pencil",
            prepare=_offer_places,
            start=present("unit_id", "building", "room"),
            args=lambda form, home: {
                "unit": db.session.get_one(OrgUnit, form.unit_id.data),
                "building": form.building.data,
                "room": form.room.data,
            },
            edits=True,
            error_at="room",
        ),
        VisitedHome.close: Ask(ReasonForm, at="closing", done="已登记。", icon="x", tone="danger"),
        VisitedHome.restore: Ask(ReasonForm, at="restoring", done="已恢复。", icon="check"),
    },
)


@bp.get(ONE)
@requires(VIEW)
def home(home_id: int):
    """One household: how often, when next, and the last visits."""
    row = get_or_404(VisitedHome.visible_to(current_user).options(joinedload(VisitedHome.unit)), home_id)
    return render(
        "grid_work/home.html",
        **steps.shown(row, ("走访户", LIST)),
        facts=[
            ("联系人", row.person.name_shown if row.person else "没有登记"),
            ("电话", row.person.phone_masked if row.person else ""),
            ("网格", row.unit.name),
            ("类别", GRADE_NAMES.called(row.grade)),
            ("理由", "：".join(each for each in (row.cause, row.reason) if each)),
            ("类别复核", day(row.review_on)),
            ("怎样见面", "，".join(each for each in (row.wish_name, row.wish_said) if each)),
            ("长期外出", "是，打电话或者视频" if row.away else ""),
            ("上次见到", day(row.last_on)),
            ("连续没有见到", f"{row.missed} 次" if row.missed else ""),
            ("下次走访", day(row.due_on)),
        ],
        check=row.check_since,
        late=row.due_on is not None and row.due_on < clock.today(),
        visits=HomeVisit.latest([row.id], current_user, LATEST),
    )
