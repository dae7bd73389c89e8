"""放假安排: the State Council's notice of a year, typed or pasted as a small table, or as a workbook."""

import re
from collections.abc import Iterator

from wtforms import FileField, IntegerField, StringField, TextAreaField
from wtforms.validators import NumberRange

from portal.errors import RuleError
from portal.records.sheets import read
from portal.typed.dates import DateError, read_date
from portal.web.forms import Form, Required, Short
from portal.web.forms.plain_words import plain_words
from portal.workdays.calendar import SeedRow

OFF, ON = ("休", "放假", "休息"), ("班", "上班", "补班")
MOST = 100
LENGTH = 40


class NoticeForm(Form):
    """一年的放假安排."""

    year = IntegerField("年份", [Required("请填写年份。"), NumberRange(2004, 2100, "请核对年份。")])
    source = StringField(
        "依据的通知",
        [Required("请写明是哪个通知。"), Short(100), plain_words],
        render_kw={"placeholder": "国务院办公厅关于……的通知，文号"},
    )
    days = TextAreaField(
        "放假和调休上班的日子",
        description="一行一天：日期、休或班、节日名称，用空格隔开，例如：2027-01-01 休 元旦。周末不用写；从表格复制过来也可以。",
        render_kw={"rows": 12},
    )
    upload = FileField("或者选一个 Excel 文件", description="三列：日期、休或班、节日名称；第一行是表头。")

    def rows(self) -> list[SeedRow]:
        """The days of the year. Raises RuleError in Chinese, naming the line, for what is not one."""
        found = [_day(number, cells) for number, cells in self._lines()]
        if not found:
            raise RuleError("请写上放假和调休上班的日子，或者选一个文件。")
        if len(found) > MOST:
            raise RuleError(f"一年最多 {MOST} 天，现在是 {len(found)} 天，请核对。")
        seen: set = set()
        for each in found:
            if each.day.year != self.year.data:
                raise RuleError(f"{each.day} 不在 {self.year.data} 年。")
            if each.day in seen:
                raise RuleError(f"{each.day} 写了两次。")
            if each.is_workday and each.day.weekday() < 5:
                raise RuleError(f"{each.day} 不是周末，本来就上班，请核对是不是放假。")
            seen.add(each.day)
        return found

    def _lines(self) -> Iterator[tuple[int, list[str]]]:
        if self.upload.data:
            yield from read(self.upload.data.read()).rows
            return
        for number, line in enumerate((self.days.data or "").splitlines(), start=1):
            if line.strip():
                yield number, re.split(r"[\s,，、]+", line.strip())


def _day(number: int, cells: list[str]) -> SeedRow:
    day, how, name = ([*cells, "", "", ""])[:3]
    try:
        read_day = read_date(day)
    except (DateError, ValueError) as error:
        raise RuleError(f"第 {number} 行：{error}") from None
    if how not in OFF + ON:
        raise RuleError(f"第 {number} 行：第二列写“休”或者“班”，现在是“{how[:10]}”。")
    return SeedRow(read_day, how in ON, (name or "放假安排")[:LENGTH])
