"""The lists: households that are visited, visits, when nobody goes."""

from collections.abc import Mapping, Sequence

from flask_login import current_user
from sqlalchemy import exists

from plugins.grid_work.choices import MET, REASONS, VIEW, WAYS
from plugins.grid_work.models import HomeVisit, VisitedHome, VisitPause
from plugins.grid_work.settings import GRADE_NAMES
from portal.cases.models import Case
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.people.models import Person
from portal.records.columns import Column
from portal.records.filters import TODAY, Choice, by_status, contains
from portal.records.people_columns import naming
from portal.records.ranges import Days
from portal.records.register import Register


def _homes(rows: Sequence) -> Mapping[int, str]:
    """The addresses of those households of a page that the reader may see: one may have moved away since it was visited."""
    ids = [row.home_id for row in rows]
    seen = VisitedHome.visible_to(current_user).where(VisitedHome.id.in_(ids))
    titles = {each.id: each.title for each in db.session.scalars(seen).unique()}
    return {row.id: titles.get(row.home_id, "已迁到别处") for row in rows}


def _cases(rows: Sequence) -> Mapping[int, str]:
    """The numbers of those cases of a page that the reader may see."""
    ids = [row.case_id for row in rows if row.case_id]
    seen = Case.visible_to(current_user).where(Case.id.in_(ids)).with_only_columns(Case.id, Case.number)
    numbers = {row.id: row.number for row in db.session.execute(seen)} if ids else {}
    return {row.id: numbers.get(row.case_id, "") for row in rows}


homes = Register(
    VisitedHome,
    key="grid_work.homes",
    name="走访户",
    permission=VIEW,
    show="grid_work.home",
    columns=(
        Column("title", "地址", VisitedHome.title, main=True, width=26),
        Column("number", "编号", kind="serial", only="opt opt2"),
        Column("person", "联系人", Person.name, kind="person"),
        Column("grade", "类别", read=lambda row: GRADE_NAMES.called(row.grade)),
        Column("unit", "网格", OrgUnit.short_name, only="opt", width=16),
        Column("last_on", "上次见到", kind="day"),
        Column("due_on", "下次走访", kind="day"),
        Column("missed", "连续没有见到", kind="number", shown=False),
        Column("review_on", "类别复核", kind="day", shown=False),
        Column("status", "状态", kind="status", shown=False),
    ),
    filters=(
        Choice("status", "状态", options=VisitedHome.states.names),
        Choice("grade", "类别", options=GRADE_NAMES),
        Choice(
            "look",
            "要看的",
            also={
                "due": ("到期的", VisitedHome.due_by(TODAY)),
                "check": ("要核查的", VisitedHome.check_since.is_not(None)),
            },
        ),
    ),
    search=(VisitedHome.number, VisitedHome.building),
    finds=naming(VisitedHome.person_id, VIEW),
    finds_by="楼栋、编号、姓名",
    order=VisitedHome.created_at,
    joins=((OrgUnit, OrgUnit.id == VisitedHome.unit_id),),
    beside=((Person, Person.id == VisitedHome.person_id),),
    hit=("number", "unit"),
    counter="户",
    empty="没有符合条件的走访户。",
)

visits = Register(
    HomeVisit,
    key="grid_work.visits",
    name="走访记录",
    permission=VIEW,
    show="grid_work.show_visit",
    columns=(
        Column("title", "走访", main=True, width=24),
        Column("home", "地址", of_page=_homes, width=26),
        Column("on", "日期", kind="day"),
        Column("met", "见到了吗", names=MET, only="opt"),
        Column("way", "怎么见的", names=WAYS, only="opt"),
        Column("unit", "网格", OrgUnit.short_name, only="opt2", width=16),
        Column("status", "状态", kind="status"),
        Column("case_number", "事项编号", of_page=_cases, only="opt opt2", width=24),
    ),
    filters=(
        by_status(HomeVisit, "没有办完"),
        Choice("met", "见到了吗", options=MET),
        Choice("way", "怎么见的", options=WAYS),
        Days("on", "日期", HomeVisit.on),
    ),
    search=(
        HomeVisit.title,
        exists().where(
            VisitedHome.id == HomeVisit.home_id,
            VisitedHome.unit_id == HomeVisit.unit_id,  # who moved away is not found by where they live now
            contains(VisitedHome.building),
        ),
    ),
    finds_by="什么事、楼栋",
    order=HomeVisit.on,
    beside=((OrgUnit, OrgUnit.id == HomeVisit.unit_id),),
    extra=(HomeVisit.home_id, HomeVisit.case_id),
    hit=("on", "status"),
    counter="次",
    empty="没有符合条件的走访记录。",
)

pauses = Register(
    VisitPause,
    key="grid_work.pauses",
    name="停访",
    permission=VIEW,
    show="grid_work.pause",
    columns=(
        Column("unit", "网格", OrgUnit.short_name, main=True, width=20),
        Column("name", "原因", names=REASONS),
        Column("valid_from", "第一天", kind="day"),
        Column("valid_until", "最后一天", kind="day"),
    ),
    filters=(
        Choice(
            "standing",
            "状态",
            also={"on": ("停访中", VisitPause.serving(TODAY)), "off": ("其他", ~VisitPause.serving(TODAY))},
        ),
    ),
    search=(OrgUnit.short_name,),
    finds_by="网格",
    order=VisitPause.valid_from,
    joins=((OrgUnit, OrgUnit.id == VisitPause.unit_id),),
    counter="次",
    empty="没有登记停访。",
)
