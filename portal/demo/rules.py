"""Demo of 时限表 and 分流规则: a small table of 达拉特旗, a month old."""

from datetime import timedelta

from portal import clock
from portal.cases.policy.models import LimitRow
from portal.cases.routing.models import RouteRow
from portal.cases.tables.terms import Terms
from portal.demo.world import World

DAYS_AGO = 30
REASON = "演示：旗综治中心会议确定"
LIMITS = (
    {"source": "hotline", "accept_period": "4 小时", "period": "5 个工作日"},
    {"kind": "07", "level": "major", "period": "5 个工作日", "warn_percent": 40},
    {"kind": "07", "source": "hotline", "level": "major", "period": "4 个工作日"},
    {"source": "petition", "kind": "11", "period": "30 日顺延"},
)
ROUTES = (
    {"place": 10, "kind": "07", "words": "欠薪 工资 工钱", "handler": "department", "period": "3 个工作日"},
    {"place": 20, "kind": "02", "handler": "community"},
    {"place": 90, "level": "hard", "handler": "township"},
)
BUREAU = "人社局"


def load(world: World) -> None:
    """Decided by 旗县区主管, line by line."""
    by, county = world.users["district"], world.units.county
    with clock.pretend(world.now - timedelta(days=DAYS_AGO)):
        decided = {"by": by, "reason": REASON, "valid_from": clock.today()}
        for line in LIMITS:
            LimitRow.decide(county, 0, _blank(accept_period="", period="", warn_percent=None) | line, **decided)
        for line in ROUTES:
            to = world.units.departments[BUREAU].short_name if line["handler"] == "department" else ""
            RouteRow.decide(county, 0, _blank(place_level="", words="", department=to, period="") | line, **decided)


def _blank(**more) -> dict:
    return dict.fromkeys(Terms._fields, "") | more
