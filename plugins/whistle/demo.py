"""The demo of 吹哨报到: a few whistles of 昭君街道 in each state, for departments of the county."""

from datetime import timedelta

from plugins.whistle.choices import DEMAND, EMERGENCY, ENFORCEMENT
from plugins.whistle.models import Call, Whistle
from plugins.whistle.samples import CALLS, WHISTLES, case
from plugins.whistle.settings import KEY
from portal.demo.world import World
from portal.extensions import db
from portal.records.people import Contact
from portal.records.samples import Stage

# why, kind of the case, what is asked, departments (the first leads), how far it came, days ago
STORIES = (
    (ENFORCEMENT, "1301", "商户长期占道，多次劝说无效，街道没有处罚权。", ("综合执法局", "市场监管局"), "closed", 40),
    (DEMAND, "0402", "小区下水管道堵塞返水，物业撤走，居民反映强烈。", ("住建局",), "closed", 26),
    (EMERGENCY, "0701", "工人在工地门口聚集讨薪，有人爬上塔吊。", ("公安局", "人社局"), "rated", 12),
    (DEMAND, "0203", "学校门口夜间施工噪声，家长联名反映。", ("住建局", "综合执法局"), "arrived", 2),
    (ENFORCEMENT, "0504", "沿街饭馆油烟直排，居民多次反映。", ("市场监管局",), "wrong", 3),
    (DEMAND, "0402", "回迁楼外墙脱落，砸坏车辆。", ("住建局", "自然资源局"), "asked", 0),
)
DUTIES = ("到现场核实，提出处置意见。", "按职责配合处置。")


def load(world: World) -> None:
    """Switch the plugin on for 达拉特旗, off for 东胜区; blow the whistles."""
    world.switch_on(KEY, "全旗试行街乡吹哨、部门报到。")
    street = world.units.zhaojun
    communities = [each for each in world.units.communities.values() if each.township_id == street.id]
    for number, (why, kind, need, offices, fate, ago) in enumerate(STORIES):
        stage = world.stage(communities[number % len(communities)], world.now - timedelta(days=ago, hours=6))
        told = {"title": need.split("，")[0], "description": need, "kind": kind, "location": stage.unit.short_name}
        with stage.later():
            about = case(None, stage, **told)
        _blow(
            world,
            stage,
            {"case": about, "kind": why, "need": need, "basis": "", "place_of_meeting": stage.unit.short_name},
            offices,
            fate,
        )


def _blow(world: World, stage: Stage, said: dict, offices: tuple[str, ...], fate: str) -> None:
    """`said`: of the whistle; as far as `fate`."""
    calls = [
        {"unit": world.units.departments[name], "duty": DUTIES[min(place, 1)], "leads": place == 0}
        for place, name in enumerate(offices)
    ]
    whistle = WHISTLES.begin(stage, {Whistle.blow: said | {"calls": calls}})
    if fate == "asked":
        return
    WHISTLES.bring("blown", stage, whistle)
    for call in whistle.calls:
        somebody = Stage(world.users | world.staff[call.unit_id], stage.unit, world.names, stage.day, until=world.now)
        if fate == "wrong":
            with somebody.later():
                call.assignment.return_("油烟属于生态环境部门，不属本部门。", by=somebody.users["department"])
        else:
            CALLS.take(Call.arrive, call, somebody, _led_by_a_resident(stage) if fate == "closed" else {})
            CALLS.take(Call.confirm, call, somebody)
            if fate != "arrived":
                _answer(call, somebody)
    db.session.flush()
    if fate in ("rated", "closed"):
        for call in whistle.calls:
            CALLS.take(Call.rate, call, stage)
    if fate == "closed":
        WHISTLES.take(Whistle.close, whistle, stage, {Whistle.close: {"result": "部门到场处置完毕，当事人认可。"}})


def _led_by_a_resident(stage: Stage) -> dict:
    """Somebody of the department who is in the register of residents, too."""
    with stage.later():
        someone = stage.resident()
    return {Call.arrive: {"leader": Contact(name=someone.name, phone=someone.phone)}}


def _answer(call: Call, stage: Stage) -> None:
    with stage.later(1):
        call.assignment.report("已到现场处置，问题已解决，责任人已书面承诺。", by=stage.users["department"])
