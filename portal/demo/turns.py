"""What befalls cases besides the usual way, one of each: sent back, recalled, passed up and down, suspended, merged, split, taken up again."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from portal import clock
from portal.cases.models import Case
from portal.demo.stories import LAND, NEIGHBOURS, PROPERTY, WAGES
from portal.demo.world import World

STORIES = (  # turn, story, how many days ago it came in
    ("came_back", WAGES[0], 4),
    ("recalled", NEIGHBOURS[2], 5),
    ("escalated", LAND[0], 3),
    ("taken_over", WAGES[1], 6),
    ("handed_down", NEIGHBOURS[4], 2),
    ("suspended", PROPERTY[0], 8),
    ("not_settled", NEIGHBOURS[0], 7),
    ("taken_up_again", NEIGHBOURS[0], 12),
    ("withdrawn", PROPERTY[1], 6),
    ("split", NEIGHBOURS[1], 3),
    ("twice", NEIGHBOURS[3], 2),
)
ALL = frozenset(turn for turn, _, _ in STORIES)


class Turns:
    """The turns of one case after it was accepted; `start`: when that was."""

    def __init__(self, world: World, case: Case, start: datetime) -> None:
        self.world, self.case, self.start = world, case, start
        self.staff = world.staff[world.units.zhaojun.id]
        self.above = world.staff[world.units.county.id]["clerk"]
        self.bureau = world.units.departments["人社局"]

    def play(self, turn: str) -> None:
        getattr(self, turn)()

    def _later(self, hours: int, step: Callable[..., Any], *args: Any, **given: Any) -> Any:
        """Take `step` so many hours after the case was accepted, not in the future."""
        with clock.pretend(min(self.start + timedelta(hours=hours), self.world.now)):
            return step(*args, **given)

    def _handed(self) -> Any:
        return self._later(1, self.case.assign, self.bureau, by=self.staff["clerk"], note="请核实处理。")

    def _answered(self) -> None:
        handed, liaison = self._handed(), self.world.staff[self.bureau.id]["department"]
        self._later(2, handed.acknowledge, by=liaison)
        self._later(20, handed.report, "已上门查看，双方同意维修。", by=liaison)

    def came_back(self) -> None:
        self._later(3, self._handed().return_, "用工单位在外旗县，不属于本局管辖。", by=self.world.users["department"])

    def recalled(self) -> None:
        self._later(4, self._handed().recall, "派错了单位，另行安排。", by=self.staff["clerk"])

    def escalated(self) -> None:
        said = {"done": "村委会已两次到场丈量。", "asked": "请自然资源部门提供确权图并到场。"}
        county = self.world.units.county
        self._later(20, self.case.escalate, county, "地界牵涉两个乡镇，街道无权确认。", **said, by=self.staff["clerk"])

    def taken_over(self) -> None:
        said = {"done": "已约谈项目部。", "asked": "请协调总承包单位。"}
        self._later(
            5, self.case.escalate, self.world.units.county, "总承包单位在旗里。", **said, by=self.staff["clerk"]
        )
        self._later(22, self.case.referral.take_over, by=self.above)

    def handed_down(self) -> None:
        day = clock.local(self.case.due_at).date()
        self._later(1, self.case.delegate, self.world.units.zhaojun, "就地化解，结果报旗里。", day, by=self.above)

    def suspended(self) -> None:
        until = clock.local(self.world.now).date() + timedelta(days=20)
        self._later(24, self.case.suspend, "等待房屋安全鉴定意见。", until, by=self.staff["director"])

    def not_settled(self) -> None:
        self._answered()
        said = {"way": "phone", "settled": "no", "note": "申请人说还没有动工。"}
        self._later(40, self.case.verify, **said, by=self.staff["director"])

    def taken_up_again(self) -> None:
        self._answered()
        said = {"way": "site", "settled": "yes", "note": "到现场看过，已经修好。"}
        self._later(40, self.case.verify, **said, by=self.staff["director"])
        self._later(44, self.case.resolve, "已经修好，双方认可。", by=self.staff["clerk"])
        self._later(200, self.case.reopen, "又出现同样的问题。", by=self.staff["clerk"])

    def withdrawn(self) -> None:
        self._later(30, self.case.withdraw, self.case.side(1), "visit", "双方已自行和解。", by=self.staff["clerk"])

    def split(self) -> None:
        given = {"title": "楼道堆放杂物", "kind": "0203", "description": "同时反映楼道被杂物堵住，通行不便。"}
        self._later(2, self.case.split, self.case.parties, "是两件事，分开办理。", **given, by=self.staff["clerk"])

    def twice(self) -> None:
        """It came in a second time, with the same parties, and goes on as one."""
        with clock.pretend(self.start):
            other = Case.register(
                unit=self.case.unit,
                parties=[(each.side, each.who) for each in self.case.parties],
                by=self.staff["clerk"],
                title=self.case.title,
                kind=self.case.kind,
                level=self.case.level,
                description="申请人的家属又来反映同一件事。",
                source="phone",
            )
        self._later(1, other.merge_into, self.case, "同一件事登记了两次。", by=self.staff["clerk"])
