"""The demo: the five lists of 达拉特旗 with a few invented rows each, tasks that were taken on, sent back and forced, an application that
communities were asked about, and one that was admitted."""

from datetime import timedelta

from sqlalchemy import select

from plugins.duty_lists.choices import LISTS
from plugins.duty_lists.models import CaseDuty, DutyEdition, DutyRating, DutyTask
from plugins.duty_lists.register import SHEETS
from plugins.duty_lists.samples import ADMISSIONS, ROWS, TASKS
from plugins.duty_lists.settings import KEY
from portal import clock
from portal.cases.models import Case
from portal.demo.world import World
from portal.extensions import db
from portal.plugin_admin.switching import switch

MORE = {
    "basic": ("调解邻里纠纷", "走访独居老人"),
    "assist": ("燃气安全宣传",),
    "withdrawn": ("统计企业营业收入", "拆除违法建筑"),
    "grid": ("上报路灯不亮",),
    "negative": ("代收物业费", "代群众签名"),
}
# sender, what, text, how it came, days ago, where it goes
TASKS_OF_THE_DEMO = (
    ("旗工信局", "采集企业用电数据", "逐户采集企业上月用电数据，周五前报送。", "letter", 40, "returned"),
    ("旗工信局", "企业能耗情况摸底", "逐户采集企业上月用电数据，下周一前报送。", "group", 12, "received"),
    ("旗生态环境分局", "秸秆禁烧巡查", "国庆前后每天巡查秸秆焚烧。", "letter", 30, "done"),
    ("旗住建局", "代收物业费", "帮助物业企业代收物业费。", "spoken", 20, "forced"),
    ("旗民政局", "独居老人冬季取暖排查", "逐户排查独居老人取暖隐患。", "letter", 9, "unlisted"),
    ("旗应急管理局", "暴雪清雪", "今晚有暴雪，组织清雪除冰。", "spoken", 1, "urgent"),
)


def load(world: World) -> None:
    """Switch the plugin on for 达拉特旗, off for 东胜区."""
    units, users = world.units, world.users
    with clock.pretend(world.began):
        switch(KEY, units.county, "on", by=users["administrator"], reason="全旗启用事项准入。")
        switch(KEY, units.dongsheng, "off", by=None, reason="东胜区暂不使用。")
    _lists(world)
    taixing = units.communities["泰兴社区"]
    for each in TASKS_OF_THE_DEMO:
        _task(world, taixing, *each)
    for status, days in (("approved", 60), ("consulting", 2)):
        ADMISSIONS.bring(status, world.stage(taixing, world.now - timedelta(days=days)))
    director = users["director"]
    with clock.pretend(world.now - timedelta(days=3)):
        DutyRating.rate(
            unit=units.zhaojun,
            year=clock.local(world.now).year,
            department="旗工信局",
            kind="department",
            score=70,
            opinion="清单外任务多，退回后仍催办。",
            by=director,
        )
    _case(world)


def _lists(world: World) -> None:
    """Drafted by the director of the street, published by the county."""
    street, director, district = world.units.zhaojun, world.users["director"], world.users["district"]
    with clock.pretend(world.now - timedelta(days=120)):
        for kind, first in ROWS.items():
            edition = DutyEdition.draft(unit=street, kind=kind, title=f"昭君街道{LISTS[kind]}（演示）", by=director)
            edition.put(by=director, serial=1, **first)
            for serial, title in enumerate(MORE[kind], start=2):
                more = {"department": "住建局"} if kind == "withdrawn" else {}
                edition.put(by=director, serial=serial, title=title, basis="演示用条目", **more)
            db.session.flush()
            edition.enact(clock.today(), "演示〔2026〕1号", by=district)
    for kind in ROWS:
        _next_edition(world, kind)


def _next_edition(world: World, kind: str) -> None:
    """The next edition of a list is drafted, and a file was checked that waits to be entered."""
    director = world.users["director"]
    with clock.pretend(world.now - timedelta(days=2)):
        title = f"昭君街道{LISTS[kind]}（征求意见稿）"
        edition = DutyEdition.draft(unit=world.units.zhaojun, kind=kind, title=title, by=director, copies=True)
        db.session.flush()
        fields = {"序号": "serial", "事项": "title", "依据": "basis", "部门": "department"}
        world.roster_file(SHEETS[kind], edition, "清单.xlsx", fields, ["9", "整理楼道杂物", "演示用条目", "综治办"])


def _task(world: World, unit, sender: str, title: str, text: str, way: str, days: int, status: str) -> None:
    stage = world.stage(unit, world.now - timedelta(days=days))
    with stage.later():
        received = clock.today()
    given = {"sender": sender, "title": title, "text": text, "way": way, "received_on": received}
    task = TASKS.begin(stage, {DutyTask.register: given})
    clerk = world.users["clerk"]
    with stage.later():
        hit = next((each.row for each in task.matches() if each.percent > 60), None)
        if status == "unlisted":
            task.set_apart(by=clerk)
        elif status == "urgent":
            task.take_urgently("今晚有暴雪，先清雪。", by=clerk)
        elif status == "done":
            task.take_with_boundary(item=hit, by=clerk)
            task.finish(6, 30, by=clerk)
        elif status != "received":
            task.stop(item=hit, by=clerk)
            task.send_back("不由社区承接。", proposed=hit.department, by=clerk)
            if status == "forced":
                task.force("旗住建局", "电话说必须办。", by=clerk)
    db.session.flush()


def _case(world: World) -> None:
    """One case of the street that is about a row of a list."""
    case = db.session.scalars(
        select(Case)
        .where(world.units.zhaojun.subtree_of(Case), Case.status.in_(Case.states.open))
        .order_by(Case.id)
        .limit(1)
    ).first()
    row = db.session.scalars(
        DutyEdition.rows_for(world.units.zhaojun, clock.today()).where(DutyEdition.kind == "basic")
    ).first()
    if case and row:
        with clock.pretend(world.now - timedelta(days=1)):
            CaseDuty.tie(case, row, by=world.users["clerk"])
            db.session.flush()
