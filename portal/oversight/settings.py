"""审计的设置: from when on something is shown to the auditor, and how long the trail stays in the tables, as the district decides."""

from flask import Flask
from sqlalchemy import select

from portal.extensions import db
from portal.org.models import OrgUnit
from portal.settings import Section, SettingsForm, number, offer, settings_of

KEY = "oversight"
LEAST = 6  # months, 网络安全法 §21


class Hinting(SettingsForm):
    """从多少起提示审计员，记录多久归档."""

    headings = {
        "night_from": "夜间",
        "seen_most": "数量",
        "strangers_most": "没有工作关系的居民",
        "keep_months": "保存",
    }

    night_from = number("夜间从几点起", 22, 18, 23, "没有统一规定，由本地规定。", unit="点")
    night_until = number("夜间到几点止", 6, 3, 8, "没有统一规定，由本地规定。", unit="点")
    night_most = number(
        "一夜查看、导出、打印超过多少次提示", 3, 0, 1000, "没有统一规定，由本地规定。值班的单位可以定高些。", unit="次"
    )
    seen_most = number("一天查看完整个人信息超过多少次提示", 30, 1, 10_000, "没有统一规定，由本地规定。", unit="次")
    taken_most = number("一天导出、下载超过多少次提示", 10, 1, 10_000, "没有统一规定，由本地规定。", unit="次")
    strangers_most = number(
        "一天查看多少位没有工作关系的居民以上提示",
        5,
        0,
        1000,
        "没有工作关系：本单位没有一件事项、名册、档案有这位居民，也不住在查看人负责的村社区、网格。没有统一规定，由本地规定。",
        unit="位",
    )
    keep_months = number(
        "审计记录满多少个月归档",
        36,
        LEAST,
        1200,
        "网络安全法第二十一条：日志留存不少于六个月；系统建议三年。归档不是删除：移到有签名的文件里，仍可查看、核验。"
        "几个旗县区共用一套系统的，按最长的。",
        unit="个月",
    )


def months_kept() -> int:
    """For how many months entries stay in the tables: as the most patient of all districts has it, for the trail is one."""
    counties = db.session.scalars(select(OrgUnit).where(OrgUnit.kind == "county", OrgUnit.closed_on.is_(None)))
    return max((settings_of(KEY, each).keep_months for each in counties), default=1200)


def init_app(app: Flask) -> None:
    """Offer the section."""
    offer(app, lambda: (Section(key=KEY, name="审计", form=Hinting, levels=("city", "county")),))
