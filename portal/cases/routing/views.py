"""分流规则: the table of a unit."""

from flask_login import current_user

from portal.cases.blueprint import bp
from portal.cases.routing.forms import RouteForm
from portal.cases.routing.models import DEPARTMENT, RouteRow
from portal.cases.routing.table import Departments
from portal.cases.routing.trial import tried
from portal.cases.tables.pages import TablePages
from portal.org.models import OrgUnit


def _missing(unit: OrgUnit):
    """What stands at a rule whose department is gone."""
    known = Departments.around(unit).names
    return lambda rule: "没有这个部门了，请改" if rule.handler == DEPARTMENT and rule.department not in known else ""


routes = TablePages(
    bp,
    RouteRow,
    RouteForm,
    at="routes",
    about="分流时先替您选上承办单位，写明是哪一条，由人确认，不会自动交办。从上往下看，第一条合适的算；本单位定的先于上级的。",
    fields=(
        ("place", "kind", "level"),
        ("source", "urgency", "risk"),
        ("words", "place_level"),
        ("handler", "department", "period"),
        ("closed",),
        ("reason", "valid_from"),
    ),
    order=lambda rule: (rule.place, rule.line),
    trial=lambda unit, row: tried(unit, row, current_user),
    note=_missing,
)
