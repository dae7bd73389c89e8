"""部门 and 综治中心 of the demo: which offices stand where, and who sits at which window."""

from collections.abc import Iterable

from portal.extensions import db
from portal.org.centres import Centre, Window
from portal.org.models import OrgUnit
from portal.org.planting import plant

# full name below the unit's own, and what people say
COUNTY_OFFICES = (
    ("政法委员会", "政法委"),
    ("信访局", "信访局"),
    ("公安局", "公安局"),
    ("人民法院", "法院"),
    ("人民检察院", "检察院"),
    ("司法局", "司法局"),
    ("人力资源和社会保障局", "人社局"),
    ("住房和城乡建设局", "住建局"),
    ("自然资源局", "自然资源局"),
    ("农牧局", "农牧局"),
    ("市场监督管理局", "市场监管局"),
    ("民政局", "民政局"),
    ("综合行政执法局", "综合执法局"),
    ("妇女联合会", "妇联"),
)
TOWNSHIP_OFFICES = ("司法所", "派出所", "综合执法局", "便民服务中心")

# window, department (None: the centre's own people), presence
CITY_WINDOWS = (
    ("综合受理", None, "resident"),
    ("分流督办", None, "resident"),
)
COUNTY_WINDOWS = (
    ("综合受理", None, "resident"),
    ("分流督办", "政法委", "resident"),
    ("信访接待", "信访局", "resident"),
    ("民生服务", "人社局", "rotating"),
    ("涉法涉诉", "检察院", "rotating"),
    ("诉调对接", "法院", "resident"),
    ("法律援助", "司法局", "resident"),
    ("法律咨询", "司法局", "on_call"),
)
TOWNSHIP_WINDOWS = (
    ("综合受理", None, "resident"),
    ("分流督办", None, "resident"),
    ("民生服务", "便民服务中心", "resident"),
    ("涉法涉诉", "派出所", "rotating"),
    ("法律咨询", "司法所", "on_call"),
)
COMMUNITY_WINDOWS = (("综合受理", None, "resident"),)
WINDOWS = {
    "city": CITY_WINDOWS,
    "county": COUNTY_WINDOWS,
    "township": TOWNSHIP_WINDOWS,
    "community": COMMUNITY_WINDOWS,
}


def plant_departments(units: Iterable[OrgUnit]) -> dict[str, OrgUnit]:
    """Give counties and townships their departments; answers them by short name (公安局, 昭君街道司法所)."""
    planted = plant((department, unit) for unit in units for department in _departments(unit))
    return {department.short_name: department for department in planted}


def open_centres(units: Iterable[OrgUnit], departments: dict[str, OrgUnit]) -> list[Centre]:
    """Open a 综治中心 with the windows of its level in each unit."""
    centres = [_centre(unit, departments) for unit in units]
    db.session.add_all(centres)
    db.session.flush()
    return centres


def _departments(unit: OrgUnit) -> Iterable[OrgUnit]:
    if unit.kind == "county":
        names = [(unit.name + name, short) for name, short in COUNTY_OFFICES]
    else:
        names = [(unit.name + office, unit.short_name + office) for office in TOWNSHIP_OFFICES]
    for name, short in names:
        yield OrgUnit(kind="department", name=name, short_name=short, source_name=name)


def _centre(unit: OrgUnit, departments: dict[str, OrgUnit]) -> Centre:
    own = unit.short_name if unit.kind == "township" else ""
    windows = [
        Window(
            number=number,
            name=name,
            presence=presence,
            department=departments[own + office] if office else None,
        )
        for number, (name, office, presence) in enumerate(WINDOWS[unit.kind], start=1)
    ]
    return Centre(unit=unit, name=f"{unit.short_name}综治中心", windows=windows)
