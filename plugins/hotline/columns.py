"""The columns of the file of answers: headings as the template of the platform has them, each filled by what its words ask for."""

import re
from typing import NamedTuple

WORDS = {  # field of an order → headings that mean it
    "outside_number": ("工单编号", "工单号", "受理编号", "诉求编号", "编号"),
    "result": ("办理结果", "办结内容", "处理结果", "答复内容", "办理情况"),
    "answered_at": ("办结时间", "办理时间", "回复时间", "处理时间"),
    "reached": ("是否联系", "是否联系市民", "是否联系诉求人", "联系情况"),
    "resolved": ("是否解决", "解决情况"),
    "unresolved_reason": ("未解决原因", "未达成原因"),
    "unit": ("承办单位", "办理单位"),
    "extended": ("是否延期",),
}
FIELD_OF = {word: name for name, words in WORDS.items() for word in words}


class AnswerColumn(NamedTuple):
    """One column: its `heading`, and the field that fills it, "" where the portal has nothing for it."""

    heading: str
    name: str


def columns_of(written: str) -> list[AnswerColumn]:
    """The columns that a setting lists, divided by commas of any kind."""
    headings = (each.strip() for each in re.split(r"[、,，;；\n]", written))
    return [AnswerColumn(each, FIELD_OF.get(each, "")) for each in headings if each]
