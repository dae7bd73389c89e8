"""部门 of the demo: which offices stand where."""

from collections.abc import Iterable

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


def plant_departments(units: Iterable[OrgUnit]) -> dict[str, OrgUnit]:
    """Give counties and townships their departments; answers them by short name (公安局, 昭君街道司法所)."""
    planted = plant((department, unit) for unit in units for department in _departments(unit))
    return {department.short_name: department for department in planted}


def _departments(unit: OrgUnit) -> Iterable[OrgUnit]:
    if unit.kind == "county":
        names = [(unit.name + name, short) for name, short in COUNTY_OFFICES]
    else:
        names = [(unit.name + office, unit.short_name + office) for office in TOWNSHIP_OFFICES]
    for name, short in names:
        yield OrgUnit(kind="department", name=name, short_name=short, source_name=name)
