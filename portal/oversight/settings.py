"""异常访问提示的设置: from when on something is shown to the auditor, as the district decides."""

from flask import Flask

from portal.settings import Section, SettingsForm, number, offer

KEY = "oversight"


class Hinting(SettingsForm):
    """从多少起提示审计员."""

    headings = {"night_from": "夜间", "seen_most": "数量", "strangers_most": "没有工作关系的居民"}

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


def init_app(app: Flask) -> None:
    """Offer the section."""
    offer(app, lambda: (Section(key=KEY, name="异常访问提示", form=Hinting, levels=("city", "county")),))
