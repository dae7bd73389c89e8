"""The demo of 热线转办: a month of orders from 12345 in 昭君街道, from those that came this morning to those long answered."""

from datetime import timedelta

from plugins.hotline.choices import KEY
from plugins.hotline.models import Order
from plugins.hotline.register import SHEET
from plugins.hotline.samples import ORDERS
from portal import clock
from portal.demo.world import World
from portal.people.models import Person
from portal.records.samples import Stage

# what, which, category, where it stands, days ago
STORIES = (
    ("小区路灯不亮", "help", "物业管理", "answered", 30),
    ("饭店油烟扰民", "complaint", "环境污染", "answered", 26),
    ("要求免交全年物业费", "complaint", "物业管理", "answered", 22),
    ("咨询养老金认证怎么办", "inquiry", "社会保障", "answered", 18),
    ("路口井盖翘起", "help", "市政设施", "returned", 12),
    ("地下车库漏水", "complaint", "物业管理", "again", 16),
    ("工地夜间施工", "complaint", "噪音", "ready", 6),
    ("公园健身器材松动", "help", "公共设施", "accepted", 4),
    ("举报废品站占道", "report", "占道经营", "accepted", 2),
    ("建议增设非机动车停车位", "advice", "停车", "received", 0),
    ("楼道堆放杂物", "complaint", "消防", "received", 0),
)
BESIDES = {  # what the platform says of some of them
    "工地夜间施工": {"joint": True, "assisting": "旗城管局、旗生态环境分局"},
    "路口井盖翘起": {"coordinates": "109.9876,40.4123"},
    "建议增设非机动车停车位": {"joint": True},
}
APART = 2  # place of the story whose demand has no ground in law
FILE = {
    "工单编号": "outside_number",
    "派单时间": "sent_at",
    "诉求类型": "nature",
    "诉求分类": "category",
    "诉求内容": "text",
    "诉求人": "name",
    "是否保密": "confidential",
}


def called(order: Order, stage: Stage) -> Person | None:
    """The caller as a resident."""
    who = order.caller
    return Person.enter(order.unit, name=who.name, phone=who.phone) if who else None


def load(world: World) -> None:
    """Switch the plugin on for 达拉特旗, off for 东胜区; play the orders; leave a file of the platform that waits to be entered."""
    world.switch_on(KEY, "全旗统一办理 12345 工单。")
    for number, story in enumerate(STORIES):
        _order(world, number, *story)
    today = f"{clock.local(world.now):%Y-%m-%d}"
    world.roster_file(
        SHEET,
        world.units.zhaojun,
        "12345 今日工单.xlsx",
        FILE,
        [f"{today}-90001", today, "咨询类", "户籍", "咨询孩子随父母落户怎么办。", "来电人", "否"],
        [f"{today}-90002", today, "投诉类", "物业管理", "电梯三天两头停。", "", "是"],
    )


def _order(world: World, number: int, title: str, nature: str, category: str, status: str, days: int) -> None:
    stage = world.stage(world.units.zhaojun, world.now - timedelta(days=days, hours=2))
    secret = nature == "report"
    given = {"title": title, "text": f"市民来电反映：{title}，请核实处理。", "nature": nature, "category": category}
    given |= {"location": "", "confidential": secret, "wants_reply": not secret} | BESIDES.get(title, {})
    if number % 4 == 3:
        given["caller"] = None
    order = ORDERS.begin(stage, {Order.receive: given})
    if status == "returned":
        ORDERS.bring(status, stage, order)
    elif status != "received":
        ORDERS.bring("accepted", stage, order, {Order.accept: {"title": title, "caller": None if secret else called}})
        if order.caller_id and not secret:
            ORDERS.take(Order.speak, order, stage)
        _handle(world, order, stage, number, status)


def _handle(world: World, order: Order, stage: Stage, number: int, status: str) -> None:
    if status == "accepted":
        return
    with stage.later(1):
        order.case.accept(by=world.users["clerk"])
    with stage.later(1):
        order.case.resolve("已经到现场处理好。", by=world.users["director"])
    if status == "ready":
        return
    said = {"result": f"{order.title}：已经到现场处理，并向诉求人说明。", "reached": bool(order.caller_id)}
    if number == 0:
        said["uploads"] = [stage.picture()]
    ORDERS.take(Order.answer, order, stage, {Order.answer: said})
    if status == "again":
        ORDERS.take(Order.redo, order, stage)
    elif number <= APART:
        _called_back(order, stage, apart=number == APART)


def _called_back(order: Order, stage: Stage, *, apart: bool) -> None:
    """The platform has it, and has called; who wanted what no law supports was not satisfied."""
    ORDERS.take(Order.upload, order, stage)
    said = {"solved": not apart, "satisfied": not apart, "reason": "没有免。" if apart else ""}
    ORDERS.take(Order.call_back, order, stage, {Order.call_back: said})
    if apart:
        ORDERS.take(Order.set_apart, order, stage)
