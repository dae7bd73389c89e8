"""The demo of the services: two providers, half a year of orders for those who eat at a canteen."""

from datetime import timedelta

from plugins.elder_care.choices import SERVICES
from plugins.elder_care.models import Member, Provider, ServiceOrder
from plugins.elder_care.services.samples import ORDERS, PROVIDERS
from portal.demo.world import World

ORDERED, LAST = 28, ("done", "assigned", "asked", "assigned")  # those of the last days are still under way
RESULTS = {
    "bath": "上门助浴一次。",
    "clean": "打扫卧室、厨房，换洗床单。",
    "medical": "陪同去旗医院复诊。",
    "visit": "上门探访，老人精神好，水电气正常。",
    "hair": "上门理发。",
    "clinic": "量血压、测血糖，已告知本人。",
}


def load(world: World, members: list[Member]) -> None:
    """Orders in every state."""
    unit = members[0].unit
    began = world.stage(unit, world.now - timedelta(days=200))
    for name, kinds in (
        ("康乐居家养老服务中心", list(SERVICES)),
        ("昭君街道社区卫生服务中心", ["medical", "clinic", "visit"]),
    ):
        PROVIDERS.begin(began, {Provider.enlist: {"name": name, "kinds": kinds}})
    kinds = list(SERVICES)
    for number in range(ORDERED):
        kind, ahead = kinds[number % len(kinds)], ORDERED - number
        status = LAST[-ahead] if ahead <= len(LAST) else "cancelled" if number % 7 == 6 else "confirmed"
        stage = world.stage(unit, world.now - timedelta(days=ahead * 6 if ahead > len(LAST) else ahead))
        given = {
            ServiceOrder.ask: {"person": members[number % len(members)].person, "kind": kind, "request": "上午。"},
            ServiceOrder.finish: {"result": RESULTS[kind]},
            ServiceOrder.confirm: {"satisfied": number % 9 != 4},
        }
        ORDERS.bring(status, stage, given=given)
