"""The demo of 接访登记: a fortnight at the window of 昭君街道, and who is on duty."""

from datetime import timedelta

from plugins.reception.models import ReceptionDay, Visit
from plugins.reception.samples import VISITS
from portal import clock
from portal.demo.world import World
from portal.plugin_admin.switching import switch

# what, which, how many came, what became of it
VISITS_THERE = (
    ("反映小区物业费涨价", "property", 6, "answered"),
    ("工地拖欠三个月工资", "wages", 8, "opened"),
    ("问养老金认证怎么办", "benefits", 1, "answered"),
    ("草场边界和邻户说不清", "land", 2, "booked"),
    ("子女不给赡养费", "family", 1, "opened"),
    ("要求查看村务公开", "village", 1, "handed"),
    ("楼上装修影响休息", "neighbour", 1, "led"),
    ("咨询征收补偿标准", "relocation", 3, "received"),
)
ON_DUTY = ("值班一组", "值班二组")


def load(world: World) -> None:
    """Switch the plugin on for 达拉特旗; arrange the duty of two weeks, and bring a visit to each state."""
    with clock.pretend(world.began):
        switch("reception", world.units.county, "on", by=None, reason="全旗统一接访登记。")
    unit, director = world.units.zhaojun, world.users["director"]
    for number in range(-9, 7):
        on = clock.local(world.now).date() + timedelta(days=number)
        receives = {"leader": "街道主任", "room": "一楼接待室"} if on.weekday() == 2 else {}
        with clock.pretend(world.now - timedelta(days=10)):
            ReceptionDay.arrange(unit=unit, on=on, name=ON_DUTY[number % 2], by=director, **receives)
    for number, (title, topic, people, state) in enumerate(VISITS_THERE):
        came = clock.local(world.now - timedelta(days=len(VISITS_THERE) - number))
        stage = world.stage(unit, came.replace(hour=9 + number % 3, minute=20))
        given = {"title": title, "text": "", "topic": topic, "people_count": people}
        if people < 3:
            given |= {"companions": []}
        VISITS.bring(state, stage, given={Visit.receive: given})
