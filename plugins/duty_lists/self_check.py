"""减负自检: what of 国办函〔2026〕12号 (四不得) this installation has, found in its own tables and forms, not promised.

A column or a box is told by its name: what is found is listed, for a person to judge; what is not there cannot be switched on.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import select
from wtforms import FileField, MultipleFileField
from wtforms.fields.core import UnboundField
from wtforms.validators import InputRequired

from portal.extensions import db
from portal.org.models import KINDS, OrgUnit
from portal.web.forms import Form

# what must not be → how a column that keeps it would be called
COLUMNS = {
    "打卡签到": r"clock_?in|check_?in|sign_?in_at|punch|attendance",
    "统计在线时长": r"online|last_seen|seconds_spent|active_minutes|login_days",
    "个人积分排名": r"rank(ing|_no)?$|leaderboard|top_list",
    "记录轨迹、定位": r"latitude|longitude|^(lat|lng|lon)$|gps|track(s|_points)?$|trajectory",
    "强制下载、通报使用率": r"installed_at|usage_rate|app_installs|forced_login",
    "以点赞、转发、学时作依据": r"likes?$|reposts?$|shares?_count|study_(hours|seconds)|forwards?$",
}
BUILDERS = ("province", "city", "county")  # 县以下原则上不得开发建设


@dataclass(frozen=True)
class Line:
    """One red line: what was looked for, what was found, and how it was looked for."""

    rule: str
    found: tuple[str, ...]
    how: str

    @property
    def state(self) -> str:
        return "需核对" if self.found else "未开启"


def lines() -> list[Line]:
    """All of them, as this installation is now."""
    return [*_columns(), _photos(), _builders()]


def _columns() -> Iterator[Line]:
    tables = db.metadata.tables.values()
    number = sum(len(each.columns) for each in tables)
    for rule, pattern in COLUMNS.items():
        named = re.compile(pattern)
        found = (
            f"{table.name}.{column.name}" for table in tables for column in table.columns if named.search(column.name)
        )
        yield Line(rule, tuple(sorted(found)), f"查了 {len(tables)} 张表 {number} 个字段的名称")


def _photos() -> Line:
    """Boxes of forms in which a picture or file must be given."""
    found = sorted({name for form in set(_below(Form)) for name in _needed_files(form)})
    return Line("照片、视频必填", tuple(found), "查了全部表单")


def _builders() -> Line:
    """An installation that begins below a county."""
    top = db.session.scalars(select(OrgUnit).where(OrgUnit.parent_id.is_(None), OrgUnit.kind != "department")).all()
    below = tuple(f"{each.name}（{KINDS[each.kind]}）" for each in top if each.kind not in BUILDERS)
    return Line("县以下单位自行建设", below, f"最上级单位：{'、'.join(each.name for each in top)}")


def _below(form: type) -> Iterator[type]:
    for each in form.__subclasses__():
        yield each
        yield from _below(each)


def _needed_files(form: type) -> Iterable[str]:
    for name in dir(form):
        each = getattr(form, name)
        if not (isinstance(each, UnboundField) and issubclass(each.field_class, (FileField, MultipleFileField))):
            continue
        checks = each.kwargs.get("validators") or (each.args[1] if len(each.args) > 1 else ())
        if any(isinstance(check, InputRequired) for check in checks):
            yield f"{form.__module__}.{form.__name__}：{each.args[0]}"
