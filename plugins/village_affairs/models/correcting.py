"""What is put right: a matter that was entered wrongly, a sheet that was written down wrongly; what failed and is taken up again."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from plugins.village_affairs.models.matter_states import LABELS, MANAGE, POSTED, REACHED
from plugins.village_affairs.models.sheet import VillageSheet
from plugins.village_affairs.places import check_place
from plugins.village_affairs.rules import BODIES, PARTY, passes, quorate, votes_fit
from plugins.village_affairs.settings import KEY, rules_of, take_matter_number
from portal import clock
from portal.errors import RuleError
from portal.records import Moved, step
from portal.settings import settings_of

if TYPE_CHECKING:
    from plugins.village_affairs.models.matter import VillageMatter
    from portal.accounts.models import User
    from portal.org.models import OrgUnit

LATE_DAYS = 180  # a meeting may have been held so long before its matter was entered, which was under way


def _too_soon(matter: "VillageMatter") -> str:
    again = matter.rejected_on + timedelta(days=rules_of(matter.unit).village_again_days)
    return "" if clock.today() >= again else f"没有通过的事项，{again} 起才能修改再议。"


class Corrected:
    """The steps of a matter that put something right, and what a meeting has to keep, whether it is entered or corrected."""

    @step("更正", of="raised", needs=MANAGE)
    def correct(self: "VillageMatter", unit: "OrgUnit", *, by: "User", **fields) -> str:
        """What was entered wrongly, the place among it, before anything was decided. Raises RuleError as `raise_matter` does, where `by` may
        not enter one there, and where nothing is different."""
        changed = [f"{LABELS[name]}" for name, value in fields.items() if value != getattr(self, name)]
        if unit.id != self.unit_id:
            if self.sheets:
                raise RuleError("在这里开过会，不能改所在村、社区；登记错了的请作废，重新登记。", at="unit_id")
            check_place(unit)
            if not by.can(MANAGE, unit):
                raise RuleError("您不能在这个村、社区登记村级事项。", at="unit_id")
            changed.append(f"所在村、社区（{self.unit.short_name}改为{unit.short_name}）")
            if unit.township_id != self.township_id:
                self.number = take_matter_number(unit)
            self.place(unit)
        if not changed:
            raise RuleError("没有改动。", at="title")
        for name, value in fields.items():
            setattr(self, name, value)
        return f"更正：{'、'.join(changed)}。"

    @step("作废", of=("raised", "proposed", "consulted", "examined", "noticed", "rejected"), to="dropped", needs=MANAGE)
    def drop(self: "VillageMatter", reason: str, *, by: "User") -> str:
        """It is not pursued, or was entered by mistake; its sheets stay."""
        return reason

    @step("修改再议", of="rejected", to="raised", needs=MANAGE, unless=_too_soon)
    def take_up(self: "VillageMatter", *, title: str, text: str, by: "User") -> str:
        """From the first sheet on, with what was changed; those of before stay."""
        self.title, self.text, self.attempt = title, text, self.attempt + 1
        return f"第 {self.attempt} 次。"

    @step("更正联单", needs=MANAGE)
    def correct_sheet(self: "VillageMatter", sheet: VillageSheet, reason: str, *, by: "User", **held) -> Moved:
        """A sheet of a meeting that was written down wrongly: what stood there before, the day and the reason stay on it. Raises RuleError for a
        publication, a day out of turn, figures that are no meeting, and a result that turns though the matter has gone on. A decision that was posted
        is posted again, with what was corrected, and its days begin anew; covenants that rest on it are told."""
        if sheet.passed is None:
            raise RuleError("公开的一联不能更正。决议联更正以后重新公开。")
        place, decides = self.sheets.index(sheet), sheet.kind == "resolve"
        notice = self.meeting_on if sheet.attempt == self.attempt else sheet.noticed_on
        self._check_turn(held["on"], self.sheets[:place], notice if decides else None, sheet.on)
        if later := next((each for each in self.sheets[place + 1 :] if each.on < held["on"]), None):
            raise RuleError(f"日期晚于下一联（{later.on}），请核对。", at="on")
        passed = self._agreed(sheet.kind, sheet.body, held)
        to = "" if passed == sheet.passed else self._turned(sheet, passed)
        resting = self.covenants if decides else []
        if decides and sheet.attempt == self.attempt and self.status in POSTED:
            to = "resolved"
        before = f"{sheet.on}，{sheet.votes}"
        for name, value in (held | {"passed": passed}).items():
            setattr(sheet, name, value)
        told = f"{clock.today()} 更正，原来是 {before}。{reason}"
        sheet.correction = f"{sheet.correction}\n{told}".strip()
        again = "公告要重新公开。" if to == "resolved" and self.status in POSTED else ""
        said = f"{sheet.name}：{before} 改为 {sheet.on}，{sheet.votes}。{again}{reason}"
        return Moved(said, to=to, then=lambda: [each.learn(sheet, f"{self.number} {said}", by=by) for each in resting])

    def _turned(self: "VillageMatter", sheet: VillageSheet, passed: bool) -> str:
        """The state to which a result leads that is not what it was. Raises RuleError where anything rests on that."""
        if sheet.kind == "resolve" and self.covenants:
            told = "、".join(f"{each.title}{each.number}（{each.status_name}）" for each in self.covenants)
            raise RuleError(
                f"{told}凭这次会议通过，不能更正为没有通过。请先在规约里撤回通过；已经施行的，请另行修订。", at="agreed"
            )
        if sheet is not self.sheets[-1] or self.status not in (REACHED[sheet.kind], "rejected"):
            raise RuleError("更正以后这次会议的结果会变，后面的联已经登记，不能这样更正。", at="agreed")
        self.rejected_on = None if passed else clock.today()
        return REACHED[sheet.kind] if passed else "rejected"

    def _check_turn(
        self: "VillageMatter", on: date, before: list[VillageSheet], notice: date | None, was: date | None = None
    ) -> None:
        """Raises RuleError for a meeting on a day before the one in the `notice`, before the last sheet, or long before the matter was entered:
        by a year that was mistyped another law would be chosen. One that is corrected (it `was` on another day) is not put before the matter."""
        if notice and on < notice:
            raise RuleError(f"通知的开会日期是 {notice}，不能提前。", at="on")
        entered = clock.local(self.created_at).date()
        first = min(was, entered) if was else entered - timedelta(days=LATE_DAYS)
        if on < first:
            raise RuleError(f"这件事项 {entered} 登记，开会日期最早 {first}，请核对年月日。", at="on")
        last = max((each.on for each in before), default=on)
        if on < last:
            raise RuleError(f"日期早于上一联（{last}），请核对。", at="on")

    def _agreed(self: "VillageMatter", kind: str, body: str, held: dict) -> bool:
        """Whether enough agreed. Raises RuleError where it was no meeting by the rules of that day."""
        rules = settings_of(KEY, self.unit, held["on"])
        quorum = rules.values["village_party" if kind in PARTY else BODIES[body][1]]
        if objection := quorate(held["expected"], held["present"], quorum):
            raise RuleError(objection, at="present")
        if objection := votes_fit(held["agreed"], held["against"], held["abstained"], held["present"]):
            raise RuleError(objection, at="agreed")
        return passes(held["agreed"], held["present"], rules.village_passing)
