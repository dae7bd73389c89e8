"""Where the display hooks show what plugins give, in the words of the menu."""

from portal import clock
from portal.plugin.pauses import Pause

PLACES = {
    "nav_items": "主导航",
    "home_cards": "工作台",
    "notices": "工作台的提示",
    "case_panels": "事项页面",
    "case_actions": "事项页面的按钮",
    "case_fields": "登记事项",
    "case_list": "事项列表",
    "triage_options": "受理分流",
    "record_actions": "记录页面的按钮",
    "serving": "人员名单",
    "brief_lines": "研判的数据页",
    "search": "查找",
    "public_pages": "居民页面",
    "person_panels": "居民信息页面",
    "people_panels": "住户页面",
    "person_actions": "居民信息页面的按钮",
    "family_panels": "家庭页面",
    "family_actions": "家庭页面的按钮",
    "unit_panels": "单位页面",
    "reports": "统计",
    "deactivation_impact": "停用前的预览",
}


def place_of(where: str) -> str:
    """The page on which a hook, or a part of it (`hook:part`), shows something."""
    return PLACES.get(where.partition(":")[0], where)


def said_of(pause: Pause) -> str:
    """What is left out where, why, and until when."""
    return (
        f"在{place_of(pause.part)}的内容{pause.reason}，暂时不显示，约 {pause.minutes} 分钟后再试。"
        f"最近一次 {pause.seconds:.1f} 秒，到 {clock.local(pause.until):%H:%M}。"
    )
