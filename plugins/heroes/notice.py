"""The text of a 公示 as it is suggested: what happened, without anything private."""

from plugins.heroes.models import Deed
from portal import clock


def suggested_notice(deed: Deed) -> str:
    """Who, when, where and what, for the office to change."""
    at = clock.local(deed.happened_at)
    who = "、".join(f"{each.name}（{each.gender}）" if each.gender else each.name for each in deed.heroes)
    return (
        f"{at.year}年{at.month}月{at.day}日，{who}在{deed.location}{deed.title}。\n{deed.story}\n"
        "经调查核实、评审，拟确认为见义勇为。"
    )
